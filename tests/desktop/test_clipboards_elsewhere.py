"""The clipboards of macOS and of Windows under WSL, imitated: programs that take, change and give text as theirs do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ssotui.desktop import clipboard_clearer
from ssotui.desktop.clipboard import DesktopClipboard
from ssotui.errors import SsoTuiError
from ssotui.files.clipboard_copies import CopyMarks
from tests.desktop.conftest import Eventually

TEXT = "export AWS_SECRET_ACCESS_KEY=fake/Secret+Key\nexport B=ü"


class Desk:
    """A folder of programs on PATH, and the file in which they keep the clipboard."""

    def __init__(self, folder: Path) -> None:
        self.held = folder / "held"
        self._programs = folder / "bin"
        self._programs.mkdir()
        self.env = {"PATH": f"{self._programs}:{os.environ['PATH']}", "LANG": "C"}

    def add(self, name: str, script: str) -> None:
        path = self._programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)


@pytest.fixture
def mac(tmp_path: Path) -> Desk:
    """pbcopy and pbpaste, which go by the locale."""
    desk = Desk(tmp_path)
    needs_utf_8 = "case $LC_CTYPE in *UTF-8) ;; *) exit 1 ;; esac"
    desk.add("pbcopy", f"{needs_utf_8}\ncat >'{desk.held}'")
    desk.add("pbpaste", f"{needs_utf_8}\ncat '{desk.held}'")
    return desk


@pytest.fixture
def wsl(tmp_path: Path) -> Desk:
    """clip.exe, which takes UTF-16, and PowerShell's Get-Clipboard, which gives CRLF and one more at the end."""
    desk = Desk(tmp_path)
    desk.env["WSL_DISTRO_NAME"] = "Debian"
    desk.add("clip.exe", f"iconv -f UTF-16LE -t UTF-8 >'{desk.held}'")
    desk.add(
        "powershell.exe",
        'case "$*" in *UTF8Encoding*Get-Clipboard*) ;; *) exit 1 ;; esac\n'
        f"""awk '{{ printf "%s\\r\\n", $0 }}' '{desk.held}'""",
    )
    return desk


def test_a_macs_clipboard_holds_it_whatever_the_locale_is(mac: Desk) -> None:
    copied = DesktopClipboard(mac.env, platform="darwin").copy(TEXT, 0)
    assert copied.places == ("the clipboard (pbcopy)",)
    assert mac.held.read_text(encoding="utf-8") == TEXT


def test_a_macs_clipboard_is_empty_after_the_time(mac: Desk, eventually: Eventually) -> None:
    assert DesktopClipboard(mac.env, platform="darwin").copy(TEXT, 1).uncleared == ()
    assert eventually(lambda: mac.held.read_text(encoding="utf-8") == "")


def test_windows_clipboard_holds_it_in_wsl(wsl: Desk) -> None:
    copied = DesktopClipboard(wsl.env).copy(TEXT, 0)
    assert copied.places == ("the clipboard (clip.exe)",)
    assert wsl.held.read_text(encoding="utf-8") == TEXT


def test_it_is_known_again_with_windows_line_ends_and_cleared(wsl: Desk, eventually: Eventually) -> None:
    assert DesktopClipboard(wsl.env).copy(TEXT, 1).uncleared == ()
    assert eventually(lambda: wsl.held.read_text(encoding="utf-8") == "")


def test_what_was_copied_since_in_windows_is_kept(wsl: Desk, eventually: Eventually, tmp_path: Path) -> None:
    looked = tmp_path / "looked"
    DesktopClipboard(wsl.env).copy(TEXT, 1)
    wsl.held.write_text("mine")
    wsl.add("powershell.exe", f"cat '{wsl.held}'; touch '{looked}'")
    assert eventually(looked.exists)
    assert wsl.held.read_text() == "mine"


def time_is_over(mac: Desk, mark: dict[str, str]) -> None:
    """What the process does that a copy has left behind, once its time has come."""
    recipe = {"kind": "tool", "paste": ["pbpaste"], "clear": ["pbcopy"], **mark}
    order = {"seconds": 0, "sha256": clipboard_clearer.digest(TEXT.encode()), "recipes": [recipe]}
    program = [sys.executable, "-I", "-S", clipboard_clearer.__file__, "--waiting"]
    subprocess.run(program, input=json.dumps(order), env={**mac.env, "LC_CTYPE": "UTF-8"}, text=True, check=True)


def test_a_second_copy_of_the_same_text_is_not_cleared_in_the_time_of_the_first(mac: Desk, tmp_path: Path) -> None:
    clipboard = DesktopClipboard(mac.env, platform="darwin", marks=CopyMarks(tmp_path / "copies"))
    clipboard.copy(TEXT, 0)
    (mark,) = (tmp_path / "copies").iterdir()
    first = {"mark": str(mark), "token": mark.read_text()}
    clipboard.copy(TEXT, 0)
    second = {"mark": str(mark), "token": mark.read_text()}
    time_is_over(mac, first)
    assert mac.held.read_text(encoding="utf-8") == TEXT
    time_is_over(mac, second)
    assert mac.held.read_text(encoding="utf-8") == ""


def test_a_second_copy_that_fails_leaves_the_first_to_its_time(mac: Desk, tmp_path: Path) -> None:
    clipboard = DesktopClipboard({**mac.env, "TERM": "dumb"}, platform="darwin", marks=CopyMarks(tmp_path / "copies"))
    clipboard.copy(TEXT, 0)
    (mark,) = (tmp_path / "copies").iterdir()
    first = {"mark": str(mark), "token": mark.read_text()}
    uncleared = (tmp_path / "bin" / "pbcopy").read_text()
    mac.add("pbcopy", "exit 1")
    with pytest.raises(SsoTuiError):
        clipboard.copy(TEXT, 0)
    (tmp_path / "bin" / "pbcopy").write_text(uncleared)
    time_is_over(mac, first)
    assert mac.held.read_text(encoding="utf-8") == ""
