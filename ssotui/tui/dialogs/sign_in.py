"""The sign-in dialog: a URL, a code in large type, a QR code, and the time left."""

from __future__ import annotations

import threading
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from ssotui.actions import sign_in
from ssotui.core.durations import span
from ssotui.core.model import SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.core.sign_in.browser_commands import BrowserUse
from ssotui.core.sign_in.oidc import Method, Prompt, SignedIn
from ssotui.errors import Canceled, SsoTuiError, login_hint
from ssotui.tui.dialogs.dialog import COMMON_CSS, Dialog
from ssotui.tui.links import link_to
from ssotui.tui.rendering.large_type import BETWEEN_ROWS, large
from ssotui.tui.widgets.qr_picture import QrPicture

_LOW = 22
_WIDE, _SLIM = 56, 34  # columns of the text beside a QR code: with a large code in one row, and in two rows
_ALONE, _LONG = 68, 96  # columns of the text without one: with a device code, and with the long URL of the other method
_FRAME, _AROUND = 4, 2  # columns of the border and its padding; lines of the border
_PADDING = 2  # columns
_HIGH_ENOUGH = 20  # lines for a large code in two rows


class SignInDialog(Dialog[SignedIn | None]):
    """The result is the sign-in; None if the user left."""

    CSS_PATH = [COMMON_CSS, "sign_in.tcss"]
    AUTO_FOCUS = None
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_LOW, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "give_up", priority=True),
        Binding("ctrl+d", "switch", priority=True),
        Binding("c", "copy"),
        Binding("enter,r", "again"),
    ]

    def __init__(self, backend: Backend, session: SsoSession, options: sign_in.SignInOptions) -> None:
        super().__init__()
        self._backend = backend
        self._session = session
        self._options = options._replace(method=sign_in.method_for(backend, session, options))
        self._cancel = threading.Event()  # of the try under way
        self._prompt: Prompt | None = None
        self._has_failed = False

    def compose(self) -> ComposeResult:
        with self.framed(Vertical(), f"Sign in to {self._session.name}", self._hints()), Horizontal(id="sides"):
            with Vertical(id="words"):
                yield Static(id="intro", markup=False)
                yield Static(id="url", markup=False)
                yield Static(id="code", markup=False)
                yield Static(id="state", markup=False)
                yield Static(id="copied", markup=False)
            yield QrPicture(_AROUND)

    def on_mount(self) -> None:
        self.set_interval(1, self._tell_time)
        self._begin()

    def on_unmount(self) -> None:
        self._cancel.set()

    # One try

    def _begin(self) -> None:
        self._cancel.set()
        self._prompt, self._has_failed = None, False
        self._show_prompt()
        self._cancel = self.run(partial(self._signed_in, self._options), self.dismiss, self._fail)

    def _signed_in(self, options: sign_in.SignInOptions, cancel: threading.Event) -> SignedIn:
        """Sign in. Runs in a thread; the picker goes on meanwhile."""
        attempt = sign_in.begin(self._backend, self._session, options)
        if isinstance(attempt, SignedIn):
            return attempt
        try:
            if cancel.is_set():
                raise Canceled
            complaint = self._opened(attempt.prompt, options)
            self.call_unless(cancel, partial(self._wait_for_user, attempt.prompt, complaint))
            return attempt.finish(cancel)
        finally:
            attempt.close()

    def _opened(self, prompt: Prompt, options: sign_in.SignInOptions) -> str:
        """Open the browser if possible. Returns a message if that fails."""
        browser = self._backend.sign_in.browser(BrowserUse(self._session.name))
        if not (options.open_browser and browser.can_open):
            return ""
        try:
            browser.open(prompt.url, secret=prompt.is_secret)
        except SsoTuiError as error:
            return error.in_one_line
        return ""

    def _wait_for_user(self, prompt: Prompt, complaint: str) -> None:
        self._prompt = prompt
        self._show_prompt()
        self._put("copied", complaint)

    def _fail(self, error: SsoTuiError) -> None:
        self._has_failed = True
        self._show_prompt()
        # The dialog itself shows how to sign in.
        is_the_usual_hint = error.hint == login_hint(self._session.name)
        self._put("state", error.message if is_the_usual_hint else error.in_one_line)

    # Display

    def _show_prompt(self) -> None:
        prompt = None if self._has_failed else self._prompt
        self.query_one("#state").set_class(self._has_failed, "-failed")
        self._put("intro", _intro(prompt))
        self._put("url", _shown_url(prompt))
        self._draw_code()
        self._put("copied", "")
        self.show_keys(self._hints())
        self._put("state", "" if self._has_failed else "Contacting AWS…")
        self._tell_time()

    def on_resize(self) -> None:
        self._draw_code()

    def _draw_code(self) -> None:
        """Draw the device code and, if it fits, a QR code: an authorization code needs a browser on this device."""
        prompt = None if self._has_failed else self._prompt
        code = prompt.user_code if prompt else ""
        columns, lines = self.app.size
        picture, url = self.query_one(QrPicture), prompt.url if prompt and code else ""
        fitting = (width for width in (_WIDE, _SLIM) if picture.draw(url, width + _FRAME))
        alone = _ALONE if self._options.method == "device-code" else _LONG
        width = next(fitting, max(min(alone, columns - _FRAME), 1))
        self.query_one("#words").styles.width = width
        shown = large(code, width - _PADDING)
        if lines < _HIGH_ENOUGH and BETWEEN_ROWS in shown:
            shown = ""
        self._put("code", Text(shown, no_wrap=True) if shown else f"Code: {code}" if code else "")

    def _tell_time(self) -> None:
        if self._prompt and not self._has_failed:
            self._put("state", f"Waiting for approval · {span(self._prompt.expires_at - self._backend.now())} left")

    def _hints(self) -> str:
        first = "Enter try again" if self._has_failed else "c copy URL" if self._prompt else ""
        other = "" if self._session.legacy else f"^D {'browser' if self._options.method == 'device-code' else 'code'}"
        return "   ".join(filter(None, (first, other, "Esc cancel")))

    def _put(self, name: str, words: str | Text) -> None:
        part = self.query_one(f"#{name}", Static)
        part.update(words)
        part.set_class(not words, "empty")

    # Keys

    def action_give_up(self) -> None:
        self._cancel.set()
        self.dismiss(None)

    def action_switch(self) -> None:
        if not self._session.legacy:
            other: Method = "browser" if self._options.method == "device-code" else "device-code"
            self._options = self._options._replace(method=other)
            self._begin()

    def action_again(self) -> None:
        if self._has_failed:
            self._begin()

    def action_copy(self) -> None:
        if self._prompt and not self._has_failed:
            prompt, clipboard = self._prompt, self._backend.clipboard()

            def say(words: str) -> None:
                if self._prompt is prompt and not self._has_failed:
                    self._put("copied", words)

            # In a thread, because the programs that copy may hang.
            self.run(
                lambda _: clipboard.copy(prompt.url, 0),
                lambda to: say(f"Copied the URL to {' and '.join(to.places)}."),
                lambda error: say(error.in_one_line),
            )


def _shown_url(prompt: Prompt | None) -> Text | str:
    """The URL to type, as a link to the URL that has the code in it."""
    return Text(prompt.typed_url or prompt.url, style=link_to(prompt.url)) if prompt else ""


def _intro(prompt: Prompt | None) -> str:
    if prompt is None:
        return ""
    if prompt.method == "browser":
        return "Continue in the browser. If none has opened, open this URL on this computer:"
    return "Open this URL in any browser and confirm this code:"
