"""Types for argparse that check the values of options.

Each raises ArgumentTypeError, which the parser converts to a message.
"""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import timedelta

from ssotui.core.durations import parse_duration
from ssotui.core.printable import printable
from ssotui.errors import UsageError
from ssotui.regions import FALLBACK


def whole_number(most: int) -> Callable[[str], int]:
    """A type for whole numbers from 0 to ``most``."""

    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > len(str(most)) or int(text) > most:
            raise ArgumentTypeError(f'"{printable(text)}" is not a whole number from 0 to {most}')
        return int(text)

    return number


def duration(text: str) -> timedelta:
    """A time span of one or more units: ``90s``, ``30m``, ``1h30m``, ``2d``. At most 90 days: no sign-in is longer."""
    length = parse_duration(text)
    if length is None or not timedelta() < length <= _LONGEST:
        raise ArgumentTypeError(f'"{printable(text)}" is not a duration such as 30m, 1h30m or 2d (at most 90d)')
    return length


_LONGEST = timedelta(days=90)


def region(text: str) -> str:
    """The name of an AWS region, or "" for the default. Warns of one that is newer than the known ones."""
    from ssotui.core.region_input import check_region

    try:
        check_region(text or FALLBACK)
    except UsageError as error:
        raise ArgumentTypeError(f"{error.message} {error.hint}") from error
    warn_of_region(text)
    return text


def warn_of_region(text: str) -> None:
    """Warn of a region that is newer than the known ones."""
    from ssotui.cli import output
    from ssotui.region_names import warning

    if warning(text):
        output.say(f"ssotui: {warning(text)}")


def output_format(text: str) -> str:
    """A value of ``output`` in the AWS config, or "" for the default."""
    from ssotui.settings import OUTPUTS

    if text and text not in OUTPUTS:
        raise ArgumentTypeError(f'"{printable(text)}" is not an output format: choose from {", ".join(OUTPUTS)}')
    return text


def name_template(text: str) -> str:
    """A valid name template for profiles."""
    from ssotui.core.profiles.naming import template_fault

    fault = template_fault(text)
    if fault:
        raise ArgumentTypeError(f"the template {fault}")
    return text
