"""The details of a row, what Enter gives the shell, and values that a click copies."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events

from ssotui import wiring
from ssotui.actions.switch import Choice
from ssotui.cli.shell_export import export_for
from ssotui.core.shell.exports import Export
from ssotui.demo.home import ASSUME_ROLE_PROFILE, STATIC_PROFILE, DemoHome
from ssotui.settings import Settings
from ssotui.tui.widgets.details import Details
from tests.tui.conftest import Ui, buffer
from tests.tui.looks import text_of

OpenUi = Any


def sent(text: str) -> list[str]:
    """The lines below the words on what Enter gives, unfolded."""
    return [
        line.strip()
        for line in re.split(r"Enter (?:creates the profile and )?sets\n", text)[1].partition("\n\n")[0].splitlines()
    ]


async def point_at(ui: Ui, text: str) -> tuple[int, int]:
    """Where a value stands in the details."""
    row = next(index for index, line in enumerate(ui.picker.details.lines) if line.text.endswith(text))
    return (ui.picker.details.size.width // 2, row + ui.picker.details.gutter.top)


async def test_a_role_tells_everything_that_is_known_of_it(open_ui: OpenUi, home: DemoHome) -> None:
    async with open_ui(size=(160, 50)) as ui:
        await ui.listed()
        await ui.filter(home.profiles[0])
        account, details = ui.row.account, ui.details
        arn = f"arn:aws:iam::{account.id}:role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_{ui.row.role}_*"
        for value in (ui.row.role, account.title, account.id, account.email, ui.row.session, home.profiles[0]):
            assert value in details
        assert arn in re.sub(r"\n +", "", details)
        assert sent(details)[0] == f"AWS_PROFILE={home.profiles[0]}"


async def test_it_tells_when_a_role_was_used_and_how_long_its_keys_last(open_ui: OpenUi, home: DemoHome) -> None:
    backend = wiring.build(home.env, Settings())
    profile = next(one for one in backend.profiles.read().profiles if one.ref)
    session = next(one for one in backend.profiles.read().sessions if one.name == profile.session)
    now = datetime.now(UTC)
    backend.history.record_use(str(profile.ref), now - timedelta(hours=3))
    path = wiring.build(home.env, Settings()).role_cache.path(session, profile.ref)  # type: ignore[attr-defined]  # of the files
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = {"AccessKeyId": "ASIA1", "SecretAccessKey": "secret-of-keys", "SessionToken": "token-of-keys"}
    keys["Expiration"] = f"{now + timedelta(minutes=10, seconds=30):%Y-%m-%dT%H:%M:%SZ}"
    path.write_text(json.dumps({"ProviderType": "sso", "Credentials": keys}))
    async with open_ui(size=(160, 50)) as ui:
        await ui.listed()
        await ui.filter(profile.name)
        assert re.search("Last used +3h.* ago, 1 time\n", ui.details)
        assert re.search("Credentials +cached, 10m left", ui.details)
        assert "-of-keys" not in ui.details


async def test_keys_that_were_just_fetched_are_told(open_ui: OpenUi, tmux: dict[str, str]) -> None:
    async with open_ui(size=(160, 50)) as ui:
        await ui.listed()
        await ui.filter("northwind 'read")
        assert "cached, " not in ui.details
        await ui.press("ctrl+y")
        await ui.until(lambda: "cached, " in ui.details)
        assert tmux


ENVIRONMENTS: list[tuple[Mapping[str, str], Settings]] = [
    ({}, Settings()),
    ({"AWS_PROFILE": "before", "AWS_ACCESS_KEY_ID": "AKIA", "AWS_DEFAULT_PROFILE": "x"}, Settings()),
    ({"AWS_REGION": "eu-north-1"}, Settings(shell_export_region=True)),
]


@pytest.mark.parametrize(("env", "settings"), ENVIRONMENTS)
async def test_what_the_details_say_is_what_the_shell_receives(
    env: Mapping[str, str], settings: Settings, open_ui: OpenUi, home: DemoHome
) -> None:
    export = partial(export_for, env=env, settings=settings)
    async with open_ui(size=(160, 50), settings=settings, export=export, set_now=frozenset(env)) as ui:
        await ui.listed()
        await ui.filter(home.profiles[0])
        told = sent(ui.details)
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)
    received: Export = export(ui.app.return_value)
    lines = [f"{name}={value}" for name, value in received.variables]
    lines += [f"unset {name}" for name in received.unset if name in env]
    assert told == lines


async def test_of_a_role_without_a_profile_it_tells_the_one_that_will_be_written(
    open_ui: OpenUi, home: DemoHome
) -> None:
    async with open_ui(size=(160, 50), settings=Settings(profiles_confirm_write=False)) as ui:
        await ui.listed()
        names = ui.picker.state.view().names
        bare = next(ref for ref in ui.picker.state.catalog.refs(["acme"]) if ref not in names)
        await ui.filter(f"{bare.account_id}/{bare.role}")
        details = ui.details
        assert "Enter creates the profile and sets" in details
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)
    choice: Choice = ui.app.return_value
    assert f"AWS_PROFILE={choice.profile}" in details
    assert re.search(f"Region +{choice.region}\n", details)


async def test_a_chain_of_roles_is_told_to_its_end(open_ui: OpenUi, home: DemoHome) -> None:
    with home.config_file.open("a") as file:
        file.write("\n[profile zz-deep]\nrole_arn = arn:aws:iam::111122223333:role/Deep\n")
        file.write(f"source_profile = {ASSUME_ROLE_PROFILE}\n")
        file.write("\n[profile zz-ring]\nrole_arn = arn:aws:iam::111122223333:role/Ring\nsource_profile = zz-gnir\n")
        file.write("\n[profile zz-gnir]\nrole_arn = arn:aws:iam::111122223333:role/Gnir\nsource_profile = zz-ring\n")
    async with open_ui(size=(160, 50)) as ui:
        await ui.listed()
        await ui.filter("zz-deep")
        source = ui.picker.state.view().profiles[ASSUME_ROLE_PROFILE].source
        assert re.search(f"Source +{ASSUME_ROLE_PROFILE}\nIts source +{source}\nCredentials +sso\n", ui.details)
        assert "\n\nARN\n  arn:aws:iam::111122223333:role/Deep\n" in ui.details
        assert any(f"from {ASSUME_ROLE_PROFILE} from {source}" in line for line in ui.lines)
        await ui.press("ctrl+u")
        await ui.filter("zz-ring")
        words = "can't be used: its source_profile settings form a circle."
        assert "".join(words.split()) in "".join(ui.details.split())  # wherever the lines break
        await ui.press("enter")
        await ui.until(
            lambda: ui.message == 'The profile "zz-ring" can\'t be used: its source_profile settings form a circle.'
        )


async def test_a_click_on_a_value_copies_it_and_says_how(open_ui: OpenUi, tmux: dict[str, str]) -> None:
    async with open_ui(size=(160, 50)) as ui:
        await ui.listed()
        await ui.press("down")
        account = ui.row.account
        await ui.pilot.click(Details, offset=await point_at(ui, account.id))
        await ui.until(lambda: ui.message.startswith("Copied account ID to "))
        shown = buffer(tmux)
        assert shown == account.id


async def test_only_what_can_be_copied_lights_up_under_the_mouse(open_ui: OpenUi) -> None:
    async with open_ui(size=(160, 50)) as ui:
        await ui.listed()
        await ui.press("down")
        x, y = await point_at(ui, ui.row.account.id)

        def styles(line: int) -> list[object]:
            return [segment.style for segment in ui.picker.details.render_line(line - ui.picker.details.gutter.top)]

        before = styles(y)
        await ui.pilot.hover(Details, offset=(x, y))
        assert styles(y) != before
        await ui.pilot.hover(Details, offset=(x, 1))
        assert styles(y) == before


async def test_no_letter_is_behind_the_scrollbar_and_the_wheel_shows_the_rest(open_ui: OpenUi) -> None:
    async with open_ui(size=(100, 15)) as ui:
        await ui.listed()
        await ui.filter("northwind 'read")
        details = ui.picker.details
        assert len(details.lines) > details.size.height
        assert max(cell_len(line.text) for line in details.lines) <= details.scrollable_content_region.width
        details.post_message(events.MouseScrollDown(details, 5, 5, 0, 1, 0, False, False, False))
        await ui.until(lambda: details.scroll_y > 0)
        await ui.press("down")
        assert details.scroll_y == 0


async def test_what_can_be_copied_is_offered_in_sight_or_not(open_ui: OpenUi) -> None:
    async with open_ui(size=(60, 15)) as ui:
        await ui.listed()
        await ui.filter("northwind 'read")
        offered = dict(ui.picker.details.copyable())
        assert offered["Role"] == ui.row.role
        assert offered["Account ID"] == ui.row.account.id
        await ui.press("ctrl+u")
        await ui.filter(STATIC_PROFILE)
        assert dict(ui.picker.details.copyable())["Profile"] == STATIC_PROFILE


async def test_a_value_is_copied_from_the_palette(open_ui: OpenUi, tmux: dict[str, str]) -> None:
    async with open_ui(size=(80, 24)) as ui:
        await ui.listed()
        await ui.press("down")
        account = ui.row.account
        await ui.press("ctrl+p")
        await ui.type("copy arn")
        await ui.press("enter")
        await ui.until(lambda: ui.message.startswith("Copied ARN to "))
        shown = buffer(tmux)
        assert shown == f"arn:aws:iam::{account.id}:root"


@pytest.mark.parametrize("size", [(60, 15), (120, 40)])
async def test_a_key_shows_or_hides_the_details_at_every_width(open_ui: OpenUi, size: tuple[int, int]) -> None:
    async with open_ui(size=size) as ui:
        await ui.listed()
        details = ui.picker.details
        for shown in (size[0] < 100, size[0] >= 100):
            await ui.press("ctrl+d")
            await ui.pilot.pause()
            assert details.display is shown
            assert ui.row.session in (details.lines[0].text if shown else ui.row.session)
            assert ui.picker.access.size.height >= 5


async def test_the_cursor_stays_in_sight_when_the_details_take_half_of_the_screen(open_ui: OpenUi) -> None:
    async with open_ui(size=(60, 15)) as ui:
        await ui.listed()
        await ui.press(*["down"] * 9)
        row = ui.row
        await ui.press("ctrl+d")
        await ui.pilot.pause()
        await ui.until(lambda: any(line.startswith("▌") for line in ui.lines))
        assert ui.row == row


async def test_only_a_frame_has_a_title(open_ui: OpenUi) -> None:
    async with open_ui(size=(60, 15)) as ui:
        await ui.listed()
        await ui.press("ctrl+d")
        await ui.pilot.pause()
        assert "Session──" not in text_of(ui.app)
        await ui.pilot.resize_terminal(120, 40)
        await ui.until(lambda: "╭─ Session ─" in text_of(ui.app))
        assert "╭─ Accounts " in text_of(ui.app)
