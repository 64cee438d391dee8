"""The person's browser is opened, and nothing else: no text browser, no shell, no address that is not https."""

from __future__ import annotations

import http.client
import os
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ssotui.core.sign_in.browser_commands import BrowserUse
from ssotui.desktop.browser import UserBrowser
from ssotui.desktop.environment import Surroundings, surroundings
from ssotui.errors import SsoTuiError, UsageError

ADDRESS = "https://d-1.awsapps.com/start/#/device?user_code=AB-CD&x=$(id);`id`"
GIVEN = "https://d-1.awsapps.com/start/#/device?user_code=AB-CD&x=%24%28id%29%3B%60id%60"
"""The same without a character that some shell might run."""
AT_A_DESK = Surroundings(remote=False, container=False, wsl=False, display=True)
Program = Callable[..., Path]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """``program("firefox")``: a program on PATH that writes down its arguments, one a line, and exits with ``code``."""

    def made(name: str, code: int = 0) -> Path:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$@" > "{path}.told"; test -t 0 && echo tty >> "{path}.told"\nexit {code}\n'
        )
        path.chmod(0o755)
        return path

    return made


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"PATH": f"{tmp_path / 'bin'}"}


def redirected(address: str) -> tuple[int, str]:
    """What a browser gets at the address: status and the place it is sent to."""
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.netloc, timeout=20)
    line.request("GET", parts.path)
    answer = line.getresponse()
    return answer.status, answer.headers.get("Location", "")


def told(path: Path) -> list[str]:
    return Path(f"{path}.told").read_text().splitlines()


def test_the_default_browser_gets_the_address_as_one_argument(program: Program, env: dict[str, str]) -> None:
    opener = program("xdg-open")
    UserBrowser(env, around=AT_A_DESK).open(ADDRESS)
    assert told(opener) == [GIVEN]


def test_a_command_of_the_settings_is_taken_word_by_word(program: Program, env: dict[str, str]) -> None:
    firefox = program("firefox")
    UserBrowser(env, "firefox -P 'work profile' --url={url} --new", around=AT_A_DESK).open(ADDRESS)
    assert told(firefox) == ["-P", "work profile", f"--url={GIVEN}", "--new"]


def test_a_command_without_a_place_gets_the_address_at_its_end(program: Program, env: dict[str, str]) -> None:
    firefox = program("firefox")
    UserBrowser(env, "firefox --private-window", around=AT_A_DESK).open(ADDRESS)
    assert told(firefox) == ["--private-window", GIVEN]


WORK = BrowserUse("acme", "111111111111", "R&D prod", "Admin")
CONTAINER = "firefox ext+container:name={account_name_encoded}&url={url_encoded}"


def test_a_firefox_container_is_named_after_the_account(program: Program, env: dict[str, str]) -> None:
    firefox = program("firefox")
    UserBrowser(env, CONTAINER, AT_A_DESK, use=WORK).open("https://a.example/?x=1&y=2")
    assert told(firefox) == ["ext+container:name=R%26D%20prod&url=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D2"]


def test_a_chrome_profile_is_named_after_the_session(program: Program, env: dict[str, str]) -> None:
    chrome = program("google-chrome")
    command = "google-chrome --profile-directory={session} --app-id={account_id}/{role} {url}"
    UserBrowser(env, command, AT_A_DESK, use=WORK).open("https://a.example/")
    assert told(chrome) == ["--profile-directory=acme", "--app-id=111111111111/Admin", "https://a.example/"]


def test_a_sign_in_leaves_account_and_role_empty(program: Program, env: dict[str, str]) -> None:
    firefox = program("firefox")
    UserBrowser(env, "firefox {session} x{account_name}{role} {url}", AT_A_DESK, use=BrowserUse("acme")).open(ADDRESS)
    assert told(firefox) == ["acme", "x", GIVEN]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("a b --new-window c", "a b --new-window c"),
        ("--remote-debugging-port=1", "remote-debugging-port=1"),
        ("{url} {role}", "{url} {role}"),
        ("'; $(id) \"", "'; $(id) \""),
        ("a\nb\0c", "a b c"),
    ],
)
def test_a_name_from_aws_is_one_argument_and_no_option(
    program: Program, env: dict[str, str], name: str, given: str
) -> None:
    firefox = program("firefox")
    use = WORK._replace(account_name=name)
    UserBrowser(env, "firefox {account_name} {url}", AT_A_DESK, use=use).open("https://a.example/")
    assert told(firefox) == [given, "https://a.example/"]


