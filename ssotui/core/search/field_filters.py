"""Search terms for one field: ``role:admin``, ``account:^prod``, ``!email:test``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter

from ssotui.core.model import Profile
from ssotui.core.printable import printable
from ssotui.core.search.entries import AccountEntry, AccountMatches
from ssotui.core.search.query import Field, Term, score, unranked
from ssotui.named_tuples import NamedTuple

Texts = Mapping[Field, Sequence[str]]


class Terms(NamedTuple):
    """The words of a query: those for all fields, and those for one field."""

    anywhere: tuple[Term, ...]
    in_a_field: tuple[Term, ...]


def separated(terms: Iterable[Term]) -> Terms:
    words = tuple(terms)
    return Terms(tuple(term for term in words if not term.field), tuple(term for term in words if term.field))


def allow(terms: Iterable[Term], texts: Texts) -> bool:
    """Whether each word matches one of its field's texts. A field that isn't in ``texts`` has none."""
    return all(bool(_points(term, texts.get(term.field, ()))) != term.negated for term in terms)


def narrowed(
    groups: list[AccountMatches],
    terms: tuple[Term, ...],
    preference: Callable[[AccountEntry, tuple[str, ...]], float] | None,
) -> list[AccountMatches]:
    """``groups`` without the accounts and roles that the words exclude.

    ``preference`` decides between accounts that fit equally well. If it is None, the groups are in the best order
    already; else the accounts whose fields fit best are first. Within an account the roles that fit best always are.
    """
    of_account = [term for term in terms if term.field not in _OF_ROLES]
    roles_of = _RoleFilter(terms)
    matches: list[tuple[float, AccountMatches]] = []
    for entry, roles in groups:
        got = _account_points(of_account, entry)
        if got:
            most, left = roles_of(entry, roles)
            if left or not (roles or roles_of.has_terms):
                liked = preference(entry, left) if preference else 0.0
                matches.append((-got - most - liked, (entry, left)))
    if preference:
        matches.sort(key=itemgetter(0))
    return [group for _, group in matches]


def profile_texts(profile: Profile) -> Texts:
    """The fields of a profile of no listed role."""
    return {"profile": (printable(profile.name),), "session": (printable(profile.source),), "id": (profile.account_id,)}


_OF_ROLES = ("role", "profile")


class _RoleFilter:
    """Which roles of an account the words allow, best first, and the points of the best one."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._about_role = [term for term in terms if term.field == "role"]
        self._about_profile = [term for term in terms if term.field == "profile"]
        self.has_terms = bool(self._about_role or self._about_profile)
        self._points: dict[str, int] = {}
        self._cached: dict[tuple[str, ...], tuple[int, tuple[str, ...]]] = {}  # thousands of accounts share their roles

    def __call__(self, entry: AccountEntry, roles: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        if not self.has_terms:
            return 0, roles
        if roles not in self._cached:
            self._cached[roles] = self._by_name(roles)
        most, left = self._cached[roles]
        if self._about_profile:
            left = tuple(role for role in left if allow(self._about_profile, {"profile": _profile_names(entry, role)}))
        return most, left

    def _by_name(self, roles: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        for role in roles:
            if role not in self._points:
                fits = allow(self._about_role, {"role": (role,)})
                self._points[role] = 1 + sum(_points(term, (role,)) for term in self._about_role) if fits else 0
        left = tuple(sorted(filter(self._points.__getitem__, roles), key=lambda role: -self._points[role]))
        return (self._points[left[0]] if left else 0), left


def _profile_names(entry: AccountEntry, role: str) -> tuple[str, ...]:
    return tuple(map(printable, (*entry.profiles.get(role, ()), *entry.usual.get(role, ()))))


def _account_points(terms: Iterable[Term], entry: AccountEntry) -> int:
    """1 and what the words get; 0 if one excludes the account."""
    total = 1
    for term in terms:
        got = _points(term, (_account_text(entry, term.field),))
        if bool(got) == term.negated:
            return 0
        total += got
    return total


def _account_text(entry: AccountEntry, field: Field) -> str:
    account = entry.account
    match field:
        case "account":
            return account.name
        case "id":
            return account.id
        case "email":
            return account.email
        case _:
            return printable(entry.session)


def _points(term: Term, texts: Sequence[str]) -> int:
    return score(term, unranked(*texts)) if texts else 0
