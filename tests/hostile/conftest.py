"""An organization, an AWS configuration and an environment made by somebody who means harm."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.configloader import build_profile_map, raw_config_parse
from botocore.exceptions import ConfigParseError

from ssotui.demo import hostile_names
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.e2e.conftest import js_sdk, open_terminal

__all__ = ["js_sdk", "open_terminal"]

WORDS = "\x1b]52;c;cHduZWQ=\x07\x1b]0;pwned\x07\x9b31m\u202e[/] [@click=app.quit]x[/] $(touch pwned)\n\nssotui: forged"
SESSIONS = ("\x1b]52;c;cHduZWQ=\x07", "$(touch pwned)", "\u202egnp.live", "[@click=app.quit]x[/]", "\x9b31m`id`")


@pytest.fixture(scope="module")
def organization() -> Iterator[Organization]:
    with serving(make_world(sessions=3, hostile=True)) as served:
        served.fault_message = WORDS
        yield served


@pytest.fixture(scope="module")
def home(organization: Organization, tmp_path_factory: pytest.TempPathFactory) -> DemoHome:
    """Every nasty name is also that of a profile, as far as a file can say it, and of some sessions."""
    folder = tmp_path_factory.mktemp("a home's $(touch pwned)")
    made = make_home(folder / "home", organization, os.environ)
    made.env.update(NO_COLOR="1", BROWSER="none", AWS_PROFILE=hostile_names.NAMES[0], LC_ALL="C.UTF-8")
    made.config_file.write_text(made.config_file.read_text() + "".join(sections(made, folder / "probe")))
    return made


def sections(home: DemoHome, probe: Path) -> Iterator[str]:
    for name in dict.fromkeys(name for name in hostile_names.NAMES if name not in home.profiles):
        text = f"[profile {shlex.quote(name)}]\nregion = \x1b[31meu-west-1\noutput = $(touch pwned)\n\n"
        if is_readable(text, name, probe):
            yield text
    for number, name in enumerate(SESSIONS):
        keys = f"sso_start_url = https://acme.awsapps.com/start#\x1b]0;{number}\x07\nsso_region = eu-west-1\n"
        yield f"[sso-session {shlex.quote(name)}]\n{keys}\n"
        role = f"sso_session = {name}\nsso_account_id = 111111111111\nsso_role_name = \x1b[31mRole\u202e\n"
        yield f"[profile of-{number}]\n{role}\n"


def is_readable(text: str, name: str, probe: Path) -> bool:
    """botocore finds a profile of this very name in it."""
    try:
        probe.write_text(text, encoding="utf-8")
        return name in build_profile_map(raw_config_parse(str(probe)))["profiles"]
    except (ConfigParseError, ValueError):
        return False
