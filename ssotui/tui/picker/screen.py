"""The picker: what can be done with the row under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on

from ssotui.actions import switch
from ssotui.core.model import Profile, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.profiles.chains import chain_of
from ssotui.core.text import printable, shortened
from ssotui.core.tree.rows import Row
from ssotui.tui.picker import commands
from ssotui.tui.picker.asking import Question
from ssotui.tui.picker.credential_actions import Outlets
from ssotui.tui.picker.fetching import PickerRequest
from ssotui.tui.picker.guiding import Guiding
from ssotui.tui.widgets.access_tree import AccessTree
from ssotui.tui.widgets.details import Details
from ssotui.tui.widgets.status_bar import HintLine

if TYPE_CHECKING:
    from ssotui.core.profiles.plans import Planned

_LEAST_OF_TITLE = 8


class Picker(Guiding):
    """The whole program's screen; what it was left with is the app's return value."""

    def __init__(self, backend: Backend, request: PickerRequest) -> None:
        super().__init__(backend, request)
        self.outlets = Outlets(self)
        if request.settings.ui_details != "auto":
            self.add_class(f"-details-{request.settings.ui_details}")

    def on_mount(self) -> None:
        configuration = self.browsing.survey.configuration
        if self.request.command_meant:
            self.tell(f"Did you mean ssotui {self.request.command_meant}?")
        if configuration.trouble:
            self.tell(configuration.trouble[0].in_one_line, is_error=True)

    # Carrying out

    def action_carry_out(self, name: str) -> None:
        """Do what the table of actions says, or say why that makes no sense here."""
        if name == "role.use" and self.is_new_here and self.access.row is None:
            name = "session.add"
        key = commands.BY_ID[name]
        missing = key.needs(self.occasion())
        if name == "role.use" and self.answered("enter"):
            return
        if missing:
            self.tell(missing)
        else:
            getattr(self, f"action_{key.action}")()

    @on(HintLine.Clicked)
    def _hint_clicked(self, message: HintLine.Clicked) -> None:
        self.action_carry_out(message.id)

    @on(AccessTree.Chosen)
    def _chosen(self) -> None:
        self.action_carry_out("role.use")

    def action_palette(self) -> None:
        from ssotui.tui.dialogs.palette import Palette  # once in a while

        def chosen(wish: Callable[[], None] | None) -> None:
            if wish:
                wish()

        self.app.push_screen(Palette(self), chosen)

    # Switching

    def action_use(self) -> None:
        if self.access.row:
            self.use(self.access.row)

    def use(self, row: Row) -> None:
        """Switch to the role or profile that the row stands for, or open or close what is below it."""
        if row.ref and row.account:
            go_on = partial(self.signed_in_first, row.session, partial(self._use_role, row))
            self._guarded(row, "switches", go_on)
        elif row.kind in ("profile", "pinned"):
            self._guarded(row, "switches", partial(self._use_profile, row.text))
        elif self.occasion().needs_sign_in:  # what opening it is wanted for
            self.action_login()
        elif row.branch:
            self.open(row, opened=not self.browsing.shown_openness.is_open(row.branch))

    def _use_profile(self, name: str) -> None:
        profile = self.browsing.view().profiles.get(name)

        def use() -> None:
            self.run_job(lambda _: switch.to_profile(self.backend, name), self._leave)

        if name in self.browsing.view().gone:
            what = f"AWS no longer grants you the role of {shortened(printable(name), 24)}"
            words = f"{what}. Switch all the same? Enter: yes  Esc: no"
            self.ask_first(Question(words, "enter", use))
        elif profile:
            self._with_credentials(profile, use)
        else:
            use()

    def _with_credentials(self, target: RoleRef | Profile, then: Callable[[], None]) -> None:
        """Sign in first to the session that the role or profile leads to, if it leads to one and not nowhere."""
        if isinstance(target, RoleRef):
            self.signed_in_first(target.session, then)
            return
        profile = target
        chain = chain_of(profile, self.browsing.view().profiles)
        if chain.fault:
            words = f'The profile "{shortened(printable(profile.name), 24)}" can\'t be used: {printable(chain.fault)}.'
            self.tell(words, is_error=True)
        elif chain.session:
            self.signed_in_first(chain.session, then)
        else:
            then()

    def _use_role(self, row: Row) -> None:
        ref, account = row.ref, row.account
        assert ref is not None
        assert account is not None
        settings, configuration = self.request.settings, self.browsing.survey.configuration
        wanted = self.browsing.wanted(ref, account)
        if not self.browsing.names_of(ref) and settings.profiles_confirm_write and switch.is_first_write(configuration):
            new = switch.proposed(configuration, wanted, self.defaults)
            words = f"Write [profile {new.name}], {new.region}? Enter: yes  Esc: no"
            self.ask_first(Question(words, "enter", lambda: self._switch_to(wanted)))
        else:
            self._switch_to(wanted)

    def _switch_to(self, wanted: switch.Wanted) -> None:
        current = self.request.current
        self.run_job(lambda _: switch.to_role(self.backend, wanted, self.defaults, current), self._leave)

    def _guarded(self, row: Row, deed: str, then: Callable[[], None]) -> None:
        """Ask first where the row leads to production (settings, section safety)."""
        title = self.browsing.view().production_title(row)
        if title and self.request.settings.safety_confirm:
            rest = f" is production: y {deed}, other keys: no"
            room = max(self.message_line.size.width - len(rest), _LEAST_OF_TITLE)
            self.ask_first(Question(shortened(title, room) + rest, "y", then))
        else:
            then()

    # Keys out

    def action_copy(self) -> None:
        row, target = self._target_of_row()
        if self.outlets.copies_again(target):
            self.outlets.choose_format(target)
        else:
            copy = partial(self.outlets.copy, target)
            self._guarded(row, "copies keys", partial(self._with_credentials, target, copy))

    def action_console(self) -> None:
        row, target = self._target_of_row()
        open_console = partial(self.outlets.open_console, target)
        self._guarded(row, "opens it", partial(self._with_credentials, target, open_console))

    def _target_of_row(self) -> tuple[Row, RoleRef | Profile]:
        """For actions that need credentials: the role, or a profile that stands for none."""
        row = self.access.row
        assert row is not None
        profile = self.browsing.view().profiles.get(row.text) if row.ref is None else None
        target = row.ref or (profile.ref if profile and profile.ref else profile)
        assert target is not None
        return row, target

    def _role_of_row(self) -> tuple[Row, RoleRef]:
        """For actions that need a role."""
        row = self.access.row
        assert row is not None
        assert row.ref is not None
        return row, row.ref

    def copyable(self) -> list[tuple[str, str]]:
        """(name, value) of what is known of the row and can be copied: nothing secret."""
        return self.details.copyable()

    def copy_value(self, name: str, value: str) -> None:
        """Copy one of them, and say so."""
        self.outlets.copy_value(name, value)

    @on(Details.Copied)
    def _copy_clicked(self, message: Details.Copied) -> None:
        self.copy_value(message.name, message.value)

    # Profiles

    def action_save(self) -> None:
        """Write profiles for the marked roles, else for that of the row."""
        from ssotui.tui.dialogs.save_profiles import SaveProfiles, words_for  # once in a while

        browsing = self.browsing
        refs = sorted(browsing.marks.refs) or [self._role_of_row()[1]]

        def closed(done: Planned | None) -> None:
            if done:
                self.drop_marks()
                self.read_again()
                self.tell(" ".join(filter(None, (words_for(done.plan), done.edit.caution, *self.lesson("profile")))))

        taken = browsing.survey._replace(catalog=browsing.catalog)
        dialog = SaveProfiles(self.backend, taken, refs, self.defaults)
        dialog.set_class(any(map(browsing.is_production, refs)), "-production")
        self.app.push_screen(dialog, closed)

    def action_doctor(self) -> None:
        from ssotui.tui.dialogs.doctor import Doctor  # once in a while

        def closed(has_mended: bool | None) -> None:
            if has_mended:
                self.read_again()

        self.app.push_screen(Doctor(self.backend), closed)

    def action_help(self) -> None:
        from ssotui.tui.dialogs.help import Help  # once in a while

        self.app.push_screen(Help(self.occasion(), self.request.settings.keys))

    def on_key(self, event: events.Key) -> None:
        if event.character == "?" and not self.browsing.query and not self.has_question:
            event.prevent_default().stop()
            self.action_help()

    # Leaving

    def action_leave(self) -> None:
        if self.drop_question():
            return
        if self.browsing.query:
            self.ask("")
        elif not self.drop_marks():
            self._leave(None)

    def action_leave_now(self) -> None:
        self._leave(None)

    def _leave(self, choice: switch.Choice | None) -> None:
        self.cancel_job()
        self.stop_fetching()
        self.app.exit(choice)
