"""Profiles and sessions that say what no tool can follow, or what tools follow differently (protocol.md 1.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from ssotui.core.checks.config_lines import Section
from ssotui.core.checks.finding import Finding, Lines, Rewrite
from ssotui.core.checks.headers import Named
from ssotui.core.text import plain

_NEEDED_OF_SESSION = ("sso_start_url", "sso_region")
_NEEDED_OF_LEGACY = ("sso_start_url", "sso_region", "sso_account_id", "sso_role_name")
_NEEDED_OF_PROFILE = ("sso_account_id", "sso_role_name")


class _Ground(NamedTuple):
    path: str
    sessions: Mapping[str, Section]
    shared: Collection[str]


def profiles(path: str, sections: tuple[Named, ...], shared: Collection[str]) -> Iterator[Finding]:
    """Every fault in what the sections of the config file say; ``shared`` are the names in the credentials file."""
    sessions = {one.name: one.section for one in sections if one.kind == "sso-session"}
    ground = _Ground(path, sessions, shared)
    for one in sections:
        if one.kind == "sso-session":
            yield from _incomplete_session(ground, one)
        elif one.kind == "profile":
            yield from _profile(ground, one)
    yield from _similar_start_urls(path, sections)


def _incomplete_session(ground: _Ground, one: Named) -> Iterator[Finding]:
    missing = [key for key in _NEEDED_OF_SESSION if not one.section.values.get(key)]
    if missing:
        message = f"The session {plain(one.name)} has no {' and no '.join(missing)}: no tool can sign in to it."
        hint = f"Add {missing[0]} = … to it."
        yield Finding("incomplete-session", "error", ground.path, one.section.line, message, hint)


def _profile(ground: _Ground, one: Named) -> Iterator[Finding]:
    values = one.section.values
    is_sso = any(key in values for key in ("sso_session", *_NEEDED_OF_LEGACY))
    if not is_sso or "role_arn" in values:
        return
    if "sso_session" in values:
        yield from _of_session(ground, one, values)
    else:
        yield from _missing(ground, one, [key for key in _NEEDED_OF_LEGACY if not values.get(key)])
    yield from _other_keys(ground, one)


def _of_session(ground: _Ground, one: Named, values: Mapping[str, str]) -> Iterator[Finding]:
    option = one.section.first("sso_session")
    assert option is not None
    session = ground.sessions.get(option.value)
    if session is None:
        is_whole = not option.value and all(values.get(key) for key in _NEEDED_OF_LEGACY)
        message = (
            f"The profile {plain(one.name)} names the session “{plain(option.value)}”, which there is not: "
            "AWS CLI and boto3 refuse it, the JavaScript SDK crashes."
        )
        fix = Rewrite((Lines(option.line, option.last),)) if is_whole else None
        hint = "Remove the empty key." if is_whole else "Correct the name, or add the session: ssotui session add"
        yield Finding("unknown-session", "error", ground.path, option.line, message, hint, fix)
        return
    yield from _conflicting(ground, one, session)
    missing = [key for key in _NEEDED_OF_PROFILE if not values.get(key)]
    if len(missing) < len(_NEEDED_OF_PROFILE):  # with neither, the profile is for tokens alone
        yield from _missing(ground, one, missing)


def _conflicting(ground: _Ground, one: Named, session: Section) -> Iterator[Finding]:
    """AWS CLI and boto3 compare every key of the session's section with the profile's."""
    for key, value in session.values.items():
        own = one.section.first(key)
        if own is None or own.value == value:
            continue
        message = (
            f"{key} in the profile {plain(one.name)} differs from that of its session: AWS CLI and boto3 refuse the "
            "profile, the JavaScript SDK takes the session's."
        )
        is_old = key in _NEEDED_OF_SESSION
        fix = Rewrite((Lines(own.line, own.last),)) if is_old else None
        hint = "Remove it from the profile." if is_old else "Remove it from one of the two."
        yield Finding("session-conflict", "error", ground.path, own.line, message, hint, fix)


def _missing(ground: _Ground, one: Named, missing: list[str]) -> Iterator[Finding]:
    if missing:
        keys = " and no ".join(missing)
        message = f"The profile {plain(one.name)} has no {keys}: every tool refuses it."
        hint = f"Add {missing[0]} = … to it."
        yield Finding("missing-key", "error", ground.path, one.section.line, message, hint)


def _other_keys(ground: _Ground, one: Named) -> Iterator[Finding]:
    name, path = plain(one.name), ground.path
    for key, finding in (("aws_access_key_id", "static-keys"), ("credential_process", "credential-process")):
        option = one.section.first(key)
        if option:
            message = (
                f"{key} stands beside SSO keys in the profile {name}: AWS CLI and boto3 use SSO, the JavaScript SDK "
                f"uses {key}."
            )
            yield Finding(finding, "warning", path, option.line, message, "Move it to a profile of its own.")
    if one.name in ground.shared:
        message = (
            f"The credentials file has a section [{name}] as well: the JavaScript SDK uses its keys and not SSO, and "
            "every tool prefers what it says."
        )
        hint = "Rename or remove the section in the credentials file."
        yield Finding("same-name-in-credentials", "warning", path, one.section.line, message, hint)


def _similar_start_urls(path: str, sections: tuple[Named, ...]) -> Iterator[Finding]:
    """Tokens of the old form are kept by the start URL to the letter, so two spellings are two sign-ins."""
    seen: dict[str, str] = {}
    for one in sections:
        option = one.section.first("sso_start_url")
        if option is None or one.kind not in ("profile", "sso-session"):
            continue
        bare = option.value.rstrip("/#").lower()
        before = seen.setdefault(bare, option.value)
        if before != option.value:
            message = (
                f"“{plain(option.value)}” and “{plain(before)}” are one address to people and two to every tool: "
                "two sign-ins, or a profile that is refused."
            )
            yield Finding(
                "similar-start-urls", "warning", path, option.line, message, f"Write {plain(before)} here, too."
            )
