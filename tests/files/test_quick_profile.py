"""A profile read for a switch by its name: never another than the whole reading gives."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ssotui.files.aws_profiles import AwsProfiles
from ssotui.files.quick_profile import QuickProfile, find

ROLE = "sso_session = acme\nsso_account_id = 111122223333\nsso_role_name = Admin\n"
LEGACY = "sso_start_url = https://x.awsapps.com/start\nsso_account_id = 111122223333\nsso_role_name = Admin\n"


@pytest.mark.parametrize(
    "config",
    [
        f"[profile a]\n{ROLE}region = eu-west-1\n",
        f"[profile 'a']\n{ROLE}",
        f"[profile a]\n{ROLE}role_arn = arn:aws:iam::1:role/x\nsource_profile = b\n",
        "[profile a]\nsso_session = acme\nsso_account_id = 111122223333\n",
        "[profile a]\nregion = eu-west-1\n",
        "[profile a]\nregion =\n  x = y\n",
        "[profile a]\ncredential_process = true\n",
        f"[DEFAULT]\n{ROLE}\n[profile a]\nregion = eu-west-1\n",
        f"[profile a]\nregion = us-east-1\n[profile 'a']\n{ROLE}",
    ],
)
def test_it_says_what_the_whole_reading_says(
    config: str, profiles: AwsProfiles, env: dict[str, str], aws: Path
) -> None:
    (aws / "config").write_text(config)
    whole = next(one for one in profiles.read().profiles if one.name == "a")
    assert find("a", env) == QuickProfile(str(whole.ref) if whole.ref else "profile:a", whole.region)


@pytest.mark.parametrize(
    ("config", "credentials"),
    [
        ("", ""),
        ("[profile b]\n", ""),
        ("", "[a]\naws_access_key_id = AK\n"),
        (f"[profile a]\n{ROLE}", "[a]\nregion = eu-west-1\n"),
        (f"[profile a]\n{LEGACY}", ""),
        ("[profile a]\n[profile a]\n", ""),
        ("no section\n", ""),
    ],
)
def test_what_it_can_not_say_for_sure_is_left_to_the_whole_reading(
    config: str, credentials: str, env: dict[str, str], aws: Path
) -> None:
    (aws / "config").write_text(config)
    (aws / "credentials").write_text(credentials)
    assert find("a", env) is None


def many(first: str, count: int = 1_000) -> str:
    """A config file that is long enough to be looked up in, ``first`` in front."""
    return first + "".join(f"\n[profile p{number}]\n{ROLE}region = eu-west-{number}\n" for number in range(count))


def settled(path: Path, content: str) -> None:
    """Write it, a while ago."""
    path.write_bytes(content.encode())
    os.utime(path, ns=(0, 10**18))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_long_file_is_read_whole_once_and_then_the_one_section(newline: str, env: dict[str, str], aws: Path) -> None:
    content = many("[sso-session acme]\nsso_region = eu-west-1\n").replace("\n", newline)
    settled(aws / "config", content)
    assert find("p7", env) == QuickProfile("acme/111122223333/Admin", "eu-west-7")
    settled(aws / "config", content.replace("[profile p8]", "nonsense    "))  # nothing tells it from the one before
    for number in (0, 6, 999):
        assert find(f"p{number}", env) == QuickProfile("acme/111122223333/Admin", f"eu-west-{number}")


def test_a_change_is_read_whole_again(env: dict[str, str], aws: Path) -> None:
    settled(aws / "config", many(""))
    find("p0", env)
    settled(aws / "config", many("", 1_001))
    assert find("p1000", env) == QuickProfile("acme/111122223333/Admin", "eu-west-1000")
    settled(aws / "config", many("", 1_001) + "nonsense\n")
    assert find("p1000", env) is None


def test_a_file_that_has_just_been_written_is_not_relied_on(env: dict[str, str], aws: Path) -> None:
    (aws / "config").write_text(many(""))
    assert find("p7", env)
    (aws / "config").write_text(many("").replace("[profile p8]", "nonsense    "))
    assert find("p7", env) is None


@pytest.mark.parametrize(
    "also",
    [
        "[profile 'p7']\nregion = us-east-1\n",
        '[profile "p7"]\nregion = us-east-1\n',
        "[profile p\\7]\nregion = us-east-1\n",
        "[profile  p7]\nregion = us-east-1\n",
        "[profile\tp7]\nregion = us-east-1\n",
        "[profiles p7]\nregion = us-east-1\n",
        " [profile x]\nregion = us-east-1\n",
        "[profile x] # [profile p7]\nregion = us-east-1\n",
        "[DEFAULT]\nregion = us-east-1\noutput = json\n",
        "[profile x]\n[a = b\n[profile p\\7]\nregion = us-east-1\n",
        "[profile x]\ns3 =\n  a = b\n\n  [profile p7]\n  region = us-east-1\n",
        "[default]\nregion = us-east-1\n[profile default]\nregion = us-east-2\n",
        "[profile café]\nregion = us-east-1\n[profile two words]\n",
    ],
)
@pytest.mark.parametrize("in_front", [True, False])
def test_in_a_long_file_it_says_what_the_whole_reading_says(
    also: str, in_front: bool, profiles: AwsProfiles, env: dict[str, str], aws: Path
) -> None:
    settled(aws / "config", many(also) if in_front else many("") + also)
    whole = profiles.read().profiles_by_name
    for name in ("p0", "p7", "p999", "x", "default", "café", "two words", "p", "absent"):
        one = whole.get(name)
        expected = QuickProfile(str(one.ref) if one.ref else f"profile:{name}", one.region) if one else None
        assert [find(name, env), find(name, env)] == [expected, expected], name


def test_a_long_file_that_nobody_can_read_is_left_to_the_whole_reading(env: dict[str, str], aws: Path) -> None:
    for fault in ("[profile p7]\n", "[profile x]\na = 1\nA = 2\n", "nonsense\n", "[profile x]\ns3 =\n  nonsense\n"):
        settled(aws / "config", many("") + fault)
        assert find("p7", env) is None
