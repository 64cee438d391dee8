"""What makes the picker fast, counted: what is loaded, read, asked, matched and drawn, and how often."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from ssotui.actions.listing.events import ListingEvent
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.tui.picker.running_listings import RunningListings
from tests.tui.conftest import OpenUi
from tests.waiting import wait_until

# Opens the picker, waits until all is listed, and tells what was done meanwhile.
_WATCHED = """
import asyncio, json, os, sys
from collections import Counter
counts = Counter()
def watch(event, arguments):
    if event == "open" and str(arguments[0]) == os.environ["WATCHED"]:
        counts["config read"] += 1
    elif event == "import" and arguments[0] == "botocore":
        counts["botocore loaded"] += 1
sys.addaudithook(watch)
from ssotui import wiring
from ssotui.tui.app import PickerApp
from ssotui.tui.picker.request import PickerRequest
env = dict(os.environ)
settings = wiring.load_settings(env)
async def main():
    app = PickerApp(lambda: wiring.build(env, settings), PickerRequest(settings))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.1)
        while app.screen.parts.feed.progress():
            await pilot.pause(0.1)
asyncio.run(main())
print(json.dumps(counts))
"""


def opened(home: DemoHome) -> Counter[str]:
    env = {**home.env, "WATCHED": str(home.config_file), "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run([sys.executable, "-c", _WATCHED], env=env, capture_output=True, text=True, check=True)
    return Counter(json.loads(done.stdout))


def test_a_start_reads_the_config_twice_and_lists_everything_without_botocore(
    home: DemoHome, organization: Organization
) -> None:
    counts = opened(home)
    assert counts["config read"] == 2, "for the rows, and for the network settings of the first request"
    assert organization.counts["ListAccountRoles"] > 0
    assert counts["botocore loaded"] == 0


def test_a_start_on_a_fresh_catalogue_asks_nothing(home: DemoHome, organization: Organization) -> None:
    opened(home)
    asked = dict(organization.counts)
    opened(home)
    assert asked["ListAccountRoles"] > 0
    assert dict(organization.counts) == asked


@pytest.mark.parametrize(
    ("keys", "rows"), [(["down"], 2), (["down", "up", "down"], 6), (["pagedown"], None), (["r"], None)]
)
async def test_a_key_draws_no_more_rows_than_are_in_view(open_ui: OpenUi, keys: list[str], rows: int | None) -> None:
    async with open_ui(size=(100, 30)) as ui:
        await ui.listed()
        await ui.pilot.pause()
        before = ui.picker.access.drawn
        await ui.press(*keys)
        await ui.pilot.pause()
        assert len(ui.rows) > ui.picker.access.size.height
        assert 0 < ui.picker.access.drawn - before <= (rows or ui.picker.access.size.height)


async def test_nobody_looks_for_events_while_nothing_is_listed(
    open_ui: OpenUi, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.pilot.pause(0.1)
        drains = 0
        drain = RunningListings.drain

        def counted(listings: RunningListings) -> dict[str, list[ListingEvent]]:
            nonlocal drains
            drains += 1
            return drain(listings)

        monkeypatch.setattr(RunningListings, "drain", counted)
        await ui.pilot.pause(0.3)
        assert drains == 0
        await ui.press("ctrl+r")
        await ui.until(lambda: drains > 0)


async def test_the_first_key_finds_everything_prepared(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.until(lambda: ui.picker.state.results.is_ready)
        await ui.press("r")
        assert ui.picker.state.results.is_ready


async def test_leaving_closes_the_connections_to_aws(open_ui: OpenUi) -> None:
    before = open_sockets()
    async with open_ui() as ui:
        await ui.listed()
        kept = ui.picker.backend  # nothing is closed because nobody remembers it
        assert len(open_sockets() - before) > 1
    wait_until(lambda: not open_sockets() - before, "the end of the server's ends")
    assert kept.center()


def open_sockets() -> set[str]:
    """Of this process, by their inodes."""
    names = (str(entry.readlink()) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink())
    return {name for name in names if name.startswith("socket:")}
