"""A profile for a role is added to the user's config, and every other byte of it survives."""

from __future__ import annotations

import multiprocessing
import re
import stat
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ssotui.core.configuration import NewProfile
from ssotui.core.model import RoleRef
from ssotui.core.profiles.naming import SAFE_NAME
from ssotui.errors import FileError, UsageError
from ssotui.files.aws_profiles import AwsProfiles
from ssotui.files.ini import scan
from ssotui.files.profile_writer import Changes, Written, changed

Judge = Callable[..., dict[str, Any] | None]

ACME = "[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n"
ADMIN = RoleRef("acme", "012345678901", "Admin")
PROD = NewProfile("prod.Admin", ADMIN, "us-east-1", "json")
PROD_TEXT = (
    "[profile prod.Admin]\nsso_session = acme\nsso_account_id = 012345678901\nsso_role_name = Admin\n"
    "region = us-east-1\noutput = json\nmanaged_by = ssotui\n"
)


@pytest.fixture
def config(aws: Path) -> Path:
    path = aws / "config"
    path.write_text(ACME)
    return path


def backups(config: Path) -> list[Path]:
    return sorted(config.parent.glob("config.ssotui-backup-*"))


def test_a_profile_comes_last_behind_a_blank_line(profiles: AwsProfiles, config: Path) -> None:
    profiles.add(PROD)
    assert config.read_text() == ACME + "\n" + PROD_TEXT


def test_the_profile_is_there_when_asked_again(profiles: AwsProfiles, config: Path) -> None:
    assert profiles.read().profiles == ()
    profiles.add(PROD)
    assert [(one.name, one.ref, one.managed) for one in profiles.read().profiles] == [("prod.Admin", ADMIN, True)]


def test_without_region_and_output_neither_key_is_written(profiles: AwsProfiles, config: Path) -> None:
    profiles.add(NewProfile("x", ADMIN))
    assert config.read_text().endswith("sso_role_name = Admin\nmanaged_by = ssotui\n")


def test_a_role_of_a_legacy_session_gets_the_start_url_itself(profiles: AwsProfiles, config: Path) -> None:
    old = "[profile old]\nsso_start_url = https://a.b/start#/\nsso_region = eu-west-1\nsso_account_id = 1\n"
    config.write_text(old)
    profiles.add(NewProfile("new", RoleRef("a.b", "222222222222", "Admin")))
    assert config.read_text() == old + (
        "\n[profile new]\nsso_start_url = https://a.b/start#/\nsso_region = eu-west-1\nsso_account_id = 222222222222\n"
        "sso_role_name = Admin\nmanaged_by = ssotui\n"
    )


def test_the_default_profile_has_its_own_header(profiles: AwsProfiles, config: Path) -> None:
    profiles.add(PROD._replace(name="default"))
    assert "\n[default]\nsso_session" in config.read_text()


def test_windows_line_ends_stay_and_are_used(profiles: AwsProfiles, config: Path) -> None:
    before = ("# mine\n" + ACME).replace("\n", "\r\n").encode()
    config.write_bytes(before)
    profiles.add(PROD)
    assert config.read_bytes() == before + ("\n" + PROD_TEXT).replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("end", "gap"), [("", "\n\n"), ("\n", "\n"), ("\n\n", ""), ("\n  ", "\n"), ("\n# end", "\n\n"), ("\r\n", "\r\n")]
)
def test_one_line_is_blank_before_the_new_section(end: str, gap: str, profiles: AwsProfiles, config: Path) -> None:
    before = ACME.rstrip("\n") + end
    config.write_bytes(before.encode())
    profiles.add(PROD)
    assert config.read_bytes().startswith((before + gap + "[profile prod.Admin]").encode())


def test_adding_it_again_changes_nothing(profiles: AwsProfiles, config: Path) -> None:
    profiles.add(PROD)
    before = config.read_text()
    profiles.add(PROD._replace(region="other"))
    assert (config.read_text(), len(backups(config))) == (before, 1)


@pytest.mark.parametrize(
    "taken", ["[profile prod.Admin]\nregion = r\n", '[profile "prod.Admin"]\n', "[profiles prod.Admin]\n"]
)
def test_a_name_of_another_profile_is_never_overwritten(taken: str, profiles: AwsProfiles, config: Path) -> None:
    config.write_text(taken + ACME)
    with pytest.raises(UsageError, match=r'prod\.Admin" exists'):
        profiles.add(PROD)
    assert config.read_text() == taken + ACME


