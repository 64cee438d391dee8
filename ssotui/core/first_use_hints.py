"""Hints of one line that are shown the first time something happens."""

from __future__ import annotations

from typing import Literal

Hint = Literal["sign-in", "profile", "switch", "web-identity", "wrapper-3"]

WORDS: dict[Hint, str] = {
    "sign-in": "The AWS CLI and SDKs share this sign-in. It renews automatically.",
    "profile": "All AWS tools can use it now. The next ones are written without asking. Undo: ssotui profile undo",
    "switch": "Only this shell changed. Back: ssotui use - · Clear: ssotui off",
    "web-identity": "The web identity variables of this shell were unset; a new shell has them again.",
    "wrapper-3": "ssotui was updated after this shell was started. Start a new shell.",
}
