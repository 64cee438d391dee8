"""ssotui for Python programs: roles, sign-in, and boto3 sessions with credentials that are refreshed automatically.

::

    from ssotui.api import boto3_session, login, roles

    login("acme")
    for role in roles():
        s3 = boto3_session(f"{role.session}/{role.account_id}/{role.role}").client("s3")

Errors are raised as ``ssotui.errors.SsoTuiError``, with a message for users and a hint. Nothing is printed.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from ssotui import wiring
from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    import boto3

    from ssotui.actions.snapshots import Snapshot
    from ssotui.core.ports.backend import Backend
    from ssotui.core.sign_in.oidc import Prompt
    from ssotui.settings import Settings


class Role(NamedTuple):
    """One role, with the members that ``ssotui list --json`` shows; ``last_used`` is UTC."""

    session: str
    account_id: str
    account_name: str
    account_email: str
    role: str
    profiles: tuple[str, ...]
    favourite: bool
    last_used: datetime | None


def boto3_session(query: str, *, region: str | None = None) -> boto3.Session:
    """A boto3 Session for the one role or profile that ``query`` names (a profile, SESSION/ACCOUNT/ROLE, words, …).

    Its credentials are those that the AWS CLI and ssotui cache, and are refreshed as long as the sign-in lasts. The
    default of ``region`` is that of the role's profile, of the environment, or of the setting. A region that was chosen
    in the picker isn't used: it is for switches, and would change what a program does. Raises NothingMatched,
    SeveralMatched, ProfileError or FileError; its clients raise SignInNeeded, CodeNeeded (enter an MFA code with
    ``ssotui whoami`` first), AccessDenied, Unreachable or Throttled.
    """
    from ssotui.actions import credentials, target_regions, targets
    from ssotui.aws.boto3_session import renewing_session

    env = dict(os.environ)
    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings, (query,))
    target = targets.target_named(backend, query)
    usual = target_regions.usual_regions(env, settings.of_session(target.session).region)
    usual_region = target_regions.usable_region(backend, target, usual, query)
    return renewing_session(lambda: credentials.get(backend, target, threading.Event()), region or usual_region)


def roles(query: str = "", *, refresh: bool = False) -> Iterator[Role]:
    """The roles that ``ssotui list`` shows: known ones, after listing what is unknown or old.

    Known roles of signed-out sessions are included. ``refresh`` lists everything again.
    """
    from ssotui.actions import snapshots
    from ssotui.actions.role_table import rows

    env = dict(os.environ)
    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings)
    snapshot = snapshots.load(backend)
    for name in _out_of_date(backend, settings, snapshot, refresh=refresh):
        snapshot = _listed(backend, settings, (snapshot, name), refresh=refresh)
    for row in rows(backend, snapshot, query):
        ref, account = row.ref, row.account
        yield Role(
            ref.session, ref.account_id, account.name, account.email, ref.role, row.profiles, row.favorite,
            row.last_used,
        )  # fmt: skip


def login(session: str, *, show: Callable[[Prompt], object] | None = None) -> datetime:
    """Sign in to a session unless AWS accepts its token, and wait for the user. Returns when it expires (UTC).

    ``show`` gets what the user needs (a URL, and a code if there is one); without it a browser is opened. Raises
    NothingMatched, SignInNeeded if it was denied or timed out, and the errors of requests and of the browser.
    """
    from ssotui.actions import refresh, sign_in
    from ssotui.core.profiles.lookup import session_named
    from ssotui.core.sign_in.browser_commands import BrowserUse
    from ssotui.core.sign_in.oidc import SignedIn
    from ssotui.errors import SignInNeeded

    env = dict(os.environ)
    backend = wiring.build(env, wiring.load_settings(env))
    sso_session = session_named(backend.profiles.read(), session)
    try:
        return refresh.confirmed_token(backend, sso_session).expires_at
    except SignInNeeded:
        attempt = sign_in.begin(backend, sso_session, sign_in.SignInOptions())
    if isinstance(attempt, SignedIn):
        return attempt.expires_at
    browser = backend.sign_in.browser(BrowserUse(sso_session.name))
    try:
        (show or (lambda prompt: browser.open(prompt.url, secret=prompt.is_secret)))(attempt.prompt)
        return attempt.finish(threading.Event()).expires_at
    finally:
        attempt.close()


def _out_of_date(backend: Backend, settings: Settings, snapshot: Snapshot, *, refresh: bool) -> list[str]:
    from ssotui.actions.listing.session_listing import is_stale

    known, now = snapshot.catalog, backend.now()
    return [
        name for name in snapshot.session_names if refresh or is_stale(known.of(name), now, settings.catalog_max_age)
    ]


def _listed(backend: Backend, settings: Settings, known: tuple[Snapshot, str], *, refresh: bool) -> Snapshot:
    """The snapshot after one session was listed again, as far as that succeeded."""
    import random
    import time

    from ssotui.actions.listing.events import ListingEvent, apply
    from ssotui.actions.listing.session_listing import Listing, ListingRequest
    from ssotui.actions.listing.shared_rate_limiter import RateLimiters
    from ssotui.actions.refresh import usable_token
    from ssotui.core.profiles.lookup import session_named
    from ssotui.errors import SignInNeeded
    from ssotui.worker_pool import WorkerPool

    snapshot, name = known
    session = session_named(snapshot.configuration, name)
    try:
        token = usable_token(backend, session)
    except SignInNeeded:
        return snapshot
    findings: list[ListingEvent] = []
    rate_limiter = RateLimiters(settings.catalog_rate_limit, time.monotonic, random.random).of(session.sso_region)
    order = ListingRequest(session, token, snapshot.catalog.of(name), settings.catalog_max_age, refresh)
    WorkerPool(Listing(backend, order, rate_limiter, findings.append).work, settings.catalog_workers).wait()
    return snapshot._replace(catalog=snapshot.catalog.with_session(name, apply(order.known, findings)))
