"""Creates, completes and removes profiles in the text of a config file, and changes nothing else in it.

Text in, text out, in one pass whatever the number of profiles. The result is then read as botocore and as the
JavaScript SDK read it, to check that it holds what was planned and is otherwise unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from ssotui.core.configuration import AwsConfiguration, NewChain, NewProfile
from ssotui.core.model import SsoSession
from ssotui.core.profiles.naming import check_name
from ssotui.core.profiles.plans import Plan
from ssotui.errors import FileError
from ssotui.files.aws_config import MANAGED_BY
from ssotui.files.config_text import ConfigText
from ssotui.files.ini import IniSection, scan
from ssotui.files.js_ini import js_sections
from ssotui.files.section_headers import read_header
from ssotui.named_tuples import NamedTuple

# Characters that end a line for some tool or can't be written; and what the JavaScript SDK reads as a comment.
_NOT_ONE_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_JS_COMMENT = re.compile(r"(^|\s)[;#]")
_NOTHING = "Nothing was written."

_Values = Mapping[str, str]
_Sections = Mapping[str, _Values]


def profile_values(profile: NewProfile, session: SsoSession) -> dict[str, str]:
    """The keys of a profile for a role, in the order of AWS CLI v2 (customizations/configure/sso_commands.py)."""
    if session.legacy:
        values = {"sso_start_url": session.start_url, "sso_region": session.sso_region}
    else:
        values = {"sso_session": session.name}
    values |= {"sso_account_id": profile.ref.account_id, "sso_role_name": profile.ref.role}
    values |= {key: value for key, value in (("region", profile.region), ("output", profile.output)) if value}
    return {**values, "managed_by": MANAGED_BY}


def chain_values(chain: NewChain) -> dict[str, str]:
    """The keys of a profile that assumes a role."""
    values = {"role_arn": chain.role_arn, "source_profile": chain.source}
    values |= {key: value for key, value in (("region", chain.region), ("output", chain.output)) if value}
    return {**values, "managed_by": MANAGED_BY}


class Written(NamedTuple):
    """A text of the config file, and its sections as parsed."""

    text: str
    sections: tuple[IniSection, ...]


class Changes(NamedTuple):
    """By profile name: new profiles with their keys, and keys to set in existing profiles; and names to remove.

    Removing a name removes every section of that profile; with ``only_ours`` only those that ssotui manages.
    """

    create: Mapping[str, _Values] = {}
    update: Mapping[str, _Values] = {}
    remove: Collection[str] = ()
    only_ours: bool = False


def changed(before: Written, path: str, changes: Changes) -> Written:
    """``before`` with all ``changes`` applied. Everything else is kept byte for byte.

    Raises UsageError for a name and FileError for a value that not every tool can read, and FileError if the result
    isn't what was planned.
    """
    for name, values in changes.create.items():
        check_name(name)
        check_values(values, path)
    for values in changes.update.values():
        check_values(values, path)
    text = ConfigText(before.text, path)
    created = {header_of(name): dict(values) for name, values in changes.create.items()}
    updated, removed = _concerned(text.sections, changes)
    for header, values in created.items():
        text.add(header, values)
    for section, values in updated:
        text.put(section, values)
    for section in removed:
        text.remove(section)
    after = text.result()
    sections = scan(after, path)
    put = {section.header: values for section, values in updated}
    gone = {section.header for section in removed}
    expected = [
        (one.header, {**one.values, **put.get(one.header, {})}) for one in before.sections if one.header not in gone
    ]
    if not _reads_as(sections, expected, created):  # pragma: no cover - a proof: no text that fails it is known
        raise FileError(path, "the profiles would not read back as written", hint=_NOTHING)
    _check_for_js((before.text, after), path, created, put, gone)
    return Written(after, sections)


def header_of(name: str) -> str:
    """The header of a new profile; that of the default profile is [default], as every tool writes it."""
    return "default" if name == "default" else f"profile {name}"


def check_values(values: _Values, path: str) -> None:
    """Raises FileError for a value that not every tool reads as it is written."""
    for key, value in values.items():
        if not value or value != value.strip() or _NOT_ONE_LINE.search(value) or _JS_COMMENT.search(value):
            what = f'"{value}" can\'t be written as {key}: some tools would read it differently'
            raise FileError(path, what, hint=_NOTHING)


def _concerned(
    sections: Iterable[IniSection], changes: Changes
) -> tuple[list[tuple[IniSection, _Values]], list[IniSection]]:
    """The sections to update with their keys (the later of two with one name), and the sections to remove."""
    updated: dict[str, IniSection] = {}
    removed = []
    going = frozenset(changes.remove)
    for section in sections:
        kind, name = read_header(section.header)
        if kind != "profile":
            continue
        if name in changes.update:
            updated[name] = section
        if name in going and (not changes.only_ours or section.values.get("managed_by") == MANAGED_BY):
            removed.append(section)
    return [(section, changes.update[name]) for name, section in updated.items()], removed


def _reads_as(
    sections: tuple[IniSection, ...], remaining: list[tuple[str, dict[str, str]]], created: Mapping[str, _Values]
) -> bool:
    """Whether old sections are as planned, and new ones have the planned keys; ``[DEFAULT]`` may add more."""
    old, new = sections[: len(remaining)], sections[len(remaining) :]
    if [(one.header, one.values) for one in old] != remaining:
        return False
    return {one.header: {key: one.values.get(key) for key in created.get(one.header, {})} for one in new} == created


def _check_for_js(texts: tuple[str, str], path: str, created: _Sections, put: _Sections, gone: Collection[str]) -> None:
    """Raises FileError unless the JavaScript SDK reads the planned keys, and all other sections as before.

    ``texts`` are the text before and after; the sections are by header.
    """
    old, new = (sections_for_js(text, path) for text in texts)
    planned = {js_name(header): dict(values) for header, values in created.items()}
    for header, values in put.items():
        name = js_name(header)
        planned[name] = {**old.get(name, {}), **values}
    planned.pop("", None)
    for name, expected in planned.items():
        if new.get(name) != expected:
            what = f"[{name.replace('.', ' ', 1)}] would read differently in the JavaScript SDK"
            raise FileError(path, what, hint=f"{_NOTHING} Fix the file: ssotui doctor")
    concerned = {*planned, *map(js_name, gone)}
    if {name: old[name] for name in old.keys() - concerned} != {name: new[name] for name in new.keys() - concerned}:
        raise FileError(path, "other profiles would read differently in the JavaScript SDK", hint=_NOTHING)


def sections_for_js(text: str, path: str) -> Mapping[str, Mapping[str, str]]:
    """The sections as the JavaScript SDK reads them. Raises FileError if it refuses the file."""
    sections = js_sections(text)
    if sections is None:
        what = "it has a profile __proto__, for which the JavaScript SDK refuses the whole file"
        raise FileError(path, what, hint=f"{_NOTHING} Rename that profile with an editor.")
    return sections


def js_name(header: str) -> str:
    """The SDK's name for a section; "" if it can't read the header."""
    return next(iter(js_sections(f"[{header}]\nkey = value") or {}), "")


def check_plan(made: Plan, found: AwsConfiguration, path: str) -> None:
    """Raises FileError unless the new text has the wanted profiles and they are sound, with ``[DEFAULT]`` applied."""
    profiles = found.profiles_by_name
    for one in (*made.create, *made.update):
        have = profiles.get(one.name)
        if have is None or have.ref != one.ref or not have.managed:
            raise _changed_by_default(one.name, path)
        if have.fault:
            raise FileError(path, f"nothing was written. {have.fault}", hint=have.fault_hint)


def check_chain(chain: NewChain, found: AwsConfiguration, path: str) -> None:
    """As ``check_plan``, for a profile that assumes a role."""
    have = found.profiles_by_name.get(chain.name)
    if have is None or (have.kind, have.role_arn, have.source) != ("assume-role", chain.role_arn, chain.source):
        raise _changed_by_default(chain.name, path)
    if have.fault:
        raise FileError(path, f"nothing was written. {have.fault}", hint=have.fault_hint)


def _changed_by_default(name: str, path: str) -> FileError:
    return FileError(
        path,
        f"its section [DEFAULT] would change the profile {name}",
        hint="Nothing was written. Move the settings of [DEFAULT] to the profiles that need them.",
    )
