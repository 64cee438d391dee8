"""Signs in to the AWS console as a role: creates the URL, and opens it."""

from __future__ import annotations

from typing import NamedTuple

from ssotui.actions import credentials, target_regions, targets
from ssotui.core.console import urls
from ssotui.core.console.partitions import partition_of
from ssotui.core.model import Profile, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.profiles.chains import chain_of
from ssotui.core.profiles.lookup import session_named
from ssotui.errors import SsoTuiError, UsageError, shell_word
from ssotui.regions import FALLBACK


class ConsoleRequest(NamedTuple):
    """The page of the console to open.

    ``region`` is the user's choice. Without it a region in ``usual`` is used if it is in the role's partition.
    ``service``: see core.console.urls.visit. ``words``: see target_regions.region_of.
    """

    ref: targets.Target
    service: str = ""
    region: str = ""
    usual: target_regions.UsualRegions = target_regions.UsualRegions("", "")
    words: str = ""


class ConsoleOpened(NamedTuple):
    """The browser was started."""

    ref: targets.Target


def address(backend: Backend, wish: ConsoleRequest, cancel: CancelToken) -> str:
    """The URL that signs in, valid for 15 minutes: a secret.

    Raises what credentials.get and SignInPage raise, and UsageError for long-term credentials: AWS refuses them.
    """
    visit = _visit(backend, wish)
    keys = credentials.get(backend, wish.ref, cancel)
    if not keys.session_token:
        raise _long_lived(wish.ref)
    page = backend.sign_in_page()
    token = page.token(visit.sign_in_host, keys)
    return urls.login_url(page.address(visit.sign_in_host), _issuer(backend, wish.ref), visit.destination, token)


def _long_lived(target: targets.Target) -> UsageError:
    name = targets.label(target)
    return UsageError(
        f'The profile "{name}" has long-term credentials, but the console accepts only temporary ones.',
        hint=f"Use a profile that assumes a role with them (role_arn, and source_profile = {name}).",
    )


def _issuer(backend: Backend, target: targets.Target) -> str:
    """The page to sign in again: the session's start URL; "" if the profile has no session."""
    configuration = backend.profiles.read()
    name = target.session
    if isinstance(target, Profile):
        name = chain_of(target, {one.name: one for one in configuration.profiles}).session
    return session_named(configuration, name).start_url if name else ""


def check(backend: Backend, wish: ConsoleRequest) -> None:
    """Raises UsageError for an invalid wish, before a sign-in."""
    _visit(backend, wish)


def portal_address(backend: Backend, wish: ConsoleRequest) -> str:
    """The access portal's shortcut link to the page. It needs no credentials. Raises NothingMatched, UsageError."""
    if isinstance(wish.ref, Profile):
        raise UsageError(
            f'The profile "{wish.ref.name}" ({wish.ref.kind}) is not a role of the access portal.',
            hint="Run it without --portal, or choose a role: ssotui list",
        )
    session = session_named(backend.profiles.read(), wish.ref.session)
    goes_on = wish.service or wish.region
    return urls.portal_link(session, wish.ref, _visit(backend, wish).destination if goes_on else "")


def open_console(backend: Backend, wish: ConsoleRequest, cancel: CancelToken) -> ConsoleOpened:
    """Create the URL and open it. Raises what ``address`` and Browser.open raise."""
    show(backend, address(backend, wish, cancel), wish.ref)
    return ConsoleOpened(wish.ref)


def show(backend: Backend, address: str, target: targets.Target, *, secret: bool = True) -> None:
    """Open the URL, which is ``secret`` if it signs in by itself.

    If no browser can be opened, raises SsoTuiError with a hint on how to print the URL.
    """
    try:
        backend.sign_in.browser().open(address, secret=secret)
    except UsageError:
        raise
    except SsoTuiError as error:
        words = str(target) if isinstance(target, RoleRef) else target.name
        raise SsoTuiError(error.message, hint=f"Print the URL: ssotui console {shell_word(words)} --print") from error


def _visit(backend: Backend, wish: ConsoleRequest) -> urls.Visit:
    configuration = backend.profiles.read()
    own = target_regions.profile_region(configuration, wish.ref, wish.usual.setting, wish.words)
    usual = [one for one in (own, *wish.usual) if one]
    home = target_regions.identity_center_region(configuration, wish.ref) or next(iter(usual), FALLBACK)
    region = wish.region or next((one for one in usual if partition_of(one) is partition_of(home)), home)
    return urls.visit(home, region, wish.service)
