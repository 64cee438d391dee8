"""Textual's driver on /dev/tty, whatever stdin, stdout and stderr are. It exits fast and restores the terminal.

Found with Textual 8.2: its own driver takes the size from stdout (80x24 in a command substitution), loops at the end of
input, doesn't restore the screen after SIGTERM and SIGHUP, and takes 0.2 s to exit.
"""

from __future__ import annotations

import asyncio
import io
import os
import selectors
import signal
import termios
import threading
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.drivers.linux_driver import LinuxDriver

from ssotui import ctrl_z, fast_exit
from ssotui.tui import held_terminal
from ssotui.tui.early_input import EarlyInput
from ssotui.tui.key_parser import KeyParser, with_pastes
from ssotui.tui.rendering.fixed_columns import with_fixed_columns

if TYPE_CHECKING:
    from textual.app import App

_TICK = 0.1  # seconds between two looks whether the driver has ended
_TICK_WITHIN_SEQUENCE = 0.01  # seconds between two looks whether the rest of an escape sequence is overdue
_CLEAR = "\x1b[m\x1b[H\x1b[2J"
_GO_THERE = "\x1b[?1049h"  # enters the alternate screen
_GO_BACK = "\x1b[?1049l"  # leaves the alternate screen
_ENDINGS = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT)


