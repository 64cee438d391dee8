"""Signs in to one session: ``begin`` returns what to show, ``finish`` waits for the user.

Both ways are those of ``aws sso login``: the device code (RFC 8628), and the authorization code with PKCE (RFC 7636).
"""

from __future__ import annotations

from typing import Literal

from ssotui.actions import device_sign_in
from ssotui.actions.browser_sign_in import BrowserAttempt
from ssotui.actions.sign_in_steps import Attempt, SignInSteps
from ssotui.core.model import SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.core.sign_in.browser_commands import BrowserUse
from ssotui.core.sign_in.oidc import Instance, Method, SignedIn
from ssotui.errors import FileError, SsoTuiError, UsageError, shell_word
from ssotui.named_tuples import NamedTuple


class SignInOptions(NamedTuple):
    """How to sign in. ``port`` is that of the loopback listener, 0 for any. ``open_browser``: if one can be opened."""

    method: Method | Literal["auto"] = "auto"
    open_browser: bool = True
    port: int = 0


def options_of(method: str) -> SignInOptions:
    """The way to sign in by the setting login.method."""
    return SignInOptions("browser" if method == "browser" else "device-code" if method == "device-code" else "auto")


def still_cached(error: FileError) -> SsoTuiError:
    """The warning after a sign-in if credentials cached before it couldn't be removed."""
    return SsoTuiError(
        f"Role credentials of the previous sign-in are still cached: {error.message}.",
        hint=f"{error.hint} Commands may use them until they expire.",
    )


def method_for(backend: Backend, session: SsoSession, options: SignInOptions) -> Method:
    """Authorization code if the browser can be opened and redirected to this machine, else device code.

    Legacy sessions always use the device code, as in the AWS CLI.
    """
    if session.legacy:
        return "device-code"
    if options.method != "auto":
        return options.method
    browser = backend.sign_in.browser(BrowserUse(session.name))
    return "browser" if options.open_browser and browser.reaches_loopback and browser.can_open else "device-code"


def begin(backend: Backend, session: SsoSession, options: SignInOptions) -> Attempt | SignedIn:
    """Start a sign-in. SignedIn if AWS issues a token at once because it was approved before.

    Raises what Oidc's methods raise, and FileError if the token couldn't be saved.
    """
    backend.tokens.check_saving(session)  # raises now, not after the user has signed in
    instance = _instance(backend, session)
    steps = SignInSteps(backend, session, instance)
    if method_for(backend, session, options) == "device-code":
        return device_sign_in.begin(steps)
    try:
        callback = backend.sign_in.listen(options.port)
    except SsoTuiError as error:
        if options.method == "auto" and not options.port:
            return device_sign_in.begin(steps)
        error.hint = f"Sign in with a code instead: ssotui login {shell_word(session.name)} --device-code"
        raise
    try:
        return BrowserAttempt(steps, callback)
    except BaseException:
        callback.close()
        raise


def _instance(backend: Backend, session: SsoSession) -> Instance:
    instance = backend.sign_in.oidc().resolve(session)
    if instance.region != session.sso_region:
        raise UsageError(
            f"{session.start_url} is in the region {instance.region}, not {session.sso_region}.",
            hint=f"Set sso_region = {instance.region} for session {session.name} in the AWS config.",
        )
    return instance
