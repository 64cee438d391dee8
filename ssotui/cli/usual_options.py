"""The options of the commands that ask AWS for credentials, in the form in which programs and scripts use them.

argparse takes longer than Python's start, and these command lines need none of it: ``credential-process --profile P``
and ``creds QUERY…``. Any other form of them is for the parser.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence
else:
    from types import SimpleNamespace as Namespace


def usual_options(name: str, words: Sequence[str]) -> Namespace | None:
    """What the parser makes of the words after the command ``name``; None if only the parser can tell."""
    if name == "creds" and not any(word.startswith("-") for word in words):
        return Namespace(**_OF_CREDS, query=list(words))
    if name == "credential-process" and (given := credential_process_flags(words)):
        return Namespace(**{flag[2:].replace("-", "_"): given.get(flag) for flag in _FLAGS})
    return None


def credential_process_flags(words: Sequence[str]) -> Mapping[str, str] | None:
    """The values of ``--name value`` or ``--name=value``; None if one is unknown or repeated, or not all are there."""
    found: dict[str, str] = {}
    rest = list(words)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if not equals:
            if not rest:
                return None
            value = rest.pop(0)
        if name in found or name not in _FLAGS or value[:1] in ("", "-"):
            return None
        found[name] = value
    return found if set(found) in ({"--profile"}, {"--session", "--account-id", "--role"}) else None


_FLAGS = ("--profile", "--session", "--account-id", "--role")
_OF_CREDS: Mapping[str, object] = {
    "format": None,
    "region": "",
    "copy": False,
    "write": None,
    "clear_after": None,
    "force": False,
    "may_choose": True,
    "may_sign_in": True,
}
