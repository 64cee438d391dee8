"""Lets the user choose roles in the picker for a command whose arguments don't name exactly one."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Mapping

from ssotui import wiring
from ssotui.cli import run_picker, signals, streams
from ssotui.errors import Canceled, SignInNeeded, SsoTuiError
from ssotui.tui.picker.selector import Selected, Selector


def choose_roles(query: str, selector: Selector, env: Mapping[str, str], *, debug: bool = False) -> tuple[str, ...]:
    """Open the picker with the filter ``query``, and return the words that name each chosen role or profile.

    More than one only if ``selector.several``. The words are SESSION/ACCOUNT_ID/ROLE, or a profile's name, for
    command_target.target. Raises Canceled if the user left, SystemExit after a signal. Check ``can_choose`` first.
    """
    settings = wiring.load_settings(env)
    with signals.restored():
        try:
            app = run_picker.run_picker(run_picker.Opening(query, selector=selector, debug=debug), env, settings)
        finally:
            gc.enable()
    chosen = app.return_value
    if chosen is None:
        if app.return_code:
            raise SystemExit(app.return_code)
        raise Canceled
    assert isinstance(chosen, Selected), "a selector returns nothing else"
    if selector.command == "use":
        run_picker.check_not_stopped(app, chosen.words[0], env)
    return chosen.words


def can_choose(options: argparse.Namespace, env: Mapping[str, str]) -> bool:
    """Whether the command may open the picker: not with --no-picker or --no-input, and only on a terminal.

    stdin and stderr must be terminals. stdout may be a pipe, as in ``$(ssotui creds prod)``.
    """
    return bool(getattr(options, "may_choose", False)) and streams.can_ask() and not run_picker.missing_terminal(env)


def choose_for(options: argparse.Namespace, error: SsoTuiError, env: Mapping[str, str]) -> None:
    """Replace the command's QUERY by the words of a role that the user chooses. Raises ``error`` if nobody can."""
    needs_sign_in = isinstance(error, SignInNeeded)
    if not can_choose(options, env) or (needs_sign_in and not options.may_sign_in):
        raise error
    name = "source" if getattr(options, "assume", None) else "query"  # profile add --assume ARN --from
    query = " ".join(getattr(options, name) or ())
    setattr(options, name, list(choose_roles(query, selector_for(options), env, debug=options.debug)))


def selector_for(options: argparse.Namespace) -> Selector:
    """The selector of a command, with the picker's name for what Enter makes it do."""
    name = options.name_of_command
    if name == "profile":
        return Selector("profile add", "add profile", signs_in=False)
    if name == "creds":
        does = "copy" if options.copy else "print" if options.write is None else "write"
        return Selector(name, f"{does} credentials", signs_in=options.may_sign_in)
    if name == "console":
        enter = "print URL" if options.print else "copy URL" if options.copy else "open console"
        return Selector(name, enter, signs_in=options.may_sign_in and not options.portal)
    if name == "exec":
        return Selector(name, "open a shell" if options.command is None else "run", signs_in=options.may_sign_in)
    return Selector(name, "switch", signs_in=options.may_sign_in)
