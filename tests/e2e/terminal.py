"""A real terminal (tmux) with a real shell in it, driven by keys and read as a person reads it."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

_PATIENCE = 30.0  # seconds until a screen is given up: a slow machine fails nothing
_LOOK_EVERY = 0.05
_NUMBERS = count(1)
_LISTED = re.compile(r"active \w+ +\d+ accounts")  # on the way it says how many of them


@dataclass(frozen=True)
class Terminal:
    """A terminal with a shell in it, driven by keys."""

    tmux: tuple[str, ...]
    shell: str

    def type(self, text: str) -> None:
        self._run("send-keys", "-l", text)

    def paste(self, text: str) -> None:
        """Paste as a terminal does: between marks if the program asks for them (bracketed paste)."""
        self._run("set-buffer", "--", text)
        self._run("paste-buffer", "-p")

    def press(self, *keys: str) -> None:
        """Keys by tmux's names: Enter, Escape, C-c, Up, F1 …"""
        self._run("send-keys", *keys)

    def command(self, line: str) -> None:
        self.type(line)
        self.press("Enter")

    def screen(self, *, escapes: bool = False) -> str:
        return self._run("capture-pane", "-p", *(["-e"] if escapes else []))

    def until(self, text: str) -> str:
        """Wait until ``text`` is on the screen, and give the screen."""
        return self.until_that(lambda screen: text in screen, repr(text))

    def until_that(self, claim: Callable[[str], bool], what: str) -> str:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            screen = self.screen()
            if claim(screen):
                return screen
            time.sleep(_LOOK_EVERY)
        raise AssertionError(f"{what} never came:\n{self.screen()}")

    def until_listed(self) -> None:
        """Wait until the picker knows all roles of the session on top."""
        self.until_that(lambda screen: bool(_LISTED.search(screen)), "a full listing")

    def answer(self, line: str) -> str:
        """What a command of the shell prints, on one line."""
        mark = f"<{next(_NUMBERS)}<"
        self.command(f"printf '{mark}%s>>\\n' {line}")
        screen = self.until_that(lambda seen: ">>" in seen.rpartition(f"\n{mark}")[2].partition("printf")[0], line)
        return screen.rpartition(f"\n{mark}")[2].partition(">>")[0].replace("\n", "")

    def status(self) -> str:
        """The exit status of the last command."""
        return self.answer("$status" if self.shell == "fish" else "$?")

    def clear(self) -> None:
        self.command("clear")
        self.until_that(lambda screen: len(screen.split("\n", maxsplit=2)[1].strip()) == 0, "a clear screen")

    def resize(self, width: int, height: int) -> None:
        self._run("resize-window", "-x", str(width), "-y", str(height))

    def alternate_screen(self) -> bool:
        """Something full-screen is drawn: what a program that left must have undone."""
        return self.ask("#{alternate_on}") == "1"

    def ask(self, formatted: str) -> str:
        """What tmux knows of the terminal."""
        return self._run("display-message", "-p", formatted).strip()

    def beside(self, line: str) -> str:
        """What a command prints that another terminal would run."""
        return subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True).stdout

    def column_of(self, text: str) -> int:
        """The column of the last ``text`` on the screen as tmux counts, by the width that it gives each character."""
        self._run("copy-mode")
        self.press("-X", "bottom-line")
        self.press("-X", "end-of-line")
        self.press("-X", "search-backward-text", text)
        column = int(self.ask("#{copy_cursor_x}"))
        self.press("-X", "cancel")
        return column

    def kill(self) -> None:
        """Close the window."""
        self._run("kill-server")

    def _run(self, *arguments: str) -> str:
        return subprocess.run([*self.tmux, *arguments], capture_output=True, text=True, check=True).stdout


OpenTerminal = Callable[..., Terminal]
