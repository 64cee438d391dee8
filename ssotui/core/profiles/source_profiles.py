"""From which profile a profile takes its credentials, step by step, as botocore's AssumeRoleProvider follows them.

Imports nothing: prompts wait for it (``status --check``).
"""

from __future__ import annotations

TYPE_CHECKING = False  # what mypy takes for typing's own, which costs half of Python's start
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Link = tuple[str, bool]
    """The profile that another takes its credentials from ("": it has its own), and whether that has static keys."""

_STATIC = ("aws_access_key_id", "aws_secret_access_key")
_BEFORE_PROCESS = ("role_arn", "sso_account_id", "sso_role_name", "login_session")


def follow(name: str, link_of: Callable[[str], Link | None]) -> tuple[list[str], str]:
    """The names behind ``name``, and why no tool can use them ("" if one can). ``link_of`` gives None for no profile.

    Static keys come before role_arn in a source, but not in the first profile, unless that names itself.
    """
    names: list[str] = []
    current = name
    while True:
        link = link_of(current)
        if link is None:
            return names, f'there is no profile "{current}"'
        source, has_keys = link
        if not source or (has_keys and (names or source == current)):
            return names, ""
        is_circle = source in (name, *names)
        names.append(source)
        if is_circle:
            return names, "its sources form a circle"
        current = source


def link(values: Mapping[str, str]) -> Link:
    """What the values of a profile say of it."""
    has_keys = any(key in values for key in _STATIC)
    if "role_arn" in values:
        source = "" if "web_identity_token_file" in values else values.get("source_profile", "")
    elif "credential_process" in values and not any(key in values for key in _BEFORE_PROCESS):
        source = served_profile(values["credential_process"])
    else:
        source = ""
    return source, has_keys


def served_profile(command: str) -> str:
    """The profile that a credential_process asks ssotui itself for; "" for every other command."""
    if "credential-process" not in command or "ssotui" not in command:
        return ""
    import shlex  # for who has such a profile

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
