"""Failures in words."""

from __future__ import annotations

import pytest

from ssotui.errors import FileError, SsoTuiError


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (SsoTuiError("AWS is silent.", hint="Try again."), "AWS is silent. Try again."),
        (FileError("/x", "can't be read", hint="Correct its mode."), "/x: can't be read. Correct its mode."),
        (SsoTuiError("AWS is silent"), "AWS is silent"),
    ],
)
def test_in_one_line_what_happened_is_set_apart_from_what_to_do(error: SsoTuiError, told: str) -> None:
    assert error.in_one_line == told
