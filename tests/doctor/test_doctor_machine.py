"""What the doctor finds beside the config file: tokens, variables, programs, the clock."""

from __future__ import annotations

import errno
import fcntl
import http.server
import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from ssotui.actions import doctor
from ssotui.core.checks.finding import Finding
from ssotui.core.checks.machine import HOOK
from ssotui.core.model import Token
from ssotui.core.ports.backend import Backend
from ssotui.core.shell.variables import LINES_VERSION
from ssotui.errors import FileError
from ssotui.files.checked_files import AwsFiles
from ssotui.shell import channel

Examine = Callable[[], dict[str, Finding]]

GOOD = '{"accessToken": "t", "expiresAt": "2027-01-01T00:00:00Z"}'
TOKENS = {
    "empty": ("", "token-torn"),
    "cut": (GOOD[:30], "token-torn"),
    "with a byte-order mark": ("\ufeff" + GOOD, "token-torn"),
    "a list": ("[]", "token-torn"),
    "a time without a zone": (GOOD.replace("Z", ""), "token-time"),
    "a time in numbers": ('{"accessToken": "t", "expiresAt": 1798761600}', "token-time"),
    "no time": ('{"accessToken": "t"}', "token-time"),
    "a null": (GOOD.replace("}", ', "refreshToken": null}'), "token-null"),
}


@pytest.fixture
def token(home: Path) -> Path:
    path = home / ".aws" / "sso" / "cache" / "0123.json"
    path.write_text(GOOD)
    path.chmod(0o600)
    return path


@pytest.mark.parametrize(("content", "expected"), TOKENS.values(), ids=TOKENS)
def test_a_token_file_that_tools_choke_on_is_found_and_set_aside(
    content: str, expected: str, token: Path, backend: Backend, examine: Examine
) -> None:
    token.write_text(content)
    assert examine()[expected].path == str(token)
    doctor.fix(backend, write=True)
    assert (token.exists(), token.with_name("0123.json.set-aside").read_text()) == (False, content)


@pytest.mark.parametrize("content", [GOOD, GOOD.replace("Z", "UTC"), GOOD.replace("Z", "+00:00"), '{"clientId": "c"}'])
def test_a_token_file_that_every_tool_reads_is_fine(content: str, token: Path, examine: Examine) -> None:
    token.write_text(content)
    assert not [finding for finding in examine().values() if finding.path]


def test_a_token_that_others_can_read_is_protected(token: Path, backend: Backend, examine: Examine) -> None:
    token.chmod(0o644)
    assert examine()["token-readable"].severity == "error"
    assert doctor.fix(backend, write=True).messages == (f"{token}: made readable only by you",)
    assert (token.stat().st_mode & 0o777, token.read_text()) == (0o600, GOOD)


