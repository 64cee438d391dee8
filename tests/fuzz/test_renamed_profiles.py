"""Profiles renamed in files of any shape: botocore reads the same under the new names, or nothing is changed."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from ssotui.errors import SsoTuiError
from ssotui.files.aws_profiles import AwsProfiles
from tests.fuzz.examples import fuzz
from tests.fuzz.test_fuzzed_files import NOW, folder, judged

NAMES = st.sampled_from(["a", "b", "c d"])
PROFILES = [
    "profile a",
    "profile b",
    'profile "a"',
    "profile 'b'",
    "profile\ta",
    'profile "c d"',
    "default",
    "profile c",
]
OTHERS = ["profile c", "DEFAULT", "sso-session a", "services a", "a"]
HEADERS = st.builds(
    "{}[{}]{}".format,
    st.sampled_from(["", "", " "]),
    st.sampled_from([*PROFILES, *OTHERS]),
    st.sampled_from(["", "", " # c"]),
)
COMMANDS = ["ssotui credential-process --profile a", "ssotui credential-process --profile='c d'"]
OPTIONS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "  "]),
    st.sampled_from(["source_profile", "Source_Profile", "region", "credential_process", "s3", "sso_session"]),
    st.sampled_from([" = ", "=", ": "]),
    NAMES | st.sampled_from(["", "a # c", *COMMANDS]),
)
LINES = st.one_of(HEADERS, OPTIONS, OPTIONS, st.sampled_from(["", "# of a", "; c"]))
ENDS = st.sampled_from(["\n", "\n", "\r\n"])
CONFIGS = st.builds(
    lambda header, lines, end: end.join([header, *lines]).encode(), HEADERS, st.lists(LINES, max_size=12), ENDS
)
CREDENTIALS = st.sampled_from([b"", b"[a]\naws_access_key_id = x\n", b"[b]\r\nsource_profile = a\r\n# c\r\n[c d]\r\n"])
RENAMES = st.sampled_from(
    [{"a": "new"}, {"a": "b"}, {"a": "b", "b": "a"}, {"c d": "c"}, {"default": "new"}, {"a": "default"}, {"b": "x/y"}]
)


def renamed(profiles: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    def values(found: dict[str, Any]) -> dict[str, Any]:
        source = found.get("source_profile")
        if isinstance(source, str) and source in names:  # it may be an indented block
            return {**found, "source_profile": names[source]}
        return dict(found)

    return {names.get(name, name): values(found) for name, found in profiles.items()}


def without_commands(profiles: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {key: value for key, value in found.items() if key != "credential_process"}
        for name, found in profiles.items()
    }


@fuzz(config=CONFIGS, credentials=CREDENTIALS, names=RENAMES)
def test_botocore_reads_the_same_under_other_names(config: bytes, credentials: bytes, names: dict[str, str]) -> None:
    before = judged(config, credentials)
    with folder() as home:
        files = home / ".aws" / "config", home / ".aws" / "credentials"
        files[0].parent.mkdir()
        for file, content in zip(files, (config, credentials), strict=True):
            file.write_bytes(content)
        try:
            AwsProfiles({"HOME": str(home)}, lambda: NOW).rename(names, write=True)
        except SsoTuiError:
            assert [file.read_bytes() for file in files] == [config, credentials]
            return
        texts = [file.read_bytes() for file in files]
    after = judged(*texts)
    assert before is not None
    assert after is not None
    expected = renamed(before["profiles"], names)
    assert without_commands(after["profiles"]) == without_commands(expected)
    assert {**after, "profiles": {}} == {**before, "profiles": {}}
    if b"[DEFAULT]" not in config:  # otherwise a section may get a key of its own
        assert [new.count(b"\n") for new in texts] == [config.count(b"\n"), credentials.count(b"\n")]
