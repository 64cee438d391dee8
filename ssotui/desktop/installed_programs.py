"""Finds programs that doctor checks: the ``aws`` on PATH, and the clipboard's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

_PATIENCE = 10.0  # seconds: the AWS CLI v1 takes several if it isn't in the disk cache

# macOS, systemsetup(8); Microsoft, "Windows Time service tools and settings"
_CLOCK_SETTINGS = {"darwin": "sudo systemsetup -setusingnetworktime on", "win32": "w32tm /resync"}


class DesktopTools:
    """Implements core.ports.machine.Tools."""

    def __init__(self, env: Mapping[str, str], *, platform: str = sys.platform) -> None:
        self._env = env
        self._platform = platform

    def aws_version(self) -> str:
        program = shutil.which("aws", path=self._env.get("PATH", ""))
        if program is None:
            return ""
        # An undefined profile would make aws --version fail.
        env = {name: value for name, value in self._env.items() if not name.startswith("AWS_")}
        try:
            done = subprocess.run(  # noqa: S603 - the program on PATH is the one to check
                [program, "--version"], env=env, capture_output=True, text=True, timeout=_PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return (done.stdout or done.stderr).strip()

    def has_clipboard(self) -> bool:
        if self._platform in ("win32", "darwin"):
            return True
        by_variable = [("TMUX", "tmux"), ("WAYLAND_DISPLAY", "wl-copy"), ("DISPLAY", "xclip"), ("DISPLAY", "xsel"),
                  ("WSL_DISTRO_NAME", "clip.exe")]  # fmt: skip
        return any(self._env.get(variable) and self._is_on_path(program) for variable, program in by_variable)

    def file_exists(self, path: str) -> bool:
        return os.path.exists(path)  # noqa: PTH110  pathlib raises if the folder can't be searched

    def clock_setting(self) -> str:
        return _CLOCK_SETTINGS.get(self._platform, "timedatectl set-ntp true")

    def _is_on_path(self, program: str) -> bool:
        return shutil.which(program, path=self._env.get("PATH", "")) is not None
