"""The demo's server process: serves a world and its home until standard input ends, then removes the home.

``ssotui demo`` starts it with the world's size as JSON. It prints one line of JSON, ``{"url", "home", …}`` or
``{"error"}``. Standard input is a pipe that ends even if the parent is killed, so the home is always removed.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ssotui.demo.home import make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import clock, listening_socket, serve, url_of
from ssotui.demo.world import make_world

_PATIENCE = 3.0  # seconds: less than the parent waits for this process
_PAUSE = 0.02  # seconds between two tries
_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def main(options: dict[str, Any]) -> int:
    """Serve until standard input ends or a signal comes. Returns the exit code."""
    # Signals are blocked until the event loop handles them, so that the home is always removed.
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        folder = Path(tempfile.mkdtemp(prefix="ssotui-demo-"))
    except OSError as error:
        return _tell({"error": str(error)}, 1)
    try:
        asyncio.run(_serve(options, folder))
    except OSError as error:
        return _tell({"error": str(error)}, 1)
    finally:
        _remove(folder)
    return 0


def _remove(folder: Path) -> None:
    """Remove the folder even if a process still writes to it, as fish does with its completions after it has exited.

    The folder is renamed first, so that writes to the old path fail. Removing is retried for writes to open folders.
    """
    leaving = folder.with_name(f"{folder.name}-leaving")
    with contextlib.suppress(OSError):
        folder.rename(leaving)
    end = time.monotonic() + _PATIENCE
    while (folder.exists() or leaving.exists()) and time.monotonic() < end:
        for one in (folder, leaving):
            shutil.rmtree(one, ignore_errors=True)
        time.sleep(_PAUSE)


async def _serve(options: dict[str, Any], folder: Path) -> None:
    latency, rate_limit = options.pop("latency"), options.pop("rate_limit")
    world = make_world(**options)
    with listening_socket() as listener:
        organization = Organization(world, url_of(listener), clock)
        organization.latency = latency
        organization.rate_limit = rate_limit
        make_home(folder, organization, {})
        stopped = _stopped()
        facts = {
            "url": organization.url,
            "home": str(folder),
            "sessions": len(world.instances),
            "accounts": world.account_count,
            "roles": world.role_count,
        }
        _tell(facts, 0)
        await serve(organization, listener, stopped.wait)


def _stopped() -> asyncio.Event:
    """An event that is set when the parent has ended, or a signal comes."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()

    def read() -> None:
        if not os.read(sys.stdin.fileno(), 1024):
            stopped.set()

    loop.add_reader(sys.stdin.fileno(), read)
    for number in _SIGNALS:
        loop.add_signal_handler(number, stopped.set)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    return stopped


def _tell(facts: dict[str, Any], code: int) -> int:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()
    return code


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