def test_a_secret_address_is_in_no_argument_list(program: Program, env: dict[str, str]) -> None:
    opener = program("xdg-open")
    UserBrowser(env, around=AT_A_DESK).open(f"{ADDRESS}&SigninToken=secret", secret=True)
    (given,) = told(opener)
    assert given.startswith("http://127.0.0.1:")
    assert "secret" not in given
    assert redirected(given) == (302, f"{GIVEN}&SigninToken=secret")


def test_what_a_script_might_run_is_encoded(program: Program, env: dict[str, str]) -> None:
    opener = program("xdg-open")
    UserBrowser(env, around=AT_A_DESK).open("https://a.example/start#/x?code='$(id)`id`;|<>\"\\&y=1")
    assert told(opener) == ["https://a.example/start#/x?code=%27%24%28id%29%60id%60%3B%7C%3C%3E%22%5C&y=1"]


def test_a_browser_variable_that_puts_the_address_into_a_script_is_refused(
    program: Program, env: dict[str, str]
) -> None:
    program("sh")
    with pytest.raises(UsageError, match=r"^BROWSER puts the URL inside a shell script"):
        UserBrowser({**env, "BROWSER": "sh -c 'firefox %s'"}, around=AT_A_DESK).open(ADDRESS)


def test_browser_of_the_environment_is_a_list_of_which_the_first_that_works_counts(
    program: Program, env: dict[str, str]
) -> None:
    failing, good = program("failing", code=3), program("good")
    UserBrowser({**env, "BROWSER": "nowhere:w3m:failing:good %s --x"}, around=AT_A_DESK).open(ADDRESS)
    assert told(failing) == [GIVEN]
    assert told(good) == [GIVEN, "--x"]


@pytest.mark.parametrize("name", ["w3m", "lynx", "links", "elinks", "www-browser"])
def test_no_text_browser_is_opened(program: Program, env: dict[str, str], name: str) -> None:
    program(name)
    browser = UserBrowser({**env, "BROWSER": name}, around=AT_A_DESK)
    assert not browser.can_open
    with pytest.raises(SsoTuiError, match=r"^No browser could be opened\.$"):
        browser.open(ADDRESS)


def test_a_text_browser_by_another_name_is_one(program: Program, env: dict[str, str], tmp_path: Path) -> None:
    program("w3m")
    (tmp_path / "bin" / "x-www-browser").symlink_to("w3m")
    assert not UserBrowser(env, around=AT_A_DESK).can_open


def test_none_is_none(program: Program, env: dict[str, str]) -> None:
    program("xdg-open")
    assert not UserBrowser(env, "none", around=AT_A_DESK).can_open


@pytest.mark.parametrize(
    "around", [AT_A_DESK._replace(remote=True), AT_A_DESK._replace(display=False)], ids=["over SSH", "no display"]
)
def test_where_no_window_can_be_seen_none_is_opened_unless_somebody_says_how(
    program: Program, env: dict[str, str], around: Surroundings
) -> None:
    program("xdg-open")
    assert not UserBrowser(env, around=around).can_open
    assert UserBrowser({**env, "BROWSER": "xdg-open"}, around=around).can_open


@pytest.mark.parametrize(
    "address",
    [
        "http://d-1.awsapps.com/start",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "--help",
        "",
        "https://",
        "https://[",
        "https://a b",
        "https://a\n",
        "http://127.0.0.1.evil.example/",
        "https://ä.example/",
    ],
)
def test_only_https_is_opened(program: Program, env: dict[str, str], address: str) -> None:
    opener = program("xdg-open")
    with pytest.raises(UsageError):
        UserBrowser(env, around=AT_A_DESK).open(address)
    assert not Path(f"{opener}.told").exists()


def test_this_very_machine_may_do_without_https(program: Program, env: dict[str, str]) -> None:
    opener = program("xdg-open")
    UserBrowser(env, around=AT_A_DESK).open("http://127.0.0.1:8080/device")
    assert told(opener) == ["http://127.0.0.1:8080/device"]


