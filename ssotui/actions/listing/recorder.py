"""Records the results of one listing: sends events, counts progress, and saves the catalog."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from ssotui.actions.listing.events import AccountFailed, AccountsFound, ListingEvent, NotKept, RolesFound, apply
from ssotui.core.catalog import Accounts, Roles, SessionCatalog, last_known
from ssotui.core.model import SsoSession
from ssotui.core.ports.backend import CatalogStore
from ssotui.core.timestamps import EPOCH
from ssotui.errors import FileError, SsoTuiError


class Progress(NamedTuple):
    """The progress of a listing: ``listed`` of the ``accounts`` known so far have their ``roles``, fresh ones included.

    ``rate`` is the current rate limit in calls a second; None without one.
    """

    accounts: int
    listed: int
    roles: int
    failed: int
    knows_all_accounts: bool
    rate: float | None


class ListingRecorder:
    """``sink`` gets every event in order. Only ``keep`` is thread-safe."""

    def __init__(
        self, store: CatalogStore, session: SsoSession, known: SessionCatalog, sink: Callable[[ListingEvent], object]
    ) -> None:
        self._store = store
        self._session = session
        self._known = known
        self._sink = sink
        self._accounts = len(known.known_accounts())
        self._knows_all = False
        self._roles: dict[str, int] = {}
        self._failed: set[str] = set()
        self._alike: dict[Roles, Roles] = {}  # many accounts share a set of roles
        self._keeping = threading.Lock()
        self._kept = known
        self._unkept: list[ListingEvent] = []
        self._not_kept_was_sent = False

    def tell(self, finding: ListingEvent) -> None:
        self._unkept.append(finding)
        self._sink(finding)

    def accounts_are_fresh(self) -> None:
        """Record that the known accounts are fresh, so that they aren't listed."""
        self._knows_all = True

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
        self.tell(AccountsFound(self._session.name, shown, as_of, is_complete, compared))

    def found_roles(self, account_id: str, roles: Roles, now: datetime) -> None:
        before = last_known(self._known.roles_of(account_id))
        roles = self._alike.setdefault(roles, roles)
        self._roles[account_id] = len(roles)
        self._failed.discard(account_id)
        self.tell(RolesFound(self._session.name, account_id, roles, now, before.value if before else None))

    def failed(self, account_id: str, error: SsoTuiError) -> None:
        self._failed.add(account_id)
        self.tell(AccountFailed(self._session.name, account_id, error))

    def progress(self, rate: float | None) -> Progress:
        roles = self._roles
        return Progress(self._accounts, len(roles), sum(roles.values()), len(self._failed), self._knows_all, rate)

    def keep(self, lock: threading.Lock) -> None:
        """Save what is new. ``lock`` guards everything else here; it isn't held while writing."""
        with self._keeping:
            with lock:
                news, self._unkept = self._unkept, []
            if not any(isinstance(finding, AccountsFound | RolesFound) for finding in news):
                return
            self._kept = apply(self._kept, news)
            try:
                self._store.save(self._session, self._kept)
            except FileError as error:
                with lock:
                    if not self._not_kept_was_sent:
                        self._not_kept_was_sent = True
                        self._sink(NotKept(self._session.name, error))


def _with_old_ones(found: Accounts, before: Accounts) -> Accounts:
    seen = {account.id for account in found}
    return (*found, *(account for account in before if account.id not in seen))
