"""Resolves search terms to one role or profile, and lists from AWS if nothing known matches."""

from __future__ import annotations

from collections.abc import Mapping

from ssotui.actions import resolve_role, snapshots
from ssotui.actions.named_sessions import sessions_named
from ssotui.actions.switch import AssignedRole
from ssotui.cli.fresh_catalog import needed, nothing_found, refresh_catalog, request_for
from ssotui.core.catalog import last_known
from ssotui.core.ports.backend import Backend
from ssotui.errors import NothingMatched, Unclear
from ssotui.settings import Settings


def exactly_one(
    backend: Backend, settings: Settings, text: str, env: Mapping[str, str]
) -> tuple[AssignedRole | str, snapshots.Snapshot]:
    """The role, or the name of the other profile, and the snapshot that has it.

    Raises SeveralMatched, NothingMatched, or the error of a session that couldn't be listed.
    """
    try:
        return _resolved(backend, settings, text, env)
    except Unclear as unclear:
        unclear.can_choose = True
        raise


def _resolved(
    backend: Backend, settings: Settings, text: str, env: Mapping[str, str]
) -> tuple[AssignedRole | str, snapshots.Snapshot]:
    snapshot = snapshots.load(backend)
    if _is_unlisted(snapshot):  # a match among known roles may not be the only one
        return _after_asking(backend, settings, snapshot, text, env)
    try:
        return resolve_role.exactly_one(backend, snapshot, text), snapshot
    except NothingMatched:
        return _after_asking(backend, settings, snapshot, text, env)


def _is_unlisted(snapshot: snapshots.Snapshot) -> bool:
    """Whether a signed-in session was never listed, so that it may contain further matches."""
    active = (name for name in snapshot.session_names if snapshot.session_statuses[name].state == "active")
    return any(last_known(snapshot.catalog.of(name).accounts) is None for name in active)


def _after_asking(
    backend: Backend, settings: Settings, snapshot: snapshots.Snapshot, text: str, env: Mapping[str, str]
) -> tuple[AssignedRole | str, snapshots.Snapshot]:
    """Resolve after listing. Doesn't sign in: SignInNeeded names the session if ``text`` leads to it."""
    named, request = sessions_named(snapshot, text), request_for(snapshot, text, signs_in=False)
    sessions = request.sessions
    newer = refresh_catalog(backend, settings, snapshot, request, env)
    try:
        return resolve_role.exactly_one(backend, newer.snapshot, text), newer.snapshot
    except NothingMatched:
        if newer.failures:
            raise newer.failures[0] from None
        if newer.signed_out and (named or not newer.knows(sessions)):
            error = needed(newer.signed_out, named)
            error.can_choose = not error.session  # else the command signs in to it
            raise error from None
        raise nothing_found(backend, newer, text) from None
