"""Refuses a region that the user typed if no partition could have it."""

from __future__ import annotations

from ssotui.core.printable import printable
from ssotui.errors import UsageError
from ssotui.region_names import hint_for, may_exist


def check_region(text: str) -> None:
    """Raises UsageError for a region that no partition could have; its hint names similar ones."""
    if not may_exist(text):
        raise UsageError(f'"{printable(text)}" is not an AWS region.', hint=hint_for(text))
