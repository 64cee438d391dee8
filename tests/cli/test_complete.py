"""``ssotui __complete``: what may follow on a command line."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ssotui import paths
from ssotui.cli import complete, parser
from ssotui.core.shell.shell_table import WITH_WRAPPER
from ssotui.files.history import HistoryFile

CONFIG = """
[profile prod]
sso_session = acme
sso_account_id = 111122223333
sso_role_name = Admin
[profile prod-old]
region = eu-west-1
[profile "it's mine"]
region = eu-west-1
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text(CONFIG)
    return {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}


@pytest.fixture
def lines(env: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Lines:
    return Lines(env, capsys)


class Lines:
    """What the command prints."""

    def __init__(self, env: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
        self.env = env
        self.capsys = capsys

    def after(self, *words: str, **env: str) -> list[str]:
        complete.run(argparse.Namespace(words=list(words)), {**self.env, **env})
        return self.capsys.readouterr().out.splitlines()


def test_the_first_word_is_a_command(lines: Lines) -> None:
    assert [line.partition("\t")[0] for line in lines.after("")] == list(parser.command_names())


def test_the_first_word_may_be_an_option(lines: Lines) -> None:
    assert lines.after("--") == ["--help", "--version", "--debug", "--no-input"]
    assert lines.after("--v") == ["--version"]


def test_a_first_word_may_be_a_profile_as_well(lines: Lines) -> None:
    assert lines.after("prod") == ["prod\tAdmin", "prod-old"]


def test_services_of_the_console_are_offered_those_used_most_first(lines: Lines, tmp_path: Path) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path / "state")}
    folder = paths.state_folder(lines.env | state)
    HistoryFile(folder).record_service("sqs", datetime.now(UTC))
    shown = lines.after("console", "--service", "", SSOTUI_SHELL="fish", **state)
    assert shown[:2] == ["sqs\tsqs/v3/home#/queues", "acm\tacm/home#/certificates/list"]
    assert len(shown) > 60
    assert lines.after("console", "--service", "lam", **state) == ["lambda\tlambda/home#/functions"]


@pytest.mark.parametrize(
    "words", [("use", "x"), ("creds",), ("exec",), ("console",), ("profile", "sync"), ("session", "add", "x")]
)
def test_regions_are_offered_those_that_were_chosen_or_are_in_use_first(
    words: tuple[str, ...], lines: Lines, tmp_path: Path
) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path / "state")}
    HistoryFile(paths.state_folder(lines.env | state)).set_region("profile:prod", "us-gov-west-1", datetime.now(UTC))
    shown = lines.after(*words, "--region", "", SSOTUI_SHELL="fish", **state)
    assert shown[:3] == ["us-gov-west-1", "eu-west-1\tIreland", "af-south-1\tCape Town"]
    assert "aws-global" not in shown
    assert lines.after(*words, "--region", "ap-south-2", **state) == ["ap-south-2\tHyderabad"]


@pytest.mark.parametrize("words", [("use", ""), ("pick", ""), ("use", "x", ""), ("--debug", "use", "")])
def test_a_query_may_be_a_profile(lines: Lines, words: tuple[str, ...]) -> None:
    assert [line.partition("\t")[0] for line in lines.after(*words)] == ["prod", "prod-old", "it's mine"]


def test_flags_come_with_their_help(lines: Lines) -> None:
    assert lines.after("list", "--ref") == ["--refresh\tfetch everything from AWS again"]


def test_a_flag_that_wants_a_session_gets_one(lines: Lines) -> None:
    assert lines.after("list", "--session", "") == ["acme\thttps://acme.awsapps.com/start"]


def test_a_flag_without_a_value_asks_for_nothing(lines: Lines) -> None:
    assert lines.after("list", "--json", "prod-") == ["prod-old"]


def test_a_command_with_actions_offers_these_and_then_theirs(lines: Lines) -> None:
    assert lines.after("profile", "")[:2] == ["list", "add"]
    assert [line.partition("\t")[0] for line in lines.after("profile", "remove", "prod")] == ["prod", "prod-old"]
    assert [line.partition("\t")[0] for line in lines.after("profile", "sync", "--pr")] == ["--prune"]


def test_init_wants_a_shell(lines: Lines) -> None:
    assert lines.after("init", "") == list(WITH_WRAPPER)


def test_after_two_dashes_the_words_are_someone_elses(lines: Lines) -> None:
    assert lines.after("demo", "--", "ba") == []


def test_hidden_commands_stay_hidden(lines: Lines) -> None:
    assert lines.after("__") == []


def test_zsh_and_fish_choose_for_themselves(lines: Lines) -> None:
    assert len(lines.after("use", "zzz", SSOTUI_SHELL="zsh")) == 3


def test_powershell_gets_quoted_words(lines: Lines) -> None:
    assert lines.after("use", "'it", SSOTUI_SHELL="powershell") == ["'it''s mine'"]


def test_bash_gets_words_quoted_for_their_place(lines: Lines) -> None:
    assert lines.after(SSOTUI_SHELL="bash", SSOTUI_LINE="ssotui use it") == ["it\\'s\\ mine"]


def test_a_file_that_can_not_be_read_offers_nothing(lines: Lines, tmp_path: Path) -> None:
    (tmp_path / ".aws" / "config").write_text("[profile broken\n")
    assert lines.after("use", "") == []


def test_a_name_that_can_not_be_shown_is_not_offered(lines: Lines, tmp_path: Path) -> None:
    (tmp_path / ".aws" / "config").write_text('[profile "a\tb"]\nregion = x\n[profile good]\nregion = x\n')
    assert lines.after("use", "") == ["good"]
