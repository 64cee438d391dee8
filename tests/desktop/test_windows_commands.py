r"""What Windows is asked to start, worked out here without Windows: batch files are found, and quoted for cmd.exe.

Whether cmd.exe reads the lines as meant can't be tried here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ssotui.desktop.windows_commands import popen_arguments
from ssotui.errors import UsageError

CMD = r'"C:\Windows\System32\cmd.exe" /e:ON /v:OFF /d /c '


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A PATH of two folders: node's and another."""
    node, other = tmp_path / "node", tmp_path / "other"
    node.mkdir()
    other.mkdir()
    for file in (node / "npm", node / "npm.CMD", other / "npm.EXE", other / "aws.EXE", other / "run.BAT"):
        file.touch()
    return {"PATH": f"{node}:{other}", "PATHEXT": ".COM;.EXE;.BAT;.CMD"}


def test_a_command_is_the_file_that_cmd_would_find(env: dict[str, str], tmp_path: Path) -> None:
    assert popen_arguments(["aws", "s3", "ls", "a b"], env) == [str(tmp_path / "other" / "aws.EXE"), "s3", "ls", "a b"]


def test_a_batch_file_is_found_and_given_to_cmd(env: dict[str, str], tmp_path: Path) -> None:
    assert popen_arguments(["npm", "run", "deploy"], env) == f'{CMD}""{tmp_path}/node/npm.CMD" "run" "deploy""'


def test_a_name_that_has_its_extension_is_taken_as_it_is(env: dict[str, str], tmp_path: Path) -> None:
    assert popen_arguments(["npm.EXE"], env) == [str(tmp_path / "other" / "npm.EXE")]


def test_a_path_is_taken_as_it_is(env: dict[str, str], tmp_path: Path) -> None:
    program = str(tmp_path / "other" / "aws.EXE")
    assert popen_arguments([program], {"PATH": ""}) == [program]


@pytest.mark.parametrize("name", ["nothing", "", "npm.py"])
def test_what_is_not_there_is_not_found(name: str, env: dict[str, str]) -> None:
    with pytest.raises(FileNotFoundError):
        popen_arguments([name], env)


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("a&calc", '"a&calc"'),
        ('"&calc', '"""&calc"'),
        (r"\"&calc", r'"\\""&calc"'),
        ("%PATH%", '"%%cd:~,%PATH%%cd:~,%"'),
        ("a b|c>d^e!f", '"a b|c>d^e!f"'),
        ("C:\\folder\\", '"C:\\folder\\\\"'),
        ("", '""'),
    ],
)
def test_no_argument_of_a_batch_file_is_a_command_of_its_own(
    word: str, quoted: str, env: dict[str, str], tmp_path: Path
) -> None:
    assert popen_arguments(["run", word], env) == f'{CMD}""{tmp_path}/other/run.BAT" {quoted}"'


def test_a_line_break_is_refused(env: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        popen_arguments(["run", "a\ncalc"], env)
