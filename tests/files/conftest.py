"""A user's home folder, and botocore as the judge of what is in it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ConfigParseError

from ssotui.files.aws_profiles import AwsProfiles
from tests.ordinary_user import as_ordinary_user

Judge = Callable[..., dict[str, Any] | None]

NOW = datetime(2026, 11, 21, 6, 54, 9, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The environment of a user whose home is empty."""
    return {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}


@pytest.fixture
def aws(tmp_path: Path) -> Path:
    """The user's ~/.aws."""
    folder = tmp_path / ".aws"
    folder.mkdir()
    return folder


@pytest.fixture
def profiles(env: dict[str, str]) -> AwsProfiles:
    return AwsProfiles(env, lambda: NOW)


@pytest.fixture(scope="session")
def botocore_reads(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """What botocore makes of a config and a credentials file: its full configuration, or None if it refuses."""
    folder = tmp_path_factory.mktemp("judged")

    def reads(config: bytes | str, credentials: bytes | str = b"") -> dict[str, Any] | None:
        session = botocore.session.Session()
        for name, content in (("config_file", config), ("credentials_file", credentials)):
            path = folder / name
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            session.set_config_variable(name, str(path))
        try:
            full: dict[str, Any] = session.full_config
        except ConfigParseError:
            return None
        return full

    return reads


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that other users can reach, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def ordinary_user() -> Callable[[], AbstractContextManager[None]]:
    """Within it, permissions hold even if root runs the tests."""

    return as_ordinary_user
