"""Sessions and profiles as the config and the credentials file together give them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import Profile, RoleRef, SsoSession
from ssotui.files.aws_config import configuration, read_config, read_credentials

Judge = Callable[..., dict[str, Any] | None]

ACME = "[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n"


def read(config: str, credentials: str = "") -> AwsConfiguration:
    return configuration(read_config(config, "/config"), read_credentials(credentials, "/credentials"), "/config")


def profile(config: str, credentials: str = "") -> Profile:
    (found,) = read(config, credentials).profiles
    return found


def test_a_session_has_its_start_url_and_region() -> None:
    assert read(ACME).sessions == (SsoSession("acme", "https://acme.awsapps.com/start", "eu-west-1"),)


@pytest.mark.parametrize(
    ("line", "scopes"),
    [
        ("", None),
        ("sso_registration_scopes =\n", ()),
        ("sso_registration_scopes = sso:account:access, ,b\n", ("sso:account:access", "b")),
    ],
)
def test_absent_scopes_are_not_empty_scopes(line: str, scopes: tuple[str, ...] | None) -> None:
    assert read(ACME + line).sessions[0].scopes == scopes


def test_a_profile_of_a_session_stands_for_a_role() -> None:
    text = (
        "# mine\n[profile prod]\nsso_session = acme\nsso_account_id = 012345678901\nsso_role_name = Admin\n"
        "region = us-east-1\nmanaged_by = ssotui\n" + ACME
    )
    found = profile(text)
    assert found == Profile("prod", "sso", "acme", "012345678901", "Admin", "us-east-1", managed=True, line=2)
    assert found.ref == RoleRef("acme", "012345678901", "Admin")


def test_a_profile_of_an_unknown_session_keeps_its_session() -> None:
    assert profile("[profile x]\nsso_session = gone\nsso_account_id = 1\nsso_role_name = A\n").session == "gone"


@pytest.mark.parametrize(("missing", "url"), [("sso_region", "https://a/start"), ("sso_start_url", "")])
def test_an_incomplete_session_is_told_and_the_rest_stands(missing: str, url: str) -> None:
    found = read(f"[profile x]\nregion = r\n[sso-session bad]\n{f'sso_start_url = {url}' if url else ''}\n" + ACME)
    assert [session.name for session in found.sessions] == ["acme"]
    assert [error.message for error in found.errors] == [
        f"/config, line 3: the session [sso-session bad] has no {missing}"
    ]
    assert found.profiles
    assert found.writable


LEGACY = "sso_start_url = {}\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = A\n"


def legacy(*start_urls: str) -> str:
    return "".join(f"[profile p{number}]\n{LEGACY.format(url)}" for number, url in enumerate(start_urls))


def test_profiles_with_one_start_url_make_a_legacy_session_named_after_its_host() -> None:
    found = read(legacy("https://Acme.awsapps.com/start#/", "https://Acme.awsapps.com/start#/"))
    (session,) = found.sessions
    assert session == SsoSession(
        "acme.awsapps.com", "https://Acme.awsapps.com/start#/", "eu-west-1", scopes=None, legacy=True
    )
    assert {one.kind for one in found.profiles} == {"sso-legacy"}
    assert found.profiles[0].ref == RoleRef("acme.awsapps.com", "1", "A")


def test_start_urls_that_differ_by_a_slash_are_two_sessions_with_two_names() -> None:
    found = read(legacy("https://a.b/start/", "https://a.b/start"))
    assert {one.start_url: one.name for one in found.sessions} == {
        "https://a.b/start": "a.b",
        "https://a.b/start/": "a.b-cf47d7",
    }


def test_a_legacy_session_leaves_a_real_one_its_name() -> None:
    found = read(legacy("https://a.b/start") + ACME.replace("acme]", "a.b]"))
    assert [(one.name.partition("-")[0], one.legacy) for one in found.sessions] == [("a.b", False), ("a.b", True)]
    assert len(found.sessions_by_name) == 2


def test_a_legacy_session_without_a_region_is_told() -> None:
    found = read("[profile x]\nsso_start_url = https://a.b/start\nsso_account_id = 1\n")
    assert found.sessions == ()
    assert [error.message for error in found.errors] == [
        "/config: no profile with sso_start_url = https://a.b/start has sso_region"
    ]


SSO = "sso_session = acme\nsso_account_id = 1\nsso_role_name = A\n"
KINDS = {
    "region = r": "other",
    "aws_access_key_id = AK": "static",
    "credential_process = x": "process",
    "credential_process = x\naws_access_key_id = AK": "process",
    "login_session = arn": "login",
    "login_session = arn\ncredential_process = x": "login",
    "role_arn = arn\nsource_profile = base": "assume-role",
    "role_arn = arn\n" + SSO: "assume-role",
    SSO + "aws_access_key_id = AK\ncredential_process = x": "sso",
    "sso_session = acme": "sso",
    "sso_session = acme\naws_access_key_id = AK": "static",
    "sso_session =\nsso_start_url = u\nsso_role_name = A": "sso",
    "sso_start_url = https://a/start\nsso_region = r": "sso-legacy",
    "sso_role_name = A": "sso-legacy",
}


@pytest.mark.parametrize(("lines", "kind"), KINDS.items())
def test_the_kind_of_a_profile_is_where_botocore_takes_credentials_from(lines: str, kind: str) -> None:
    assert profile(f"[profile x]\n{lines}\n").kind == kind


def test_keys_of_the_credentials_file_win_over_a_process() -> None:
    found = profile("[profile x]\ncredential_process = y\n", "[x]\naws_access_key_id = AK\n")
    assert found.kind == "static"


def test_an_assumed_role_names_its_source() -> None:
    assert profile("[profile x]\nrole_arn = arn\nsource_profile = base\n").source == "base"


def test_the_credentials_file_is_laid_over_the_profile_of_its_name() -> None:
    found = read("[profile x]\nregion = a\noutput = text\n", "[x]\nregion = b\n[y]\nregion = c\n")
    assert [(one.name, one.region, one.line) for one in found.profiles] == [("x", "b", 1), ("y", "c", 0)]


def test_an_indented_block_is_no_region() -> None:
    assert profile("[profile x]\nregion =\n  a = b\n").region == ""


SECTIONS = st.lists(
    st.tuples(
        st.sampled_from(["profile x", 'profile "x"', "profile y", "default", "profile default", "x", "DEFAULT"]),
        st.lists(st.sampled_from(["region = 1", "sso_session = acme", "sso_role_name = A"]), unique=True),
    ),
    max_size=6,
    unique_by=lambda section: section[0],
)


@given(config=SECTIONS, credentials=SECTIONS)
@settings(deadline=None, max_examples=80)
def test_profiles_and_regions_are_those_that_botocore_sees(
    config: list[tuple[str, list[str]]], credentials: list[tuple[str, list[str]]], botocore_reads: Judge
) -> None:
    texts = ["".join(f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections)
             for sections in (config, credentials)]  # fmt: skip
    judged = botocore_reads(*texts)
    assert judged is not None
    assert {one.name: (one.region, one.role) for one in read(*texts).profiles} == {
        name: (values.get("region", ""), values.get("sso_role_name", "")) for name, values in judged["profiles"].items()
    }
