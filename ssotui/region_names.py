"""The names of AWS's regions: whether one may exist, and those that look like a misspelled one."""

from __future__ import annotations

from ssotui.regions import PSEUDO, is_region

KNOWN = (
    "us-east-1", "us-east-2", "us-west-1", "us-west-2", "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1",
    "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2",
    "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1",
    "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2",
    "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "me-west-1", "mx-central-1", "sa-east-1", "sa-west-1",
    "cn-north-1", "cn-northwest-1", "eusc-de-east-1", "us-gov-east-1", "us-gov-west-1", "us-iso-east-1",
    "us-iso-west-1", "us-isob-east-1", "us-isob-west-1", "eu-isoe-west-1", "us-isof-east-1", "us-isof-south-1",
    *PSEUDO,
)  # fmt: skip
"""The regions of all partitions (botocore, data/partitions.json)."""

# The points of the compass that AWS names regions by. Anything else is a typing error.
_PLACES = frozenset(("central", *(a + b for a in ("", "north", "south") for b in ("", "east", "west") if a + b)))
_PLACE_OF_CITY = {"london": "eu-west-2", "ireland": "eu-west-1", "dublin": "eu-west-1", "frankfurt": "eu-central-1",
    "paris": "eu-west-3", "stockholm": "eu-north-1", "milan": "eu-south-1", "spain": "eu-south-2",
    "zurich": "eu-central-2", "virginia": "us-east-1", "ohio": "us-east-2", "california": "us-west-1",
    "oregon": "us-west-2", "tokyo": "ap-northeast-1", "seoul": "ap-northeast-2", "osaka": "ap-northeast-3",
    "mumbai": "ap-south-1", "hyderabad": "ap-south-2", "singapore": "ap-southeast-1", "sydney": "ap-southeast-2",
    "jakarta": "ap-southeast-3", "melbourne": "ap-southeast-4", "malaysia": "ap-southeast-5",
    "new zealand": "ap-southeast-6", "thailand": "ap-southeast-7", "montreal": "ca-central-1", "canada": "ca-central-1",
    "calgary": "ca-west-1", "bahrain": "me-south-1", "uae": "me-central-1", "tel aviv": "il-central-1",
    "cape town": "af-south-1", "hong kong": "ap-east-1", "taipei": "ap-east-2", "beijing": "cn-north-1",
    "ningxia": "cn-northwest-1", "mexico": "mx-central-1", "são paulo": "sa-east-1", "sao paulo": "sa-east-1",
    "saudi arabia": "me-west-1", "chile": "sa-west-1",
}  # fmt: skip  # AWS General Reference, "AWS Regions"


def may_exist(text: str) -> bool:
    """Whether ``text`` is a known region, or could be one that is newer than this list, such as ``eu-west-9``."""
    return text in KNOWN or (is_region(text) and text.split("-")[-2] in _PLACES)


def hint_for(text: str) -> str:
    """Which regions ``text`` may have been meant for, else an example."""
    *others, last = near(text) or ("",)
    meant = f"{', '.join(others)} or {last}" if others else last
    return f"Did you mean {meant}?" if meant else "For example: us-east-1"


def warning(text: str) -> str:
    """A sentence if ``text``, which may exist, is newer than this list; else ""."""
    return (
        ""
        if not text or text in KNOWN
        else f'"{text}" is not among the regions that this version knows. It is used as typed.'
    )


def cities_of(region: str) -> tuple[str, ...]:
    """The cities and places that people know a region by, such as Ireland and Dublin."""
    return tuple(
        place.title() if len(place) > len("UAE") else place.upper()
        for place, name in _PLACE_OF_CITY.items()
        if name == region
    )


def near(text: str) -> tuple[str, ...]:
    """Up to three regions that ``text`` may have been meant for."""
    from difflib import get_close_matches  # only for an error

    typed = text.strip().lower()
    same = next((one for one in KNOWN if one.replace("-", "") == "".join(filter(str.isalnum, typed))), "")
    meant = same or _PLACE_OF_CITY.get(typed)
    return (meant,) if meant else tuple(get_close_matches(typed, KNOWN, 3, 0.7))
