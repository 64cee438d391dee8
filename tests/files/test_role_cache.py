"""The cache of role credentials is AWS CLI v2's own: its names, its bytes, its rules."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ssotui.core.model import Credentials, RoleRef, SsoSession
from ssotui.files.role_credentials_cache import RoleCredentialsFiles

NOW = datetime(2026, 11, 20, 22, 54, 40, tzinfo=UTC)
SESSION = SsoSession("x", "https://d-9067000001.awsapps.com/start", "eu-west-1")
LEGACY = SsoSession("d-9067000001.awsapps.com", "https://d-9067000001.awsapps.com/start", "eu-west-1", legacy=True)
ROLE = RoleRef("x", "111111111111", "Role0")
KEYS = Credentials("ASIAFAKE", "fake/Secret", "IQoJfake==", NOW + timedelta(hours=1))


@pytest.fixture
def cache(tmp_path: Path) -> RoleCredentialsFiles:
    return RoleCredentialsFiles(tmp_path / "cache", tmp_path / "locks", lambda: NOW)


def test_files_are_called_as_aws_cli_calls_them(cache: RoleCredentialsFiles) -> None:
    assert cache.path(SESSION, ROLE).name == "e120ed6372a3ea7aa1bf6bd3c714dfdc20d0a542.json"
    assert cache.path(LEGACY, ROLE).name == "8d911e383e336ab3adabec9b75eb4972de4e6fd7.json"


def test_files_hold_what_aws_cli_writes(cache: RoleCredentialsFiles) -> None:
    cache.save(SESSION, ROLE, KEYS)
    assert cache.path(SESSION, ROLE).read_text() == (
        '{"ProviderType": "sso", "Credentials": {"AccessKeyId": "ASIAFAKE", "SecretAccessKey": "fake/Secret", '
        '"SessionToken": "IQoJfake==", "Expiration": "2026-11-20T23:54:40Z", "AccountId": "111111111111"}}'
    )
    assert cache.path(SESSION, ROLE).stat().st_mode & 0o777 == 0o600


def test_what_was_kept_is_given_back(cache: RoleCredentialsFiles) -> None:
    cache.save(SESSION, ROLE, KEYS)
    assert cache.load(SESSION, ROLE) == KEYS


def test_a_file_without_an_account_id_is_read(cache: RoleCredentialsFiles) -> None:
    cache.save(SESSION, ROLE, KEYS)
    path = cache.path(SESSION, ROLE)
    document = json.loads(path.read_text())
    del document["Credentials"]["AccountId"]  # as AWS CLI wrote it before 2.25
    path.write_text(json.dumps(document))
    assert cache.load(SESSION, ROLE) == KEYS


@pytest.mark.parametrize(("left", "is_good"), [(15 * 60, True), (15 * 60 - 1, False), (0, False), (-1, False)])
def test_keys_are_reused_while_a_quarter_of_an_hour_remains(
    cache: RoleCredentialsFiles, left: int, is_good: bool
) -> None:
    cache.save(SESSION, ROLE, Credentials("A", "B", "C", NOW + timedelta(seconds=left)))
    assert (cache.load(SESSION, ROLE) is not None) is is_good


def keys_document(*values: object) -> bytes:
    names = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")
    return json.dumps({"Credentials": dict(zip(names, values, strict=True))}).encode()


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"null", b'{"Credentials": {}}', b'{"Credentials": []}', b"\xff", b"[" * 100_000),
        keys_document("A", "B", "C", "soon"),
        keys_document("A", "B", "C", 9e9),
        keys_document("A", 1, "C", "2027-01-01"),
        keys_document("A", "B\n", "C", "2027-01-01"),
        keys_document("A", "B", "", "2027-01-01"),
    ],
)
def test_a_broken_file_counts_as_none(cache: RoleCredentialsFiles, content: bytes) -> None:
    cache.save(SESSION, ROLE, KEYS)
    cache.path(SESSION, ROLE).write_bytes(content)
    assert cache.load(SESSION, ROLE) is None


def test_signing_out_forgets_a_sessions_roles_and_nobody_elses(cache: RoleCredentialsFiles, tmp_path: Path) -> None:
    other, theirs = SsoSession("y", "https://y/start", "eu-west-1"), RoleRef("y", "222222222222", "Role1")
    cache.save(SESSION, ROLE, KEYS)
    cache.save(other, theirs, KEYS)
    cache.save(SESSION, RoleRef("x", "333333333333", "Unlisted"), KEYS)
    assumed = tmp_path / "cache" / "assumed.json"
    assumed.write_text('{"Credentials": {}}')
    cache.forget(SESSION, frozenset({ROLE}), frozenset({(other, theirs)}))
    assert set((tmp_path / "cache").iterdir()) == {cache.path(other, theirs), assumed}


def test_a_folder_for_locks_that_can_not_be_made_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with RoleCredentialsFiles(tmp_path / "cache", tmp_path / "file" / "locks", lambda: NOW).alone(SESSION, ROLE):
        assert True
