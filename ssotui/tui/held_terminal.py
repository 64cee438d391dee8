"""Holds the terminal from the program's first moment until Textual's driver takes it: raw, without echo, keys kept.

Textual takes 150 ms to import. Keys typed meanwhile wait here, Esc and Ctrl+C end the program at once, and whatever
ends it restores the terminal. Imports almost nothing, because the kernel echoes what is typed before.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios

from ssotui import ctrl_z
from ssotui.tui.early_keys import erasing, leaves

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from types import FrameType, TracebackType
    from typing import Any

_TICK = 0.01  # seconds between two looks at the keys
_TICKS_AFTER_ESCAPE = 4  # without another byte: what follows Esc in the sequence of a key comes at once
_MOST = 4096  # bytes
_COLUMNS = 80  # of a terminal that doesn't know its size
_LONGEST = 0.3  # seconds to wait for a terminal that takes no output
_BEGIN = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h"  # alternate screen, no cursor, no line wrap, bracketed paste
_END = "\x1b[m\x1b[H\x1b[2J\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l"
_NO_INPUT_FLAGS = termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR
_NO_LOCAL_FLAGS = termios.ECHO | termios.ICANON | termios.IEXTEN
_KEEP_KEYS = termios.NOFLSH  # otherwise Ctrl+Z drops what was typed before it
_IFLAG, _LFLAG, _CC = 0, 3, 6  # positions in the list of termios.tcgetattr

_holding: list[HeldTerminal] = []


def held() -> HeldTerminal | None:
    """The terminal that is held now; None if there is none."""
    return _holding[-1] if _holding else None


class HeldTerminal:
    """A context manager. In a terminal that is held already, or where there is none, it does nothing.

    Ctrl+C raises KeyboardInterrupt in the main thread, and so does Esc if it leaves the picker: call
    ``let_esc_leave`` once that is known. Ctrl+Z stops the process if a shell can continue it; ``was_stopped`` then.
    ``attributes`` are those of the terminal before.
    """

    def __init__(self) -> None:
        self.attributes: list[Any] = []
        self._terminal = -1
        self._keys = bytearray()
        self._esc_leaves = self._has_query = False
        self._is_leaving = False
        self._is_reading = False
        self.is_painted = self.was_stopped = False
        self._picture: tuple[os.terminal_size, str] | None = None
        self._quiet_ticks = 0
        self._handlers: dict[int, Any] = {}

    def __enter__(self) -> None:
        if _holding:
            return
        try:
            self._terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC | os.O_NONBLOCK)
            self.attributes = termios.tcgetattr(self._terminal)
        except (OSError, termios.error):
            self._close()
            return
        _holding.append(self)
        self._handle(signal.SIGALRM, self.look)
        self._handle(signal.SIGINT, self._leave)
        self._handle(signal.SIGQUIT, self._quit)
        self._handle(signal.SIGTSTP, self._stop)
        self._make_raw()
        signal.setitimer(signal.ITIMER_REAL, _TICK, _TICK)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self in _holding:
            self._stop_looking()
            self._restore()
            self.release()
        if self._is_leaving and isinstance(error, Exception):
            raise KeyboardInterrupt from None  # the code that it interrupted raised something else instead

    def let_esc_leave(self, *, has_query: bool = False) -> None:
        """Esc alone leaves, because nothing else is bound to it; ``has_query``: the first one clears the query."""
        self._esc_leaves, self._has_query = True, has_query

    def is_left_by(self, keys: bytes) -> bool:
        """Whether these keys leave the picker, if they are all that was typed."""
        return self._esc_leaves and leaves(keys, has_query=self._has_query)

    @property
    def size(self) -> os.terminal_size:
        """Columns and lines; both are 0 if the terminal doesn't know them."""
        try:
            return os.get_terminal_size(self._terminal)
        except OSError:  # the terminal was closed
            return os.terminal_size((0, 0))

    def paint(self, picture: str) -> None:
        """Paint on the alternate screen."""
        if not self._is_leaving:
            self.is_painted, self._picture = True, (self.size, picture)
            self._write(_BEGIN + picture)

    def keep_ctrl_z(self) -> None:
        """From now on, Ctrl+Z is kept as a key: somebody else will handle the signal."""
        attributes = termios.tcgetattr(self._terminal)
        attributes[_CC] = [*attributes[_CC]]
        attributes[_CC][termios.VSUSP] = attributes[_CC][termios.VQUIT]
        termios.tcsetattr(self._terminal, termios.TCSANOW, attributes)

    def take_keys(self) -> bytes:
        """The bytes that were typed, once. From now on, somebody else reads them."""
        self._stop_looking()
        if self._is_leaving:
            raise KeyboardInterrupt  # the first one was lost in a destructor
        self._read()
        keys = bytes(self._keys)
        self._keys.clear()
        return keys

    def release(self) -> None:
        """Leave the terminal as it is to somebody else, who restores its ``attributes``."""
        _holding.remove(self)
        self._close()

    def _close(self) -> None:
        if self._terminal >= 0:
            os.close(self._terminal)
            self._terminal = -1

    # Signals

    def _handle(self, number: int, handler: Any) -> None:  # noqa: ANN401  signal.signal's types need typing
        self._handlers[number] = (signal.signal(number, handler), handler)

    def _stop_looking(self) -> None:
        """Put handlers back, unless somebody else has set others meanwhile."""
        for number, (before, ours) in self._handlers.items():
            if signal.getsignal(number) == ours:
                if number == signal.SIGALRM:
                    signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(number, before)
        self._handlers.clear()

    def _quit(self, number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Give the terminal to the shell while the process is stopped. Then paint the picture if it still fits."""
        signal.setitimer(signal.ITIMER_REAL, 0)  # what is typed now is the shell's
        self._read()
        self._restore()
        self.was_stopped = True
        before = self._handlers[number][0]
        if callable(before):
            before(number, frame)
        else:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        signal.signal(number, self._stop)  # continued
        self._make_raw()
        if self._picture and self._picture[0] == self.size:
            self.paint(self._picture[1])
        signal.setitimer(signal.ITIMER_REAL, _TICK, _TICK)

    def look(self, *_: object) -> None:
        """Called at each tick, in the main thread."""
        if self._is_leaving:  # what is typed now is the shell's
            raise KeyboardInterrupt
        count = len(self._keys)
        self._read()
        self._quiet_ticks = self._quiet_ticks + 1 if len(self._keys) == count else 0
        if self._quiet_ticks >= _TICKS_AFTER_ESCAPE and self.is_left_by(bytes(self._keys)):
            self._leave()

    def _leave(self, *_: object) -> None:
        """Restore the terminal, and raise KeyboardInterrupt: if it is lost in a destructor, the next tick raises it."""
        signal.setitimer(signal.ITIMER_REAL, 0)  # a tick would interrupt the restoring
        self._is_leaving, self._is_reading = True, False
        self._read()  # what was typed before isn't the shell's; it may have interrupted another reading
        self._restore()
        sys.unraisablehook = bool  # reports nothing; a function of Python could be interrupted by the next tick
        signal.setitimer(signal.ITIMER_REAL, _TICK, _TICK)
        raise KeyboardInterrupt

    # The terminal

    def _read(self) -> None:
        """Read what was typed. The next tick may come meanwhile, and would put its keys before these."""
        if self._is_reading:
            return
        self._is_reading = True
        try:
            while read := os.read(self._terminal, _MOST):
                self._keys += read
        except OSError:  # nothing more, or the terminal is closed
            return
        finally:
            self._is_reading = False

    def _make_raw(self) -> None:
        """Like Textual, but with signals for Ctrl+C and Ctrl+Z. What was typed before is kept, and its echo erased."""
        raw = termios.tcgetattr(self._terminal)
        echoes = raw[_LFLAG] & termios.ECHO
        raw[_IFLAG] &= ~_NO_INPUT_FLAGS
        raw[_LFLAG] = raw[_LFLAG] & ~_NO_LOCAL_FLAGS | _KEEP_KEYS
        raw[_CC] = [*raw[_CC]]
        raw[_CC][termios.VMIN] = 1
        none = bytes([os.fpathconf(self._terminal, "PC_VDISABLE") & 0xFF])
        stop = b"\x1a" if ctrl_z.can_suspend() else none
        raw[_CC][termios.VINTR], raw[_CC][termios.VQUIT], raw[_CC][termios.VSUSP] = b"\x03", none, stop
        termios.tcsetattr(self._terminal, termios.TCSANOW, raw)
        count = len(self._keys)
        self._read()
        typed = bytes(self._keys[count:])
        self._keys[count:] = typed.replace(b"\n", b"\r")  # Enter was translated
        if typed and echoes:
            self._write(erasing(typed, self.size.columns or _COLUMNS))

    def _restore(self) -> None:
        if self.is_painted:
            self.is_painted = False
            self._write(_END)
        try:
            termios.tcsetattr(self._terminal, termios.TCSANOW, self.attributes)
        except termios.error:
            return  # the terminal is closed

    def _write(self, text: str) -> None:
        rest = text.encode()
        while rest:
            try:
                rest = rest[os.write(self._terminal, rest) :]
            except BlockingIOError:
                if not select.select([], [self._terminal], [], _LONGEST)[1]:
                    return  # output is stopped
            except OSError:
                return  # the terminal is closed
