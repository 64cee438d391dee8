"""Keys in ~/.aws/credentials: theirs are put in and taken out, everybody else's stay as they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ssotui.core.model import Credentials, RoleRef
from ssotui.errors import FileError, UsageError
from ssotui.files.atomic import read_version
from ssotui.files.credentials_file import CredentialsFile, NewSection, without_expired
from tests.files.conftest import NOW, Judge

ROLE = RoleRef("acme", "111122223333", "Admin")


def keys(number: int, end: datetime = NOW + timedelta(hours=1)) -> Credentials:
    return Credentials(f"ASIA{number}", f"secret/{number}", f"token+{number}==", end)


def entry(name: str = "temporary", number: int = 1, *, force: bool = False, end: datetime | None = None) -> NewSection:
    return NewSection(name, ROLE, keys(number, end or NOW + timedelta(hours=1)), force)


@pytest.fixture
def file(env: dict[str, str]) -> CredentialsFile:
    return CredentialsFile(env, lambda: NOW)


@pytest.fixture
def path(aws: Path) -> Path:
    return aws / "credentials"


def test_keys_get_a_section_with_their_end_above_them(file: CredentialsFile, path: Path) -> None:
    file.write(entry())
    assert path.read_text() == (
        "[temporary]\n"
        "# ssotui: temporary credentials of 111122223333/Admin, expires 2026-11-21T07:54:09Z; "
        "replaced by: ssotui creds --write\n"
        "aws_access_key_id = ASIA1\n"
        "aws_secret_access_key = secret/1\n"
        "aws_session_token = token+1==\n"
    )
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_empty_section_at_the_end_of_a_file_without_a_last_line_end_is_filled(
    file: CredentialsFile, path: Path
) -> None:
    path.write_text("[mine]\nregion = eu-west-1\n[temporary]")
    file.write(entry())
    assert path.read_text().startswith("[mine]\nregion = eu-west-1\n[temporary]\n# ssotui: ")


def test_the_remark_of_an_earlier_version_is_recognized(file: CredentialsFile, path: Path) -> None:
    path.write_text(
        "[old]\n# ssotui: temporary keys of 111122223333/Admin, good until 2020-01-01T00:00:00Z; replaced by: ssotui\n"
        "aws_access_key_id = ASIA0\naws_secret_access_key = s\naws_session_token = t\n"
    )
    assert file.write(entry()).removed == ("old",)
    assert "[old]" not in path.read_text()


def test_botocore_reads_them(file: CredentialsFile, path: Path, botocore_reads: Judge) -> None:
    file.write(entry())
    full = botocore_reads(b"", path.read_bytes())
    assert full is not None
    assert full["profiles"]["temporary"]["aws_session_token"] == "token+1=="


BEFORE = """\
# mine
[default]
aws_access_key_id=AKIA1
aws_secret_access_key =  s1

; about the next one
[other]
 aws_access_key_id = AKIA2
# inside
aws_secret_access_key=s2"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_was_there_stays_to_the_byte(file: CredentialsFile, path: Path, newline: str) -> None:
    before = BEFORE.replace("\n", newline).encode()
    path.write_bytes(before)
    file.write(entry())
    file.write(entry("second", 2))
    after = path.read_bytes()
    assert after.startswith(before + newline.encode())
    assert after.count(b"\r\n") == (after.count(b"\n") if newline == "\r\n" else 0)


def test_the_same_section_is_written_over(file: CredentialsFile, path: Path) -> None:
    path.write_text(f"{BEFORE}\n")
    file.write(entry(number=1))
    once = path.read_text()
    file.write(entry(number=2))
    assert path.read_text() == once.replace("ASIA1", "ASIA2").replace("secret/1", "secret/2").replace("n+1", "n+2")


def test_other_keys_of_the_section_stay(file: CredentialsFile, path: Path) -> None:
    path.write_text("[temporary]\nregion = eu-west-1\naws_session_token = old\naws_access_key_id = old\n# why\nx = y\n")
    file.write(entry())
    text = path.read_text()
    assert "old" not in text
    assert text.endswith("region = eu-west-1\n# why\nx = y\n")


