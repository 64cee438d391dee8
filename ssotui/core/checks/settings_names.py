"""Settings without an effect or with a side effect: patterns, sessions and regions not known, and keys taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from ssotui.core.checks.finding import Finding
from ssotui.core.model import Account, Profile, SsoSession
from ssotui.core.picker_settings import ACTIONS
from ssotui.core.printable import printable
from ssotui.core.profiles.account_styles import unmatched
from ssotui.core.sign_in.session_changes import host_of
from ssotui.region_names import hint_for, near, warning
from ssotui.settings import Settings, quoted


def patterns(
    path: str, settings: Settings, accounts: Collection[Account], profiles: Sequence[Profile]
) -> Iterator[Finding]:
    """Patterns that match no known account or profile. Before anything is listed, nothing is said."""
    if not accounts:
        return
    given = [(f"accounts.{quoted(style.pattern)}", style.pattern) for style in settings.accounts]
    given += [(f'"{pattern}" in safety.production', pattern) for pattern in settings.safety_production]
    for place, pattern in given:
        if unmatched(pattern, accounts, profiles):
            message = f"{printable(place)} matches no known account or profile."
            yield Finding("unmatched-pattern", "info", path, 0, message, "Compare it with the names in: ssotui list")


def dropped_keys(path: str, settings: Settings) -> Iterator[Finding]:
    """Actions without a key, because the user gave their default key to another action."""
    for name, key in settings.keys.items():
        if not key:
            default = ACTIONS[name]
            owner = next(other for other, given in settings.keys.items() if given == default)
            message = f'keys."{owner}" takes {default} from {name}, which has no key now.'
            yield Finding("default-key-taken", "info", path, 0, message, f'Give it another one: keys."{name}".')


def sessions(path: str, settings: Settings, configured: Sequence[SsoSession]) -> Iterator[Finding]:
    """Settings of sessions that aren't configured, such as legacy sessions that were migrated."""
    yield from migrated_sessions(path, settings, configured)
    migrated = _migrated(settings, configured)
    names = [session.name for session in configured]
    for name in settings.sessions:
        if name not in names and name not in migrated:
            message = f"{_key(name)} is for a session that isn't configured."
            known = ", ".join(map(printable, names)) or "none"
            yield Finding("unknown-session-settings", "info", path, 0, message, f"Configured sessions: {known}.")


def migrated_sessions(path: str, settings: Settings, configured: Iterable[SsoSession]) -> Iterator[Finding]:
    """Settings of legacy sessions whose profiles now belong to a session with another name."""
    for old, names in _migrated(settings, configured).items():
        new = " or ".join(f'"{printable(name)}"' for name in names)
        message = f"{_key(old)} has no effect, because the profiles were migrated to the session {new}."
        keys = " or ".join(map(_key, names))
        has_settings = any(name in settings.sessions for name in names)
        hint = f"Move its settings to {keys}." if has_settings else f"Rename it to {keys} in the settings file."
        yield Finding("migrated-session-settings", "warning", path, 0, message, hint)


def _migrated(settings: Settings, configured: Iterable[SsoSession]) -> dict[str, list[str]]:
    """The names of the sessions with the start URL's host of legacy sessions that have settings, by the old names."""
    sessions = tuple(configured)
    gone = settings.sessions.keys() - {session.name for session in sessions}
    hosts = {host: [one.name for one in sessions if host_of(one) == host] for host in settings.sessions if host in gone}
    return {host: names for host, names in hosts.items() if names}


def _key(session: str) -> str:
    return f"sessions.{printable(quoted(session))}"


def regions(path: str, settings: Settings) -> Iterator[Finding]:
    """Regions that are newer than the known ones, or misspelled."""
    given = [("profiles.region", settings.profiles_region)]
    given += [(f"{_key(name)}.region", own.region) for name, own in settings.sessions.items()]
    for place, region in given:
        if warning(region):
            hint = hint_for(region) if near(region) else "Check its spelling."
            yield Finding("unknown-region", "warning", path, 0, f"{place}: {warning(region)}", hint)
