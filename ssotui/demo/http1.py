"""The part of HTTP/1.1 with keep-alive that the fake Identity Center needs (RFC 9112)."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from ssotui.demo.http_messages import Request, Response

LARGEST_HEAD = 256 * 1024
_LARGEST_BODY = 1024 * 1024
_LINGER_ZERO = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A response, and the way it is sent: whole, half-body, reset or hang."""

    response: Response = field(repr=False)
    manner: str = "whole"


Answer = Callable[[Request], Awaitable[Delivery]]


class _Malformed(Exception):
    """A request that isn't supported HTTP; ``response`` is the error response."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.response = Response(status, content_type="text/plain")


async def handle_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answer) -> None:
    """Respond to the requests of one connection, one after the other, until one side closes it."""
    try:
        while await _exchange(reader, writer, answer):
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        return  # the client has closed the connection
    except _Malformed as problem:
        writer.write(_encoded(problem.response, keep=False))
    finally:
        writer.close()
        with contextlib.suppress(OSError):  # what ended the connection
            await writer.wait_closed()


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answer) -> bool:
    """Handle one request; True if the connection stays open."""
    request = await _read(reader)
    delivery = await answer(request)
    if delivery.manner == "reset":
        _reset(writer)
        return False
    if delivery.manner == "hang":
        await reader.read()
        return False
    keep = request.headers.get("connection", "").lower() != "close" and delivery.manner == "whole"
    encoded = _encoded(delivery.response, keep=keep, head_only=request.method == "HEAD")
    if delivery.manner == "half-body":
        encoded = encoded[: len(encoded) - (len(delivery.response.body) + 1) // 2]
    writer.write(encoded)
    return keep


async def _read(reader: asyncio.StreamReader) -> Request:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError as error:
        raise _Malformed(431) from error
    first, *lines = head.decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):  # noqa: PLR2004 - method, target, version
        raise _Malformed(400)
    fields = (line.partition(":") for line in lines if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in fields}
    return Request(parts[0], parts[1], headers, await _read_body(reader, headers))


async def _read_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if "transfer-encoding" in headers:
        raise _Malformed(501)
    length = headers.get("content-length", "0")
    if not length.isdigit():
        raise _Malformed(400)
    if int(length) > _LARGEST_BODY:
        raise _Malformed(413)
    return await reader.readexactly(int(length))


def _encoded(response: Response, *, keep: bool, head_only: bool = False) -> bytes:
    lines = [
        f"HTTP/1.1 {response.status} {response.reason}",
        f"Content-Type: {response.content_type}",
        f"Content-Length: {len(response.body)}",
        f"Connection: {'keep-alive' if keep else 'close'}",
        *(f"{name}: {value}" for name, value in response.headers),
    ]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    return head if head_only else head + response.body


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close with a reset instead of an end of the connection."""
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
    writer.transport.abort()
