"""Warns of a name template that gives several roles the same name, and finds the fields that it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from string import Formatter

from ssotui.core.model import RoleRef
from ssotui.core.profiles.naming import RoleToName, profile_name

_FIELDS = ("role", "account_name", "account_id")

_Names = Mapping[RoleRef, tuple[str, str]]
"""Each role's session and name. Only names within a session are compared: the template can't help beyond."""


def warning(template: str, roles: Iterable[RoleToName], new: Collection[RoleRef]) -> str:
    """A warning if names of ``new`` roles get a suffix because the template lacks a field; else "".

    The template lacks one if roles of one account share a name, or if every role of a session shares its name with
    another. Two accounts of the same name are not the template's fault. ``roles`` are all the roles to name.
    """
    roles = tuple(roles)
    if not _count_colliding(template, roles, new):
        return ""
    fields = _distinguishing_fields(template, roles, new)
    more = " and ".join(f"{{{field}}}" for field in fields)
    said = f'The name template "{template}" gives several roles the same name'
    return f"{said}: add {more} to tell them apart." if fields else ""


def _names(template: str, roles: Iterable[RoleToName]) -> _Names:
    return {
        one.ref: (one.ref.session, profile_name(template, one.ref.session, one.account, one.ref.role)) for one in roles
    }


def _count_colliding(template: str, roles: Collection[RoleToName], new: Collection[RoleRef]) -> int:
    """How many of the ``new`` roles share a name because of the template."""
    names = _names(template, roles)
    uses = Counter(names.values())
    in_account = Counter((ref.account_id, name) for ref, name in names.items())
    partly = {ref.session for ref, name in names.items() if uses[name] == 1}
    named = ((ref, names[ref]) for ref in new if ref in names)
    return sum(in_account[ref.account_id, name] > 1 or ref.session not in partly for ref, name in named)


def _distinguishing_fields(template: str, roles: Collection[RoleToName], new: Collection[RoleRef]) -> list[str]:
    """The fields to add, the most helpful first, until no role shares a name; [] if they don't suffice."""
    used = {name for _, name, _, _ in Formatter().parse(template)}
    left = [field for field in _FIELDS if field not in used]
    fields: list[str] = []
    while left and _count_colliding(template, roles, new):
        counts = {field: _count_colliding(f"{template}.{{{field}}}", roles, new) for field in left}
        best = min(left, key=counts.__getitem__)
        left.remove(best)
        fields.append(best)
        template = f"{template}.{{{best}}}"
    return [] if _count_colliding(template, roles, new) else fields
