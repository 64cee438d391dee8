"""config.toml: what is refused, with the file and the key."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from textual.keys import Keys, _character_to_key
from textual.theme import BUILTIN_THEMES

from ssotui import settings, wiring
from ssotui.cli.main import main
from ssotui.core import picker_settings
from ssotui.errors import FileError
from ssotui.tui.picker.commands import table as commands
from ssotui.tui.picker.commands import textual_bindings
from ssotui.tui.themes import OURS


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[profiles]\nregion = "foo"', "profiles.region"),
        ('[profiles]\nregion = "eur-west-1"', "profiles.region"),
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
        ('[accounts]\n"*prod*" = "red"', 'accounts."*prod*"'),
        ('[accounts]\n"*prod*" = { colour = "red" }', 'accounts."*prod*".colour is not a setting'),
        ('[accounts]\n"*prod*" = { color = "pink" }', 'accounts."*prod*".color'),
        ('[accounts]\n"*prod*" = { confirm = "yes" }', 'accounts."*prod*".confirm'),
        ('[accounts]\nprod = { badge = "PR\\u001bOD" }', "accounts.prod.badge"),
        ('[accounts]\nprod = { badge = "PRODUCTION-PRODUCTION" }', "accounts.prod.badge"),
        ('accounts = ["*prod*"]', "accounts"),
        ('[sessions]\nacme = "firefox {url}"', "sessions.acme"),
        ('[sessions.acme]\nbrowsers = "firefox {url}"', "sessions.acme.browsers is not a setting"),
        ('[sessions.acme]\nbrowser = "firefox"', "sessions.acme.browser"),
        ("[sessions.acme]\nbrowser = \"sh -c 'firefox {url}'\"", "sessions.acme.browser"),
        ('[sessions.acme]\nbrowser = "firefox {url} {nobody}"', "sessions.acme.browser"),
        ('[sessions.acme]\nregion = "London"', "sessions.acme.region"),
        ('[sessions.acme]\noutput = "xml"', "sessions.acme.output"),
        ('[sessions.acme]\nmethod = "sms"', "sessions.acme.method"),
        ('[sessions.acme]\nname_template = "{nobody}"', "sessions.acme.name_template"),
        ("[colours]\nx = 1", "[colours]"),
        ("[keys]\nx = 1", "keys.x"),
        ("ui = 1", "ui"),
        ("[ui", "TOML"),
    ],
)
def test_a_bad_setting_is_refused_with_file_and_key(tmp_path: Path, text: str, key: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(FileError) as refused:
        wiring.load_settings({"SSOTUI_CONFIG": str(path)})
    assert str(path) in refused.value.message
    assert key in refused.value.message


@pytest.mark.parametrize("table", ["profiles", "sessions.acme"])
def test_a_misspelled_region_is_refused_with_the_one_that_was_meant(tmp_path: Path, table: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[{table}]\nregion = "eu-wset-2"')
    with pytest.raises(FileError) as refused:
        wiring.load_settings({"SSOTUI_CONFIG": str(path)})
    assert refused.value.hint == "Did you mean eu-west-2, us-west-2 or eu-west-3?"


def test_good_settings_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[profiles]\nregion = "us-gov-west-1"\noutput = "yaml"\n[login]\nbrowser = "firefox -P work {url}"\n'
    )
    loaded = wiring.load_settings({"SSOTUI_CONFIG": str(path)})
    assert (loaded.profiles_region, loaded.profiles_output) == ("us-gov-west-1", "yaml")
    assert loaded.login_browser == "firefox -P work {url}"


def test_a_sessions_settings_replace_the_general_ones_where_they_are_set() -> None:
    own = settings.SessionSettings(region="eu-north-1", method="device-code")
    loaded = settings.Settings(profiles_region="us-east-1", login_browser="firefox {url}", sessions={"acme": own})
    general = settings.SessionSettings("firefox {url}", "us-east-1", "", "{account_name}.{role}", "auto")
    assert loaded.of_session("acme") == general._replace(region="eu-north-1", method="device-code")
    assert loaded.of_session("globex") == general


def test_an_absent_default_file_gives_the_defaults_but_one_that_is_named_must_be_there(tmp_path: Path) -> None:
    assert wiring.load_settings({"HOME": str(tmp_path)}) == settings.Settings()
    with pytest.raises(FileError, match="SSOTUI_CONFIG is set to it"):
        wiring.load_settings({"SSOTUI_CONFIG": str(tmp_path / "nowhere.toml")})


@pytest.mark.parametrize(
    ("keymap", "said"),
    [
        ({"role.favorite": "f5"}, "is not an action"),
        ({"role.use": "banana"}, "is not a key"),
        ({"role.use": "ctrl+banana"}, "is not a key"),
        ({"role.use": "f99"}, "is not a key"),
        ({"role.use": "a"}, "is not a key"),
        ({"role.use": "f7", "role.copy": "f7"}, "is already used by keys.role.use"),
        ({"role.use": "ctrl+c"}, "is already used by moving about"),
    ],
)
def test_keys_that_are_none_or_taken_are_refused(tmp_path: Path, keymap: dict[str, str], said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[keys]\n" + "".join(f'"{name}" = "{key}"\n' for name, key in keymap.items()))
    with pytest.raises(FileError, match=said) as refused:
        wiring.load_settings({"SSOTUI_CONFIG": str(path)})
    assert str(path) in refused.value.message


def test_a_key_can_be_re_bound_and_a_theme_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[ui]\ntheme = "nord"\n[keys]\n"role.favourite" = "ctrl+b"\n"row.mark" = "alt+full_stop"\n')
    loaded = wiring.load_settings({"SSOTUI_CONFIG": str(path)})
    assert loaded.ui_theme == "nord"
    assert loaded.keys == {"role.favourite": "ctrl+b", "row.mark": "alt+full_stop"}


def test_a_users_key_wins_over_the_default_of_another_action(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[keys]\n"list.down" = "ctrl+n"\n"list.up" = "ctrl+p"\n"app.palette" = "f2"\n')
    loaded = wiring.load_settings({"SSOTUI_CONFIG": str(path)})
    assert loaded.keys == {"list.down": "ctrl+n", "list.up": "ctrl+p", "app.palette": "f2", "session.add": ""}


@pytest.mark.parametrize(
    "text", ['[ui]\ntheme = "darkest"', '[keys]\n"role.usee" = "f5"', '[keys]\n"role.use" = "f99"']
)
@pytest.mark.parametrize(
    "line",
    [
        *(
            "use x",
            "use --keys x",
            "list",
            "creds x",
            "exec x -- true",
            "console x",
            "whoami",
            "status",
            "login",
            "logout",
        ),
        *("session list", "profile list", "profile sync", "credential-process --profile x"),
    ],
)
def test_every_command_that_reads_the_settings_refuses_a_typo(
    line: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SSOTUI_CONFIG", str(path))
    assert main(line.split()) == 8
    said, hint = capsys.readouterr().err.splitlines()
    assert f"{path}: " in said
    assert hint.strip().startswith(("Themes: ", "Actions: ", "Use a key such as "))


def test_the_tables_are_those_of_the_picker_and_of_textual() -> None:
    assert {key.id: key.key for key in commands.COMMANDS} == picker_settings.ACTIONS
    assert {key for key, _ in textual_bindings.FIXED_KEYS} <= set(picker_settings.FIXED_KEYS)
    assert {*BUILTIN_THEMES, *(theme.name for theme in OURS)} == set(picker_settings.THEMES)
    named = {value.rpartition("+")[2] for value in (one.value for one in Keys)}
    assert set(picker_settings.NAMED_KEYS) - named <= {_character_to_key(sign) for sign in string.punctuation}
    assert {_character_to_key(sign) for sign in string.punctuation} <= set(picker_settings.NAMED_KEYS)
