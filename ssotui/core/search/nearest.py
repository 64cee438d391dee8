"""Explains a query without matches: which of its words prevents them, and how many there are without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Count = Callable[[str], int]


def nearest(query: str, count: Count) -> str:
    """One sentence, or "" if leaving out a word doesn't help; ``count`` returns the number of a query's matches."""
    words = query.split()
    if query != query.lower() and (found := count(query.lower())):
        return f"A capital letter makes a word case-sensitive: {_quoted(query.lower())} finds {found:,}."
    if len(words) < 2:  # noqa: PLR2004
        return ""
    blamed = [word for word in words if not word.startswith("!") and not count(word)]
    if len(blamed) == len(words):
        return ""
    if blamed:
        rest = " ".join(word for word in words if word not in blamed)
        found = count(rest)
        without = f"; {_quoted(rest)} alone finds {found:,}" if found else ""
        return f"Nothing matches {' or '.join(map(_quoted, blamed))}{without}."
    found, rest = max((count(rest), rest) for rest in _with_one_less(words))
    return (
        f"Each word matches something, but nothing matches all of them: {_quoted(rest)} finds {found:,}."
        if found
        else ""
    )


def _with_one_less(words: Sequence[str]) -> list[str]:
    return [" ".join((*words[:index], *words[index + 1 :])) for index in range(len(words))]


def _quoted(words: str) -> str:
    return f'"{words}"'
