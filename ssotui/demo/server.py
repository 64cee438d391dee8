"""Serves the fake Identity Center on 127.0.0.1, in a thread for tests or in a process of its own for the demo.

::

    with serving(make_world(), latency=0.05, rate_limit=20) as organisation:
        organisation.url                     # for AWS_ENDPOINT_URL_SSO, _SSO_OIDC and _STS alike
        organisation.fault("ListAccounts", "503")
        home = make_home(tmp_path, organisation)

``organisation.py`` shows how to change it while it runs, ``home.py`` how to use the home.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from ssotui.demo import http1
from ssotui.demo.http_messages import Request
from ssotui.demo.lifetimes import Clock, Lifetimes
from ssotui.demo.organisation import Organisation
from ssotui.demo.world import World

_MANNERS = ("reset", "hang", "half-body")
_BACKLOG = 256


def clock() -> datetime:
    """The current time (UTC), the default clock of ``serving``."""
    return datetime.now(UTC)


@contextmanager
def serving(
    world: World,
    *,
    latency: float = 0.0,
    rate_limit: float | None = None,
    now: Clock = clock,
    lives: Lifetimes | None = None,
) -> Iterator[Organisation]:
    """Serve ``world`` in a thread until the block ends; ``latency`` is in seconds, ``rate_limit`` in requests a second.

    Several servers can run at the same time. At the end of the block every connection is closed.
    """
    with listening_socket() as door:
        organisation = Organisation(world, url_of(door), now, lives)
        organisation.latency = latency
        organisation.rate_limit = rate_limit
        loop = asyncio.new_event_loop()
        stop = asyncio.Event()
        thread = threading.Thread(target=_run, args=(loop, serve(organisation, door, stop.wait)), daemon=True)
        thread.start()
        try:
            yield organisation
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join()


def listening_socket() -> socket.socket:
    """A socket that listens on a free port of 127.0.0.1."""
    return socket.create_server(("127.0.0.1", 0), backlog=_BACKLOG)


def url_of(door: socket.socket) -> str:
    """The base URL of a listening socket."""
    return f"http://127.0.0.1:{door.getsockname()[1]}"


async def serve(organisation: Organisation, door: socket.socket, stopped: Callable[[], Awaitable[object]]) -> None:
    """Handle connections to ``door`` until ``stopped()`` returns; then close all of them."""
    conversations: set[asyncio.Task[None]] = set()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        conversations.add(task)
        try:
            await http1.converse(reader, writer, front_desk.answer)
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            conversations.discard(task)

    front_desk = _FrontDesk(organisation)
    server = await asyncio.start_server(meet, sock=door, limit=http1.LARGEST_HEAD)
    await stopped()
    server.close()
    for conversation in tuple(conversations):
        conversation.cancel()
    await asyncio.gather(*conversations, return_exceptions=True)
    await server.wait_closed()
    await asyncio.sleep(0)  # aborted connections are closed in the next iteration of the event loop


def _run(loop: asyncio.AbstractEventLoop, serve_until_stopped: Awaitable[None]) -> None:
    try:
        loop.run_until_complete(serve_until_stopped)
    finally:
        loop.close()


class _FrontDesk:
    """Adds network behavior to responses: latency, concurrency, faults of connections."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._now_open = 0

    async def answer(self, request: Request) -> http1.Delivery:
        organisation = self._organisation
        self._now_open += 1
        organisation.most_at_once = max(organisation.most_at_once, self._now_open)
        try:
            fault = organisation.fault_for(request)
            if organisation.latency:
                await asyncio.sleep(organisation.latency)
            response = organisation.answer(request, fault)
        finally:
            self._now_open -= 1
        return http1.Delivery(response, fault if fault in _MANNERS else "whole")
