"""The progress of listings, in a session's row and in the bottom line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ssotui.core.catalog import Knowledge, Known, Loading, Roles, SessionCatalog
from ssotui.core.listing_progress import Progress
from ssotui.core.model import Account
from ssotui.core.session_status import State, of_listing
from ssotui.tui.rendering.cells import cell_len
from ssotui.tui.rendering.progress_rendering import listing_forms, progress_line
from ssotui.tui.rendering.styled_text import StyledText

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HALF = Progress(accounts=300, listed=150, roles=900, failed=0, knows_all_accounts=True, rate=None, speed=18.4)
SLOWED = HALF._replace(rate=19.7)


def state(rate: float = 0) -> State:
    """The state of a session with half of its accounts listed."""
    accounts = tuple(Account(f"{number:012}", "one", "") for number in range(300))
    known: list[Knowledge[Roles]] = [Loading(), Known(("Admin",), NOW)]
    roles = {account.id: known[number % 2] for number, account in enumerate(accounts)}
    listing = of_listing(SessionCatalog(Known(accounts, NOW), roles), NOW, timedelta(hours=12), rate)
    assert listing is not None
    return listing


def text_of(label: StyledText) -> str:
    return "".join(text for text, _ in label)


def fitting(state: State, progress: Progress | None, room: int) -> str:
    """The first form of the listing that fits, or the last one."""
    forms = [text_of(form) for form in listing_forms(state, progress)]
    return next((form for form in forms if len(form) <= room), forms[-1])


def test_a_session_under_way_has_a_bar_a_count_its_speed_and_the_time_left() -> None:
    assert fitting(state(), HALF, 60) == "━━━━━───── 150 of 300 accounts · 18/s · 8s left"
    assert fitting(state(19.7), SLOWED, 70) == "━━━━━───── 150 of 300 accounts · slowed to 20/s by AWS · 8s left"


def test_what_does_not_fit_is_left_out_in_one_order_and_the_count_never() -> None:
    shown = [fitting(state(), HALF, room) for room in (46, 36, 28, 20, 12, 3)]
    assert shown == [
        "━━━─── 150 of 300 · 18/s · 8s left",
        "━━━─── 150 of 300 · 18/s · 8s left",
        "━━━─── 150 of 300 · 18/s",
        "━━━─── 150 of 300",
        "150 of 300",
        "150 of 300",
    ]


def test_a_slowed_listing_says_so_as_long_as_there_is_room_for_the_word() -> None:
    slowed = [fitting(state(19.7), SLOWED, room) for room in (43, 34, 28, 20, 17)]
    assert slowed == [
        "━━━─── 150 of 300 · slowed to 20/s by AWS",
        "━━━─── 150 of 300 · slowed to 20/s",
        "━━━─── 150 of 300 · slowed",
        "150 of 300 · slowed",
        "━━━─── 150 of 300",
    ]


def test_a_session_that_is_not_listed_has_its_sign_and_no_bar() -> None:
    assert fitting(state(), None, 60) == "… 150 of 300 accounts"
    one = HALF._replace(accounts=1, listed=0)
    assert fitting(state(), one, 60) == "… 150 of 300 accounts", "one request ends before a bar is seen"


def test_sessions_are_separated_in_the_bottom_line() -> None:
    line = text_of(progress_line({"acme": HALF, "globex": SLOWED}, 160))
    assert line == (
        "acme  ━━━━━───── 150 of 300 accounts · 18/s · 8s left  │  "
        "globex  ━━━━━───── 150 of 300 accounts · slowed to 20/s by AWS · 8s left"
    )


def test_sessions_that_do_not_fit_are_told_as_a_total() -> None:
    listings = {f"session-{number}": HALF for number in range(9)}
    for width in (58, 78, 118):
        line = text_of(progress_line(listings, width))
        assert line.startswith("9 sessions  ━━"), line
        assert "1,350 of 2,700" in line
        assert cell_len(line) <= width


def test_the_bottom_line_is_empty_without_a_listing() -> None:
    assert progress_line({}, 80) == []


def test_before_the_first_account_is_known_there_is_no_empty_bar() -> None:
    begun = HALF._replace(accounts=0, listed=0, speed=0.0, knows_all_accounts=False)
    assert text_of(progress_line({"acme": begun}, 80)) == "acme  loading accounts"
