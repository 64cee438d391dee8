"""Resolves a query to roles for commands without a picker: by exact forms, else by words that fields contain."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sized
from itertools import islice

from ssotui.actions import snapshots
from ssotui.actions.switch import AssignedRole
from ssotui.core.catalog import age_of_listing, last_known
from ssotui.core.durations import age
from ssotui.core.model import Profile, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import printable
from ssotui.core.search.index import Found, Haystack, Search
from ssotui.core.search.nearest import nearest
from ssotui.core.search.query import literal, unknown_field
from ssotui.core.search.references import named, reference, roles_named
from ssotui.core.search.spelling import respelled
from ssotui.core.tree.frecency import preferences
from ssotui.errors import NothingMatched, SeveralMatched, SsoTuiError, shell_word
from ssotui.named_tuples import NamedTuple

_MOST_SUGGESTIONS = 3


class Matches(NamedTuple):
    """Known roles, and names of profiles without a known role, the best first."""

    refs: tuple[RoleRef, ...]
    profiles: tuple[str, ...] = ()


def matching(backend: Backend, snapshot: snapshots.Snapshot, text: str) -> Matches:
    """Everything known that ``text`` names: a profile, the target of an exact form, else matches of its words."""
    profile = snapshot.configuration.profiles_by_name.get(text)
    if profile and profile.ref is None:
        return Matches((), (profile.name,))
    if profile and profile.ref in set(snapshot.catalog.refs(snapshot.session_names)):
        return Matches((profile.ref,))
    refs = roles_named(text, snapshot.session_names, snapshot.catalog)
    if refs is not None:
        return Matches(refs)
    found = _search(backend, snapshot, literal(text))
    return Matches(tuple(found.refs()), tuple(profile.name for profile in found.profiles))


def wider_filter(backend: Backend, snapshot: snapshots.Snapshot, text: str) -> str:
    """``account:prod``, if ``prod`` is a profile's name and part of an account's, too; so for sessions and roles.

    "" if no filter matches more than the name alone, which means the profile.
    """
    if text not in snapshot.configuration.profiles_by_name or " " in text:
        return ""
    own = matching(backend, snapshot, text).refs
    filters = (f"{field}:{text}" for field in ("account", "session", "role"))
    return next((one for one in filters if set(_search(backend, snapshot, literal(one)).refs()).difference(own)), "")


def exactly_one(backend: Backend, snapshot: snapshots.Snapshot, text: str) -> AssignedRole | str:
    """The one known role, or the name of the one other profile, that ``text`` names.

    Raises NothingMatched with similar candidates, SeveralMatched with the best first, or the error of the config file.
    """
    refs, others = matching(backend, snapshot, text)
    if len(refs) == 1 and not others:
        return AssignedRole(refs[0], snapshot.catalog.account_of(refs[0]))
    if len(others) == 1 and not refs:
        return others[0]
    if not refs and not others:
        raise no_match_error(backend, snapshot, text)
    raise SeveralMatched(
        f'{len(refs) + len(others):,} roles and profiles match "{text}".',
        (*map(reference, refs), *map(printable, others)),
        titles=(*(snapshot.catalog.account_of(ref).title for ref in refs), *("profile" for _ in others)),
        hint="Add more words, or choose one of these.",
    )


def no_match_error(backend: Backend, snapshot: snapshots.Snapshot, text: str) -> SsoTuiError:
    """The error for no match: NothingMatched with similar candidates, or the error of a file that can't be read."""
    if snapshot.configuration.errors and not snapshot.configuration.sessions:
        return snapshot.configuration.errors[0]
    if text in snapshot.configuration.profiles_by_name:
        return NothingMatched(f'No listed role belongs to the profile "{text}".', hint="See it: ssotui profile list")
    if reason := unknown_field(text):
        return NothingMatched(f'Nothing matches "{text}".', hint=reason)
    meant = respelled(text, _fields(snapshot))
    similar = tuple(islice(_search(backend, snapshot, literal(meant)).refs(), _MOST_SUGGESTIONS)) if meant else ()
    said = did_you_mean(similar) or _reason(backend, snapshot, text)
    return NothingMatched(
        f'Nothing matches "{text}".',
        candidates=tuple(map(reference, similar)),
        titles=tuple(snapshot.catalog.account_of(ref).title for ref in similar),
        hint=f"{said} {_how_to_find_more(backend, snapshot, text)}".strip() or "See what there is: ssotui list",
    )


