"""A config that is mounted by itself, as in containers: written over, after a backup, and each time that is said."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, Static

from ssotui.demo.home import DemoHome
from ssotui.tui.dialogs.doctor import Doctor
from ssotui.tui.dialogs.migrate import Migrate
from tests.tui.dialogs.test_save_profiles import config_of, open_bare_role
from tests.tui.looks import text_of

OpenUi = Any
SAID = "is a mount point and can't be replaced, so it was overwritten in place. A backup was saved next to it."
WIDE = (240, 40)  # the message in one line
LEGACY = """
[profile old]
sso_start_url = https://old.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = Admin
"""


@pytest.fixture(autouse=True)
def mounted(home: DemoHome, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's answer to whoever would put another file in the place of a mounted one (rename(2))."""
    replace, config = Path.replace, config_of(home)

    def refused(self: Path, target: Path) -> Path:
        if Path(target) == config:
            raise OSError(errno.EBUSY, "Device or resource busy")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refused)


async def test_it_is_said_where_a_profile_is_saved(open_ui: OpenUi) -> None:
    async with open_ui(size=WIDE) as ui:
        await open_bare_role(ui)
        await ui.press("ctrl+s")
        ui.app.screen.query_one("#name", Input).value = "mine"
        await ui.until(lambda: "+[profile mine]" in str(ui.app.screen.query_one("#lines", Static).content))
        await ui.press("enter")
        await ui.until(lambda: "Wrote [profile mine]." in ui.message and SAID in ui.message)
        assert ui.app.return_value is None, "the picker stays"


async def test_it_is_said_where_profiles_are_migrated(open_ui: OpenUi, home: DemoHome) -> None:
    with config_of(home).open("a") as config:
        config.write(LEGACY)
    async with open_ui(size=WIDE) as ui:
        await ui.press("ctrl+p")
        await ui.type("migrate")
        await ui.press("enter")
        assert isinstance(ui.app.screen, Migrate)
        await ui.until(lambda: "-sso_start_url" in str(ui.app.screen.query_one("#lines", Static).content))
        await ui.press("enter")
        await ui.until(lambda: "Migrated" in ui.message and SAID in ui.message)


async def test_it_is_said_where_the_doctor_mends_something(open_ui: OpenUi, home: DemoHome) -> None:
    with config_of(home).open("a") as config:
        config.write("[profileold]\nregion = eu-west-1\n")
    async with open_ui(size=WIDE) as ui:
        await ui.press("ctrl+g")
        assert isinstance(ui.app.screen, Doctor)
        await ui.until(lambda: "Enter fix" in text_of(ui.app))
        await ui.press("enter")
        await ui.until(lambda: "Enter apply" in text_of(ui.app))
        await ui.press("enter")
        await ui.until(lambda: SAID in str(ui.app.screen.query_one("#lines", Static).content))
