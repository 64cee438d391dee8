"""Runs of ``ssotui`` whose interpreter has started already.

A program that has imported what the commands need forks a child for each run. The child is a process like any other,
with an environment, a folder, streams, signals and an exit status of its own; ``ssotui/__main__.py`` runs in it. Only
the start of Python and the imports are saved, which take ten times what most commands do.

A test of the start itself (what is imported, who is the parent, which signals are ignored), of streams or of locales
starts a real process.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import selectors
import socket
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pexpect
import ptyprocess  # type: ignore[import-untyped]

_ROOT = Path(__file__).parents[1]
_OF_PYTHON = ("PYTHON", "LC_", "LANG", "LD_", "TZ")
"""How the names of variables begin that the interpreter, or the C library, reads once at its start."""
_CHUNK = 1 << 16
_PATIENCE = 60  # seconds for the parent to end


def run_command(
    words: Sequence[str], env: Mapping[str, str], cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """``ssotui WORDS`` with nothing on stdin: its exit code and what it printed, as ``subprocess.run`` has them."""
    done = run_for_bytes(words, env, cwd)
    return subprocess.CompletedProcess(done.args, done.returncode, _text(done.stdout), _text(done.stderr))


def run_for_bytes(
    words: Sequence[str], env: Mapping[str, str], cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """The same, with what it printed not decoded."""
    command = [sys.executable, "-m", "ssotui", *words]
    if not hasattr(os, "pidfd_open"):  # not on Linux
        return subprocess.run(command, env=env, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    (stdout, into_stdout), (stderr, into_stderr) = os.pipe(), os.pipe()
    with Path(os.devnull).open("rb") as stdin:
        status = _ask(words, env, cwd, (stdin.fileno(), into_stdout, into_stderr))
    os.close(into_stdout)
    os.close(into_stderr)
    printed, said, told = _read((stdout, stderr, status))
    return subprocess.CompletedProcess(command, int(told.split()[1]), printed, said)


def _ask(
    words: Sequence[str], env: Mapping[str, str], cwd: Path | None, streams: Sequence[int], *, is_terminal: bool = False
) -> int:
    """Begin a run. Returns the pipe that tells its process ID and its exit status."""
    parent = _parent(frozenset(one for one in env.items() if one[0].startswith(_OF_PYTHON)))
    request = {"words": list(words), "env": dict(env), "cwd": str(cwd or Path.cwd()), "is_terminal": is_terminal}
    status, into_status = os.pipe()
    socket.send_fds(parent, [json.dumps(request).encode()], (*streams, into_status))
    os.close(into_status)
    return status


class OnTerminal(pexpect.spawn):  # type: ignore[type-arg]  # not generic when it runs
    """``ssotui WORDS`` on a terminal of its own, as ``pexpect.spawn`` has it."""

    def __init__(self, words: Sequence[str], env: Mapping[str, str], **options: Any) -> None:  # noqa: ANN401 - pexpect's
        self._words = words
        super().__init__(sys.executable, ["-m", "ssotui", *words], env=dict(env), encoding="utf-8", **options)

    def _spawnpty(self, args: list[bytes], **options: Any) -> ptyprocess.PtyProcess:  # noqa: ANN401 - pexpect's
        """What ``pexpect`` calls to start the program."""
        if not hasattr(os, "pidfd_open"):
            return super()._spawnpty(args, **options)  # type: ignore[misc]  # not in the stubs
        ours, theirs = os.openpty()
        termios.tcsetwinsize(ours, options["dimensions"])
        status = _ask(self._words, options["env"], options["cwd"], (theirs, theirs, theirs), is_terminal=True)
        os.close(theirs)
        return _Forked(ours, status)


class _Forked(ptyprocess.PtyProcess):  # type: ignore[misc]  # untyped
    """A child of the parent's, on a terminal whose other end is ``fd``."""

    def __init__(self, fd: int, status: int) -> None:
        self._status = os.fdopen(status)
        self.terminated: bool
        self.exitstatus: int | None
        self.signalstatus: int | None
        super().__init__(int(self._status.readline()), fd)

    def isalive(self) -> bool:
        """Not asked of the kernel, because it is no child of ours. After the end of its output, until it has ended."""
        if not self.terminated and select.select([self._status], [], [], None if self.flag_eof else 0)[0]:
            self.wait()
        return not self.terminated

    def wait(self) -> int | None:
        """Wait for its end. Returns the exit status, None for a signal."""
        if not self.terminated:
            code = int(self._status.read())
            self._status.close()
            self.terminated = True
            self.exitstatus, self.signalstatus = (code, None) if code >= 0 else (None, -code)
        return self.exitstatus


@cache
def _parent(of_python: frozenset[tuple[str, str]]) -> socket.socket:
    """Where the parent of the runs with these variables listens. It ends with this process."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    env = {name: value for name, value in os.environ.items() if not name.startswith(_OF_PYTHON)}
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.forking_parent", str(theirs.fileno())],
            cwd=_ROOT, env=env | dict(of_python), stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()],
        )  # fmt: skip
    atexit.register(_end, ours, process)
    return ours


def _end(parent: socket.socket, process: subprocess.Popen[bytes]) -> None:
    parent.close()
    process.wait(_PATIENCE)


def _read(fds: Sequence[int]) -> list[bytes]:
    """All that comes out of pipes."""
    read = {fd: bytearray() for fd in fds}
    with selectors.DefaultSelector() as selector:
        for fd in fds:
            selector.register(fd, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                chunk = os.read(key.fd, _CHUNK)
                read[key.fd] += chunk
                if not chunk:
                    selector.unregister(key.fd)
                    os.close(key.fd)
    return [bytes(content) for content in read.values()]


def _text(content: bytes) -> str:
    """As ``subprocess`` decodes it."""
    return content.decode().replace("\r\n", "\n").replace("\r", "\n")
