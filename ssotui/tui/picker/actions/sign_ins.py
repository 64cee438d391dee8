"""Signs in and then continues the user's command, refreshes sign-ins, and signs out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ssotui.core.chains.chains import chain_of
from ssotui.core.first_use_hints import WORDS
from ssotui.core.model import Profile, RoleRef, SsoSession, Token
from ssotui.core.printable import printable, shortened
from ssotui.errors import SignInNeeded, SsoTuiError
from ssotui.named_tuples import NamedTuple
from ssotui.tui.picker.screen_protocol import Question

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend
    from ssotui.core.ports.cancellation import CancelToken
    from ssotui.core.sign_in.oidc import SignedIn
    from ssotui.settings import Settings
    from ssotui.tui.picker.screen_protocol import ScreenProtocol
    from ssotui.tui.picker.state import PickerState

RENEW_EVERY = 60.0  # seconds between two refreshes of sign-ins


class AfterSignIn(NamedTuple):
    """The next steps after a sign-in: ``reload`` reads the files again, ``refresh`` lists a session again."""

    reload: Callable[[], None]
    refresh: Callable[[str], None]


class SignIns:
    """Sign-ins are by the method that the settings have for the session."""

    def __init__(
        self,
        state: PickerState,
        backend: Backend,
        screen: ScreenProtocol,
        after: AfterSignIn,
        settings: Settings,
    ) -> None:
        self._state = state
        self._backend = backend
        self._screen = screen
        self._after = after
        self._settings = settings
        self._renewing: set[str] = set()

    # Signing in

    def sign_in_to_row(self) -> None:
        """Sign in to the session of the row under the cursor, or to the only session."""
        self.sign_in(self._session_of_row(), lambda: None)

    def _sign_in_if_needed(self, name: str, then: Callable[[], None]) -> None:
        """Call ``then`` if the session is signed in, else after a sign-in with the dialog, unless the user left it."""
        session, statuses = self._state.session_named(name), self._state.snapshot.session_statuses
        if session is None or statuses[name].state == "active":
            then()
        elif statuses[name].state == "refreshable":
            self._screen.run(
                partial(self._renewed, session), lambda is_good: self._go_on_if(session, then, is_good=is_good)
            )
        else:
            self.sign_in(session, then)

    def sign_in_if_needed(self, target: RoleRef | Profile, then: Callable[[], None]) -> None:
        """Call ``then`` after a sign-in to the target's session if that needs one, else at once."""
        if isinstance(target, RoleRef):
            self._sign_in_if_needed(target.session, then)
            return
        chain = chain_of(target, self._state.view().profiles)
        if chain.fault:
            words = f'The profile "{shortened(printable(target.name), 24)}" can\'t be used: {printable(chain.fault)}.'
            self._screen.say(words, is_error=True)
        elif chain.session:
            self._sign_in_if_needed(chain.session, then)
        else:
            then()

    def resolves(self, error: SsoTuiError, then: Callable[[], None]) -> bool:
        """Start a sign-in if that resolves ``error``, and call ``then`` after it. True if so.

        It does if AWS refused the token during a task, or the sign-in has ended.
        """
        session = self._state.session_named(error.session) if isinstance(error, SignInNeeded) else None
        if session is None:
            return False
        self._after.reload()
        self.sign_in(session, then)
        return True

    def sign_in(self, session: SsoSession, then: Callable[[], None]) -> None:
        """Open the dialog, and call ``then`` after the sign-in."""
        from ssotui.actions.sign_in import options_of  # not needed for the first frame
        from ssotui.tui.dialogs.sign_in import SignInDialog

        def closed(outcome: SignedIn | None) -> None:
            if outcome is None:
                self._screen.say("")
                return
            self._say_signed_in(session, outcome)
            self._after.reload()
            self._after.refresh(session.name)
            then()

        options = options_of(self._settings.of_session(session.name).method)
        self._screen.open_dialog(SignInDialog(self._backend, session, options), closed)

    def _say_signed_in(self, session: SsoSession, outcome: SignedIn) -> None:
        from ssotui.actions.sign_in import still_cached

        if outcome.cleanup_error:
            self._screen.say(still_cached(outcome.cleanup_error).in_one_line, is_error=True)
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
        words = f"Sign out of {printable(session.name)}?"
        self._screen.ask(Question(words, lambda: self._sign_out(session)))

    def _sign_out(self, session: SsoSession) -> None:
        from ssotui.actions.sign_out import SignedOut, sign_out

        def done(outcome: SignedOut) -> None:
            self._after.reload()
            self._screen.say(outcome.sentence)

        self._screen.run(lambda _: sign_out(self._backend, session), done)

    # Refreshing

    def renew_all(self) -> None:
        """Refresh tokens that expire soon or have expired, without a message: the rows show the status."""
        for session in self._state.snapshot.configuration.sessions:
            if session.name not in self._renewing and self._ends(session):
                self._renewing.add(session.name)
                over = partial(self._renewal_over, session.name)
                self._screen.run(partial(self._renewed, session), over, unasked=True)

    def _ends(self, session: SsoSession) -> bool:
        try:
            token: Token | None = self._backend.tokens.load(session, wait=False)
        except SsoTuiError:
            return False  # its row shows it already
        from ssotui.core.sign_in.oidc import needs_refresh  # not needed for the first frame

        return token is not None and needs_refresh(token, session, self._backend.now())

    def _renewed(self, session: SsoSession, _: CancelToken) -> bool:
        """Refresh the session's token; False if that needs a sign-in. Runs in a thread."""
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
        """The session of the row. For commands that require one."""
        session = self._state.session_of(self._screen.row)
        assert session is not None
        return session
