"""A profile read for a switch by its name: never another than the whole reading gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssotui.files.aws_profiles import AwsProfiles
from ssotui.files.quick_profile import Named, named

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
    assert named("a", env) == Named(str(whole.ref) if whole.ref else "profile:a", whole.region)


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
    assert named("a", env) is None
