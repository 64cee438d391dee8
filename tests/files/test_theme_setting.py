"""The theme is written into the settings file as its author would: one line changes, no other byte does."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from ssotui import settings
from ssotui.errors import FileError, NotWritable
from ssotui.files.theme_setting import save_theme

CHANGES = {
    "no file": ("", '[ui]\ntheme = "nord"\n'),
    "a value": ('[ui]\ntheme = "dracula"\n', '[ui]\ntheme = "nord"\n'),
    "a value with a comment": (
        '[ui]\n  theme   =   \'dracula\'   # "dracula" is fine\ndetails = "on"\n',
        '[ui]\n  theme   =   "nord"   # "dracula" is fine\ndetails = "on"\n',
    ),
    "a value that is commented out": (
        '[ui]\n# theme = "dracula"\ndetails = "on"\n',
        '[ui]\ntheme = "nord"\n# theme = "dracula"\ndetails = "on"\n',
    ),
    "a section without it": (
        '[keys]\n"role.copy" = "ctrl+b"\n[ui]  # looks\ndetails = "on"\n',
        '[keys]\n"role.copy" = "ctrl+b"\n[ui]  # looks\ntheme = "nord"\ndetails = "on"\n',
    ),
    "no section": (
        '# mine\n\n[catalog]\nmax_age = "7d"\n',
        '# mine\n\n[catalog]\nmax_age = "7d"\n\n[ui]\ntheme = "nord"\n',
    ),
    "no newline at the end": ("[ui]", '[ui]\ntheme = "nord"\n'),
    "no newline at the end, no section": (
        "[shell]\nexport_region = true",
        '[shell]\nexport_region = true\n\n[ui]\ntheme = "nord"\n',
    ),
    "lines as Windows ends them": (
        '[shell]\r\nexport_region = true\r\n[ui]\r\ndetails = "on"\r\n',
        '[shell]\r\nexport_region = true\r\n[ui]\r\ntheme = "nord"\r\ndetails = "on"\r\n',
    ),
    "a dotted key": ('ui.theme = "dracula"\nui.details = "on"\n', 'ui.theme = "nord"\nui.details = "on"\n'),
    "a dotted key of its neighbor": ('ui.details = "on"\n', 'ui.theme = "nord"\nui.details = "on"\n'),
    "an inline table": ('ui = { details = "on" }\n', 'ui = { theme = "nord", details = "on" }\n'),
    "an empty inline table": ("ui = {}\n", 'ui = { theme = "nord" }\n'),
    "a string that looks like the section": (
        '[accounts]\n"[ui]\\ntheme = \\"x\\"" = { badge = "theme = \'a\'" }\n[ui]\ntheme = "dracula"\n',
        '[accounts]\n"[ui]\\ntheme = \\"x\\"" = { badge = "theme = \'a\'" }\n[ui]\ntheme = "nord"\n',
    ),
    "a string of several lines that looks like the section": (
        '[login]\nbrowser = """\n[ui]\ntheme = "x"\n{url}"""\n',
        '[login]\nbrowser = """\n[ui]\ntheme = "x"\n{url}"""\n\n[ui]\ntheme = "nord"\n',
    ),
}


@pytest.mark.parametrize("written", CHANGES)
def test_only_the_line_of_the_theme_changes(tmp_path: Path, written: str) -> None:
    before, after = CHANGES[written]
    path = tmp_path / "ssotui" / "config.toml"
    if before:
        path.parent.mkdir()
        path.write_bytes(before.encode())
        path.chmod(0o640)
    save_theme(path, "nord")
    assert path.read_bytes().decode() == after
    assert settings.parse(path.read_bytes(), path).ui_theme == "nord"
    assert stat.S_IMODE(path.stat().st_mode) == (0o640 if before else 0o600)


def test_the_theme_that_is_set_already_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    save_theme(path, "ssotui-dark")
    assert not path.exists(), "it is the default"
    path.write_text("ui.theme='nord'")
    path.chmod(0o400)
    save_theme(path, "nord")
    assert path.read_text() == "ui.theme='nord'"


def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[ui]\n")
    path.chmod(0o400)
    with pytest.raises(NotWritable):
        save_theme(path, "nord")
    assert path.read_text() == "[ui]\n"


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    own = tmp_path / "dotfiles.toml"
    own.write_text("[ui]\n")
    path = tmp_path / "config.toml"
    path.symlink_to(own)
    save_theme(path, "nord")
    assert path.is_symlink()
    assert own.read_text() == '[ui]\ntheme = "nord"\n'


def test_a_file_that_is_no_longer_valid_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[ui\n")
    with pytest.raises(FileError, match="is not TOML"):
        save_theme(path, "nord")
    assert path.read_text() == "[ui\n"


def test_an_unusual_way_to_write_it_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[ui]\n"\\u0074heme" = "dracula"\n')
    with pytest.raises(FileError, match=r"can't be changed") as refused:
        save_theme(path, "nord")
    assert refused.value.hint == 'Set it to "nord" by hand.'
    assert path.read_text() == '[ui]\n"\\u0074heme" = "dracula"\n'
