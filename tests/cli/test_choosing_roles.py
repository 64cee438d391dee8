"""When commands open the picker to choose a role, and when they end with an exit code and candidates as in a script."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from ssotui.cli.signals import restored
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.cli.conftest import Run, Terminal, data_of, ended

COMMANDS = (("exec", "--", "true"), ("creds",), ("console", "--print"), ("use",), ("profile", "add"))
WITHOUT_QUERY = COMMANDS[:3]
Open = Callable[..., Terminal]


@pytest.fixture
def listed(run: Run) -> None:
    """Everything that can be listed without a sign-in is known."""
    run("list")


def with_query(command: tuple[str, ...], *words: str) -> list[str]:
    name = command[:2] if command[0] == "profile" else command[:1]
    return [*name, *words, *command[len(name) :]]


def left(child: Terminal) -> int:
    """The exit code after the picker has opened and Esc was pressed."""
    child.expect_exact("choose a role")
    child.expect(r"Esc\S{0,20} leave")
    child.send("\x1b")
    return ended(child)


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("query", ["acme", "xyzzy"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_on_a_terminal_words_for_several_roles_or_none_open_it(
    open_terminal: Open, command: tuple[str, ...], query: str
) -> None:
    assert left(open_terminal(*with_query(command, query))) == 130


@pytest.mark.parametrize("command", WITHOUT_QUERY, ids=lambda words: words[0])
def test_without_words_it_opens_where_no_profile_is_active(open_terminal: Open, command: tuple[str, ...]) -> None:
    assert left(open_terminal(*command)) == 130


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("flag", ["--no-picker", "--no-input"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_flags_keep_it_closed_on_a_terminal(open_terminal: Open, command: tuple[str, ...], flag: str) -> None:
    child = open_terminal(*with_query(command, "acme", flag))
    assert ended(child) == 4
    assert "Add more words, or choose one of these." in child.before
    assert ended(open_terminal(*with_query(command, "xyzzy", flag))) == 3
    if command in WITHOUT_QUERY:
        assert ended(open_terminal(*with_query(command, flag))) == 2


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("redirection", ["</dev/null", "2>errors"])
def test_it_needs_a_terminal_on_stdin_and_stderr(open_in_shell: Callable[[str], Terminal], redirection: str) -> None:
    child = open_in_shell(f"{sys.executable} -m ssotui exec acme -- true {redirection}")
    assert ended(child) == 4
    assert "choose a role" not in child.before


@pytest.mark.usefixtures("listed")
def test_stdout_may_be_a_pipe(open_in_shell: Callable[[str], Terminal]) -> None:
    child = open_in_shell(f'x=$({sys.executable} -m ssotui creds acme); code=$?; echo "<$x$code>"')
    assert left(child) == 0
    assert "<130>" in child.before


@pytest.mark.parametrize("words", [("whoami",), ("login",)])
def test_commands_that_are_not_about_a_role_to_choose_exit_with_2(open_terminal: Open, words: tuple[str, ...]) -> None:
    assert ended(open_terminal(*words)) == 2


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("words", "variables", "code"),
    [
        (("use", "-"), {}, 2),
        (("use", "-"), {"SSOTUI_PREVIOUS_PROFILE": "ghost"}, 3),
        (("creds",), {"AWS_PROFILE": "ghost"}, 3),
    ],
)
def test_names_of_profiles_that_are_gone_are_not_searched_for(
    open_terminal: Open, words: tuple[str, ...], variables: dict[str, str], code: int
) -> None:
    assert ended(open_terminal(*words, **variables)) == code


def test_where_nothing_is_known_yet_the_user_chooses_whom_to_sign_in_to(
    open_terminal: Open, home: DemoHome, organization: Organization
) -> None:
    for session in ("acme", "northwind"):
        home.sign_out(session)
    assert left(open_terminal("exec", "prod", "--", "true")) == 130
    assert ended(open_terminal("exec", "prod", "--no-login", "--", "true")) == 5
    assert organization.counts["StartDeviceAuthorization"] == 0


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("words", [("pick", "--print"), ("--json", "prod")])
def test_printing_a_choice_needs_a_terminal(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words, TERM="dumb")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Without the picker: ssotui list" in done.stderr
    done = run(*words, "--no-input")
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("words", [("pick", "--print"), ("pick", "--json"), ("console", "--portal", "--print")])
def test_what_needs_no_credentials_needs_no_sign_in(
    open_terminal: Open, home: DemoHome, organization: Organization, words: tuple[str, ...]
) -> None:
    account = organization.world.instance("acme").accounts[0]
    home.sign_out("acme")
    child = open_terminal(*words, "session:acme", f"id:{account.id}")
    child.expect_exact("choose a role")
    child.expect(r"Enter\S{0,20} print")
    child.send("\r")
    assert ended(child) == 0
    assert account.id in child.before
    assert organization.counts["StartDeviceAuthorization"] == 0


def test_the_two_forms_of_a_choice_exclude_each_other(run: Run) -> None:
    done = run("pick", "--print", "--json")
    assert (done.returncode, data_of(done)) == (2, "")


@pytest.mark.usefixtures("listed")
def test_textual_is_loaded_only_with_the_picker(home: DemoHome) -> None:
    for words in (("creds", "acme"), ("exec", "acme", "--", "true"), ("use", "xyzzy"), ("console",)):
        line = [sys.executable, "-X", "importtime", "-m", "ssotui", *words]
        done = subprocess.run(line, env=home.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        assert done.returncode in (2, 3, 4)
        assert "ssotui.cli.main" in done.stderr
        assert "textual" not in done.stderr


def test_after_it_signals_are_handled_as_before() -> None:
    def handler(*_: object) -> None:
        """Do nothing."""

    before = signal.signal(signal.SIGTERM, handler)
    try:
        with restored():
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGWINCH, handler)
        assert signal.getsignal(signal.SIGTERM) is handler
        assert signal.getsignal(signal.SIGWINCH) is not handler
    finally:
        signal.signal(signal.SIGTERM, before)
