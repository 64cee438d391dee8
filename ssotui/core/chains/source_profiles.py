"""Follows source_profile from a profile to the next, as botocore does (credentials.py, AssumeRoleProvider).

Imports nothing: ``status --check`` in a prompt loads it.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Link = tuple[str, bool]
    """A profile's source profile ("" if it has credentials of its own), and whether it has static credentials."""

_STATIC = ("aws_access_key_id", "aws_secret_access_key")
_BEFORE_PROCESS = ("role_arn", "sso_account_id", "sso_role_name", "login_session")


def follow(name: str, link_of: Callable[[str], Link | None]) -> tuple[list[str], str]:
    """The names of the source profiles of ``name`` in order, and why no tool can use them ("" if one can).

    ``link_of`` returns None for a profile that isn't defined. In a source profile static credentials take precedence
    over role_arn, but not in the first profile, unless it names itself as its source.
    """
    names: list[str] = []
    current = name
    while True:
        link = link_of(current)
        if link is None:
            return names, f'there is no profile "{current}"'
        source, has_credentials = link
        if not source or (has_credentials and (names or source == current)):
            return names, ""
        is_circle = source in (name, *names)
        names.append(source)
        if is_circle:
            return names, "its source_profile settings form a circle"
        current = source


def link(values: Mapping[str, str]) -> Link:
    """The Link of a profile with these keys."""
    has_credentials = any(key in values for key in _STATIC)
    if "role_arn" in values:
        source = "" if "web_identity_token_file" in values else values.get("source_profile", "")
    elif "credential_process" in values and not any(key in values for key in _BEFORE_PROCESS):
        source = served_profile(values["credential_process"])
    else:
        source = ""
    return source, has_credentials


def served_profile(command: str) -> str:
    """The profile that a credential_process passes to ssotui; "" for every other command."""
    if "credential-process" not in command or "ssotui" not in command:
        return ""
    import shlex  # only loaded for such a profile

    try:
        words = shlex.split(command)
    except ValueError:
        return ""
    if "credential-process" not in words or not any(map(_is_ours, words[: words.index("credential-process")])):
        return ""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, equals, value = word.partition("=")
        if name == "--profile":
            return value if equals else following
    return ""


def _is_ours(word: str) -> bool:
    return word.replace("\\", "/").rpartition("/")[2].removesuffix(".exe") == "ssotui"
