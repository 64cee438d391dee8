"""Settings without an effect or with a side effect: patterns, sessions and regions not known, and keys taken."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ssotui.core.checks.finding import Finding
from ssotui.core.model import Account, Profile
from ssotui.core.picker_settings import ACTIONS
from ssotui.core.printable import printable
from ssotui.core.profiles.account_styles import unmatched
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


def sessions(path: str, settings: Settings, configured: Collection[str]) -> Iterator[Finding]:
    """Settings of sessions that aren't configured."""
    for name in settings.sessions:
        if name not in configured:
            message = f"sessions.{printable(quoted(name))} is for a session that isn't configured."
            known = ", ".join(map(printable, configured)) or "none"
            yield Finding("unknown-session-settings", "info", path, 0, message, f"Configured sessions: {known}.")


def regions(path: str, settings: Settings) -> Iterator[Finding]:
    """Regions that are newer than the known ones, or misspelled."""
    given = [("profiles.region", settings.profiles_region)]
    given += [(f"sessions.{printable(quoted(name))}.region", own.region) for name, own in settings.sessions.items()]
    for place, region in given:
        if warning(region):
            hint = hint_for(region) if near(region) else "Check its spelling."
            yield Finding("unknown-region", "warning", path, 0, f"{place}: {warning(region)}", hint)
