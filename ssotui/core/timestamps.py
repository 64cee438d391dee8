"""Parses and formats times as AWS's tools write them in files and variables."""

from __future__ import annotations

from datetime import UTC, datetime

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of what was never fetched completely; earlier than any real time."""


def parse_timestamp(text: str) -> datetime:
    """The time in UTC; ``text`` ends in ``Z``, an offset, or ``UTC`` as the AWS CLI wrote it before 2.1.14.

    Without a zone it is UTC. Raises ValueError for anything else, and for years that datetime can't hold.
    """
    moment = datetime.fromisoformat(text.strip().removesuffix("UTC").rstrip())
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def timestamp(moment: datetime) -> str:
    """``2026-11-28T03:01:40Z``: in UTC, for files and programs."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def timestamp_or_none(text: str) -> datetime | None:
    """As parse_timestamp, but None instead of ValueError."""
    try:
        return parse_timestamp(text)
    except ValueError:
        return None
