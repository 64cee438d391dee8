"""The doctor dialog: shows the findings, previews their fixes, and applies them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ssotui import worker_pool
from ssotui.actions import doctor
from ssotui.actions.doctor import FixResult
from ssotui.core.checks.finding import Finding
from ssotui.core.diffs import diff
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import printable
from ssotui.errors import SsoTuiError
from ssotui.tui.dialogs.colored_diff import colored_diff
from ssotui.tui.dialogs.dialog import Dialog

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}

Outcome = tuple[Finding, ...] | FixResult | SsoTuiError


@dataclass
class Finished(Message):
    """The outcome of a worker thread; ``is_done``: files were written."""

    outcome: Outcome
    is_done: bool = False


class Doctor(Dialog[bool]):
    """The result is whether anything was fixed."""

    CSS_PATH = "doctor.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "go_back", priority=True),
        Binding("enter", "mend", priority=True),
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
        self._has_mended = False

    def compose(self) -> ComposeResult:
        with Vertical(id="doctor") as frame:
            frame.border_title = Content(" Doctor ")
            with VerticalScroll(id="findings"):
                yield Static("Checking…", id="lines", markup=False)
            yield Static("Esc back", id="keys", markup=False)

    def on_mount(self) -> None:
        self._start(lambda: Finished(doctor.examine(self._backend)))

    def action_mend(self) -> None:
        """Show the changes first; the second time apply them."""
        if self._is_busy or not any(finding.fixable for finding in self._findings):
            return
        writes = self._is_asking
        self._start(lambda: Finished(doctor.mend(self._backend, write=writes), is_done=writes))

    def action_go_back(self) -> None:
        if self._is_asking:
            self._list(self._findings)
        else:
            self.dismiss(self._has_mended)

    def action_scroll_by(self, lines: int) -> None:
        self.query_one("#findings", VerticalScroll).scroll_relative(y=lines, animate=False)

    def _start(self, work: Callable[[], Finished]) -> None:
        def job(_: worker_pool.CancelToken) -> None:
            try:
                message = work()
            except SsoTuiError as error:
                message = Finished(error)
            self.post_message(message)

        self._is_busy = True
        self.start(job)

    @on(Finished)
    def _finished(self, message: Finished) -> None:
        self._is_busy = False
        outcome = message.outcome
        if isinstance(outcome, SsoTuiError):
            self._show(Text(printable(outcome.in_one_line), "bold red"), "Esc back")
            self._is_asking = False
        elif isinstance(outcome, FixResult) and not message.is_done:
            self._ask(outcome)
        else:
            self._has_mended |= message.is_done
            if isinstance(outcome, FixResult):
                self._list(outcome.left, [edit.caution for edit in outcome.edits if edit.caution])
            else:
                self._list(outcome)

    def _list(self, findings: Sequence[Finding], cautions: Sequence[str] = ()) -> None:
        self._findings, self._is_asking = tuple(findings), False
        fixable = sum(finding.fixable for finding in findings)
        text = Text("".join(f"{printable(one)}\n\n" for one in cautions), "yellow")
        text.append_text(findings_text(findings) if findings else Text("No problems found.", "green"))
        self._show(text, f"Enter fix {fixable} of {len(findings)}   Esc back" if fixable else "Esc back")

    def _ask(self, mended: FixResult) -> None:
        self._is_asking = True
        text = Text()
        for edit in mended.edits:
            text.append_text(colored_diff(diff(edit.path, edit.before, edit.after)))
        for deed in mended.messages:
            text.append(f"{printable(deed)}\n", "green")
        self._show(text, "Enter apply (a backup is saved)   Esc back to the list")

    def _show(self, text: Text, keys: str) -> None:
        self.query_one("#lines", Static).update(text)
        self.query_one("#keys", Static).update(keys)
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