def test_a_name_in_the_credentials_file_is_taken_as_well(profiles: AwsProfiles, config: Path) -> None:
    config.with_name("credentials").write_text("[prod.Admin]\naws_access_key_id = AK\n")
    with pytest.raises(UsageError, match=r'prod\.Admin" exists'):
        profiles.add(PROD)


@pytest.mark.parametrize("name", ["", "a b", "o'neil", "x]\n[y", "café", "$(touch pwned)", "a\\b", "__proto__"])
def test_a_name_that_some_tool_would_not_read_is_refused(name: str, profiles: AwsProfiles, config: Path) -> None:
    with pytest.raises(UsageError, match="can't be the name of a profile"):
        profiles.add(PROD._replace(name=name))
    assert config.read_text() == ACME


@pytest.mark.parametrize("role", ["", "A\n[profile evil]", "A\rB", " A", "A ", "A #1", "A\u2028B", "A\x00", "\ud800"])
def test_a_value_that_some_tool_would_read_differently_is_refused(
    role: str, profiles: AwsProfiles, config: Path
) -> None:
    with pytest.raises(FileError, match="can't be written as sso_role_name"):
        profiles.add(NewProfile("x", ADMIN._replace(role=role)))
    assert config.read_text() == ACME


def test_a_session_that_is_gone_gets_no_profile(profiles: AwsProfiles, config: Path) -> None:
    with pytest.raises(UsageError, match='no session "gone"'):
        profiles.add(NewProfile("x", ADMIN._replace(session="gone")))


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbf" + ACME.encode(), b"junk\n" + ACME.encode(), ACME.encode() + b"\xff"]
)
def test_a_file_that_can_not_be_parsed_is_left_alone(content: bytes, profiles: AwsProfiles, config: Path) -> None:
    config.write_bytes(content)
    with pytest.raises(FileError, match="every aws command fails"):
        profiles.add(PROD)
    assert config.read_bytes() == content
    assert backups(config) == []


def test_a_broken_credentials_file_stops_the_writing(profiles: AwsProfiles, config: Path) -> None:
    config.with_name("credentials").write_text("junk\n")
    with pytest.raises(FileError, match="credentials, line 1"):
        profiles.add(PROD)
    assert config.read_text() == ACME


@pytest.mark.parametrize(
    ("leak", "said"),
    [
        ("role_arn = arn:x", "[DEFAULT] would change the profile prod.Admin"),
        ("sso_session = other", 'nothing was written. sso_session in the profile "prod.Admin" differs'),
    ],
)
def test_a_default_section_that_would_change_the_profile_stops_the_writing(
    leak: str, said: str, profiles: AwsProfiles, config: Path
) -> None:
    before = f"[DEFAULT]\n{leak}\n" + ACME
    config.write_text(before)
    with pytest.raises(FileError, match=re.escape(said)):
        profiles.add(PROD)
    assert config.read_text() == before


def test_a_change_by_another_program_in_between_is_not_lost(config: Path, env: dict[str, str], now: datetime) -> None:
    changed = ACME + "# by another\n"

    def meanwhile() -> datetime:
        config.write_text(changed)
        return now

    with pytest.raises(FileError, match="another program has just changed it"):
        AwsProfiles(env, meanwhile).add(PROD)
    assert config.read_text() == changed


def test_a_variable_that_is_set_but_empty_is_nowhere_to_write(env: dict[str, str], now: datetime, aws: Path) -> None:
    (aws / "credentials").write_text("[old]\nsso_start_url = https://a.b/start\nsso_region = eu-west-1\n")
    with pytest.raises(FileError, match="the variable with its path is empty"):
        AwsProfiles({**env, "AWS_CONFIG_FILE": ""}, lambda: now).add(
            PROD._replace(ref=RoleRef("a.b", "111111111111", "A"))
        )


def test_the_last_five_versions_are_kept_for_the_user_alone(config: Path, env: dict[str, str], now: datetime) -> None:
    for count in range(7):
        AwsProfiles(env, lambda: now + timedelta(days=count)).add(PROD._replace(name=f"p{count}"))  # noqa: B023
    names = [one.name for one in backups(config)]
    assert names == [f"config.ssotui-backup-{day - 20:06}-202611{day}T065409Z" for day in range(23, 28)]
    assert "[profile p5]" in backups(config)[-1].read_text()
    assert "[profile p6]" not in backups(config)[-1].read_text()
    assert {stat.S_IMODE(one.stat().st_mode) for one in backups(config)} == {0o600}


