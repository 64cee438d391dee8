"""Completion in real shells: candidates come from the configuration, and none of them is more than a word."""

from __future__ import annotations

import pytest

from tests.shell.lab import Lab, Terminal

NAMES = (
    "my prod's",
    "wow!",
    "$(touch pwned)",
    "`touch pwned2`",
    "semi;touch pwned",
    "=eq",
    "tab*star",
    "x:y.Admin",
    "x:z",
    "back\\sl:ash",
)


TYPED = {
    "ssotui us\t": "<use>",
    "ssotui use my\t": "<use><my prod's>",
    "ssotui use 'my p\t": "<use><my prod's>",
    'ssotui use "my\t': "<use><my prod's>",
    "ssotui use my\\ p\t": "<use><my prod's>",
    "ssotui use wo\t": "<use><wow!>",
    "ssotui use '$(\t": "<use><$(touch pwned)>",
    "ssotui use '`\t": "<use><`touch pwned2`>",
    "ssotui use sem\t": "<use><semi;touch pwned>",
    "ssotui use '=\t": "<use><=eq>",
    "ssotui use tab\t": "<use><tab*star>",
    "ssotui use x:y\t": "<use><x:y.Admin>",
    "ssotui use bac\t": "<use><back\\sl:ash>",
    "ssotui list --ref\t": "<list><--refresh>",
    "ssotui list --session ac\t": "<list><--session><acme>",
    "ssotui init po\t": "<init><powershell>",
}


@pytest.fixture(autouse=True)
def configuration(lab: Lab) -> None:
    sections = "".join(f'[profile "{name}"]\nregion = eu-west-1\n' for name in NAMES)
    folder = lab.folder / "home" / ".aws"
    folder.mkdir()
    session = "[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n"
    (folder / "config").write_text(session + sections, encoding="utf-8")


@pytest.fixture
def prompt(terminal: Terminal) -> Terminal:
    if terminal.lab.shell == "zsh":
        terminal.enter("autoload -Uz compinit && compinit -u -D; unsetopt list_beep")
        terminal.enter(terminal.lab.load)
        assert terminal.ask("ready") == "ready"
    return terminal


def test_tab_completes_to_one_whole_word(prompt: Terminal) -> None:
    assert {typed: prompt.complete(typed) for typed in TYPED} == TYPED
    assert not prompt.lab.broken_into


@pytest.mark.parametrize("lab", [pytest.param("zsh", marks=pytest.mark.needs("zsh"))], indirect=True)
def test_zsh_lists_words_and_what_they_are_in_columns(prompt: Terminal) -> None:
    prompt.type("ssotui \t")
    prompt.wait_for("whoami ")
    before = str(prompt.child.before)
    listed = [line for line in before.splitlines() if " -- " in line]
    assert {line.split()[0] for line in listed} >= {"creds", "credential-process", "use"}
    assert len({line.index(" -- ") for line in listed}) == 1
