"""The dialog to save profiles for one or several roles: name, region and output, with a preview of the diff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from ssotui import worker_pool
from ssotui.actions import profiles
from ssotui.actions.snapshot import Snapshot
from ssotui.actions.switch import Defaults
from ssotui.core.configuration import NewProfile
from ssotui.core.diffs import DiffLine, diff
from ssotui.core.model import RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import printable
from ssotui.core.profiles.naming import template_fault
from ssotui.core.profiles.plans import Plan, Planned, Planner
from ssotui.errors import SsoTuiError, UsageError
from ssotui.tui.dialogs.colored_diff import colored_diff
from ssotui.tui.dialogs.dialog import FORM_KEYS, Dialog

_LOW = 24
_OUTPUTS = ("json", "yaml", "yaml-stream", "text", "table", "off")


class Previewed(NamedTuple):
    """The plan, its diff, and a warning about the name template."""

    plan: Plan
    lines: tuple[DiffLine, ...]
    warning: str = ""


@dataclass
class PreviewMade(Message):
    """The preview for the request with this number. Previews of older requests are ignored."""

    number: int
    outcome: Previewed | SsoTuiError


@dataclass
class Saved(Message):
    """The result of writing: the plan, or the error."""

    outcome: Planned | SsoTuiError


class SaveProfiles(Dialog[Planned | None]):
    """The result is what was written; None if the user left."""

    CSS_PATH = "save_profiles.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_LOW, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        *FORM_KEYS,
        Binding("enter", "save"),
        Binding("pageup", "scroll_diff(-1)", show=False, priority=True),
        Binding("pagedown", "scroll_diff(1)", show=False, priority=True),
    ]

    def __init__(self, backend: Backend, taken: Snapshot, refs: Sequence[RoleRef], defaults: Defaults) -> None:
        super().__init__()
        self._backend = backend
        self._taken = taken
        self._refs = tuple(refs)
        self._defaults = defaults
        self._proposed = profiles.proposed(taken, refs[0], defaults) if len(refs) == 1 else None
        self._number = 0
        self._pool: worker_pool.WorkerPool | None = None
        self._is_saving = False

    def compose(self) -> ComposeResult:
        one = self._proposed
        with Vertical(id="save") as frame:
            frame.border_title = Content(
                f" Save {printable(str(one.ref)) if one else f'{len(self._refs):,} profiles'} "
            )
            yield from _field("name", "Name" if one else "Names", one.name if one else self._defaults.name_template)
            yield from _field("region", "Region", one.region if one else self._defaults.region, self._regions())
            yield from _field("output", "Output", self._defaults.output, _OUTPUTS)
            yield Static(id="fault", markup=False)
            with VerticalScroll(id="diff"):
                yield Static(id="lines", markup=False)
            yield Static("Enter save   Esc cancel   Tab next   PgUp PgDn scroll", id="keys")

    def on_mount(self) -> None:
        if not self._proposed and self.is_whole:
            self.query_one("#region", Input).placeholder = "the default profile's, else the session's"
        self._preview()

    @on(Input.Changed)
    def _preview(self) -> None:
        """Compute the preview in a thread. Only the last request counts."""
        if not self.is_whole:
            return
        self._number += 1
        number = self._number
        if self._pool:
            self._pool.cancel.set()
        try:
            planner = self._planner()
        except SsoTuiError as error:
            self.post_message(PreviewMade(number, error))
            return
        template = self._defaults.name_template if self._proposed else self._value("name")
        self._pool = self.start(lambda _: self.post_message(self._previewed(number, planner, template)))

    def _previewed(self, number: int, planner: Planner, template: str) -> PreviewMade:
        try:
            planned = self._backend.profiles.preview(planner)
        except SsoTuiError as error:
            return PreviewMade(number, error)
        edit = planned.edit
        lines = diff(edit.path, edit.before, edit.after)
        return PreviewMade(number, Previewed(planned.plan, lines, self._warning(planned.plan, template)))

    def _warning(self, plan: Plan, template: str) -> str:
        """The warning about the name template; for a single role only if it has the name from the template."""
        is_named_by_it = not self._proposed or any(one.name == self._proposed.name for one in plan.create)
        return profiles.naming_warning(self._taken, self._refs, template) if is_named_by_it else ""

    def _planner(self) -> Planner:
        """The planner for the fields. Raises UsageError for invalid input."""
        name, region, output = (self._value(field) for field in ("name", "region", "output"))
        if self._proposed:  # empty fields are left out; for several roles they are chosen for each
            return profiles.adding(NewProfile(name, self._proposed.ref, region, output))
        fault = template_fault(name)
        if fault:
            raise UsageError(f"The name template {fault}.")
        return profiles.syncing(self._taken, self._refs, Defaults(name, region, output))

    @on(PreviewMade)
    def _show(self, message: PreviewMade) -> None:
        if message.number != self._number:
            return
        outcome = message.outcome
        lines = self.query_one("#lines", Static)
        if isinstance(outcome, SsoTuiError):
            self._tell(outcome)
            lines.update("")
        else:
            self.query_one("#fault", Static).update(printable(outcome.warning))
            lines.update(colored_diff(outcome.lines) if outcome.lines else Text("No changes: already up to date."))

    @on(Input.Submitted)
    def action_save(self) -> None:
        if self._is_saving:
            return
        try:
            planner = self._planner()
        except SsoTuiError as error:
            self._tell(error)
            return
        self._is_saving = True
        self.start(lambda _: self.post_message(Saved(self._saved(planner))))

    def _saved(self, planner: Planner) -> Planned | SsoTuiError:
        try:
            return self._backend.profiles.carry_out(planner)
        except SsoTuiError as error:
            return error

    @on(Saved)
    def _done(self, message: Saved) -> None:
        self._is_saving = False
        if isinstance(message.outcome, SsoTuiError):
            self._tell(message.outcome)
        else:
            self.dismiss(message.outcome)

    def action_scroll_diff(self, pages: int) -> None:
        scroll = self.query_one("#diff", VerticalScroll)
        scroll.scroll_relative(y=pages * max(scroll.size.height - 1, 1), animate=False)

    def action_give_up(self) -> None:
        self.dismiss(None)

    def _tell(self, error: SsoTuiError) -> None:
        self.query_one("#fault", Static).update(printable(error.in_one_line))

    def _value(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value.strip()

    def _regions(self) -> tuple[str, ...]:
        used = {profile.region for profile in self._taken.configuration.profiles}
        return tuple(sorted(used.union(one.sso_region for one in self._taken.configuration.sessions) - {""}))


def words_for(plan: Plan) -> str:
    """A message on what was written."""
    names = [one.name for one in (*plan.create, *plan.update)]
    if len(names) == 1:
        return f"Wrote [profile {printable(names[0])}]."
    return f"Wrote {len(names):,} profiles." if names else "No changes: already up to date."


def _field(name: str, words: str, value: str, known: Sequence[str] = ()) -> ComposeResult:
    with Horizontal(classes="field"):
        yield Static(words, classes="name", markup=False)
        suggester = SuggestFromList(known, case_sensitive=False) if known else None
        yield Input(value, placeholder="" if name == "name" else "none", id=name, suggester=suggester)
