"""What is wrong with a profile is told by one list of rules; what the clients say is in tests/e2e."""

from __future__ import annotations

import pytest

from ssotui.core.chains.soundness import PlainProfiles, ProfileFacts, first_fault

SESSION = {"sso_start_url": "https://acme.awsapps.com/start", "sso_region": "eu-west-1"}
ROLE = {"sso_session": "acme", "sso_account_id": "000000000011", "sso_role_name": "Admin"}

CASES: dict[str, tuple[dict[str, str], dict[str, str], str]] = {
    "nothing": ({}, {}, ""),
    "without a region": ({}, {}, ""),
    "with all that a profile has": ({"region": "us-gov-west-1", "output": "json", "managed_by": "ssotui"}, {}, ""),
    "a nested block": ({"s3": "\naddressing_style = path"}, {}, ""),
    "a hash within a value": ({"x": "a # b"}, {}, ""),
    "a city": ({"region": "London"}, {}, "malformed-region"),
    "capitals": ({"region": "EU-WEST-1"}, {}, "malformed-region"),
    "a session in a city": ({}, {"sso_region": "London"}, "malformed-region"),
    "a session in capitals": ({}, {"sso_region": "EU-WEST-1"}, "malformed-region"),
    "a session in quotes": ({}, {"sso_region": '"eu-west-1"'}, "malformed-region"),
    "a session without a region": ({}, {"sso_region": ""}, "incomplete-session"),
    "a comment behind a region": ({"region": "eu-west-1  # note"}, {}, "inline-comment"),
    "a comment behind the output": ({"output": "json ;x"}, {}, "inline-comment"),
    "a comment in the session": ({}, {"sso_start_url": "https://acme.awsapps.com/start # x"}, "inline-comment"),
    "a key that is indented": ({"region": "eu-west-1\noutput = json"}, {}, "swallowed-key"),
    "dashes": ({"sso_account_id": "0000-0000-0011"}, {}, "malformed-account-id"),
    "eleven digits": ({"sso_account_id": "00000000011"}, {}, "malformed-account-id"),
    "no zeros in front": ({"sso_account_id": "11"}, {}, "malformed-account-id"),
    "Arabic digits": ({"sso_account_id": "٠٠٠٠٠٠٠٠٠٠١١"}, {}, "malformed-account-id"),
    "an empty role": ({"sso_role_name": ""}, {}, "missing-key"),
    "a slash more": ({"sso_start_url": "https://acme.awsapps.com/start/"}, {}, "session-conflict"),
    "an unknown session": ({"sso_session": "nope"}, {}, "unknown-session"),
    "a chain without a source": ({"role_arn": "arn:aws:iam::000000000011:role/x"}, {}, "missing-key"),
    "a chain": ({"role_arn": "arn:aws:iam::000000000011:role/x", "source_profile": "y"}, {}, ""),
    "no ARN": ({"role_arn": "Admin", "source_profile": "y"}, {}, "malformed-role-arn"),
    "two sources": (
        {"role_arn": "arn:aws:iam::000000000011:role/x", "source_profile": "y", "credential_source": "Environment"},
        {}, "two-sources",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("own", "of_session", "fault"), CASES.values(), ids=CASES)
def test_the_first_fault_says_what_is_wrong_and_the_plain_are_found_sound(
    own: dict[str, str], of_session: dict[str, str], fault: str
) -> None:
    sessions = {"acme": SESSION | of_session}
    found = first_fault(ProfileFacts("x", ROLE | own, {}, sessions.get))
    assert (found.id if found else "") == fault
    if PlainProfiles(sessions.get).has(ROLE | own):
        assert found is None


def test_a_profile_that_ssotui_writes_is_plain() -> None:
    values = ROLE | {"region": "eu-west-1", "output": "json", "managed_by": "ssotui"}
    assert PlainProfiles({"acme": SESSION}.get).has(values)


@pytest.mark.parametrize(("written", "meant"), [("1111-1111-1111", "111111111111"), ("42", "000000000042")])
def test_the_way_out_of_a_malformed_account_id_is_the_account_id(written: str, meant: str) -> None:
    found = first_fault(ProfileFacts("x", ROLE | {"sso_account_id": written}, {}, {"acme": SESSION}.get))
    assert found
    assert meant in found.hint


def test_a_legacy_profile_for_signing_in_is_sound() -> None:
    assert first_fault(ProfileFacts("x", SESSION, {}, lambda _: None)) is None
