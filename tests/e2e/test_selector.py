"""The picker as the selector of commands, as a person types them in real shells: the command goes on with the role."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.e2e.terminal import OpenTerminal, Terminal

pytestmark = pytest.mark.needs("tmux", "bash", "zsh", "fish")

SHELLS = {
    "bash": ("bash --norc --noprofile", 'eval "$(ssotui init bash)"'),
    "zsh": ("zsh -f", 'eval "$(ssotui init zsh)"'),
    "fish": ("fish --no-config", "ssotui init fish | source"),
}
SEVERAL = "acme 'prod"


@pytest.fixture(params=sorted(SHELLS))
def shell(request: pytest.FixtureRequest, open_terminal: OpenTerminal, home: DemoHome) -> Terminal:
    """A shell with the wrapper installed, where all roles are listed and no profile is active."""
    return started(request.param, open_terminal, home)


def started(name: str, open_terminal: OpenTerminal, home: DemoHome) -> Terminal:
    program, install = SHELLS[name]
    terminal = open_terminal(program, {**home.env, "BROWSER": "none"})
    terminal.command(f"{install}; ssotui list >{home.folder}/listed; echo rea''dy")
    terminal.until("ready")
    terminal.clear()
    return terminal


def ask(terminal: Terminal, line: str, title: str) -> str:
    """Type the command, and wait for the picker with its title and the rows that match. Gives the screen."""
    terminal.command(line)
    return terminal.until_that(
        lambda screen: all(part in screen for part in (f"{title} ❯", " found", "▌ ", "Esc leave")), "the picker"
    )


def role_under_the_cursor(screen: str) -> tuple[str, str]:
    """The role and the account's ID in the row of the cursor."""
    row = re.search(r"▌\s+(\S+) +› (\S+)\s+.*?(\d{12})", screen)
    assert row, screen
    return row[2], row[3]


def is_clean(terminal: Terminal) -> bool:
    return terminal.ask("#{alternate_on}#{cursor_flag}#{mouse_any_flag}") == "010"


def left(terminal: Terminal) -> None:
    terminal.until_that(lambda _: is_clean(terminal), "a clean terminal")


def quoted(query: str) -> str:
    return f'"{query}"'


def test_exec_runs_the_command_as_the_chosen_role_and_the_terminal_is_the_commands(shell: Terminal) -> None:
    inner = 'read answer; echo "<$answer> $AWS_SESSION_TOKEN $SSOTUI_EXEC" | cut -c 1-14'
    screen = ask(shell, f"ssotui exec {quoted(SEVERAL)} -- sh -c '{inner}'", "exec: choose a role")
    assert "Enter run " in screen
    assert "Switched" not in screen
    shell.press("Down", "Enter")
    left(shell)
    shell.command("typed")
    assert "<typed> IQ" in shell.until("<typed> IQ")
    assert shell.status() == "0"
    assert shell.answer('"$AWS_PROFILE"') == ""


def test_use_switches_the_shell_as_if_the_role_had_been_named(shell: Terminal, home: DemoHome) -> None:
    role, account_id = role_under_the_cursor(ask(shell, f"ssotui use {quoted(SEVERAL)}", "use: choose a role"))
    shell.press("Enter")
    left(shell)
    shell.until("Switched to")
    profile = shell.answer('"$AWS_PROFILE"')
    section = home.config_file.read_text().partition(f"[profile {profile}]\n")[2].partition("\n[")[0]
    assert f"sso_account_id = {account_id}" in section
    assert f"sso_role_name = {role}" in section


@pytest.mark.parametrize("query", [quoted(SEVERAL), ""])
def test_captured_credentials_are_those_of_the_chosen_role(shell: Terminal, query: str) -> None:
    line = f"ssotui creds {query} --format access-key"
    ask_line = f"set key ({line})" if shell.shell == "fish" else f"key=$({line})"
    shell.command(ask_line)
    shell.until("creds: choose a role ❯")
    if not query:
        shell.type(SEVERAL)
    shell.until_that(lambda screen: bool(re.search(r"found.*▌.*\d{12}", screen, re.DOTALL)), "rows")
    shell.press("Enter")
    left(shell)
    assert shell.answer('"$key"').startswith("ASIA")


