"""The doctor dialog: shows the findings, previews their fixes, and applies them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
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
from ssotui.tui.dialogs.dialog import COMMON_CSS, Dialog

T = TypeVar("T")
_STYLES = {"error": "bold $text-error", "warning": "bold $text-warning", "info": "bold $text-primary"}


class Doctor(Dialog[bool]):
    """The result is whether anything was fixed."""

    CSS_PATH = [COMMON_CSS, "doctor.tcss"]
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
        with self.framed(VerticalScroll(id="findings"), "Doctor", "Esc back", is_wide=True):
            yield Static("Checking…", id="lines", markup=False)

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
        self._show(Content.styled(printable(error.in_one_line), "bold $text-error"), "Esc back")

    def _list_left(self, done: FixResult) -> None:
        """List what is left after the fixes."""
        self._has_fixed = True
        self._list(done.left, [edit.caution for edit in done.edits if edit.caution])

    def _list(self, findings: Sequence[Finding], cautions: Sequence[str] = ()) -> None:
        self._findings, self._is_asking = tuple(findings), False
        fixable = sum(finding.fixable for finding in findings)
        found = findings_text(findings) if findings else Content.styled("No problems found.", "$text-success")
        text = [Content.styled(f"{printable(one)}\n\n", "$text-warning") for one in cautions]
        self._show(
            Content.assemble(*text, found),
            f"Enter fix {fixable} of {len(findings)}   Esc back" if fixable else "Esc back",
        )

    def _ask(self, planned: FixResult) -> None:
        self._is_asking = True
        edits = [colored_diff(diff(edit.path, edit.before, edit.after)) for edit in planned.edits]
        messages = [(f"{printable(message)}\n", "$text-success") for message in planned.messages]
        self._show(Content.assemble(*edits, *messages), "Enter apply (a backup is saved)   Esc back to the list")

    def _show(self, text: Content, keys: str) -> None:
        self.query_one("#lines", Static).update(text)
        self.show_keys(keys)
        self.query_one("#findings", VerticalScroll).scroll_home(animate=False)


def findings_text(findings: Sequence[Finding]) -> Content:
    """The findings with place, effect and hint, and a blank line between them."""
    return Content("\n\n").join(map(_finding_text, findings))


def _finding_text(finding: Finding) -> Content:
    place = f"{finding.path}:{finding.line}" if finding.line else finding.path
    return Content.assemble(
        (finding.severity, _STYLES[finding.severity]),
        "  ",
        (f"{printable(place)}  " if place else "", "bold"),
        f"{printable(finding.message)}\n",
        (f"    {printable(finding.hint)}", "$text-muted"),
        ("  can be fixed automatically" if finding.fixable else "", "$text-success"),
    )
