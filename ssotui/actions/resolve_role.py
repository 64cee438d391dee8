"""Resolves a query to roles for commands without a picker: by exact forms, else by words that fields contain."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import NamedTuple

from ssotui.actions import snapshot
from ssotui.actions.switch import Wanted
from ssotui.core.catalog import last_known
from ssotui.core.model import Profile, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import printable
from ssotui.core.search.index import Found, Haystack, Search
from ssotui.core.search.nearest import nearest
from ssotui.core.search.query import literal
from ssotui.core.search.references import named, roles_named
from ssotui.core.search.spelling import respelled
from ssotui.core.tree.frecency import preferences
from ssotui.errors import NothingMatched, SeveralMatched, SsoTuiError, shell_word

_NEAR = 3


class Matches(NamedTuple):
    """Known roles, and names of profiles without a known role, the best first."""

    refs: tuple[RoleRef, ...]
    profiles: tuple[str, ...] = ()


def matching(backend: Backend, taken: snapshot.Snapshot, text: str) -> Matches:
    """Everything known that ``text`` names: a profile, the target of an exact form, else matches of its words."""
    profile = next((one for one in taken.configuration.profiles if one.name == text), None)
    if profile and profile.ref is None:
        return Matches((), (profile.name,))
    if profile and profile.ref in set(taken.catalog.refs(taken.session_names)):
        return Matches((profile.ref,))
    refs = roles_named(text, taken.session_names, taken.catalog)
    if refs is not None:
        return Matches(refs)
    found = _search(backend, taken, literal(text))
    return Matches(tuple(found.refs()), tuple(profile.name for profile in found.profiles))


def exactly_one(backend: Backend, taken: snapshot.Snapshot, text: str) -> Wanted | str:
    """The one known role, or the name of the one other profile, that ``text`` names.

    Raises NothingMatched with similar candidates, SeveralMatched with the best first, or the error of the config file.
    """
    refs, others = matching(backend, taken, text)
    if len(refs) == 1 and not others:
        return _wanted(taken, refs[0])
    if len(others) == 1 and not refs:
        return others[0]
    if not refs and not others:
        raise nothing(backend, taken, text)
    raise SeveralMatched(
        f'{len(refs) + len(others):,} roles and profiles match "{text}".',
        (*map(_written, refs), *map(printable, others)),
        titles=(*(_title(taken, ref) for ref in refs), *("profile" for _ in others)),
        hint="Add more words, or choose one of these.",
    )


def nothing(backend: Backend, taken: snapshot.Snapshot, text: str) -> SsoTuiError:
    """The error for no match: NothingMatched with similar candidates, or the error of a file that can't be read."""
    if taken.configuration.trouble and not taken.configuration.sessions:
        return taken.configuration.trouble[0]
    meant = respelled(text, _fields(taken))
    near = tuple(islice(_search(backend, taken, literal(meant)).refs(), _NEAR)) if meant else ()
    return NothingMatched(
        f'Nothing matches "{text}".',
        candidates=tuple(map(_written, near)),
        titles=tuple(_title(taken, ref) for ref in near),
        hint=f"Did you mean {'this' if len(near) == 1 else 'one of these'}?" if near else _hint(backend, taken, text),
    )


def nothing_is_assigned(taken: snapshot.Snapshot, sessions: Collection[str]) -> bool:
    """Whether complete listings of all these sessions contain no role."""
    listed = all(last_known(taken.catalog.of(name).accounts) for name in sessions)
    return bool(sessions) and listed and not any(taken.catalog.refs(sessions))


def hint_if_nothing_is_assigned(sessions: Collection[str]) -> str:
    """What to do if nothing is assigned: one line for the hint of an error."""
    again = f"ssotui login --force {' '.join(map(shell_word, sessions))}"
    return f"Ask your administrator to assign one, or sign in as another user: {again}"


def _fields(taken: snapshot.Snapshot) -> Iterator[str]:
    """All searchable fields."""
    for session in taken.session_names:
        catalog = taken.catalog.of(session)
        for account in catalog.known_accounts():
            yield from (account.name, account.id, account.email, *catalog.known_roles(account.id))
    yield from map(printable, (*taken.session_names, *(profile.name for profile in taken.configuration.profiles)))


def _search(backend: Backend, taken: snapshot.Snapshot, text: str) -> Found:
    """Everything known that matches a query's words."""
    haystack = Haystack()
    names = snapshot.profiles_by_role(taken.configuration)
    haystack.update(taken.session_names, taken.catalog, names, snapshot.other_profiles(taken.configuration))
    return Search(haystack, preferences(taken.history, backend.now())).find(text)


def fitting(
    backend: Backend, taken: snapshot.Snapshot, text: str, profiles: tuple[Profile, ...]
) -> tuple[Profile, ...]:
    """Those of ``profiles`` that a query names, or whose own fields match its words."""
    exact = tuple(one for one in profiles if one.name == text or (one.ref and _written(one.ref) == printable(text)))
    if exact:
        return exact
    haystack = Haystack()
    haystack.update((), taken.catalog, {}, profiles)
    return Search(haystack, preferences(taken.history, backend.now())).find(literal(text)).profiles


def _wanted(taken: snapshot.Snapshot, ref: RoleRef) -> Wanted:
    accounts = taken.catalog.of(ref.session).known_accounts()
    return Wanted(ref, next(account for account in accounts if account.id == ref.account_id))


def _written(ref: RoleRef) -> str:
    """The role reference that names exactly this role."""
    return f"{printable(ref.session)}/{ref.account_id}/{ref.role}"


def _title(taken: snapshot.Snapshot, ref: RoleRef) -> str:
    return _wanted(taken, ref).account.title


def _hint(backend: Backend, taken: snapshot.Snapshot, text: str) -> str:
    if not taken.configuration.sessions:
        return "No SSO session is configured yet. Add one: ssotui session add --help"
    if nothing_is_assigned(taken, taken.session_names):
        return hint_if_nothing_is_assigned(taken.session_names)
    if not any(taken.catalog.of(name).known_accounts() for name in taken.session_names):
        return "No account is listed yet. Fetch them: ssotui list"
    meant = named(text)
    if meant and meant.account_id and taken.catalog.account(meant.account_id) is None:
        said = f"No session has an account {meant.account_id} for you."
    else:
        said = nearest(text, lambda words: _count(backend, taken, words))
    return f"{said} Refresh the list: ssotui list --refresh".strip()


def _count(backend: Backend, taken: snapshot.Snapshot, text: str) -> int:
    found = _search(backend, taken, literal(text))
    return found.total + len(found.profiles)
