"""Refreshes the catalog for a command, and signs in to sessions that its arguments name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ssotui.actions import resolve_role
from ssotui.actions.listing.session_listing import is_stale
from ssotui.actions.snapshot import Snapshot
from ssotui.cli import output
from ssotui.core.catalog import last_known
from ssotui.core.printable import printable
from ssotui.errors import NothingMatched, SignInNeeded, SsoTuiError, shell_word

if TYPE_CHECKING:
    from datetime import datetime

    from ssotui.core.catalog import Knowledge
    from ssotui.core.model import RoleRef
    from ssotui.core.ports.backend import Backend
    from ssotui.settings import Settings

T = TypeVar("T")


class RefreshRequest(NamedTuple):
    """What to refresh: only ``sessions``; with ``refresh`` everything. ``sign_in_to``: may be signed in to."""

    sessions: tuple[str, ...]
    sign_in_to: tuple[str, ...] = ()
    refresh: bool = False


class Refreshed(NamedTuple):
    """The snapshot after the refresh, what couldn't be listed, and the sessions that need a sign-in.

    ``since`` is when a refresh of everything began. Older listings are then ignored.
    """

    taken: Snapshot
    failures: tuple[SsoTuiError, ...] = ()
    signed_out: tuple[SignInNeeded, ...] = ()
    since: datetime | None = None

    def knows(self, sessions: Iterable[str]) -> bool:
        """Whether an account of one of these sessions is known."""
        return any(self._counts(self.taken.catalog.of(name).accounts) for name in sessions)

    def knows_role(self, ref: RoleRef) -> bool:
        return self._counts(self.taken.catalog.of(ref.session).roles_of(ref.account_id))

    def _counts(self, knowledge: Knowledge[tuple[T, ...]]) -> bool:
        known = last_known(knowledge)
        return known is not None and bool(known.value) and (self.since is None or known.as_of >= self.since)


def brought_up_to_date(
    backend: Backend, settings: Settings, taken: Snapshot, wish: RefreshRequest, env: Mapping[str, str]
) -> Refreshed:
    """List what is old. If a session needs a sign-in and is in ``wish.sign_in_to``, sign in and list it, too."""
    now, max_age = backend.now(), settings.catalog_max_age
    since = now if wish.refresh else None
    wanted = [one for one in taken.configuration.sessions if one.name in wish.sessions]
    stale = [one for one in wanted if wish.refresh or is_stale(taken.catalog.of(one.name), now, max_age)]
    if not stale:
        return Refreshed(taken, since=since)
    from ssotui.cli import sign_in
    from ssotui.cli.live_listing import Listed, Live  # not needed if the cache is fresh

    live = Live(backend, settings, env)
    listed = live.list(stale, taken.catalog, refresh=wish.refresh)
    signed_out = {error.session: error for error in listed.failures if isinstance(error, SignInNeeded)}
    led_to = [one for one in stale if one.name in signed_out and one.name in wish.sign_in_to]
    if led_to and sign_in.can_ask():
        refused = sign_in.to_each(backend, settings, led_to, env)
        served = [signed_out[one.name] for one in led_to]
        left = [error for error in listed.failures if error not in served]
        again = live.list([one for one in led_to if one.name not in refused], listed.catalog, refresh=wish.refresh)
        listed = Listed(
            again.catalog,
            (*left, *refused.values(), *again.failures),
            (*listed.warnings, *again.warnings),
        )
    for warning in listed.warnings:
        output.complain(warning)
    needing = tuple(error for error in listed.failures if isinstance(error, SignInNeeded))
    others = tuple(error for error in listed.failures if error not in needing)
    return Refreshed(taken._replace(catalog=listed.catalog), others, needing, since)


def nothing_found(backend: Backend, done: Refreshed, text: str) -> SsoTuiError:
    """The error for no match, with similar candidates, and the sessions that were never listed."""
    nothing = resolve_role.nothing(backend, done.taken, text)
    unlisted = [error for error in done.signed_out if not done.knows([error.session])]
    if unlisted and isinstance(nothing, NothingMatched):
        near = nothing.hint if nothing.candidates else ""
        nothing.hint = f"{near} Never listed (signed out): {_names(unlisted)}. {_hint(unlisted)}".strip()
    return nothing


def needed(errors: Sequence[SignInNeeded], sign_in_to: Collection[str] = ()) -> SignInNeeded:
    """One error for all. It only has a session to sign in to if that is in ``sign_in_to``."""
    if len(errors) == 1:
        only = errors[0]
        return only if only.session in sign_in_to else SignInNeeded("", only.message, hint=only.hint)
    return SignInNeeded("", f"You are not signed in to {_names(errors)}.", hint=_hint(errors))


def say_signed_out(errors: Sequence[SignInNeeded]) -> None:
    """Warn of signed-out sessions in one line, if the command works without them."""
    if errors:
        output.say(f"May be out of date (signed out): {_names(errors)}. {_hint(errors)}")


def _names(errors: Sequence[SignInNeeded]) -> str:
    return ", ".join(printable(error.session) for error in errors)


def _hint(errors: Sequence[SignInNeeded]) -> str:
    return f"Sign in: ssotui login {' '.join(shell_word(error.session) for error in errors)}"
