"""Detects whether ssotui runs locally, over SSH, in a container or in WSL."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from ssotui.named_tuples import NamedTuple

_SSH = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
_CONTAINERS = ("container", "KUBERNETES_SERVICE_HOST", "CODESPACES", "REMOTE_CONTAINERS", "GITPOD_WORKSPACE_ID")
_CONTAINER_MARKS = (".dockerenv", "run/.containerenv")
_WSL = ("WSL_DISTRO_NAME", "WSL_INTEROP")


class Surroundings(NamedTuple):
    """``remote``: over SSH. ``display``: programs can open windows."""

    remote: bool
    container: bool
    wsl: bool
    display: bool

    @property
    def reaches_loopback(self) -> bool:
        """Whether the user's browser reaches this machine's loopback address."""
        return not (self.remote or self.container)


def surroundings(env: Mapping[str, str], *, platform: str = sys.platform, root: Path = Path("/")) -> Surroundings:
    """Detect the surroundings. ``root`` is the folder in which the files that mark containers are looked for."""
    remote = any(env.get(name) for name in _SSH)
    container = any(env.get(name) for name in _CONTAINERS) or any((root / mark).exists() for mark in _CONTAINER_MARKS)
    display = platform in ("darwin", "win32") or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))
    return Surroundings(remote, container, any(env.get(name) for name in _WSL), display)
