"""The form for a new session. It is validated while the user types, with a preview of the section below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from ssotui.core.configuration import Edit
from ssotui.core.model import SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.core.sign_in.oidc import USUAL_SCOPES
from ssotui.core.sign_in.session_changes import checked
from ssotui.core.sign_in.start_url_faults import start_url_fault
from ssotui.core.sign_in.start_urls import completed, examined
from ssotui.errors import SsoTuiError
from ssotui.region_names import warning
from ssotui.tui.dialogs.dialog import COMMON_CSS, FORM_KEYS, Dialog

_LOW = 20
_FIELDS = (
    ("name", "Name", "a name of your choice, such as acme"),
    ("start_url", "Start URL", "https://acme.awsapps.com/start"),
    ("region", "Region", "of IAM Identity Center, such as us-east-1"),
    ("scopes", "Scopes", ""),
)


class AddSession(Dialog[tuple[SsoSession, Edit] | None]):
    """The result is the session and the edit; None if the user left."""

    CSS_PATH = [COMMON_CSS, "add_session.tcss"]
    AUTO_FOCUS = "#name"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_LOW, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        *FORM_KEYS,
        Binding("enter", "write"),
    ]

    def __init__(self, backend: Backend) -> None:
        super().__init__()
        self._backend = backend
        self._region_of_host = ""
        self._is_writing = False

    def compose(self) -> ComposeResult:
        with self.framed(Vertical(), "Add a session", "Enter write   Tab next   → suggestion   Esc cancel"):
            for name, words, example in _FIELDS:
                with Horizontal(classes="field"):
                    yield Static(words, classes="name")
                    yield Input(",".join(USUAL_SCOPES) if name == "scopes" else "", placeholder=example, id=name)
            yield Static(id="preview", classes="empty", markup=False)
            yield Static(id="fault", classes="empty", markup=False)

    def on_mount(self) -> None:
        self.run(lambda _: self._backend.sign_in.regions(), self._offer, self._fail)  # imports botocore

    def _offer(self, regions: tuple[str, ...]) -> None:
        self._input("region").suggester = SuggestFromList(regions, case_sensitive=False)

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        if message.input.id == "start_url":
            self._take_region(completed(message.value))
        session = self._checked()
        refused = isinstance(session, SsoTuiError)
        self.say("fault", session.message if isinstance(session, SsoTuiError) and self._is_filled() else "")
        preview = self.query_one("#preview", Static).set_class(refused, "empty")
        preview.update("" if refused else "\n".join(_preview(session)))

    def _take_region(self, start_url: str) -> None:
        """Fill in the region if the start URL's host contains it, unless the user has typed one."""
        region = "" if start_url_fault(start_url) else examined(start_url).region
        field = self._input("region")
        if region and field.value in ("", self._region_of_host):
            field.value = region
        self._region_of_host = region

    def _checked(self) -> SsoSession | SsoTuiError:
        values = {name: self._input(name).value for name, _, _ in _FIELDS}
        try:
            return checked(self._backend.profiles.read(), **values)
        except SsoTuiError as error:
            return error

    def _is_filled(self) -> bool:
        return bool(self._input("name").value and self._input("start_url").value)

    @on(Input.Submitted)
    def action_write(self) -> None:
        session = self._checked()
        if isinstance(session, SsoTuiError):
            self._fail(session)
        elif not self._is_writing:
            self._is_writing = True
            add = self._backend.sessions().add
            self.run(lambda _: (session, add(session, write=True)), self.dismiss, self._fail)

    def _fail(self, error: SsoTuiError) -> None:
        self._is_writing = False
        self.say("fault", error.in_one_line, is_error=True)

    def _input(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)


def _preview(session: SsoSession | SsoTuiError) -> Iterator[str]:
    """The lines of the new section, or the error."""
    if isinstance(session, SsoSession):
        yield f"+ [sso-session {session.name}]"
        yield f"+ sso_start_url = {session.start_url}"
        yield f"+ sso_region = {session.sso_region}"
        if session.scopes:
            yield f"+ sso_registration_scopes = {','.join(session.scopes)}"
        if warning(session.sso_region):
            yield warning(session.sso_region)
