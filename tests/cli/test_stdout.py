"""What is said when standard output can't be written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ssotui.errors import ExitCode

WHY = {">/dev/full": "No space left on device", ">&-": "Bad file descriptor"}


@pytest.mark.parametrize("where", WHY)
@pytest.mark.parametrize("words", ["status --json", "--version", "init bash", "--help"])
def test_output_that_cannot_be_written_is_one_sentence_and_no_bug(words: str, where: str, tmp_path: Path) -> None:
    line = f'"{sys.executable}" -m ssotui {words} {where}'
    done = subprocess.run(
        ["/bin/sh", "-c", line], env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.stderr == f"ssotui: Standard output can't be written: {WHY[where]}.\n"
    assert done.returncode == ExitCode.FILE_TROUBLE


def test_more_than_a_buffer_holds_is_refused_in_the_same_words(tmp_path: Path) -> None:
    start_url = "https://acme.awsapps.com/start"
    sections = (f"[sso-session s{n}]\nsso_start_url = {start_url}\nsso_region = eu-west-1\n" for n in range(300))
    config = tmp_path / "config"
    config.write_text("".join(sections))
    done = subprocess.run(
        ["/bin/sh", "-c", f'"{sys.executable}" -m ssotui status --json >/dev/full'],
        env={"HOME": str(tmp_path), "AWS_CONFIG_FILE": str(config)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "ssotui: Standard output can't be written: No space left on device.\n"
    assert done.returncode == ExitCode.FILE_TROUBLE
