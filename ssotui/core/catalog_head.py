"""The part of a large catalog that the picker's first picture shows: the tree's first accounts, and some others."""

from __future__ import annotations

from collections.abc import Collection

from ssotui.core.catalog import Known, SessionCatalog
from ssotui.core.timestamps import EPOCH

LINES = 150
"""A head has enough accounts for so many lines."""

_MOST = 200  # accounts, and as many others
_LARGE = 3 * _MOST


def head_of(catalog: SessionCatalog, others: Collection[str]) -> SessionCatalog | None:
    """The first accounts by name, and those with the IDs ``others`` or with changes.

    None if the catalog is small, or its listing isn't complete: it can be loaded as it is.
    """
    accounts, changes = catalog.accounts, catalog.changes
    ids = {*others, *changes.accounts, *changes.roles, *changes.gone_roles}
    if not isinstance(accounts, Known) or accounts.as_of == EPOCH or len(ids) > _MOST:
        return None
    listed = accounts.value
    if len(listed) < _LARGE or not all(isinstance(catalog.roles.get(one.id), Known) for one in listed):
        return None
    ordered = sorted(listed, key=lambda account: account.order)
    accounts_read = (*ordered[:_MOST], *(account for account in ordered[_MOST:] if account.id in ids))
    roles = {account.id: catalog.roles[account.id] for account in accounts_read}
    return SessionCatalog(Known(accounts_read, accounts.as_of), roles, changes, len(listed) - len(accounts_read))
