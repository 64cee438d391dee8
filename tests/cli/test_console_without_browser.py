"""``ssotui console`` where nothing can show the address."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ssotui.cli import console, list_roles, parser
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.errors import SsoTuiError
from tests.cli.conftest import ended


def test_without_a_browser_the_hint_prints_the_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(make_world(accounts=2, roles=1)) as organization:
        home = make_home(tmp_path / "home", organization, {"PATH": os.defpath})
        list_roles.run(parser.build("list").parse_args(["--json"]), home.env)
        role = json.loads(capsys.readouterr().out)[0]
        words = [f"{role['session']}/{role['account_id']}/{role['role']}", "--portal"]
        env = {**home.env, "BROWSER": "none"}
        options = parser.build("console").parse_args(words)
        options.name_of_command = "console"
        with pytest.raises(SsoTuiError) as caught:
            console.run(options, env)
    assert "--print" in caught.value.hint
    assert words[0] in caught.value.hint


def test_a_person_without_a_browser_gets_the_portals_link_with_its_qr_code(
    open_terminal: Callable[..., Any], home: DemoHome, organization: Organization
) -> None:
    child = open_terminal("console", home.profiles[0], "--service", "s3", lines=60)
    assert ended(child) == 0
    assert "No browser can be opened here. Open this URL in one:" in child.before
    assert "/#/console?account_id=" in child.before
    assert "destination=https" in child.before
    assert "▀▄" in child.before
    assert "SigninToken" not in child.before
    assert not organization.counts["GetRoleCredentials"]
