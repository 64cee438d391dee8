"""The options of command lines that need no parser are those that the parser makes of them."""

from __future__ import annotations

import pytest

from ssotui.cli import parser
from ssotui.cli.usual_options import usual_options

WITHOUT_PARSER = [
    ["creds"],
    ["creds", "prod"],
    ["creds", "prod", "admin", "!eu", ""],
    ["creds", "acme/111122223333/Admin"],
    ["credential-process", "--profile", "prod admin"],
    ["credential-process", "--profile=prod"],
    ["credential-process", "--session", "acme", "--role", "Admin", "--account-id=111122223333"],
]
FOR_THE_PARSER = [
    ["creds", "prod", "--copy"],
    ["creds", "--format=json", "prod"],
    ["creds", "--", "prod"],
    ["creds", "-x"],
    ["creds", "--help"],
    ["credential-process"],
    ["credential-process", "prod"],
    ["credential-process", "--profile", "a", "--profile", "b"],
    ["credential-process", "--profile", "--role"],
    ["credential-process", "--profile", "a", "--role", "Admin"],
    ["credential-process", "--session", "acme"],
    ["use", "prod"],
]


@pytest.mark.parametrize("words", WITHOUT_PARSER, ids=" ".join)
def test_the_usual_form_has_the_options_that_the_parser_gives_it(words: list[str]) -> None:
    options = usual_options(words[0], words[1:])
    assert options is not None
    assert vars(options) == vars(parser.build(words[0]).parse_args(words[1:]))


@pytest.mark.parametrize("words", FOR_THE_PARSER, ids=" ".join)
def test_any_other_form_is_left_to_the_parser(words: list[str]) -> None:
    assert usual_options(words[0], words[1:]) is None
