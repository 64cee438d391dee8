"""The config file is read as botocore reads it, down to what botocore refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssotui.errors import FileError
from ssotui.files.aws_config import AwsConfig, read_config, read_credentials
from ssotui.files.ini import decoded, nested, scan

Judge = Callable[..., dict[str, Any] | None]


def ours(content: bytes | str) -> AwsConfig | None:
    try:
        text = content if isinstance(content, str) else decoded(content, "config")
        return read_config(text, "config")
    except FileError:
        return None


def plainly(values: dict[str, str]) -> dict[str, Any]:
    return {key: nested(value) if value.startswith("\n") else value for key, value in values.items()}


REFUSED = "refused"
MATRIX = {
    '[profile "my prof"]': "my prof",
    "[profile 'my prof']": "my prof",
    "[profile my prof]": None,
    '[profile "plain"]': "plain",
    "[profile  x]": "x",
    "[profile\tx]": "x",
    "[ profile x ]": None,
    "  [profile x]": "x",
    "[profile x] # hi": "x",
    "[profile x]; hi": "x",
    "[profile a[b]c]": "a[b]c",
    '[profile "a]b"]': "a]b",
    "[profile a#b]": "a#b",
    "[profile a/b.c@d:e%f+g-h_i]": "a/b.c@d:e%f+g-h_i",
    "[profile a=b,c~d(e)]": "a=b,c~d(e)",
    "[profile café]": "café",
    "[profile o'neil]": None,
    '[profile a"b]': None,
    "[profile 'o'\"'\"'neil x']": "o'neil x",
    "[profile a\\b]": "ab",
    "[profiles x]": "x",
    "[profilex y]": "y",
    "[Profile x]": None,
    "[default]": "default",
    "[DEFAULT]": None,
    "[x]": None,
    "[preview]": None,
    "[profile]": None,
    "[profile x": REFUSED,
    "[]": REFUSED,
}


@pytest.mark.parametrize(("header", "name"), MATRIX.items())
def test_a_header_names_the_profile_that_botocore_sees(header: str, name: str | None, botocore_reads: Judge) -> None:
    text = f"{header}\nregion = r1\n"
    config, judged = ours(text), botocore_reads(text)
    expected = None if name == REFUSED else [] if name is None else [name]
    assert (None if config is None else list(config.profiles)) == expected
    assert (None if judged is None else list(judged["profiles"])) == expected


CONTENTS = {
    "empty file": "",
    "same section twice": "[profile x]\na = 1\n[profile x]\nb = 2\n",
    "one name, two headers": '[profile x]\na = 1\n[profile "x"]\nb = 2\n',
    "default, then profile default": "[default]\na = 1\n[profile default]\nb = 2\n",
    "profile default, then default": "[profile default]\na = 1\n[default]\nb = 2\n",
    "same key twice": "[profile x]\nregion = 1\nREGION = 2\n",
    "DEFAULT leaks": "[profile x]\na = 1\n[DEFAULT]\noutput = json\na = 2\n[profile y]\n",
    "DEFAULT twice": "[DEFAULT]\na = 1\n[DEFAULT]\nb = 2\n[profile x]\n",
    "DEFAULT twice, same key": "[DEFAULT]\na = 1\n[DEFAULT]\na = 2\n[profile x]\n",
    "DEFAULT with a broken block that nobody sees": "[DEFAULT]\ns3 =\n  junk\n",
    "DEFAULT with a broken block": "[DEFAULT]\ns3 =\n  junk\n[profile x]\n",
    "DEFAULT with a broken block, hidden": "[DEFAULT]\ns3 =\n  junk\n[profile x]\ns3 = no\n",
    "capital key": "[profile x]\nRegion = r1\n",
    "colon": "[profile x]\nregion: r1\nurl = http://x\nodd: a=b\n",
    "no equals sign": "[profile x]\nfoo\n",
    "no key": "[profile x]\n= 1\n",
    "empty value": "[profile x]\nsso_session =\n",
    "inline comment": "[profile x]\nregion = r1 # c\nsso_start_url = https://a/start #/\n",
    "continuation": "[profile x]\nregion = r1\n  output = json\n",
    "continuation after blank and comment": "[profile x]\na = 1\n\n# c\n\n  2\n\n\n",
    "all indented": "[profile x]\n  region = r1\n  output = json\n",
    "ever deeper": "[profile x]\n a = 1\n  b = 2\n c = 3\nd = 4\n",
    "indented header is a value": "[profile x]\na = 1\n  [profile y]\n  b = 2\n",
    "header after a shallower option": "  [profile x]\n  a = 1\n  [profile y]\n  b = 2\n",
    "nested": "[profile x]\ns3 =\n  a = 1\n  b = 2\n  a = 3\nregion = r\n",
    "nested junk": "[profile x]\ns3 =\n  junk\n",
    "nested in a section that counts for nothing": "[foo]\ns3 =\n  junk\n",
    "crlf": "[profile x]\r\nregion = r1\r\n\r\n  two\r\n",
    "cr": "[profile x]\rregion = r1\r",
    "byte-order mark": "\ufeff[profile x]\nregion = r1\n",
    "byte-order mark before a blank line": "\ufeff\n[profile x]\n",
    "key before the first section": "region = r1\n[profile x]\n",
    "comment before the first section": "# hi\n; ho\n\n[profile x]\n",
    "latin-1": "[profile x]\nregion = é\n".encode("latin-1"),
    "quoted value": '[profile x]\nregion = "r1"\n',
    "literals": "[profile x]\na = %(foo)s\nb = x\u2028\nc = a\x00b\n",
    "odd blanks": "[profile x]\n\u00a0region\u00a0=\u00a0r1\u00a0\n\x0b\na = b\x0cc\n",
    "form feed in a block": "[profile x]\ns3 =\n  a = b\x0cjunk\n",
    "sessions and services": "[sso-session x]\nsso_region = r\n[services y]\ns3 =\n  endpoint_url = z\n",
    "no final newline": "[profile x]\nregion = r1",
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_a_file_means_what_it_means_to_botocore(content: bytes | str, botocore_reads: Judge) -> None:
    assert_agreement(content, botocore_reads)


HEADERS = [*MATRIX, "[profile x]", "[profile y]", "[sso-session x]", "[sso-session 'a b']", "[services z]"]
LINES = st.one_of(
    st.sampled_from(HEADERS),
    st.sampled_from(
        ["region = a", "region: b", "Output=json", "s3 =", "a", "= 1", "x = [y]", "[z = 1", "k = é ", "a=:b"]
    ),
    st.sampled_from(["", "", "  ", "# c", "; c", "  # c", "\t", "\x0c"]),
    st.sampled_from(["  a = 1", "  [profile x]", "\tb", " region = c", "   deep : er", "\u2003wide = 1"]),
    st.text(alphabet="ab=:[]#; \t\\\"'é\x1c\u2028\ufeff", max_size=8),
)


def assert_agreement(content: bytes | str, botocore_reads: Judge) -> None:
    judged, config = botocore_reads(content), ours(content)
    assert (config is None) == (judged is None)
    if config and judged:
        assert {name: plainly(one.values) for name, one in config.profiles.items()} == judged["profiles"]
        assert {name: plainly(one.values) for name, one in config.sessions.items()} == judged["sso_sessions"]


@given(lines=st.lists(LINES, max_size=12), end=st.sampled_from(["\n", "\r\n", "\r"]), sections=st.booleans())
@settings(deadline=None, max_examples=200)
def test_any_file_means_what_it_means_to_botocore(
    lines: list[str], end: str, sections: bool, botocore_reads: Judge
) -> None:
    assert_agreement(end.join(["[profile first]", *lines] if sections else lines), botocore_reads)


@given(
    names=st.lists(st.sampled_from(["x", "y", "default", "profile x"]), unique=True),
    keys=st.lists(st.sampled_from(["region = 1", "output = 2", "s3 =\n  a = 1"]), unique=True),
)
@settings(deadline=None, max_examples=60)
def test_a_header_of_the_credentials_file_is_the_name(names: list[str], keys: list[str], botocore_reads: Judge) -> None:
    text = "".join(f"[{name}]\n" + "".join(f"{key}\n" for key in keys) for name in names)
    found = {name: plainly(one.values) for name, one in read_credentials(text, "credentials").items()}
    judged = botocore_reads("", text)
    assert judged is not None
    assert found == judged["profiles"]


def test_every_option_knows_its_line() -> None:
    (section,) = scan("# c\n\n[profile x]\nregion = a\n\ns3 =\n  k = v\noutput = b\n", "config")
    assert (section.line, section.lines) == (3, {"region": 4, "s3": 6, "output": 8})


SENTENCES = {
    "[profile x]\n\n[profile x]\n": "line 3: the section [profile x] occurs twice (first in line 1)",
    "[profile x]\na = 1\n\nA = 2\n": "line 4: a is set twice in [profile x] (first in line 2)",
    "a = 1\n": "line 1: there is text before the first [section]",
    "[x]\n\nwhat\n": "line 3: this line is not a [section], a setting (key = value) or a comment",
    "[x]\n = 1\n": "line 2: the key before the = is missing",
    "[x]\ns3 =\n  junk\n": "line 2: the indented lines under s3 in [x] must be key = value",
    "\ufeff[x]\n": "line 1: the file starts with a byte-order mark",
    b"[x]\na = b\nb = \xe9\n": "line 3: the byte 0xE9 is not UTF-8 text",
}


@pytest.mark.parametrize(("content", "sentence"), SENTENCES.items(), ids=SENTENCES.values())
def test_a_refusal_says_file_line_and_what_is_wrong(content: bytes | str, sentence: str) -> None:
    with pytest.raises(FileError) as refused:
        scan(content if isinstance(content, str) else decoded(content, "/c"), "/c")
    assert refused.value.message == f"/c, {sentence}: every aws command fails"
    assert refused.value.hint


@pytest.mark.parametrize("line", ["wJalrXUtnFEMI", "=wJalrXUtnFEMI"])
def test_no_refusal_repeats_what_may_be_a_secret(line: str) -> None:
    for text in (line, f"[default]\n{line}\n", f"[default]\ns3 =\n  {line}x\n  wJal\n"):
        with pytest.raises(FileError) as refused:
            scan(text, "/c")
        assert "wJal" not in refused.value.message + refused.value.hint
