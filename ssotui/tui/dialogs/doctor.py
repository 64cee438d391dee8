"""The doctor dialog: shows the findings, previews their fixes, and applies them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ssotui.actions import doctor
from ssotui.actions.doctor import FixResult
from ssotui.core.checks.finding import Finding
from ssotui.core.diffs import diff
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import printable
from ssotui.errors import SsoTuiError
from ssotui.tui.dialogs.colored_diff import colored_diff
from ssotui.tui.dialogs.dialog import Dialog, key_hints

T = TypeVar("T")
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


class Doctor(Dialog[bool]):
    """The result is whether anything was fixed."""

    CSS_PATH = "doctor.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "go_back", priority=True),
        Binding("enter", "fix", priority=True),
        Binding("up", "scroll_by(-1)", show=False, priority=True),
        Binding("down", "scroll_by(1)", show=False, priority=True),
        Binding("pageup", "scroll_by(-10)", show=False, priority=True),
        Binding("pagedown", "scroll_by(10)", show=False, priority=True),
    ]

    def __init__(self, backend: Backend) -> None:
        super().__init__()
        self._backend = backend
        self._findings: tuple[Finding, ...] = ()
        self._is_asking = False
        self._is_busy = False
        self._has_fixed = False

    def compose(self) -> ComposeResult:
        with Vertical(id="doctor") as frame:
            frame.border_title = Content("Doctor")
            with VerticalScroll(id="findings"):
                yield Static("Checking…", id="lines", markup=False)
            yield Static(key_hints("Esc back"), id="keys")

    def on_mount(self) -> None:
        self._start(lambda: doctor.examine(self._backend), self._list)

    def action_fix(self) -> None:
        """Show the changes first; the second time apply them."""
        if self._is_busy or not any(finding.fixable for finding in self._findings):
            return
        writes = self._is_asking
        self._start(lambda: doctor.fix(self._backend, write=writes), self._list_left if writes else self._ask)

    def action_go_back(self) -> None:
        if self._is_asking:
            self._list(self._findings)
        else:
            self.dismiss(self._has_fixed)

    def action_scroll_by(self, lines: int) -> None:
        self.query_one("#findings", VerticalScroll).scroll_relative(y=lines, animate=False)

    def _start(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        def done(outcome: T) -> None:
            self._is_busy = False
            then(outcome)

        self._is_busy = True
        self.run(lambda _: work(), done, self._fail)

    def _fail(self, error: SsoTuiError) -> None:
        self._is_busy = self._is_asking = False
        self._show(Text(printable(error.in_one_line), "bold red"), "Esc back")

    def _list_left(self, done: FixResult) -> None:
        """List what is left after the fixes."""
        self._has_fixed = True
        self._list(done.left, [edit.caution for edit in done.edits if edit.caution])

    def _list(self, findings: Sequence[Finding], cautions: Sequence[str] = ()) -> None:
        self._findings, self._is_asking = tuple(findings), False
        fixable = sum(finding.fixable for finding in findings)
        text = Text("".join(f"{printable(one)}\n\n" for one in cautions), "yellow")
        text.append_text(findings_text(findings) if findings else Text("No problems found.", "green"))
        self._show(text, f"Enter fix {fixable} of {len(findings)}   Esc back" if fixable else "Esc back")

    def _ask(self, planned: FixResult) -> None:
        self._is_asking = True
        text = Text()
        for edit in planned.edits:
            text.append_text(colored_diff(diff(edit.path, edit.before, edit.after)))
        for message in planned.messages:
            text.append(f"{printable(message)}\n", "green")
        self._show(text, "Enter apply (a backup is saved)   Esc back to the list")

    def _show(self, text: Text, keys: str) -> None:
        self.query_one("#lines", Static).update(text)
        self.query_one("#keys", Static).update(key_hints(keys))
        self.query_one("#findings", VerticalScroll).scroll_home(animate=False)


def findings_text(findings: Sequence[Finding]) -> Text:
    """The findings with place, effect and hint."""
    text = Text()
    for finding in findings:
        place = f"{finding.path}:{finding.line}" if finding.line else finding.path
        text.append(finding.severity, _STYLES[finding.severity]).append("  ")
        text.append(f"{printable(place)}  " if place else "", "bold").append(f"{printable(finding.message)}\n")
        text.append(f"    {printable(finding.hint)}", "dim")
        text.append("  can be fixed automatically\n\n" if finding.fixable else "\n\n", "green")
    return text
