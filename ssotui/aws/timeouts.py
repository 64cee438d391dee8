"""How long a request to AWS may take."""

from __future__ import annotations

from ssotui.named_tuples import NamedTuple


class Timeouts(NamedTuple):
    """Time-outs in seconds: to connect, for each read, and for the whole request."""

    connect: float = 3
    read: float = 10
    whole: float = 10


USUAL = Timeouts()
