"""Finds the sessions that a query names. Commands only sign in to these."""

from __future__ import annotations

from collections.abc import Iterator

from ssotui.actions.snapshots import Snapshot
from ssotui.core.chains.chains import root_session
from ssotui.core.search.query import parse
from ssotui.core.search.references import roles_named
from ssotui.core.sign_in.start_urls import normalized


def sessions_named(snapshot: Snapshot, text: str) -> tuple[str, ...]:
    """The sessions named by an exact form: a profile, SESSION/…, known roles of an ARN, link or ID, a portal link.

    Search terms name no session, unless only one is configured.
    """
    text = text.strip()
    names = snapshot.session_names
    found = set(_named(snapshot, text)) if text else set()
    return tuple(name for name in names if name in found or len(names) == 1)


def sessions_mentioned(snapshot: Snapshot, text: str) -> tuple[str, ...]:
    """The sessions that words of a query name, alone or after ``session:``; what matches may be in others, too."""
    terms = [term for term in parse(text) if not term.negated and term.field in ("", "session")]

    def is_mentioned(name: str) -> bool:
        return any(term.text.lower() in name if term.field else term.text.lower() == name for term in terms)

    return tuple(name for name in snapshot.session_names if is_mentioned(name.lower()))


def _named(snapshot: Snapshot, text: str) -> Iterator[str]:
    profiles = snapshot.configuration.profiles_by_name
    if text in profiles:
        yield root_session(profiles[text], profiles)
        return
    yield from (ref.session for ref in roles_named(text, snapshot.session_names, snapshot.catalog) or ())
    for session in snapshot.configuration.sessions:
        is_portal = text.startswith("https://") and normalized(text) == normalized(session.start_url)
        if is_portal or text.startswith(f"{session.name}/"):
            yield session.name
