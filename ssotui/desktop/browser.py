"""Opens a URL in the user's browser, never in the terminal and never through a shell."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

from ssotui.core.ports.sign_in_services import Browser
from ssotui.core.printable import printable
from ssotui.core.sign_in.browser_commands import FIELDS, BrowserUse, encoded, is_inside_a_script
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
_FIELD = re.compile("{(" + "|".join(FIELDS) + ")}")
_NO_PAGE = "Can't listen on any port of 127.0.0.1, so no browser was opened."
_OPEN_BY_HAND = "Open the URL by hand."
_STARTED_AFTER = 1.5  # seconds to wait for an opener to fail; a browser itself may run for days


class UserBrowser(Browser):
    """The browser of the settings, else of BROWSER, else the platform's default.

    ``use`` has the values for the fields of the command in the settings.
    """

    def __init__(
        self,
        env: Mapping[str, str],
        command: str = "",
        around: Surroundings | None = None,
        *,
        use: BrowserUse | None = None,
        platform: str = sys.platform,
    ) -> None:
        self._env = env
        self._platform = platform
        self._command = command
        self._use = use or BrowserUse()
        self._around = around or surroundings(env)

    @property
    def reaches_loopback(self) -> bool:
        return self._around.reaches_loopback

    @property
    def can_open(self) -> bool:
        return bool(self._commands("https://aws.amazon.com"))

    def open(self, url: str, *, secret: bool = False) -> None:
        """Raises SsoTuiError if no browser can be started, UsageError for a URL that isn't safe to open.

        A ``secret`` URL is opened by way of a URL on 127.0.0.1 that works once: see one_time_page.
        """
        check_url(url)
        self._check_variable()
        url = encoded(url)
        if secret and self.can_open:
            url = self._one_time_url(url)
        for command in self._commands(url):
            if self._start(command):
                return
        raise SsoTuiError(
            "No browser could be opened.", hint="Open the URL by hand, or set login.browser in the settings."
        )

    def _commands(self, url: str) -> list[Sequence[str]]:
        """The commands to try, in order, without those that aren't installed."""
        if self._command:
            chosen = [] if self._command == NONE else [self._filled(url)]
        elif self._env.get("BROWSER"):
            entries = self._env["BROWSER"].split(os.pathsep)
            chosen = [_with_url(self._words(entry), url) for entry in entries if entry != NONE]
        else:
            chosen = [[*opener, url] for opener in self._openers()]
        return [command for command in chosen if command and self._is_installed(command[0])]

    def _filled(self, url: str) -> list[str]:
        """The words of the command in the settings, with the fields filled in.

        Fields are filled in after the command is split, so that no value adds an argument, and none starts an option.
        """
        values = {"url": url} | {name: printable(value) for name, value in self._use._asdict().items()}
        values |= {f"{name}_encoded": quote(value, safe="") for name, value in values.items()}
        words = self._words(self._command)
        if words and "{url" not in self._command:
            words.append("{url}")
        return [_FIELD.sub(lambda found: _value(found, values), word) for word in words]

    def _check_variable(self) -> None:
        """Raises UsageError for a command in BROWSER that isn't safe. The setting was checked when it was read."""
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

    def _is_installed(self, program: str) -> bool:
        """Whether it is installed and not a text browser, resolving links such as Debian's x-www-browser."""
        found = shutil.which(program, path=self._env.get("PATH"))
        return found is not None and not {Path(found).name, Path(os.path.realpath(found)).name} & _TEXT_BROWSERS

    def _one_time_url(self, url: str) -> str:
        """The URL of a new process that redirects the browser to ``url`` once, and ends then or after two minutes."""
        try:
            page = subprocess.Popen(  # noqa: S603 - ssotui's own program
                [sys.executable, "-I", "-S", str(Path(one_time_page.__file__).resolve())],
                cwd=os.sep,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            WorkerPool(lambda _: page.wait())  # reaps the process
            assert page.stdin is not None
            assert page.stdout is not None
            with page.stdin, page.stdout:
                page.stdin.write(url.encode())
                page.stdin.close()
                one_time_url = page.stdout.readline().decode().strip()
        except OSError as error:
            raise SsoTuiError(_NO_PAGE, hint=_OPEN_BY_HAND) from error
        if not one_time_url:
            raise SsoTuiError(_NO_PAGE, hint=_OPEN_BY_HAND)
        return one_time_url

    def _start(self, command: Sequence[str]) -> bool:
        """Start a command without the terminal, so that a text browser fails. True if it works or still runs."""
        program = shutil.which(command[0], path=self._env.get("PATH"))
        if program is None:  # pragma: no cover - it is removed meanwhile
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
            return process.wait(_STARTED_AFTER) == 0
        WorkerPool(lambda _: process.wait())  # reaps the process
        return True


def _value(found: re.Match[str], values: Mapping[str, str]) -> str:
    value = values[found[1]]
    return value if found.start() else value.lstrip("-")


def check_url(url: str) -> None:
    """Raises UsageError unless the URL is https, or http on loopback."""
    try:
        parts = urlsplit(url)
        is_fine = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    except ValueError:
        is_fine = False
    if not is_fine or not parts.hostname or not url.isascii() or not url.isprintable() or " " in url:
        raise UsageError("Only https URLs are opened in a browser.", hint="Check sso_start_url in the AWS config.")


def _with_url(words: list[str], url: str) -> list[str]:
    """The words of a command in BROWSER with the URL in place of %s, or at the end; [] if there is no command."""
    if not words:
        return []
    filled = [word.replace("%s", url) for word in words]
    return filled if filled != words else [*words, url]
