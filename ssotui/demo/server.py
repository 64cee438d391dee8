"""Serves the fake Identity Center on 127.0.0.1, in a thread for tests or in a process of its own for the demo.

::

    with serving(make_world(), latency=0.05, rate_limit=20) as organization:
        organization.url                     # for AWS_ENDPOINT_URL_SSO, _SSO_OIDC and _STS alike
        organization.fault("ListAccounts", "503")
        home = make_home(tmp_path, organization)

``organization.py`` shows how to change it while it runs, ``home.py`` how to use the home.
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
from ssotui.demo.organization import Organization
from ssotui.demo.world import World

_NETWORK_FAULTS = ("reset", "hang", "half-body")
_BACKLOG = 256
# Of the event loop: asyncio opens the transport, then tells its protocol, then starts a task.
_ITERATIONS_OF_ACCEPTING = 3


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
    lifetimes: Lifetimes | None = None,
) -> Iterator[Organization]:
    """Serve ``world`` in a thread until the block ends; ``latency`` is in seconds, ``rate_limit`` in requests a second.

    Several servers can run at the same time. At the end of the block every connection is closed.
    """
    with listening_socket() as listener:
        organization = Organization(world, url_of(listener), now, lifetimes)
        organization.latency = latency
        organization.rate_limit = rate_limit
        loop = asyncio.new_event_loop()
        stop = asyncio.Event()
        thread = threading.Thread(target=_run, args=(loop, serve(organization, listener, stop.wait)), daemon=True)
        thread.start()
        try:
            yield organization
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join()


def listening_socket() -> socket.socket:
    """A socket that listens on a free port of 127.0.0.1."""
    return socket.create_server(("127.0.0.1", 0), backlog=_BACKLOG)


def url_of(listener: socket.socket) -> str:
    """The base URL of a listening socket."""
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


async def serve(organization: Organization, listener: socket.socket, stopped: Callable[[], Awaitable[object]]) -> None:
    """Handle connections to ``listener`` until ``stopped()`` returns; then close all of them."""
    connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
    handler = _RequestHandler(organization)

    def handle_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Not a coroutine: one whose task is canceled before its first step would leave its connection open."""
        task = asyncio.create_task(http1.handle_connection(reader, writer, handler.answer))
        connections[task] = writer
        task.add_done_callback(connections.pop)

    server = await asyncio.start_server(handle_connection, sock=listener, limit=http1.LARGEST_HEAD)
    await stopped()
    await _stop_accepting(listener)
    for connection, writer in tuple(connections.items()):
        writer.transport.abort()
        connection.cancel()
    await asyncio.gather(*connections, return_exceptions=True)
    server.close()
    await server.wait_closed()
    await asyncio.sleep(0)  # aborted connections are closed in the next iteration of the event loop


async def _stop_accepting(listener: socket.socket) -> None:
    """Accept no more connections, and wait for those that asyncio has accepted but not handed over yet.

    ``asyncio.Server.close`` leaves them open and unclosed (``Server._attach`` fails, CPython's asyncio/base_events.py).
    """
    asyncio.get_running_loop().remove_reader(listener)
    for _ in range(_ITERATIONS_OF_ACCEPTING):
        await asyncio.sleep(0)


def _run(loop: asyncio.AbstractEventLoop, serve_until_stopped: Awaitable[None]) -> None:
    try:
        loop.run_until_complete(serve_until_stopped)
    finally:
        loop.close()


class _RequestHandler:
    """Adds network behavior to responses: latency, concurrency, faults of connections."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._now_open = 0

    async def answer(self, request: Request) -> http1.Delivery:
        organization = self._organization
        self._now_open += 1
        organization.most_at_once = max(organization.most_at_once, self._now_open)
        try:
            fault = organization.fault_for(request)
            if organization.latency:
                await asyncio.sleep(organization.latency)
            response = organization.answer(request, fault)
        finally:
            self._now_open -= 1
        return http1.Delivery(response, fault if fault in _NETWORK_FAULTS else "whole")
