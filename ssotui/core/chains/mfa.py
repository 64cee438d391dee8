"""Codes of MFA devices (AWS STS API, AssumeRole, TokenCode)."""

from __future__ import annotations

import re

CODE_HINT = "An MFA code has 6 digits."


def is_code(text: str) -> bool:
    """Whether ``text`` has the form of a code."""
    return re.fullmatch(r"\d{6}", text, re.ASCII) is not None
