"""Files with anything in them: read as AWS's tools read them, or refused in a sentence, and never a crash."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.configloader import load_config, raw_config_parse
from botocore.exceptions import ConfigParseError
from botocore.utils import JSONFileCache, SSOTokenLoader
from hypothesis import strategies as st

from ssotui import settings
from ssotui.core.configuration import NewProfile
from ssotui.core.model import Credentials, Registration, RoleRef, SsoSession, Token
from ssotui.core.profiles.plans import plan
from ssotui.errors import FileError, SsoTuiError
from ssotui.files.aws_config import read_config, read_credentials
from ssotui.files.aws_profiles import AwsProfiles
from ssotui.files.catalog_store import CatalogFiles
from ssotui.files.client_cache import ClientFiles
from ssotui.files.credentials_file import NewSection, with_credentials, without_expired
from ssotui.files.history import HistoryFile
from ssotui.files.ini import decoded, nested
from ssotui.files.role_credentials_cache import RoleCredentialsFiles
from ssotui.files.section_lookup import ConfigSections
from ssotui.files.token_cache import TokenFiles
from tests.fuzz.examples import fuzz

NOW = datetime(2026, 11, 21, 6, 54, 9, tzinfo=UTC)
ACME = SsoSession("acme", "https://acme.awsapps.com/start", "eu-west-1")
REF = RoleRef("acme", "000000000001", "Admin")

NAMES = st.sampled_from(["a", "b", "acme", "default", "DEFAULT", "é", "a b"]) | st.text(max_size=5)
HEADERS = st.builds(
    "{}[{}{}{}{}]{}".format,
    st.sampled_from(["", "", " ", "\t"]),
    st.sampled_from(["profile ", "sso-session ", "", "profile\t", "services ", "profilex "]),
    st.sampled_from(["", "", '"', "'"]),
    NAMES,
    st.sampled_from(["", "", '"', "'"]),
    st.sampled_from(["", "", " # c", "; c", " x"]),
)
KEYS = st.sampled_from(["region", "sso_session", "sso_start_url", "sso_region", "Region", "s3", "role_arn"])
OPTIONS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", " ", "  ", "\t"]),
    KEYS | NAMES,
    st.sampled_from([" = ", "=", ": ", " ", ""]),
    st.sampled_from(["acme", "eu-west-1", "", "https://acme.awsapps.com/start", "x # c"]) | st.text(max_size=12),
)
LINES = HEADERS | OPTIONS | st.sampled_from(["", " ", "# c", "; c"]) | st.text(max_size=20)
TEXTS = st.builds(
    lambda lines, end: end.join(lines), st.lists(LINES, max_size=14), st.sampled_from(["\n", "\n", "\r\n", "\r"])
)
CONTENTS = st.one_of(TEXTS.map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=200))

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
TIMES = st.sampled_from(["2026-11-21T06:54:09Z", "2099-01-01T00:00:00UTC", "0001-01-01T00:00:00+14:00", "2026-11-21"])
MEMBERS = [
    "accessToken",
    "expiresAt",
    "refreshToken",
    "clientId",
    "clientSecret",
    "registrationExpiresAt",
    "scopes",
    "grantTypes",
    "Credentials",
    "AccessKeyId",
    "SecretAccessKey",
    "SessionToken",
    "Expiration",
    "ProviderType",
    "version",
    "session",
    "start_url",
    "as_of",
    "ids",
    "names",
    "emails",
    "roles",
    "role_names",
    "role_accounts",
    "role_ages",
    "favourites",
    "uses",
]
VALUES = st.sampled_from(["acme", ACME.start_url, 1, "x", [], {}, [1], ["x"], {"x": [1, 2]}]) | TIMES | JSON
OBJECTS = st.dictionaries(st.sampled_from(MEMBERS), VALUES | st.dictionaries(st.sampled_from(MEMBERS), VALUES))
DOCUMENTS = st.one_of(
    (OBJECTS | JSON).map(lambda value: json.dumps(value).encode()),
    st.binary(max_size=60),
    st.builds(lambda value, cut: json.dumps(value).encode()[:cut], OBJECTS, st.integers(0, 80)),
)


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:
        yield Path(name)


def judged(config: bytes, credentials: bytes = b"") -> dict[str, Any] | None:
    """What botocore makes of the files, as its sessions put them together; None if it refuses them."""
    with folder() as home:
        (home / "config").write_bytes(config)
        (home / "credentials").write_bytes(credentials)
        try:
            full: dict[str, Any] = load_config(str(home / "config"))
            for name, values in raw_config_parse(str(home / "credentials")).items():
                full["profiles"].setdefault(name, {}).update(values)
        except ConfigParseError:
            return None
    return full


def plainly(values: dict[str, str]) -> dict[str, Any]:
    return {key: nested(value) if value.startswith("\n") else value for key, value in values.items()}


@fuzz(content=CONTENTS)
def test_a_config_means_what_it_means_to_botocore(content: bytes) -> None:
    theirs = judged(content)
    try:
        ours = read_config(decoded(content, "config"), "config")
    except FileError:
        assert theirs is None
        return
    assert theirs is not None
    assert {name: plainly(one.values) for name, one in ours.profiles.items()} == theirs["profiles"]
    assert {name: plainly(one.values) for name, one in ours.sessions.items()} == theirs["sso_sessions"]


@fuzz(content=CONTENTS)
def test_the_credentials_file_means_what_it_means_to_botocore(content: bytes) -> None:
    theirs = judged(b"", content)
    try:
        ours = read_credentials(decoded(content, "credentials"), "credentials")
    except FileError:
        assert theirs is None
        return
    assert theirs is not None
    assert {name: plainly(one.values) for name, one in ours.items()} == theirs["profiles"]


@fuzz(content=CONTENTS, name=NAMES, filler=st.booleans())
def test_a_profile_looked_up_alone_is_what_the_whole_reading_says(content: bytes, name: str, filler: bool) -> None:
    with folder() as home:
        (home / ".aws").mkdir()
        content += b"\n" + b"# filler\n" * (8_000 * filler)
        (home / ".aws" / "config").write_bytes(content)
        env = {"HOME": str(home)}
        try:
            whole = read_config(decoded(content, "config"), "config").profiles
        except FileError:
            with pytest.raises(FileError):
                ConfigSections(env)
            return
        found = ConfigSections(env).of("profile", name)
        assert found == (whole[name].values if name in whole else None)


@fuzz(content=CONTENTS, credentials=CONTENTS, role=NAMES)
def test_a_profile_is_written_so_that_botocore_reads_it_and_nothing_else_changes(
    content: bytes, credentials: bytes, role: str
) -> None:
    before = judged(content)
    with folder() as home:
        (home / ".aws").mkdir()
        for name, text in (("config", content), ("credentials", credentials)):
            (home / ".aws" / name).write_bytes(text)
        store = AwsProfiles({"HOME": str(home)}, lambda: NOW)
        store.read()
        wanted = NewProfile("new", REF._replace(role=role), "eu-west-1")
        try:
            done = store.carry_out(lambda found: plan(found.profiles, [wanted]))
        except SsoTuiError:
            assert (home / ".aws" / "config").read_bytes() == content
            return
        after = judged((home / ".aws" / "config").read_bytes())
    assert before is not None
    assert after is not None
    if done.plan.create:
        assert after["profiles"].pop("new")["sso_role_name"] == role
    assert after == before


@fuzz(content=CONTENTS, name=st.sampled_from(["a", "b", "new"]))
def test_keys_are_put_into_the_credentials_file_and_taken_out_again(content: bytes, name: str) -> None:
    keys = Credentials("ASIA", "secret", "token", NOW + timedelta(hours=1))
    try:
        text = decoded(content, "c")
        after = with_credentials(text, "c", NewSection(name, REF, keys))
    except SsoTuiError:
        return
    before, theirs = judged(b"", text.encode()), judged(b"", after.encode())
    assert before is not None
    assert theirs is not None
    assert theirs["profiles"].pop(name)["aws_session_token"] == "token"
    known = before["profiles"]
    known.pop(name, None)
    assert theirs["profiles"] == known
    gone, removed = without_expired(after, "c", NOW + timedelta(hours=2), "")
    assert removed == (name,)
    assert "ASIA" not in gone or "ASIA" in text


@fuzz(content=DOCUMENTS)
def test_a_token_file_is_a_token_or_a_sentence(content: bytes) -> None:
    with folder() as home:
        tokens = TokenFiles(home, pause=lambda _: None)
        path = tokens.path(ACME)
        path.write_bytes(content)
        try:
            token = tokens.load(ACME)
        except FileError:
            return
        loaded = SSOTokenLoader(cache=JSONFileCache(str(home)))(ACME.start_url, session_name="acme")
        assert token is not None
        assert loaded["accessToken"] == token.access_token


TEXT = st.text(min_size=1, max_size=30)
MOMENTS = st.integers(0, 10**11).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
CLIENTS = st.builds(Registration, TEXT, TEXT, MOMENTS)


@fuzz(access=TEXT, end=MOMENTS, refresh=st.none() | TEXT, client=st.none() | CLIENTS)
def test_a_token_comes_back_as_it_was_saved(
    access: str, end: datetime, refresh: str | None, client: Registration | None
) -> None:
    with folder() as home:
        tokens = TokenFiles(home)
        token = Token(access, end, refresh, client)
        tokens.save(ACME, token)
        assert tokens.load(ACME) == token


@fuzz(content=DOCUMENTS)
def test_files_of_ours_are_read_or_count_as_absent(content: bytes) -> None:
    with folder() as home:
        keys, clients = RoleCredentialsFiles(home, home, lambda: NOW), ClientFiles(home)
        catalogues, history = CatalogFiles(home), HistoryFile(home)
        for path in (keys.path(ACME, REF), clients.path(ACME), catalogues.path(ACME), home / "history.json"):
            path.write_bytes(content)
        keys.load(ACME, REF)
        clients.load(ACME)
        catalogues.load(ACME)
        history.record_use("x", NOW)
        assert history.load().uses["x"].last == NOW
        keys.forget(ACME, frozenset({REF}), frozenset())
        assert not keys.path(ACME, REF).exists()


SECTIONS = st.sampled_from([name.partition("_")[0] for name in settings.Settings._fields] + ["colours"])
SETTINGS = st.sampled_from([name.partition("_")[2] for name in settings.Settings._fields] + ["role.use"])
TOML = st.one_of(
    st.sampled_from(
        ["true", "-1", "0", "60", "1e400", "nan", '"12h"', '"env"', "[]", '["*"]', '"{role}"', "1979-05-27", "{}"]
    ),
    st.text(max_size=10).map(json.dumps),
    st.integers().map(str),
)
SETTINGS_FILES = st.one_of(
    st.lists(st.builds("[{}]\n{} = {}\n".format, SECTIONS, SETTINGS, TOML), max_size=3).map("".join).map(str.encode),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")),
    st.binary(max_size=60),
)


@fuzz(content=SETTINGS_FILES)
def test_settings_are_taken_or_refused_with_the_file(content: bytes) -> None:
    path = Path("/home/config.toml")
    try:
        settings.parse(content, path)
    except FileError as error:
        refused = error
    else:
        return
    assert refused.path == str(path)
    assert refused.hint