def test_console_and_profile_add_take_the_role_too(shell: Terminal, home: DemoHome) -> None:
    ask(shell, f"ssotui console {quoted(SEVERAL)} --print", "console: choose a role")
    assert "Enter print URL" in shell.screen()
    shell.press("Enter")
    left(shell)
    shell.until("SigninToken=")
    shell.clear()
    ask(shell, f"ssotui profile add {quoted(SEVERAL)} --name chosen", "profile add: choose a role")
    assert "Enter add profile" in shell.screen()
    shell.press("Enter")
    left(shell)
    shell.until("Wrote 1 profile (chosen)")
    assert "[profile chosen]" in home.config_file.read_text()


@pytest.mark.parametrize("key", ["Escape", "C-c"])
def test_leaving_it_leaves_the_command_with_130_and_nothing_done(shell: Terminal, home: DemoHome, key: str) -> None:
    before = home.config_file.read_bytes()
    for command, title in (
        (f"use {quoted(SEVERAL)}", "use: choose a role"),
        (f"exec {quoted('acme admn')} -- echo ran", "exec: choose a role"),
    ):
        ask(shell, f"ssotui {command}", title)
        shell.press(key)
        left(shell)
        assert shell.status() == "130"
        assert "\nran" not in shell.screen()
        shell.clear()
    assert shell.answer('"$AWS_PROFILE"') == ""
    assert home.config_file.read_bytes() == before


@pytest.mark.parametrize("program", ["ssotui", "command ssotui"])
def test_a_printed_choice_can_be_captured_and_switches_nothing(shell: Terminal, home: DemoHome, program: str) -> None:
    before = home.config_file.read_bytes()
    line = f"{program} pick --print {quoted(SEVERAL)}"
    capture = f"set x ({line}); set code $status" if shell.shell == "fish" else f"x=$({line}); code=$?"
    role, account_id = role_under_the_cursor(ask(shell, capture, "pick: choose a role"))
    assert "Enter print " in shell.screen()
    shell.press("Enter")
    left(shell)
    assert shell.answer('"$x:$code:$AWS_PROFILE"') == f"acme/{account_id}/{role}:0:"
    shell.clear()
    ask(shell, capture, "pick: choose a role")
    shell.press("Escape")
    left(shell)
    assert shell.answer('"$x:$code:$AWS_PROFILE"') == ":130:"
    assert home.config_file.read_bytes() == before


@pytest.fixture
def bash(open_terminal: OpenTerminal, home: DemoHome) -> Terminal:
    return started("bash", open_terminal, home)


def test_the_printed_choice_as_json_is_an_object_of_list(bash: Terminal, home: DemoHome) -> None:
    role, account_id = role_under_the_cursor(
        ask(bash, f"ssotui --json {quoted(SEVERAL)} >{home.folder}/chosen", "pick: choose a role")
    )
    bash.press("Enter")
    left(bash)
    python = (
        "import json,sys; one=json.load(open(sys.argv[1])); "
        f'print(one in json.load(sys.stdin), one["account_id"] == "{account_id}", one["role"] == "{role}")'
    )
    assert bash.answer(f"\"$(ssotui list --json | python3 -c '{python}' {home.folder}/chosen)\"") == "True True True"


CAPTURES = {
    "elvish": (
        "elvish -norc", "eval (ssotui init elvish | slurp)", "var x = (ssotui pick --print acme prod); echo '<'$x'>'",
    ),
    "tcsh": ("tcsh -f", 'eval "`ssotui init tcsh`"', 'set x = "`ssotui pick --print acme prod`"; echo "<$x>"'),
    "xonsh": (
        "env -u PYTHONPATH xonsh --no-rc -DPROMPT=ready", "execx($(ssotui init xonsh))",
        "x = $(ssotui pick --print acme prod).strip(); print(f'<{x}>')",
    ),
    "pwsh": (
        "pwsh -NoProfile", "ssotui init powershell | Out-String | Invoke-Expression",
        '$x = ssotui pick --print acme prod; echo "<$x>"',
    ),
    "dash": ("dash", ":", 'x=$(ssotui pick --print acme prod); echo "<$x>"'),
}  # fmt: skip


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.needs(name)) for name in CAPTURES])
def test_other_shells_capture_it_as_well(open_terminal: OpenTerminal, home: DemoHome, name: str) -> None:
    program, install, capture = CAPTURES[name]
    before = home.config_file.read_bytes()
    shell = open_terminal(program, {**home.env, "BROWSER": "none"})
    first = "PS /" if name == "pwsh" else ""
    shell.until_that(
        lambda screen: bool(screen.strip()) and first in screen, "a prompt"
    )  # what is typed before is echoed in its place
    ready = {"xonsh": "print('rea' + 'dy')", "pwsh": "echo ('rea' + 'dy')"}.get(name, "echo rea''dy")
    shell.command(f"{install}; {ready}")
    prompt = r"PS /.*> *" if name == "pwsh" else ""
    shell.until_that(lambda screen: bool(re.search(rf"\nready\n+{prompt}", screen)), "the wrapper")
    role, account_id = role_under_the_cursor(ask(shell, capture, "pick: choose a role"))
    shell.press("Enter")
    left(shell)
    shell.until(f"<acme/{account_id}/{role}>")
    assert home.config_file.read_bytes() == before


