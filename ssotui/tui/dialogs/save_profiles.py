"""The dialog to save profiles for one or several roles: name, region and output, with a preview of the diff."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from ssotui.actions import profiles
from ssotui.actions.profile_defaults import Defaults
from ssotui.actions.snapshots import Snapshot
from ssotui.core.configuration import NewProfile
from ssotui.core.diffs import DiffLine, diff
from ssotui.core.model import RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import printable
from ssotui.core.profiles.account_styles import title_of_target
from ssotui.core.profiles.naming import template_fault
from ssotui.core.profiles.plans import Plan, Planned, Planner
from ssotui.core.region_input import check_region
from ssotui.errors import SsoTuiError, UsageError
from ssotui.named_tuples import NamedTuple
from ssotui.region_names import warning
from ssotui.regions import FALLBACK
from ssotui.settings import OUTPUTS
from ssotui.tui.dialogs.colored_diff import colored_diff
from ssotui.tui.dialogs.dialog import COMMON_CSS, FORM_KEYS, Dialog

_LOW = 24
UP_TO_DATE = "No changes: already up to date."


class Previewed(NamedTuple):
    """The plan, its diff, and a warning about the name template."""

    plan: Plan
    lines: tuple[DiffLine, ...]
    warning: str = ""


class SaveProfiles(Dialog[Planned | None]):
    """The result is what was written; None if the user left."""

    CSS_PATH = [COMMON_CSS, "save_profiles.tcss"]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_LOW, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        *FORM_KEYS,
        Binding("enter", "save"),
        Binding("pageup", "scroll_diff(-1)", show=False, priority=True),
        Binding("pagedown", "scroll_diff(1)", show=False, priority=True),
    ]

    def __init__(self, backend: Backend, snapshot: Snapshot, refs: Sequence[RoleRef], defaults: Defaults) -> None:
        super().__init__()
        self._backend = backend
        self._snapshot = snapshot
        self._refs = tuple(refs)
        sessions = {ref.session for ref in refs}
        self._defaults = defaults.of(*sessions) if len(sessions) == 1 else defaults
        self._proposed = profiles.proposed(snapshot, refs[0], defaults) if len(refs) == 1 else None
        self._cancel_preview = threading.Event()
        self._is_saving = False

    def compose(self) -> ComposeResult:
        one = self._proposed
        title = f"Save {title_of_target(one.ref, self._snapshot.catalog) if one else f'{len(self._refs):,} profiles'}"
        with self.framed(Vertical(), title, "Enter save   Tab next   PgUp PgDn scroll   Esc cancel", is_wide=True):
            with Vertical(classes="above"):
                yield from _field("name", "Name" if one else "Names", one.name if one else self._defaults.name_template)
                yield from _field("region", "Region", one.region if one else self._defaults.region, self._regions())
                yield from _field("output", "Output", self._defaults.output, OUTPUTS)
                yield Static(id="fault", classes="empty", markup=False)
            with VerticalScroll(id="diff"):
                yield Static(id="lines", markup=False)

    def on_mount(self) -> None:
        if not self._proposed and self.is_whole:
            self.query_one("#region", Input).placeholder = "the default profile's, else the session's"
        self._preview()

    @on(Input.Changed)
    def _preview(self) -> None:
        """Compute the preview in a thread. Only the last request counts."""
        if not self.is_whole:
            return
        self._cancel_preview.set()
        try:
            planner = self._planner()
        except SsoTuiError as error:
            self._refuse(error)
            return
        defaults, about_region = self._defaults if self._proposed else self._chosen(), warning(self._chosen().region)
        self._cancel_preview = self.run(
            lambda _: self._previewed(planner, defaults, about_region), self._show, self._refuse
        )

    def _previewed(self, planner: Planner, defaults: Defaults, about_region: str) -> Previewed:
        planned = self._backend.profiles.preview(planner)
        edit = planned.edit
        lines = diff(edit.path, edit.before, edit.after)
        warnings = " ".join(filter(None, (self._warning(planned.plan, defaults), about_region)))
        return Previewed(planned.plan, lines, warnings)

    def _warning(self, plan: Plan, defaults: Defaults) -> str:
        """The warning about the name template; for a single role only if it has the name from the template."""
        is_named_by_it = not self._proposed or any(one.name == self._proposed.name for one in plan.create)
        return profiles.naming_warning(self._snapshot, self._refs, defaults) if is_named_by_it else ""

    def _planner(self) -> Planner:
        """The planner for the fields. Raises UsageError for invalid input."""
        chosen = self._chosen()
        check_region(chosen.region or FALLBACK)
        if self._proposed:  # empty fields are left out; for several roles they are chosen for each
            return profiles.adding(NewProfile(chosen.name_template, self._proposed.ref, chosen.region, chosen.output))
        fault = template_fault(chosen.name_template)
        if fault:
            raise UsageError(f"The name template {fault}.")
        return profiles.syncing(self._snapshot, self._refs, chosen)

    def _chosen(self) -> Defaults:
        """The values of the fields. For a single role the name is not a template."""
        return self._defaults.changed_to(*(self._value(field) for field in ("name", "region", "output")))

    def _show(self, made: Previewed) -> None:
        self.say("fault", made.warning)
        self.query_one("#lines", Static).update(colored_diff(made.lines) if made.lines else UP_TO_DATE)

    def _refuse(self, error: SsoTuiError) -> None:
        """Show the error instead of a preview."""
        self.say("fault", error.in_one_line, is_error=True)
        self.query_one("#lines", Static).update("")

    @on(Input.Submitted)
    def action_save(self) -> None:
        if self._is_saving:
            return
        try:
            planner = self._planner()
        except SsoTuiError as error:
            self._fail(error)
            return
        self._is_saving = True
        self.run(lambda _: self._backend.profiles.carry_out(planner), self.dismiss, self._fail)

    def _fail(self, error: SsoTuiError) -> None:
        self._is_saving = False
        self.say("fault", error.in_one_line, is_error=True)

    def action_scroll_diff(self, pages: int) -> None:
        scroll = self.query_one("#diff", VerticalScroll)
        scroll.scroll_relative(y=pages * max(scroll.size.height - 1, 1), animate=False)

    def _value(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value.strip()

    def _regions(self) -> tuple[str, ...]:
        used = {profile.region for profile in self._snapshot.configuration.profiles}
        return tuple(sorted(used.union(one.sso_region for one in self._snapshot.configuration.sessions) - {""}))


def words_for(plan: Plan) -> str:
    """A message on what was written."""
    names = [one.name for one in (*plan.create, *plan.update)]
    if len(names) == 1:
        return f"Wrote [profile {printable(names[0])}]."
    return f"Wrote {len(names):,} profiles." if names else UP_TO_DATE


def _field(name: str, words: str, value: str, known: Sequence[str] = ()) -> ComposeResult:
    with Horizontal(classes="field"):
        yield Static(words, classes="name", markup=False)
        suggester = SuggestFromList(known, case_sensitive=False) if known else None
        yield Input(value, placeholder="" if name == "name" else "none", id=name, suggester=suggester)
