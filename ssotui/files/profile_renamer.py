"""Renames profiles in the texts of the config and the credentials file, with all references to them.

References are ``source_profile``, and ``--profile`` of a credential_process that is ssotui's. Every other byte stays.
The result is read as botocore and as the JavaScript SDK read it, to check that only names have changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

from ssotui.core.chains.source_profiles import served_profile
from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import Profile
from ssotui.core.profiles.naming import check_name
from ssotui.core.profiles.renames import Renames, renamed
from ssotui.errors import FileError
from ssotui.files.config_text import ConfigText
from ssotui.files.ini import IniSection, scan
from ssotui.files.profile_writer import header_of, js_name, sections_for_js
from ssotui.files.section_headers import read_header

_NOTHING = "Nothing was written."
_REFERENCES = ("source_profile", "credential_process")


def in_config(text: str, path: str, names: Renames) -> str:
    """The config file's text with these profiles renamed.

    Raises UsageError for a name that not every tool can read, FileError if the JavaScript SDK would read more than
    names differently.
    """
    for new in names.values():
        check_name(new)

    changes = ConfigText(text, path)
    after = _changed(changes, names, _profile_of, _header)
    headers = [one.header for one in changes.sections if _profile_of(one) in names]
    _check_for_js((text, after), path, names, {old: _header(old, names[read_header(old)[1]]) for old in headers})
    return after


def in_credentials(text: str, path: str, names: Renames) -> str:
    """The credentials file's text with the sections of these profiles renamed."""
    return _changed(ConfigText(text, path), names, lambda section: section.header, lambda _, name: name)


def check_renamed(before: AwsConfiguration, after: AwsConfiguration, path: str, names: Renames) -> None:
    """Raises FileError unless ``after`` is ``before`` with these profiles renamed, and nothing else."""
    if _facts(renamed(before, names)) != _facts(after):  # pragma: no cover - a proof: no text that fails it is known
        raise FileError(
            path, "it would not read back as written", hint=f"{_NOTHING} Check for duplicate names: ssotui doctor"
        )


def names_between(before: str, after: str) -> dict[str, str]:
    """The renames that turn one text of the config file into the other; {} if that isn't all that differs."""
    try:
        old, new = scan(before, ""), scan(after, "")
    except FileError:
        return {}
    pairs = list(zip(old, new, strict=False))
    names = {_profile_of(one): _profile_of(other) for one, other in pairs if one.header != other.header}
    if len(old) != len(new) or not all(_only_names_differ(*pair) for pair in pairs):
        return {}
    return {one: other for one, other in names.items() if one and other and one != other}


def _only_names_differ(one: IniSection, other: IniSection) -> bool:
    values, others = ({k: v for k, v in section.values.items() if k not in _REFERENCES} for section in (one, other))
    return values == others


def _profile_of(section: IniSection) -> str:
    kind, name = read_header(section.header)
    return name if kind == "profile" else ""


def _header(old: str, name: str) -> str:
    """The header for another name, quoted as the old one: a profile may have one section with and one without."""
    quote = next((character for character in "\"'" if character in old), "")
    return f"profile {quote}{name}{quote}" if name != "default" else header_of(name)


def _changed(
    text: ConfigText, names: Renames, name_of: Callable[[IniSection], str], header: Callable[[str, str], str]
) -> str:
    for section in text.sections:
        name = name_of(section)
        if name in names:
            text.rename(section, header(section.header, names[name]))
        values = _references(section.values, names) if name else {}
        if values:
            text.put(section, values)
    return text.result()


def _references(values: Mapping[str, str], names: Renames) -> dict[str, str]:
    """The keys of a section that name one of the profiles, with the new name."""
    changed = {}
    source, command = values.get("source_profile", ""), values.get("credential_process", "")
    if source in names:
        changed["source_profile"] = names[source]
    served = "" if "\n" in command else served_profile(command)
    if served in names:
        changed["credential_process"] = _serving(command, served, names[served])
    return changed


def _serving(command: str, old: str, new: str) -> str:
    """The command with another profile. If ``old`` isn't written as one plain or quoted word, it stays."""
    pattern = rf"(--profile(?:=|\s+))(['\"]?){re.escape(old)}\2(?=\s|$)"
    return re.sub(pattern, lambda found: f"{found[1]}{found[2]}{new}{found[2]}", command)


def _facts(found: AwsConfiguration) -> tuple[frozenset[object], Counter[Profile]]:
    """Everything but line numbers, and messages on faults, which contain names."""
    return frozenset(found.sessions), Counter(
        one._replace(line=0, fault="yes" if one.fault else "", fault_hint="") for one in found.profiles
    )


def _check_for_js(texts: tuple[str, str], path: str, names: Renames, headers: Renames) -> None:
    """``texts`` are the text before and after; ``headers`` are the new headers by the old ones."""
    old, new = (sections_for_js(text, path) for text in texts)
    given = {js_name(before): js_name(after) for before, after in headers.items()}
    expected = {given.get(header, header): {**values, **_references(values, names)} for header, values in old.items()}
    if expected != new:  # pragma: no cover - a proof: no text that fails it is known
        raise FileError(path, "other profiles would read differently in the JavaScript SDK", hint=_NOTHING)
