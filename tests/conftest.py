"""What every test may ask for: the outside tools that some need."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# What no package registry that .ci/run uses has: SSOTUI_TEST_PWSH names it where it is.
_IN_NO_REGISTRY = {"pwsh"}


def pytest_configure(config: pytest.Config) -> None:
    # A shell's background job ignores Ctrl+C, and one of nohup's SIGHUP; what is ignored stays so in every program that
    # a test starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    for variable in ("SSOTUI_TEST_PWSH", "SSOTUI_TEST_XONSH", "SSOTUI_TEST_NU"):
        if program := os.environ.get(variable):
            os.environ["PATH"] += f"{os.pathsep}{Path(program).parent}"
    config.addinivalue_line(
        "markers", "needs(*tools): programs that must be installed; without them the test is skipped"
    )
    config.addinivalue_line("markers", "long: only with -m long: minutes of fuzzing, soaking and damaging")


@pytest.fixture(autouse=True)
def reports_of_the_interpreter() -> Iterator[None]:
    """A command that a signal ends silences the reports of failing destructors: for the next test they are back."""
    before = sys.unraisablehook
    yield
    sys.unraisablehook = before


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A missing tool skips a test on somebody's laptop, and fails it where everything must have been installed."""
    missing = [tool for mark in item.iter_markers("needs") for tool in mark.args if shutil.which(tool) is None]
    if set(missing) - _IN_NO_REGISTRY and os.environ.get("CI"):
        pytest.fail(f"not installed: {', '.join(missing)}", pytrace=False)
    elif missing:
        pytest.skip(f"needs {', '.join(missing)}")
