"""Finds the sessions that a query names. Commands only sign in to these."""

from __future__ import annotations

from collections.abc import Iterator

from ssotui.actions.snapshot import Snapshot
from ssotui.core.profiles.chains import root_session
from ssotui.core.search.references import roles_named
from ssotui.core.sign_in.start_urls import normalised


def sessions_named(taken: Snapshot, text: str) -> tuple[str, ...]:
    """The sessions named by an exact form: a profile, SESSION/…, known roles of an ARN, link or ID, a portal link.

    Search terms name no session, unless only one is configured.
    """
    text = text.strip()
    names = taken.session_names
    found = set(_named(taken, text)) if text else set()
    return tuple(name for name in names if name in found or len(names) == 1)


def _named(taken: Snapshot, text: str) -> Iterator[str]:
    profiles = {profile.name: profile for profile in taken.configuration.profiles}
    if text in profiles:
        yield root_session(profiles[text], profiles)
        return
    yield from (ref.session for ref in roles_named(text, taken.session_names, taken.catalog) or ())
    for session in taken.configuration.sessions:
        is_portal = text.startswith("https://") and normalised(text) == normalised(session.start_url)
        if is_portal or text.startswith(f"{session.name}/"):
            yield session.name
