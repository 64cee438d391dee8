"""Opens a URL in the user's browser, never in the terminal and never through a shell."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from ssotui.core.ports.sign_in_services import Browser
from ssotui.core.sign_in.browser_commands import encoded, is_inside_a_script
from ssotui.core.sign_in.start_url_faults import LOOPBACK
from ssotui.desktop import one_time_page
from ssotui.desktop.environment import Surroundings, surroundings
from ssotui.errors import SsoTuiError, UsageError
from ssotui.worker_pool import WorkerPool

NONE = "none"
_TEXT_BROWSERS = frozenset(
    ("lynx", "w3m", "links", "links2", "elinks", "www-browser", "browsh", "carbonyl", "netrik", "retawq", "edbrowse")
)
_DESKTOP_OPENERS = (
    ("xdg-open",),
    ("gio", "open"),
    ("x-www-browser",),
    ("firefox",),
    ("chromium",),
    ("google-chrome",),
)
# Both get the URL as one argument, unlike ``cmd.exe /c start``, in which & would end the command.
_WSL_OPENERS = (("wslview",), ("rundll32.exe", "url.dll,FileProtocolHandler"))
_NO_PAGE = "Can't listen on any port of 127.0.0.1, so no browser was opened."
_BY_HAND = "Open the URL by hand."
_SOON = 1.5  # seconds to wait for an opener to fail; a browser itself may run for days


class UserBrowser(Browser):
    """The browser of the setting login.browser, else of BROWSER, else the platform's default."""

    def __init__(
        self,
        env: Mapping[str, str],
        command: str = "",
        around: Surroundings | None = None,
        *,
        platform: str = sys.platform,
    ) -> None:
        self._env = env
        self._platform = platform
        self._command = command
        self._around = around or surroundings(env)

    @property
    def is_near(self) -> bool:
        return self._around.is_near

    @property
    def can_open(self) -> bool:
        return bool(self._commands("https://aws.amazon.com"))

    def open(self, address: str, *, secret: bool = False) -> None:
        """Raises SsoTuiError if no browser can be started, UsageError for a URL that isn't safe to open.

        A ``secret`` URL is opened by way of a URL on 127.0.0.1 that works once: see one_time_page.
        """
        check_address(address)
        self._check_place()
        address = encoded(address)
        if secret and self.can_open:
            address = self._leading_to(address)
        for command in self._commands(address):
            if self._start(command):
                return
        raise SsoTuiError(
            "No browser could be opened.", hint="Open the URL by hand, or set login.browser in the settings."
        )

    def _commands(self, address: str) -> list[Sequence[str]]:
        """The commands to try, in order, without those that aren't installed."""
        if self._command:
            chosen = [] if self._command == NONE else [_filled(self._words(self._command), "{url}", address)]
        elif self._env.get("BROWSER"):
            entries = self._env["BROWSER"].split(os.pathsep)
            chosen = [_filled(self._words(entry), "%s", address) for entry in entries if entry != NONE]
        else:
            chosen = [[*opener, address] for opener in self._openers()]
        return [command for command in chosen if command and self._is_there(command[0])]

    def _check_place(self) -> None:
        """Check the command in BROWSER. The setting was checked when it was read."""
        for entry in [] if self._command else self._env.get("BROWSER", "").split(os.pathsep):
            if is_inside_a_script(self._words(entry), "%s"):
                raise UsageError(
                    "BROWSER puts the URL inside a shell script, where part of it would run as a command.",
                    hint="Pass it as an argument of its own: sh -c 'firefox \"$1\"' sh %s",
                )

    def _words(self, template: str) -> list[str]:
        """The words of a command, [] if it is invalid. On Windows, backslashes are part of paths and only " quotes."""
        lexer = shlex.shlex(template, posix=True)
        lexer.whitespace_split, lexer.commenters = True, ""
        if self._platform == "win32":
            lexer.escape, lexer.quotes = "", '"'
        try:
            return list(lexer)
        except ValueError:
            return []

    def _openers(self) -> Sequence[Sequence[str]]:
        if self._platform == "darwin":
            openers: Sequence[Sequence[str]] = (("open",),)
        elif self._platform == "win32":
            openers = (_WSL_OPENERS[1],)
        elif self._around.wsl:
            openers = _WSL_OPENERS + (_DESKTOP_OPENERS if self._around.display else ())
        else:
            openers = _DESKTOP_OPENERS if self._around.display else ()
        return () if self._around.remote else openers

    def _is_there(self, program: str) -> bool:
        """Whether it is installed and not a text browser, resolving links such as Debian's x-www-browser."""
        found = shutil.which(program, path=self._env.get("PATH"))
        return found is not None and not {Path(found).name, Path(os.path.realpath(found)).name} & _TEXT_BROWSERS

    def _leading_to(self, address: str) -> str:
        """Start a process that redirects the browser to ``address``. It ends after that, or after two minutes."""
        try:
            page = subprocess.Popen(  # noqa: S603 - ssotui's own program
                [sys.executable, "-I", "-S", str(Path(one_time_page.__file__).resolve())],
                cwd=os.sep,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            assert page.stdin is not None
            assert page.stdout is not None
            with page.stdin, page.stdout:
                page.stdin.write(address.encode())
                page.stdin.close()
                there = page.stdout.readline().decode().strip()
        except OSError as error:
            raise SsoTuiError(_NO_PAGE, hint=_BY_HAND) from error
        WorkerPool(lambda _: page.wait())  # reaps the process
        if not there:
            raise SsoTuiError(_NO_PAGE, hint=_BY_HAND)
        return there

    def _start(self, command: Sequence[str]) -> bool:
        """Start a command without the terminal, so that a text browser fails. True if it works or still runs."""
        program = shutil.which(command[0], path=self._env.get("PATH"))
        if program is None:
            return False
        try:
            process = subprocess.Popen(  # noqa: S603  the user's browser; the URL was checked
                [program, *command[1:]],
                env=dict(self._env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            return False
        with suppress(subprocess.TimeoutExpired):
            return process.wait(_SOON) == 0
        WorkerPool(lambda _: process.wait())  # reaps the process
        return True


def check_address(address: str) -> None:
    """Raises UsageError unless the URL is https, or http on loopback."""
    try:
        parts = urlsplit(address)
        is_fine = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    except ValueError:
        is_fine = False
    if not is_fine or not parts.hostname or not address.isascii() or not address.isprintable() or " " in address:
        raise UsageError("Only https URLs are opened in a browser.", hint="Check sso_start_url in the AWS config.")


def _filled(words: list[str], place: str, address: str) -> list[str]:
    """The words of a command with the URL in place of ``place``, or at the end; [] if there is no command."""
    if not words:
        return []
    filled = [word.replace(place, address) for word in words]
    return filled if filled != words else [*words, address]