def did_you_mean(candidates: Sized) -> str:
    """The question for the candidates of ``nothing``; "" if there is none."""
    return f"Did you mean {'this' if len(candidates) == 1 else 'one of these'}?" if candidates else ""


def nothing_is_assigned(snapshot: snapshots.Snapshot, sessions: Collection[str]) -> bool:
    """Whether complete listings of all these sessions contain no role."""
    listed = all(last_known(snapshot.catalog.of(name).accounts) for name in sessions)
    return bool(sessions) and listed and not any(snapshot.catalog.refs(sessions))


def hint_if_nothing_is_assigned(sessions: Collection[str]) -> str:
    """What to do if nothing is assigned: one line for the hint of an error."""
    again = f"ssotui login --force {' '.join(map(shell_word, sessions))}"
    return f"Ask your administrator to assign one, or sign in as another user: {again}"


def _fields(snapshot: snapshots.Snapshot) -> Iterator[str]:
    """All searchable fields."""
    for session in snapshot.session_names:
        catalog = snapshot.catalog.of(session)
        for account in catalog.known_accounts():
            yield from (account.name, account.id, account.email, *catalog.known_roles(account.id))
    yield from map(printable, (*snapshot.session_names, *(profile.name for profile in snapshot.configuration.profiles)))


def _search(backend: Backend, snapshot: snapshots.Snapshot, text: str) -> Found:
    """Everything known that matches a query's words."""
    haystack = Haystack()
    names = snapshot.configuration.profile_names_by_role()
    haystack.update(snapshot.session_names, snapshot.catalog, names, snapshot.configuration.other_profiles)
    return Search(haystack, preferences(snapshot.history, backend.now())).find(text)


def matching_profiles(
    backend: Backend, snapshot: snapshots.Snapshot, text: str, profiles: tuple[Profile, ...]
) -> tuple[Profile, ...]:
    """Those of ``profiles`` that a query names, or whose own fields match its words."""
    exact = tuple(one for one in profiles if one.name == text or (one.ref and reference(one.ref) == printable(text)))
    if exact:
        return exact
    haystack = Haystack()
    haystack.update((), snapshot.catalog, {}, profiles)
    return Search(haystack, preferences(snapshot.history, backend.now())).find(literal(text)).profiles


def _reason(backend: Backend, snapshot: snapshots.Snapshot, text: str) -> str:
    """Why nothing matches; "" if there is nothing to say, or it is that nothing is listed."""
    if not any(snapshot.catalog.of(name).known_accounts() for name in snapshot.session_names):
        return ""
    if account_id := _unlisted_account(snapshot, text):
        return f"No session has an account {account_id} for you."
    return nearest(text, lambda words: _count(backend, snapshot, words))


def _unlisted_account(snapshot: snapshots.Snapshot, text: str) -> str:
    meant = named(text)
    return meant.account_id if meant and snapshot.catalog.account(meant.account_id) is None else ""


def _how_to_find_more(backend: Backend, snapshot: snapshots.Snapshot, text: str) -> str:
    """What to do if nothing matches. A refresh is advised only if it can bring something new."""
    names = snapshot.session_names
    if not names:
        return "No SSO session is configured yet. Add one: ssotui session add --help"
    if nothing_is_assigned(snapshot, names):
        return hint_if_nothing_is_assigned(names)
    if not any(snapshot.catalog.of(name).known_accounts() for name in names):
        return "No accounts are listed yet. List them: ssotui list"
    since = age_of_listing((snapshot.catalog.of(name).accounts for name in names), backend.now())
    if since:
        return _how_to_refresh(snapshot, age(since))
    if _unlisted_account(snapshot, text):
        return "Ask its administrator for access, or add its organization: ssotui session add --help"
    return ""


def _how_to_refresh(snapshot: snapshots.Snapshot, since: str) -> str:
    """``ssotui list --refresh`` only signs in if there is one session."""
    names = snapshot.session_names
    lists = len(names) == 1 or any(snapshot.session_statuses[name].state in ("active", "refreshable") for name in names)
    first = "" if lists else f"ssotui login {' '.join(map(shell_word, names))}, then "
    return f"Listed {since} ago. For new accounts: {first}ssotui list --refresh"


def _count(backend: Backend, snapshot: snapshots.Snapshot, text: str) -> int:
    found = _search(backend, snapshot, literal(text))
    return found.total + len(found.profiles)
