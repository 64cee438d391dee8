"""What is explained the first time it happens, in one line each, and never again."""

from __future__ import annotations

from typing import Literal

Lesson = Literal["sign-in", "profile", "switch"]

WORDS: dict[Lesson, str] = {
    "sign-in": "The AWS CLI and all SDKs share this sign-in; it is renewed by itself for as long as AWS allows.",
    "profile": "Every AWS tool knows this profile now; the next ones are written unasked. Undo: ssotui profile undo",
    "switch": "Only this shell is switched. The profile before: ssotui use - · none at all: ssotui off",
}
