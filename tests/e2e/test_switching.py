"""The main job in real terminals: a shell prompt, the picker, a switched shell that AWS's own clients accept."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome
from tests.e2e.terminal import OpenTerminal, Terminal

pytestmark = pytest.mark.needs("tmux", "bash", "zsh", "fish")

SHELLS = {
    "bash": ("bash --norc --noprofile", 'eval "$(ssotui init bash)"'),
    "zsh": ("zsh -f", 'eval "$(ssotui init zsh)"'),
    "fish": ("fish --no-config", "ssotui init fish | source"),
}
WHO = f'{sys.executable} -c \'import boto3; print(boto3.client("sts").get_caller_identity()["Arn"])\''


@pytest.fixture(params=sorted(SHELLS))
def shell(request: pytest.FixtureRequest, open_terminal: OpenTerminal, home: DemoHome) -> Terminal:
    """A shell with the wrapper installed, nothing chosen yet."""
    program, install = SHELLS[request.param]
    terminal = open_terminal(program, home.env)
    terminal.command(install)
    terminal.clear()
    return terminal


def pick(terminal: Terminal, words: str) -> None:
    """Open the picker, wait for what ``words`` find, and take it."""
    terminal.command("ssotui")
    terminal.until("type to find")
    terminal.until_listed()
    terminal.type(words)
    terminal.until_that(lambda screen: f"❯ {words} " in screen and " found" in screen, "what was typed")


def test_picking_a_role_switches_the_shell_and_aws_answers_as_that_role(shell: Terminal, home: DemoHome) -> None:
    pick(shell, "data-platform prod readonly")
    shell.press("Enter")
    shell.until("Write profile ")
    shell.press("Enter")
    shell.until("Wrote [profile ")
    assert not shell.alternate_screen()
    profile = shell.answer('"$AWS_PROFILE"')
    assert f"[profile {profile}]" in home.config_file.read_text()
    shell.clear()
    shell.command(WHO)
    screen = shell.until("assumed-role/AWSReservedSSO_")
    role = profile.rpartition(".")[2]
    assert f"AWSReservedSSO_{role}_" in screen.replace("\n", "")


def test_a_key_opens_the_picker_over_the_line_that_is_being_typed(shell: Terminal, home: DemoHome) -> None:
    install = SHELLS[shell.shell][1].replace(f"init {shell.shell}", f"init {shell.shell} --bind '^g'")
    shell.command(install)
    shell.clear()
    shell.type("echo on ")
    shell.press("C-g")
    shell.until("type to find")
    shell.until_listed()
    shell.type(home.profiles[0])
    shell.until_that(lambda screen: f"❯ {home.profiles[0]} " in screen and " found" in screen, "what was typed")
    shell.press("Enter")
    shell.until(f"Switched to {home.profiles[0]}.")
    shell.until_that(lambda screen: "echo on" in screen.rpartition("Switched to ")[2], "the line again")
    shell.command('"the way: $AWS_PROFILE"')
    shell.until(f"\non the way: {home.profiles[0]}\n")
    assert not shell.alternate_screen()


def test_the_shell_and_the_way_back_follow_a_profile_that_is_renamed(shell: Terminal, home: DemoHome) -> None:
    for name in (home.profiles[0], "org-auditor"):
        shell.command(f"ssotui use {name}")
        shell.until(f"Switched to {name}")
    shell.command("ssotui profile rename org-auditor auditor --yes")
    shell.until("This shell's profile is now auditor.")
    shell.command(f"ssotui profile rename {home.profiles[0]} first --yes")
    shell.until(f"Renamed {home.profiles[0]} to first.")
    assert shell.answer('"$AWS_PROFILE $SSOTUI_PREVIOUS_PROFILE"') == "auditor first"
    shell.command("ssotui use -")
    shell.until("Switched to first (was auditor).")
    shell.command("ssotui profile undo --yes")
    shell.until(f"This shell's profile is now {home.profiles[0]}.")
    assert shell.answer('"$AWS_PROFILE $SSOTUI_PREVIOUS_PROFILE"') == f"{home.profiles[0]} auditor"


def test_a_region_chosen_in_the_picker_comes_with_the_role_and_goes_with_it(shell: Terminal, home: DemoHome) -> None:
    regions = '"$AWS_REGION|$AWS_DEFAULT_REGION|$SSOTUI_REGION"'
    shell.command("export AWS_DEFAULT_REGION=sa-east-1")
    pick(shell, home.profiles[0])
    shell.press("C-e")
    shell.until("Hyderabad")
    shell.type("hyd")
    shell.until("❯ hyd ")
    shell.press("Enter")
    shell.until("Chose ap-south-2 for ")
    shell.press("Enter")
    shell.until(f"Switched to {home.profiles[0]}, region ap-south-2.")
    assert shell.answer(regions) == "ap-south-2|ap-south-2|ap-south-2,,sa-east-1"
    shell.command(f"ssotui use {home.profiles[1]}")
    assert shell.answer(regions) == "|sa-east-1|", "the next switch puts back what was there before"
    shell.command("ssotui use -")
    assert shell.answer(regions) == "ap-south-2|ap-south-2|ap-south-2,,sa-east-1", "it is kept for the role"
    shell.command("ssotui off")
    assert shell.answer(regions) == "|sa-east-1|"


def test_leaving_changes_nothing_and_says_130(shell: Terminal) -> None:
    shell.command("export AWS_PROFILE=before")
    shell.command("ssotui")
    shell.until("type to find")
    shell.press("Escape")
    shell.until_that(lambda screen: "type to find" not in screen, "the prompt")
    assert shell.status() == "130"
    assert shell.answer('"$AWS_PROFILE"') == "before"


def test_ctrl_c_leaves_the_terminal_as_it_was(shell: Terminal) -> None:
    shell.command("ssotui")
    shell.until("type to find")
    shell.press("C-c")
    shell.until_that(lambda _: not shell.alternate_screen(), "the normal screen")
    assert shell.answer("still") == "still"


def test_use_switches_back_and_forth_and_off_leaves(shell: Terminal, home: DemoHome) -> None:
    first, second = home.profiles[:2]
    shell.command(f"ssotui use {first}")
    shell.command(f"ssotui use {second}")
    assert shell.answer('"$AWS_PROFILE"') == second
    shell.command("ssotui use -")
    assert shell.answer('"$AWS_PROFILE"') == first
    shell.command("ssotui off")
    assert shell.answer('"$AWS_PROFILE"') == ""
    shell.command("ssotui use -")
    assert shell.answer('"$AWS_PROFILE"') == first


def test_a_switch_clears_keys_that_would_defeat_it(shell: Terminal, home: DemoHome) -> None:
    shell.command("export AWS_ACCESS_KEY_ID=AKIAOLD AWS_SECRET_ACCESS_KEY=old AWS_DEFAULT_PROFILE=older")
    shell.command(f"ssotui use {home.profiles[0]}")
    assert shell.answer('"$AWS_ACCESS_KEY_ID$AWS_SECRET_ACCESS_KEY$AWS_DEFAULT_PROFILE"') == ""


def test_stdout_of_a_command_stays_clean_through_the_wrapper(shell: Terminal, tmp_path: Path) -> None:
    target = tmp_path / "list.json"
    shell.command(f"ssotui list --json --session acme > {target}; echo over $PWD")
    shell.until("over /")
    listed = json.loads(target.read_text())
    assert {"session", "account_id", "account_name", "role"} <= set(listed[0])


def test_the_picker_follows_a_resized_terminal(shell: Terminal) -> None:
    shell.command("ssotui")
    shell.until("Start URL")
    shell.resize(70, 20)
    shell.until_that(lambda screen: "Start URL" not in screen and "type to find" in screen, "the narrow layout")
    shell.resize(130, 40)
    screen = shell.until("Start URL")
    assert max(map(len, screen.splitlines())) > 70
    shell.press("C-c")
