"""Search terms for one field: ``role:admin``, ``account:^prod``, ``!email:test``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ssotui.core.model import Profile
from ssotui.core.printable import printable
from ssotui.core.search.entries import AccountEntry, AccountMatches
from ssotui.core.search.query import Field, Term, score, unranked

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


def narrowed(groups: list[AccountMatches], terms: tuple[Term, ...], *, ranked: bool) -> list[AccountMatches]:
    """``groups`` without the accounts and roles that don't match the words.

    ``ranked``: they are sorted already; otherwise the accounts whose fields match best come first. Within an account,
    the roles that match best come first in any case.
    """
    of_role, of_account = _divided(terms)
    role_points: dict[str, int] = {}
    kept: list[tuple[int, AccountMatches]] = []
    for entry, roles in groups:
        got = _account_points(of_account, entry)
        if not got:
            continue
        left = _roles(entry, roles, of_role, role_points)
        if left or not (roles or of_role):
            kept.append((got + max((role_points.get(role, 0) for role in left), default=0), (entry, left)))
    if not ranked:
        kept.sort(key=lambda one: -one[0])
    return [group for _, group in kept]


def profile_texts(profile: Profile) -> Texts:
    """The fields of a profile of no listed role."""
    return {"profile": (printable(profile.name),), "session": (printable(profile.source),), "id": (profile.account_id,)}


def _divided(terms: Iterable[Term]) -> tuple[list[Term], list[Term]]:
    """The words for a role or its profiles, and those for its account."""
    of_role: list[Term] = []
    of_account: list[Term] = []
    for term in terms:
        (of_role if term.field in ("role", "profile") else of_account).append(term)
    return of_role, of_account


def _account_points(terms: Iterable[Term], entry: AccountEntry) -> int:
    """1 and the points of the words; 0 if one doesn't match the account."""
    account, total = entry.account, 1
    for term in terms:
        text = {
            "session": printable(entry.session), "account": account.name, "id": account.id, "email": account.email,
        }[term.field]  # fmt: skip
        got = _points(term, (text,))
        if bool(got) == term.negated:
            return 0
        total += got
    return total


def _roles(
    entry: AccountEntry, roles: tuple[str, ...], terms: Sequence[Term], role_points: dict[str, int]
) -> tuple[str, ...]:
    if not terms:
        return roles
    about_role = [term for term in terms if term.field == "role"]
    about_profile = [term for term in terms if term.field == "profile"]
    left = []
    for role in roles:
        if role not in role_points:
            role_points[role] = _role_points(about_role, role)
        names = tuple(map(printable, (*entry.profiles.get(role, ()), *entry.usual.get(role, ()))))
        if role_points[role] and allow(about_profile, {"profile": names}):
            left.append(role)
    return tuple(sorted(left, key=lambda role: -role_points[role]))


def _role_points(terms: Sequence[Term], role: str) -> int:
    return 1 + sum(_points(term, (role,)) for term in terms) if allow(terms, {"role": (role,)}) else 0


def _points(term: Term, texts: Sequence[str]) -> int:
    return score(term, unranked(*texts)) if texts else 0
