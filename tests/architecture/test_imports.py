"""What a front end may not drag in, seen at run time; the import graph itself is import-linter's."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SLOW_TO_LOAD = ("argparse", "dataclasses", "inspect", "tempfile", "tomllib", "ssotui.core.ports.backend")
HEAVY = ("textual", "rich", "boto3", "botocore", "configupdater", "pyperclip", "importlib.metadata", "asyncio")


def loaded(code: str, modules: tuple[str, ...] = HEAVY, env: dict[str, str] | None = None) -> list[str]:
    """Which of ``modules`` running ``code`` in a new process leaves loaded."""
    probe = f"{code}\nimport sys\nprint(*[name for name in {modules!r} if name in sys.modules])"
    command = [sys.executable, "-c", probe]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout.split()


def running(words: list[str]) -> str:
    """Code that runs a command line, its output thrown away."""
    return f"""
import contextlib, io
from ssotui.cli.main import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    assert main({words!r}) == 0
"""


@pytest.mark.parametrize("module", ["ssotui", "ssotui.cli.main", "ssotui.cli.parser", "ssotui.wiring"])
def test_the_command_line_starts_light(module: str) -> None:
    assert loaded(f"import {module}") == []


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["use", "--help"]])
def test_asking_for_words_loads_nothing_heavy(arguments: list[str]) -> None:
    assert loaded(running(arguments)) == []


@pytest.mark.parametrize("words", [["use", "a"], ["use", "-"], ["status", "--check"]])
def test_what_is_typed_all_day_loads_next_to_nothing(words: list[str], tmp_path: Path) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text("[profile a]\nregion = eu-west-1\n")
    env = {
        "HOME": str(tmp_path),
        "AWS_PROFILE": "a",
        "SSOTUI_PREVIOUS_PROFILE": "a",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    assert loaded(running(words), (*SLOW_TO_LOAD, "typing"), env) == []


def test_a_prompt_waits_no_longer_where_its_profile_can_not_be_used(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "AWS_PROFILE": "nowhere", "PYTHONPATH": os.pathsep.join(sys.path)}
    code = running(["status", "--check"]).replace("== 0", "== 8")
    assert loaded(code, (*SLOW_TO_LOAD, "typing"), env) == []


def test_the_first_frame_needs_neither_the_search_nor_the_dialogs() -> None:
    later = (
        "ssotui.core.search.index",
        "ssotui.core.profiles.naming",
        "ssotui.core.sign_in.oidc",
        "rich.traceback",
        "ssotui.tui.picker.running_listings",
    )
    code = "import os, ssotui.tui.app\nfrom ssotui import wiring\nwiring.build({}, wiring.load_settings(os.environ))"
    assert loaded(code, later) == []


def test_the_picture_is_painted_and_keys_are_kept_before_anything_heavy_is_loaded() -> None:
    picture = "import ssotui.cli.run_picker, ssotui.cli.paint_early, ssotui.wiring"
    assert loaded(picture) == []
    holding = "import ssotui.cli.main, ssotui.cli.open_at_once, ssotui.cli.signals, ssotui.tui.held_terminal"
    assert loaded(holding, (*SLOW_TO_LOAD, "typing", "pathlib", "json", "re")) == []


def test_the_picker_loads_boto3_only_when_a_request_is_made() -> None:
    assert not {"boto3", "botocore"} & set(loaded("import ssotui.tui.app, ssotui.tui.picker.running_listings"))


def test_exec_loads_neither_the_server_nor_several_commands_before_they_are_wanted() -> None:
    later = ("http.server", "subprocess", "ssotui.cli.execute_with_server", "ssotui.cli.execute_for_each")
    assert loaded("import ssotui.cli.execute", later) == []


def test_the_streams_are_written_by_one_door() -> None:
    sources = (path for path in (ROOT / "ssotui").rglob("*.py") if "demo" not in path.parts)
    writers = {
        path.name for path in sources if re.search(r"sys\.std(out|err)\.(write|flush)|\bprint\(", path.read_text())
    }
    assert writers == {"streams.py", "one_time_page.py"}, "the latter runs as a program of its own"


# Who touches the file system, and what: everything of the user's and of ours goes through the first two.
DOORS = {
    "files/atomic.py": "every file that is read or written",
    "files/debug_log.py": "the log, of which it only writes the end",
    "files/checked_files.py": "whose files they are",
    "files/backups.py": "a backup's own name, which is never followed",
    "files/mounted_file.py": "a file that can only be written over",
    "files/spare_file.py": "room that is taken before it is needed",
    "files/locks.py": "locks",
    "files/private_configuration.py": "the folders of its copies",
    "files/durability.py": "folders, to sync them",
    "shell/channel.py": "the private file that a wrapper has made",
    "shell/parent_process.py": "the name of the shell in /proc",
    "shell/init_script.py": "the scripts that come with the program",
    "tui/driver.py": "/dev/tty",
    "tui/held_terminal.py": "/dev/tty",
    "cli/run_picker.py": "/dev/tty",
    "desktop/clipboard.py": "/dev/tty",
    "desktop/processes.py": "/dev/tty",
    "desktop/clipboard_clearer.py": "the mark of the last copy",
    "cli/streams.py": "/dev/null",
    "desktop/one_time_page.py": "whose connection it is, in /proc",
    "build_hook.py": "the manual page that goes into a wheel",
    "desktop/environment.py": "whether what marks a container is there",
    "desktop/installed_programs.py": "whether a file is there",
    "aws/http.py": "whether the file of certificates is there",
}
TOUCHES = re.compile(
    r"""(?<![\w.])(?<!def )open\(|os\.(open|unlink|remove|rename|mkdir|makedirs|chmod|listdir|scandir)\(|"""
    r"""\.(read|write)_(bytes|text)\(|\.(unlink|mkdir|touch|iterdir|glob|rglob|is_file|is_dir|exists|chmod)\("""
)


def test_files_are_touched_by_one_door() -> None:
    sources = (path for path in (ROOT / "ssotui").rglob("*.py") if "demo" not in path.parts)
    touching = {str(path.relative_to(ROOT / "ssotui")) for path in sources if TOUCHES.search(path.read_text())}
    assert touching == set(DOORS)


def test_named_tuples_are_made_without_typing_where_typing_is_not_needed() -> None:
    sources = (path for path in (ROOT / "ssotui").rglob("*.py") if "demo" not in path.parts)
    with_typing = {
        path.name for path in sources if re.search(r"^from typing import .*\bNamedTuple\b", path.read_text(), re.M)
    }
    # Generic ones, and the ports, whose protocols load typing anyway.
    assert with_typing == {"backend.py", "catalog.py", "oidc.py", "portal.py"}
