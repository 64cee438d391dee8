"""A snapshot of everything on this machine: configuration, tokens, cached catalogs, favorites and usage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ssotui.core.catalog import Catalog
from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import SsoSession, token_state
from ssotui.core.ports.backend import Backend
from ssotui.core.profiles.lookup import session_named
from ssotui.core.session_status import SessionStatus
from ssotui.core.usage import History
from ssotui.errors import FileError, NothingMatched
from ssotui.named_tuples import NamedTuple


class Snapshot(NamedTuple):
    """The data for the picker's first frame and for commands, without a request."""

    configuration: AwsConfiguration
    session_statuses: Mapping[str, SessionStatus]
    catalog: Catalog
    history: History

    @property
    def session_names(self) -> tuple[str, ...]:
        return tuple(session.name for session in self.configuration.sessions)


def load(backend: Backend) -> Snapshot:
    """Read everything. Never raises for the content of the files."""
    configuration = backend.profiles.read()
    return Snapshot(
        configuration,
        session_statuses(backend, configuration.sessions),
        Catalog({session.name: backend.catalogs.load(session) for session in configuration.sessions}),
        backend.history.load(),
    )


def of_session(snapshot: Snapshot, name: str | None) -> Snapshot:
    """The snapshot of this session only (None: all). Raises NothingMatched, also if no session is configured."""
    configuration = snapshot.configuration
    if not configuration.sessions and not configuration.errors:
        raise NothingMatched("No SSO session is configured.", hint="Add one: ssotui session add --help")
    if name is None:
        return snapshot
    chosen = session_named(configuration, name)
    return snapshot._replace(configuration=configuration._replace(sessions=(chosen,)))


def session_statuses(backend: Backend, sessions: Sequence[SsoSession]) -> dict[str, SessionStatus]:
    """The status of each session's sign-in, by session name."""
    return {session.name: _status(backend, session) for session in sessions}


def _status(backend: Backend, session: SsoSession) -> SessionStatus:
    try:
        token = backend.tokens.load(session, wait=False)
    except FileError as error:
        return SessionStatus("broken", error=error)
    if token and session.legacy:
        token = token._replace(refresh_token=None)  # no tool refreshes tokens of legacy sessions
    if token is None:
        return SessionStatus("signed-out")
    now = backend.now()
    return SessionStatus(token_state(token, now), token.expires_at, renews=token.is_refreshable(now))
