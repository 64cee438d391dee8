"""A shell that can make no private file, or can't open it: a switch fails, the rest works as ever."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ssotui.shell import init_script

SHELLS = {
    "bash": ("bash", 'eval "$(ssotui init bash)"', '{}; echo "status $?"'),
    "zsh": ("zsh", 'eval "$(ssotui init zsh)"', '{}; echo "status $?"'),
    "fish": ("fish", "ssotui init fish | source", '{}; echo "status $status"'),
    "elvish": (
        "elvish",
        "",
        "try {{ {}; echo status 0 }} catch e {{ echo status $e[reason][exit-status] }}",
    ),
    "nushell": (
        "nu",
        "",
        "try {{ {}; print 'status 0' }} catch {{ print $'status ($env.LAST_EXIT_CODE)' }}",
    ),
    "powershell": (
        "pwsh",
        "ssotui init powershell | Out-String | Invoke-Expression",
        '{}; "status $LASTEXITCODE"',
    ),
}
QUIET = {
    "fish": ["--no-config"],
    "zsh": ["-f"],
    "elvish": ["-norc"],
    "nushell": ["--no-config-file"],
    "powershell": ["-NoProfile"],
}
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.needs(SHELLS[name][0])) for name in SHELLS])
def shell(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def run(shell: str, tmp_path: Path) -> Run:
    """``run("use one")``: the status of a command of ssotui on the last line of stdout."""
    for name in ("bin", ".aws", "temporary"):
        (tmp_path / name).mkdir()
    (tmp_path / ".aws" / "config").write_text("[profile one]\nregion = eu-west-1\n")
    env = {
        "HOME": str(tmp_path),
        "PATH": f"{tmp_path / 'bin'}:{Path(sys.executable).parent}:/usr/bin:/bin",
        "TMPDIR": str(tmp_path / "temporary"),
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
        "POWERSHELL_TELEMETRY_OPTOUT": "1",
    }

    def ran(line: str, *, before: str = "") -> subprocess.CompletedProcess[str]:
        program, install, status = SHELLS[shell]
        words = [shutil.which(program) or program, *QUIET.get(shell, [])]
        if shell == "elvish":  # which has its editor at a prompt only
            install = init_script.script(shell, "ssotui", ("ssotui",)).partition("# After Ctrl+C")[0]
        if shell == "nushell":  # which reads all of it before it runs any
            install = init_script.script(shell, "ssotui", ("ssotui",))
        script = "\n".join(filter(None, [install, before, status.format(f"ssotui {line}")]))
        return subprocess.run(
            [*words, "-c", script], env=env, cwd=tmp_path, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    return ran


@pytest.fixture
def _no_folder(tmp_path: Path, run: Run) -> None:
    """As on a read-only disk: no tool makes a temporary file."""
    (tmp_path / "temporary").rmdir()
    (tmp_path / "bin" / "mktemp").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "bin" / "mktemp").chmod(0o755)


@pytest.mark.usefixtures("_no_folder")
@pytest.mark.parametrize("line", ["use one", "off"])
def test_a_switch_fails_without_a_temporary_folder_and_says_why(run: Run, line: str) -> None:
    done = run(line)
    assert done.stdout == "status 8\n"
    assert "no temporary file can be created, so this shell was not switched" in done.stderr
    assert "TMPDIR" in done.stderr


@pytest.mark.usefixtures("_no_folder")
def test_what_needs_no_hand_over_works_without_a_temporary_folder(run: Run) -> None:
    done = run("profile list")
    assert done.stdout.startswith("one\t")
    assert done.stdout.endswith("status 0\n")


@pytest.mark.parametrize("line", ["use one", "profile list"])
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "elvish"], indirect=True)  # those that run mktemp
def test_a_file_that_is_gone_at_once_is_never_taken_for_a_switch(run: Run, line: str, tmp_path: Path) -> None:
    (tmp_path / "bin" / "mktemp").write_text('#!/bin/sh\necho "$TMPDIR/gone"\n')
    (tmp_path / "bin" / "mktemp").chmod(0o755)
    assert run(line).stdout.endswith("status 8\n" if line == "use one" else "status 0\n")


@pytest.mark.parametrize("shell", ["bash", "zsh"], indirect=True)
def test_without_a_free_descriptor_nothing_is_taken_for_a_switch(run: Run) -> None:
    done = run("profile list", before="ulimit -n 9")
    assert done.stdout.splitlines()[0].startswith("one\t")
    assert run("use one", before="ulimit -n 9").stdout == "status 8\n"
