"""The program in nushell on a real terminal, by the README's line: the newest and the oldest version."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ssotui.core.shell.shell_table import SHELLS
from ssotui.demo.home import DemoHome
from tests.e2e.terminal import OpenTerminal, Terminal

PROFILE = '($env.AWS_PROFILE? | default "none")'
CODE = "$env.LAST_EXIT_CODE"
QUIET = """
$env.config.show_banner = false
$env.PROMPT_COMMAND = ""
$env.PROMPT_COMMAND_RIGHT = ""
$env.PROMPT_INDICATOR = "ready> "
"""
HOSTILE = 'it\'s $(touch pwned) "x"'


@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.needs("tmux", name)) for name in ("nu", "nu-0.101")])
def nushell(request: pytest.FixtureRequest, open_terminal: OpenTerminal, home: DemoHome, tmp_path: Path) -> Terminal:
    """At its prompt, with profiles "one", "two" and a hostile one, and ssotui's line in its start-up file."""
    names = ("one", "two", HOSTILE.replace('"', '\\"'))
    sections = "".join(f'\n[profile "{name}"]\nregion = eu-west-1\n' for name in names)
    home.config_file.write_text(home.config_file.read_text() + sections)
    config = tmp_path / "config.nu"
    config.write_text(f"{QUIET}\n{SHELLS['nushell'].line.format('ssotui')}\n")
    env = {**home.env, "PATH": f"{Path(sys.executable).parent}:{home.env['PATH']}", "AWS_PROFILE": "before"}
    shell = open_terminal(f"{request.param} --config {config}", env)
    shell.until("ready>")
    return shell


def run(nushell: Terminal, line: str) -> None:
    """Up to the next prompt, for what is typed before that is lost."""
    nushell.type(line)
    nushell.until_that(lambda screen: screen.rstrip().endswith(line), line)
    nushell.press("Enter")
    nushell.until_that(lambda screen: screen.rstrip().endswith("ready>"), "a prompt")


def answer(nushell: Terminal, line: str) -> str:
    """What a command prints, after the next prompt has come."""
    printed = nushell.answer(line)
    nushell.until_that(lambda screen: screen.rstrip().endswith("ready>"), "a prompt")
    return printed


def test_use_back_and_off_switch_the_shell(nushell: Terminal) -> None:
    for command, profile in (("use one", "one"), ("use two", "two"), ("use -", "one"), ("off", "none")):
        run(nushell, f"ssotui {command}")
        assert answer(nushell, PROFILE) == profile


def test_a_region_of_one_switch_goes_with_the_next_and_the_users_own_comes_back(nushell: Terminal) -> None:
    run(nushell, "$env.AWS_DEFAULT_REGION = 'sa-east-1'")
    shown = '([$env.AWS_REGION? $env.AWS_DEFAULT_REGION? $env.SSOTUI_REGION?] | each { default "none" } | str join "|")'
    chosen, own = "ap-south-2|ap-south-2|ap-south-2,,sa-east-1", "none|sa-east-1|none"
    for command, regions in (("use one --region ap-south-2", chosen), ("use two", own), ("off", own)):
        run(nushell, f"ssotui {command}")
        assert answer(nushell, shown) == regions


def test_a_failure_is_an_exit_code_and_no_red_box(nushell: Terminal) -> None:
    run(nushell, "ssotui use nomatch --no-picker; print deployed")
    assert 'matches "nomatch"' in nushell.screen()
    assert answer(nushell, CODE) == "3"
    assert answer(nushell, PROFILE) == "before"
    assert not [text for text in ("Error", "\ndeployed") if text in nushell.screen()]


def test_the_picker_switches_on_enter(nushell: Terminal) -> None:
    nushell.command("ssotui two")
    nushell.until("1 found")
    nushell.press("Enter")
    nushell.until("Switched to two (was before).")
    nushell.until_that(lambda screen: screen.rstrip().endswith("ready>"), "a prompt")
    assert answer(nushell, PROFILE) == "two"


def test_escape_leaves_the_picker_and_the_shell_as_it_was(nushell: Terminal) -> None:
    nushell.command("ssotui; print deployed")
    nushell.until("type to find")
    nushell.press("Escape")
    nushell.until("ready>")
    assert answer(nushell, CODE) == "130"
    assert answer(nushell, PROFILE) == "before"
    assert not [text for text in ("Error", "\ndeployed") if text in nushell.screen()]


def test_a_hostile_name_is_a_name(nushell: Terminal, tmp_path: Path) -> None:
    run(nushell, "ssotui use r#'" + HOSTILE + "'#")
    assert answer(nushell, PROFILE) == HOSTILE
    assert not list(tmp_path.rglob("pwned*"))


def test_without_a_temporary_folder_a_switch_fails_and_says_why(nushell: Terminal) -> None:
    run(nushell, "with-env {TMPDIR: /nowhere} { ^$nu.current-exe --config $nu.config-path }")
    run(nushell, "ssotui use one")
    assert "Set TMPDIR to a folder that you can write to." in nushell.screen()
    assert answer(nushell, CODE) == "8"
    assert answer(nushell, PROFILE) == "before"


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("ssotui exec on", "ssotui exec one"),
        ("echo a | ssotui us", "| ssotui use"),
        ("ssotui list --ref", "ssotui list --refresh"),
    ],
)
def test_tab_completes_commands_profiles_and_flags(nushell: Terminal, typed: str, completed: str) -> None:
    nushell.type(typed)
    nushell.press("Tab")
    assert nushell.until(completed).rstrip().splitlines()[-1].endswith(completed)


def test_what_is_completed_is_one_quoted_word(nushell: Terminal, tmp_path: Path) -> None:
    nushell.type("ssotui use --no-login it")  # right after "use", old versions complete files of their own
    nushell.press("Tab")
    nushell.until("$(touch pwned)")
    nushell.press("Enter")
    nushell.until("Switched to it's")
    nushell.until_that(lambda screen: screen.rstrip().endswith("ready>"), "a prompt")
    assert answer(nushell, PROFILE) == HOSTILE
    assert not list(tmp_path.rglob("pwned*"))


def test_a_table_of_data_goes_into_a_pipe(nushell: Terminal) -> None:
    nushell.command("ssotui profile list --json | from json | where name == one | get kind | print $'kind ($in.0)'")
    nushell.until("\nkind other")
    assert answer(nushell, CODE) == "0"
