"""A world served on 127.0.0.1, and clients that reach it as any program would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ssotui.demo.access_tokens import first_sign_in
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world

Connect = Callable[[str], Any]


@pytest.fixture(scope="module")
def organization() -> Iterator[Organization]:
    """Three small instances of ordinary names: two signed in, one signed out; shared, so leave no knob turned."""
    with serving(make_world(sessions=3, accounts=30)) as served:
        yield served


@pytest.fixture(scope="module")
def connect(organization: Organization) -> Connect:
    """A boto3 client of a service (no retries, no credentials of the machine), validated against botocore's model."""
    import boto3
    from botocore import UNSIGNED
    from botocore.config import Config

    config = Config(signature_version=UNSIGNED, retries={"max_attempts": 0})
    session = boto3.Session(aws_access_key_id="x", aws_secret_access_key="x", region_name="eu-west-1")

    def client(service: str) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
        return session.client(service, endpoint_url=organization.url, config=config)  # type: ignore[call-overload]  # any service

    return client


@pytest.fixture(scope="module")
def access_token(organization: Organization) -> str:
    """The token that the first session starts with."""
    return first_sign_in(organization.world, organization.world.instances[0]).access_token
