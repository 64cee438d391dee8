"""Profiles that are there are completed and removed in place, whatever the user made of the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssotui.core.configuration import NewProfile
from ssotui.core.model import Profile, RoleRef
from ssotui.core.profiles.plans import plan
from ssotui.errors import FileError
from ssotui.files.config_text import ConfigText
from ssotui.files.ini import scan
from ssotui.files.profile_writer import Changes, Written, changed

Judge = Callable[..., dict[str, Any] | None]


def after(text: str, changes: Changes) -> str:
    return changed(Written(text, scan(text, "/config")), "/config", changes).text


def put(text: str, **values: str) -> str:
    return after(text, Changes(update={"x": values}))


def removed(text: str, *names: str) -> str:
    return after(text, Changes(remove=names))


PUT = {
    "a new key comes behind the last one": (
        "[profile x]\nregion = r\n\n# of y\n[profile y]\n",
        "[profile x]\nregion = r\noutput = json\n\n# of y\n[profile y]\n",
    ),
    "into an empty section": ("[profile x]\n\n[y]\n", "[profile x]\noutput = json\n\n[y]\n"),
    "behind a block": ("[profile x]\ns3 =\n  a = b\n", "[profile x]\ns3 =\n  a = b\noutput = json\n"),
    "behind a last line without an end": ("[profile x]\nregion = r", "[profile x]\nregion = r\noutput = json\n"),
    "behind a header without an end": ("[profile x]", "[profile x]\noutput = json\n"),
    "as deep as the other keys": ("  [profile x]\n  region = r\n", "  [profile x]\n  region = r\n  output = json\n"),
    "with the file's line ends": ("[profile x]\r\nregion = r\r\n", "[profile x]\r\nregion = r\r\noutput = json\r\n"),
    "in its line, as the user wrote it": ("[profile x]\n\tOutput=text\nb = c\n", "[profile x]\n\tOutput=json\nb = c\n"),
    "after a colon": ("[profile x]\noutput : text\n", "[profile x]\noutput : json\n"),
    "where nothing stood": ("[profile x]\noutput =\nb = c\n", "[profile x]\noutput = json\nb = c\n"),
    "in the place of several lines": (
        "[profile x]\noutput = a\n  b\n\n # note\n  c\nd = e\n",
        "[profile x]\noutput = json\n\n # note\nd = e\n",
    ),
    "in the section that counts": (
        '[profile x]\noutput = a\n[profile "x"]\noutput = b\n',
        '[profile x]\noutput = a\n[profile "x"]\noutput = json\n',
    ),
    "behind its own keys, not those of all": (
        "[profile x]\nregion = r\n[DEFAULT]\noutput = text\n[profile y]\na = b\n",
        "[profile x]\nregion = r\noutput = json\n[DEFAULT]\noutput = text\n[profile y]\na = b\n",
    ),
}


@pytest.mark.parametrize(("before", "expected"), PUT.values(), ids=PUT)
def test_a_key_is_put(before: str, expected: str) -> None:
    text = ConfigText(before, "/config")
    text.put([section for section in text.sections if "x" in section.header][-1], {"output": "json"})
    assert text.result() == expected


REMOVED = {
    "the only one": ("[profile x]\nregion = r\n", ""),
    "the last one": ("[profile y]\n\n[profile x]\nregion = r\n", "[profile y]\n\n"),
    "one in between, with the blank line behind it": (
        "[a]\nk = v\n\n[profile x]\nregion = r\n\n[b]\n",
        "[a]\nk = v\n\n[b]\n",
    ),
    "the next one's comment stays": (
        "[profile x]\nregion = r\n\n# of b\n# more\n[b]\n",
        "# of b\n# more\n[b]\n",
    ),
    "a comment between two, without blank lines, is of the next": (
        "[profile x]\nregion = r\n# of b\n[b]\n",
        "# of b\n[b]\n",
    ),
    "its own comments go": ("[profile x]\n# in\nregion = r\n# below\n\n# apart\n\n[b]\n", "# apart\n\n[b]\n"),
    "what stands above it stays": ("# of x?\n[profile x]\nregion = r\n[b]\n", "# of x?\n[b]\n"),
    "blocks go whole": ("[profile x]\ns3 =\n  a = b\n\n  c = d\n[b]\n", "[b]\n"),
    "all of that name": ("[profile x]\na = b\n[profile y]\n[profile 'x']\nc = d\n", "[profile y]\n"),
    "what is for all profiles stays": ("[profile x]\n[DEFAULT]\nregion = r\n", "[DEFAULT]\nregion = r\n"),
}


@pytest.mark.parametrize(("before", "expected"), REMOVED.values(), ids=REMOVED)
def test_a_section_is_removed(before: str, expected: str) -> None:
    assert removed(before, "x") == expected


def test_of_two_sections_of_one_name_only_ours_is_pruned() -> None:
    text = "[profile x]\nmanaged_by = ssotui\n[profile 'x']\nregion = mine\n"
    assert after(text, Changes(remove=["x"], only_ours=True)) == "[profile 'x']\nregion = mine\n"


def test_what_another_sdk_would_read_differently_is_refused() -> None:
    with pytest.raises(FileError, match="would read differently in the JavaScript SDK"):
        put("[profile x]\noutput: text\n", output="json")


def test_a_file_that_the_javascript_sdk_refuses_is_not_written() -> None:
    with pytest.raises(FileError, match="__proto__"):
        after("[profile __proto__]\n", Changes(create={"y": {"region": "r"}}))


def test_a_section_that_only_the_javascript_sdk_sees_is_not_added_to() -> None:
    with pytest.raises(FileError, match=r"\[profile y\] would read differently"):
        after("[profile y] ; [z]\noutput = text\n", Changes(create={"y": {"region": "r"}}))


KEYS = st.lists(
    st.sampled_from(
        ["region = r", "region=r", "output = text", "role_arn = a", "s3 =\n  k = v\n\n  l = m", "# in", "", "x-y = é"]
    ),
    max_size=5,
    unique_by=lambda line: line.partition("=")[0].strip() or object(),
)
ABOVE = st.lists(st.sampled_from(["# above", "; above", "#[profile a]"]), max_size=2)
NAMES = ["a", "b", "c.d", "default", "e@f"]
BLOCKS = st.dictionaries(st.sampled_from([*NAMES, "sso-session s", "plugins"]), st.tuples(ABOVE, KEYS), max_size=6)
TEXT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=9).filter(
    lambda text: not re.search("^[;#]|\ufeff", text)
)
ROLES = st.builds(
    NewProfile,
    st.sampled_from(["a", "b", "c"]),
    st.builds(RoleRef, st.just("s"), st.sampled_from("12"), st.just("R")),
    st.sampled_from(["", "r"]),
)
VALUES = st.fixed_dictionaries({"sso_session": TEXT}, optional={"region": TEXT, "output": TEXT, "sso_role_name": TEXT})
FATES = st.dictionaries(st.sampled_from([*NAMES, "new", "zzz"]), st.one_of(st.none(), VALUES), max_size=5)


def header(name: str) -> str:
    return f"profile {name}" if name in NAMES and name != "default" else name


@given(blocks=BLOCKS, fates=FATES, end=st.sampled_from(["\n", "\r\n"]), blank=st.booleans(), last=st.booleans())
@settings(deadline=None, max_examples=150)
def test_any_plan_reads_back_in_botocore_changes_no_other_byte_and_is_done_once(
    *,
    blocks: Mapping[str, tuple[list[str], list[str]]],
    fates: Mapping[str, dict[str, str] | None],
    end: str,
    blank: bool,
    last: bool,
    botocore_reads: Judge,
) -> None:
    parts = {
        name: "\n".join([*above, f"[{header(name)}]", *body]).replace("\n", end)
        for name, (above, body) in blocks.items()
    }
    text = (end * (1 + blank)).join(parts.values()) + (end if last else "")
    before = botocore_reads(text)
    assert before is not None
    there = before["profiles"].keys()
    wanted = {name: values for name, values in fates.items() if values}
    changes = Changes(
        create={name: values for name, values in wanted.items() if name not in there},
        update={name: values for name, values in wanted.items() if name in there},
        remove=[name for name, values in fates.items() if values is None],
    )
    written = after(text, changes)
    judged = botocore_reads(written)
    assert judged is not None
    expected = {**before["profiles"]}
    expected.update({name: {**expected.get(name, {}), **values} for name, values in wanted.items()})
    assert judged["profiles"] == {name: values for name, values in expected.items() if name not in changes.remove}
    assert judged["sso_sessions"] == before["sso_sessions"]
    place = 0
    for name, part in parts.items():
        kept = part if name not in fates else end.join(blocks[name][0])
        assert kept in written[place:]
        place = written.index(kept, place) + len(kept)
    assert after(written, Changes(update=wanted, remove=changes.remove)) == written


@given(
    wanted=st.lists(ROLES, max_size=6),
    existing=st.lists(ROLES, max_size=6, unique_by=lambda one: one.name),
    seed=st.randoms(),
)
def test_the_order_of_what_is_wanted_does_not_matter(
    wanted: list[NewProfile], existing: list[NewProfile], seed: Random
) -> None:
    have = [Profile(one.name, "sso", *one.ref, managed=bool(one.region)) for one in existing]
    first = plan(have, wanted, have)
    seed.shuffle(wanted)
    seed.shuffle(have)
    second = plan(have, wanted, have)
    assert first == second
