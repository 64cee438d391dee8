"""Keys as text: what ``creds`` prints, to the byte."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dotenv import dotenv_values

from ssotui.core.model import Credentials, Registration, RoleRef, Token
from ssotui.core.shell.credential_formats import FORMATS, check_region, render, section_name
from ssotui.errors import SsoTuiError, UsageError
from ssotui.settings import FORMATS as KNOWN_TO_SETTINGS

ID, SECRET, TOKEN = "ASIAFAKEFAKEFAKEFAKE", "fake/Secret+Key/0123456789abcdefghijklmno", "IQoJfake//////////wEa+FAKE=="
KEYS = Credentials(ID, SECRET, TOKEN, datetime(2026, 11, 20, 23, 54, 40, tzinfo=UTC))
ROLE = RoleRef("acme", "012345678901", "ReadOnly")

EXPECTED = {
    "env": f"""\
export AWS_ACCESS_KEY_ID={ID}
export AWS_SECRET_ACCESS_KEY={SECRET}
export AWS_SESSION_TOKEN={TOKEN}
export AWS_CREDENTIAL_EXPIRATION=2026-11-20T23:54:40+00:00
""",
    "env-no-export": f"""\
AWS_ACCESS_KEY_ID={ID}
AWS_SECRET_ACCESS_KEY={SECRET}
AWS_SESSION_TOKEN={TOKEN}
AWS_CREDENTIAL_EXPIRATION=2026-11-20T23:54:40+00:00
""",
    "fish": f"""\
set -gx AWS_ACCESS_KEY_ID "{ID}"
set -gx AWS_SECRET_ACCESS_KEY "{SECRET}"
set -gx AWS_SESSION_TOKEN "{TOKEN}"
set -gx AWS_CREDENTIAL_EXPIRATION "2026-11-20T23:54:40+00:00"
""",
    "powershell": f"""\
$Env:AWS_ACCESS_KEY_ID="{ID}"
$Env:AWS_SECRET_ACCESS_KEY="{SECRET}"
$Env:AWS_SESSION_TOKEN="{TOKEN}"
$Env:AWS_CREDENTIAL_EXPIRATION="2026-11-20T23:54:40+00:00"
""",
    "windows-cmd": f"""\
set AWS_ACCESS_KEY_ID={ID}
set AWS_SECRET_ACCESS_KEY={SECRET}
set AWS_SESSION_TOKEN={TOKEN}
set AWS_CREDENTIAL_EXPIRATION=2026-11-20T23:54:40+00:00
""",
    "process": f"""\
{{
  "Version": 1,
  "AccessKeyId": "{ID}",
  "SecretAccessKey": "{SECRET}",
  "SessionToken": "{TOKEN}",
  "Expiration": "2026-11-20T23:54:40+00:00"
}}
""",
    "ini": f"""\
[012345678901_ReadOnly]
aws_access_key_id = {ID}
aws_secret_access_key = {SECRET}
aws_session_token = {TOKEN}
""",
    "dotenv": f"""\
AWS_ACCESS_KEY_ID='{ID}'
AWS_SECRET_ACCESS_KEY='{SECRET}'
AWS_SESSION_TOKEN='{TOKEN}'
AWS_CREDENTIAL_EXPIRATION='2026-11-20T23:54:40+00:00'
""",
    "access-key": f"{ID}\n",
    "secret-key": f"{SECRET}\n",
    "session-token": f"{TOKEN}\n",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_format_is_written_to_the_byte(name: str) -> None:
    assert render(KEYS, ROLE, name) == EXPECTED[name]


WITH_REGION = {
    "env": "export AWS_REGION=eu-west-1\nexport AWS_DEFAULT_REGION=eu-west-1\n",
    "env-no-export": "AWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=eu-west-1\n",
    "fish": 'set -gx AWS_REGION "eu-west-1"\nset -gx AWS_DEFAULT_REGION "eu-west-1"\n',
    "powershell": '$Env:AWS_REGION="eu-west-1"\n$Env:AWS_DEFAULT_REGION="eu-west-1"\n',
    "windows-cmd": "set AWS_REGION=eu-west-1\nset AWS_DEFAULT_REGION=eu-west-1\n",
    "ini": "region = eu-west-1\n",
    "dotenv": "AWS_REGION='eu-west-1'\nAWS_DEFAULT_REGION='eu-west-1'\n",
}


@pytest.mark.parametrize("name", WITH_REGION)
def test_a_region_follows_the_credentials(name: str) -> None:
    check_region(name, "eu-west-1")
    assert render(KEYS, ROLE, name, "eu-west-1") == EXPECTED[name] + WITH_REGION[name]


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - WITH_REGION.keys()))
def test_a_format_without_a_place_for_a_region_refuses_one(name: str) -> None:
    with pytest.raises(UsageError, match=f'The format "{name}" holds no region') as caught:
        check_region(name, "eu-west-1")
    assert "env-no-export" in caught.value.hint
    check_region(name, "")


def test_json_names_the_role_and_ends_in_z() -> None:
    assert json.loads(render(KEYS, ROLE, "json")) == {
        "session": "acme",
        "account_id": "012345678901",
        "role": "ReadOnly",
        "access_key_id": ID,
        "secret_access_key": SECRET,
        "session_token": TOKEN,
        "expires_at": "2026-11-20T23:54:40Z",
    }


def test_the_settings_know_the_same_formats() -> None:
    assert tuple(FORMATS) == KNOWN_TO_SETTINGS


def test_a_dotenv_parser_reads_it_back(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(render(KEYS, ROLE, "dotenv"))
    assert dotenv_values(file) == {
        "AWS_ACCESS_KEY_ID": ID,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_SESSION_TOKEN": TOKEN,
        "AWS_CREDENTIAL_EXPIRATION": "2026-11-20T23:54:40+00:00",
    }


@pytest.mark.parametrize("odd", ["$(touch${IFS}pwned)", "a;b", "a'b", 'a"b', "a&b", "a%b%", "a\nb", "a b", "=eq", ""])
@pytest.mark.parametrize("name", FORMATS)
def test_keys_that_could_run_as_code_are_not_written(odd: str, name: str) -> None:
    with pytest.raises(SsoTuiError):
        render(Credentials(ID, odd, TOKEN, KEYS.expires_at), ROLE, name)


def test_a_section_has_a_name_that_every_tool_reads() -> None:
    assert section_name(RoleRef("acme", "012345678901", "Team=A,B ]x")) == "012345678901_Team-A-B--x"


def test_secrets_are_in_no_repr() -> None:
    registration = Registration("client", SECRET)
    token = Token(TOKEN, datetime(2026, 11, 20, tzinfo=UTC), f"refresh-{TOKEN}", registration)
    shown = f"{KEYS!r} {registration!r} {token!r}"
    assert SECRET not in shown
    assert TOKEN not in shown
