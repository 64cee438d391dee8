"""When cached credentials end, on rows and in the top line; and a sign-in that ends soon, said at the start."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ssotui import wiring
from ssotui.core.chains.assumed_roles import file_name
from ssotui.core.role_cache_names import file_of
from ssotui.demo.home import DemoHome
from ssotui.files.role_credentials_cache import RoleCredentialsFiles
from ssotui.settings import Settings

OpenUi = Any

CHAIN = "\n[profile chain]\nrole_arn = arn:aws:iam::000000000004:role/x\nsource_profile = {source}\n"


def cache(home: DemoHome, name: str, left: timedelta) -> None:
    """Cached credentials of a profile's role."""
    found = wiring.build(home.env, Settings()).profiles.read()
    profile = next(one for one in found.profiles if one.name == name)
    session = next((one for one in found.sessions if one.name == profile.session), None)
    file = file_of(session, profile.ref) if session and profile.ref else file_name(profile.assumes)
    keys = {"AccessKeyId": "ASIA1", "SecretAccessKey": "secret-of-keys", "SessionToken": "token-of-keys"}
    keys["Expiration"] = f"{datetime.now(UTC) + left:%Y-%m-%dT%H:%M:%SZ}"
    path = home.folder / ".aws/cli/cache" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"Credentials": keys}))


@pytest.fixture
def profile(home: DemoHome) -> str:
    name = home.profiles[0]
    with home.config_file.open("a") as file:
        file.write(CHAIN.format(source=name))
    return name


async def test_rows_and_the_top_line_have_the_time_left(open_ui: OpenUi, home: DemoHome, profile: str) -> None:
    cache(home, profile, timedelta(minutes=56, seconds=30))
    cache(home, "chain", timedelta(minutes=41, seconds=30))
    async with open_ui(current=profile, size=(140, 60)) as ui:
        await ui.listed()
        await ui.until(lambda: any(" 56m " in line for line in ui.lines))
        assert "● " + profile in ui.picker.filter_line.render_line(0).text.rstrip()
        assert ui.picker.filter_line.render_line(0).text.rstrip().endswith("  credentials 56m")
        await ui.filter(f"'{profile}")
        assert any(" 56m " in line for line in ui.lines)
        assert "cached, " in ui.details
        await ui.filter("chain")
        assert any(line.endswith("  41m") for line in ui.lines)
        assert "-of-keys" not in "\n".join(ui.lines)


async def test_credentials_that_have_ended_are_not_shown(open_ui: OpenUi, home: DemoHome, profile: str) -> None:
    cache(home, profile, timedelta(minutes=-1))
    async with open_ui(current=profile) as ui:
        await ui.listed()
        await ui.until(lambda: ui.picker.state.view().credential_ends)
        assert "credentials" not in ui.picker.filter_line.render_line(0).text.rstrip()


async def test_a_file_of_another_program_is_seen_within_seconds(open_ui: OpenUi, home: DemoHome, profile: str) -> None:
    async with open_ui(current=profile) as ui:
        await ui.listed()
        cache(home, profile, timedelta(minutes=30, seconds=30))
        for _ in range(5):
            ui.picker.parts.credential_times.tick()
        assert ui.picker.filter_line.render_line(0).text.rstrip().endswith("  credentials 30m")


async def test_a_role_stays_whole_when_its_credentials_are_cached(
    open_ui: OpenUi, home: DemoHome, profile: str
) -> None:
    async with open_ui(f"'{profile}", size=(140, 40)) as ui:
        await ui.listed()
        await ui.down_to(lambda row: row.ref)
        cache(home, profile, timedelta(minutes=53, seconds=30))
        for _ in range(5):
            ui.picker.parts.credential_times.tick()
        await ui.until(lambda: any(" 53m" in line for line in ui.lines))
        assert any(f" › {ui.row.role} 53m " in line for line in ui.lines)


async def test_the_files_are_read_after_the_first_frame_and_beside_it(
    open_ui: OpenUi, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers: list[threading.Thread] = []
    ends = RoleCredentialsFiles.ends

    def recorded(self: RoleCredentialsFiles) -> dict[str, datetime]:
        readers.append(threading.current_thread())
        return ends(self)

    monkeypatch.setattr(RoleCredentialsFiles, "ends", recorded)
    async with open_ui() as ui:
        await ui.until(lambda: readers)
    assert readers[0] is not threading.main_thread()


async def test_a_minute_later_only_the_lines_that_changed_are_drawn(
    open_ui: OpenUi, home: DemoHome, profile: str
) -> None:
    cache(home, profile, timedelta(minutes=56, seconds=30))
    async with open_ui(current=profile, size=(140, 60)) as ui:
        await ui.listed()
        await ui.until(lambda: any(" 56m " in line for line in ui.lines))
        access, before = ui.picker.access, ui.lines
        view = ui.picker.state.view()
        await ui.pilot.pause()
        start = access.drawn
        access.repaint(view._replace(now=view.now + timedelta(minutes=1)))
        await ui.pilot.pause()
        drawn, after = access.drawn - start, ui.lines
        changed = sum(old != new for old, new in zip(before, after, strict=True))
        assert any(" 55m " in line for line in after)
        assert 0 < drawn <= changed < len(after) / 4


@pytest.mark.parametrize("refreshable", [True, False])
@pytest.mark.parametrize("current", ["{profile}", "chain"])
async def test_a_sign_in_that_ends_within_a_quarter_of_an_hour_is_said_once(
    open_ui: OpenUi, home: DemoHome, profile: str, current: str, refreshable: bool
) -> None:
    session = home.organization.world.instances[0].session
    home.expire(session, refreshable=refreshable, left=timedelta(minutes=12, seconds=30))
    advice = "It renews automatically." if refreshable else "Press ^L to sign in again."
    async with open_ui(current=current.format(profile=profile)) as ui:
        assert ui.message == f'The sign-in to "{session}" ends in 12m. {advice}'
        await ui.filter("x")
        assert "ends in" not in ui.message


async def test_nothing_is_said_of_a_longer_one_or_without_a_profile(
    open_ui: OpenUi, home: DemoHome, profile: str
) -> None:
    session = home.organization.world.instances[0].session
    home.expire(session, refreshable=False, left=timedelta(minutes=16))
    async with open_ui(current=profile) as ui:
        assert "ends in" not in ui.message
    home.expire(session, refreshable=False, left=timedelta(minutes=5))
    async with open_ui() as ui:
        assert "ends in" not in ui.message
