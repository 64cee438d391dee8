"""How long what the embedded organisation issues lasts, and how its secrets are made up."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Clock = Callable[[], datetime]


@dataclass(slots=True)
class Lifetimes:
    """How long things last; a change holds for what is issued afterwards."""

    token: timedelta = timedelta(hours=8)
    login: timedelta = timedelta(days=7)  # for so long a token can be refreshed
    role: timedelta = timedelta(hours=1)
    code: timedelta = timedelta(minutes=10)
    registration: timedelta = timedelta(days=90)


def made_up(length: int, *words: object) -> str:
    """``length`` hexadecimal digits, always the same for the same words."""
    text = "\0".join(map(str, words)).encode("utf-8", "surrogatepass")
    return hashlib.shake_256(text).hexdigest((length + 1) // 2)[:length]
