"""Ctrl+Y and Ctrl+O: credentials into the clipboard, the console into the browser."""

from __future__ import annotations

import re
import subprocess
from typing import Any
from urllib.parse import urlsplit

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.settings import Settings
from ssotui.tui.dialogs.palette import Palette
from ssotui.tui.dialogs.sign_in import SignInDialog
from tests.tui.conftest import buffer
from tests.tui.looks import text_of

OpenUi = Any


def stop_the_clock(ui: Any) -> None:  # noqa: ANN401 - the fixture's own class
    """However slow the machine is, the second key comes at once."""
    credentials, moment = ui.picker.parts.credentials, ui.picker.backend.now()
    credentials.backend = credentials.backend._replace(now=lambda: moment)


@pytest.mark.needs("tmux")
async def test_ctrl_y_copies_in_the_usual_format(open_ui: OpenUi, tmux: dict[str, str]) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind read")
        await ui.press("ctrl+y")
        await ui.until(lambda: "Copied the credentials" in ui.message)
        assert "tmux's buffer" in ui.message
        assert re.search(r"credentials of \w+ in account [\w-]+ \(\d{12}\) as env to", ui.message)
    assert buffer(tmux).startswith("export AWS_ACCESS_KEY_ID=ASIA")


@pytest.mark.needs("tmux")
async def test_again_at_once_it_lets_choose_and_remembers(open_ui: OpenUi, tmux: dict[str, str]) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind read")
        stop_the_clock(ui)
        await ui.press("ctrl+y", "ctrl+y")
        await ui.until(lambda: isinstance(ui.app.screen, Palette))
        await ui.press("down", "down", "enter")
        await ui.until(lambda: "as fish to" in ui.message)
        assert buffer(tmux).startswith("set -gx AWS_ACCESS_KEY_ID")
        await ui.press("down", "down", "ctrl+y")
        await ui.until(lambda: buffer(tmux).startswith("set -gx") and "as fish to" in ui.message)


@pytest.mark.needs("tmux")
async def test_leaving_the_choice_copies_nothing_more(open_ui: OpenUi, tmux: dict[str, str]) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind read")
        stop_the_clock(ui)
        await ui.press("ctrl+y", "ctrl+y")
        await ui.until(lambda: isinstance(ui.app.screen, Palette))
        copied = subprocess.run(["tmux", "list-buffers"], env=tmux, capture_output=True, text=True, check=False).stdout
        await ui.press("escape")
        await ui.until(lambda: ui.app.screen is ui.picker)
        after = subprocess.run(["tmux", "list-buffers"], env=tmux, capture_output=True, text=True, check=False).stdout
        assert after == copied


@pytest.mark.needs("tmux")
async def test_no_key_is_on_the_screen(open_ui: OpenUi, tmux: dict[str, str], organization: Organization) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind read")
        await ui.press("ctrl+y")
        await ui.until(lambda: "Copied the credentials" in ui.message)
        drawn = "".join(strip.text for strip in ui.app.screen._compositor.render_strips())  # noqa: SLF001 - what is drawn
        secret = buffer(tmux).partition("SECRET_ACCESS_KEY=")[2].partition("\n")[0]
        assert secret
        assert secret not in drawn


async def test_without_a_clipboard_it_says_so(open_ui: OpenUi, home: DemoHome) -> None:
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY"):
        home.env.pop(name, None)
    home.env["TERM"] = "dumb"
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind read")
        await ui.press("ctrl+y")
        await ui.until(lambda: "No clipboard" in ui.message)
        assert ui.app.is_running


async def test_production_is_asked_about_first(open_ui: OpenUi, organization: Organization) -> None:
    async with open_ui(settings=Settings(safety_production=("*",))) as ui:
        await ui.listed()
        await ui.type("northwind read")
        for key in ("ctrl+y", "ctrl+o"):
            await ui.press(key)
            assert " [PROD]?" in ui.message
            await ui.press("escape")
            assert " [PROD]?" not in ui.message
        assert ui.picker.state.query == "northwind read"
    assert not organization.counts["GetRoleCredentials"]


async def test_ctrl_o_opens_the_console(open_ui: OpenUi, home: DemoHome) -> None:
    shown, opener = home.folder / "shown", home.folder / "browser"
    opener.write_text(f'#!/bin/sh\necho "$1" >"{shown}"\n')
    opener.chmod(0o755)
    home.env["BROWSER"] = f"{opener} %s"
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind read")
        await ui.press("ctrl+o")
        await ui.until(lambda: "Opened the console" in ui.message)
    given = urlsplit(shown.read_text().strip())
    assert (given.hostname, given.query) == ("127.0.0.1", "")


@pytest.mark.needs("tmux")
async def test_ctrl_y_takes_profiles_of_every_kind(open_ui: OpenUi, tmux: dict[str, str]) -> None:
    async with open_ui(query="org-auditor") as ui:
        await ui.until(lambda: ui.row.text == "org-auditor")
        await ui.press("ctrl+y")
        await ui.until(lambda: "Copied the credentials of org-auditor" in ui.message)
        assert buffer(tmux).startswith("export AWS_ACCESS_KEY_ID=ASIA")
        await ui.filter("ci-deployer")
        await ui.press("ctrl+y")
        await ui.until(lambda: "Copied the credentials of ci-deployer" in ui.message)
        assert buffer(tmux).startswith("export AWS_ACCESS_KEY_ID=AKIA")


@pytest.mark.parametrize("key", ["ctrl+y", "ctrl+o", "enter"])
async def test_a_chain_signs_in_first_to_the_session_that_it_leads_to(
    open_ui: OpenUi, home: DemoHome, key: str
) -> None:
    home.sign_out("acme")
    with home.config_file.open("a") as file:
        file.write(
            "\n[profile zz-deep]\nrole_arn = arn:aws:iam::111122223333:role/Deep\nsource_profile = org-auditor\n"
        )
    async with open_ui(query="zz-deep") as ui:
        await ui.until(lambda: ui.row.text == "zz-deep")
        await ui.press(key)
        await ui.until(lambda: isinstance(ui.app.screen, SignInDialog))
        await ui.until(lambda: any("Sign in to acme" in str(one.border_title) for one in ui.app.screen.query("*")))
        assert ui.app.return_value is None, "nothing is switched before the sign-in"


async def test_ctrl_o_says_why_long_term_keys_open_no_console(open_ui: OpenUi) -> None:
    async with open_ui(query="ci-deployer") as ui:
        await ui.until(lambda: ui.row.text == "ci-deployer")
        await ui.press("ctrl+o")
        await ui.until(lambda: "the console accepts only temporary ones" in ui.message)
        assert "ssotui profile add --assume ROLE_ARN --from ci-deployer" in ui.message


@pytest.mark.needs("tmux")
async def test_what_was_copied_to_where_is_seen_whole_on_a_small_screen(open_ui: OpenUi, tmux: dict[str, str]) -> None:
    async with open_ui(size=(60, 15)) as ui:
        await ui.listed()
        await ui.type("northwind read")
        await ui.press("ctrl+y")
        await ui.until(lambda: ui.message.startswith("Copied"))
        await ui.pilot.pause()
        assert " ".join(ui.message.split()) in " ".join(text_of(ui.app).split())
        assert buffer(tmux)
