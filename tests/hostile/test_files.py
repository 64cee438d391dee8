"""The AWS files after every nasty name went into them, as botocore and the JS SDK read them: nothing but our words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from botocore.configloader import build_profile_map, load_config, raw_config_parse

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.e2e.js_sdk import JsSdk
from tests.hostile.running import run

_KEYS = {"sso_session", "sso_account_id", "sso_role_name", "region", "output", "managed_by"}
_JS = """
import { loadSharedConfigFiles } from "@smithy/core/config";
const files = await loadSharedConfigFiles();
console.log(JSON.stringify({ config: files.configFile, credentials: files.credentialsFile }));
"""


@pytest.fixture(scope="module")
def synced(home: DemoHome, organization: Organization) -> dict[str, dict[str, str]]:
    """All profiles of the file after a profile was written for every role that there is."""
    home.sign_in(organization.world.instances[2].session)
    run(home, "list", "--refresh")
    done = run(home, "profile", "sync", "--yes")
    assert done.returncode in (0, 5), done.stderr  # some sessions are nobody's
    return dict(build_profile_map(raw_config_parse(str(home.config_file)))["profiles"])


def roles(home: DemoHome) -> dict[tuple[str, str, str], list[str]]:
    listed = json.loads(run(home, "list", "--cached", "--json").stdout)
    return {(one["session"], one["account_id"], one["role"]): one["profiles"] for one in listed}


def test_every_role_has_a_profile_that_means_just_it(home: DemoHome, synced: dict[str, dict[str, str]]) -> None:
    known = roles(home)
    assert len(known) > 500
    for (session, account_id, role), names in known.items():
        assert names
        for name in names:
            written = synced[name]
            assert (written["sso_session"], written["sso_account_id"], written["sso_role_name"]) == (
                session,
                account_id,
                role,
            )


def test_nothing_else_was_written(home: DemoHome, synced: dict[str, dict[str, str]]) -> None:
    ours = {name: keys for name, keys in synced.items() if keys.get("managed_by") == "ssotui"}
    assert len(ours) > 500
    assert {key for keys in ours.values() for key in keys} <= _KEYS
    assert all(re.fullmatch(r"[A-Za-z0-9_.@+%:/-]+", name) for name in ours)
    text = home.config_file.read_text()
    assert not [line for line in text.splitlines() if line.startswith(("credential_process", "[x]", "[profile y"))]
    assert list(load_config(str(home.config_file))["profiles"]) == list(synced)
    assert not list(home.folder.parent.rglob("pwned*"))


@pytest.mark.needs("node", "npm")
def test_the_js_sdk_reads_the_same(home: DemoHome, synced: dict[str, dict[str, str]], js_sdk: JsSdk) -> None:
    names = [name for name, keys in synced.items() if keys.get("managed_by") == "ssotui"]
    read = json.loads(js_sdk.run(_JS, home.env))["config"]
    assert [name for name in names if read[name]["sso_role_name"] != synced[name]["sso_role_name"]] == []
    assert [name for name in names if read[name]["sso_session"] != synced[name]["sso_session"]] == []


def test_a_section_of_keys_is_a_section_of_keys(home: DemoHome, synced: dict[str, dict[str, str]]) -> None:
    chosen = [ref for ref in roles(home) if ref[2] in ("$(touch pwned)", "role with blanks", "a/b\\c#d%e!f")]
    assert len(chosen) >= 3
    before = set(raw_config_parse(str(home.folder / ".aws" / "credentials")))
    for ref in chosen:
        done = run(home, "creds", "/".join(ref), "--write")
        assert done.returncode == 0, done.stderr
    sections = raw_config_parse(str(home.folder / ".aws" / "credentials"))
    assert len(set(sections) - before) == len(chosen)
    for name in set(sections) - before:
        assert {"aws_access_key_id", "aws_secret_access_key", "aws_session_token"} <= set(sections[name])
    assert not list(Path(home.folder).rglob("pwned*"))
