"""From an expired sign-in to a switched shell: one approval in the browser, and no other key."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.e2e.terminal import OpenTerminal

pytestmark = pytest.mark.needs("tmux", "bash")


@pytest.fixture
def listed(home: DemoHome) -> str:
    """A profile of acme, whose accounts and roles are in the cache."""
    subprocess.run([sys.executable, "-m", "ssotui", "list", "--session", "acme"], env=home.env, check=True)
    return home.profiles[0]


def test_enter_on_a_role_of_an_expired_session_signs_in_and_switches(
    open_terminal: OpenTerminal, home: DemoHome, organization: Organization, listed: str
) -> None:
    home.expire("acme", refreshable=False)
    terminal = open_terminal("bash --norc --noprofile", {**home.env, "SSH_CONNECTION": "x"})
    terminal.command(f'eval "$(ssotui init bash)"; clear; ssotui {listed}')
    terminal.until(f"AWS_PROFILE={listed}")
    terminal.press("Enter")
    terminal.until("Sign in to acme")
    terminal.until("Waiting for approval")
    organization.approve()
    terminal.until_that(lambda _: not terminal.alternate_screen(), "the prompt")
    assert terminal.answer('"$AWS_PROFILE"') == listed


def test_a_refreshable_sign_in_needs_no_approval_at_all(
    open_terminal: OpenTerminal, home: DemoHome, organization: Organization, listed: str
) -> None:
    home.expire("acme")
    terminal = open_terminal("bash --norc --noprofile", home.env)
    terminal.command(f'eval "$(ssotui init bash)"; clear; ssotui {listed}')
    terminal.until(f"AWS_PROFILE={listed}")
    terminal.press("Enter")
    terminal.until_that(lambda _: not terminal.alternate_screen(), "the prompt")
    assert terminal.answer('"$AWS_PROFILE"') == listed
    assert organization.counts["StartDeviceAuthorization"] == 0
