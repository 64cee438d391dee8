"""Recognizes names of AWS regions. Imports nothing: ``status --check`` in a prompt loads it."""

from __future__ import annotations

# The first parts of the regions of every partition (botocore, data/partitions.json, regionRegex).
_PREFIXES = frozenset(
    ("us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx", "cn", "us-gov", "us-iso", "us-isob", "eu-isoe", "us-isof",
     "eusc-de")
)  # fmt: skip
# Pseudo regions for services without regions, which may be configured (botocore, data/endpoints.json).
PSEUDO = (
    "aws-global", "aws-cn-global", "aws-us-gov-global", "aws-iso-global", "aws-iso-b-global", "aws-iso-e-global",
    "aws-iso-f-global",
)  # fmt: skip


FALLBACK = "us-east-1"
"""The region of requests for which nothing names one, as in the AWS SDKs for STS' global endpoint."""


def is_region(text: str) -> bool:
    """Whether ``text`` has the form of a region in any partition, such as ``eu-west-1``. New regions match, too."""
    prefix, _, number = text.rpartition("-")
    prefix, _, place = prefix.rpartition("-")
    if prefix in _PREFIXES:
        return text.isascii() and number.isdigit() and place.isalpha() and place.islower()
    return text in PSEUDO


def may_be_in_a_host(text: str) -> bool:
    """Whether ``text`` can stand for a region in a host's name: words of a-z and 0-9, joined by ``-``.

    With a region of "x.example.com/" in a config file, the access token would be sent to that host.
    """
    import re  # where prompts wait, nobody asks this

    return re.fullmatch(r"[a-z]{2,8}(-[a-z0-9]{1,16}){1,4}", text) is not None
