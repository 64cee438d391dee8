"""Help that reads alike everywhere, and a hint where something was mistyped."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path

import pytest

from ssotui.cli import help_pages, parser
from ssotui.cli.examples import EXAMPLES
from ssotui.cli.main import main
from ssotui.errors import SsoTuiError

PAGES = [
    *parser.command_names(),
    *(f"session {action}" for action in ("list", "add", "remove", "migrate")),
    *(f"profile {action}" for action in ("list", "add", "remove", "sync", "undo")),
]


def printed(capsys: pytest.CaptureFixture[str], words: str) -> str:
    with contextlib.suppress(SystemExit):
        assert main(words.split()) == 0
    return capsys.readouterr().out


def test_the_front_page_has_every_command_once(capsys: pytest.CaptureFixture[str]) -> None:
    page = printed(capsys, "--help")
    assert sorted(name for _, names in help_pages.GROUPS for name in names) == sorted(parser.command_names())
    assert [name for name in parser.command_names() if page.count(f"\n  {name} ") != 1] == []
    assert max(map(len, page.splitlines())) <= 80


@pytest.mark.parametrize("words", PAGES)
def test_every_page_has_usage_flags_and_an_example_of_itself(capsys: pytest.CaptureFixture[str], words: str) -> None:
    page = printed(capsys, f"{words} --help")
    titles = [line for line in page.splitlines() if line.isupper()]
    assert titles[0] == "USAGE"
    assert titles[-3:] == ["FLAGS", "EXAMPLES", "LEARN MORE"]
    assert f"\n  ssotui {words}" in page
    assert f"ssotui {words}" in page.partition("EXAMPLES")[2].partition("LEARN MORE")[0]
    assert max(map(len, page.splitlines())) <= 80


def test_what_belongs_to_another_program_stands_in_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert "[-- COMMAND...]" in printed(capsys, "demo --help")
    assert "[QUERY...] [-- COMMAND...]" in " ".join(printed(capsys, "exec --help").split())
    assert "[QUERY...]" in printed(capsys, "list --help")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_can_be_typed(name: str) -> None:
    assert [example for example in EXAMPLES[name] if not is_taken(name, example)] == []


def is_taken(name: str, example: str) -> bool:
    """The command's parser takes what is ssotui's own in the line."""
    line = example.partition("#")[0].removeprefix('eval "$(').split(")")[0].split("|")[0].split(">")[0]
    words = shlex.split(line)[1 if name == "pick" and "pick" not in example else 2 :]
    try:
        parser.build(name).parse_args(words[: words.index("--")] if "--" in words else words)
    except (SystemExit, SsoTuiError):
        return False
    return True


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("list --jsn", "Did you mean --json? See: ssotui list --help"),
        ("session ad", "Did you mean add? See: ssotui session --help"),
        ("profile sync --dryrun", "Did you mean --dry-run? See: ssotui profile sync --help"),
        ("creds --frmat x", "Did you mean --format? See: ssotui creds --help"),
        ("--hlep", "Did you mean --help? See: ssotui pick --help"),
        ("use -x", "See: ssotui use --help"),
        ("use --regoin=eu-west-1", "Did you mean --region? See: ssotui use --help"),
        ("profile rename --dryrun", "Did you mean --dry-run? See: ssotui profile rename --help"),
        ("list --nothing-like-it", "See: ssotui list --help"),
    ],
)
def test_what_is_unknown_may_be_near_to_something(capsys: pytest.CaptureFixture[str], words: str, hint: str) -> None:
    assert main(words.split()) == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"  {hint}"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("init ksh", 'Argument SHELL: "ksh" is not one of bash, zsh, fish'),
        ("creds x --format it's", 'Argument --format: "it\'s" is not one of env, '),
        ("use -x", "Unrecognized arguments: -x."),
        ("session ad", 'Argument ACTION: "ad" is not one of list, add, '),
    ],
)
def test_what_is_not_among_the_choices_is_named_in_double_quotes(
    capsys: pytest.CaptureFixture[str], words: str, said: str
) -> None:
    assert main(words.split()) == 2
    assert capsys.readouterr().err.startswith(f"ssotui: {said}")


def test_a_mistyped_command_may_be_near_to_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")  # where the picker can't be what was wanted
    for word, command in (("lgoin", "login"), ("ls", "list"), ("logn", "login"), ("versoin", "version")):
        assert main([word]) == 2
        assert capsys.readouterr().err.splitlines() == [
            f'ssotui: There is no command "{word}".',
            f"  Did you mean ssotui {command}?",
        ]
    for words, instead in ((["something", "else"], "something else"), (["pick", "ls"], "ls"), (["pick"], "QUERY")):
        assert main(words) == 1
        assert capsys.readouterr().err.splitlines()[-1] == f"  Without the picker: ssotui use {instead}"


def test_debug_may_stand_anywhere_in_front_of_another_programs_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))  # where the log goes
    assert main(["session", "ad", "--debug"]) == 2
    assert ", line " in capsys.readouterr().err
    assert main(["exec", "--nothing", "--", "env", "--debug"]) == 2
    assert ", line " not in capsys.readouterr().err


@pytest.mark.parametrize("words", ["", *PAGES])
def test_help_is_a_command_as_well(capsys: pytest.CaptureFixture[str], words: str) -> None:
    assert printed(capsys, f"help {words}") == printed(capsys, f"{words} --help")


def test_the_version_is_a_command_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "version") == printed(capsys, "--version")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("help lst", ['There is no command "lst".', "Did you mean list? See: ssotui --help"]),
        ("help xyz", ['There is no command "xyz".', "See: ssotui --help"]),
        ("help __complete", ['There is no command "__complete".', "See: ssotui --help"]),
        (
            "help profile snc",
            ['"ssotui profile" has no action "snc".', "Did you mean sync? See: ssotui profile --help"],
        ),
        ("help list all", ['"ssotui list" has no action "all".', "See: ssotui list --help"]),
    ],
)
def test_help_for_what_is_no_command(capsys: pytest.CaptureFixture[str], words: str, said: list[str]) -> None:
    assert main(words.split()) == 2
    assert capsys.readouterr().err.splitlines() == [f"ssotui: {said[0]}", f"  {said[1]}"]


def test_use_says_that_it_switches_also_without_a_sign_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert "switch without signing in (with --keys: exit 5)" in printed(capsys, "use --help")
    assert "exit 5 instead of signing in" in printed(capsys, "exec --help")
