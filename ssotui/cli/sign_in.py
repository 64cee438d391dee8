"""Signs in from the command line, with messages on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ssotui import wiring
from ssotui.actions import sign_in
from ssotui.cli import output
from ssotui.core.durations import span
from ssotui.core.first_use_hints import WORDS
from ssotui.core.printable import printable
from ssotui.core.sign_in.oidc import Prompt, SignedIn
from ssotui.errors import SignInNeeded, SsoTuiError
from ssotui.worker_pool import CancelToken

if TYPE_CHECKING:
    from ssotui.core.model import SsoSession
    from ssotui.core.ports.backend import Backend
    from ssotui.settings import Settings


def can_ask() -> bool:
    """Whether the user can sign in: stdin and stderr are terminals."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def first(name: str, env: Mapping[str, str], named: Sequence[str] = ()) -> bool:
    """Sign in for a command that needs it. True after that, False if the session isn't defined."""
    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings, named)
    session = next((one for one in backend.profiles.read().sessions if one.name == name), None)
    if session is None:
        return False
    one(backend, session, sign_in.wish_of(settings.login_method), env)
    return True


def to_each(
    backend: Backend, settings: Settings, sessions: Iterable[SsoSession], env: Mapping[str, str]
) -> dict[str, SignInNeeded]:
    """Sign in to one session after the other. Returns the denied ones by name, with the error."""
    denied = {}
    for session in sessions:
        try:
            one(backend, session, sign_in.wish_of(settings.login_method), env)
        except SignInNeeded as error:
            denied[session.name] = error
    return denied


def one(backend: Backend, session: SsoSession, wish: sign_in.SignInOptions, env: Mapping[str, str]) -> SignedIn:
    """Sign in to one session, with messages on stderr. Ctrl+C cancels. Raises what actions.sign_in raises."""
    attempt = sign_in.begin(backend, session, wish)
    if isinstance(attempt, SignedIn):
        return _told(backend, session, attempt)
    try:
        _show(backend, attempt.prompt, wish, env)
        return _told(backend, session, attempt.finish(CancelToken()))
    finally:
        attempt.close()


def _told(backend: Backend, session: SsoSession, signed_in: SignedIn) -> SignedIn:
    left = span(signed_in.expires_at - backend.now())
    output.say(f"Signed in to {printable(signed_in.session)} for {left}.")
    if signed_in.not_forgotten:
        output.complain(sign_in.still_cached(signed_in.not_forgotten))
    if sys.stderr.isatty() and not session.legacy and backend.history.is_first("sign-in"):
        output.say(WORDS["sign-in"])
    return signed_in


def _show(backend: Backend, prompt: Prompt, wish: sign_in.SignInOptions, env: Mapping[str, str]) -> None:
    browser = backend.sign_in.browser()
    is_opened = wish.open_browser and browser.can_open and _opened(backend, prompt)
    name = printable(prompt.session.name)
    if prompt.user_code:
        output.say(f"To sign in to {name}, open")
        output.say(f"  {prompt.typed_address}")
        output.say(f"and enter the code {prompt.user_code}, or open this URL, which includes it:")
        output.say(f"  {prompt.address}")
        if is_opened:
            output.say("Your browser was opened. Check that it shows the same code.")
        elif sys.stderr.isatty():
            _help_from_afar(backend, prompt, env)
    else:
        output.say(f"To sign in to {name}, continue in the browser." if is_opened else f"To sign in to {name}, open")
        output.say("If no browser has opened, open" if is_opened else "in a browser on this computer:")
        output.say(f"  {prompt.address}")
    output.say("Waiting… Ctrl+C cancels.")


def _opened(backend: Backend, prompt: Prompt) -> bool:
    try:
        backend.sign_in.browser().open(prompt.address, secret=prompt.is_secret)
    except SsoTuiError as error:
        output.complain(error)
        return False
    return True


def _help_from_afar(backend: Backend, prompt: Prompt, env: Mapping[str, str]) -> None:
    """Print a QR code of the URL and copy the URL, for a browser on another computer or a phone."""
    output.show_code(prompt.address, env)
    if backend.sign_in.browser().is_near:
        return
    try:
        places = backend.clipboard().copy(prompt.address, 0).places
    except SsoTuiError:
        return  # the URL was printed
    output.say(f"The URL was copied to {' and '.join(places)}.")
