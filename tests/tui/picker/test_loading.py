"""What is seen while accounts and roles are listed."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from ssotui import wiring
from ssotui.demo.home import make_home
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.settings import Settings
from ssotui.tui.app import PickerApp
from ssotui.tui.picker.request import PickerRequest
from tests.tui.conftest import Ui


@asynccontextmanager
async def loading(folder: Path, *, rate_limit: float | None = None, query: str = "") -> AsyncIterator[Ui]:
    """The picker on a large organization that is slow to answer."""
    with serving(make_world(sessions=2, accounts=300), latency=0.2, rate_limit=rate_limit) as organization:
        home = make_home(folder, organization, os.environ)
        app = PickerApp(lambda: wiring.build(home.env, Settings()), PickerRequest(Settings(), query))
        async with app.run_test(size=(120, 24)) as pilot:
            yield Ui(app, pilot)


def first_session(ui: Ui) -> str:
    return next((line for line in ui.lines if "active" in line), "") if ui.picker.access.is_mounted else ""


async def test_a_session_and_the_bottom_line_show_how_far_a_listing_is(tmp_path: Path) -> None:
    async with loading(tmp_path) as ui:
        await ui.until(lambda: "─ " in first_session(ui) and " of 150" in first_session(ui))
        await ui.until(lambda: " of 150 accounts" in ui.message)
        await ui.until(lambda: "━" in first_session(ui) and "━" in ui.message)
        await ui.until(lambda: "/s · " in ui.message and "s left" in ui.message)
        await ui.until(lambda: not ui.picker.parts.feed.progress())
        await ui.until(lambda: ui.message == "")
        assert "─ " not in first_session(ui)


async def test_a_listing_that_aws_slows_down_says_so(tmp_path: Path) -> None:
    async with loading(tmp_path, rate_limit=20) as ui:
        await ui.until(lambda: " · slowed" in first_session(ui))
        await ui.until(lambda: "slowed to " in ui.message)
        assert re.search(r"slowed to \d+(\.\d)?/s by AWS", ui.message)


async def test_numbers_that_may_grow_are_so_far(tmp_path: Path) -> None:
    async with loading(tmp_path, query="dev") as ui:
        await ui.until(lambda: " found so far" in ui.picker.filter_line.counted)
        await ui.until(lambda: not ui.picker.parts.feed.progress())
        await ui.until(lambda: ui.picker.filter_line.counted.endswith(" found"))
        assert "so far" not in ui.picker.filter_line.counted


async def test_refreshing_some_accounts_counts_only_these(tmp_path: Path) -> None:
    async with loading(tmp_path) as ui:
        await ui.until(
            lambda: not ui.picker.access.is_mounted or (not ui.picker.parts.feed.is_fetching and ui.accounts())
        )
        session = ui.picker.state.snapshot.session_names[0]
        some = tuple(account.id for account in ui.picker.state.catalog.of(session).known_accounts()[:5])
        ui.picker.parts.feed.refresh(session, some)
        assert ui.picker.parts.feed.progress()[session].counted == "0 of 5 accounts"
