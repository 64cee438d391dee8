"""Writes one setting, ``ui.theme``, into the settings file. Every other byte of the file stays as it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ssotui import settings
from ssotui.errors import FileError
from ssotui.files.atomic import check_unchanged, read_version, refuse_read_only, replace_file

_STRING = r'''"""[^"]*"""|\'\'\'[^']*\'\'\'|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\''''
_VALUE = re.compile(rf"""(\btheme["']?[ \t]*=[ \t]*)(?:{_STRING})""")
_HEADER = re.compile(r"""^[ \t]*\[[ \t]*["']?ui["']?[ \t]*\][^\n]*\n?""", re.MULTILINE)
_INLINE = re.compile(r"""^[ \t]*["']?ui["']?[ \t]*=[ \t]*\{""", re.MULTILINE)
_DOTTED = re.compile(r"""^[ \t]*["']?ui["']?[ \t]*\.""", re.MULTILINE)


def save_theme(path: Path, name: str) -> None:
    """Set ``ui.theme`` to ``name`` in the settings file ``path``, which is created if it isn't there.

    Raises FileError if the file isn't valid or can't be written; then it is unchanged.
    """
    content, version = read_version(path)
    loaded = settings.parse(content or b"", path)
    if loaded.ui_theme == name:
        return
    changed = _with_theme((content or b"").decode(), name)
    if changed is None:
        raise FileError(
            str(path), "ui.theme can't be changed in the way this file is written", hint=f'Set it to "{name}" by hand.'
        )
    refuse_read_only(path)
    replace_file(path, changed.encode(), check=lambda: check_unchanged(path, version))


def _with_theme(text: str, name: str) -> str | None:
    """The first change of ``text`` after which it says the same as before, and that theme; None if there is none."""
    before = tomllib.loads(text)
    expected = {**before, "ui": {**before.get("ui", {}), "theme": name}}
    return next((changed for changed in _changes(text, f'"{name}"') if _document(changed) == expected), None)


def _changes(text: str, value: str) -> Iterator[str]:
    """Changes of one line or of a new section at the end. Most are wrong: TOML has many ways to write a setting."""
    end = "\r\n" if "\r\n" in text else "\n"
    for found in _VALUE.finditer(text):
        yield text[: found.end(1)] + value + text[found.end() :]
    for pattern, added in (
        (_HEADER, f"theme = {value}{end}"),
        (_INLINE, f" theme = {value},"),
        (_INLINE, f" theme = {value} "),
    ):
        for found in pattern.finditer(text):
            yield _ended(text[: found.end()], end if pattern is _HEADER else "") + added + text[found.end() :]
    for found in _DOTTED.finditer(text):
        yield f"{text[: found.start()]}ui.theme = {value}{end}{text[found.start() :]}"
    yield f"{_ended(text, end)}{end if text else ''}[ui]{end}theme = {value}{end}"


def _ended(text: str, end: str) -> str:
    """``text`` with the line ending ``end``, unless it has one already."""
    return text if not text or text.endswith("\n") else text + end


def _document(text: str) -> dict[str, Any] | None:
    """The TOML document; None if it isn't one."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
