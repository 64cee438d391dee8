"""Unified diffs of two versions of a file, in linear time for long files, with secrets masked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from ssotui.named_tuples import NamedTuple

LineKind = Literal["file", "place", "same", "old", "new"]

_CONTEXT = 3
_FEW = 400  # the most lines that difflib compares at once: its time grows with their square
_EXACT_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_SECRET = re.compile(
    r"^(\s*(?:aws_secret_access_key|aws_session_token|aws_security_token)\s*[=:]\s*)\S.*?(\r?)$", re.IGNORECASE
)


class DiffLine(NamedTuple):
    """One line of a diff, its sign included, and its kind."""

    kind: LineKind
    text: str


class _Change(NamedTuple):
    """Lines ``old_start:old_end`` are replaced by ``new_start:new_end``."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


class _Look(NamedTuple):
    """How a hunk is written: ``context`` lines around it; if ``exact``, lines keep their carriage returns."""

    context: int
    exact: bool


def diff(path: str, before: str, after: str, *, exact: bool = False) -> tuple[DiffLine, ...]:
    """The unified diff of two texts, () if they are equal. Values of secret keys are shown as ``***``.

    ``exact`` is for ``patch``, which needs every line as it is, carriage returns included. Then no masked line is used
    as context, so the diff applies, unless it changes a secret itself.
    """
    lines = _EXACT_LINE if exact else _LINE
    old, new = lines.findall(before), lines.findall(after)
    changes = list(_changes(old, new))
    if not changes:
        return ()
    secrets = [at for at, line in enumerate(old) if _SECRET.match(line)] if exact else []
    end = "\t" if exact and " " in path else ""  # as GNU diff does, so that patch finds the end of the name
    shown = [DiffLine("file", f"--- {path}{end}"), DiffLine("file", f"+++ {path}{end}")]
    for group in _grouped(changes, secrets):
        shown += _hunk(old, new, group, _Look(_context(group, secrets), exact))
    return tuple(shown)


def _context(group: Sequence[_Change], secrets: Sequence[int]) -> int:
    """The lines of context: the same number before and after, or ``patch`` takes a side for an end of the file."""
    start, end = group[0].old_start, group[-1].old_end
    before = min((start - at - 1 for at in secrets if at < start), default=_CONTEXT)
    after = min((at - end for at in secrets if at >= end), default=_CONTEXT)
    return min(_CONTEXT, before, after)


def _changes(old: list[str], new: list[str]) -> Iterator[_Change]:
    """The replacements that turn ``old`` into ``new``, in order.

    Lines that occur once in both texts are matched first, and difflib compares what is between them (patience diff).
    """
    start = 0
    shortest = min(len(old), len(new))
    while start < shortest and old[start] == new[start]:
        start += 1
    end = 0
    while end < shortest - start and old[-1 - end] == new[-1 - end]:
        end += 1
    places = [*_anchors(old, new, start, end), (len(old) - end, len(new) - end)]
    before = (start, start)
    for old_at, new_at in places:
        yield from _between(old, new, _Change(before[0], old_at, before[1], new_at))
        before = (old_at, new_at)


def _anchors(old: list[str], new: list[str], start: int, end: int) -> list[tuple[int, int]]:
    """(old, new) indexes of equal lines that occur once in each text: the longest sequence that rises in both."""
    old_uses, new_uses = Counter(old), Counter(new)
    in_old = {old[index]: index for index in range(start, len(old) - end) if old_uses[old[index]] == 1}
    pairs = [
        (in_old[new[index]], index)
        for index in range(start, len(new) - end)
        if new_uses[new[index]] == 1 and new[index] in in_old
    ]
    return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence of ``pairs`` whose first members rise (patience sorting)."""
    tops: list[int] = []
    last: list[int] = []
    before = [-1] * len(pairs)
    for index, (value, _) in enumerate(pairs):
        pile = bisect_left(tops, value)
        if pile == len(tops):
            tops.append(value)
            last.append(index)
        else:
            tops[pile], last[pile] = value, index
        before[index] = last[pile - 1] if pile else -1
    found = []
    index = last[-1] if last else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def _between(old: list[str], new: list[str], gap: _Change) -> Iterator[_Change]:
    removed, added = old[gap.old_start : gap.old_end], new[gap.new_start : gap.new_end]
    if removed == added:
        return
    same = 0  # equal lines at the start, of which the first is the anchor
    while same < min(len(removed), len(added)) and removed[same] == added[same]:
        same += 1
    gap = _Change(gap.old_start + same, gap.old_end, gap.new_start + same, gap.new_end)
    removed, added = removed[same:], added[same:]
    if len(removed) + len(added) > _FEW or not removed or not added:
        yield gap
        return
    for tag, *bounds in SequenceMatcher(None, removed, added, autojunk=False).get_opcodes():
        if tag != "equal":
            a, b, c, d = bounds
            yield _Change(gap.old_start + a, gap.old_start + b, gap.new_start + c, gap.new_start + d)


def _grouped(changes: Sequence[_Change], secrets: Sequence[int]) -> Iterator[list[_Change]]:
    """The changes of each hunk. Those whose contexts meet are one hunk, unless a secret is between them."""
    group = [changes[0]]
    for change in changes[1:]:
        gap = range(group[-1].old_end, change.old_start)
        if len(gap) > 2 * _CONTEXT or any(at in gap for at in secrets):
            yield group
            group = []
        group.append(change)
    yield group


def _hunk(old: list[str], new: list[str], group: list[_Change], look: _Look) -> list[DiffLine]:
    start = max(group[0].old_start - look.context, 0)
    new_start = group[0].new_start - (group[0].old_start - start)
    end = min(group[-1].old_end + look.context, len(old))
    new_end = group[-1].new_end + end - group[-1].old_end
    place = f"@@ -{_range(start, end)} +{_range(new_start, new_end)} @@"
    lines = [DiffLine("place", place)]
    at = start
    for change in group:
        lines += _lines("same", old[at : change.old_start], look)
        lines += _lines("old", old[change.old_start : change.old_end], look)
        lines += _lines("new", new[change.new_start : change.new_end], look)
        at = change.old_end
    return [*lines, *_lines("same", old[at:end], look)]


def _range(start: int, end: int) -> str:
    """The line numbers in a hunk's header: they count from 1; an empty range has the number of the line before it."""
    length = end - start
    return f"{start + 1 if length else start},{length}" if length != 1 else f"{start + 1}"


def _lines(kind: Literal["same", "old", "new"], lines: Sequence[str], look: _Look) -> Iterator[DiffLine]:
    for line in lines:
        body = line.removesuffix("\n") if look.exact else line.rstrip("\r\n")
        has_end = line.endswith("\n") or (not look.exact and line.endswith("\r"))
        if len(body) > len("aws_session_token"):
            body = _SECRET.sub(r"\1***\2", body)
        yield DiffLine(kind, f"{_SIGNS[kind]}{body}")
        if body and not has_end:
            yield DiffLine("place", "\\ No newline at end of file")


_SIGNS = {"same": " ", "old": "-", "new": "+"}
