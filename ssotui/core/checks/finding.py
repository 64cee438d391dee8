"""Findings of doctor, each with its fix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from ssotui.named_tuples import NamedTuple

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Lines(NamedTuple):
    """Replace lines ``first`` to ``last`` of a file (counted from 1) by ``new``, given without line ends."""

    first: int
    last: int
    new: tuple[str, ...] = ()


class Rewrite(NamedTuple):
    """A fix: replace lines of the finding's file, all of them or none."""

    parts: tuple[Lines, ...]


class Protect(NamedTuple):
    """A fix: make the finding's file readable by its owner only."""


class SetAside(NamedTuple):
    """A fix: rename the finding's file so that no tool finds it."""


Fix = Rewrite | Protect | SetAside


class Finding(NamedTuple):
    """A problem: ``message`` says what is wrong and which tool it breaks, ``hint`` what to do.

    ``path`` is "" if it is in no file, ``line`` 0 if it is in no single line.
    """

    id: str
    severity: Severity
    path: str
    line: int
    message: str
    hint: str
    fix: Fix | None = None

    @property
    def fixable(self) -> bool:
        return self.fix is not None


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The worst first; then by file and line."""
    return tuple(sorted(findings, key=lambda one: (SEVERITIES.index(one.severity), one.path, one.line, one.id)))


def rewritten(lines: Sequence[str], fixes: Iterable[Rewrite]) -> list[str]:
    """The lines after the fixes, without those that overlap another one: they are found again at the next run."""
    parts: list[Lines] = []
    for fix in fixes:
        if not any(_meet(part, other) for part in fix.parts for other in parts):
            parts += fix.parts
    after = list(lines)
    for part in sorted(parts, reverse=True):
        after[part.first - 1 : part.last] = part.new
    return after


def _meet(one: Lines, other: Lines) -> bool:
    return one.first <= other.last and other.first <= one.last
