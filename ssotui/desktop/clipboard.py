"""Copies to the first clipboard that works: tmux's, the desktop's, the terminal's (OSC 52). Clears it later.

tmux is given the text by ``load-buffer -w`` because it drops OSC 52 unless set-clipboard is "on" (man tmux). That a
tool's exit status must be checked was found with xclip 0.13: with a dead DISPLAY only the status shows the failure.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from ssotui.core.ports.backend import CopiedTo
from ssotui.desktop import clipboard_clearer
from ssotui.errors import SsoTuiError
from ssotui.named_tuples import NamedTuple

_PATIENCE = 3.0  # seconds to wait for a tool, which may hang if its display is gone
_SCREEN_CHUNK = 512  # the most characters that GNU screen passes on in one sequence


class _Tool(NamedTuple):
    """A clipboard program: its name for messages, and its commands to copy, paste and clear.

    ``encoding`` is that of its input; its output is UTF-8.
    """

    words: str
    copy: tuple[str, ...]
    paste: tuple[str, ...]
    clear: tuple[str, ...]
    encoding: str = "utf-8"


_WAYLAND = _Tool("the clipboard (wl-copy)", ("wl-copy",), ("wl-paste", "--no-newline"), ("wl-copy", "--clear"))
_X11 = (
    _Tool(
        "the clipboard (xclip)",
        ("xclip", "-selection", "clipboard", "-in"),
        ("xclip", "-selection", "clipboard", "-out"),
        ("xclip", "-selection", "clipboard", "-in"),
    ),
    _Tool(
        "the clipboard (xsel)",
        ("xsel", "--clipboard", "--input"),
        ("xsel", "--clipboard", "--output"),
        ("xsel", "--clipboard", "--delete"),
    ),
)
_MACOS = _Tool("the clipboard (pbcopy)", ("pbcopy",), ("pbpaste",), ("pbcopy",))
# clip.exe reads UTF-16. Windows returns the text with CRLF, and one more at the end.
_PASTED = "[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false; Get-Clipboard -Raw"
_WSL = _Tool(
    "the clipboard (clip.exe)",
    ("clip.exe",),
    ("powershell.exe", "-NoProfile", "-NonInteractive", "-Command", _PASTED),
    ("clip.exe",),
    "utf-16-le",
)
# The only variables that are passed to the tools: those they need to find their display or server.
_NEEDED = ("PATH", "HOME", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "TMUX", "TMUX_TMPDIR", "LANG",
           "SYSTEMROOT", "DBUS_SESSION_BUS_ADDRESS", "XDG_SESSION_TYPE", "WSL_DISTRO_NAME", "WSL_INTEROP")  # fmt: skip


class Marks(Protocol):
    """See files.clipboard_copies.CopyMarks."""

    def announce(self, place: str) -> dict[str, str]: ...

    def withdraw(self, place: str) -> None: ...


class DesktopClipboard:
    """Implements core.ports.backend.Clipboard; ``backend`` is the setting: auto, system or osc52."""

    def __init__(
        self,
        env: Mapping[str, str],
        backend: str = "auto",
        *,
        platform: str = sys.platform,
        marks: Marks | None = None,
    ) -> None:
        self._env = env
        self._marks = marks
        self._platform = platform
        self._tool_env = {name: env[name] for name in _NEEDED if name in env}
        if platform == "darwin":
            self._tool_env["LC_CTYPE"] = "UTF-8"  # otherwise macOS uses that of C (man pbcopy, "ENCODING")
        self._backend = backend
        self._failed: list[str] = []  # names of installed tools that failed
        self._recipes: list[dict[str, Any]] = []  # how to clear what may have been copied

    def copy(self, text: str, clear_after: int) -> CopiedTo:
        """Copy ``text`` to every clipboard that the user may paste from; see core.ports.backend.Clipboard."""
        self._failed, self._recipes = [], []
        is_cleared = True
        try:
            worked = self._copied(text)
        finally:  # a signal may arrive when a tool has taken the text already
            if clear_after and self._recipes:
                is_cleared = self._clear_later(text, clear_after)
        uncleared = [place for way in worked for place in ((way.also,) if way.recipe else (way.words,)) if place]
        places = [place for way in worked for place in (way.words, way.also) if place]
        return CopiedTo(tuple(places), tuple(uncleared if is_cleared else places))

    def _copied(self, text: str) -> list[_Way]:
        """Copy by every way; those that worked, at least one. Raises SsoTuiError."""
        worked = [done for way in self._ways() if (done := way(text))]
        if not worked and self._backend == "auto":
            last = self._by_terminal(text)
            worked = [last] if last else []
        if not worked and self._failed:
            raise SsoTuiError(f"Nothing was copied: {', '.join(dict.fromkeys(self._failed))}.", hint=self._hint())
        if not worked:
            raise SsoTuiError("No clipboard is available.", hint=_NO_CLIPBOARD[self._backend])
        return worked

    def _ways(self) -> list[Callable[[str], _Way | None]]:
        """The ways to copy. All are used, because over SSH it isn't known which clipboard the user pastes from."""
        if self._backend == "osc52":
            return [self._by_terminal]
        if self._backend == "system":
            return [self._by_system]
        if self._env.get("TMUX"):
            return [self._by_tmux, self._by_system]
        if any(self._env.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")):
            return [self._by_terminal, self._by_system]
        return [self._by_system]

    def _by_tmux(self, text: str) -> _Way | None:
        """Copy to tmux's buffers and, with -w (since tmux 3.2), to the terminal's clipboard.

        The terminal's clipboard can't be cleared: it isn't known whether the user has copied something else since.
        """
        for flags, also in ((("-w",), "the terminal around tmux"), ((), "")):
            command = ("tmux", "load-buffer", *flags, "-")
            if way := self._marked("tmux's buffer", {"kind": "tmux"}, partial(self._run, command, text)):
                return way._replace(also=also)
        return None

    def _by_system(self, text: str) -> _Way | None:
        # Not with pyperclip, which ignores the exit status and starts xclip with the pipe of $( ) still open.
        tools = [tool for tool in self._tools() if shutil.which(tool.copy[0], path=self._env.get("PATH"))]
        for tool in tools:
            recipe = {"kind": "tool", "paste": tool.paste, "clear": tool.clear}
            if way := self._marked(tool.words, recipe, partial(self._run, tool.copy, text, tool.encoding)):
                return way
        if tools or not self._has_desktop():
            return None
        return self._marked("the clipboard", {"kind": "pyperclip"}, partial(_by_pyperclip, text))

    def _marked(self, words: str, recipe: dict[str, Any], copy: Callable[[], bool]) -> _Way | None:
        """Copy to one clipboard, and record it so that the timer of an earlier copy doesn't clear it."""
        server = self._env.get("TMUX", "").partition(",")[0] if recipe["kind"] == "tmux" else ""
        place = "\n".join([words, server, self._env.get("DISPLAY", ""), self._env.get("WAYLAND_DISPLAY", "")])
        mark = self._marks.announce(place) if self._marks else {}
        recipe |= mark
        self._recipes.append(recipe)
        if copy():
            return _Way(words, recipe)
        self._recipes.remove(recipe)
        if self._marks:
            self._marks.withdraw(place)
        return None

    def _tools(self) -> list[_Tool]:
        if self._platform == "darwin":
            return [_MACOS]
        tools = [_WAYLAND] if self._env.get("WAYLAND_DISPLAY") else []
        tools += _X11 if self._env.get("DISPLAY") else ()
        return [*tools, _WSL] if self._env.get("WSL_DISTRO_NAME") else tools

    def _has_desktop(self) -> bool:
        displays = ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")
        return self._platform in ("win32", "darwin") or any(self._env.get(name) for name in displays)

    def _by_terminal(self, text: str) -> _Way | None:
        """Copy with OSC 52. Terminals don't report success, and few allow to read the clipboard."""
        if self._env.get("TERM", "") in ("", "dumb"):
            return None
        sequence = f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"
        if self._env.get("STY"):
            sequence = _through_screen(sequence)
        try:
            with open("/dev/tty", "wb", buffering=0) as terminal:  # noqa: PTH123  # one write, nothing in between
                terminal.write(sequence.encode())
        except OSError:
            return None
        return _Way("the terminal's clipboard (OSC 52)", {})

    def _run(self, command: tuple[str, ...], text: str, encoding: str = "utf-8") -> bool:
        """Pass ``text`` to a tool; False if it isn't installed, fails or hangs."""
        try:
            done = subprocess.run(  # noqa: S603 - the tools named above
                command,
                input=text.encode(encoding),
                env=self._tool_env,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # xclip keeps running to serve the selection
                timeout=_PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            self._failed.append(f"{command[0]} doesn't respond")
            return False
        except OSError:
            return False
        if done.returncode:
            self._failed.append(f"{command[0]} fails")
        return not done.returncode

    def _hint(self) -> str:
        """A hint for installed tools that failed, mostly because their display is gone."""
        set_here = (
            f"{name}={self._env[name]}" for name in ("WAYLAND_DISPLAY", "DISPLAY", "TMUX") if self._env.get(name)
        )
        where = next(set_here, "")
        check = f"Check that {where} is right. " if where else ""
        return f'{check}To copy through the terminal, set backend = "osc52" under [clipboard] in the settings.'

    def _clear_later(self, text: str, seconds: int) -> bool:
        """Start a process that clears the clipboards later. It gets the hash of the text, not the text."""
        order = {"seconds": seconds, "sha256": clipboard_clearer.digest(text.encode()), "recipes": self._recipes}
        content = json.dumps(order).encode()
        try:
            return self._start_clearer(content)
        except BaseException:  # a signal: perhaps it was not started yet, and two of them do no harm
            self._start_clearer(content)
            raise

    def _start_clearer(self, order: bytes) -> bool:
        alone = ["-I"] if any(recipe["kind"] == "pyperclip" for recipe in self._recipes) else ["-I", "-S"]
        try:
            with subprocess.Popen(  # noqa: S603 - ssotui's own program
                [sys.executable, *alone, str(Path(clipboard_clearer.__file__).resolve())],
                stdin=subprocess.PIPE,
                env=self._tool_env,
                cwd=os.sep,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            ) as process:
                process.communicate(order)
        except OSError:  # no more processes, or no memory
            return False
        return process.returncode == 0


class _Way(NamedTuple):
    """A way that worked: where the text is, for messages, and how clipboard_clearer clears it ({}: it can't).

    ``also`` is a place to which it was passed on, and where it can't be cleared; "" if there is none.
    """

    words: str
    recipe: dict[str, Any]
    also: str = ""


def _by_pyperclip(text: str) -> bool:
    """Copy on Windows, and on desktops without X and Wayland."""
    import pyperclip  # takes 30 ms

    try:
        pyperclip.copy(text)
    except (pyperclip.PyperclipException, OSError):
        return False
    return True


def _through_screen(sequence: str) -> str:
    """The sequence for GNU screen, which passes on chunks between ESC P and ESC \\."""
    pieces = [sequence[at : at + _SCREEN_CHUNK] for at in range(0, len(sequence), _SCREEN_CHUNK)]
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)


_NO_CLIPBOARD = {
    "auto": "On Linux install wl-clipboard or xclip, or print instead of copying.",
    "system": "Install wl-clipboard or xclip, or set clipboard.backend to auto in the settings.",
    "osc52": "Without a terminal, print instead of copying.",
}
