"""Records the results of one listing: sends events, counts progress, and saves the catalog."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from ssotui.actions.listing.events import (
    AccountFailed,
    AccountsFound,
    ListingEvent,
    NotSaved,
    RolesFound,
    RolesRequested,
    apply,
)
from ssotui.core.catalog import Accounts, Roles, SessionCatalog, last_known
from ssotui.core.listing_progress import Progress
from ssotui.core.model import SsoSession
from ssotui.core.ports.backend import CatalogStore
from ssotui.core.timestamps import EPOCH
from ssotui.errors import FileError, SsoTuiError


class ListingRecorder:
    """``sink`` gets every event in order. Only ``save`` is thread-safe."""

    def __init__(
        self, store: CatalogStore, session: SsoSession, known: SessionCatalog, sink: Callable[[ListingEvent], object]
    ) -> None:
        self._store = store
        self._session = session
        self._known = known
        self._sink = sink
        self._accounts = len(known.known_accounts())
        self._knows_all = False
        self._only: set[str] | None = None
        self._roles: dict[str, int] = {}
        self._failed: set[str] = set()
        self._alike: dict[Roles, Roles] = {}  # many accounts share a set of roles
        self._saving = threading.Lock()
        self._saved = known
        self._unsaved: list[ListingEvent] = []
        self._reported_failure = False

    def emit(self, event: ListingEvent) -> None:
        self._unsaved.append(event)
        self._sink(event)

    def accounts_are_fresh(self) -> None:
        """Record that the known accounts are fresh, so that they aren't listed."""
        self._knows_all = True

    def lists_only_some(self) -> None:
        """Record that only some accounts' roles are listed, so that the progress counts no other accounts."""
        self._knows_all, self._only = True, set()

    def asked(self, account_ids: Sequence[str]) -> None:
        """Record that these accounts' roles are going to be listed."""
        if self._only is not None:
            self._only.update(account_ids)
        if account_ids:
            self.emit(RolesRequested(self._session.name, tuple(account_ids)))

    def roles_are_fresh(self, account_id: str) -> None:
        """Record that an account's known roles are fresh, so that they aren't listed."""
        self._roles[account_id] = len(self._known.known_roles(account_id))

    def found_accounts(self, found: Accounts, now: datetime, *, is_complete: bool) -> None:
        """Record the accounts so far. Accounts known before stay until the last page."""
        before = last_known(self._known.accounts)
        shown, as_of = found, now
        if not is_complete:
            shown = _with_old_ones(found, before.value if before else ())
            as_of = before.as_of if before else EPOCH
        self._accounts, self._knows_all = len(shown), is_complete
        compared = before.value if before and before.as_of != EPOCH else None
        self.emit(AccountsFound(self._session.name, shown, as_of, is_complete, compared))

    def found_roles(self, account_id: str, roles: Roles, now: datetime) -> None:
        before = last_known(self._known.roles_of(account_id))
        roles = self._alike.setdefault(roles, roles)
        self._roles[account_id] = len(roles)
        self._failed.discard(account_id)
        self.emit(RolesFound(self._session.name, account_id, roles, now, before.value if before else None))

    def failed(self, account_id: str, error: SsoTuiError) -> None:
        self._failed.add(account_id)
        self.emit(AccountFailed(self._session.name, account_id, error))

    def progress(self, rate: float | None) -> Progress:
        roles = self._roles
        accounts = self._accounts if self._only is None else len(self._only)
        return Progress(accounts, len(roles), sum(roles.values()), len(self._failed), self._knows_all, rate)

    def save(self, lock: threading.Lock) -> None:
        """Save what is new. ``lock`` guards everything else here; it isn't held while writing."""
        with self._saving:
            with lock:
                events, self._unsaved = self._unsaved, []
            if not any(isinstance(event, AccountsFound | RolesFound) for event in events):
                return
            self._saved = apply(self._saved, events)
            try:
                self._store.save(self._session, self._saved)
            except FileError as error:
                with lock:
                    if not self._reported_failure:
                        self._reported_failure = True
                        self._sink(NotSaved(self._session.name, error))


def _with_old_ones(found: Accounts, before: Accounts) -> Accounts:
    seen = {account.id for account in found}
    return (*found, *(account for account in before if account.id not in seen))
