"""A sign-in that waits for the user, whichever way it was begun."""

from __future__ import annotations

from typing import Protocol

from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.sign_in.oidc import (
    Prompt,
    SignedIn,
)

RETRIES = 4
"""Consecutive requests without a response that end a sign-in."""


class Attempt(Protocol):
    """A sign-in under way. Without ``finish``, ``close`` must be called."""

    @property
    def prompt(self) -> Prompt: ...

    def finish(self, cancel: CancelToken) -> SignedIn:
        """Wait for the user to confirm, and save the token.

        Raises Cancelled; SignInNeeded if it was denied or timed out; FileError; Unreachable, Throttled, BadAnswer or
        Rejected.
        """
        ...

    def close(self) -> None: ...
