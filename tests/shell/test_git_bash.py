"""Git Bash, imitated: OSTYPE is msys, cygpath gives Windows' names, and a program gets three descriptors only."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shell.lab import Lab

pytestmark = pytest.mark.needs("bash")

# A native program: it has no other descriptors, and opens what SSOTUI_CHANNEL names.
NATIVE = """#!/bin/bash
exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
[[ "$SSOTUI_CHANNEL" == W:* ]] || exit 99
channel=${SSOTUI_CHANNEL#W:}
[[ "$1" == fail ]] && exit 6
[[ "$1" == lines ]] && printf 'unset AWS_ACCESS_KEY_ID\\nAWS_PROFILE=%s\\n' "$2" >"$channel"
"""


@pytest.fixture
def git_bash(tmp_path: Path) -> Lab:
    lab = Lab(tmp_path, "bash")
    for name, text in (("ssotui", NATIVE), ("cygpath", '#!/bin/sh\n[ "$1 $2" = "-w --" ] && echo "W:$3"\n')):
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)
    return lab


@pytest.mark.parametrize("system", ["msys", "cygwin"])
def test_the_shell_is_switched_and_no_file_is_left(git_bash: Lab, system: str) -> None:
    done = git_bash.run(
        f"OSTYPE={system}; export AWS_ACCESS_KEY_ID=old",
        "ssotui lines 'a b'",
        'echo "$? <$AWS_PROFILE> ${AWS_ACCESS_KEY_ID-}"',
    )
    assert (done.stdout, done.stderr) == ("0 <a b> \n", "")
    assert git_bash.left_over == []


def test_a_failure_keeps_its_status_and_leaves_no_file(git_bash: Lab) -> None:
    done = git_bash.run("OSTYPE=msys", "ssotui fail || echo $?")
    assert done.stdout == "6\n"
    assert git_bash.left_over == []
