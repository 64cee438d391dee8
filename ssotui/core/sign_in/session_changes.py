"""Checks changes to the sessions of the AWS config before they are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import SsoSession
from ssotui.core.printable import printable
from ssotui.core.profiles.lookup import session_named
from ssotui.core.profiles.naming import check_name
from ssotui.core.region_input import check_region
from ssotui.core.sign_in.oidc import USUAL_SCOPES
from ssotui.core.sign_in.start_url_faults import start_url_fault
from ssotui.core.sign_in.start_urls import completed, examined, normalized
from ssotui.errors import NothingMatched, UsageError, shell_word
from ssotui.named_tuples import NamedTuple


class Migration(NamedTuple):
    """Legacy profiles that are to use ``session``. ``is_new``: its section has to be added, too."""

    session: SsoSession
    profiles: tuple[str, ...]
    is_new: bool


def checked(found: AwsConfiguration, name: str, start_url: str, region: str, scopes: str) -> SsoSession:
    """A new session from the user's input. Raises UsageError for invalid input."""
    name, start_url, region = name.strip(), completed(start_url), region.strip().lower()
    _check_name(found, name)
    fault = start_url_fault(start_url)
    if fault:
        raise UsageError(
            f'"{printable(start_url)}" is not a start URL: {fault}.',
            hint="Copy the URL of your access portal from the browser.",
        )
    region_of_url = examined(start_url).region
    if region and region_of_url and region != region_of_url:
        raise UsageError(
            f"The start URL is in the region {region_of_url}, not {printable(region)}.",
            hint=f"Leave the region empty, or use {region_of_url}.",
        )
    if not (region or region_of_url):
        raise UsageError(
            "The region of IAM Identity Center is needed.",
            hint="Ask your administrator, or look in the IAM Identity Center console.",
        )
    check_region(region or region_of_url)
    listed = tuple(scope.strip() for scope in scopes.split(",") if scope.strip())
    if any(not scope.isascii() or not scope.isprintable() or " " in scope for scope in listed):
        raise UsageError("A scope can't contain spaces.", hint=f"The usual scope: {USUAL_SCOPES[0]}")
    return SsoSession(name, start_url, region or region_of_url, listed)


def removable(found: AwsConfiguration, name: str) -> SsoSession:
    """The session of this name. Raises NothingMatched, or UsageError while profiles use it."""
    session = session_named(found, name)
    users = [profile.name for profile in found.profiles if profile.session == name]
    if session.legacy:
        raise UsageError(
            f'The session "{printable(name)}" exists only in its legacy profiles.',
            hint=f"Migrate them to an SSO session: ssotui session migrate {shell_word(name)}",
        )
    if users:
        shown = ", ".join(map(printable, users[:5])) + (f" and {len(users) - 5} more" if len(users) > 5 else "")  # noqa: PLR2004
        raise UsageError(
            f'The session "{printable(name)}" is used by profiles: {shown}.',
            hint=f"Remove them: ssotui profile remove {' '.join(map(shell_word, users))}",
        )
    return session


def is_migrated(found: AwsConfiguration, names: Sequence[str]) -> bool:
    """Whether no legacy session (of these names) is left: each name is a session's, or its start URL's host."""
    legacy = {session.name for session in found.sessions if session.legacy}
    if not names or not legacy.isdisjoint(names):
        return not legacy
    real = [session for session in found.sessions if not session.legacy]
    known = {session.name for session in real} | {host_of(session) for session in real}
    return known.issuperset(names)


def host_of(session: SsoSession) -> str:
    """The host of the start URL, which a legacy session is named after."""
    return session.start_url.partition("://")[2].partition("/")[0]


def migrations(found: AwsConfiguration, names: Iterable[str], new_name: str = "") -> tuple[Migration, ...]:
    """The changes that turn these legacy sessions (all, if none is named) into sso-session sections.

    An existing section with the same start URL and region is reused. Raises NothingMatched, or UsageError for a name of
    no legacy session and for a ``new_name`` that is invalid or would be shared.
    """
    chosen = [session_named(found, name) for name in names] or [session for session in found.sessions if session.legacy]
    for session in chosen:
        if not session.legacy:
            raise UsageError(
                f'"{printable(session.name)}" is already an SSO session.', hint="There is nothing to migrate."
            )
    if not chosen:
        raise NothingMatched("There are no legacy profiles.", hint="There is nothing to migrate.")
    groups: dict[tuple[str, str], list[SsoSession]] = {}
    for session in chosen:
        groups.setdefault((normalized(session.start_url), session.sso_region), []).append(session)
    if new_name:
        if len(groups) > 1:
            raise UsageError("--name can't be used for several sessions.", hint="Migrate them one at a time.")
        _check_name(found, new_name)
    used_names = set(found.sessions_by_name)
    made = []
    for group in groups.values():
        migration = _migration(found, group, new_name, used_names)
        used_names.add(migration.session.name)
        made.append(migration)
    return tuple(made)


def _migration(found: AwsConfiguration, group: list[SsoSession], new_name: str, used_names: set[str]) -> Migration:
    old = group[0]
    place = (normalized(old.start_url), old.sso_region)
    names = {session.name for session in group}
    profiles = tuple(one.name for one in found.profiles if one.kind == "sso-legacy" and one.session in names)
    same = (one for one in found.sessions if not one.legacy and (normalized(one.start_url), one.sso_region) == place)
    real = None if new_name else next(same, None)
    if real:
        return Migration(real, profiles, is_new=False)
    name = new_name or _free_name(examined(old.start_url).host.partition(".")[0] or "sso", used_names)
    return Migration(SsoSession(name, old.start_url, old.sso_region, USUAL_SCOPES), profiles, is_new=True)


def _free_name(name: str, used_names: set[str]) -> str:
    number, free = 2, name
    while free in used_names:
        free, number = f"{name}-{number}", number + 1
    return free


def _check_name(found: AwsConfiguration, name: str) -> None:
    check_name(name, "session")
    if name in found.sessions_by_name:
        raise UsageError(f'The session "{name}" exists already.', hint="Choose another name for the new one.")
