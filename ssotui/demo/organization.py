"""All services under one base URL: the instances of a world, STS, console federation, the web pages.

Without sockets: ``answer`` takes a request and returns a response; ``server.py`` connects it to the network. Tests and
the demo change it while it runs::

    organization.latency = 0.05                                # seconds before each response
    organization.rate_limit = 20                               # portal requests a second and instance, then 429
    organization.lifetimes.token = timedelta(minutes=5)        # for what is issued from now on
    organization.fault("ListAccountRoles", "429", times=3)     # kinds: see faults.py
    organization.fault("ListAccountRoles", "hang", match="012345678901")
    organization.fault_message = "\\x1b[2J"                     # the message of injected error responses
    organization.clear_faults()
    organization.approve()                                     # as the user does in the browser
    organization.center("acme").assign(accounts)               # change the user's assignments
    organization.revoke("acme")                                # 401 before the tokens expire
    organization.counts["ListAccounts"], organization.handled[-1].status, organization.most_at_once
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from ssotui.demo import faults
from ssotui.demo.access_tokens import SignIn, SignIns, first_client
from ssotui.demo.federation import Federation
from ssotui.demo.http_messages import Refusal, Request, Response
from ssotui.demo.issued_credentials import IssuedCredentials
from ssotui.demo.lifetimes import Clock, Lifetimes
from ssotui.demo.oidc import OidcService
from ssotui.demo.portal import IdentityCenter
from ssotui.demo.rate_limit import TokenBucket
from ssotui.demo.routes import OPERATIONS, Route, center_of, route_of
from ssotui.demo.services import Services
from ssotui.demo.world import World


@dataclass(frozen=True, slots=True)
class HandledRequest:
    """One request, without its secrets; ``fault`` is the kind of fault that was injected, if any.

    ``status`` is 0 if a fault prevented the request from being handled.
    """

    operation: str
    status: int
    at: datetime
    session: str = ""
    account_id: str = ""
    fault: str = ""


class Organization:
    """A world that is served at ``url``. The module's docstring shows how to change it."""

    def __init__(self, world: World, url: str, now: Clock, lifetimes: Lifetimes | None = None) -> None:
        self.world = world
        self.url = url
        self.now = now
        self.lifetimes = lifetimes or Lifetimes()
        self.latency = 0.0
        self.fault_message = faults.DEFAULT_MESSAGE
        self.counts: Counter[str] = Counter()
        self.handled: list[HandledRequest] = []
        self.most_at_once = 0
        self.credentials: IssuedCredentials = IssuedCredentials(world.seed, now, self.lifetimes)
        self.centers: tuple[IdentityCenter, ...] = tuple(
            IdentityCenter(instance, SignIns(world, instance, now, self.lifetimes), self.credentials)
            for instance in world.instances
        )
        self.oidc: OidcService = OidcService(world, self.centers, now, self.lifetimes)
        self.federation: Federation = Federation(self.credentials, now)
        self.services = Services(url, self.centers, self.credentials, self.oidc, self.federation)
        self._faults = faults.Faults()
        self._buckets: dict[IdentityCenter, TokenBucket] = {}
        self._rate_limit: float | None = None

    @property
    def rate_limit(self) -> float | None:
        """The limit of portal requests a second for each instance, and the size of a burst; None: unlimited."""
        return self._rate_limit

    @rate_limit.setter
    def rate_limit(self, rate: float | None) -> None:
        self._rate_limit = rate
        self._buckets = {} if rate is None else {center: TokenBucket(rate, self.now()) for center in self.centers}

    def fault(
        self, operation: str, kind: str = "429", *, times: int | None = 1, match: str = "", session: str = ""
    ) -> None:
        """Inject a fault into the next ``times`` requests (None: all) whose URL or body contains ``match``.

        With a ``session`` only into portal requests with a token of it. Raises ValueError for an unknown operation or
        kind.
        """
        if operation not in OPERATIONS:
            raise ValueError(f"no such operation: {operation}; there are: {', '.join(OPERATIONS)}")
        self._faults.plan(operation, kind, times, match, session)

    def clear_faults(self) -> None:
        """Remove all faults."""
        self._faults.clear()

    def approve(self, user_code: str | None = None, *, deny: bool = False) -> None:
        """Confirm or deny a device sign-in, without a code the oldest one. Raises LookupError if there is none."""
        waiting = self.oidc.user_codes()
        approval = self.oidc.waiting(user_code or waiting[0]) if waiting else None
        if approval is None:
            raise LookupError("no sign-in waits for approval")
        approval.decision = "denied" if deny else "approved"

    def center(self, session: str) -> IdentityCenter:
        """The instance of a session. Raises KeyError."""
        for center in self.centers:
            if center.instance.session == session:
                return center
        raise KeyError(session)

    def sign_in(self, session: str, *, refreshable: bool = True) -> SignIn:
        """New tokens, as after a sign-in of the user. Raises KeyError."""
        center = self.center(session)
        return center.sign_ins.sign_in(first_client(self.world, center.instance), refreshable=refreshable)

    def revoke(self, session: str) -> None:
        """End every sign-in of a session at the server. Raises KeyError."""
        self.center(session).sign_ins.revoke()

    def fault_for(self, request: Request) -> str | None:
        """The kind of fault for this request, None for none. Each call counts as one occurrence."""
        center = center_of(self.services, request)
        return self._faults.next(route_of(request).operation, request, center.instance.session if center else "")

    def answer(self, request: Request, fault: str | None = None) -> Response:
        """Count and record the request, carry it out, and return the response."""
        route = route_of(request)
        self.counts[route.operation] += 1
        center = center_of(self.services, request)
        response = self._attempt(route, request, fault, center)
        session = center.instance.session if center else ""
        account = request.query.get("account_id", "")
        self.handled.append(HandledRequest(route.operation, response.status, self.now(), session, account, fault or ""))
        return response

    def _attempt(self, route: Route, request: Request, fault: str | None, center: IdentityCenter | None) -> Response:
        if fault in faults.NEVER_ANSWERED:
            return Response(0)
        refused = faults.refusal(fault, self.fault_message) or self._over_the_limit(route, center)
        if refused:
            return route.refuse(refused)
        try:
            return faults.distorted(fault, route.answer(self.services, faults.distorted_request(fault, request)))
        except Refusal as refused_now:
            return route.refuse(refused_now)

    def _over_the_limit(self, route: Route, center: IdentityCenter | None) -> Refusal | None:
        if not route.limited or center not in self._buckets or self._buckets[center].take(self.now()):
            return None
        return Refusal(429, "TooManyRequestsException", "HTTP 429 Unknown Code")
