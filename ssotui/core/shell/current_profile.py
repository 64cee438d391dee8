"""Which profile a shell has, as the AWS CLI finds it. Imports nothing, for prompts wait for it."""

from __future__ import annotations

TYPE_CHECKING = False  # what mypy takes for typing's own, which costs as much as all the rest
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DEFAULT = "default"


def shell_profile(env: Mapping[str, str], exists: Callable[[str], bool] | None = None) -> str:
    """AWS_PROFILE, else AWS_DEFAULT_PROFILE, else ``default`` if it exists in one of the two files, else "".

    ``exists`` tells whether there is a profile of a name, and is asked only where no variable names one. Without it
    ``default`` is taken to be there, for callers that look it up themselves.
    """
    return named_by_variable(env) or (DEFAULT if exists is None or exists(DEFAULT) else "")


def named_by_variable(env: Mapping[str, str]) -> str:
    """The part of it that the environment says: "" leaves it to ``default``."""
    return env.get("AWS_PROFILE") or env.get("AWS_DEFAULT_PROFILE") or ""
