"""Options that would have no effect are refused rather than passed over."""

from __future__ import annotations

import pytest

from ssotui.cli.main import main
from ssotui.errors import ExitCode


@pytest.mark.parametrize(
    "line",
    [
        "creds acme --force",
        "creds acme --clear-after 5",
        "creds acme --write --format json",
        "creds acme --write --region eu-west-1",
        "creds acme --format json --region eu-west-1",
        "credential-process --profile a --session b",
        "login --all acme",
        "logout --all acme",
        "exec acme --yes -- env",
    ],
)
def test_an_option_that_would_be_ignored_is_a_usage_error(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) == ExitCode.USAGE
    assert "--" in capsys.readouterr().err