def test_keys_that_never_expire_are_not_overwritten(file: CredentialsFile, path: Path) -> None:
    path.write_text(BEFORE)
    with pytest.raises(UsageError, match="has long-term credentials"):
        file.write(entry("default"))
    assert path.read_text() == BEFORE


def test_unless_that_is_what_was_wanted(file: CredentialsFile, path: Path) -> None:
    path.write_text(BEFORE)
    file.write(entry("default", force=True))
    assert "AKIA1" not in path.read_text()
    assert "AKIA2" in path.read_text()


def test_expired_keys_of_ours_go(file: CredentialsFile, path: Path) -> None:
    path.write_text(f"{BEFORE}\n")
    file.write(entry("over", end=NOW + timedelta(seconds=1)))
    later = NOW + timedelta(minutes=1)
    assert without_expired(path.read_text(), str(path), later, "") == (f"{BEFORE}\n", ("over",))


def test_they_go_whenever_others_are_written(file: CredentialsFile, path: Path) -> None:
    file.write(entry("over", end=NOW - timedelta(seconds=1)))
    assert file.write(entry("new")).removed == ("over",)
    assert "[over]" not in path.read_text()


def test_what_the_user_added_to_them_stays(file: CredentialsFile, path: Path) -> None:
    file.write(entry("over", end=NOW - timedelta(seconds=1)))
    path.write_text(f"{path.read_text()}region = eu-west-1\n\n# about default\n[default]\nregion = x\n")
    left, _ = without_expired(path.read_text(), str(path), NOW, "")
    assert left == "[over]\nregion = eu-west-1\n\n# about default\n[default]\nregion = x\n"


def test_a_comment_above_the_next_section_stays(file: CredentialsFile, path: Path) -> None:
    file.write(entry("over", end=NOW - timedelta(seconds=1)))
    path.write_text(f"{path.read_text()}\n# about default\n[default]\nregion = x\n")
    left, _ = without_expired(path.read_text(), str(path), NOW, "")
    assert left == "\n# about default\n[default]\nregion = x\n"


def test_keys_that_somebody_made_permanent_stay(file: CredentialsFile, path: Path) -> None:
    file.write(entry("over", end=NOW - timedelta(seconds=1)))
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "session_token" not in line))
    assert without_expired(path.read_text(), str(path), NOW, "")[1] == ()


def test_a_backup_holds_no_keys_of_ours(file: CredentialsFile, path: Path) -> None:
    path.write_text(f"{BEFORE}\n")
    file.write(entry(number=1))
    file.write(entry(number=2))
    backups = [one for one in path.parent.iterdir() if "backup" in one.name]
    assert [one.read_text() for one in backups] == [f"{BEFORE}\n"]


def test_a_link_stays_a_link(file: CredentialsFile, path: Path, tmp_path: Path) -> None:
    (tmp_path / "real").write_text("")
    path.symlink_to(tmp_path / "real")
    file.write(entry())
    assert path.is_symlink()
    assert "[temporary]" in (tmp_path / "real").read_text()


@pytest.mark.parametrize("broken", ["x\n", "[a]\n[a]\n", "\ufeff[a]\n", "[a]\nb = 1\nb = 2\n"])
def test_a_file_that_no_tool_reads_is_not_touched(file: CredentialsFile, path: Path, broken: str) -> None:
    path.write_text(broken)
    with pytest.raises(FileError):
        file.write(entry())
    assert path.read_text() == broken


@pytest.mark.parametrize("name", ["a b", "a]b", "", "é", "__proto__", "a\nb"])
def test_a_name_that_some_tool_misreads_is_refused(file: CredentialsFile, path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        file.write(entry(name))
    assert not path.exists()


def test_what_fails_after_a_replacement_brings_the_old_content_back(file: CredentialsFile, path: Path) -> None:
    path.write_text("[old]\naws_access_key_id = AKIA\n")
    seen = read_version(path)[1]
    before = path.read_text()

    def fail() -> None:
        assert path.read_text() == before.replace("old", "new")
        raise FileError("config", "is full")

    with pytest.raises(FileError), file.replaced(seen, before, before.replace("old", "new")):
        fail()
    assert path.read_text() == before
