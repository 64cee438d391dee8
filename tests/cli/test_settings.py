"""config.toml: what is refused, with the file and the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssotui import settings, wiring
from ssotui.errors import FileTrouble, UsageError
from ssotui.tui import keys


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[profiles]\nregion = "foo"', "profiles.region"),
        ('[profiles]\noutput = "foo"', "profiles.output"),
        ('[profiles]\nname_template = "{nobody}"', "profiles.name_template"),
        ("[profiles]\nconfirm_write = 1", "profiles.confirm_write"),
        ('[profiles]\nnew = "x"', "profiles.new"),
        ('[login]\nbrowser = "firefox"', "login.browser"),
        ("[login]\nbrowser = \"sh -c 'firefox {url}'\"", "login.browser"),
        ('[login]\nmethod = "sms"', "login.method"),
        ("[clipboard]\nclear_after = -1", "clipboard.clear_after"),
        ('[clipboard]\nformat = "xml"', "clipboard.format"),
        ('[catalog]\nmax_age = "soon"', "catalog.max_age"),
        ("[catalog]\nrate_limit = 0", "catalog.rate_limit"),
        ("[catalog]\nworkers = true", "catalog.workers"),
        ('[safety]\nproduction = "prod"', "safety.production"),
        ('[ui]\ndetails = "maybe"', "ui.details"),
        ("[colours]\nx = 1", "[colours]"),
        ("[keys]\nx = 1", "keys.x"),
        ("ui = 1", "ui"),
        ("[ui", "TOML"),
    ],
)
def test_a_bad_setting_is_refused_with_file_and_key(tmp_path: Path, text: str, key: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(FileTrouble) as refused:
        wiring.load_settings({"SSOTUI_CONFIG": str(path)})
    assert str(path) in refused.value.message
    assert key in refused.value.message


def test_good_settings_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[profiles]\nregion = "us-gov-west-1"\noutput = "yaml"\n[login]\nbrowser = "firefox -P work {url}"\n'
    )
    loaded = wiring.load_settings({"SSOTUI_CONFIG": str(path)})
    assert (loaded.profiles_region, loaded.profiles_output) == ("us-gov-west-1", "yaml")
    assert loaded.login_browser == "firefox -P work {url}"


def test_an_absent_default_file_gives_the_defaults_but_one_that_is_named_must_be_there(tmp_path: Path) -> None:
    assert wiring.load_settings({"HOME": str(tmp_path)}) == settings.Settings()
    with pytest.raises(FileTrouble, match="SSOTUI_CONFIG names it"):
        wiring.load_settings({"SSOTUI_CONFIG": str(tmp_path / "nowhere.toml")})


@pytest.mark.parametrize(
    "keymap", [{"role.favorite": "f5"}, {"role.use": "banana"}, {"role.use": "a"}, {"role.use": "f1"}]
)
def test_keys_that_are_none_or_taken_are_refused(keymap: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=next(iter(keymap))):
        keys.checked(keymap)


def test_a_key_can_be_re_bound() -> None:
    assert keys.checked({"role.favourite": "ctrl+b"}) == {"role.favourite": "ctrl+b"}
