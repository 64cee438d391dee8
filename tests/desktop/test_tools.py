"""What the doctor learns of the machine is right on other systems, too."""

from __future__ import annotations

import pytest

from ssotui.desktop.installed_programs import DesktopTools


@pytest.mark.parametrize(
    ("platform", "command"),
    [
        ("linux", "timedatectl set-ntp true"),
        ("darwin", "sudo systemsetup -setusingnetworktime on"),
        ("win32", "w32tm /resync"),
    ],
)
def test_the_command_that_sets_the_clock_is_the_systems_own(platform: str, command: str) -> None:
    assert DesktopTools({}, platform=platform).clock_setting() == command


@pytest.mark.parametrize(("platform", "has_one"), [("darwin", True), ("win32", True), ("linux", False)])
def test_macos_and_windows_have_a_clipboard_without_any_tool(platform: str, has_one: bool) -> None:
    assert DesktopTools({}, platform=platform).has_clipboard() == has_one
