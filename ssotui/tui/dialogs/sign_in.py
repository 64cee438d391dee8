"""The sign-in dialog: a URL, a code in large type, a QR code, and the time left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ssotui import worker_pool
from ssotui.actions import sign_in
from ssotui.core.durations import span
from ssotui.core.model import SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import printable
from ssotui.core.sign_in import qr_code
from ssotui.core.sign_in.oidc import Method, Prompt, SignedIn
from ssotui.errors import Cancelled, SsoTuiError, login_hint
from ssotui.tui.dialogs.dialog import Dialog
from ssotui.tui.rendering.large_type import large

_LOW, _SLIM = 22, 62
_BESIDE_CODE = (38 + 4, 2)  # columns and lines of the text and the border beside a QR code


@dataclass
class Started(Message):
    """AWS waits for the user; ``round`` is the number of the try, to ignore abandoned ones."""

    prompt: Prompt
    round: int
    complaint: str = ""


@dataclass
class Finished(Message):
    """The outcome of a try."""

    outcome: SignedIn | SsoTuiError
    round: int


class SignInDialog(Dialog[SignedIn | None]):
    """The result is the sign-in; None if the user left."""

    CSS_PATH = "sign_in.tcss"
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (_SLIM, "-broad")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_LOW, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "give_up", priority=True),
        Binding("ctrl+d", "switch", priority=True),
        Binding("c", "copy"),
        Binding("enter,r", "again"),
    ]

    def __init__(self, backend: Backend, session: SsoSession, wish: sign_in.SignInOptions) -> None:
        super().__init__()
        self._backend = backend
        self._session = session
        self._wish = wish._replace(method=sign_in.method_for(backend, session, wish))
        self._round = 0
        self._pool: worker_pool.WorkerPool | None = None
        self._prompt: Prompt | None = None
        self._has_failed = False

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as dialog:
            dialog.border_title = Content(f" Sign in to {printable(self._session.name)} ")
            with Horizontal(id="sides"):
                with Vertical(id="words"):
                    yield Static(id="intro", markup=False)
                    yield Static(id="address", markup=False)
                    yield Static(id="large", markup=False)
                    yield Static(id="code", markup=False)
                    yield Static(id="state", markup=False)
                    yield Static(id="copied", markup=False)
                yield Static(id="qr", markup=False)
            yield Static(id="keys", markup=False)

    def on_mount(self) -> None:
        self.set_interval(1, self._tell_time)
        self._begin()

    def on_unmount(self) -> None:
        self._stop()

    # One try

    def _begin(self) -> None:
        self._stop()
        self._round += 1
        self._prompt, self._has_failed = None, False
        self._show_prompt()
        number, wish = self._round, self._wish

        def work(cancel: worker_pool.CancelToken) -> None:
            try:
                outcome: SignedIn | SsoTuiError = self._signed_in(wish, number, cancel)
            except Cancelled:
                return
            except SsoTuiError as error:
                outcome = error
            if not cancel.is_set():
                self.post_message(Finished(outcome, number))

        self._pool = self.start(work)

    def _signed_in(self, wish: sign_in.SignInOptions, number: int, cancel: worker_pool.CancelToken) -> SignedIn:
        """Sign in. Runs in a thread; the picker goes on meanwhile."""
        attempt = sign_in.begin(self._backend, self._session, wish)
        if isinstance(attempt, SignedIn):
            return attempt
        try:
            if cancel.is_set():
                raise Cancelled
            self.post_message(Started(attempt.prompt, number, self._opened(attempt.prompt, wish)))
            return attempt.finish(cancel)
        finally:
            attempt.close()

    def _opened(self, prompt: Prompt, wish: sign_in.SignInOptions) -> str:
        """Open the browser if possible. Returns a message if that fails."""
        browser = self._backend.sign_in.browser()
        if not (wish.open_browser and browser.can_open):
            return ""
        try:
            browser.open(prompt.address, secret=prompt.is_secret)
        except SsoTuiError as error:
            return error.in_one_line
        return ""

    def _stop(self) -> None:
        if self._pool:
            self._pool.cancel.set()
            self._pool = None

    @on(Started)
    def _started(self, message: Started) -> None:
        if message.round == self._round:
            self._prompt = message.prompt
            self._show_prompt()
            self._put("copied", message.complaint)

    @on(Finished)
    def _finished(self, message: Finished) -> None:
        if message.round != self._round:
            return
        if isinstance(message.outcome, SignedIn):
            self.dismiss(message.outcome)
            return
        self._has_failed = True
        self._show_prompt()
        # The dialog itself shows how to sign in.
        is_told = message.outcome.hint == login_hint(self._session.name)
        self._put("state", message.outcome.message if is_told else message.outcome.in_one_line)

    # Display

    def _show_prompt(self) -> None:
        prompt = None if self._has_failed else self._prompt
        self.query_one("#state").set_class(self._has_failed, "-failed")
        self._put("intro", _intro(prompt))
        self._put("address", (prompt.typed_address or prompt.address) if prompt else "")
        code = large(prompt.user_code) if prompt else None
        self._put("large", Text(code, no_wrap=True) if code else "")
        self._put("code", f"Code: {prompt.user_code}" if prompt and prompt.user_code else "")
        self._draw_code()
        self._put("copied", "")
        self._put("keys", self._keys())
        self._put("state", "" if self._has_failed else "Contacting AWS…")
        self._tell_time()

    def on_resize(self) -> None:
        self._draw_code()

    def _draw_code(self) -> None:
        """Draw the QR code if it fits completely."""
        picture = [] if self._has_failed else _picture(self._prompt)
        columns, lines = self.app.size
        beside, around = _BESIDE_CODE
        fits = bool(picture) and len(picture[0]) + beside <= columns and len(picture) + around <= lines
        self._put("qr", Text("\n".join(picture), no_wrap=True) if fits else "")
        self.query_one("#words").set_class(fits, "-with-code")

    def _tell_time(self) -> None:
        if self._prompt and not self._has_failed:
            self._put("state", f"Waiting for approval · {span(self._prompt.expires_at - self._backend.now())} left")

    def _keys(self) -> str:
        first = "Enter try again" if self._has_failed else "c copy URL" if self._prompt else ""
        other = "" if self._session.legacy else f"^D {'browser' if self._wish.method == 'device-code' else 'code'}"
        return "   ".join(filter(None, (first, other, "Esc cancel")))

    def _put(self, name: str, words: str | Text) -> None:
        part = self.query_one(f"#{name}", Static)
        part.update(words)
        part.set_class(not words, "empty")

    # Keys

    def action_give_up(self) -> None:
        self._stop()
        self.dismiss(None)

    def action_switch(self) -> None:
        if not self._session.legacy:
            other: Method = "browser" if self._wish.method == "device-code" else "device-code"
            self._wish = self._wish._replace(method=other)
            self._begin()

    def action_again(self) -> None:
        if self._has_failed:
            self._begin()

    def action_copy(self) -> None:
        if self._prompt and not self._has_failed:
            self.app.copy_to_clipboard(self._prompt.address)
            self._put("copied", "Copied the URL to the clipboard.")


def _intro(prompt: Prompt | None) -> str:
    if prompt is None:
        return ""
    if prompt.method == "browser":
        return "Continue in the browser. If none has opened, open this URL on this computer:"
    return "Open this URL in any browser and confirm this code:"


def _picture(prompt: Prompt | None) -> list[str]:
    """The QR code, only for a device code: an authorization code needs a browser on this device."""
    if prompt is None or not prompt.user_code:
        return []
    try:
        return qr_code.lines(prompt.address)
    except ValueError:
        return []
