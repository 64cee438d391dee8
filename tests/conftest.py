"""What every test may ask for: the outside tools that some need."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fast import is_fast
from tests.measured_programs import measure_programs

# What no package registry that .ci/run uses has: SSOTUI_TEST_PWSH names it where it is.
_IN_NO_REGISTRY = {"starship", "pwsh"}
_LONGEST = 3600  # seconds for a long test, on a busy machine
_TAKE_MINUTES = {"test_soak.py": 3, "test_random_keys.py": 2, "test_fuzzed_files.py": 1, "test_fuzzed_texts.py": 1}


def pytest_configure(config: pytest.Config) -> None:
    # A shell's background job ignores Ctrl+C, and one of nohup's SIGHUP; what is ignored stays so in every program that
    # a test starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    # Where compiled modules are not kept, all of ssotui, and often of Textual, is compiled for every program of a test.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for variable in ("COLUMNS", "LINES"):  # pytest-xdist sets them, and they win over a terminal's size
        os.environ.pop(variable, None)
    for variable in ("SSOTUI_TEST_PWSH", "SSOTUI_TEST_XONSH", "SSOTUI_TEST_NU"):
        if program := os.environ.get(variable):
            os.environ["PATH"] += f"{os.pathsep}{Path(program).parent}"
    measure_programs()
    config.addinivalue_line(
        "markers", "needs(*tools): programs that must be installed; without them the test is skipped"
    )
    config.addinivalue_line("markers", "fast: for every save; see tests/fast.py")
    config.addinivalue_line("markers", "long: only with -m long: minutes of fuzzing, soaking and damaging")


@pytest.hookimpl(optionalhook=True)  # one test can be run without pytest-xdist
def pytest_xdist_auto_num_workers() -> int:
    """What ``-n auto`` means: one more than processors, because tests wait for programs that they have started."""
    return (os.cpu_count() or 1) + 1


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """``-m fast`` doesn't even load the other files."""
    is_other = collection_path.name.startswith("test_") and not is_fast(collection_path)
    return True if config.option.markexpr == "fast" and is_other else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests begin with those that take minutes: as the last, nothing would be left to run beside them."""
    for item in items:
        if is_fast(item.path) and not item.get_closest_marker("long"):
            item.add_marker("fast")
        if item.get_closest_marker("long") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(_LONGEST))
    items.sort(key=_takes_minutes, reverse=True)


def _takes_minutes(item: pytest.Item) -> int:
    return _TAKE_MINUTES.get(item.path.name, 0) if item.get_closest_marker("long") else 0


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
