"""Which roles stand above the others."""

from __future__ import annotations

from datetime import datetime, timedelta

from ssotui.core.model import RoleRef
from ssotui.core.tree.frecency import pinned, preferences
from ssotui.core.usage import History, Use


def test_favorites_come_first_in_their_order_then_what_was_used_most_of_late(now: datetime) -> None:
    uses = {
        "s/1/old": Use(9, now - timedelta(days=30)),
        "s/1/often": Use(9, now - timedelta(minutes=5)),
        "s/1/once": Use(1, now - timedelta(minutes=1)),
        "s/1/starred": Use(1, now),
    }
    history = History(("profile:chain", "s/1/starred"), uses)
    assert pinned(history, now, 4) == ["profile:chain", "s/1/starred", "s/1/often", "s/1/once"]


def test_every_favorite_is_shown_however_many(now: datetime) -> None:
    favorites = tuple(f"s/1/{number}" for number in range(12))
    assert pinned(History(favorites), now, 8) == list(favorites)


def test_any_favorite_outweighs_any_use(now: datetime) -> None:
    history = History(("s/1/starred",), {"s/1/used": Use(1000, now)})
    values = preferences(history, now)
    assert values[RoleRef("s", "1", "starred")] > values[RoleRef("s", "1", "used")] > 0
    assert max(values.values()) <= 1


def test_a_session_name_may_hold_slashes(now: datetime) -> None:
    assert list(preferences(History(("a/b/1/Role", "profile:x")), now)) == [RoleRef("a/b", "1", "Role")]
