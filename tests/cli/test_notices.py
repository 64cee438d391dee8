"""What the picker warns of before anything is picked."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssotui.cli.notices import notices as read_notices
from ssotui.core.model import Profile
from ssotui.shell.channel_descriptor import CHANNEL

WRAPPED = {CHANNEL: "/dev/fd/9", "SSOTUI_SHELL": "bash"}
SSO = Profile("dev", "sso", "acme", "111111111111", "Admin")
CHAIN = Profile("chain", "assume-role", account_id="111111111111", source="dev")
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "x", "AWS_SESSION_TOKEN": "y"}


def notices(env: dict[str, str], *, terminal: bool) -> tuple[str, ...]:
    return read_notices(env, lambda: (SSO, CHAIN), terminal=terminal)


def test_nothing_is_said_where_nothing_is_wrong() -> None:
    assert notices(WRAPPED, terminal=True) == ()
    assert notices({"SSOTUI_SHELL": "bash"}, terminal=False) == ()


def test_keys_in_the_environment_are_told_of_and_the_wrapper_clears_them() -> None:
    said = notices(WRAPPED | KEYS, terminal=True)
    override = "Credentials in this shell's environment override every profile"
    assert said == (f"{override}: AWS_ACCESS_KEY_ID and 2 more. Enter clears them.",)


def test_a_default_profile_that_boto3_prefers_is_told_of() -> None:
    (said,) = notices(WRAPPED | {"AWS_DEFAULT_PROFILE": "old", "AWS_PROFILE": "new"}, terminal=True)
    overrides = 'is set and overrides AWS_PROFILE in boto3, which takes the profile "old".'
    assert said == f"AWS_DEFAULT_PROFILE {overrides} Enter clears it."


def test_a_web_identity_that_overrides_the_profile_is_told_of(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.touch()
    env = {"AWS_WEB_IDENTITY_TOKEN_FILE": str(token), "AWS_ROLE_ARN": "arn:aws:iam::000000000009:role/pod"}
    (said,) = notices(WRAPPED | env | {"AWS_PROFILE": "dev"}, terminal=True)
    assert said.startswith("AWS_WEB_IDENTITY_TOKEN_FILE is set and overrides the profile in AWS CLI, boto3")
    assert said.endswith("Enter clears it.")
    assert notices(WRAPPED | env | {"AWS_PROFILE": "chain"}, terminal=True) == ()


def test_what_no_switch_clears_is_not_promised_to_be_cleared() -> None:
    (said,) = notices(WRAPPED | {"AWS_BEARER_TOKEN_BEDROCK": "x", "AWS_PROFILE": "dev"}, terminal=True)
    assert said.endswith("overrides every profile for Amazon Bedrock. Unset it: unset AWS_BEARER_TOKEN_BEDROCK")


@pytest.mark.parametrize(
    ("shell", "command"),
    [
        ("bash", "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN"),
        ("fish", "set -e AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN"),
        ("powershell", "Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY, Env:AWS_SESSION_TOKEN"),
        ("tcsh", "unsetenv AWS_ACCESS_KEY_ID; unsetenv AWS_SECRET_ACCESS_KEY; unsetenv AWS_SESSION_TOKEN"),
    ],
)
def test_without_the_wrapper_nothing_is_promised_and_the_command_is_named(shell: str, command: str) -> None:
    first, second = notices({"SSOTUI_SHELL": shell} | KEYS, terminal=True)
    assert first.endswith(f"Unset them: {command}")
    assert second.startswith("Shell integration isn't set up.")


def test_code_that_the_shell_evaluates_clears_them_as_well() -> None:
    (said,) = notices({"SSOTUI_SHELL": "bash"} | KEYS, terminal=False)
    assert said.endswith("Enter clears them.")


@pytest.mark.parametrize(("shell", "where"), [("zsh", "~/.zshrc"), ("fish", "~/.config/fish/config.fish")])
def test_the_line_to_add_is_that_of_the_shell_in_use(shell: str, where: str) -> None:
    (said,) = notices({"SHELL": f"/bin/{shell}", "SSOTUI_SHELL": shell}, terminal=True)
    assert where in said
    assert f"init {shell}" in said


def test_the_demos_own_picker_speaks_of_no_shell() -> None:
    assert notices({"SSOTUI_DEMO": "picker"}, terminal=True) == ()


def test_what_is_universal_in_fish_is_not_promised_to_be_cleared_by_a_switch() -> None:
    env = WRAPPED | {"SSOTUI_SHELL": "fish", "SSOTUI_UNIVERSAL": "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY"}
    (said,) = notices(env | KEYS, terminal=True)
    assert said.endswith("Unset them: set -eU AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY")
