"""The AWS console as a role: the address that signs in to it, and opening that."""

from __future__ import annotations

from typing import NamedTuple

from ssotui.actions import credentials
from ssotui.core import console
from ssotui.core.backend import Backend, CancelToken
from ssotui.core.model import RoleRef
from ssotui.core.partitions import partition_of
from ssotui.errors import SsoTuiError, UsageError, pasted


class Wish(NamedTuple):
    """What of the console is wanted; ``regions`` are tried in this order, the first of the role's partition counts.

    ``region`` is what the user asked for, and is not passed over. ``service``: see core.console.visit.
    """

    ref: RoleRef
    service: str = ""
    region: str = ""
    regions: tuple[str, ...] = ()


class ConsoleOpened(NamedTuple):
    """The browser was started."""

    ref: RoleRef


def address(backend: Backend, wish: Wish, cancel: CancelToken) -> str:
    """The address that signs in, for 15 minutes: a secret. Raises what credentials.get and SignInPage do."""
    session = credentials.session_named(backend.profiles.read(), wish.ref.session)
    visit = _visit(backend, wish)
    keys = credentials.get(backend, wish.ref, cancel)
    page = backend.sign_in_page()
    token = page.token(visit.sign_in_host, keys)
    return console.login_url(page.address(visit.sign_in_host), session.start_url, visit.destination, token)


def check(backend: Backend, wish: Wish) -> None:
    """Raises what is wrong with the wish itself, before anybody signs in for it."""
    _visit(backend, wish)


def portal_address(backend: Backend, wish: Wish) -> str:
    """The access portal's link to the same page; needs no credentials. Raises NothingMatched or UsageError."""
    session = credentials.session_named(backend.profiles.read(), wish.ref.session)
    goes_on = wish.service or wish.region
    return console.portal_link(session, wish.ref, _visit(backend, wish).destination if goes_on else "")


def open_console(backend: Backend, wish: Wish, cancel: CancelToken) -> ConsoleOpened:
    """Sign in and show it. Raises what ``address`` does, and what the browser does."""
    show(backend, address(backend, wish, cancel), wish.ref)
    return ConsoleOpened(wish.ref)


def show(backend: Backend, address: str, ref: RoleRef, *, secret: bool = True) -> None:
    """Open the address, which is ``secret`` if it signs in by itself.

    Where no browser can be opened, SsoTuiError says how to have it printed.
    """
    try:
        backend.desk.browser().open(address, secret=secret)
    except UsageError:
        raise
    except SsoTuiError as error:
        raise SsoTuiError(
            error.message, hint=f"Print its address: ssotui console {pasted(str(ref))} --print"
        ) from error


def _visit(backend: Backend, wish: Wish) -> console.Visit:
    configuration = backend.profiles.read()
    home = credentials.session_named(configuration, wish.ref.session).sso_region
    usual = (credentials.region_of(configuration, wish.ref), *wish.regions)
    region = wish.region or next((one for one in usual if one and partition_of(one) is partition_of(home)), home)
    return console.visit(home, region, wish.service)