class TerminalDriver(LinuxDriver):
    """LinuxDriver on the controlling terminal."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        self._held = held_terminal.held()
        if self._held:
            self._held.keep_ctrl_z()
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
        self._screen = self._file = _Screen(os.fdopen(os.dup(self._terminal), "wb"), "utf-8", errors="replace")
        self.fileno = self._terminal
        self.input_tty = True
        self._wake, self._waker = os.pipe()
        self._reads = False
        self._typed_before = b""
        self._early: EarlyInput | None = None  # until the first frame
        self._is_started = threading.Event()
        self._leaver = 0  # the thread that leaves early
        self._is_painted = self._holds_back = self._is_suspended = False
        self._raw: list[Any] = []  # the terminal's attributes while the picker has it
        for number in _ENDINGS:
            asyncio.get_running_loop().add_signal_handler(number, self._end, 128 + number)

    def _end(self, code: int) -> None:
        self._app.exit(return_code=code)

    def _get_terminal_size(self) -> tuple[int, int]:
        try:
            width, height = os.get_terminal_size(self._terminal)
        except OSError:
            return 80, 24
        return width or 80, height or 24

    def start_application_mode(self) -> None:
        self._reads = True
        held, self._held = self._held, None
        self._typed_before = held.take_keys() if held else b""
        if held and fast_exit.is_allowed():
            self._early = EarlyInput(held.is_left_by, self._typed_before)
        self._is_painted = bool(held and held.is_painted)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # untyped in Textual
        if held:
            self.attrs_before = held.attributes
            held.release()
        self._is_suspended = False
        with suppress(termios.error):
            self._raw = termios.tcgetattr(self._terminal)
        self._holds_back = self._is_painted
        self._is_started.set()

    def show_frames(self) -> bool:
        """Frames were held back, because the first ones lack scrollbars and titles that the picture has. Show them now.

        Returns whether there were any.
        """
        self._early = None
        was_held_back, self._holds_back = self._holds_back, False
        return was_held_back

    def stop_application_mode(self) -> None:
        self._is_painted = self._holds_back = False
        super().stop_application_mode()

    def disable_input(self) -> None:
        """Only once: Textual calls it again after the terminal was restored, which would drop typed keys."""
        if not self._reads:
            return
        self._reads = False
        if not self.exit_event.is_set():
            os.write(self._waker, b"x")
        super().disable_input()

    def _run_input_thread(self) -> None:
        """Pass exceptions to the application, which ends with an exit code. Textual would only print a traceback."""
        try:
            self.run_input_thread()
        except BaseException as error:  # noqa: BLE001  raised again in the application
            self._app.call_later(_raise, error)

    def run_input_thread(self) -> None:
        """Read until the driver stops. The end of input ends the program.

        Uses select, because on macOS kqueue fails with EINVAL and poll with POLLNVAL for /dev/tty (man poll, "BUGS").
        """
        parser = KeyParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self._terminal, selectors.EVENT_READ)
            selector.register(self._wake, selectors.EVENT_READ)
            if self._typed_before:  # no text would mean the end of input
                for event in with_pastes(parser.feed(decode(self._typed_before))):
                    self.process_message(event)
            while not self.exit_event.is_set():
                wait = _TICK_WITHIN_SEQUENCE if parser.is_within_sequence else _TICK
                ready = {key.fd for key, _ in selector.select(wait)}
                if self._wake in ready:
                    os.read(self._wake, 1)
                elif self._terminal in ready and not self._read(parser, decode):
                    self._loop.call_soon_threadsafe(self._end, 128 + signal.SIGHUP)
                    return
                overdue = list(parser.tick())
                if overdue and (early := self._early) and early.leaves():
                    self._leave_early()
                for event in overdue:
                    self.process_message(event)

    def _read(self, parser: KeyParser, decode: Any) -> bool:  # noqa: ANN401  decoders of codecs have no public type
        try:
            read = os.read(self._terminal, 4096)
        except OSError:  # the terminal was closed
            return False
        if early := self._early:
            early.add(read)
            if early.leaves_at_once():
                self._leave_early()
        for event in with_pastes(parser.feed(decode(read))):
            self.process_message(event)
        return bool(read)

    def _leave_early(self) -> None:
        """End the process in the input thread, as the main thread is busy with the first frame; unless it's ending."""
        self._is_started.wait()
        if self._reads:
            self._reads, self._leaver = False, threading.get_ident()
            self._holds_back = False
            self._disable_mouse_support()
            self.stop_application_mode()
            super().close()
            fast_exit.leave()

    def write(self, data: str) -> None:
        """Keep a picture that is painted already, and columns where they are.

        Clear the screen at the end if there is no alternate screen to leave (GNU screen, "altscreen off").

        This is the last output: the user may type as soon as it is visible, and these keys must reach the shell.
        """
        if self._leaver not in (0, threading.get_ident()):
            return
        if self._holds_back or (data == _GO_THERE and self._is_painted):  # that would clear the picture
            return
        super().write(_CLEAR + data if data == _GO_BACK else with_fixed_columns(data))

    @property
    def can_suspend(self) -> bool:
        """Whether a shell can continue the picker after Ctrl+Z."""
        return ctrl_z.can_suspend()

    def suspend_application_mode(self) -> None:
        """Restore the terminal for the shell, and keep it open for resuming (Ctrl+Z, fg).

        Textual stops the process next, which must hold no lock then.
        """
        self.stop_application_mode()
        super().close()
        self._is_suspended = True
        ctrl_z.wait()

    def _sigtstp_application(self, *_: object) -> None:
        """Stop the process, unless it is ending: the handler could interrupt what it waits for."""
        if self._app.return_code is None:
            super()._sigtstp_application()

    def _sigcont_application(self, *_: object) -> None:
        """Go on after Ctrl+Z. Without it, SIGCONT starts nothing a second time.

        The kernel sends it with SIGHUP when a terminal is closed, a shell after SIGSTOP, others at any time.
        """
        if self._is_suspended:
            super()._sigcont_application()
        elif self._reads:
            self._loop.call_soon_threadsafe(self._take_back)

    def _take_back(self) -> None:
        """Take the terminal again, and draw everything, after a stop that could not be handled (SIGSTOP)."""
        if self._reads and self._raw:
            with suppress(termios.error):  # in the background this stops the process, as for any program
                termios.tcsetattr(self._terminal, termios.TCSANOW, self._raw)
            self._enable_bracketed_paste()
            self._app.refresh(layout=True)

    def close(self) -> None:
        super().close()
        for number in _ENDINGS:
            asyncio.get_running_loop().remove_signal_handler(number)
        with suppress(OSError):
            self._screen.close()
        for descriptor in (self._terminal, self._wake, self._waker):
            os.close(descriptor)


class _Screen(io.TextIOWrapper):
    """Ignores errors of writing to a closed terminal; the end of input then ends the program.

    An error would end Textual's writer thread with a traceback.
    """

    def write(self, text: str, /) -> int:
        with suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            super().flush()


def _raise(error: BaseException) -> None:
    raise error
