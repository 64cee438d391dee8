"""Sessions are rows of a table: the sign-in below the IDs, the listing behind it, the accounts at the right edge."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ssotui.core.catalog import Catalog, Failed, Knowledge, Known, Loading, Roles, SessionCatalog
from ssotui.core.listing_progress import Progress
from ssotui.core.model import Account
from ssotui.core.session_status import SessionStatus
from ssotui.core.tree.rows import Row
from ssotui.errors import SignInNeeded, Unreachable
from ssotui.tui.rendering.cells import cell_len
from ssotui.tui.rendering.row_rendering import render_row
from ssotui.tui.view import View

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
OLD = NOW - timedelta(hours=13)
ACCOUNTS = tuple(Account(f"{number:012}", f"account-{number}", "") for number in range(75))
KNOWN: dict[str, Knowledge[Roles]] = {one.id: Known(("Admin",), NOW) for one in ACCOUNTS}
DENIED: Knowledge[Roles] = Failed(Unreachable("It is gone."))
SESSIONS = {
    "listed": SessionCatalog(Known(ACCOUNTS, NOW), KNOWN),
    "gaps": SessionCatalog(Known(ACCOUNTS, NOW), {**KNOWN, ACCOUNTS[0].id: DENIED}),
    "loading": SessionCatalog(Loading()),
    "partly": SessionCatalog(Known(ACCOUNTS, NOW), {ACCOUNTS[0].id: Known(("Admin",), NOW), ACCOUNTS[1].id: Loading()}),
    "refreshing": SessionCatalog(Loading(Known(ACCOUNTS, OLD)), KNOWN),
    "offline": SessionCatalog(Failed(Unreachable("It is gone."), Known(ACCOUNTS, OLD)), KNOWN),
    "failed": SessionCatalog(Failed(SignInNeeded("failed"), Known(ACCOUNTS, OLD)), KNOWN),
    "empty": SessionCatalog(Known((), NOW)),
    "a-session-with-a-name-that-is-longer-than-any-of-them.awsapps.com": SessionCatalog(),
}
STATES = {
    **dict.fromkeys(SESSIONS, SessionStatus("active", NOW + timedelta(hours=8))),
    "failed": SessionStatus("signed-out"),
    "empty": SessionStatus("refreshable"),
}
FIRST = Progress(accounts=75, listed=1, roles=9, failed=0, knows_all_accounts=True, rate=19.7, speed=18.4)


def line(session: str, width: int) -> str:
    view = View(NOW, Catalog(SESSIONS), session_statuses=STATES, progress={"partly": FIRST})
    return "".join(text for text, _ in render_row(Row("session", 0, session), view, width, opened=True))


@pytest.mark.parametrize("width", [40, 57, 76, 71, 118, 196])
def test_all_states_begin_where_the_ids_do_and_nothing_is_cut_off(width: int) -> None:
    view = View(NOW, Catalog(SESSIONS))
    account = "".join(
        text for text, _ in render_row(Row("account", 1, "listed", ACCOUNTS[0]), view, width, opened=True)
    )
    for session, status in STATES.items():
        shown = line(session, width)
        states = {"active": "active 8h00m", "refreshable": "↻ refreshable", "signed-out": "○ signed out"}
        assert shown.index(states[status.state]) == account.index(ACCOUNTS[0].id), shown
        assert cell_len(shown) == width


def test_details_stand_in_one_column_and_counts_end_at_the_right_edge() -> None:
    shown = {
        session: line(session, 96).partition("8h00m")[2] for session in ("listed", "gaps", "refreshing", "offline")
    }
    assert shown == {
        "listed": f"{'75 accounts':>50} ",
        "gaps": f"   ! 1 without roles{'75 accounts':>30} ",
        "refreshing": f"   … 13h old{'75 accounts':>38} ",
        "offline": f"   × offline, 13h old{'75 accounts':>29} ",
    }
    assert line("failed", 96).rstrip().endswith(f"○ signed out   ~ 13h old{'75 accounts':>38}")


def test_what_does_not_fit_is_shortened_in_one_order() -> None:
    def detail(session: str, width: int) -> list[str]:
        return line(session, width).partition("8h00m")[2].split("  ")

    shown = [[part.strip() for part in detail("offline", width) if part.strip()] for width in (90, 78, 72, 57, 52)]
    assert shown == [
        ["× offline, 13h old", "75 accounts"],
        ["× offline", "75 accounts"],
        ["× offline, 13h old"],
        ["× offline"],
        ["× offli…"],
    ]
    assert [line("partly", width).partition("8h00m")[2].strip() for width in (110, 90, 72, 57)] == [
        "────────── 1 of 75 accounts · slowed to 20/s by AWS · 4s left",
        "────── 1 of 75 · slowed to 20/s by AWS",
        "1 of 75 · slowed",
        "1 of 75",
    ]


def test_the_number_of_accounts_alone_uses_the_room_of_the_details() -> None:
    assert line("listed", 56).endswith("active 8h00m  75 accounts ")
    assert line("listed", 54).endswith("active 8h00m" + " " * 13), "it is whole, or left out"
