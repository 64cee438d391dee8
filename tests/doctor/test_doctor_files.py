"""Every fault of the files that the doctor finds, shown by a file that has it, and planned where that is offered."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from ssotui.actions import doctor
from ssotui.core.checks.finding import Finding
from ssotui.core.ports.backend import Backend

Examine = Callable[[], dict[str, Finding]]
AwsConfigureList = Callable[[Path, str], subprocess.CompletedProcess[str]]

SESSION = "[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n"
KEYS = "sso_account_id = 111111111111\nsso_role_name = Admin\nregion = eu-west-1\n"
PROFILE = f"[profile x]\nsso_session = acme\n{KEYS}"
LEGACY = f"sso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n{KEYS}"


class Case(NamedTuple):
    """A config file with one fault: its id and line, and the file once planned (None: that is left to the user)."""

    id: str
    config: str
    line: int
    planned: str | None = None
    credentials: str = ""


CASES = {
    "a byte-order mark": Case("byte-order-mark", "\ufeff" + PROFILE + SESSION, 1, PROFILE + SESSION),
    "a key before the first section": Case(
        "key-before-section", "region = a\n" + PROFILE + SESSION, 1, "# region = a\n" + PROFILE + SESSION
    ),
    "a line that is nothing": Case(
        "stray-line", PROFILE + "what\n" + SESSION, 6, PROFILE + "# what\n" + SESSION
    ),
    "a line without a key": Case("stray-line", PROFILE + "= v\n" + SESSION, 6, PROFILE + "# = v\n" + SESSION),
    "a bracket left open": Case("open-bracket", SESSION + PROFILE.replace("x]", "x"), 4, SESSION + PROFILE),
    "a code that one SDK can't ask for": Case(
        "no-code-in-javascript",
        "[profile keys]\naws_access_key_id = a\naws_secret_access_key = b\n[profile x]\nsource_profile = keys\n"
        "role_arn = arn:aws:iam::111111111111:role/x\nmfa_serial = arn:aws:iam::111111111111:mfa/me\n",
        4,
    ),
    "a section twice, adding keys": Case(
        "duplicate-section",
        "[profile x]\nsso_session = acme\n" + SESSION + "[profile x]\nsso_session = acme\n" + KEYS,
        6,
        PROFILE + SESSION,
    ),
    "a section twice, saying two things": Case(
        "duplicate-section", PROFILE + SESSION + "[profile x]\nregion = us-east-1\n", 9
    ),
    "a key twice": Case("duplicate-key", PROFILE + "Region = eu-west-1\n" + SESSION, 6, PROFILE + SESSION),
    "a key twice, saying two things": Case("duplicate-key", PROFILE + "region = b\n" + SESSION, 6),
    "a comment behind a value": Case(
        "inline-comment",
        SESSION + PROFILE.replace("eu-west-1", "eu-west-1 # here"),
        8,
        SESSION + PROFILE.replace("region =", "# here\nregion ="),
    ),
    "a key that continues the one above": Case(
        "swallowed-key", SESSION + PROFILE + "  output = json\n", 9, SESSION + PROFILE + "output = json\n"
    ),
    "continued by something unknown": Case("swallowed-key", SESSION + PROFILE + "  x_y = json\n", 9),
    "keys for everybody": Case("default-in-capitals", "[DEFAULT]\noutput = text\n" + PROFILE + SESSION, 1),
    "the word profile missing": Case(
        "missing-profile-word", SESSION + PROFILE.replace("profile ", ""), 4
    ),
    "a section of another purpose, perhaps": Case("missing-profile-word", SESSION + "[cli]\noutput = text\n", 4),
    "a blank missing": Case(
        "hidden-section", SESSION + PROFILE.replace("profile x", "profilex"), 4, SESSION + PROFILE
    ),
    "a blank missing in a session's": Case(
        "hidden-section", PROFILE + SESSION.replace("sso-session acme", "sso-sessionacme"), 6, PROFILE + SESSION
    ),
    "a hyphen for the blank": Case("hidden-section", SESSION + PROFILE.replace("profile x", "profile-prod"), 4),
    "a dot for the blank": Case("hidden-section", SESSION + PROFILE.replace("profile x", "profile.dev"), 4),
    "a hyphen in a session's": Case("hidden-section", PROFILE + SESSION.replace("sso-session ", "sso-session-"), 6),
    "the word profile missing, name with blanks": Case(
        "missing-profile-word",
        SESSION + PROFILE.replace("profile x", "Team Unicorn"),
        4,
    ),
    "the word profile missing, name taken": Case(
        "missing-profile-word", SESSION + PROFILE + "[x]\nregion = eu-west-1\n", 9
    ),
    "a name with blanks, not quoted": Case(
        "hidden-section",
        SESSION + PROFILE.replace("x]", "a b]"),
        4,
    ),
    "a name with a quote": Case(
        "hidden-section",
        SESSION + PROFILE.replace("x]", "o'neil]"),
        4,
    ),
    "blanks around": Case(
        "hidden-section", SESSION + PROFILE.replace("[profile x]", "[ profile x ]"), 4
    ),
    "a capital letter": Case("hidden-section", SESSION + PROFILE.replace("profile", "Profile"), 4),
    "two blanks in a header": Case(
        "unseen-by-javascript", SESSION + PROFILE.replace("profile x", "profile  x"), 4, SESSION + PROFILE
    ),
    "a comment that hides a header": Case(
        "unseen-by-javascript", SESSION + PROFILE.replace("x]", "x]; hi"), 4, SESSION + "; hi\n" + PROFILE
    ),
    "a name that JavaScript can't read": Case(
        "unseen-by-javascript", SESSION + PROFILE.replace("x]", "'a b']"), 4
    ),
    "both forms of default": Case(
        "two-defaults", SESSION + PROFILE.replace("profile x", "default") + "[profile default]\nregion = r\n", 9
    ),
    "two headers of one name": Case("two-of-one-name", SESSION + PROFILE + '[profile "x"]\nregion = r\n', 9),
    "a session that there is not": Case("unknown-session", PROFILE, 2),
    "an empty session": Case("unknown-session", f"[profile x]\nsso_session =\n{LEGACY}", 2, f"[profile x]\n{LEGACY}"),
    "old keys that differ": Case(
        "session-conflict",
        SESSION + PROFILE + "sso_start_url = https://other.awsapps.com/start\nsso_region = eu-west-1\n",
        9,
        SESSION + PROFILE + "sso_region = eu-west-1\n",
    ),
    "another key that differs": Case("session-conflict", SESSION + "region = r\n" + PROFILE, 9),
    "a session without a region": Case("incomplete-session", PROFILE + SESSION.replace("sso_region", "regio"), 6),
    "no role": Case("missing-key", SESSION + PROFILE.replace("sso_role_name", "role"), 4),
    "no start URL": Case("missing-key", "[profile x]\n" + LEGACY.replace("sso_start_url", "url"), 1),
    "keys that never end": Case(
        "static-keys", SESSION + PROFILE + "aws_access_key_id = AKIA\naws_secret_access_key = s\n", 9
    ),
    "another program's keys": Case("credential-process", SESSION + PROFILE + "credential_process = p\n", 9),
    "the credentials file has it as well": Case(
        "same-name-in-credentials", SESSION + PROFILE, 4, None, "[x]\naws_access_key_id = AKIA\n"
    ),
    "addresses that differ by a slash": Case(
        "similar-start-urls", SESSION + f"[profile x]\n{LEGACY}".replace("/start", "/start/#/"), 5
    ),
}  # fmt: skip

# What the profile is called where it isn't x.
NAMES = {
    SESSION + PROFILE.replace("profile x", "profile 'Team Unicorn'"): "Team Unicorn",
    SESSION + PROFILE.replace("x]", "'a b']"): "a b",
    SESSION + PROFILE.replace("x]", "'o'\"'\"'neil']"): "o'neil",
}

Write = Callable[[Case], Path]


@pytest.fixture
def write(home: Path) -> Write:
    def written(case: Case) -> Path:
        for name, text in (("config", case.config), ("credentials", case.credentials)):
            (home / ".aws" / name).write_text(text)
            (home / ".aws" / name).chmod(0o600)
        return home / ".aws" / "config"

    return written


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_fault_is_found_where_it_is(case: Case, write: Write, examine: Examine) -> None:
    config = write(case)
    found = examine()[case.id]
    assert (found.path, found.line, found.fixable) == (str(config), case.line, case.planned is not None)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_mechanical_is_mended_and_the_rest_is_left(case: Case, write: Write, backend: Backend) -> None:
    config = write(case)
    doctor.fix(backend, write=True)
    assert config.read_bytes().decode() == (case.config if case.planned is None else case.planned)


@pytest.mark.usefixtures("keys_at_hand")
@pytest.mark.parametrize("case", [case for case in CASES.values() if case.planned], ids=lambda case: case.id)
def test_a_mended_profile_is_one_to_the_aws_command(
    case: Case, write: Write, backend: Backend, home: Path, aws_configure_list: AwsConfigureList
) -> None:
    write(case)
    doctor.fix(backend, write=True)
    done = aws_configure_list(home, NAMES.get(case.planned or "", "x"))
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"region[ :]+eu-west-1[ :]+config-file", done.stdout)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_mending_leaves_nothing_that_could_be_mended(case: Case, write: Write, backend: Backend) -> None:
    write(case)
    assert [finding for finding in doctor.fix(backend, write=True).left if finding.fixable] == []


def test_a_healthy_file_has_nothing_wrong(home: Path, examine: Examine) -> None:
    (home / ".aws" / "config").write_text(f"# mine\n{SESSION}\n{PROFILE}s3 =\n  addressing_style = path\n")
    assert {finding.path for finding in examine().values()} == {""}


def test_the_file_as_it_was_lies_beside_the_mended_one_and_can_be_put_back(home: Path, backend: Backend) -> None:
    config = home / ".aws" / "config"
    before = "\ufeff" + SESSION.replace("\n", "\r\n")
    config.write_bytes(before.encode())
    (edit,) = doctor.fix(backend, write=True).edits
    assert (edit.before, edit.after) == (before, before.removeprefix("\ufeff"))
    assert config.read_bytes().decode() == edit.after
    backend.profiles.undo(write=True)
    assert config.read_bytes().decode() == before


@pytest.mark.usefixtures("keys_at_hand")
def test_several_faults_are_mended_at_once(home: Path, backend: Backend, aws_configure_list: AwsConfigureList) -> None:
    text = (
        "\ufeffregion = lost\n"
        + SESSION
        + PROFILE.replace("profile x", "profilex")
        + "Region = eu-west-1 # same\nwhat\n"
    )
    (home / ".aws" / "config").write_text(text)
    assert not [one for one in doctor.fix(backend, write=True).left if one.path]
    assert aws_configure_list(home, "x").returncode == 0


def test_what_would_be_done_can_be_seen_without_doing_it(home: Path, backend: Backend) -> None:
    config = home / ".aws" / "config"
    config.write_text("what\n")
    assert [edit.after for edit in doctor.fix(backend, write=False).edits] == ["# what\n"]
    assert config.read_text() == "what\n"


def test_a_byte_that_is_no_text_is_told_and_left(home: Path, backend: Backend, examine: Examine) -> None:
    config = home / ".aws" / "config"
    config.write_bytes(b"[profile x]\nregion = \xe9\n")
    assert (examine()["not-utf-8"].line, doctor.fix(backend, write=True).edits) == (2, ())


def test_keys_in_the_credentials_file_are_for_their_owner(home: Path, backend: Backend, examine: Examine) -> None:
    credentials = home / ".aws" / "credentials"
    credentials.write_text("[x]\naws_access_key_id = AKIA\naws_access_key_id = AKIA\n")
    credentials.chmod(0o644)
    assert {"credentials-readable", "duplicate-key"} <= examine().keys()
    doctor.fix(backend, write=True)
    assert credentials.stat().st_mode & 0o777 == 0o600
    assert credentials.read_text() == "[x]\naws_access_key_id = AKIA\n"


def test_the_command_that_closes_a_file_to_others_can_be_typed(
    home: Path, env: dict[str, str], examine: Examine
) -> None:
    open_to_all = home / "two words"
    open_to_all.write_text("[a]\naws_access_key_id = AKIA\n")
    open_to_all.chmod(0o644)
    env["AWS_SHARED_CREDENTIALS_FILE"] = str(open_to_all)
    subprocess.run(["/bin/sh", "-c", examine()["credentials-readable"].hint], check=True)
    assert open_to_all.stat().st_mode & 0o777 == 0o600


def test_a_file_that_can_not_be_read_is_told(home: Path, examine: Examine) -> None:
    (home / ".aws" / "config").mkdir()
    assert examine()["unreadable-file"].message == "is a folder, not a file"


def test_a_folder_among_the_tokens_hides_no_other_finding(home: Path, examine: Examine) -> None:
    cache = home / ".aws" / "sso" / "cache"
    (cache / "folder.json").mkdir(parents=True)
    (cache / "torn.json").write_text("{")
    (cache / "torn.json").chmod(0o600)
    found = examine()
    assert (found["unreadable-file"].path, found["token-torn"].path) == (
        str(cache / "folder.json"),
        str(cache / "torn.json"),
    )


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root, to give a file away")
def test_what_sudo_has_left_behind_is_named(home: Path, examine: Examine) -> None:
    token = home / ".aws" / "sso" / "cache" / "x.json"
    token.parent.mkdir(parents=True, exist_ok=True)
    token.touch(0o600)
    assert "owned-by-another" not in examine()
    os.chown(token, 65534, 65534)
    found = examine()["owned-by-another"]
    assert found.path == str(home / ".aws")
    assert found.hint == f'Change the owner: sudo chown -R "$USER" {home / ".aws"}'
