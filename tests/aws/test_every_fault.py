"""Each operation meets each fault: one clear sentence and what to do, no secret, no hang."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from ssotui.core.ports.backend import IdentityCenter, SignInPage
from ssotui.core.ports.sign_in_services import Oidc
from ssotui.demo import faults, routes
from ssotui.demo.organization import Organization
from ssotui.errors import (
    AccessDenied,
    BadAnswer,
    ClientRefused,
    Rejected,
    SignInNeeded,
    SsoTuiError,
    Throttled,
    Unreachable,
)
from tests.aws.operations import OPERATIONS, Operation, Place, assert_clear, failure

ASKS_NOTHING = {"authorize_url", "url"}
OWN_TEST = {"resolve"}  # tests/aws/test_vanity_start_urls.py: it needs a server with TLS
NOT_OURS = {"AssumeRole", "AssumeRoleWithWebIdentity", "login", "UnknownAction"}  # what other clients ask, and browsers


class _Ends(NamedTuple):
    """How calls end: the portal's and STS's, and those of the sign-in."""

    usual: tuple[type[SsoTuiError], ...]
    sign_in: tuple[type[SsoTuiError], ...] = ()


_UNUSABLE = _Ends((BadAnswer,))
_SILENT = _Ends((Unreachable,))
_REFUSED = _Ends((Rejected, AccessDenied), (Rejected, SignInNeeded))
ENDS = {
    "400": _Ends((Rejected,)),
    "401": _Ends((SignInNeeded, Rejected), (Rejected,)),
    "403": _Ends((AccessDenied, Rejected), (Rejected,)),
    "404": _Ends((Rejected,)),
    "429": _Ends((Throttled,)),
    "SlowDownException": _Ends((Rejected,), (Throttled,)),
    "InvalidClientException": _Ends((SignInNeeded, Rejected), (ClientRefused,)),
    "UnauthorizedClientException": _Ends((Rejected,), (ClientRefused,)),
    **dict.fromkeys(("500", "502", "503", "504", "InternalServerException"), _UNUSABLE),
    **dict.fromkeys(("reset", "hang"), _SILENT),
    "half-body": _Ends((BadAnswer, Unreachable)),  # before 1.43.127 botocore takes it for a connection that was closed
    **dict.fromkeys(("cut", "empty", "not-json", "missing", "wrong-types", "redirect"), _UNUSABLE),
    "wrong-members": _UNUSABLE,
    "proxy-401": _Ends((BadAnswer, Rejected), (BadAnswer,)),  # federation is asked without botocore
}
HARMLESS = {"huge", "same-token", "wrong-members"}
"""What a single answer may come through: too much white space; what is told of the next page only; no members below."""


@pytest.fixture
def organization(place: Place) -> Iterator[Organization]:
    yield place.organization
    place.organization.clear_faults()


def is_sign_in(operation: Operation) -> bool:
    return operation.name in ("RegisterClient", "StartDeviceAuthorization", "CreateToken")


def expected(operation: Operation, kind: str) -> tuple[type[SsoTuiError], ...]:
    ends = ENDS.get(kind, _REFUSED)
    return ends.sign_in or ends.usual if is_sign_in(operation) else ends.usual


def is_harmless(operation: Operation, kind: str) -> bool:
    """Polling goes on where AWS asks for patience; a sign-out is answered with nothing, so that nothing is missed."""
    waits = operation.method == "poll_device" and kind in ("AuthorizationPendingException", "SlowDownException")
    empty = operation.name == "Logout" and kind in ("half-body", "cut", "empty", "missing", "wrong-types")
    return kind in HARMLESS or waits or empty or operation.method == "server_time"


def kinds(operation: Operation) -> tuple[str, ...]:
    """OAuth's refusals are the sign-in's alone; the clock looks at a header only."""
    if operation.method == "server_time":
        return ("500", "reset", "hang", "not-json", "redirect")
    if operation == OPERATIONS[1]:
        return ("400", "429", "reset", "cut")  # what is asked for differs, what comes back does not
    alike = ("502", "504")  # as 500 and 503
    wanted = faults.KINDS if is_sign_in(operation) else (*faults.STATUSES, *faults.DISTORTIONS)
    return tuple(kind for kind in wanted if kind not in alike)


CELLS = [
    pytest.param(operation, kind, id=f"{operation.ready.__name__.strip('_')}-{kind}")
    for operation in OPERATIONS
    for kind in kinds(operation)
]


@pytest.mark.parametrize(("operation", "kind"), CELLS)
def test_it_ends_in_one_clear_sentence(
    operation: Operation, kind: str, place: Place, hasty_place: Place, organization: Organization
) -> None:
    ask = operation.ready(place)
    if kind == "hang":
        place.ask_as(hasty_place)
    organization.handled.clear()
    organization.fault(operation.name, kind, times=None)
    error = failure(ask)
    if error is None:
        assert is_harmless(operation, kind)
    else:
        assert isinstance(error, expected(operation, kind)), f"{type(error).__name__}: {error.message}"
        assert_clear(error, place.secrets)
    assert len(organization.handled) == 1, "it is the listing, the pacer or the person who decides on another try"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.method)
def test_it_works_when_the_service_does(operation: Operation, place: Place, organization: Organization) -> None:
    operation.ready(place)()
    assert organization.handled[-1].operation == operation.name


def test_no_operation_is_without_faults() -> None:
    """What is asked is behind these seams; what answers in the demo is all that can be asked."""
    seams = (IdentityCenter, Oidc, SignInPage)
    methods = {name for seam in seams for name in vars(seam) if not name.startswith("_")}
    assert methods - ASKS_NOTHING - OWN_TEST <= {operation.method for operation in OPERATIONS}
    pages = {name for name in routes.OPERATIONS if name.endswith(("Page", "Decision"))}
    assert {operation.name for operation in OPERATIONS} == set(routes.OPERATIONS) - pages - NOT_OURS
