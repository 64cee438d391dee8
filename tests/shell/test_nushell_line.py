"""What nushell's completion gives us of a command line, read as nushell reads it."""

from __future__ import annotations

import pytest

from ssotui.shell.nushell_line import read


@pytest.mark.parametrize(
    ("line", "words", "typed"),
    [
        ("ssotui ", ["ssotui"], ""),
        ("ssotui use pr", ["ssotui", "use"], "pr"),
        ('ssotui use \'it is\' "a \\"b" `c d` e', ["ssotui", "use", "it is", 'a "b', "c d"], "e"),
        ("ssotui use 'two wo", ["ssotui", "use"], "two wo"),
        ("ssotui use '' ", ["ssotui", "use", ""], ""),
        ("ls | ssotui use a", ["ssotui", "use"], "a"),
        ("cd x; ssotui use a", ["ssotui", "use"], "a"),
        ("if true { ssotui use a", ["ssotui", "use"], "a"),
        ("let x = (ssotui use 'a;b|", ["ssotui", "use"], "a;b|"),
        ("ssotui use back\\slash", ["ssotui", "use"], "back\\slash"),
    ],
)
def test_the_words_of_the_last_command_and_the_one_being_typed(line: str, words: list[str], typed: str) -> None:
    assert read(line) == (words, typed)
