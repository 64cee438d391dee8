"""Finds the profile of a shell as the AWS CLI does. Imports nothing: ``status --check`` in a prompt loads it."""

from __future__ import annotations

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DEFAULT = "default"


def shell_profile(env: Mapping[str, str], exists: Callable[[str], bool] | None = None) -> str:
    """AWS_PROFILE, else AWS_DEFAULT_PROFILE, else ``default`` if it exists in one of the two files, else "".

    ``exists`` returns whether a profile is defined. It is only called if no variable names one. Without it, ``default``
    counts as defined, for callers that look it up themselves.
    """
    return named_by_variable(env) or (DEFAULT if exists is None or exists(DEFAULT) else "")


def named_by_variable(env: Mapping[str, str]) -> str:
    """The profile that a variable names; "" if none does."""
    return env.get("AWS_PROFILE") or env.get("AWS_DEFAULT_PROFILE") or ""
