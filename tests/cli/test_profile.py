"""``ssotui profile`` on real files, against the embedded organization."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ssotui import wiring
from ssotui.actions import snapshots
from ssotui.cli import list_roles, main, parser, profile
from ssotui.core.model import RoleRef
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.world import make_world
from ssotui.errors import ExitCode, NothingMatched, SsoTuiError, UsageError
from ssotui.settings import Settings

WORLD = make_world(accounts=12, roles=3)  # two sessions of 6 accounts, 3 roles each; both are signed in

Run = Callable[..., int]
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, organization: Organization) -> DemoHome:
    return make_home(tmp_path / "home", organization, {})


@pytest.fixture
def config(home: DemoHome) -> Path:
    return Path(home.env["HOME"], ".aws", "config")


@pytest.fixture
def run(home: DemoHome) -> Run:
    """Run ``ssotui profile …`` in this process; the exit code."""

    def command(*words: str) -> int:
        options = parser.build("profile").parse_args(words)
        return profile.run(options, home.env)

    return command


@pytest.fixture
def listed(home: DemoHome, capsys: Printed) -> None:
    """All roles are known."""
    list_roles.run(parser.build("list").parse_args(["--no-login"]), home.env)
    capsys.readouterr()


def bare(home: DemoHome) -> list[RoleRef]:
    snapshot = snapshots.load(wiring.build(home.env, Settings()))
    named = snapshot.configuration.profile_names_by_role()
    return [ref for ref in snapshot.catalog.refs(snapshot.session_names) if ref not in named]


def say(answer: str, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Somebody sits at a terminal and answers this; what is told there."""
    typed, told = io.StringIO(answer), io.StringIO()
    monkeypatch.setattr(typed, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(told, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stdin", typed)
    monkeypatch.setattr(sys, "stderr", told)
    return told


@pytest.mark.usefixtures("listed")
def test_sync_gives_every_role_a_profile_and_keeps_what_was_there(run: Run, config: Path, home: DemoHome) -> None:
    before = config.read_text()
    assert run("sync", "--yes") == ExitCode.DONE
    assert config.read_text().startswith(before)
    assert bare(home) == []


@pytest.mark.usefixtures("listed")
def test_a_second_sync_changes_nothing(run: Run, config: Path, capsys: Printed) -> None:
    run("sync", "--yes")
    before = config.read_bytes()
    capsys.readouterr()
    assert run("sync", "--yes") == ExitCode.DONE
    assert (config.read_bytes(), capsys.readouterr().err) == (
        before,
        "Nothing to do: all profiles are up to date.\n",
    )


@pytest.mark.usefixtures("listed")
def test_roles_of_one_name_are_named_alike_whichever_is_asked_for_first(run: Run, config: Path, home: DemoHome) -> None:
    before = config.read_text()
    template = ("--yes", "--name-template", "{role}")
    run("sync", *template)
    at_once = set(re.findall(r"^\[profile (.*)\]$", config.read_text(), re.MULTILINE))
    config.write_text(before)
    for ref in reversed(bare(home)):
        run("sync", str(ref), *template)
    assert set(re.findall(r"^\[profile (.*)\]$", config.read_text(), re.MULTILINE)) == at_once


@pytest.mark.usefixtures("listed")
def test_without_a_terminal_nothing_is_written_unasked(run: Run, config: Path) -> None:
    before = config.read_text()
    with pytest.raises(UsageError, match="Can't ask for confirmation: no terminal"):
        run("sync")
    assert config.read_text() == before


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(("answer", "code"), [("y\n", ExitCode.DONE), ("n\n", ExitCode.LEFT), ("", ExitCode.LEFT)])
def test_the_change_is_shown_in_color_and_asked_for(
    *, answer: str, code: int, run: Run, config: Path, home: DemoHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, ref = config.read_text(), bare(home)[0]
    say(answer, monkeypatch)
    assert run("sync", str(ref)) == code
    assert (config.read_text() == before) == (code != ExitCode.DONE)
    assert isinstance(sys.stderr, io.StringIO)
    assert re.search(r"\x1b\[32m\+sso_role_name = .*\x1b\[0m\n", sys.stderr.getvalue())


@pytest.mark.usefixtures("listed")
def test_a_dry_run_prints_the_diff_and_writes_nothing(run: Run, config: Path, capsys: Printed, home: DemoHome) -> None:
    before, ref = config.read_text(), bare(home)[0]
    words = ("--name", "mine", "--region", "sa-east-1", "--output", "json", "--dry-run")
    assert run("add", str(ref), *words) == ExitCode.DONE
    added = f"+[profile mine]\n+sso_session = {ref.session}\n+sso_account_id = {ref.account_id}\n"
    diff = capsys.readouterr().out
    assert diff.startswith(f"--- {config}\n+++ {config}\n@@ ")
    assert added in diff
    assert diff.endswith("+region = sa-east-1\n+output = json\n+managed_by = ssotui\n")
    assert config.read_text() == before


@pytest.mark.usefixtures("listed")
def test_keys_and_regions_of_the_user_survive_every_sync(run: Run, config: Path, home: DemoHome) -> None:
    ref = bare(home)[0]
    run("add", str(ref), "--name", "mine")
    text = re.sub(
        r"(\[profile mine\][^\[]*?)region = \S+\n", r"\1region = ap-south-1\ncli_pager = less\n", config.read_text()
    )
    config.write_text(text)
    run("sync", "--yes", "--region", "sa-east-1", "--output", "table")
    section = config.read_text().partition("[profile mine]")[2].partition("\n\n")[0]
    assert "\nregion = ap-south-1\ncli_pager = less\nmanaged_by = ssotui\noutput = table" in section


@pytest.mark.usefixtures("listed")
def test_prune_removes_only_what_it_manages_and_says_which(run: Run, config: Path, capsys: Printed) -> None:
    session = re.findall(r"\[sso-session (\w+)\]", config.read_text())[0]
    gone = f"sso_session = {session}\nsso_account_id = 000000000000\nsso_role_name = Gone\n"
    before = config.read_text().rstrip("\n") + "\n\n"
    foreign, ours = f"[profile foreign]\n{gone}", f"[profile ours]\n{gone}managed_by = ssotui\n"
    config.write_text(f"{before}{ours}\n{foreign}")
    run("sync", "'ours", "--yes", "--prune")
    assert config.read_text() == f"{before}{foreign}"
    assert "Removed 1 profile (ours)" in capsys.readouterr().err


@pytest.mark.usefixtures("listed")
def test_nothing_is_pruned_of_what_could_not_be_listed(run: Run, config: Path, organization: Organization) -> None:
    session = re.findall(r"\[sso-session (\w+)\]", config.read_text())[0]
    gone = f"sso_session = {session}\nsso_account_id = 000000000000\nsso_role_name = Gone\nmanaged_by = ssotui\n"
    config.write_text(f"{config.read_text()}\n[profile ours]\n{gone}")
    for token in config.parent.joinpath("sso", "cache").glob("*.json"):
        token.unlink()
    assert run("sync", "--yes", "--prune") == ExitCode.SIGN_IN_NEEDED
    assert "[profile ours]" in config.read_text()


@pytest.mark.usefixtures("listed")
def test_undo_takes_the_last_write_back_and_again_takes_that_back(run: Run, config: Path) -> None:
    before = config.read_bytes()
    run("sync", "--yes")
    after = config.read_bytes()
    run("undo", "--yes")
    assert config.read_bytes() == before
    run("undo", "--yes")
    assert config.read_bytes() == after


@pytest.mark.usefixtures("listed")
def test_undo_takes_nothing_of_the_users_back_unasked(run: Run, config: Path) -> None:
    run("sync", "--yes")
    with config.open("a") as file:
        file.write("# mine\n")
    with pytest.raises(SsoTuiError, match="Nothing was written"):
        run("undo", "--yes")
    assert config.read_text().endswith("# mine\n")


def test_without_a_backup_there_is_nothing_to_undo(run: Run) -> None:
    with pytest.raises(NothingMatched, match="nothing to undo"):
        run("undo", "--yes")


def test_remove_takes_the_section_and_nothing_else(run: Run, config: Path) -> None:
    config.write_text("# top\n[profile a]\nregion = r\n\n# of b\n[profile b]\nregion = r\n")
    assert run("remove", "a", "--yes") == ExitCode.DONE
    assert config.read_text() == "# top\n# of b\n[profile b]\nregion = r\n"
    with pytest.raises(NothingMatched, match='no profile "a"'):
        run("remove", "b", "a", "--yes")


CHAIN = "[profile deploy]\nrole_arn = arn:aws:iam::000000000077:role/Deploy\nsource_profile = {}\n"


def test_remove_says_which_profiles_it_leaves_dangling_before_it_asks(
    run: Run, config: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "[profile base]\naws_access_key_id = a\naws_secret_access_key = b\n" + CHAIN.format("base")
    config.write_text(text)
    run("remove", "base", "--dry-run")
    sentence = 'This profile gets its credentials from what is removed and will stop working: "deploy".\n'
    assert capsys.readouterr().err == sentence
    told = say("n\n", monkeypatch)
    assert run("remove", "base") == ExitCode.LEFT
    assert f"{sentence}Remove base? [y/N] " in told.getvalue()
    assert config.read_text() == text


def test_a_source_that_the_credentials_file_still_has_leaves_nothing_dangling(
    run: Run, config: Path, capsys: Printed
) -> None:
    config.with_name("credentials").write_text("[base]\naws_access_key_id = a\naws_secret_access_key = b\n")
    config.write_text("[profile base]\nregion = eu-west-1\n" + CHAIN.format("base"))
    run("remove", "base", "--yes")
    assert "deploy" not in capsys.readouterr().err


@pytest.mark.usefixtures("listed")
def test_prune_says_which_profiles_it_leaves_dangling(run: Run, config: Path, capsys: Printed) -> None:
    session = re.findall(r"\[sso-session (\w+)\]", config.read_text())[0]
    gone = f"sso_session = {session}\nsso_account_id = 000000000000\nsso_role_name = Gone\nmanaged_by = ssotui\n"
    config.write_text(f"{config.read_text()}\n[profile ours]\n{gone}" + CHAIN.format("ours"))
    run("sync", "'ours", "--yes", "--prune")
    assert 'will stop working: "deploy".' in capsys.readouterr().err


def test_a_profile_of_the_credentials_file_is_not_removed(run: Run, config: Path) -> None:
    config.with_name("credentials").write_text("[shared]\naws_access_key_id = AKIA\n")
    with pytest.raises(UsageError, match="in the credentials file"):
        run("remove", "shared", "--yes")


def test_no_secret_is_shown_in_a_diff(run: Run, config: Path, capsys: Printed) -> None:
    config.write_text("[profile a]\naws_secret_access_key = not-a-real-one\n[profile b]\nregion = r\n")
    run("remove", "b", "--dry-run")
    shown = capsys.readouterr().out
    assert "-[profile b]\n" in shown
    assert "aws_secret_access_key" not in shown, "what patch can't apply is no context"


@pytest.mark.usefixtures("listed")
def test_list_tells_profiles_whose_role_is_gone_and_roles_without_one(run: Run, config: Path, capsys: Printed) -> None:
    session = re.findall(r"\[sso-session (\w+)\]", config.read_text())[0]
    gone = f"sso_session = {session}\nsso_account_id = 000000000000\nsso_role_name = Gone\n"
    config.write_text(f"{config.read_text()}\n[profile left]\n{gone}")
    assert run("list") == ExitCode.DONE
    printed = capsys.readouterr()
    assert f"left\tsso\t{session}\t000000000000\tGone\t\tgone\n" in printed.out
    assert "1 profile refers to a role that is no longer assigned to you: left." in printed.err
    assert re.search(r"\d+ roles have no profile: ", printed.err)


def test_list_as_json_has_the_agreed_members(run: Run, capsys: Printed) -> None:
    run("list", "--json")
    members = {"name", "kind", "session", "account_id", "role", "region", "managed"}
    assert {frozenset(one) for one in json.loads(capsys.readouterr().out)} == {frozenset(members)}


def test_a_file_that_can_not_be_parsed_is_told_and_left_alone(
    config: Path, home: DemoHome, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    config.write_text("junk\n")
    for name, value in home.env.items():
        monkeypatch.setenv(name, value)
    for words in (["list"], ["remove", "a", "--yes"], ["add", "a"], ["sync", "--yes"]):
        assert main.main(["profile", *words]) == ExitCode.FILE_ERROR
    assert "config, line 1: there is text before the first [section]" in capsys.readouterr().err
    assert config.read_text() == "junk\n"
