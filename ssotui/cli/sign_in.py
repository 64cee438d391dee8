"""Signs in from the command line, with messages on stderr."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ssotui import wiring
from ssotui.actions import sign_in
from ssotui.cli import output
from ssotui.core.durations import span
from ssotui.core.first_use_hints import WORDS
from ssotui.core.printable import printable
from ssotui.core.sign_in.browser_commands import BrowserUse
from ssotui.core.sign_in.oidc import Prompt, SignedIn
from ssotui.errors import SignInNeeded, SsoTuiError

if TYPE_CHECKING:
    from ssotui.core.model import SsoSession
    from ssotui.core.ports.backend import Backend
    from ssotui.core.ports.sign_in_services import Browser
    from ssotui.settings import Settings


def to_session_named(name: str, env: Mapping[str, str], named: Sequence[str] = ()) -> bool:
    """Sign in for a command that needs it. True after that, False if the session isn't defined."""
    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings, named)
    session = backend.profiles.read().sessions_by_name.get(name)
    if session is None:
        return False
    to_session(backend, session, sign_in.options_of(settings.of_session(session.name).method), env)
    return True


def to_each(
    backend: Backend, settings: Settings, sessions: Iterable[SsoSession], env: Mapping[str, str]
) -> dict[str, SignInNeeded]:
    """Sign in to one session after the other. Returns the denied ones by name, with the error."""
    denied = {}
    for session in sessions:
        try:
            to_session(backend, session, sign_in.options_of(settings.of_session(session.name).method), env)
        except SignInNeeded as error:
            denied[session.name] = error
    return denied


def to_session(
    backend: Backend, session: SsoSession, options: sign_in.SignInOptions, env: Mapping[str, str]
) -> SignedIn:
    """Sign in to one session, with messages on stderr. Ctrl+C cancels. Raises what actions.sign_in raises."""
    attempt = sign_in.begin(backend, session, options)
    if isinstance(attempt, SignedIn):
        return _say_signed_in(backend, session, attempt)
    try:
        _show(backend, attempt.prompt, options, env)
        return _say_signed_in(backend, session, attempt.finish(threading.Event()))
    finally:
        attempt.close()


def _say_signed_in(backend: Backend, session: SsoSession, signed_in: SignedIn) -> SignedIn:
    left = span(signed_in.expires_at - backend.now())
    output.say(f"Signed in to {printable(signed_in.session)} for {left}.")
    if signed_in.cleanup_error:
        output.complain(sign_in.still_cached(signed_in.cleanup_error))
    if sys.stderr.isatty() and not session.legacy and backend.history.is_first("sign-in"):
        output.say(WORDS["sign-in"])
    return signed_in


def _show(backend: Backend, prompt: Prompt, options: sign_in.SignInOptions, env: Mapping[str, str]) -> None:
    browser = _browser(backend, prompt)
    is_opened = options.open_browser and browser.can_open and _opened(backend, prompt)
    name = printable(prompt.session.name)
    if prompt.user_code:
        output.say(f"To sign in to {name}, open")
        output.say(f"  {prompt.typed_url}")
        output.say(f"and enter the code {prompt.user_code}, or open this URL, which includes it:")
        output.say(f"  {prompt.url}")
        if is_opened:
            output.say("Your browser was opened. Check that it shows the same code.")
        elif sys.stderr.isatty():
            _help_from_afar(backend, prompt, env)
    else:
        output.say(f"To sign in to {name}, continue in the browser." if is_opened else f"To sign in to {name}, open")
        output.say("If no browser has opened, open" if is_opened else "in a browser on this computer:")
        output.say(f"  {prompt.url}")
    output.say("Waiting… Ctrl+C cancels.")


def _browser(backend: Backend, prompt: Prompt) -> Browser:
    return backend.sign_in.browser(BrowserUse(prompt.session.name))


def _opened(backend: Backend, prompt: Prompt) -> bool:
    try:
        _browser(backend, prompt).open(prompt.url, secret=prompt.is_secret)
    except SsoTuiError as error:
        output.complain(error)
        return False
    return True


def _help_from_afar(backend: Backend, prompt: Prompt, env: Mapping[str, str]) -> None:
    """Print a QR code of the URL and copy the URL, for a browser on another computer or a phone."""
    output.show_code(prompt.url, env)
    if _browser(backend, prompt).reaches_loopback:
        return
    try:
        places = backend.clipboard().copy(prompt.url, 0).places
    except SsoTuiError:
        return  # the URL was printed
    output.say(f"The URL was copied to {' and '.join(places)}.")
