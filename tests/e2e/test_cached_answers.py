"""Answers of STS in ~/.aws/cli/cache that another program, or a crash, has left damaged."""

from __future__ import annotations

import json
import re

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.e2e.other_profiles import run


@pytest.mark.parametrize(
    ("written", "damaged", "is_used"),
    [
        (r'"Expiration": "[^"]*"', '"Expiration": "2099-01-01T00:00:00"', True),
        (r'"Expiration": "[^"]*"', '"Expiration": "tomorrow"', False),
        (r'"Expiration": "[^"]*"', '"Expiration": 4102444800', False),
        (r'"AccessKeyId"', '"AccessKey"', False),
        (r'"SessionToken": "[^"]*"', '"SessionToken": 5', False),
        (r'"SecretAccessKey": "[^"]*"', '"SecretAccessKey": null', False),
        (r'"SessionToken": "[^"]*"', r'"SessionToken": "two\\nlines"', False),
    ],
)
def test_a_cached_answer_with_anything_wrong_in_it_is_fetched_again(
    home: DemoHome, organization: Organization, written: str, damaged: str, *, is_used: bool
) -> None:
    with home.config_file.open("a") as file:
        file.write(
            "[profile from-keys]\nrole_arn = arn:aws:iam::000000000077:role/Keys\nsource_profile = ci-deployer\n"
        )
    first = run("creds", "from-keys", "--format", "process", env=home.env).stdout
    for path in (home.folder / ".aws" / "cli" / "cache").glob("*.json"):
        path.write_text(re.sub(written, damaged, path.read_text()))
    again = run("creds", "from-keys", "--format", "process", env=home.env)
    assert again.returncode == 0, again.stderr
    assert (json.loads(again.stdout)["AccessKeyId"] == json.loads(first)["AccessKeyId"]) is is_used
    assert organization.counts["AssumeRole"] == (1 if is_used else 2)
