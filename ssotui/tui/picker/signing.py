"""Signing in and out from the picker, and keeping sign-ins alive behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ssotui.core.model import SsoSession, Token
from ssotui.core.ports.backend import Backend
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.text import printable
from ssotui.errors import SignInNeeded, SsoTuiError
from ssotui.tui.picker.asking import Question
from ssotui.tui.picker.fetching import Fetching, PickerRequest

if TYPE_CHECKING:
    from ssotui.core.configuration import Edit
    from ssotui.core.sign_in.oidc import SignedIn

_RENEW_EVERY = 60.0  # seconds between two tries to prolong a sign-in


class Signing(Fetching):
    """A board that signs in where that is needed, and then goes on with what was wanted."""

    def __init__(self, backend: Backend, request: PickerRequest) -> None:
        super().__init__(backend, request)
        self._renewing: set[str] = set()

    def on_mount(self) -> None:
        self.call_after_refresh(self._renew_all)
        self.set_interval(_RENEW_EVERY, self._renew_all)

    # Signing in

    def action_login(self) -> None:
        self._sign_in(self._session_of_row(), lambda: None)

    def signed_in_first(self, name: str, then: Callable[[], None]) -> None:
        """Do ``then`` once the session is signed in, which may take the dialog; never if that is left."""
        session = self._named(name)
        if session is None or self.browsing.survey.standings[name].state == "active":
            then()
        elif self.browsing.survey.standings[name].state == "refreshable":
            self.run_job(
                partial(self._renewed, session), lambda is_good: self._go_on_if(session, then, is_good=is_good)
            )
        else:
            self._sign_in(session, then)

    def signs_in(self, error: SsoTuiError, then: Callable[[], None]) -> bool:
        """AWS refused the token in the middle of it, or has ended the sign-in: sign in, and go on with ``then``."""
        session = self._named(error.session) if isinstance(error, SignInNeeded) else None
        if session is None:
            return False
        self.read_again()
        self._sign_in(session, then)
        return True

    def _go_on_if(self, session: SsoSession, then: Callable[[], None], *, is_good: bool) -> None:
        if is_good:
            self.read_again()
            then()
        else:
            self._sign_in(session, then)

    def _sign_in(self, session: SsoSession, then: Callable[[], None]) -> None:
        from ssotui.actions.sign_in import still_cached, wish_of  # with the dialog: nothing that the first frame needs
        from ssotui.tui.dialogs.sign_in import SignInDialog

        def closed(outcome: SignedIn | None) -> None:
            if outcome is None:
                self.tell("")
                return
            if outcome.not_forgotten:
                self.tell(still_cached(outcome.not_forgotten).in_one_line, is_error=True)
            else:
                lesson = () if session.legacy else self.lesson("sign-in")
                self.tell(" ".join((f"Signed in to {printable(session.name)}.", *lesson)))
            self.read_again()
            self.refresh_session(session.name)
            then()

        wish = wish_of(self.request.settings.login_method)
        self.app.push_screen(SignInDialog(self.backend, session, wish), closed)

    # Signing out

    def action_logout(self) -> None:
        session = self._session_of_row()
        words = f"Sign out of {printable(session.name)}? Enter: yes  Esc: no"
        self.ask_first(Question(words, "enter", lambda: self._sign_out(session)))

    def _sign_out(self, session: SsoSession) -> None:
        from ssotui.actions.sign_out import SignedOut, sign_out

        def done(outcome: SignedOut) -> None:
            self.read_again()
            untold = f" here; AWS could not be told: {outcome.not_told.message}" if outcome.not_told else "."
            self.tell(f"Signed out of {printable(session.name)}{untold}")

        self.run_job(lambda _: sign_out(self.backend, session), done)

    # Adding a session

    def action_add_session(self) -> None:
        from ssotui.tui.dialogs.add_session import AddSession

        def closed(added: tuple[SsoSession, Edit] | None) -> None:
            if added:
                session, edit = added
                self.read_again()
                self.tell(edit.caution)
                self._sign_in(session, lambda: None)

        self.app.push_screen(AddSession(self.backend), closed)

    # Keeping sign-ins alive

    def _renew_all(self) -> None:
        """Sessions that end soon, or have ended and can be prolonged, are; without a word, for the rows say it."""
        for session in self.browsing.survey.configuration.sessions:
            if session.name not in self._renewing and self._ends(session):
                self._renewing.add(session.name)
                over = partial(self._renewal_over, session.name)
                self.run_job(partial(self._renewed, session), over, unasked=True)

    def _ends(self, session: SsoSession) -> bool:
        try:
            token: Token | None = self.backend.tokens.load(session, wait=False)
        except SsoTuiError:
            return False  # its row says so already
        from ssotui.core.sign_in.oidc import needs_refresh  # after the first frame

        return token is not None and needs_refresh(token, session, self.backend.now())

    def _renewed(self, session: SsoSession, _: CancelToken) -> bool:
        """In a job: False if it takes a sign-in."""
        from ssotui.actions.refresh import usable_token

        try:
            usable_token(self.backend, session)
        except SignInNeeded:
            return False
        return True

    def _renewal_over(self, name: str, is_good: bool) -> None:
        self._renewing.discard(name)
        if is_good:
            self.read_again()

    def _session_of_row(self) -> SsoSession:
        """For actions that need a session: that of the row under the cursor; where there is but one, that."""
        session = self._named(self.occasion().session)
        assert session is not None
        return session

    def _named(self, name: str) -> SsoSession | None:
        return next((one for one in self.browsing.survey.configuration.sessions if one.name == name), None)
