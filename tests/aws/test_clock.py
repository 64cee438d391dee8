"""The server's time, by which the doctor checks the clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ssotui.aws.clock import server_time
from tests.aws.servers import listening


def test_it_is_the_date_of_the_answer_whatever_the_answer_is() -> None:
    head = b"HTTP/1.1 404 No\r\nDate: Sun, 29 Nov 2026 08:00:00 GMT\r\nConnection: close\r\n\r\n"
    with listening(lambda at: at.wfile.write(head)) as server:
        env = {"AWS_ENDPOINT_URL_SSO_OIDC": f"http://{server.place}"}
        assert server_time(env, "eu-west-1") == datetime(2026, 11, 29, 8, tzinfo=UTC)


@pytest.mark.parametrize("region", ["eu-west-1", "no region"])
def test_without_an_answer_or_a_region_it_is_not_known(region: str) -> None:
    assert server_time({"AWS_ENDPOINT_URL_SSO_OIDC": "http://127.0.0.1:1"}, region) is None
