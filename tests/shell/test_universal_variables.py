"""fish's universal variables, which last in every shell of it: what one keeps is no switch, and that is said."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.needs("fish")

Run = Callable[..., subprocess.CompletedProcess[str]]
SHOW = 'echo "$status [$AWS_PROFILE]"'


@pytest.fixture
def fish(tmp_path: Path) -> Run:
    """``fish("ssotui use one", SHOW)``: in a shell whose universal variables are in a folder of the test."""
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text("[profile one]\nregion = eu-west-1\n[profile two]\nregion = eu-west-1\n")
    env = {
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "fish settings"),
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
    }

    def ran(*code: str) -> subprocess.CompletedProcess[str]:
        script = "\n".join(["ssotui init fish | source", *code])
        return subprocess.run(
            ["fish", "-c", script], env=env, cwd=tmp_path, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    return ran


@pytest.mark.parametrize(
    "name", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE"]
)
def test_a_switch_fails_while_a_universal_variable_would_win_and_says_what_to_run(fish: Run, name: str) -> None:
    fish(f"set -Ux {name} universal")
    done = fish("set -gx AWS_PROFILE before", "ssotui use one", SHOW)
    assert done.stdout == "1 [before]\n"
    assert (
        done.stderr.splitlines()[0] == f"ssotui: This shell wasn't changed: fish would keep {name}, set as universal."
    )
    erase = done.stderr.rpartition(": ")[2].strip()
    assert erase == f"set -eU {name}"
    assert fish(erase, "ssotui use one", SHOW).stdout == "0 [one]\n"


def test_all_that_would_win_are_named_at_once(fish: Run) -> None:
    fish("set -Ux AWS_ACCESS_KEY_ID id", "set -Ux AWS_SECRET_ACCESS_KEY secret", "set -Ux AWS_SESSION_TOKEN token")
    assert "set -eU AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN\n" in fish("ssotui use one").stderr


def test_a_universal_profile_is_hidden_by_a_switch_and_stays_the_one_to_go_back_to(fish: Run) -> None:
    fish("set -Ux AWS_PROFILE two")
    assert fish("ssotui use one", SHOW, "ssotui use -", SHOW).stdout == "0 [one]\n0 [two]\n"


def test_off_fails_while_a_universal_profile_would_be_there_again(fish: Run) -> None:
    fish("set -Ux AWS_PROFILE two")
    done = fish("ssotui use one", "ssotui off", SHOW)
    assert done.stdout == "1 [one]\n"
    assert "set -eU AWS_PROFILE" in done.stderr
    assert "Cleared" not in done.stderr
    assert fish("set -eU AWS_PROFILE", "ssotui use one", "ssotui off", SHOW).stdout == "0 []\n"


def test_what_no_program_gets_is_in_nobodys_way(fish: Run) -> None:
    fish("set -U AWS_ACCESS_KEY_ID mine", "set -Ux AWS_REGION eu-west-1")
    assert fish("ssotui use one", SHOW, "ssotui off", SHOW, "env | grep REGION").stdout == (
        "0 [one]\n0 []\nAWS_REGION=eu-west-1\n"
    )


def test_the_names_are_for_ssotui_alone(fish: Run) -> None:
    fish("set -Ux AWS_SECRET_ACCESS_KEY secret")
    done = fish("ssotui demo -- sh -c 'env'", "env")
    assert "AWS_ENDPOINT_URL_SSO=" in done.stdout
    assert "SSOTUI_UNIVERSAL" not in done.stdout


def test_the_code_for_a_shell_without_the_function_fails_too(fish: Run) -> None:
    fish("set -Ux AWS_ACCESS_KEY_ID universal")
    done = fish("command ssotui use one | source; and echo went on")
    assert done.stdout == ""
    assert "Erase it in every fish shell: set -eU AWS_ACCESS_KEY_ID\n" in done.stderr
    assert fish("set -eU AWS_ACCESS_KEY_ID", "command ssotui use one | source; and echo $AWS_PROFILE").stdout == "one\n"
