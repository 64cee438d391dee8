"""What a shell is told when it switches, and how it is quoted."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Mapping

import pytest

from ssotui.core.shell import exports
from ssotui.core.shell.current_profile import shell_profile
from ssotui.core.shell.exports import Export
from ssotui.core.shell.region_variables import region_change
from ssotui.core.shell.shell_table import SHELLS
from ssotui.core.shell.variables import IN_THE_WAY, KNOWN, REGION, REGION_RECORD, WEB_IDENTITY, quote
from ssotui.demo import hostile_names
from ssotui.errors import UsageError


def test_a_switch_sets_the_profile_and_clears_what_would_defeat_it() -> None:
    export = exports.switch("new", None)
    assert export.variables == (("AWS_PROFILE", "new"),)
    assert export.unset == (
        "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
        "AWS_CREDENTIAL_EXPIRATION", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME",
    )  # fmt: skip


def test_credentials_in_place_of_a_profile_clear_the_web_identity_as_well() -> None:
    assert set(WEB_IDENTITY) < set(exports.credentials({"AWS_ACCESS_KEY_ID": "ASIA"}, None).unset)


def test_leaving_keeps_the_web_identity_of_the_machine() -> None:
    assert set(WEB_IDENTITY).isdisjoint(exports.leave("a").unset)


def test_the_profile_before_is_remembered() -> None:
    assert dict(exports.switch("new", "old").variables)["SSOTUI_PREVIOUS_PROFILE"] == "old"


def test_going_back_twice_is_where_one_was() -> None:
    env = dict(exports.switch("b", "a").variables)
    env = dict(exports.switch(env["SSOTUI_PREVIOUS_PROFILE"], shell_profile(env)).variables)
    assert env == {"AWS_PROFILE": "a", "SSOTUI_PREVIOUS_PROFILE": "b"}


def test_switching_to_where_one_is_keeps_the_way_back() -> None:
    assert "SSOTUI_PREVIOUS_PROFILE" not in dict(exports.switch("a", "a").variables)


def test_a_region_is_set_for_every_tool() -> None:
    assert exports.switch("a", None, region_change({}, "eu-west-1")).variables[1:3] == (
        ("AWS_REGION", "eu-west-1"),
        ("AWS_DEFAULT_REGION", "eu-west-1"),
    )


def test_a_profile_without_region_does_not_keep_the_region_of_another() -> None:
    after = switched({}, "eu-west-1")
    assert exports.switch("a", None, region_change(after, "")).unset[-3:] == (*REGION, REGION_RECORD)


def test_leaving_unsets_the_profile_and_knows_the_way_back() -> None:
    export = exports.leave("a")
    assert export.variables == (("SSOTUI_PREVIOUS_PROFILE", "a"),)
    assert export.unset == ("AWS_PROFILE", *IN_THE_WAY)


def test_leaving_takes_the_region_along() -> None:
    change = region_change(switched({}, "eu-west-1"), "")
    assert exports.leave(None, change).unset[-3:] == (*REGION, REGION_RECORD)


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\0b", "a\x1bb", "a\x7fb", "a\x9bb", "a\udce9"])
def test_a_name_that_is_not_one_line_of_text_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        exports.switch(name, None)


def test_a_bad_previous_profile_keeps_nobody_from_switching() -> None:
    assert exports.switch("new", "o\nld").variables == (("AWS_PROFILE", "new"),)


def test_a_key_is_not_shown() -> None:
    assert "wJalr" not in repr(Export((("AWS_SECRET_ACCESS_KEY", "wJalr"),), ()))


def test_the_wrapper_gets_one_line_for_each_variable() -> None:
    assert exports.as_lines(Export((("AWS_PROFILE", "a=b c"),), ("AWS_SESSION_TOKEN",))) == (
        "unset AWS_SESSION_TOKEN\nAWS_PROFILE=a=b c\n"
    )


def test_no_line_can_be_smuggled_in() -> None:
    with pytest.raises(UsageError):
        exports.as_lines(Export((("AWS_PROFILE", "a\nPATH=/tmp"),), ()))


@pytest.mark.parametrize("shell", SHELLS)
def test_no_code_can_be_smuggled_in(shell: str) -> None:
    with pytest.raises(UsageError):
        exports.render(Export((("AWS_PROFILE", "a\ntouch pwned"),), ()), shell)


@pytest.mark.parametrize(
    ("shell", "code"),
    [
        ("bash", "unset -v AWS_REGION;\nexport AWS_PROFILE='it'\\''s';\n"),
        ("zsh", "unset -v AWS_REGION;\nexport AWS_PROFILE='it'\\''s';\n"),
        ("sh", "unset -v AWS_REGION;\nexport AWS_PROFILE='it'\\''s';\n"),
        ("fish", "if set -qg AWS_REGION; set -eg AWS_REGION; end;\nset -gx AWS_PROFILE 'it\\'s';\n"),
        ("powershell", "$env:AWS_REGION = $null\n$env:AWS_PROFILE = 'it''s'\n"),
        ("nushell", 'hide-env --ignore-errors AWS_REGION\n$env.AWS_PROFILE = "it\'s"\n'),
        ("elvish", "unset-env AWS_REGION\nset-env AWS_PROFILE 'it''s'\n"),
        ("xonsh", "_ = ${...}.pop('AWS_REGION', None)\n$AWS_PROFILE = 'it\\'s'\n"),
        ("tcsh", "unsetenv AWS_REGION;\nsetenv AWS_PROFILE 'it'\\''s';\n"),
    ],
)
def test_each_shell_gets_its_own_code(shell: str, code: str) -> None:
    assert exports.render(Export((("AWS_PROFILE", "it's"),), ("AWS_REGION",)), shell) == code


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "name", sorted({*hostile_names.NAMES, *hostile_names.ROLES, *hostile_names.SESSIONS}), ids=repr
)
def test_a_nasty_name_is_one_quoted_word_of_a_line_or_refused(name: str, shell: str) -> None:
    try:
        code = exports.render(Export((("AWS_PROFILE", name),), ()), shell)
    except UsageError:
        assert [one for one in name if unicodedata.category(one) in ("Cc", "Cs")]
        return
    assert code.count("\n") == 1
    assert not [one for one in code[:-1] if unicodedata.category(one) in ("Cc", "Cs")]
    if shell == "powershell":
        assert powershell_words(code[:-1].removeprefix("$env:AWS_PROFILE = ")) == [name]
    if shell == "xonsh":
        assert ast.literal_eval(code.removeprefix("$AWS_PROFILE = ")) == name


@pytest.mark.parametrize("text", ["", "\\", "a\\", "'", "\\'", "$HOME", "${x}", "é日", "`n"])
def test_python_reads_what_xonsh_is_given(text: str) -> None:
    assert ast.literal_eval(quote(text, "xonsh")) == text


@pytest.mark.parametrize(
    "text", ["", "'", "''", "a'b", "’", "‘a’", "‚x‛", "$env:PATH", "`n", '"', "'; calc; '", "’; calc; ’", "\\", "a'’"]
)
def test_powershell_reads_one_word_to_the_letter(text: str) -> None:
    assert powershell_words(quote(text, "powershell") + " next") == [text, "next"]


def test_all_that_is_sent_is_accepted() -> None:
    region = region_change({}, "eu-west-1")
    sent = [exports.switch("a", "b", region), exports.leave("a", region_change(dict(region.variables), ""))]
    names = {name for export in sent for name in (*export.unset, *dict(export.variables))}
    assert names == set(KNOWN)


def switched(env: Mapping[str, str], region: str) -> dict[str, str]:
    """The environment after a switch with this region."""
    change = region_change(env, region)
    return {name: value for name, value in env.items() if name not in change.unset} | dict(change.variables)


def powershell_words(line: str) -> list[str]:
    """Words as about_Quoting_Rules has them: any of five marks opens and closes, and a pair of them is the second."""
    marks = "'\u2018\u2019\u201a\u201b"
    words, word, quoted, begun, at = [], "", False, False, 0
    while at < len(line):
        character = line[at]
        if quoted and character in marks and line[at + 1 : at + 2] and line[at + 1] in marks:
            word += line[at + 1]
            at += 1
        elif character in marks:
            quoted, begun = not quoted, True
        elif character == " " and not quoted:
            words.append(word)
            word, begun = "", False
        else:
            word, begun = word + character, True
        at += 1
    return [*words, word] if begun else words
