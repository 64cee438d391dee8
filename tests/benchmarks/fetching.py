"""Live listings, against one request at a time and against what the limit allows; the server is this process."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple

from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.benchmarks.homes import PYTHON, SSOTUI, Home, Homes
from tests.benchmarks.measures import ROLES, SIZES, Row, median, ran
from tests.benchmarks.terminals import painting
from tests.core.test_rate_limiter import Bucket, Simulation

_LATENCY = 0.05
_RATE = 20.0
_ONE_BY_ONE = 200  # accounts: one request at a time takes as long for each
_MANY = 500
_HALF_FETCHED = 2_000
_PAGE = 100  # accounts: what the portal gives at once
_LOADED_ANYWAY = "import asyncio, dataclasses, ssotui.core.ports.backend"  # by Textual and the first frame
_LOADING = f"{_LOADED_ANYWAY}, ssotui.aws.portal, ssotui.aws.direct_http"
_PLAIN_LOOP = """
import json, pathlib, sys
import boto3
from botocore import UNSIGNED
from botocore.config import Config
token = json.loads(next(pathlib.Path.home().glob(".aws/sso/cache/*.json")).read_text())
sso = boto3.client("sso", region_name=token["region"], config=Config(signature_version=UNSIGNED))
for page in sso.get_paginator("list_accounts").paginate(accessToken=token["accessToken"]):
    for account in page["accountList"]:
        roles = sso.get_paginator("list_account_roles")
        list(roles.paginate(accessToken=token["accessToken"], accountId=account["accountId"]))
"""


class Listed(NamedTuple):
    """One listing: seconds of the whole process, and per call; how many calls AWS refused; accounts that came."""

    seconds: float
    processor: float
    calls: int
    refused: int
    roles: int


def rows(homes: Homes) -> Iterator[Row]:
    each = _one_by_one(homes)
    live = {size: _listed(homes, size) for size in sorted((*SIZES, _MANY))}
    lost = sum(size * ROLES - listed.roles for size, listed in live.items())
    faster = {size: listed.seconds / (listed.calls * each) for size, listed in live.items()}
    floor = f"16 at a time make 0.06; the first 40 calls 8 at a time; {lost} roles lost"
    for size in (_MANY, 5_000):
        what = f"live listing, 50 ms latency, {size:,} accounts"
        yield Row(what, 0.1, faster[size], "× one request at a time", floor, faster)
    floor = "a round trip for the accounts, 5 with 8 requests for roles each, 4 with 16: 0.5 s; the rest is starting"
    yield Row("listing 100 accounts × 5 roles, 50 ms latency, whole process", 0.7, live[100].seconds, "s", floor)
    processor = {size: listed.processor / listed.calls * 1000 for size, listed in live.items()}
    floor = "http.client's parser of headers and a socket; the rest is starting, our threads and the recorder"
    for size in (_MANY, 5_000):
        yield Row(f"… processor time, {size:,} accounts", 4, processor[size], "ms a call", floor, processor)
    yield from _paced(homes)
    yield _first_rows(homes)
    yield _searched(homes)


def _one_by_one(homes: Homes) -> float:
    """Seconds a call."""
    with _organization(_ONE_BY_ONE) as organization:
        home = homes.empty("one-by-one", organization)
        spent = ran((PYTHON, "-c", _PLAIN_LOOP), home.env)
        return spent.wall / sum(organization.counts.values())


def _listed(homes: Homes, size: int, rate: float | None = None) -> Listed:
    with _organization(size, rate) as organization:
        home = homes.empty(f"listed-{size}-{rate}", organization)
        spent = ran((*SSOTUI, "list", "--refresh", "--session", home.world.instances[0].session), home.env)
        calls = sum(organization.counts.values())
        refused = sum(1 for one in organization.handled if one.status == 429)
        return Listed(spent.wall, spent.cpu, calls, refused, _kept_roles(home))


def _kept_roles(home: Home) -> int:
    command = [*SSOTUI, "list", "--cached", "--json"]
    done = subprocess.run(command, env=home.env, capture_output=True, check=True)
    return len(json.loads(done.stdout))


def _paced(homes: Homes) -> Iterator[Row]:
    real = {size: _listed(homes, size, _RATE) for size in (100, _MANY)}
    ideal = {size: (listed.calls - listed.refused - _RATE) / _RATE for size, listed in real.items()}
    slower = {size: listed.seconds / ideal[size] for size, listed in real.items()}
    for size in SIZES[1:]:  # 4 and 17 minutes: simulated
        calls = size + size // 100
        slower[size] = Simulation(calls, Bucket(_RATE, _RATE)).run().seconds / ((calls - _RATE) / _RATE)
    paced = real[_MANY]
    lost = _MANY * ROLES - paced.roles
    floor = f"start; pauses after each 429; from 1,000 on simulated; {lost} roles lost"
    what = f"the same at 20 requests/s, burst 20, {_MANY} accounts"
    yield Row(what, 1.1, slower[_MANY], "× (N − 20)/20 s", floor, slower)
    share = {size: 100 * listed.refused / listed.calls for size, listed in real.items()}
    floor = "8 in flight when the wall is met, then one or two each time the rate has grown back to it"
    yield Row("… calls that are refused", 3, share[_MANY], "%", floor, share)


def _first_rows(homes: Homes) -> Row:
    """From the first frame to the first account of the first page on a cold start: the median of three."""
    waited = median([_waited_for_rows(homes, number) for number in range(3)])
    home = homes.cached(100)
    loading = min(
        ran((PYTHON, "-c", _LOADING), home.env).wall - ran((PYTHON, "-c", _LOADED_ANYWAY), home.env).wall for _ in "123"
    )
    floor = (
        f"{waited * 1000:.0f} ms: {loading * 1000:.0f} http.client, measured alone; {_LATENCY * 1000:.0f} the "
        "request; the rest is Textual's frames, on the same processor"
    )
    return Row(
        "first rows after the first frame, cold start, 50 ms latency", 3, waited / _LATENCY, "round trips", floor
    )


def _waited_for_rows(homes: Homes, number: int) -> float:
    with _organization(500) as organization:
        home = homes.empty(f"cold-{number}", organization)
        first_page = home.world.instances[0].accounts[:_PAGE]
        first = min(first_page, key=lambda one: ((one.name or one.email or one.id).lower(), one.id))
        with painting(SSOTUI, home.env) as program:
            framed = program.until("type to find")
            return program.until(first.id) - framed


def _searched(homes: Homes) -> Row:
    grown = {}
    for size in (100, 1_000, _HALF_FETCHED):
        with _organization(size, _RATE) as organization:
            home = homes.empty(f"half-{size}", organization)
            account = home.world.instances[0].accounts[-1]
            with painting(SSOTUI, home.env) as program:
                program.until(f"of {size:,} accounts")
                program.watch(1.0)
                program.forget()
                start = time.perf_counter()
                program.press(f"^{account.name}$")
                program.until(sorted(account.roles)[0])
                grown[size] = time.perf_counter() - start
    floor = "the next free slot at 20 a second, behind the calls that are under way, and a round trip"
    what = f"a searched account's roles in a half-fetched listing of {_HALF_FETCHED:,}, at 20 requests/s"
    return Row(what, 2, grown[_HALF_FETCHED], "s", floor, grown)


def _organization(accounts: int, rate: float | None = None) -> AbstractContextManager[Organization]:
    return serving(make_world(sessions=1, accounts=accounts, roles=ROLES), latency=_LATENCY, rate_limit=rate)
