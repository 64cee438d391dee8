"""Times as AWS's tools write them into files and variables."""

from __future__ import annotations

from datetime import UTC, datetime


def parse_timestamp(text: str) -> datetime:
    """The time (UTC) that ``text`` says: with ``Z``, an offset, or ``UTC`` as AWS CLI wrote it before 2.1.14.

    Without a zone it is UTC. Raises ValueError for everything else, and for what is out of the calendar's range in UTC.
    """
    moment = datetime.fromisoformat(text.strip().removesuffix("UTC").rstrip())
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def timestamp_or_none(text: str) -> datetime | None:
    """The same; None for what is no time."""
    try:
        return parse_timestamp(text)
    except ValueError:
        return None