def test_a_popup_of_tmux_prints_the_choice_into_a_file(bash: Terminal, home: DemoHome) -> None:
    inner, chosen = f"tmux -S {home.folder}/inner -f /dev/null", home.folder / "chosen"
    bash.command(f"{inner} new-session 'bash --norc --noprofile'")
    bash.until("[0]")
    popup = f"tmux display-popup -E -w 90% -h 80% 'ssotui pick --print acme prod >{chosen}'"
    role, account_id = role_under_the_cursor(ask(bash, f'{popup}; echo "<$(cat {chosen})>"', "pick: choose a role"))
    bash.press("Enter")
    bash.until(f"<acme/{account_id}/{role}>")
    assert chosen.read_text() == f"acme/{account_id}/{role}\n"
    bash.command(f"{inner} kill-server")
    bash.until("[server exited]")


def test_the_readmes_key_of_tmux_opens_a_window_with_the_chosen_role(bash: Terminal, home: DemoHome) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    settings = re.search(r"^ *(bind a display-popup .*)$", readme, re.MULTILINE)
    assert settings
    (home.folder / "tmux.conf").write_text(settings[1] + "\n")
    inner = f"tmux -S {home.folder}/inner -f {home.folder}/tmux.conf"
    bash.command(f"{inner} new-session 'bash --norc --noprofile'")
    bash.until("[0]")
    bash.press("C-b")
    bash.press("a")
    bash.until("pick: choose a role ❯")
    bash.type(SEVERAL)
    bash.until(f"choose a role ❯ {SEVERAL}")
    bash.press("Down")  # has its turn after the letters, so the rows under it are those of the whole query
    screen = bash.until_that(
        lambda seen: bool(re.search(r"\d{12}.*\n.*▌.*\d{12}", seen)), "the cursor on the second row"
    )
    role, account_id = role_under_the_cursor(screen)
    bash.press("Enter")
    bash.until(f"This shell has the credentials of {role} in account ")
    bash.until_that(lambda seen: f"({account_id})" in seen.replace("\n", ""), "the account")
    bash.command(f"{inner} kill-server")
    bash.until("[server exited]")


def test_signing_in_in_the_picker_comes_before_the_command(
    bash: Terminal, home: DemoHome, organization: Organization
) -> None:
    home.expire("acme", refreshable=False)
    (home.folder / "config.toml").write_text('[login]\nmethod = "device-code"\n')
    bash.command("export SSOTUI_CONFIG=~/config.toml")
    screen = ask(bash, f"ssotui exec {quoted(SEVERAL)} -- sh -c 'echo as $AWS_ACCESS_KEY_ID'", "exec: choose a role")
    assert "Enter sign in, run" in screen
    bash.press("Enter")
    bash.until("Waiting for approval")
    organization.approve()
    left(bash)
    bash.until("as ASIA")


def test_a_signal_after_the_picker_ends_the_command_as_ever(bash: Terminal) -> None:
    ask(bash, f"ssotui exec {quoted(SEVERAL)} -- sh -c 'kill -TERM $$'", "exec: choose a role")
    bash.press("Enter")
    left(bash)
    bash.until("Terminated")
    assert bash.status() == "143"


def test_production_is_asked_about_once_by_the_command(bash: Terminal, home: DemoHome) -> None:
    (home.folder / "config.toml").write_text('[safety]\nproduction = ["*prod*"]\n')
    bash.command("export SSOTUI_CONFIG=~/config.toml")
    ask(bash, f"ssotui exec {quoted(SEVERAL)} -- sh -c 'echo as $AWS_ACCESS_KEY_ID'", "exec: choose a role")
    bash.press("Enter")
    left(bash)
    bash.until("run the command? [y/N]")
    bash.command("y")
    assert bash.until("as ASIA").count("[y/N]") == 1
