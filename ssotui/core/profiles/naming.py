"""Names of the profiles that ssotui creates: a template filled in, readable for every AWS tool, one name per role."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from string import Formatter
from types import MappingProxyType
from typing import Protocol

from ssotui.core.digests import sha1
from ssotui.core.model import Account, RoleRef
from ssotui.core.printable import printable
from ssotui.errors import UsageError

# What botocore (configloader.py) and the AWS SDK for JavaScript v3 (parseIni) both accept in a section header.
SAFE_NAME = re.compile(r"[A-Za-z0-9_.@+%:/-]+")
UNUSABLE_NAMES = frozenset({"__proto__"})  # the AWS SDK for JavaScript refuses the whole file for it

_UNSAFE = re.compile(r"[^A-Za-z0-9_.@+%:/-]")
_NO_SLUG = re.compile(r"[^A-Za-z0-9_.@+-]+")  # without % : /, which have a meaning in shells and in role references
_DASHES = re.compile(r"-{2,}")
_EDGES = "-."
# Never created from a template: every tool uses this profile where none is named.
_DEFAULT = "default"


class RoleToName(Protocol):
    """A role that needs a profile, and its account as listed in the catalog."""

    @property
    def ref(self) -> RoleRef: ...

    @property
    def account(self) -> Account: ...


def check_name(name: str, kind: str = "profile") -> None:
    """Raises UsageError for a name of a profile, or of another ``kind`` of section, that not every tool can read."""
    if not SAFE_NAME.fullmatch(name) or name in UNUSABLE_NAMES:
        raise UsageError(
            f'"{printable(name)}" can\'t be the name of a {kind}: some tools would not find it.',
            hint="Use A-Z a-z 0-9 _ . @ + % : / - only.",
        )


def template_fault(template: str) -> str | None:
    """What is wrong with a name template, as words that follow "it"; None if nothing is."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return "has an unmatched brace: use {field}"
    fields = [part for part in parts if part[1] is not None]
    if not fields:
        return f"has no field, so all profiles would get the same name: use {_FIELDS_SHOWN}"
    if unsafe := _UNSAFE.search("".join(part[0] for part in parts)):
        shown = unsafe[0] if unsafe[0].isprintable() else f"U+{ord(unsafe[0]):04X}"
        return f'contains "{shown}", which not every tool accepts in a name: use A-Z a-z 0-9 _ . @ + % : / -'
    faults = (_field_fault(name or "", spec or "", conversion) for _, name, spec, conversion in fields)
    return next((fault for fault in faults if fault), None)


def profile_name(template: str, session: str, account: Account, role: str, region: str = "") -> str:
    """The template filled in: at least one character, only safe ones. Not always unique.

    The template must have no ``template_fault``; ``region`` is the region that the profile will have.
    """
    values = _values(session, account, role) | {"region": region}
    parts = []
    for literal, name, spec, _ in Formatter().parse(template):
        parts.append(literal)
        if name is not None:
            parts.append(_SPECS[spec or "slug"](values[name]))
    name = _UNSAFE.sub("-", "".join(parts)).strip(_EDGES)
    return name or slug(account.id) or "profile"


def names_for(
    template: str | Callable[[str], str],
    to_name: Iterable[RoleToName],
    used_names: Collection[str],
    region: str | Mapping[str, str] = "",
    own_regions: Mapping[RoleRef, str] = MappingProxyType({}),
) -> dict[RoleRef, str]:
    """A unique name for every role, whatever the order; ``used_names`` are the names of other profiles.

    ``template`` is that of all the profiles, or a function of the session; ``region`` that of all, or by session;
    ``own_regions`` are those of single roles.

    Roles that would share a name, or get a taken one, all get ``.{account_id}`` appended. If names are still not
    unique, ``.{session}`` as well, then a few digits derived from the role.
    """
    roles = {one.ref: one.account for one in to_name}
    usual = {ref: region if isinstance(region, str) else region.get(ref.session, "") for ref in roles}
    regions = {ref: own_regions.get(ref) or usual[ref] for ref in roles}
    template_of = (lambda _: template) if isinstance(template, str) else template
    bases = {
        ref: profile_name(template_of(ref.session), ref.session, account, ref.role, regions[ref])
        for ref, account in roles.items()
    }
    names = dict(bases)
    steps = dict.fromkeys(roles, 0)
    forbidden = {_DEFAULT, *UNUSABLE_NAMES, *used_names}
    while True:
        uses = Counter(names.values())
        contested = [ref for ref, name in names.items() if uses[name] > 1 or name in forbidden]
        if not contested:
            return names
        for ref in contested:
            steps[ref] += 1
            names[ref] = _lengthened(bases[ref], ref, steps[ref])


def _lengthened(name: str, ref: RoleRef, step: int) -> str:
    endings = [slug(ref.account_id), slug(ref.session)]
    if step > len(endings):
        key = ascii((*ref, step)).encode()
        endings.append(sha1(key)[:8])
    return ".".join([name, *filter(None, endings[:step])])


def _values(session: str, account: Account, role: str) -> dict[str, str]:
    return {
        "session": session,
        "account_name": account.name if slug(account.name) else account.id,
        "account_id": account.id,
        "account_email": account.email,
        "role": role if slug(role) else "role",
    }


def _field_fault(name: str, spec: str, conversion: str | None) -> str | None:
    if name not in _FIELDS:
        return f"names the field {{{name}}}, which doesn't exist: use {_FIELDS_SHOWN}"
    if conversion or spec not in ("", *_SPECS):
        return f"uses {{{name}}} with a format that doesn't exist: use {', '.join(f':{spec}' for spec in _SPECS)}"
    return None


def slug(text: str) -> str:
    """Letters without accents; each run of other unsafe characters becomes a dash, dropped at the ends."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(character for character in text if not unicodedata.combining(character))
    return _DASHES.sub("-", _NO_SLUG.sub("-", text)).strip(_EDGES)


_SPECS: Mapping[str, Callable[[str], str]] = {
    "slug": slug,
    "lower": lambda text: slug(text).lower(),
    "upper": lambda text: slug(text).upper(),
    "raw": lambda text: _UNSAFE.sub("-", text),
}
_FIELDS = ("session", "account_name", "account_id", "account_email", "role", "region")
_FIELDS_SHOWN = " ".join(f"{{{name}}}" for name in _FIELDS)
