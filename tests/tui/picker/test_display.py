"""The top line: whether the shell's profile can be used now, for a chain of profiles by what it leads to."""

from __future__ import annotations

from typing import Any

import pytest

from ssotui.actions.refresh import usable_token
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.errors import SignInNeeded

OpenUi = Any
Ui = Any

CHAIN = "[profile chain]\nrole_arn = arn:aws:iam::000000000004:role/x\nsource_profile = {source}\n"
NOWHERE = "[profile nowhere]\nrole_arn = arn:aws:iam::000000000004:role/x\nsource_profile = gone\n"
UNSOUND = "[profile unsound]\nsso_session = gone\nsso_account_id = 000000000004\nsso_role_name = x\n"


@pytest.fixture
def profile(home: DemoHome) -> str:
    """One of the second session; "chain" assumes a role with it, "nowhere" with a profile that isn't there."""
    name = home.profiles[-1]
    with home.config_file.open("a") as file:
        file.write(f"\n{CHAIN.format(source=name)}\n{NOWHERE}\n{UNSOUND}")
    return name


def drawn(ui: Ui) -> tuple[str, str]:
    """What the top line says of the profile, and in which style."""
    line = ui.picker.filter_line
    text, style, _ = next(segment for segment in line.render_line(0) if segment.text.startswith("● "))
    named = {name for name in line.COMPONENT_CLASSES if line.get_component_rich_style(name) == style}
    return text, "warning" if "filter--warning" in named else " ".join(sorted(named))


@pytest.mark.parametrize("words", ["○ signed out", "! expired"])
@pytest.mark.parametrize("current", ["{profile}", "chain"])
async def test_a_sign_in_that_is_over_is_not_green(
    open_ui: OpenUi, home: DemoHome, profile: str, current: str, words: str
) -> None:
    session = home.organization.world.instances[1].session
    home.expire(session, refreshable=False)
    if words == "○ signed out":
        home.sign_out(session)
    name = current.format(profile=profile)
    async with open_ui(current=name) as ui:
        assert drawn(ui) == (f"● {name}  {words}", "warning")


@pytest.mark.parametrize("current", ["{profile}", "chain"])
async def test_a_good_one_has_its_time_left_in_green(
    open_ui: OpenUi, home: DemoHome, profile: str, current: str
) -> None:
    async with open_ui(current=current.format(profile=profile)) as ui:
        words, style = drawn(ui)
        assert words.endswith("  active 7h59m")
        assert style == "filter--profile"


async def test_a_token_that_aws_refuses_turns_it_at_once(
    open_ui: OpenUi, home: DemoHome, profile: str, organization: Organization
) -> None:
    session = home.organization.world.instances[1].session
    async with open_ui(current="chain") as ui:
        await ui.listed()
        organization.revoke(session)
        found = next(one for one in ui.picker.state.snapshot.configuration.sessions if one.name == session)
        with pytest.raises(SignInNeeded):
            ui.picker.backend.center().accounts_page(found, usable_token(ui.picker.backend, found), None)
        ui.picker.parts.feed.reload()
        assert drawn(ui) == ("● chain  ! expired", "warning")


@pytest.mark.parametrize(
    ("current", "words"),
    [
        ("ci-deployer", "● ci-deployer"),
        ("deleted", "● deleted  × not in the AWS config"),
        ("nowhere", "● nowhere  × can't be used"),
        ("unsound", "● unsound  × can't be used"),
    ],
)
async def test_profiles_without_a_sign_in_say_what_they_are(
    open_ui: OpenUi, profile: str, current: str, words: str
) -> None:
    async with open_ui(current=current) as ui:
        told, style = drawn(ui)
        assert told == words
        assert style == ("filter--profile" if current == "ci-deployer" else "filter--error filter--tint-red")
