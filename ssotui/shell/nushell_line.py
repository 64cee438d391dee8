"""Parses a command line for nushell's completion: its words without their quotes."""

from __future__ import annotations

_QUOTES = "'\"`"
_COMMAND_ENDS = "|;({\n"


def read(line: str) -> tuple[list[str], str]:
    """The complete words of the last command on ``line``, its name first, and the word at the cursor.

    Escapes only work in double quotes (The Nushell Book, "Working with strings").
    """
    words: list[str] = []
    word, quote, is_escaped, has_begun = "", "", False, False
    for character in line:
        if is_escaped:
            word, is_escaped = word + character, False
        elif quote == '"' and character == "\\":
            is_escaped = True
        elif character in _QUOTES and quote in ("", character):
            quote, has_begun = "" if quote else character, True
        elif quote or character not in f" \t{_COMMAND_ENDS}":
            word, has_begun = word + character, True
        else:
            if has_begun:
                words.append(word)
            if character in _COMMAND_ENDS:
                words = []
            word, has_begun = "", False
    return words, word
