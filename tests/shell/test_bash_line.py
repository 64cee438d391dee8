"""A bash command line up to the cursor."""

from __future__ import annotations

import pytest

from ssotui.shell import bash_line

BREAKS = " \t\n\"'@><=;|&(:"


@pytest.mark.parametrize(
    ("line", "words", "typed"),
    [
        ("ssotui ", ("ssotui",), ""),
        ("ssotui us", ("ssotui",), "us"),
        ("ssotui use  pr", ("ssotui", "use"), "pr"),
        ("ssotui use my\\ pr", ("ssotui", "use"), "my pr"),
        ("ssotui use 'my pr", ("ssotui", "use"), "my pr"),
        ('ssotui use "my pr', ("ssotui", "use"), "my pr"),
        ('ssotui use "a\\"b\\c', ("ssotui", "use"), 'a"b\\c'),
        ("ssotui use 'a\\", ("ssotui", "use"), "a\\"),
        ("ssotui use 'my prod' ", ("ssotui", "use", "my prod"), ""),
        ("ssotui use '' x", ("ssotui", "use", ""), "x"),
        ("ssotui use it\\", ("ssotui", "use"), "it"),
        ("ssotui use team:p", ("ssotui", "use"), "team:p"),
    ],
)
def test_words_lose_their_quoting(line: str, words: tuple[str, ...], typed: str) -> None:
    read = bash_line.read(line, BREAKS)
    assert (read.words, read.typed) == (words, typed)


@pytest.mark.parametrize(
    ("line", "candidate", "inserted"),
    [
        ("s use ", "my prod's", "my\\ prod\\'s"),
        ("s use ", '$(x)`y`;&|<>*?[]{}~!#\\"', '\\$\\(x\\)\\`y\\`\\;\\&\\|\\<\\>\\*\\?\\[\\]\\{\\}\\~\\!\\#\\\\\\"'),
        ("s use 'my", "my prod's", "my prod'\\''s"),
        ('s use "my', 'my $p`"\\', 'my \\$p\\`\\"\\\\'),
        ("s use team:p", "team:prod", "prod"),
        ("s use team\\:p", "team:prod", "team:prod"),
        ("s use 'team:p", "team:prod", "team:prod"),
        ("s use a=b:", "a=b:c", "c"),
    ],
)
def test_an_answer_is_quoted_for_its_place(line: str, candidate: str, inserted: str) -> None:
    assert bash_line.read(line, BREAKS).insert(candidate) == inserted


def test_an_exclamation_mark_can_not_be_said_between_double_quotes() -> None:
    assert bash_line.read('s use "wo', BREAKS).insert("wow!") is None
