"""``ssotui console`` where nothing can show the address."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ssotui.cli import console, list_roles, parser
from ssotui.demo.home import make_home
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.errors import SsoTuiError


def test_without_a_browser_the_hint_prints_the_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(make_world(accounts=2, roles=1)) as organisation:
        home = make_home(tmp_path / "home", organisation, {"PATH": os.defpath})
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
