"""Makes the connections of botocore's sessions obey a request's deadline."""

from __future__ import annotations

import socket
from typing import Any

from botocore.awsrequest import AWSHTTPConnection, AWSHTTPConnectionPool, AWSHTTPSConnection, AWSHTTPSConnectionPool
from botocore.httpsession import URLLib3Session

from ssotui.aws.deadline import watch


def limit(session: URLLib3Session) -> URLLib3Session:
    """Make the session's connections obey ``deadline.timed``."""
    pools: dict[str, type] = vars(session)["_pool_classes_by_scheme"]  # botocore has no public API for it
    pools.update(http=_Pool, https=_TlsPool)
    return session


class _Connection(AWSHTTPConnection):
    def _new_conn(self) -> socket.socket:
        connection: socket.socket = super()._new_conn()
        watch(connection)
        return connection

    def getresponse(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  botocore's own
        watch(self.sock)
        return super().getresponse(*args, **kwargs)


class _TlsConnection(AWSHTTPSConnection):
    def _new_conn(self) -> socket.socket:
        connection: socket.socket = super()._new_conn()
        watch(connection)
        return connection

    def _tunnel(self) -> None:
        watch(self.sock)  # http.client also accepts any number of headers from a proxy
        super()._tunnel()

    def getresponse(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  botocore's own
        watch(self.sock)
        return super().getresponse(*args, **kwargs)


class _Pool(AWSHTTPConnectionPool):
    ConnectionCls = _Connection

    def urlopen(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  urllib3's own
        """Let nothing look at where a response leads: urllib3 drops it unread if that is no URL."""
        return super().urlopen(*args, **{**kwargs, "redirect": False})


class _TlsPool(AWSHTTPSConnectionPool):
    ConnectionCls = _TlsConnection

    def urlopen(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  urllib3's own
        """As that of ``_Pool``."""
        return super().urlopen(*args, **{**kwargs, "redirect": False})
