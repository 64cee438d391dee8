"""Requests that parse but make no sense here: each is refused with exit status 2, the reason, and what to type."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from ssotui.demo.home import ASSUME_ROLE_PROFILE, STATIC_PROFILE, DemoHome
from tests.cli.conftest import Run


class Refused(NamedTuple):
    """``{profile}`` is a profile of a role."""

    line: str
    message: str
    hint: str
    variables: dict[str, str] = {}


REQUESTS = (
    Refused("demo --sessions 0", "needs at least one session", "ssotui demo --sessions 3"),
    Refused("demo --rate-limit 0", "must be at least 1 per second", "ssotui demo --rate-limit 20"),
    Refused("credential-process --session acme", "No role is given.", "Use --profile P, or --session S"),
    Refused("exec --each -- true", "--each needs a query.", "ssotui exec --each prod admin -- aws s3 ls"),
    Refused("exec --each acme --", "There is no command to run.", "Put it after --"),
    Refused(f"profile add {ASSUME_ROLE_PROFILE}", "is a profile already, and not a role", "ssotui list"),
    Refused("creds {profile} --write {profile}", 'The profile "{profile}" exists already (sso)', "--force"),
    Refused(f"creds {STATIC_PROFILE} --write new", "have no expiration", f"ssotui use {STATIC_PROFILE}"),
    Refused("whoami", "AWS_PROFILE is set but empty", "ssotui off", {"AWS_PROFILE": ""}),
)


@pytest.mark.parametrize("refused", REQUESTS, ids=[one.line for one in REQUESTS])
def test_it_says_why_and_what_to_type_and_writes_nothing(refused: Refused, run: Run, home: DemoHome) -> None:
    folder = home.config_file.parent
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    line, message = (text.replace("{profile}", home.profiles[0]) for text in (refused.line, refused.message))
    done = run(*line.split(), **refused.variables)
    said, hint = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert said.startswith("ssotui: ")
    assert message in said
    assert refused.hint in hint
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
