"""The demo's own process: serves a world and its home until the standard input ends, then removes the home.

Started by ``ssotui demo`` with the world's measures as JSON; prints one line of JSON, ``{"url", "home", …}`` or
``{"error"}``. Whatever becomes of the parent, the end of the pipe comes, and nothing stays behind.
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
from ssotui.demo.organisation import Organisation
from ssotui.demo.server import clock, listening_socket, serve, url_of
from ssotui.demo.world import make_world


def main(measures: dict[str, Any]) -> int:
    """Serve until the end of the standard input, or a signal; the exit code."""
    # Not before everything is ready to be cleaned up may a signal end us, and then only the loop.
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        folder = Path(tempfile.mkdtemp(prefix="ssotui-demo-"))
    except OSError as error:
        return _tell({"error": str(error)}, 1)
    try:
        asyncio.run(_serve(measures, folder))
    except OSError as error:
        return _tell({"error": str(error)}, 1)
    finally:
        _remove(folder)
    return 0


def _remove(folder: Path) -> None:
    """For good, whoever still writes there: fish goes on writing completions after it has ended.

    Under another name what is written by the old one fails; what is written from inside is tried again for.
    """
    leaving = folder.with_name(f"{folder.name}-leaving")
    with contextlib.suppress(OSError):
        folder.rename(leaving)
    end = time.monotonic() + _PATIENCE
    while (folder.exists() or leaving.exists()) and time.monotonic() < end:
        for one in (folder, leaving):
            shutil.rmtree(one, ignore_errors=True)
        time.sleep(_PAUSE)


async def _serve(measures: dict[str, Any], folder: Path) -> None:
    latency, rate_limit = measures.pop("latency"), measures.pop("rate_limit")
    world = make_world(**measures)
    with listening_socket() as door:
        organisation = Organisation(world, url_of(door), clock)
        organisation.latency = latency
        organisation.rate_limit = rate_limit
        make_home(folder, organisation, {})
        stopped = _stopped()
        facts = {
            "url": organisation.url,
            "home": str(folder),
            "sessions": len(world.instances),
            "accounts": world.account_count,
            "roles": world.role_count,
        }
        _tell(facts, 0)
        await serve(organisation, door, stopped.wait)


def _stopped() -> asyncio.Event:
    """Set as soon as the parent is gone or a signal asks us to go."""
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


_PATIENCE = 3.0  # seconds: less than our parent waits for us
_PAUSE = 0.02
_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
