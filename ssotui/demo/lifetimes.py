"""The lifetimes of tokens and credentials that the fake Identity Center issues, and its secrets."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Clock = Callable[[], datetime]


@dataclass(slots=True)
class Lifetimes:
    """Lifetimes. A change applies to what is issued afterwards."""

    token: timedelta = timedelta(hours=8)
    login: timedelta = timedelta(days=7)  # a token can be refreshed until then
    role: timedelta = timedelta(hours=1)
    code: timedelta = timedelta(minutes=10)
    registration: timedelta = timedelta(days=90)


def derived_digits(length: int, *words: object) -> str:
    """``length`` hexadecimal digits derived from the words."""
    text = "\0".join(map(str, words)).encode("utf-8", "surrogatepass")
    return hashlib.shake_256(text).hexdigest((length + 1) // 2)[:length]
