"""Where files lie on macOS and Windows, by their conventions; Linux has its tests wherever files are used."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ssotui import paths


@pytest.fixture
def macos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")


@pytest.mark.usefixtures("macos")
def test_on_macos_ours_are_below_library_and_awss_where_its_tools_look() -> None:
    env = {"HOME": "/Users/ada"}
    assert paths.settings_file(env) == Path("/Users/ada/Library/Application Support/ssotui/config.toml")
    assert paths.state_folder(env) == Path("/Users/ada/Library/Application Support/ssotui")
    assert paths.cache_folder(env) == Path("/Users/ada/Library/Caches/ssotui")
    assert paths.config_file(env) == Path("/Users/ada/.aws/config")
    assert paths.token_folder(env) == Path("/Users/ada/.aws/sso/cache")


@pytest.mark.usefixtures("macos")
def test_who_sets_the_xdg_variables_on_macos_wants_them_followed() -> None:
    env = {"HOME": "/Users/ada", "XDG_CONFIG_HOME": "/Users/ada/.config", "XDG_CACHE_HOME": "relative"}
    assert paths.settings_file(env) == Path("/Users/ada/.config/ssotui/config.toml")
    assert paths.cache_folder(env) == Path("/Users/ada/Library/Caches/ssotui")


@pytest.mark.usefixtures("windows")
def test_on_windows_the_profile_folder_counts_and_not_git_bashs_home() -> None:
    env = {"USERPROFILE": "C:/Users/ada", "HOME": "/c/Users/other", "LOCALAPPDATA": "D:/Local"}
    assert paths.config_file(env) == Path("C:/Users/ada/.aws/config")
    assert paths.settings_file(env) == Path("D:/Local/ssotui/config.toml")
    assert paths.cache_folder(env) == paths.state_folder(env) == Path("D:/Local/ssotui")


@pytest.mark.usefixtures("windows")
def test_on_windows_without_a_local_folder_it_is_found_below_the_profile() -> None:
    assert paths.cache_folder({"USERPROFILE": "C:/Users/ada"}) == Path("C:/Users/ada/AppData/Local/ssotui")
