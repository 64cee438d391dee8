"""A traceback for people who debug: all of where, nothing of what a server, a file or a variable holds."""

from __future__ import annotations

import pytest

from ssotui.core.safe_traceback import trace
from ssotui.errors import BadAnswer

SECRET = "aws-token-of-the-test"


def failed(*errors: BaseException) -> BaseException:
    """As if each had been raised from the one before."""
    cause: BaseException | None = None
    for error in errors:
        try:
            raise error from cause  # noqa: TRY301  so that it has a place
        except BaseException as caught:  # noqa: BLE001  whatever a test raises
            cause = caught
    assert cause is not None
    return cause


@pytest.mark.parametrize("kind", [ValueError, KeyError, RuntimeError, Exception, UnicodeError])
def test_what_others_say_is_left_out(kind: type[Exception]) -> None:
    told = trace(failed(kind(f"no such thing: {SECRET}"), BadAnswer("It was unusable.", hint="Wait.")))
    assert SECRET not in told
    assert kind.__name__ in told
    assert "BadAnswer: It was unusable." in told
    assert told.index(kind.__name__) < told.index("BadAnswer")
    assert "test_safe_traceback.py" in told


def test_what_can_only_be_about_code_is_told() -> None:
    assert "TypeError: 'int' object is not iterable" in trace(failed(TypeError("'int' object is not iterable")))


def test_a_file_is_told_of_by_what_failed() -> None:
    assert "PermissionError: Permission denied" in trace(failed(PermissionError(13, "Permission denied")))


def test_no_terminal_obeys_it() -> None:
    told = trace(failed(BadAnswer("\x1b]0;x\x07\nFile evil")))
    assert told.replace("\n", "").isprintable()
    assert "\nFile evil" not in told


def test_a_circle_of_causes_ends() -> None:
    first, second = ValueError(), ValueError()
    first.__cause__, second.__cause__ = second, first
    assert trace(first).count("ValueError") == 2
