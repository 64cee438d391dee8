"""Tokens are read as leniently as any tool writes them, and written exactly as the AWS CLI does."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botocore.utils import JSONFileCache, SSOTokenLoader

from ssotui.core.model import Registration, SsoSession, Token
from ssotui.errors import FileError
from ssotui.files.token_cache import TokenFiles

START = "https://d-9067000001.awsapps.com/start"
X = SsoSession("x", START, "eu-west-1")
LEGACY = SsoSession("d-9067000001.awsapps.com", START, "eu-west-1", legacy=True)
WRITTEN_BY_CLI = (
    '{"startUrl": "https://d-9067000001.awsapps.com/start", "region": "eu-west-1", "accessToken": '
    '"FAKE-ACCESS-TOKEN-1", "expiresAt": "2026-11-21T06:54:09Z", "clientId": "FAKE-CLIENT-ID-1", "clientSecret": '
    '"FAKE.JWT.SECRET1", "registrationExpiresAt": "2027-02-18T22:53:51Z", "refreshToken": "FAKE-REFRESH-TOKEN-1"}'
)
WRITTEN_BY_JS = """{
  "startUrl": "https://d-9067000001.awsapps.com/start",
  "region": "eu-west-1",
  "accessToken": "FAKE-ACCESS-TOKEN-5",
  "expiresAt": "2026-11-21T06:56:07.784Z",
  "clientId": "c",
  "clientSecret": "s",
  "registrationExpiresAt": "2027-02-08T22:56:07Z",
  "refreshToken": "FAKE-REFRESH-TOKEN-5"
}"""
TOKEN = Token(
    "FAKE-ACCESS-TOKEN-1",
    datetime(2026, 11, 21, 6, 54, 9, tzinfo=UTC),
    "FAKE-REFRESH-TOKEN-1",
    Registration("FAKE-CLIENT-ID-1", "FAKE.JWT.SECRET1", datetime(2027, 2, 18, 22, 53, 51, tzinfo=UTC)),
)


@pytest.fixture
def tokens(tmp_path: Path) -> TokenFiles:
    return TokenFiles(tmp_path / ".aws" / "sso" / "cache")


def put(tokens: TokenFiles, content: str | bytes) -> Path:
    path = tokens.path(X)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("session", "name"),
    [
        (X, "11f6ad8ec52a2984abaafd7c3b516503785c2072"),
        (LEGACY, "5e1839108f5f90abb493e9bdcb650161651fe170"),
        (SsoSession("My Sess", START, "eu-west-1"), "919cd77cc068d811a326291a601c650f6acfa98b"),
    ],
)
def test_the_file_has_the_name_that_every_tool_computes(session: SsoSession, name: str, tokens: TokenFiles) -> None:
    assert tokens.path(session).name == f"{name}.json"


def test_no_file_is_no_token(tokens: TokenFiles) -> None:
    assert tokens.load(X) is None


def test_the_token_of_the_cli_is_read_whole(tokens: TokenFiles) -> None:
    put(tokens, WRITTEN_BY_CLI)
    assert tokens.load(X) == TOKEN


def test_the_token_of_the_js_sdk_is_read_to_the_millisecond(tokens: TokenFiles) -> None:
    put(tokens, WRITTEN_BY_JS)
    token = tokens.load(X)
    assert token is not None
    assert token.expires_at == datetime(2026, 11, 21, 6, 56, 7, 784000, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["2026-11-21T06:55:15Z", "2026-11-21T06:55:15UTC", "2026-11-21T06:55:15 UTC", "2026-11-21T06:55:15",
     "2026-11-21T06:55:15+00:00", "2026-11-20T22:55:15-08:00", "2026-11-21T06:55:15.000000Z", " 2026-11-21T06:55:15Z "],
)  # fmt: skip
def test_every_form_of_a_time_is_understood_as_utc(text: str, tokens: TokenFiles) -> None:
    put(tokens, json.dumps({"accessToken": "t", "expiresAt": text}))
    assert tokens.load(X) == Token("t", datetime(2026, 11, 21, 6, 55, 15, tzinfo=UTC))


@pytest.mark.parametrize(
    "members",
    [
        {"refreshToken": None, "clientId": None, "clientSecret": None, "registrationExpiresAt": None},
        {"clientId": "c"},
        {"refreshToken": 7, "clientId": ["c"], "unknown": {}},
    ],
)
def test_members_that_are_null_or_odd_count_as_absent(members: dict[str, object], tokens: TokenFiles) -> None:
    put(tokens, json.dumps({"accessToken": "t", "expiresAt": "2026-11-21T06:55:15Z", **members}))
    token = tokens.load(X)
    assert token is not None
    assert (token.refresh_token, token.registration) == (None, None)


@pytest.mark.parametrize("expires", [None, "soon", ""])
def test_a_registration_without_a_time_has_none(expires: str | None, tokens: TokenFiles) -> None:
    members = {"clientId": "c", "clientSecret": "s", "registrationExpiresAt": expires}
    put(tokens, json.dumps({"accessToken": "t", "expiresAt": "2026-11-21T06:55:15Z", **members}))
    token = tokens.load(X)
    assert token is not None
    assert token.registration == Registration("c", "s", None)


BROKEN = {
    "empty": b"",
    "torn": WRITTEN_BY_CLI[:90].encode(),
    "a list": b"[]",
    "a word": b'"x"',
    "byte-order mark": b"\xef\xbb\xbf" + WRITTEN_BY_CLI.encode(),
    "not UTF-8": b"\xff\xfe{}",
    "no token": b'{"expiresAt": "2026-11-21T06:55:15Z"}',
    "null token": b'{"accessToken": null, "expiresAt": "2026-11-21T06:55:15Z"}',
    "no time": b'{"accessToken": "SECRET"}',
    "a number for a time": b'{"accessToken": "SECRET", "expiresAt": 1795244109}',
    "a word for a time": b'{"accessToken": "SECRET", "expiresAt": "tomorrow"}',
    "a time before time": b'{"accessToken": "SECRET", "expiresAt": "0001-01-01T00:00:00+14:00"}',
    "bottomless": b"[" * 100_000,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_named_with_the_way_out(content: bytes, tmp_path: Path) -> None:
    tokens = TokenFiles(tmp_path, pause=lambda _: None)
    path = put(tokens, content)
    with pytest.raises(FileError) as refused:
        tokens.load(X)
    assert refused.value.message == f'{path}: the token file for "x" can\'t be read'
    assert refused.value.hint == "Sign in: ssotui login x"
    assert "SECRET" not in str(refused.value)


def test_a_file_that_is_being_written_is_read_when_it_is_whole(tmp_path: Path) -> None:
    def the_writer_goes_on(_: float) -> None:
        put(store, WRITTEN_BY_CLI)

    store = TokenFiles(tmp_path, pause=the_writer_goes_on)
    put(store, WRITTEN_BY_CLI[:50])
    assert store.load(X) == TOKEN


def test_what_is_written_is_what_the_cli_writes(tokens: TokenFiles) -> None:
    tokens.save(X, TOKEN)
    assert tokens.path(X).read_text() == WRITTEN_BY_CLI
    assert stat.S_IMODE(tokens.path(X).stat().st_mode) == 0o600


def test_what_is_not_known_is_left_out_and_never_null(tokens: TokenFiles) -> None:
    tokens.save(X, Token("t", TOKEN.expires_at))
    assert tokens.path(X).read_text() == (
        f'{{"startUrl": "{START}", "region": "eu-west-1", "accessToken": "t", "expiresAt": "2026-11-21T06:54:09Z"}}'
    )


def test_a_time_is_written_in_utc_and_whole_seconds(tokens: TokenFiles) -> None:
    later = (TOKEN.expires_at + timedelta(microseconds=5)).astimezone()
    tokens.save(X, Token("t", later))
    assert tokens.load(X) == Token("t", TOKEN.expires_at)


def test_botocore_finds_what_is_written(tokens: TokenFiles) -> None:
    tokens.save(X, TOKEN)
    tokens.save(LEGACY, Token("legacy", TOKEN.expires_at))
    loader = SSOTokenLoader(cache=JSONFileCache(str(tokens.path(X).parent)))
    assert loader(START, session_name="x") == json.loads(WRITTEN_BY_CLI)
    assert loader(START)["accessToken"] == "legacy"


def test_what_botocore_writes_is_read(tokens: TokenFiles) -> None:
    path = tokens.path(X)
    cache = JSONFileCache(str(path.parent))
    cache[path.stem] = {**json.loads(WRITTEN_BY_CLI), "expiresAt": TOKEN.expires_at}
    assert tokens.load(X) == TOKEN


def test_a_link_is_written_through(tokens: TokenFiles, tmp_path: Path) -> None:
    path = put(tokens, "")
    path.unlink()
    path.symlink_to(tmp_path / "vault.json")
    tokens.save(X, TOKEN)
    assert path.is_symlink()
    assert (tmp_path / "vault.json").read_text() == WRITTEN_BY_CLI


def test_what_is_deleted_is_gone_behind_a_link_as_well(tokens: TokenFiles, tmp_path: Path) -> None:
    path = put(tokens, "")
    path.unlink()
    path.symlink_to(tmp_path / "vault.json")
    tokens.save(X, TOKEN)
    tokens.delete(X)
    assert (tokens.load(X), (tmp_path / "vault.json").exists()) == (None, False)


def test_deleting_nothing_is_no_trouble(tokens: TokenFiles) -> None:
    tokens.delete(X)
    assert tokens.load(X) is None


def test_a_torn_file_is_read_again_for_half_a_second_or_for_a_moment(tmp_path: Path) -> None:
    waited: list[float] = []
    store = TokenFiles(tmp_path, pause=waited.append)
    put(store, WRITTEN_BY_CLI[:50])
    for wait, least, most in ((True, 0.45, 0.55), (False, 0.0, 0.05)):
        waited.clear()
        with pytest.raises(FileError):
            store.load(X, wait=wait)
        assert least <= sum(waited) <= most
