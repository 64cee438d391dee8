"""Section headers that botocore (configloader.py) or the AWS SDK for JavaScript v3 (parseIni) can't read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ssotui.core.checks.config_lines import ConfigLines, Section
from ssotui.core.checks.finding import Finding, Lines, Rewrite
from ssotui.core.printable import printable
from ssotui.core.profiles.naming import SAFE_NAME, UNUSABLE_NAMES
from ssotui.errors import shell_word
from ssotui.named_tuples import NamedTuple

HeaderReader = Callable[[str], tuple[str, str]]
"""Returns the kind of section that botocore reads in a header, and its name; "" for headers that it ignores."""

_JS_SEES = re.compile(r"(?:profile|sso-session|services)\s([\"']?)[\w\-@+.%:/]+\1", re.ASCII)
_NEARLY = re.compile(r"\s*(profile|sso-session)s?\b\s*(.*?)\s*", re.IGNORECASE | re.DOTALL)
_SHORT = re.compile(r"(profile|sso-session)(?!s\b)([A-Za-z0-9]\S*)", re.ASCII)
_JOINERS = ("-", ".", "_", ":", "/", "=", "+", "@", "%")
_OF_A_PROFILE = frozenset(
    ("sso_session", "sso_account_id", "sso_role_name", "sso_start_url", "role_arn", "source_profile",
     "credential_process", "aws_access_key_id", "region", "output")
)  # fmt: skip


class NamedSection(NamedTuple):
    """A section of the config file, with the kind and name that botocore reads in its header."""

    section: Section
    kind: str
    name: str


def named(config: ConfigLines, read_header: HeaderReader) -> tuple[NamedSection, ...]:
    return tuple(NamedSection(section, *read_header(section.header)) for section in config.sections)


def headers(config: ConfigLines, sections: tuple[NamedSection, ...]) -> Iterator[Finding]:
    """A finding for every section that a tool can't read or reads under another name."""
    existing = {(one.kind, one.name) for one in sections}
    for one in sections:
        if one.kind:
            yield from _unseen_by_js(config, one)
        elif one.section.header != "DEFAULT":
            yield from _unseen_by_all(config, one.section, existing)
    yield from _same_names(config, sections)


def _unseen_by_all(config: ConfigLines, section: Section, existing: set[tuple[str, str]]) -> Iterator[Finding]:
    unread, fix = _unread(section), None
    if unread is None:
        return
    is_free = (unread.kind, unread.name) not in existing and unread.name.isprintable()
    if not is_free or unread.name in UNUSABLE_NAMES:
        hint = f'Another section has the name "{printable(unread.name)}": rename or remove one of the two.'
    else:
        hint = f"Write {_header(unread.kind, unread.name)}{unread.advice}."
        fix = _renamed(config, section, _header(unread.kind, unread.name)) if unread.is_certain else None
    message = f"No tool sees [{printable(section.header)}]{unread.why}"
    yield Finding(unread.id, "error", config.path, section.line, message, hint, fix)


class _Unread(NamedTuple):
    """A header that no tool reads, and what it probably means; ``is_certain``: only a blank is missing."""

    id: str
    kind: str
    name: str
    why: str
    advice: str = ""
    is_certain: bool = False


def _unread(section: Section) -> _Unread | None:
    """What the header probably means. Guessed names are for the hint only; the fix only inserts a blank."""
    header = section.header
    short, nearly = _SHORT.fullmatch(header), _NEARLY.fullmatch(header)
    if short:
        return _Unread("hidden-section", short[1], short[2], ": the space before its name is missing.", is_certain=True)
    if nearly and nearly[2] and not nearly[2].startswith(_JOINERS):
        why = ": its name needs quotes."
        return _Unread(
            "hidden-section",
            nearly[1].lower(),
            _unquoted(nearly[2]),
            why,
            ", or better a name without spaces and quotes",
        )
    if nearly and nearly[2].lstrip("".join(_JOINERS)):
        name = nearly[2].lstrip("".join(_JOINERS))
        return _Unread(
            "hidden-section", nearly[1].lower(), name, ": the space before its name is missing.", ", or its real name"
        )
    if not _OF_A_PROFILE.intersection(section.values):
        return None
    why = " as a profile: the word profile is missing."
    return _Unread("missing-profile-word", "profile", header.strip(), why)


def _unseen_by_js(config: ConfigLines, one: NamedSection) -> Iterator[Finding]:
    line = config.lines[one.section.line - 1].strip().removeprefix("\ufeff")
    content = re.split(r"(?:^|\s)[;#]", line)[0].strip()
    if content.endswith("]") and (content[1:-1] == "default" or _JS_SEES.fullmatch(content[1:-1])):
        return
    is_safe = bool(SAFE_NAME.fullmatch(one.name)) and one.name not in UNUSABLE_NAMES
    message = (
        f"The JavaScript SDK (CDK, Serverless…) does not see [{printable(one.section.header)}]; AWS CLI and boto3 do."
    )
    header = f"[{one.kind} {one.name}]"
    hint = f"Write {header}." if is_safe else "Use A-Z a-z 0-9 _ . @ + % : / - only in its name."
    if one.kind == "profile" and not is_safe and one.name not in UNUSABLE_NAMES:
        hint = f"Rename it: ssotui profile rename {shell_word(one.name)} NAME"
    fix = _renamed(config, one.section, header) if is_safe else None
    yield Finding("unseen-by-javascript", "warning", config.path, one.section.line, message, hint, fix)


def _same_names(config: ConfigLines, sections: tuple[NamedSection, ...]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], Section] = {}
    for section, kind, name in sections:
        before = seen.setdefault((kind, name), section)
        if not kind or before is section or before.header == section.header:
            continue
        other = f"[{printable(before.header)}] in line {before.line}"
        if name == "default":
            message = (
                f"Conflicts with {other}: AWS CLI and boto3 use the later one, the JavaScript SDK [profile default]."
            )
            finding = "two-defaults"
        else:
            message = f"It is the same as {other}: AWS CLI and boto3 see only this one, the JavaScript SDK merges them."
            finding = "two-of-one-name"
        yield Finding(finding, "warning", config.path, section.line, message, "Merge the two sections.")


def _unquoted(name: str) -> str:
    return name[1:-1] if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'" else name


def _header(kind: str, name: str) -> str:
    if SAFE_NAME.fullmatch(name):
        return f"[{kind} {name}]"
    import shlex  # takes 8 ms, and is rarely needed

    return f"[{kind} {shlex.quote(name)}]"


def _renamed(config: ConfigLines, section: Section, header: str) -> Rewrite:
    line = config.lines[section.line - 1]
    indent = line[: line.index("[")]
    rest = line[line.rindex("]") + 1 :].strip()
    comment = rest if rest[:1] in ("", "#", ";") else f"# {rest}"
    new = (f"{indent}{comment}", f"{indent}{header}") if comment else (f"{indent}{header}",)
    return Rewrite((Lines(section.line, section.line, new),))
