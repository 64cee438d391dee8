"""Refreshes the catalog for a command, and signs in to sessions that its arguments name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from ssotui.actions import resolve_role
from ssotui.actions.listing.session_listing import is_stale
from ssotui.actions.named_sessions import sessions_mentioned, sessions_named
from ssotui.actions.snapshots import Snapshot
from ssotui.cli import output, streams
from ssotui.core.catalog import last_known
from ssotui.core.printable import printable
from ssotui.core.search.query import unknown_field
from ssotui.errors import NothingMatched, SignInNeeded, SsoTuiError, shell_word
from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from ssotui.core.catalog import Knowledge
    from ssotui.core.model import RoleRef
    from ssotui.core.ports.backend import Backend
    from ssotui.settings import Settings

T = TypeVar("T")


class RefreshRequest(NamedTuple):
    """What to refresh: only ``sessions``; with ``refresh`` everything. ``sign_in_to``: may be signed in to.

    ``asked`` are the sessions that the user means, as far as that is known. Only these are told of.
    """

    sessions: tuple[str, ...]
    asked: tuple[str, ...]
    sign_in_to: tuple[str, ...] = ()
    refresh: bool = False


def request_for(snapshot: Snapshot, text: str, *, signs_in: bool, refresh: bool = False) -> RefreshRequest:
    """What to refresh for a query. Only sessions that an exact form names are signed in to."""
    named = sessions_named(snapshot, text)
    asked = named or sessions_mentioned(snapshot, text) or snapshot.session_names
    return RefreshRequest(named or snapshot.session_names, asked, named if signs_in else (), refresh)


class Refreshed(NamedTuple):
    """The snapshot after the refresh, what couldn't be listed, and the sessions asked for that need a sign-in.

    ``since`` is when a refresh of everything began. Older listings are then ignored.
    """

    snapshot: Snapshot
    failures: tuple[SsoTuiError, ...] = ()
    signed_out: tuple[SignInNeeded, ...] = ()
    since: datetime | None = None

    def knows(self, sessions: Iterable[str]) -> bool:
        """Whether an account of one of these sessions is known."""
        return any(self._counts(self.snapshot.catalog.of(name).accounts) for name in sessions)

    def knows_role(self, ref: RoleRef) -> bool:
        return self._counts(self.snapshot.catalog.of(ref.session).roles_of(ref.account_id))

    def _counts(self, knowledge: Knowledge[tuple[T, ...]]) -> bool:
        known = last_known(knowledge)
        return known is not None and bool(known.value) and (self.since is None or known.as_of >= self.since)


def refresh_catalog(
    backend: Backend, settings: Settings, snapshot: Snapshot, request: RefreshRequest, env: Mapping[str, str]
) -> Refreshed:
    """List what is old. If a session needs a sign-in and is in ``request.sign_in_to``, sign in and list it, too."""
    now, max_age = backend.now(), settings.catalog_max_age
    since = now if request.refresh else None
    named = [one for one in snapshot.configuration.sessions if one.name in request.sessions]
    stale = [one for one in named if request.refresh or is_stale(snapshot.catalog.of(one.name), now, max_age)]
    if not stale:
        return Refreshed(snapshot, since=since)
    from ssotui.cli import sign_in
    from ssotui.cli.live_listing import Listed, Live  # not needed if the cache is fresh

    live = Live(backend, settings, env)
    listed = live.list(stale, snapshot.catalog, refresh=request.refresh)
    signed_out = {error.session: error for error in listed.failures if isinstance(error, SignInNeeded)}
    led_to = [one for one in stale if one.name in signed_out and one.name in request.sign_in_to]
    if led_to and streams.can_ask():
        refused = sign_in.to_each(backend, settings, led_to, env)
        served = [signed_out[one.name] for one in led_to]
        left = [error for error in listed.failures if error not in served]
        again = live.list([one for one in led_to if one.name not in refused], listed.catalog, refresh=request.refresh)
        listed = Listed(
            again.catalog,
            (*left, *refused.values(), *again.failures),
            (*listed.warnings, *again.warnings),
        )
    for warning in listed.warnings:
        output.complain(warning)
    needing = tuple(error for error in listed.failures if isinstance(error, SignInNeeded))
    others = tuple(error for error in listed.failures if error not in needing)
    needing = tuple(error for error in needing if error.session in request.asked)
    return Refreshed(snapshot._replace(catalog=listed.catalog), others, needing, since)


def nothing_found(backend: Backend, done: Refreshed, text: str) -> SsoTuiError:
    """The error for no match, with similar candidates, and the sessions that couldn't be searched."""
    nothing = resolve_role.no_match_error(backend, done.snapshot, text)
    profile = done.snapshot.configuration.profiles_by_name.get(text)
    if (profile and not profile.ref) or unknown_field(text):
        return nothing  # no listing has a role for it
    unsearched = [error for error in done.signed_out if not done.knows([error.session])]
    if unsearched and isinstance(nothing, NothingMatched):
        near = resolve_role.did_you_mean(nothing.candidates)
        nothing.hint = " ".join(filter(None, (near, *_warnings(done, unsearched))))
    return nothing


def needed(errors: Sequence[SignInNeeded], sign_in_to: Collection[str] = ()) -> SignInNeeded:
    """One error for all. It only has a session to sign in to if that is in ``sign_in_to``."""
    if len(errors) == 1:
        only = errors[0]
        return only if only.session in sign_in_to else SignInNeeded("", only.message, hint=only.hint)
    return SignInNeeded("", f"You are not signed in to {_names(errors)}.", hint=_hint(errors))


def say_signed_out(done: Refreshed) -> None:
    """Warn of signed-out sessions, in one line for those with an older list, if the command works without them."""
    for line in _warnings(done, done.signed_out):
        output.say(line)


def _warnings(done: Refreshed, errors: Sequence[SignInNeeded]) -> Iterator[str]:
    listed = [one for one in errors if last_known(done.snapshot.catalog.of(one.session).accounts)]
    never = [one for one in errors if one not in listed]
    for words, some in (("May be out of date", listed), ("Never listed", never)):
        if some:
            yield f"{words} (signed out): {_names(some)}. {_hint(some)}"


def _names(errors: Sequence[SignInNeeded]) -> str:
    return ", ".join(printable(error.session) for error in errors)


def _hint(errors: Sequence[SignInNeeded]) -> str:
    return f"Sign in: ssotui login {' '.join(shell_word(error.session) for error in errors)}"
