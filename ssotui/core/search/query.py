"""The query's grammar (man fzf, "EXTENDED SEARCH MODE"), and how one word of it is matched with one piece of text.

A piece of text is fields joined by newlines, with a newline before and after: ``"\\nfield\\nfield\\n"``. A query can't
contain a newline, so "a field starts with x" is a search for the substring ``"\\nx"``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from ssotui.core.printable import printable
from ssotui.named_tuples import NamedTuple

WHOLE_FIELD, AT_START, AT_BOUNDARY, INSIDE, SCATTERED = 1000, 850, 800, 600, 300

_LEAST = 3  # letters of a word that must be together in one part for the rest to be looked for in another

Kind = Literal["fuzzy", "exact", "prefix", "suffix", "whole"]
Field = Literal["", "session", "account", "id", "email", "role", "profile"]


class Term(NamedTuple):
    """One word of a query. ``cased``: it contains a capital (smart case); otherwise ``text`` is in lower case.

    ``needle`` is the substring to look for; only scattered matches do without. ``field``: the only field to look in
    (``role:admin``), or "" for all.
    """

    kind: Kind
    text: str
    needle: str
    negated: bool = False
    cased: bool = False
    field: Field = ""


class SearchText(NamedTuple):
    """Text as shown, in lower case, and cut into words in lower case (at punctuation and within CamelCase)."""

    shown: str
    lower: str
    words: str


def parse(text: str) -> tuple[Term, ...]:
    """The words of a query, without those that are only an operator or a field so far (``!``, ``'``, ``^``, ``role:``).

    Invisible characters (variation selectors, for example) are removed, as they are from names.
    """
    return tuple(term for term in map(_term, printable(text).split()) if term.text)


def literal(text: str) -> str:
    """The query for commands without a picker: a field must contain each word as it is, ignoring case."""
    return " ".join(map(_exact, printable(text).lower().split()))


def _exact(word: str) -> str:
    front, body = _without_field(word)
    is_exact = front.startswith("!") or body[:1] in ("'", "^", "!") or (body.endswith("$") and len(body) > 1)
    return word if is_exact or not body else f"{front}'{body}"


def _without_field(word: str) -> tuple[str, str]:
    """A word cut behind the field that it names: ``!role:`` and ``admin``; ("", the word) if it names none."""
    found = _NAMES_FIELD.match(word)
    return (found[0], word[found.end() :]) if found else ("", word)


_NAMES_FIELD = re.compile(r"!?(session|account|id|email|role|profile):")


def search_text(*fields: str) -> SearchText:
    shown = "\n" + "\n".join(fields) + "\n"
    return SearchText(shown, _lowered(shown), "\n" + "\n".join(_WORD.findall(shown)).lower() + "\n")


def unranked(*fields: str) -> SearchText:
    """A piece for matching without ranking. It isn't cut into words, which takes three quarters of the time."""
    shown = "\n" + "\n".join(fields) + "\n"
    return SearchText(shown, _lowered(shown), "")


def _lowered(text: str) -> str:
    """``text`` in lower case; the same object if it is already, which saves memory for thousands of texts."""
    lower = text.lower()
    return text if lower == text else lower


# In CamelCase a capital starts a word ("ReadOnly"), and so does the last of several ("AWSReserved").
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W_A-Z]+|[A-Z]")


def _term(word: str) -> Term:
    named, body = _without_field(word)
    negated = named.startswith("!") or body.startswith("!")
    body = body.removeprefix("!")
    kind: Kind = "exact" if negated else "fuzzy"
    if body.startswith("'"):
        kind, body = "exact", body[1:]
    elif body.startswith("^"):
        kind, body = "prefix", body[1:]
    if body.endswith("$") and len(body) > 1:
        kind, body = ("whole" if kind == "prefix" else "suffix"), body[:-1]
    front = "\n" if kind in ("prefix", "whole") else ""
    behind = "\n" if kind in ("suffix", "whole") else ""
    return Term(kind, body, front + body + behind, negated, cased=body != body.lower(), field=_field_of(named))


def _field_of(front: str) -> Field:
    name = front.strip("!:")
    return next((field for field in FIELDS if field == name), "")


FIELDS: tuple[Field, ...] = ("session", "account", "id", "email", "role", "profile")
"""What a word of a query may be limited to."""


_BEFORE_COLON = re.compile(r"!?(?!arn:)([A-Za-z_]+):(?!//)\S")


def unknown_field(text: str) -> str:
    """A sentence on the first word that begins like ``role:`` with another name than a field's; "" without one."""
    names = (found[1] for word in text.split() if (found := _BEFORE_COLON.match(word)))
    unknown = next((name for name in names if name not in FIELDS), "")
    return f'"{unknown}:" is not a search field. Search fields: {":, ".join(FIELDS)}:' if unknown else ""


def narrows(old: tuple[Term, ...], new: tuple[Term, ...]) -> bool:
    """Whether everything that matches ``new`` also matches ``old``, so that only matches of ``old`` need a look."""
    return len(new) >= len(old) and all(map(_implies, new, old))


def _implies(new: Term, old: Term) -> bool:
    if new == old:
        return True
    if new.field != old.field:
        return False
    if new.negated or old.negated or (old.cased and not new.cased) or old.kind in ("suffix", "whole"):
        return False
    text = new.text if old.cased else new.text.lower()
    if old.kind == "prefix":
        return new.kind in ("prefix", "whole") and text.startswith(old.text)
    if old.kind == "exact":
        return new.kind != "fuzzy" and old.text in text
    return old.text in text


def score(term: Term, text: SearchText) -> int:
    """How well a word matches, from 1 to 1000; 0 if it doesn't. A negated word is scored as if it weren't."""
    seen = text.shown if term.cased else text.lower
    if term.needle in seen:
        return rank(term, text)
    if term.kind != "fuzzy":
        return 0
    found = scattered(term.text).search(seen)
    if found is None:
        return 0
    return max(SCATTERED - (found.end() - found.start() - len(term.text)), 1)


def fit(terms: tuple[Term, ...], text: SearchText, least: int = 1) -> int:
    """How well ``text`` matches all words; 0 if one scores below ``least``, or a negated one matches."""
    found = [score(term, text) for term in terms if not term.negated]
    if any(points < least for points in found) or any(score(term, text) for term in terms if term.negated):
        return 0
    return 1 + sum(found)


def rank(term: Term, text: SearchText) -> int:
    """The score of a word that ``text`` contains as a whole, by where it begins and ends."""
    start = "\n" + term.text.lower()
    if start in text.lower:
        return WHOLE_FIELD if start + "\n" in text.lower else AT_START
    return AT_BOUNDARY if start in text.words else INSIDE


@lru_cache(maxsize=64)
def scattered(word: str) -> re.Pattern[str]:
    """A pattern for the word's characters in order, with any others between them, within one field.

    Across fields, almost every row would match.
    """
    first, others = re.escape(word[0]), map(re.escape, word[1:])
    return re.compile(f"({first})" + "".join(f"[^{other}\\n]*({other})" for other in others))


def beginning(word: str, seen: str, end: int) -> int:
    """How many of the word's first characters ``seen[:end]`` contains together: at least three and not all, else 0."""
    return next((count for count in range(len(word) - 1, _LEAST - 1, -1) if seen.find(word[:count], 0, end) >= 0), 0)


def ending(term: Term, text: SearchText) -> int:
    """How many of the word's last characters ``text`` contains together; not all."""
    seen = text.shown if term.cased else text.lower
    word = term.text
    return next((len(word) - start for start in range(1, len(word)) if word[start:] in seen), 0)
