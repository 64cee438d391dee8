"""What the doctor says: findings, each with what would mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Lines(NamedTuple):
    """The lines ``first`` to ``last`` of a file, counted from 1, give way to ``new`` (without their ends)."""

    first: int
    last: int
    new: tuple[str, ...] = ()


class Rewrite(NamedTuple):
    """Lines of the finding's file are replaced, all of them or none."""

    parts: tuple[Lines, ...]


class Protect(NamedTuple):
    """The finding's file becomes readable by its owner alone."""


class SetAside(NamedTuple):
    """The finding's file gets another name, under which no tool looks for it."""


Fix = Rewrite | Protect | SetAside


class Finding(NamedTuple):
    """Something wrong: ``message`` says what and what breaks in which tool, ``hint`` what to do.

    ``path`` is "" and ``line`` 0 where it lies in no file, or not in a line of it.
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
    """The lines after as many of the fixes as don't meet; what was left out shows itself when they are read again."""
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
