"""``ssotui doctor``: what it prints, what it mends, and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ssotui.cli import doctor, parser
from ssotui.errors import ExitCode, UsageError

Run = Callable[..., int]
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / ".aws" / "config"
    path.parent.mkdir()
    path.write_text("[profileTeam_Unicorn]\nregion = eu-west-1\n")
    return path


@pytest.fixture
def run(tmp_path: Path) -> Run:
    env = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state"), "PATH": str(tmp_path)}
    return lambda *words: doctor.run(parser.build("doctor").parse_args(words), env)


def test_a_finding_says_where_what_and_what_to_do(run: Run, config: Path, capsys: Printed) -> None:
    assert run() == ExitCode.FAILED
    printed = capsys.readouterr()
    assert printed.out.startswith(
        f"error: {config}:1: No tool sees [profileTeam_Unicorn]: the space before its name is missing. "
        "[hidden-section]\n  Write [profile Team_Unicorn].\n"
    )
    assert "1 of 4 can be fixed automatically: ssotui doctor --fix" in printed.err


def test_json_has_the_agreed_members(run: Run, config: Path, capsys: Printed) -> None:
    run("--json")
    first, *others = json.loads(capsys.readouterr().out)
    assert first == {
        "id": "hidden-section",
        "severity": "error",
        "path": str(config),
        "line": 1,
        "message": "No tool sees [profileTeam_Unicorn]: the space before its name is missing.",
        "hint": "Write [profile Team_Unicorn].",
        "fixable": True,
    }
    assert {(one["path"], one["line"]) for one in others} == {(None, None)}


def test_a_second_fix_has_nothing_to_do_and_says_so(run: Run, config: Path, capsys: Printed) -> None:
    run("--fix", "--yes")
    capsys.readouterr()
    assert run("--fix", "--yes") == ExitCode.DONE
    assert capsys.readouterr().err.startswith("Nothing to do: ")


def test_fix_shows_the_diff_and_keeps_a_backup(run: Run, config: Path, capsys: Printed) -> None:
    before = config.read_text()
    assert run("--fix", "--yes") == ExitCode.DONE
    assert "-[profileTeam_Unicorn]\n+[profile Team_Unicorn]\n" in capsys.readouterr().out
    assert config.read_text() == "[profile Team_Unicorn]\nregion = eu-west-1\n"
    assert [one.read_text() for one in config.parent.glob("config.ssotui-backup-*")] == [before]


def test_a_fix_that_edits_no_file_says_what_it_did_and_promises_no_backup(
    run: Run, config: Path, capsys: Printed
) -> None:
    config.write_text("")
    token = config.with_name("sso") / "cache" / "0123.json"
    token.parent.mkdir(parents=True)
    token.write_text("{torn")
    run("--fix", "--yes")
    told = capsys.readouterr().err
    assert not token.exists()
    assert str(token) in told
    assert "backup" not in told


def test_where_nothing_is_wrong_it_says_so(
    run: Run, config: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssotui.actions.doctor.examine", lambda _: ())
    assert run() == ExitCode.DONE
    assert capsys.readouterr() == ("", "No problems found.\n")


def test_with_json_stdout_is_json_even_if_something_was_mended(run: Run, config: Path, capsys: Printed) -> None:
    run("--fix", "--yes", "--json")
    printed = capsys.readouterr()
    assert {one["severity"] for one in json.loads(printed.out)} <= {"warning", "info"}
    assert "+[profile Team_Unicorn]" in printed.err


def test_settings_that_can_not_be_read_are_a_finding(run: Run, config: Path, tmp_path: Path, capsys: Printed) -> None:
    settings = tmp_path / ".config" / "ssotui" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("[profiles]\nregion = 1\n")
    run("--json")
    (found,) = [one for one in json.loads(capsys.readouterr().out) if one["id"] == "bad-settings"]
    assert (found["path"], found["severity"], found["fixable"]) == (str(settings), "error", False)


def test_fix_asks_first_and_a_no_changes_nothing(
    run: Run, config: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = config.read_text()
    for stream in ("stdin", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    monkeypatch.setattr("sys.stdin.readline", lambda: "n\n")
    assert run("--fix") == ExitCode.LEFT
    assert config.read_text() == before
    told = capsys.readouterr().err
    assert "+[profile Team_Unicorn]" in told
    assert "Fix this? [y/N]" in told


def test_where_nobody_can_be_asked_fix_says_how_to_go_on(run: Run, config: Path) -> None:
    before = config.read_text()
    with pytest.raises(UsageError, match="Can't ask for confirmation") as refused:
        run("--fix")
    assert "--yes" in refused.value.hint
    assert config.read_text() == before


def test_a_dry_run_shows_the_change_and_makes_none(run: Run, config: Path, capsys: Printed) -> None:
    before = config.read_text()
    assert run("--fix", "--dry-run") == ExitCode.DONE
    assert "+[profile Team_Unicorn]\n" in capsys.readouterr().out
    assert config.read_text() == before
    assert not list(config.parent.glob("config.ssotui-backup-*"))


@pytest.mark.parametrize("flag", ["--dry-run", "--yes"])
def test_what_only_fix_takes_is_refused_without_it(run: Run, config: Path, flag: str) -> None:
    with pytest.raises(UsageError, match=f"^{flag} works only with --fix"):
        run(flag)
