"""A diff says exactly what changes, briefly, and shows nobody's secrets."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssotui.core.diffs import DiffLine, diff

LINES = st.lists(st.sampled_from(["[a]", "[b]", "[c]", "", "region = r", "region = s", "# x"]), max_size=25)
MANY = st.lists(st.integers(0, 200).map(str), max_size=120)


def texts(lines: Sequence[DiffLine]) -> list[str]:
    return [line.text for line in lines]


def applied(before: Sequence[str], lines: Sequence[DiffLine]) -> list[str]:
    """What ``patch`` would make of it; every line that stays or goes must be where the diff says."""
    after: list[str] = []
    at = 0
    for line in lines[2:]:
        found = re.match(r"@@ -(\d+)(?:,(\d+))? ", line.text)
        if found:
            start = int(found[1]) - (found[2] != "0")
            after += before[at:start]
            at = start
        elif line.kind in ("same", "old"):
            assert before[at] == line.text[1:]
            at += 1
        if line.kind in ("same", "new"):
            after.append(line.text[1:])
    return [*after, *before[at:]]


@given(before=st.one_of(LINES, MANY), after=st.one_of(LINES, MANY))
def test_applied_to_the_old_lines_it_gives_the_new_ones(before: list[str], after: list[str]) -> None:
    lines = diff("f", "".join(f"{line}\n" for line in before), "".join(f"{line}\n" for line in after))
    assert applied(before, lines) == after if lines else before == after


@given(before=LINES, after=LINES)
def test_every_hunk_counts_its_lines(before: list[str], after: list[str]) -> None:
    lines = diff("f", "".join(f"{line}\n" for line in before), "".join(f"{line}\n" for line in after))
    for number, line in enumerate(lines):
        found = re.match(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@", line.text)
        if found:
            hunk = [one.kind for one in lines[number + 1 :]]
            hunk = hunk[: hunk.index("place")] if "place" in hunk else hunk
            assert int(found[1] or 1) == sum(kind in ("same", "old") for kind in hunk)
            assert int(found[2] or 1) == sum(kind in ("same", "new") for kind in hunk)


def test_it_is_a_unified_diff_with_three_lines_around() -> None:
    before = "".join(f"{number}\n" for number in range(1, 10))
    assert texts(diff("/config", before, before.replace("5\n", "five\n"))) == [
        *("--- /config", "+++ /config", "@@ -2,7 +2,7 @@"),
        *(" 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8"),
    ]


def test_texts_that_are_the_same_have_none() -> None:
    assert diff("f", "a\n", "a\n") == ()


def test_a_last_line_without_an_end_is_told() -> None:
    assert texts(diff("f", "a", "a\nb\n"))[3:] == ["-a", "\\ No newline at end of file", "+a", "+b"]


def test_a_file_that_was_empty_begins_at_nought() -> None:
    assert texts(diff("f", "", "a\n"))[2:] == ["@@ -0,0 +1 @@", "+a"]


def test_thousands_of_moved_sections_are_followed_by_their_headers() -> None:
    sections = [f"[{number}]\nregion = r\nrole = x\n" for number in range(3000)]
    changed = [section.replace("role", "output = json\nrole") for section in sections]
    lines = diff("f", "".join(sections), "".join(changed))
    assert [line.text for line in lines if line.kind in ("old", "new")] == ["+output = json"] * 3000


def test_hundreds_of_new_sections_after_a_changed_line_leave_its_header_alone() -> None:
    changed = "[chain]\nsource = new\n" + "".join(f"\n[{number}]\nregion = r\n" for number in range(300))
    lines = diff("f", "[first]\n[chain]\nsource = old\n", f"[1st]\n{changed}")
    assert [line.text for line in lines if line.kind == "old"] == ["-[first]", "-source = old"]


@pytest.mark.parametrize(
    "line", ["aws_secret_access_key = not-a-key", "  AWS_SESSION_TOKEN=abc def", "aws_security_token : x\r"]
)
def test_secret_keys_are_not_shown(line: str) -> None:
    (shown,) = [
        text for text in texts(diff("f", f"{line}\n", f"{line}\n[new]\n")) if text.lower().strip().startswith("aws")
    ]
    assert (
        shown.rstrip()
        == f" {re.split(r'(?<=[=:]) ?', line, maxsplit=1)[0]}{' ' if '= ' in line or ': ' in line else ''}***"
    )
