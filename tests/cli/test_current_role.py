"""Without a QUERY ``creds``, ``console`` and ``exec`` mean the role that the shell has; ``list`` marks it."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import unquote

import pytest

from ssotui.demo.home import ASSUME_ROLE_PROFILE, STATIC_PROFILE, DemoHome
from ssotui.errors import ExitCode
from tests.cli.conftest import Run, Terminal, ended

COMMANDS = (("creds", "--format", "json"), ("console", "--print"), ("exec", "--", "env"))


@pytest.mark.parametrize("variable", ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_it_is_the_same_as_with_the_profile_named(
    run: Run, home: DemoHome, words: tuple[str, ...], variable: str
) -> None:
    profile = home.profiles[0]
    own = run(*words, **{variable: profile})
    assert own.returncode == ExitCode.DONE, own.stderr
    named = run(words[0], profile, *words[1:])
    if words[0] == "console":  # each has a sign-in token of its own
        assert own.stdout.partition("SigninToken")[0] == named.stdout.partition("SigninToken")[0]
    else:
        assert sorted(own.stdout.splitlines()) == sorted(named.stdout.splitlines())


def test_profiles_of_any_kind_count(run: Run) -> None:
    for profile in (STATIC_PROFILE, ASSUME_ROLE_PROFILE):
        done = run("exec", "--", "printenv", "AWS_ACCESS_KEY_ID", AWS_PROFILE=profile)
        assert done.returncode == ExitCode.DONE, done.stderr
        assert done.stdout.strip()


def test_a_service_opens_in_the_account_that_one_is_in(run: Run, home: DemoHome) -> None:
    done = run("console", "--service", "s3", "--print", AWS_PROFILE=home.profiles[0])
    assert "/s3/" in unquote(done.stdout)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_without_a_profile_it_says_how_to_name_a_role(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert done.stderr == (
        "ssotui: No profile is active in this shell.\n"
        f"  Name a role: ssotui {words[0]} QUERY. Or pick one first: ssotui\n"
    )


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_profile_that_is_not_defined_is_never_searched_for(run: Run, home: DemoHome, words: tuple[str, ...]) -> None:
    done = run(*words, AWS_PROFILE=home.profiles[0][:-1])
    assert (done.returncode, done.stdout) == (ExitCode.NOTHING_MATCHED, "")
    assert f'There is no profile "{home.profiles[0][:-1]}".' in done.stderr


def test_what_overrides_the_profile_in_this_shell_is_said(run: Run, home: DemoHome) -> None:
    done = run("creds", AWS_PROFILE=home.profiles[0], AWS_ACCESS_KEY_ID="AKIAX", AWS_SECRET_ACCESS_KEY="x")
    assert done.returncode == ExitCode.DONE
    assert "AWS_ACCESS_KEY_ID" in done.stderr
    assert "AKIAX" not in done.stdout + done.stderr


def test_list_marks_it_for_people_only(run: Run, home: DemoHome, open_terminal: Callable[..., Terminal]) -> None:
    profile = home.profiles[0]
    assert run("list", AWS_PROFILE=profile).stdout.count("●") == 0
    shown = open_terminal("list", "--cached", AWS_PROFILE=profile)
    ended(shown)
    assert f"● {profile}" in shown.before
    assert shown.before.count("●") == 1
    assert "●" not in json.dumps(json.loads(run("list", "--cached", "--json", AWS_PROFILE=profile).stdout))