@pytest.mark.parametrize(
    ("env", "near"),
    [
        ({}, True),
        ({"DISPLAY": ":0"}, True),
        ({"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, False),
        ({"SSH_TTY": "/dev/pts/0", "DISPLAY": "localhost:10.0"}, False),
        ({"container": "podman"}, False),
        ({"CODESPACES": "true"}, False),
        ({"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, False),
        ({"WSL_DISTRO_NAME": "Debian"}, True),
    ],
)
def test_where_we_are_is_told_by_the_environment(env: dict[str, str], near: bool, tmp_path: Path) -> None:
    assert surroundings(env, platform="linux", root=tmp_path).reaches_loopback is near


def test_a_container_is_known_by_its_mark(tmp_path: Path) -> None:
    (tmp_path / ".dockerenv").touch()
    assert not surroundings({}, platform="linux", root=tmp_path).reaches_loopback


def test_wsl_opens_windows_own_browser(program: Program, env: dict[str, str]) -> None:
    opener = program("wslview")
    UserBrowser(env, around=Surroundings(remote=False, container=False, wsl=True, display=False)).open(ADDRESS)
    assert told(opener) == [GIVEN]


def test_a_mac_opens_its_default_browser(program: Program, env: dict[str, str]) -> None:
    opener = program("open")
    UserBrowser(env, around=AT_A_DESK._replace(display=False), platform="darwin").open(ADDRESS)
    assert told(opener) == [GIVEN]


def test_a_mac_may_name_an_application(program: Program, env: dict[str, str]) -> None:
    opener = program("open")
    UserBrowser(env, "open -a 'Google Chrome' {url}", AT_A_DESK, platform="darwin").open(ADDRESS)
    assert told(opener) == ["-a", "Google Chrome", GIVEN]


def test_backslashes_are_parts_of_a_path_on_windows(program: Program, env: dict[str, str]) -> None:
    firefox = program("C:\\Program Files\\firefox.exe")
    command = '"C:\\Program Files\\firefox.exe" -P "it\'s work" --url={url}'
    UserBrowser(env, command, AT_A_DESK, platform="win32").open(ADDRESS)
    assert told(firefox) == ["-P", "it's work", f"--url={GIVEN}"]


def test_windows_opens_its_default_browser(program: Program, env: dict[str, str]) -> None:
    opener = program("rundll32.exe")
    UserBrowser(env, around=AT_A_DESK._replace(display=False), platform="win32").open(ADDRESS)
    assert told(opener) == ["url.dll,FileProtocolHandler", GIVEN]


def test_a_browser_of_the_environment_that_cannot_be_started_is_passed_over(
    program: Program, env: dict[str, str]
) -> None:
    program("broken").write_bytes(b"\0")
    good = program("good")
    UserBrowser({**env, "BROWSER": "'torn:broken:good"}, around=AT_A_DESK).open(ADDRESS)
    assert told(good) == [GIVEN]


@pytest.mark.parametrize("variable", [":", "'torn"])
def test_a_variable_without_a_command_opens_nothing(env: dict[str, str], variable: str) -> None:
    browser = UserBrowser({**env, "BROWSER": variable}, around=AT_A_DESK)
    assert not browser.can_open
    with pytest.raises(SsoTuiError, match=r"^No browser could be opened\.$"):
        browser.open(ADDRESS)


def test_nobody_waits_until_a_browser_is_closed(program: Program, env: dict[str, str], tmp_path: Path) -> None:
    open_windows = tmp_path / "open"
    os.mkfifo(open_windows)
    program("xdg-open").write_text(f"#!/bin/sh\nread line <{open_windows}\n")
    program("second")
    UserBrowser({**env, "BROWSER": "xdg-open:second"}, around=AT_A_DESK).open(ADDRESS)
    open_windows.write_text("closed\n")
    assert not (tmp_path / "bin" / "second.told").exists()


@pytest.mark.parametrize("python", ["/nowhere/python", "/bin/true"])
def test_no_secret_address_is_opened_where_it_cannot_be_hidden(
    program: Program, env: dict[str, str], monkeypatch: pytest.MonkeyPatch, python: str
) -> None:
    opener = program("xdg-open")
    monkeypatch.setattr(sys, "executable", python)
    with pytest.raises(SsoTuiError, match=r"so no browser was opened\.$"):
        UserBrowser(env, around=AT_A_DESK).open(ADDRESS, secret=True)
    assert not Path(f"{opener}.told").exists()
