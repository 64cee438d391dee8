"""Signing in, then going on with what was wanted; renewing sign-ins; signing out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ssotui.core.first_use_hints import WORDS
from ssotui.core.model import Profile, RoleRef, SsoSession, Token
from ssotui.core.profiles.chains import chain_of
from ssotui.core.text import printable, shortened
from ssotui.errors import SignInNeeded, SsoTuiError
from ssotui.tui.picker.screen_protocol import Question

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend
    from ssotui.core.ports.cancellation import CancelToken
    from ssotui.core.sign_in.oidc import SignedIn
    from ssotui.tui.picker.screen_protocol import ScreenProtocol
    from ssotui.tui.picker.state import PickerState

RENEW_EVERY = 60.0  # seconds between two tries to prolong a sign-in


class AfterSignIn(NamedTuple):
    """What follows a sign-in: ``reload`` reads the files again, ``refresh`` fetches a session again."""

    reload: Callable[[], None]
    refresh: Callable[[str], None]


class SignIns:
    """``method`` is the setting login.method."""

    def __init__(
        self, state: PickerState, backend: Backend, screen: ScreenProtocol, after: AfterSignIn, method: str
    ) -> None:
        self._state = state
        self._backend = backend
        self._screen = screen
        self._after = after
        self._method = method
        self._renewing: set[str] = set()

    # Signing in

    def sign_in_to_row(self) -> None:
        """Sign in to the session of the row under the cursor; where there is but one, to that."""
        self.sign_in(self._session_of_row(), lambda: None)

    def first(self, name: str, then: Callable[[], None]) -> None:
        """Do ``then`` once the session is signed in, which may take the dialog; never if that is left."""
        session, standings = self._state.session_named(name), self._state.snapshot.standings
        if session is None or standings[name].state == "active":
            then()
        elif standings[name].state == "refreshable":
            self._screen.run(
                partial(self._renewed, session), lambda is_good: self._go_on_if(session, then, is_good=is_good)
            )
        else:
            self.sign_in(session, then)

    def first_for(self, target: RoleRef | Profile, then: Callable[[], None]) -> None:
        """As ``first``, for the session that the role or profile leads to, if it leads to one and not nowhere."""
        if isinstance(target, RoleRef):
            self.first(target.session, then)
            return
        chain = chain_of(target, self._state.view().profiles)
        if chain.fault:
            words = f'The profile "{shortened(printable(target.name), 24)}" can\'t be used: {printable(chain.fault)}.'
            self._screen.say(words, is_error=True)
        elif chain.session:
            self.first(chain.session, then)
        else:
            then()

    def solves(self, error: SsoTuiError, then: Callable[[], None]) -> bool:
        """Whether a sign-in helps against ``error``, and is under way; ``then`` follows.

        It does where AWS refused the token in the middle of a task, or has ended the sign-in.
        """
        session = self._state.session_named(error.session) if isinstance(error, SignInNeeded) else None
        if session is None:
            return False
        self._after.reload()
        self.sign_in(session, then)
        return True

    def sign_in(self, session: SsoSession, then: Callable[[], None]) -> None:
        """Open the dialog; ``then`` follows a sign-in."""
        from ssotui.actions.sign_in import wish_of  # with the dialog: nothing that the first frame needs
        from ssotui.tui.dialogs.sign_in import SignInDialog

        def closed(outcome: SignedIn | None) -> None:
            if outcome is None:
                self._screen.say("")
                return
            self._say_signed_in(session, outcome)
            self._after.reload()
            self._after.refresh(session.name)
            then()

        self._screen.open_dialog(SignInDialog(self._backend, session, wish_of(self._method)), closed)

    def _say_signed_in(self, session: SsoSession, outcome: SignedIn) -> None:
        from ssotui.actions.sign_in import still_cached

        if outcome.not_forgotten:
            self._screen.say(still_cached(outcome.not_forgotten).in_one_line, is_error=True)
            return
        is_new = not session.legacy and self._backend.history.is_first("sign-in")
        hint = (WORDS["sign-in"],) if is_new else ()
        self._screen.say(" ".join((f"Signed in to {printable(session.name)}.", *hint)))

    def _go_on_if(self, session: SsoSession, then: Callable[[], None], *, is_good: bool) -> None:
        if is_good:
            self._after.reload()
            then()
        else:
            self.sign_in(session, then)

    # Signing out

    def sign_out_of_row(self) -> None:
        """Ask, then sign out of the session of the row under the cursor."""
        session = self._session_of_row()
        words = f"Sign out of {printable(session.name)}? Enter: yes  Esc: no"
        self._screen.ask(Question(words, "enter", lambda: self._sign_out(session)))

    def _sign_out(self, session: SsoSession) -> None:
        from ssotui.actions.sign_out import SignedOut, sign_out

        def done(outcome: SignedOut) -> None:
            self._after.reload()
            untold = (
                f" on this computer only; AWS could not be reached: {outcome.not_told.message}"
                if outcome.not_told
                else "."
            )
            self._screen.say(f"Signed out of {printable(session.name)}{untold}")

        self._screen.run(lambda _: sign_out(self._backend, session), done)

    # Keeping sign-ins alive

    def renew_all(self) -> None:
        """Sessions that end soon, or have ended and can be prolonged, are; without a word, for the rows say it."""
        for session in self._state.snapshot.configuration.sessions:
            if session.name not in self._renewing and self._ends(session):
                self._renewing.add(session.name)
                over = partial(self._renewal_over, session.name)
                self._screen.run(partial(self._renewed, session), over, unasked=True)

    def _ends(self, session: SsoSession) -> bool:
        try:
            token: Token | None = self._backend.tokens.load(session, wait=False)
        except SsoTuiError:
            return False  # its row says so already
        from ssotui.core.sign_in.oidc import needs_refresh  # after the first frame

        return token is not None and needs_refresh(token, session, self._backend.now())

    def _renewed(self, session: SsoSession, _: CancelToken) -> bool:
        """In a task: False if it takes a sign-in."""
        from ssotui.actions.refresh import usable_token

        try:
            usable_token(self._backend, session)
        except SignInNeeded:
            return False
        return True

    def _renewal_over(self, name: str, is_good: bool) -> None:
        self._renewing.discard(name)
        if is_good:
            self._after.reload()

    def _session_of_row(self) -> SsoSession:
        """For commands that require a session."""
        session = self._state.session_of(self._screen.row)
        assert session is not None
        return session
