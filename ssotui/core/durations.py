"""Durations and times as people read them."""

from __future__ import annotations

from datetime import datetime, timedelta


def age(duration: timedelta) -> str:
    """In the largest unit: ``3d``, ``7h``, ``4m``."""
    seconds = max(int(duration.total_seconds()), 0)
    for unit, length in (("d", 86_400), ("h", 3600), ("m", 60)):
        if seconds >= length:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def span(duration: timedelta) -> str:
    """In the two largest units: ``2d3h``, ``7h12m``, ``4m``, ``40s``."""
    seconds = max(int(duration.total_seconds()), 0)
    days, hours, minutes = seconds // 86_400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return f"{days}d{hours}h"
    if hours:
        return f"{hours}h{minutes:02}m"
    return f"{minutes}m" if minutes else f"{seconds}s"


def local_time(moment: datetime) -> str:
    """A time for people: ``2026-11-28 04:01 CET``, in this computer's zone."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M %Z}"


def parse_duration(text: str) -> timedelta | None:
    """``90s``, ``30m``, ``1h30m``, ``2d``: each unit once, the larger ones first. None for anything else."""
    total, rest = 0, text
    for unit, length in (("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)):
        number, found, behind = rest.partition(unit)
        if found:
            if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
                return None
            total, rest = total + int(number) * length, behind
    return timedelta(seconds=total) if text and not rest else None


_DIGITS = 6
