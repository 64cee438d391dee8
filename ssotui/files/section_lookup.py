"""Reads single sections of a large config file without parsing all of it, for ``status --check`` in a prompt.

The file is parsed as a whole once. If it has no faults and every header is written in the usual form, its fingerprint
is saved. While the fingerprint matches, a section is found by searching for its header. Imports almost nothing.
"""

from __future__ import annotations

import contextlib
import time

from ssotui import paths
from ssotui.errors import FileError
from ssotui.files.atomic import fingerprint, read_file, read_version, replace_file
from ssotui.files.ini import decoded, laid_out, scan
from ssotui.files.section_headers import read_header

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ssotui.files.atomic import Fingerprint
    from ssotui.files.ini import Layout

_LARGE = 65_536  # bytes: smaller files are read as fast as the fingerprint is compared
_SETTLED = 2.0  # seconds since the last change: two changes within one tick of the clock have equal fingerprints
_VERSION = 1
_LAST_READ: dict[tuple[str, str], ConfigSections] = {}  # of this process


def config_sections(env: Mapping[str, str]) -> ConfigSections:
    """The sections of the current file. An unchanged file isn't read again. Raises as ConfigSections."""
    path = paths.config_file(env)
    key = (str(path), str(paths.cache_folder(env)))
    last, seen = _LAST_READ.get(key), fingerprint(path)
    if last is not None and seen is not None and last.version == _version(seen, path):
        return last
    _LAST_READ.clear()  # a command reads one config only
    _LAST_READ[key] = ConfigSections(env)
    return _LAST_READ[key]


class ConfigSections:
    """The sections of the config file that ``env`` names."""

    def __init__(self, env: Mapping[str, str]) -> None:
        """Raises FileError if the file can't be read, or not be parsed as a whole."""
        path, cache = paths.config_file(env), paths.cache_folder(env) / "plain-config"
        self._path = str(path)
        self._content, self.version = _read(path)
        self._values: dict[tuple[str, str], Mapping[str, str]] | None = None
        if len(self._content) < _LARGE:
            self._read_whole()
        elif not self.version or _cached_version(cache) != self.version:
            text, layout = self._read_whole()
            if self.version and _is_plain(text, layout):
                _cache_version(cache, self.version)

    def of(self, kind: str, name: str) -> Mapping[str, str] | None:
        """The values of one section; the later of two with one name replaces the other (botocore, configloader.py)."""
        if self._values is not None:
            return self._values.get((kind, name))
        header = name if (kind, name) == ("profile", "default") else f"{kind} {name}"
        return self._alone(header) if read_header(header) == (kind, name) else None

    def _read_whole(self) -> tuple[str, Layout]:
        text = decoded(self._content, self._path)
        layout = laid_out(text, self._path)
        self._values = {read_header(section.header): section.values for section in layout.sections}
        return text, layout

    def _alone(self, header: str) -> Mapping[str, str] | None:
        content = self._content
        for end in ("\n", "\r\n"):
            line = f"[{header}]{end}".encode()
            start = 0 if content.startswith(line) else content.find(b"\n" + line) + 1
            if start or content.startswith(line):
                stop = content.find(b"\n[", start)
                return scan(content[start : stop if stop >= 0 else None].decode(), self._path)[0].values
        return None


def _is_plain(text: str, layout: Layout) -> bool:
    """Whether each header is alone on its line, without indentation, in the form that _alone searches for."""
    if not text.endswith("\n") or text.count("\r") != text.count("\r\n"):
        return False
    lines, sections = text.split("\n"), layout.sections
    brackets = text.count("\n[") + text.startswith("[")
    return brackets == len(layout.headers) == len(sections) and all(
        lines[section.line - 1].removesuffix("\r") == f"[{section.header}]" and _is_usual(section.header)
        for section in sections
    )


def _is_usual(header: str) -> bool:
    kind, name = read_header(header)
    return not kind or header == (name if name == "default" else f"{kind} {name}")


def _read(path: Path) -> tuple[bytes, str]:
    """The content and its fingerprint; the fingerprint is "" while a further change could have the same one."""
    content, seen = read_version(path)
    if content is None or seen is None or time.time() - seen[0] / 1e9 < _SETTLED:
        return content or b"", ""
    return content, _version(seen, path)


def _version(seen: Fingerprint, path: Path) -> str:
    return " ".join(map(str, (_VERSION, *seen, path)))


def _cached_version(cache: Path) -> str:
    try:
        return (read_file(cache) or b"").decode("utf-8", "surrogateescape")
    except FileError:
        return ""


def _cache_version(cache: Path, version: str) -> None:
    with contextlib.suppress(FileError):  # then the next command reads the whole file again
        replace_file(cache, version.encode("utf-8", "surrogateescape"))
