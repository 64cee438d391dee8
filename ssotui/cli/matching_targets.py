"""Finds everything that the query of ``ssotui exec --each`` matches, with names to show, and asks before it is used."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ssotui.actions import resolve_role, snapshots
from ssotui.actions.targets import Target, of_profile, session_of
from ssotui.cli import output, streams
from ssotui.cli.fresh_catalog import nothing_found, refresh_catalog, request_for, say_signed_out
from ssotui.cli.query_text import say_if_profile, text_of
from ssotui.core.model import Profile
from ssotui.core.printable import printable
from ssotui.core.profiles.account_styles import style_of, style_of_profile, styles_in
from ssotui.core.shell.credential_formats import role_of
from ssotui.core.shell.variables import word
from ssotui.errors import UsageError
from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend
    from ssotui.settings import Settings

_SHOWN = 20


class MatchingTarget(NamedTuple):
    """A role or profile with the names of its account and role, and the badge of a sensitive account."""

    target: Target
    account: str
    role: str
    badge: str


def matching_targets(
    backend: Backend, settings: Settings, options: argparse.Namespace, env: Mapping[str, str]
) -> list[MatchingTarget]:
    """Everything that the query matches, by session and name, after signing in to their sessions if possible.

    Without a query the user marks roles in the picker. Raises NothingMatched, Canceled, or UsageError if nobody can.
    """
    if options.query:
        targets, snapshot = _matches(backend, settings, options, env)
    else:
        targets, snapshot = _chosen(backend, settings, options, env)
    _sign_in(backend, settings, targets, options, env)
    described = [_described(target, snapshot, settings) for target in targets]
    for more in (lambda target: target.account_id, lambda target: target.session):
        described = _distinguished(described, more)
    return sorted(described, key=lambda one: (one.target.session, one.account.casefold(), one.account, one.role))


def _matches(
    backend: Backend, settings: Settings, options: argparse.Namespace, env: Mapping[str, str]
) -> tuple[tuple[Target, ...], snapshots.Snapshot]:
    snapshot, text = snapshots.load(backend), text_of(options.query)
    done = refresh_catalog(backend, settings, snapshot, request_for(snapshot, text, signs_in=options.may_sign_in), env)
    for failure in done.failures:
        output.complain(failure)
    found = resolve_role.matching(backend, done.snapshot, text)
    targets = (*found.refs, *(of_profile(done.snapshot.configuration, name) for name in found.profiles))
    if not targets:
        raise nothing_found(backend, done, text)
    say_signed_out(done)
    say_if_profile(backend, done.snapshot, text, "ssotui exec --each {} -- COMMAND")
    return targets, done.snapshot


def _chosen(
    backend: Backend, settings: Settings, options: argparse.Namespace, env: Mapping[str, str]
) -> tuple[tuple[Target, ...], snapshots.Snapshot]:
    from ssotui.cli import choose_roles  # the picker
    from ssotui.cli.command_target import target
    from ssotui.tui.picker.selector import Selector

    if not choose_roles.can_choose(options, env):
        raise UsageError(
            "--each needs a query.", hint="Name the roles, such as: ssotui exec --each prod admin -- aws s3 ls"
        )
    selector = Selector("exec --each", "run", several=True, signs_in=options.may_sign_in)
    words = choose_roles.choose_roles("", selector, env, debug=options.debug)
    return tuple(target(backend, settings, word, env) for word in words), snapshots.load(backend)


def agreed(targets: Sequence[MatchingTarget], command: Sequence[str]) -> bool:
    """On a terminal, show what a command will run for, and ask; elsewhere True."""
    if not streams.can_ask():
        return True
    say_names(targets)
    badges = dict.fromkeys(one.badge for one in targets if one.badge)
    for badge in badges:
        accounts = dict.fromkeys(one.account for one in targets if one.badge == badge)
        output.say(f"{badge}: {', '.join(accounts)}")
    count = "1 role" if len(targets) == 1 else f"{len(targets):,} roles"
    shown = " ".join(word(one, "sh") for one in command)
    return streams.is_answered_yes(f"Run {printable(shown)} with {count}?")


def say_names(targets: Sequence[MatchingTarget], reasons: Mapping[Target, str] | None = None) -> None:
    """Print account and role of each, or of the first ones, with a reason."""
    width = max((output.columns(one.account) for one in targets[:_SHOWN]), default=0)
    for one in targets[:_SHOWN]:
        reason = f": {reasons[one.target]}" if reasons else ""
        streams.tell(f"  {one.account}{' ' * (width - output.columns(one.account))}  {one.role}{printable(reason)}\n")
    if len(targets) > _SHOWN:
        output.say(f"  and {len(targets) - _SHOWN:,} more")


def _distinguished(targets: Sequence[MatchingTarget], more: Callable[[Target], str]) -> list[MatchingTarget]:
    """With ``more`` after the name of the account where that name stands for several."""
    meant: dict[str, set[str]] = {}
    for one in targets:
        meant.setdefault(one.account, set()).add(more(one.target))
    return [
        one._replace(account=f"{one.account} {printable(more(one.target))}") if len(meant[one.account]) > 1 else one
        for one in targets
    ]


def _described(target: Target, snapshot: snapshots.Snapshot, settings: Settings) -> MatchingTarget:
    styles = styles_in(settings)
    if isinstance(target, Profile):
        style = style_of_profile(target, snapshot.catalog, styles)
        role = role_of(target)
        names = printable(target.name), printable(role if role != target.name else target.kind)
    else:
        account = snapshot.catalog.account_of(target)
        style = style_of(account, styles)
        names = printable(account.title), printable(target.role)
    return MatchingTarget(target, *names, (style.badge or "Sensitive") if style.is_sensitive else "")


def _sign_in(
    backend: Backend, settings: Settings, targets: Iterable[Target], options: argparse.Namespace, env: Mapping[str, str]
) -> None:
    """Sign in to the sessions of the targets that need it, if someone can."""
    from ssotui.actions.refresh import missing_sign_in
    from ssotui.cli import sign_in

    if not options.may_sign_in or not streams.can_ask():
        return
    configuration = backend.profiles.read()
    names = {session_of(configuration, target) for target in targets}
    missing = [one for one in configuration.sessions if one.name in names and missing_sign_in(backend, one)]
    sign_in.to_each(backend, settings, missing, env)