def test_versions_of_one_second_are_all_kept_in_order(profiles: AwsProfiles, config: Path) -> None:
    for count in range(7):
        profiles.add(PROD._replace(name=f"p{count}"))
    assert [one.read_text().count("[profile") for one in backups(config)] == [2, 3, 4, 5, 6]


def test_a_link_stays_and_the_backup_lies_beside_the_real_file(profiles: AwsProfiles, config: Path) -> None:
    real = config.parent.parent / "dotfiles" / "aws.conf"
    real.parent.mkdir()
    config.rename(real)
    config.symlink_to(real)
    profiles.add(PROD)
    assert config.is_symlink()
    assert "[profile prod.Admin]" in real.read_text()
    assert [one.name for one in real.parent.iterdir() if "backup" in one.name] == [
        "aws.conf.ssotui-backup-000001-20261121T065409Z"
    ]


def test_a_folder_that_may_not_be_written_is_told_and_nothing_is_changed(
    public_folder: Path, ordinary_user: Callable[[], AbstractContextManager[None]], env: dict[str, str], now: datetime
) -> None:
    config, state = public_folder / "config", public_folder / "state"
    config.write_text(ACME)
    state.mkdir()
    state.chmod(0o777)
    public_folder.chmod(0o555)
    profiles = AwsProfiles(
        {**env, "AWS_CONFIG_FILE": str(config), "HOME": str(state), "XDG_STATE_HOME": str(state)}, lambda: now
    )
    with ordinary_user(), pytest.raises(FileError) as refused:
        profiles.add(PROD)
    public_folder.chmod(0o755)
    assert re.search(r"can't be written: you have no permission", refused.value.message)
    assert config.read_text() == ACME


def _add(env: Mapping[str, str], now: datetime, number: int) -> None:
    AwsProfiles(env, lambda: now).add(PROD._replace(name=f"p{number}"))


def test_programs_that_write_at_once_lose_nothing(config: Path, env: dict[str, str], now: datetime) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_add, args=(env, now, number)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert sorted(re.findall(r"\[profile (.*)\]", config.read_text())) == ["p0", "p1", "p2", "p3"]


BODIES = st.lists(
    st.sampled_from(
        ["# comment", "", "  ", "region = r", "output=json", "s3 =\n  k = v", "x: y\n\n  # in\n\tmore", "é = ü"]
    ),
    max_size=5,
    unique_by=lambda line: line.strip() or object(),
)
CONFIGS = st.dictionaries(
    st.sampled_from(["profile a", "profile 'b c'", "sso-session s", "default", "DEFAULT", "plugins"]),
    BODIES,
    max_size=4,
)
VALUES = st.text(min_size=1, max_size=12).filter(
    lambda text: text == text.strip() and not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029]|(^|\\s)[;#]", text)
)
PLANS = st.dictionaries(
    st.from_regex(SAFE_NAME, fullmatch=True).filter(lambda name: name != "__proto__" and len(name) < 30),
    st.fixed_dictionaries({"sso_session": VALUES, "sso_role_name": VALUES}),
    max_size=4,
)


@given(config=CONFIGS, plans=PLANS, end=st.sampled_from(["\n", "\r\n"]), last=st.booleans())
@settings(deadline=None, max_examples=120)
def test_any_plan_reads_back_in_botocore_and_no_other_byte_changes(
    config: dict[str, list[str]], plans: dict[str, dict[str, str]], end: str, last: bool, botocore_reads: Judge
) -> None:
    lines = [line for header, body in config.items() for line in (f"[{header}]", *body)]
    text = "\n".join(lines).replace("\n", end) + (end if last else "")
    before = botocore_reads(text)
    assert before is not None
    assume(not plans.keys() & before["profiles"].keys())
    written = changed(Written(text, scan(text, "/config")), "/config", Changes(create=plans)).text
    assert written.startswith(text)
    after = botocore_reads(written)
    assert after is not None
    assert {name: after["profiles"][name] for name in before["profiles"]} == before["profiles"]
    assert {name: after["profiles"][name] | plans[name] for name in plans} == {
        name: after["profiles"][name] for name in plans
    }
    new = written[len(text) :]
    assert len(re.findall(r"^\[(?:profile [\w\-@+.%:/]+|default)\]\r?$", new, re.MULTILINE | re.ASCII)) == len(plans)
