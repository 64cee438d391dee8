"""The doctor writes only over what it has read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssotui.actions import doctor
from ssotui.core.ports.backend import Backend
from ssotui.errors import FileError
from ssotui.files.config_file import ConfigFile, Version


def test_a_change_of_another_program_just_before_the_write_is_not_lost(
    home: Path, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = home / ".aws" / "config"
    config.write_text("[profile x]\nwhat\n")
    read = ConfigFile.read

    def read_before_another_program_writes(file: ConfigFile) -> Version:
        version = read(file)
        config.write_text("[profile y]\nregion = eu-west-1\n")
        return version

    monkeypatch.setattr(ConfigFile, "read", read_before_another_program_writes)
    with pytest.raises(FileError, match="another program has just changed it"):
        doctor.fix(backend, write=True)
    assert config.read_text() == "[profile y]\nregion = eu-west-1\n"
