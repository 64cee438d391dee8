"""Faults that make a config or credentials file unreadable, or give its lines another meaning than they seem to have.

Each was tried with botocore 1.44 and @smithy/core 3.41 (the INI reader of the AWS SDK for JavaScript v3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssotui.core.chains.soundness import PLAIN_KEYS, value_fault
from ssotui.core.checks.config_lines import BOM, ConfigLines, Option, Section, option_parts
from ssotui.core.checks.finding import Finding, Lines, Rewrite

FATAL = "every aws command and boto3 fail, for all profiles"
_COMMENT = re.compile(r"(?:^|\s+)([#;].*)$", re.DOTALL)


def grammar(config: ConfigLines) -> Iterator[Finding]:
    """Every fault of the file's grammar, in no order."""
    yield from _byte_order_mark(config)
    yield from _text_before_sections(config)
    yield from _unreadable_lines(config)
    yield from _same_sections(config)
    for section in config.sections:
        yield from _same_keys(config, section)
        for option in section.options:
            if option.key in PLAIN_KEYS:
                yield from _comment_in_value(config, section, option)
                yield from _indented_keys(config, section, option)
    yield from _default_section(config)


def _byte_order_mark(config: ConfigLines) -> Iterator[Finding]:
    if config.lines and config.lines[0].startswith(BOM):
        fix = Rewrite((Lines(1, 1, (config.lines[0].removeprefix(BOM),)),))
        message = f"The file starts with a byte-order mark: {FATAL}."
        yield Finding("byte-order-mark", "error", config.path, 1, message, "Save it as UTF-8 without BOM.", fix)


def _text_before_sections(config: ConfigLines) -> Iterator[Finding]:
    for number in config.before_sections:
        message = f"There is text before the first [section]: {FATAL}."
        fix = _commented_out(config, number)
        yield Finding("key-before-section", "error", config.path, number, message, "Move it into a section.", fix)


def _unreadable_lines(config: ConfigLines) -> Iterator[Finding]:
    for number in config.unreadable:
        line = config.lines[number - 1]
        if line.lstrip().startswith("["):
            closed = Rewrite((Lines(number, number, (f"{line.rstrip()}]",)),))
            message = f"The bracket of this [section] is not closed: {FATAL}."
            yield Finding("open-bracket", "error", config.path, number, message, "Close it: ]", closed)
        else:
            message = f"This line is not a [section], a setting (key = value) or a comment: {FATAL}."
            fix = _commented_out(config, number)
            yield Finding("stray-line", "error", config.path, number, message, "Correct or remove the line.", fix)


def _commented_out(config: ConfigLines, number: int) -> Rewrite:
    return Rewrite((Lines(number, number, (f"# {config.lines[number - 1].removeprefix(BOM)}",)),))


def _same_sections(config: ConfigLines) -> Iterator[Finding]:
    seen: dict[str, Section] = {}
    for section in config.sections:
        before = seen.setdefault(section.header, section)
        if before is section or section.header == "DEFAULT":
            continue
        message = f"The section [{section.header}] occurs twice (first in line {before.line}): {FATAL}."
        fix = _merged(config, before, section)
        hint = "Merge the two sections." if fix else "Rename or remove one of the two."
        yield Finding("duplicate-section", "error", config.path, section.line, message, hint, fix)


def _merged(config: ConfigLines, one: Section, other: Section) -> Rewrite | None:
    """A fix that moves the lines of the second section to the first; None if the two contradict each other."""
    has, adds = one.values, other.values
    if any(has.get(key, value) != value for key, value in adds.items()):
        return None
    repeated = {number for option in other.options if option.key in has for number in _numbers(option)}
    body = range(other.line + 1, other.last + 1)
    moved = tuple(config.lines[number - 1] for number in body if number not in repeated)
    return Rewrite((Lines(one.last, one.last, (config.lines[one.last - 1], *moved)), Lines(other.line, other.last)))


def _same_keys(config: ConfigLines, section: Section) -> Iterator[Finding]:
    seen: dict[str, Option] = {}
    for option in section.options:
        before = seen.setdefault(option.key, option)
        if before is option:
            continue
        is_same = before.value == option.value
        message = f"{option.key} is set twice in [{section.header}] (first in line {before.line}): {FATAL}."
        fix = Rewrite((Lines(option.line, option.last),)) if is_same else None
        yield Finding("duplicate-key", "error", config.path, option.line, message, "Remove one of the two lines.", fix)


def _comment_in_value(config: ConfigLines, section: Section, option: Option) -> Iterator[Finding]:
    fault = value_fault(option.key, option.value, f"[{section.header}]")
    found = _COMMENT.search(option.value)
    if fault is None or fault.id != "inline-comment" or found is None:
        return
    line = config.lines[option.line - 1]
    indent = line[: len(line) - len(line.lstrip())]
    value = line[: line.rindex(found[1])].rstrip()
    fix = Rewrite((Lines(option.line, option.line, (f"{indent}{found[1]}", value)),)) if value[-1] not in "=:" else None
    yield Finding(fault.id, "error", config.path, option.line, fault.message, "Put it on a line of its own.", fix)


def _indented_keys(config: ConfigLines, section: Section, option: Option) -> Iterator[Finding]:
    """Indented lines below a plain key continue its value, even if they look like keys."""
    below = [number for number in _numbers(option)[1:] if config.lines[number - 1].strip()]
    keys = [option_parts(config.lines[number - 1].strip())[0].lower() for number in below]
    if not keys:
        return
    start = config.lines[option.line - 1]
    indent = start[: len(start) - len(start.lstrip())]
    parts = tuple(Lines(number, number, (indent + config.lines[number - 1].strip(),)) for number in below)
    is_known = PLAIN_KEYS.issuperset(keys) and not any(section.first(key) for key in keys)
    named = ", ".join(keys) if all(keys) else "This line"
    message = f"{named} is indented, so AWS CLI and boto3 read it as part of {option.key}; the JavaScript SDK does not."
    hint = "Remove the indentation of these lines."
    yield Finding("swallowed-key", "error", config.path, below[0], message, hint, Rewrite(parts) if is_known else None)


def _default_section(config: ConfigLines) -> Iterator[Finding]:
    section = next((one for one in config.sections if one.header == "DEFAULT" and one.options), None)
    if section:
        message = "AWS CLI and boto3 add [DEFAULT] to all profiles and sessions; the JavaScript SDK ignores it."
        hint = "Rename it to [default], or move the settings to the profiles that need them."
        yield Finding("default-in-capitals", "warning", config.path, section.line, message, hint)


def _numbers(option: Option) -> range:
    return range(option.line, option.last + 1)
