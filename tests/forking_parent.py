"""The parent of ``tests.command_runs``: ``python -m tests.forking_parent FD`` imports the commands, and forks children.

Each request on the socket FD comes with stdin, stdout and stderr of the run, and a pipe that gets the child's process
ID and, at its end, its exit status, negative for a signal.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import selectors
import socket
import sys
import termios
import threading
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

_LARGEST = 1 << 18  # bytes of a request
_UNFLUSHED = 120  # the exit status of a Python that can't write what it printed
_LEFT_OUT = ("ssotui.demo", "ssotui.build_hook", "ssotui.__main__")
_LOADED_BY_REQUESTS = ("boto3", "botocore.httpsession", "botocore.parsers", "botocore.retryhandler", "configupdater")


def main() -> None:
    """Answer requests until the socket is closed."""
    listener = socket.socket(fileno=int(sys.argv[1]))
    listener.set_inheritable(False)
    _import_commands()
    gc.collect()
    gc.freeze()
    statuses: dict[int, int] = {}  # from the pidfd of a child to its pipe
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is not listener:
                    _tell_status(key.fd, statuses.pop(key.fd))
                    selector.unregister(key.fd)
                    os.close(key.fd)
                    continue
                request, fds, _flags, _address = socket.recv_fds(listener, _LARGEST, 4)
                if not request:
                    return
                child = os.fork()
                if not child:
                    selector.close()
                    close = (listener.detach(), fds[3], *statuses, *statuses.values())
                    _run(json.loads(request), fds[:3], close)
                os.write(fds[3], f"{child}\n".encode())
                for fd in fds[:3]:
                    os.close(fd)
                pidfd = os.pidfd_open(child)
                statuses[pidfd] = fds[3]
                selector.register(pidfd, selectors.EVENT_READ)


def _import_commands() -> None:
    import ssotui

    for module in pkgutil.walk_packages(ssotui.__path__, "ssotui."):
        if not module.name.startswith(_LEFT_OUT):
            importlib.import_module(module.name)
    for name in _LOADED_BY_REQUESTS:
        importlib.import_module(name)


def _tell_status(pidfd: int, pipe: int) -> None:
    result = os.waitid(os.P_PIDFD, pidfd, os.WEXITED)
    assert result
    status = result.si_status if result.si_code == os.CLD_EXITED else -result.si_status
    os.write(pipe, str(status).encode())
    os.close(pipe)


def _run(request: dict[str, Any], streams: Sequence[int], close: Iterable[int]) -> NoReturn:
    """Be ``python -m ssotui``, to the end."""
    for fd in close:
        os.close(fd)
    for place, fd in enumerate(streams):
        os.dup2(fd, place)
        os.close(fd)
    if request["is_terminal"]:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for name, place, mode in (("stdin", 0, "rb"), ("stdout", 1, "wb"), ("stderr", 2, "wb")):
        stream = _opened(getattr(sys, name), place, mode)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.argv = ["ssotui", *request["words"]]
    _end(_exit_status())


def _opened(before: io.TextIOWrapper, place: int, mode: str) -> io.TextIOWrapper:
    """A standard stream as Python opens it, in the encoding of the parent's."""
    is_unbuffered = before.write_through and mode == "wb"  # PYTHONUNBUFFERED
    file = open(place, mode, buffering=0 if is_unbuffered else -1, closefd=False)  # noqa: SIM115 - until the end
    by_line = place == 2 or (file.isatty() and not is_unbuffered)
    return io.TextIOWrapper(file, before.encoding, before.errors, line_buffering=by_line, write_through=is_unbuffered)


def _exit_status() -> int:
    """As Python has it for an exit or an exception that nobody catches."""
    try:
        runpy.run_module("ssotui", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1 if end.code else 0
    except BaseException as error:  # noqa: BLE001 - the interpreter does so
        sys.excepthook(type(error), error, error.__traceback__)
        return 1
    return 0


def _end(status: int) -> NoReturn:
    """What Python does at its end, without taking down its modules, which takes as long as a command."""
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001 - waits for threads, as multiprocessing does
    atexit._run_exitfuncs()  # noqa: SLF001 - as the interpreter does
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            status = _UNFLUSHED
    os._exit(status)


if __name__ == "__main__":
    main()
