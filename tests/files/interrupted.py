"""Programs that write the config file and don't get far: killed at one step, or stopped by a full disk.

Run as a program, ``python -m tests.files.interrupted (kill | full) FOLDER``: a child of its own for each step. Prints a
JSON line for each: the step, how the child ended, and what the file was afterwards.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ssotui.core.backend import NewProfile
from ssotui.core.model import RoleRef
from ssotui.core.plans import plan
from ssotui.errors import FileTrouble
from ssotui.files.aws_profiles import AwsProfiles

if TYPE_CHECKING:
    from _typeshed import FileDescriptorLike

_SESSION = "[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n"
_STEPS = frozenset(
    ("open", "os.rename", "os.remove", "os.chmod", "os.chown", "os.mkdir", "os.utime", "tempfile.mkstemp")
)
_REFUSED = 8
_NOW = datetime(2026, 11, 21, tzinfo=UTC)
_MANY = 400


def sync(folder: Path, first: int = 0, count: int = _MANY) -> None:
    """Write ``count`` profiles, all at once."""
    store = AwsProfiles({"HOME": str(folder), "XDG_STATE_HOME": str(folder / "state")}, lambda: _NOW)
    wanted = [NewProfile(f"p{n}", RoleRef("acme", f"{n:012}", "Admin"), "r") for n in range(first, first + count)]
    store.carry_out(lambda found: plan(found.profiles, wanted))


def start(folder: Path) -> Path:
    """A config file without profiles; whatever was in the folder before goes."""
    config = folder / ".aws" / "config"
    config.parent.mkdir(exist_ok=True)
    for left in config.parent.iterdir():
        left.unlink()
    config.write_text(_SESSION)
    return config


def main() -> None:
    """See the module."""
    how, folder = sys.argv[1], Path(sys.argv[2])
    start(folder)
    sync(folder)  # once in peace, so that nothing is imported later
    steps = _killed if how == "kill" else _filled
    steps(folder, (folder / ".aws" / "config").read_text())


def _killed(folder: Path, new: str) -> None:
    step, code = 0, -signal.SIGKILL
    while code:
        step += 1
        code = _tell(folder, new, step, partial(_kill_at, step))


def _filled(folder: Path, new: str) -> None:
    for size in (0, 1, len(_SESSION) - 1, len(_SESSION), len(_SESSION) + 1, len(new) // 2, len(new) - 1):
        _tell(folder, new, size, partial(_limit, size))


def _tell(folder: Path, new: str, step: int, prepare: Callable[[], None]) -> int:
    config = start(folder)
    child = os.fork()
    if child == 0:
        prepare()
        try:
            sync(folder)
        except FileTrouble:
            os._exit(_REFUSED)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    state = {_SESSION: "old", new: "new"}.get(config.read_text(), "torn")
    left = sorted(one.name for one in config.parent.iterdir())
    sys.stdout.write(json.dumps({"step": step, "code": code, "state": state, "left": left}) + "\n")
    return code


def _kill_at(step: int) -> None:
    """End by SIGKILL before the step'th thing that is done to a file, or flushed to the disk."""
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(lambda event, _: count() if event in _STEPS else None)
    flush = os.fsync

    def flush_or_die(fd: FileDescriptorLike) -> None:
        count()
        flush(fd)

    os.fsync = flush_or_die  # flushing raises no audit event


def _limit(size: int) -> None:
    """No file may grow beyond ``size`` bytes, as on a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


if __name__ == "__main__":
    main()
