"""The text of the wrappers."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssotui.core.shell.shell_table import WITH_WRAPPER
from ssotui.core.shell.variables import KNOWN
from ssotui.errors import UsageError
from ssotui.shell import init_script


@pytest.mark.parametrize("shell", WITH_WRAPPER)
def test_every_wrapper_is_whole_and_accepts_every_variable(shell: str) -> None:
    text = init_script.script(shell, "aws-switch", ("ssotui",))
    assert "aws-switch" in text
    assert not [name for name in KNOWN if name not in text]
    assert not [mark for mark in ("@NAME@", "@PROGRAM@", "@HOOK@", "@SET@", "@UNSET@", "@KNOWN@") if mark in text]


@pytest.mark.parametrize("shell", WITH_WRAPPER)
@pytest.mark.parametrize("name", ["", "a b", "a;b", "$(x)", "-x", "1x", "a'b", "é", "if", "rm", "a\nb", "@KNOWN@"])
def test_a_name_that_is_not_a_plain_word_is_refused(shell: str, name: str) -> None:
    with pytest.raises(UsageError):
        init_script.script(shell, name, ("ssotui",))


def test_powershell_looks_for_the_program_and_not_for_its_own_function() -> None:
    text = init_script.script("powershell", "ssotui", ("ssotui",))
    assert "= @((Microsoft.PowerShell.Core\\Get-Command 'ssotui' -CommandType Application -TotalCount 1))" in text


def test_powershell_gets_a_path_in_quotes() -> None:
    assert "= @('/it''s/ssotui')" in init_script.script("powershell", "ssotui", ("/it's/ssotui",))


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    program = tmp_path / "ssotui"
    program.touch(mode=0o755)
    return program


def test_a_program_on_the_path_is_called_by_name(installed: Path) -> None:
    assert init_script.command_words(str(installed), "python", {"PATH": f"/nowhere:{installed.parent}"}) == ("ssotui",)


def test_a_program_off_the_path_is_called_by_its_place(installed: Path) -> None:
    assert init_script.command_words(str(installed), "python", {"PATH": "/nowhere"}) == (str(installed),)


def test_another_program_of_that_name_comes_first_on_the_path(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "ssotui").touch(mode=0o755)
    path = f"{tmp_path / 'other'}:{tmp_path}"
    assert init_script.command_words(str(installed), "python", {"PATH": path}) == (str(installed),)


def test_a_relative_name_becomes_a_place(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(installed.parent)
    assert init_script.command_words("./ssotui", "python", {}) == (str(installed),)


@pytest.mark.parametrize("called_as", ["ssotui", "ssotui.exe"])
def test_on_windows_a_program_on_the_path_is_called_by_name_whether_or_not_pip_leaves_out_its_extension(
    called_as: str, tmp_path: Path
) -> None:
    (tmp_path / "ssotui.exe").touch(mode=0o755)
    env = {"PATH": str(tmp_path)}
    assert init_script.command_words(str(tmp_path / called_as), "python", env, windows=True) == ("ssotui",)
    assert init_script.command_words(str(tmp_path / called_as), "python", {}, windows=True) == (
        str(tmp_path / "ssotui.exe"),
    )


def test_a_module_is_called_as_one() -> None:
    assert init_script.command_words("/lib/ssotui/__main__.py", "/bin/python", {}) == (
        "/bin/python",
        "-P",
        "-m",
        "ssotui",
    )
