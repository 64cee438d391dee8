"""Parses a command line for bash's completion: the words without their quotes, and the quoting of a candidate."""

from __future__ import annotations

from ssotui.named_tuples import NamedTuple

_ESCAPED_IN_DOUBLE = '$`"\\'


class BashLine(NamedTuple):
    """A command line up to the cursor.

    ``words`` are the complete words, the command first; ``typed`` is the word at the cursor. readline replaces that
    word only after its first ``fixed`` characters, and an open ``quote`` stays open.
    """

    words: tuple[str, ...]
    typed: str
    fixed: int
    quote: str

    def insert(self, candidate: str) -> str | None:
        """The text that readline has to insert for ``candidate``; None if the candidate can't be quoted."""
        text = candidate[self.fixed :]
        if self.quote == "'":
            return text.replace("'", "'\\''")
        if self.quote == '"':
            # An interactive bash expands history even there, and a backslash before ! would stay in the word.
            return None if "!" in text else "".join(_escaped(character, _ESCAPED_IN_DOUBLE) for character in text)
        return "".join(
            character if character.isalnum() or character in "_./:@%+,=-" else f"\\{character}" for character in text
        )


def read(line: str, breaks: str) -> BashLine:
    """Parse ``line``. ``breaks`` is COMP_WORDBREAKS: readline replaces a word only after the last of these."""
    reader = _Reader(breaks)
    for character in line:
        reader.take(character)
    return BashLine(tuple(reader.words), reader.word, reader.fixed, reader.quote)


class _Reader:
    def __init__(self, breaks: str) -> None:
        self.breaks = breaks
        self.words: list[str] = []
        self.word = ""
        self.fixed = 0
        self.quote = ""
        self.escaping = False
        self.begun = False

    def take(self, character: str) -> None:
        if self.escaping:
            self._take_escaped(character)
        elif character == "\\" and self.quote != "'":
            self.escaping = self.begun = True
        elif character in ("'", '"') and self.quote in ("", character):
            self.quote = "" if self.quote else character
            self.begun = True
            self.fixed = len(self.word)
        elif not self.quote and character in " \t\n":
            self._end()
        else:
            self.word += character
            self.begun = True
            if not self.quote and character in self.breaks:
                self.fixed = len(self.word)

    def _take_escaped(self, character: str) -> None:
        if self.quote and character not in _ESCAPED_IN_DOUBLE:
            self.word += "\\"
        self.word += character
        self.escaping = False

    def _end(self) -> None:
        if self.begun:
            self.words.append(self.word)
        self.word, self.fixed, self.begun = "", 0, False


def _escaped(character: str, special: str) -> str:
    return f"\\{character}" if character in special else character
