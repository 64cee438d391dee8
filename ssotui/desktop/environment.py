"""Where we run: at somebody's desk, over SSH, in a container, in WSL."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_SSH = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
_CONTAINERS = ("container", "KUBERNETES_SERVICE_HOST", "CODESPACES", "REMOTE_CONTAINERS", "GITPOD_WORKSPACE_ID")
_CONTAINER_MARKS = (".dockerenv", "run/.containerenv")
_WSL = ("WSL_DISTRO_NAME", "WSL_INTEROP")


class Surroundings(NamedTuple):
    """``remote``: over SSH; ``display``: windows can be opened from here."""

    remote: bool
    container: bool
    wsl: bool
    display: bool

    @property
    def is_near(self) -> bool:
        """The person's browser can reach this machine's loopback address."""
        return not (self.remote or self.container)


def surroundings(env: Mapping[str, str], *, platform: str = sys.platform, root: Path = Path("/")) -> Surroundings:
    """``root`` is where the marks of containers are looked for."""
    remote = any(env.get(name) for name in _SSH)
    container = any(env.get(name) for name in _CONTAINERS) or any((root / mark).exists() for mark in _CONTAINER_MARKS)
    windowed = platform in ("darwin", "win32") or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))
    return Surroundings(remote, container, any(env.get(name) for name in _WSL), windowed)
