"""Private copies of the AWS files, without what would give ``[default]`` credentials."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import botocore.configloader
import pytest

from ssotui.errors import FileError
from ssotui.files.private_configuration import without_default_credentials

CONFIG = """# mine
[default]
region = eu-west-1
aws_access_key_id = AKIAX
aws_secret_access_key = sec
    ret
s3 =
    addressing_style = path
credential_process: cat keys

; the other one
[profile other]
aws_access_key_id = AKIAOTHER
source_profile = default
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    (tmp_path / ".aws").mkdir()
    return {"HOME": str(tmp_path)}


def write(env: dict[str, str], name: str, text: str) -> None:
    (Path(env["HOME"]) / ".aws" / name).write_bytes(text.encode())


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("header", ["default", "profile default", 'profile "default"'])
def test_only_the_credentials_of_default_are_left_out(env: dict[str, str], header: str, end: str) -> None:
    write(env, "config", CONFIG.replace("[default]", f"[{header}]").replace("\n", end))
    with without_default_credentials(env) as files:
        found = botocore.configloader.load_config(files["AWS_CONFIG_FILE"])["profiles"]
        assert found["default"] == {"region": "eu-west-1", "s3": {"addressing_style": "path"}}
        assert found["other"] == {"aws_access_key_id": "AKIAOTHER", "source_profile": "default"}
        assert Path(files["AWS_SHARED_CREDENTIALS_FILE"]).read_bytes() == b""


def test_the_credentials_file_counts_and_others_in_it_stay(env: dict[str, str]) -> None:
    keys = "aws_access_key_id = a\naws_secret_access_key = b\naws_session_token = c\n"
    write(env, "credentials", f"[other]\n{keys}[default]\n{keys}")
    with without_default_credentials(env) as files:
        assert Path(files["AWS_SHARED_CREDENTIALS_FILE"]).read_text() == f"[other]\n{keys}[default]\n"


@pytest.mark.parametrize("text", ["", "[default]\nregion = eu-west-1\n", "[profile a]\naws_access_key_id = x\n"])
def test_without_any_there_are_no_copies(env: dict[str, str], text: str) -> None:
    write(env, "config", text)
    with without_default_credentials(env) as files:
        assert files == {}


def test_variables_name_the_files(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("[default]\nsso_session = a\noutput = json\n")
    with without_default_credentials({**env, "AWS_CONFIG_FILE": "~/mine"}) as files:
        assert Path(files["AWS_CONFIG_FILE"]).read_text() == "[default]\noutput = json\n"


def test_the_file_of_boto_counts_and_its_other_sections_stay(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ".boto").write_text("[Boto]\ndebug = 0\n[Credentials]\naws_access_key_id = a\n")
    if not Path("/etc/boto.cfg").exists():
        with without_default_credentials(env) as files:
            assert Path(files["BOTO_CONFIG"]).read_text() == "[Boto]\ndebug = 0\n[Credentials]\n"


def test_they_are_the_users_alone_and_gone_afterwards(env: dict[str, str]) -> None:
    write(env, "config", CONFIG)
    with without_default_credentials(env) as files:
        paths = [Path(name) for name in files.values()]
        assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
        assert stat.S_IMODE(paths[0].parent.stat().st_mode) == 0o700
    assert not paths[0].parent.exists()


def test_a_file_that_no_tool_can_parse_is_said(env: dict[str, str]) -> None:
    write(env, "credentials", "aws_access_key_id = a\n")
    with pytest.raises(FileError, match="before the first"), without_default_credentials(env):
        pass


_KILLED = """
import os, sys
from ssotui.files.private_configuration import without_default_credentials
with without_default_credentials(os.environ) as files:
    print(files["AWS_CONFIG_FILE"], flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("is_killed", [True, False])
def test_those_of_a_killed_process_are_removed_by_the_next_one(
    env: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_killed: bool
) -> None:
    write(env, "config", CONFIG)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    inner = {**env, "TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED], env=inner, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        folder = Path(other.stdout.readline().strip()).parent
        if is_killed:
            other.send_signal(signal.SIGKILL)
            other.wait()
        os.utime(folder, (0, 0))
        with without_default_credentials(env):
            assert folder.exists() is not is_killed
        if other.stdin and not is_killed:
            other.stdin.close()
