"""The INI grammar of the AWS SDK for JavaScript v3, which accepts fewer section names than botocore does.

A port of the SDK's shared-ini-file-loader, parseIni.js, used to check what is written. White space is ECMAScript's.
"""

from __future__ import annotations

import re

_BLANKS = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f"
    "\u3000\ufeff"
)
_COMMENT = re.compile(f"(?:^|[{_BLANKS}])[;#]")
_KNOWN = re.compile(rf"([\w-]+)[{_BLANKS}]([\"'])?([\w\-@+.%:/]+)(?(2)\2)", re.ASCII)
_KINDS = ("profile", "sso-session", "services")
_REFUSED = ("__proto__", "profile __proto__")

Sections = dict[str, dict[str, str]]


def js_sections(text: str) -> Sections | None:
    """The keys of each section, by ``profile.NAME``, ``sso-session.NAME`` or a bare header, as the SDK reads them.

    None if the SDK refuses the file. Keys keep their case; those of an indented block are named ``block.key``.
    """
    found: Sections = {}
    section, block = "", ""
    for line in text.replace("\r\n", "\n").split("\n"):
        content = _without_comment(line)
        if content[:1] == "[" and content[-1] == "]":
            if content[1:-1] in _REFUSED:
                return None
            section, block = _section(content[1:-1]), ""
            continue
        name, equals, value = content.partition("=")
        if not section or not equals or not name:
            continue
        name, value = name.strip(_BLANKS), value.strip(_BLANKS)
        if not value:
            block = name
            continue
        if block and line[0] not in _BLANKS:
            block = ""
        found.setdefault(section, {})[f"{block}.{name}" if block else name] = value
    return found


def _without_comment(line: str) -> str:
    if "#" in line or ";" in line:
        comment = _COMMENT.search(line)
        line = line[: comment.start()] if comment else line
    return line.strip(_BLANKS)


def _section(header: str) -> str:
    """The SDK's name for a section; "" if it skips the section."""
    known = _KNOWN.fullmatch(header)
    if known is None:
        return header
    return f"{known[1]}.{known[3]}" if known[1] in _KINDS else ""
