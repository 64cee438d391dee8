"""Programs that write a file and don't get far: killed or told to end at one step, or stopped by a full disk.

Run as a program, ``python -m tests.files.interrupted (kill | SIGTERM | full) WRITER FOLDER``: a child for each step.
Prints a JSON line for each: the step, how the child ended, what the file was afterwards, whether the old one is in a
backup, what else was there.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ssotui.cli.signals import ending_cleanly
from ssotui.errors import FileError
from tests.files.writers import WRITERS, Writer

if TYPE_CHECKING:
    from _typeshed import FileDescriptorLike

_STEPS = frozenset(
    ("open", "os.rename", "os.remove", "os.chmod", "os.chown", "os.mkdir", "os.utime", "tempfile.mkstemp")
)
_REFUSED = 8


def main() -> None:
    """See the module."""
    how, writer, folder = sys.argv[1], WRITERS[sys.argv[2]], Path(sys.argv[3])
    template = folder / "template"  # version 1, and nothing else
    template.mkdir()
    writer.write(template, 1)
    folder /= "now"
    old = _begin(writer, folder)
    writer.write(folder, 2)  # once in peace, so that nothing is imported later
    new = writer.version(folder)
    if how == "full":
        _filled(writer, folder, (old, new))
    else:
        _ended(writer, folder, (old, new), signal.SIGKILL if how == "kill" else signal.Signals[how])


def _begin(writer: Writer, folder: Path) -> bytes:
    """Version 1, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(folder.with_name("template"), folder)
    return writer.version(folder)


def _ended(writer: Writer, folder: Path, versions: tuple[bytes, bytes], number: signal.Signals) -> None:
    step, code = 0, -1
    while code:
        step += 1
        code = _tell(writer, folder, versions, step, partial(_end_at, step, number))


def _filled(writer: Writer, folder: Path, versions: tuple[bytes, bytes]) -> None:
    new = len(versions[1])
    for size in (0, 1, new // 2, new - 1):
        _tell(writer, folder, versions, size, partial(_limit, size))


def _tell(writer: Writer, folder: Path, versions: tuple[bytes, bytes], step: int, prepare: Callable[[], None]) -> int:
    _begin(writer, folder)
    child = os.fork()
    if child == 0:
        prepare()
        try:
            with ending_cleanly():
                writer.write(folder, 2)
        except FileError:
            os._exit(_REFUSED)
        except (KeyboardInterrupt, SystemExit) as end:
            os._exit(end.code if isinstance(end, SystemExit) and isinstance(end.code, int) else 128 + signal.SIGINT)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    path = folder / writer.path
    state = dict(zip(versions, ("old", "new"), strict=True)).get(writer.version(folder), "torn")
    left = sorted(one for one in path.parent.iterdir() if one != path and one.is_file())
    is_kept = any(versions[0] == writer.normal(one.read_bytes()) for one in left if "-backup-" in one.name)
    told = {"step": step, "code": code, "state": state, "is_kept": is_kept, "left": [one.name for one in left]}
    sys.stdout.write(json.dumps(told) + "\n")
    return code


def _end_at(step: int, number: signal.Signals) -> None:
    """Send ``number`` before the step'th thing that is done to a file, or flushed to the disk."""
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        if done == step:
            os.kill(os.getpid(), number)

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
