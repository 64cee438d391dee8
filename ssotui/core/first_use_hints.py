"""What is explained the first time it happens, in one line each, and never again."""

from __future__ import annotations

from typing import Literal

Hint = Literal["sign-in", "profile", "switch", "web-identity", "wrapper-2"]

WORDS: dict[Hint, str] = {
    "sign-in": "AWS CLI and SDKs share this sign-in, which is renewed by itself.",
    "profile": "Every AWS tool knows it now; the next ones are written unasked. Back: ssotui profile undo",
    "switch": "Only this shell is switched. The profile before: ssotui use - · none at all: ssotui off",
    "web-identity": "The web identity variables of this shell were unset; a new shell has them again.",
    "wrapper-2": "ssotui has changed since this shell was started. Start a new shell.",
}