def test_a_region_that_a_switch_set_is_not_told_of(env: dict[str, str], examine: Examine) -> None:
    env |= {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1"}
    assert "region-variable" in examine()
    env["SSOTUI_REGION"] = "eu-west-1,,"
    assert "region-variable" not in examine()


OWN_PROFILES = """
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
[profile direct]
sso_session = acme
sso_account_id = 111111111111
sso_role_name = Admin
[profile chain]
role_arn = arn:aws:iam::222222222222:role/Deploy
source_profile = direct
"""


@pytest.mark.parametrize("name", ["direct", "chain"])
def test_the_shells_profile_without_a_sign_in_is_told_with_the_way_to_sign_in(
    name: str, home: Path, env: dict[str, str], backend: Backend, examine: Examine
) -> None:
    (home / ".aws" / "config").write_text(OWN_PROFILES)
    assert "sign-in-needed" not in examine(), "no profile is the shell's"
    env["AWS_PROFILE"] = name
    finding = examine()["sign-in-needed"]
    assert (finding.severity, finding.hint) == ("warning", "Sign in: ssotui login acme")
    assert finding.message == f'The profile "{name}" of this shell needs a sign-in. You are not signed in to acme.'
    env["AWS_ACCESS_KEY_ID"] = "AKIA"
    assert "sign-in-needed" not in examine(), "tools take the keys"
    del env["AWS_ACCESS_KEY_ID"]
    (session,) = backend.profiles.read().sessions
    backend.tokens.save(session, Token("t", datetime.now(UTC) + timedelta(hours=1)))
    assert "sign-in-needed" not in examine()


VARIABLES = {
    "keys-in-environment": {"AWS_ACCESS_KEY_ID": "AKIA"},
    "default-profile-variable": {"AWS_PROFILE": "x", "AWS_DEFAULT_PROFILE": "y"},
    "expiration-variable": {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z"},
    "region-variable": {"AWS_REGION": "eu-west-1"},
    "two-region-variables": {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-east-1"},
    "empty-profile-variable": {"AWS_PROFILE": ""},
    "unknown-profile-variable": {"AWS_PROFILE": "nope"},
    "empty-file-variable": {"AWS_SHARED_CREDENTIALS_FILE": ""},
    "web-identity-variable": {"AWS_PROFILE": "x", "AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:r"},
    "container-variable": {"AWS_PROFILE": "x", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1/"},
    "bedrock-variable": {"AWS_BEARER_TOKEN_BEDROCK": "t"},
    "fips-variable": {"AWS_USE_FIPS_ENDPOINT": "true"},
    "http-endpoint": {"AWS_ENDPOINT_URL_SSO": "http://192.0.2.1:4566"},
    "missing-ca-bundle": {"AWS_CA_BUNDLE": "/no/such/file.pem"},
}


@pytest.mark.parametrize(("expected", "variables"), VARIABLES.items(), ids=VARIABLES)
def test_a_variable_that_defeats_a_profile_is_told(
    expected: str, variables: dict[str, str], env: dict[str, str], home: Path, examine: Examine
) -> None:
    (home / ".aws" / "config").write_text("[profile x]\nregion = r\n[profile y]\nregion = r\n")
    assert expected not in examine()
    env.update(variables)
    assert (examine()[expected].path, examine()[expected].fixable) == ("", False)


CONFIGURED = {
    "http-endpoint": "[profile x]\nendpoint_url = http://192.0.2.1:4566\n",
    "missing-ca-bundle": "[default]\nca_bundle = /no/such.pem\n",
    "dual-stack-start-url": "[sso-session s]\nsso_start_url = https://ssoins-1.portal.eu-west-1.app.aws\n",
}


@pytest.mark.parametrize(("expected", "config"), CONFIGURED.items(), ids=CONFIGURED)
def test_a_network_setting_of_the_config_is_told_with_its_line(
    expected: str, config: str, home: Path, examine: Examine
) -> None:
    (home / ".aws" / "config").write_text(config)
    assert (examine()[expected].path, examine()[expected].line) == (str(home / ".aws" / "config"), 2)


def test_an_http_endpoint_of_a_service_is_told_and_one_of_this_machine_is_fine(home: Path, examine: Examine) -> None:
    config = home / ".aws" / "config"
    config.write_text("[services s]\nsso =\n  endpoint_url = http://127.0.0.1:4566\n")
    assert "http-endpoint" not in examine()
    config.write_text("[services s]\nsso =\n  endpoint_url = http://192.0.2.1:4566\n")
    assert "[services s]" in examine()["http-endpoint"].message


def test_a_start_url_that_is_no_url_does_not_stop_the_other_checks(home: Path, examine: Examine) -> None:
    (home / ".aws" / "config").write_text("[sso-session s]\nsso_start_url = https://[s\n[profilex]\nregion = r\n")
    assert "hidden-section" in examine()


def test_what_another_program_changes_between_check_and_fix_is_not_overwritten(home: Path, env: dict[str, str]) -> None:
    config = home / ".aws" / "config"
    config.write_text("[profilex]\nregion = r\n")
    files = AwsFiles(env, lambda: datetime.now(UTC))
    found = files.config()
    config.write_text("[profile another]\nregion = r\n")
    with pytest.raises(FileError, match="another program has just changed it"):
        files.rewrite(found, b"[profile x]\nregion = r\n")
    assert config.read_text() == "[profile another]\nregion = r\n"


def test_web_identity_beside_a_chain_is_told_for_the_go_sdk_alone(
    env: dict[str, str], home: Path, examine: Examine
) -> None:
    (home / ".aws" / "config").write_text("[profile c]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = c\n")
    env.update({"AWS_PROFILE": "c", "AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:r"})
    finding = examine()["web-identity-variable"]
    assert (finding.severity, "Go SDK" in finding.message) == ("info", True)


def put_on_path(home: Path, name: str, script: str) -> None:
    program = home / "bin" / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("says", "expected"), [("aws-cli/1.45.11 Python/3.11", "aws-v1"), ("aws-cli/2.9.19 Python/3.11", None)]
)
def test_the_first_aws_on_path_is_asked_for_its_version(
    says: str, expected: str | None, home: Path, examine: Examine
) -> None:
    put_on_path(home, "aws", f"echo {says}")
    assert {"aws-v1", "no-aws"} & examine().keys() == ({expected} if expected else set())


def test_without_an_aws_on_path_that_is_told(examine: Examine) -> None:
    assert examine()["no-aws"].severity == "info"


def test_a_clipboard_needs_its_program_and_its_display(env: dict[str, str], home: Path, examine: Examine) -> None:
    assert "no-clipboard" in examine()
    env["DISPLAY"] = ":0"
    assert "no-clipboard" in examine()
    put_on_path(home, "xclip", "true")
    assert "no-clipboard" not in examine()


def test_a_file_system_without_locks_is_warned_of(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no-locks" not in examine()

    def flock(descriptor: int, operation: int) -> None:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    monkeypatch.setattr(fcntl, "flock", flock)
    assert examine()["no-locks"].severity == "warning"


def test_the_wrapper_is_missed_and_an_old_one_noticed(env: dict[str, str], examine: Examine) -> None:
    assert HOOK == channel.HOOK
    env["PATH"], env["SHELL"] = "/nowhere", "/bin/no shell"
    env[channel.SHELL] = "elvish"
    assert examine()["no-wrapper"].hint.endswith(
        " init elvish | slurp) to ~/.config/elvish/rc.elv and start a new shell."
    )
    env[channel.SHELL] = "sh"
    assert examine()["no-wrapper"].hint.startswith('Have the shell run it: eval "$(command ')
    env[HOOK] = "0"
    assert "old-wrapper" in examine()
    env[HOOK] = LINES_VERSION
    assert not {"no-wrapper", "old-wrapper"} & examine().keys()


@pytest.fixture
def aws_clock(env: dict[str, str], home: Path) -> Iterator[list[timedelta]]:
    """A server that answers for AWS; its clock is behind by the one member of the list."""
    behind = [timedelta(0)]

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response_only(404)
            self.send_header("Date", format_datetime(datetime.now(UTC) - behind[0], usegmt=True))
            self.end_headers()

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        env["AWS_ENDPOINT_URL_SSO_OIDC"] = f"http://127.0.0.1:{server.server_address[1]}"
        config = "[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n"
        (home / ".aws" / "config").write_text(config)
        yield behind
        server.shutdown()


@pytest.mark.parametrize(
    ("behind", "severity", "words"),
    [
        (timedelta(minutes=6), "error", "6m ahead of"),
        (timedelta(minutes=-6), "error", "behind"),
        (timedelta(minutes=2), "warning", "ahead of"),
        (timedelta(seconds=2), None, ""),
    ],
)
def test_a_clock_that_is_off_is_told(
    behind: timedelta, severity: str | None, words: str, aws_clock: list[timedelta], examine: Examine
) -> None:
    aws_clock[0] = behind
    found = examine().get("clock-skew")
    assert (found.severity if found else None) == severity
    assert words in (found.message if found else "")


def test_the_worst_comes_first(env: dict[str, str], home: Path, backend: Backend) -> None:
    (home / ".aws" / "config").write_text("[profile  x]\nregion = r\n[y]\nregion = r\n")
    severities = [finding.severity for finding in doctor.examine(backend)]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert severities[0] == "error"
