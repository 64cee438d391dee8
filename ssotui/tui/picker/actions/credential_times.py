"""Keeps the times at which cached credentials expire up to date, and says at the start if the sign-in ends soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssotui.core.durations import span
from ssotui.tui.picker.session_in_use import ending_soon

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ssotui.core.ports.backend import Backend
    from ssotui.tui.picker.screen_protocol import ScreenProtocol
    from ssotui.tui.picker.state import PickerState

_READ_EVERY = 5  # ticks between looking for changed files: the AWS CLI writes them, too


class CredentialTimes:
    """Reads the files in a thread after the first frame, and later only those that have changed."""

    def __init__(self, state: PickerState, backend: Backend, screen: ScreenProtocol, current: str) -> None:
        self._state = state
        self._backend = backend
        self._screen = screen
        self._current = current
        self._ticks = 0
        self._shown: tuple[str, ...] = ()

    def warn(self) -> None:
        """Say that the session of the shell's profile ends soon, and what to do if it isn't renewed."""
        if warning := ending_soon(self._state.view(), self._current):
            self._screen.say(warning)

    def start(self) -> None:
        """Read all files for the first time."""
        self._screen.run(lambda _: self._backend.role_cache.ends(), self._take, unasked=True)

    def tick(self) -> None:
        """Called every second: repaint where a time that is shown has changed."""
        self._ticks += 1
        ends = self._state.view().credential_ends
        self._take(self._backend.role_cache.ends() if self._ticks % _READ_EVERY == 0 else ends)

    def _take(self, ends: Mapping[str, datetime]) -> None:
        self._state.set_credential_ends(ends)
        now = self._state.view().now
        shown = tuple(f"{name} {span(end - now)}" for name, end in sorted(ends.items()) if end > now)
        if shown != self._shown:
            self._shown = shown
            self._screen.repaint()
