"""What the picker says to somebody who is stuck or new: below the rows, where there is room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssotui.core.text import printable
from ssotui.tui.picker import commands
from ssotui.tui.picker.marking import Marking

if TYPE_CHECKING:
    from ssotui.core.configuration import Edit
    from ssotui.core.sign_in.session_changes import Migration
    from ssotui.tui.picker.empty_state import KeyNames
    from ssotui.tui.rendering.row_rendering import Label


class Guiding(Marking):
    """A board that explains why it is empty, and how to begin."""

    @property
    def is_new_here(self) -> bool:
        """There is no session, and nothing keeps anybody from adding one."""
        configuration = self.browsing.survey.configuration
        return not configuration.sessions and not configuration.trouble

    def words_below(self) -> list[Label]:
        if self.is_new_here:
            from ssotui.tui.picker.empty_state import welcome  # as below: the first frame has rows, as a rule

            return welcome(self._keys())
        if self.browsing.query.strip():
            if len(self.access.outline):
                return []
            from ssotui.tui.picker.empty_state import why_nothing

            return why_nothing(self.browsing, self._keys(), is_fetching=self.is_fetching())
        return self._about_old_profiles()

    def _about_old_profiles(self) -> list[Label]:
        configuration = self.browsing.survey.configuration
        count = sum(profile.kind == "sso-legacy" for profile in configuration.profiles)
        if not count or not configuration.writable:
            return []
        from ssotui.tui.picker.empty_state import old_form

        return old_form(count, self._keys())

    def _keys(self) -> KeyNames:
        from ssotui.tui.picker.empty_state import KeyNames

        names = ("app.leave", "session.login", "session.add", "session.migrate", "role.use")
        return KeyNames(*(commands.shown_for(name, self.request.settings.keys) for name in names))

    def action_migrate(self) -> None:
        from ssotui.tui.dialogs.migrate import Migrate  # once in a life

        def closed(done: tuple[tuple[Migration, ...], Edit] | None) -> None:
            if done:
                self.read_again()
                made, edit = done
                names = ", ".join(printable(migration.session.name) for migration in made)
                words = f"The profiles belong to {names} now. {self._keys().sign_in} on its row signs in."
                self.tell(f"{words} {edit.caution}".rstrip())

        self.app.push_screen(Migrate(self.backend), closed)
