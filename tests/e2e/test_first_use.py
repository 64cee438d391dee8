"""From a bare home to a switched shell, by nothing but what the screen says."""

from __future__ import annotations

import shutil

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.e2e.terminal import OpenTerminal, Terminal

pytestmark = pytest.mark.needs("tmux", "bash", "zsh", "fish")

SHELLS = {
    "bash": ("bash --norc --noprofile", 'eval "$(ssotui init bash)"', "~/.bashrc"),
    "zsh": ("zsh -f", 'eval "$(ssotui init zsh)"', "~/.zshrc"),
    "fish": ("fish --no-config", "ssotui init fish | source", "~/.config/fish/config.fish"),
}
SIZES = {"bash": (120, 40), "zsh": (80, 24), "fish": (60, 15)}


def words(screen: str) -> str:
    return " ".join(screen.split())


def write_the_first_profile(terminal: Terminal) -> None:
    terminal.until_listed()
    terminal.type("data-platform prod readonly")
    terminal.until("found")
    terminal.press("Enter")
    terminal.until("Write profile")
    terminal.press("Enter")


def add_the_first_session(terminal: Terminal, organization: Organization) -> None:
    """In the form that the welcome leads to; the sign-in follows by itself."""
    instance = organization.world.instance("acme")
    terminal.press("Enter")
    terminal.until("Add a session")
    terminal.type(f"acme\t{instance.start_url.removeprefix('https://')}\t{instance.sso_region}")
    terminal.press("Enter")
    terminal.until("Waiting for approval")
    organization.approve()


def pick_again(terminal: Terminal) -> str:
    """The same role, which has its profile by now; what the shell says then."""
    terminal.clear()
    terminal.command("ssotui data-platform prod readonly; echo over")
    terminal.until("found")
    terminal.press("Enter")
    return words(terminal.until("\nover"))


@pytest.mark.parametrize("name", sorted(SHELLS))
def test_from_a_bare_home_to_a_switched_shell(
    open_terminal: OpenTerminal, home: DemoHome, organization: Organization, name: str
) -> None:
    shutil.rmtree(home.folder / ".aws")
    program, line, place = SHELLS[name]
    width, height = SIZES[name]
    shell = open_terminal(program, {**home.env, "SSH_CONNECTION": "a 1 b 2"}, width=width, height=height)
    shell.command("ssotui")
    assert f"Add {line} to {place}" in words(shell.until("Welcome!"))
    add_the_first_session(shell, organization)
    shell.until("AWS CLI and SDKs share this")
    write_the_first_profile(shell)
    shell.until_that(lambda screen: f"shell: {line}" in screen.replace("\n", ""), "the line for this shell")
    shell.command(line)
    assert "Only this shell changed." in pick_again(shell)
    assert shell.answer('"$AWS_PROFILE"') == "data-platform-prod.ReadOnlyAccess"
    assert "Only this shell" not in pick_again(shell)
