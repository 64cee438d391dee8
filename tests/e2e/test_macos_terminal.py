"""What the picker does on a Mac's terminal, imitated: kqueue and poll refuse it, only select takes it.

The imitation (tests/e2e/macos) is in place in every terminal of these tests, so that all of them show it.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome
from tests.e2e.terminal import OpenTerminal, Terminal
from tests.e2e.test_terminal import is_clean

pytestmark = pytest.mark.needs("tmux", "bash")


@pytest.fixture
def bash(open_terminal: OpenTerminal, home: DemoHome) -> Terminal:
    return open_terminal("bash --norc --noprofile", home.env)


def python(code: str) -> str:
    return shlex.join([sys.executable, "-c", code])


@pytest.mark.parametrize(
    ("selector", "answer"), [("Default", "OSError"), ("Epoll", "OSError"), ("Poll", "32"), ("Select", "1")]
)
def test_in_these_tests_only_select_takes_a_terminal(bash: Terminal, selector: str, answer: str) -> None:
    bash.command(
        python(
            "import selectors\n"
            f"selector = selectors.{selector}Selector()\n"
            "try:\n"
            "    selector.register(open('/dev/tty'), selectors.EVENT_WRITE | selectors.EVENT_READ)\n"
            "    print(f'<{selector._selector.poll(0)[0][1] if hasattr(selector, \"_selector\") else 1}>')\n"
            "except OSError as error:\n"
            "    print(f'<{type(error).__name__}>')"
        )
    )
    bash.until(f"\n<{answer}>")
    assert "Traceback" not in bash.screen()


def test_a_bug_while_keys_are_read_ends_in_one_sentence_and_1(bash: Terminal) -> None:
    bash.command(
        python("import selectors; from ssotui.cli.main import main; selectors.SelectSelector = None; exit(main([]))")
    )
    screen = bash.until("this is a bug: TypeError in driver.py")
    assert "Traceback" not in screen
    bash.until_that(lambda _: is_clean(bash), "a clean terminal")
    assert bash.status() == "1"


def test_a_terminal_that_is_gone_is_no_bug_even_where_hangups_are_ignored(bash: Terminal, tmp_path: Path) -> None:
    said, status = tmp_path / "said", tmp_path / "pipe"
    bash.command(f"trap '' HUP; mkfifo {status}; ssotui 2>{said}; echo $? >{status}")
    bash.until("type to find")
    bash.kill()
    assert bash.beside(f"timeout 30 cat {status}") == "129\n"
    assert said.read_text() == ""
