"""Signs in to the AWS console as a role: creates the URL, and opens it."""

from __future__ import annotations

from contextlib import suppress

from ssotui.actions import credentials, target_regions, targets
from ssotui.core.console import urls
from ssotui.core.console.partitions import partition_of
from ssotui.core.console.services import SERVICES
from ssotui.core.model import Profile, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.ports.sign_in_services import Browser
from ssotui.core.profiles.lookup import session_named
from ssotui.core.shell.credential_formats import role_of
from ssotui.core.sign_in.browser_commands import BrowserUse
from ssotui.errors import FileError, Rejected, SsoTuiError, UsageError, shell_word
from ssotui.named_tuples import NamedTuple
from ssotui.regions import FALLBACK


class ConsoleRequest(NamedTuple):
    """The page of the console to open.

    ``region`` is the user's choice. Without it a region in ``usual`` is used, if it is in the role's partition.
    ``service``: see core.console.urls.visit. ``words``: see target_regions.region_of.
    """

    target: targets.Target
    service: str = ""
    region: str = ""
    usual: target_regions.UsualRegions = target_regions.UsualRegions("", "")
    words: str = ""


class ConsoleOpened(NamedTuple):
    """The browser was started; ``service`` as in the request."""

    target: targets.Target
    service: str = ""


def sign_in_url(backend: Backend, request: ConsoleRequest, cancel: CancelToken) -> str:
    """The URL that signs in to the console, valid for 15 minutes: a secret.

    Raises what credentials.get and SignInPage raise, and UsageError for credentials of a user, which AWS refuses.
    """
    visit = _visit(backend, request)
    issued = credentials.get(backend, request.target, cancel)
    if not issued.session_token:
        raise _long_term_error(request.target)
    page = backend.sign_in_page()
    try:
        token = page.token(visit.sign_in_host, issued)
    except Rejected as error:
        if isinstance(request.target, RoleRef) or request.target.kind == "assume-role":
            raise
        raise _refused_error(request.target) from error
    return urls.login_url(page.url(visit.sign_in_host), _issuer(backend, request.target), visit.destination, token)


def _long_term_error(target: targets.Target) -> UsageError:
    name = targets.label(target)
    return UsageError(
        f'The profile "{name}" has long-term credentials, but the console accepts only temporary ones.',
        hint="Add a profile that assumes a role with them: "
        f"ssotui profile add --assume ROLE_ARN --from {shell_word(name)}",
    )


def _refused_error(profile: Profile) -> UsageError:
    return UsageError(
        f'AWS refuses to sign in to the console with the credentials of the profile "{profile.name}".',
        hint="It accepts only credentials of a role, not those of GetSessionToken. "
        "Add a profile that assumes a role with them: "
        f"ssotui profile add --assume ROLE_ARN --from {shell_word(profile.name)}",
    )


def _issuer(backend: Backend, target: targets.Target) -> str:
    """The page to sign in again: the session's start URL; "" if the profile has no session."""
    configuration = backend.profiles.read()
    name = targets.session_of(configuration, target)
    return session_named(configuration, name).start_url if name else ""


def browser_for(backend: Backend, target: targets.Target) -> Browser:
    """The browser that the settings have for the target's session, with the values of the target for its command."""
    account = targets.account_of(backend, target)
    session = targets.session_of(backend.profiles.read(), target)
    use = BrowserUse(session, account.id, account.name, role_of(target))
    return backend.sign_in.browser(use)


def check(backend: Backend, request: ConsoleRequest) -> None:
    """Raises UsageError for an invalid request, before a sign-in."""
    _visit(backend, request)


def portal_url(backend: Backend, request: ConsoleRequest) -> str:
    """The access portal's shortcut link to the page. It needs no credentials. Raises NothingMatched, UsageError."""
    if isinstance(request.target, Profile):
        raise UsageError(
            f'The profile "{request.target.name}" ({request.target.kind}) is not a role of the access portal.',
            hint="Run it without --portal, or choose a role: ssotui list",
        )
    session = session_named(backend.profiles.read(), request.target.session)
    goes_on = request.service or request.region
    return urls.portal_link(session, request.target, _visit(backend, request).destination if goes_on else "")


def open_console(backend: Backend, request: ConsoleRequest, cancel: CancelToken) -> ConsoleOpened:
    """Create the URL and open it. Raises what ``sign_in_url`` and Browser.open raise."""
    show(backend, sign_in_url(backend, request, cancel), request.target)
    count_use(backend, request.service)
    return ConsoleOpened(request.target, request.service)


def count_use(backend: Backend, service: str) -> None:
    """Count the use of a service that has a name. The history may be unwritable."""
    name = service.lower()
    if name in SERVICES:
        with suppress(FileError):
            backend.history.record_service(name, backend.now())


def can_open(backend: Backend, target: targets.Target) -> bool:
    """Whether a browser can be opened for the target's session."""
    session = targets.session_of(backend.profiles.read(), target)
    return backend.sign_in.browser(BrowserUse(session)).can_open


def show(backend: Backend, url: str, target: targets.Target, *, secret: bool = True) -> None:
    """Open the URL, which is ``secret`` if it signs in by itself.

    If no browser can be opened, raises SsoTuiError with a hint on how to print the URL.
    """
    try:
        browser_for(backend, target).open(url, secret=secret)
    except UsageError:
        raise
    except SsoTuiError as error:
        words = str(target) if isinstance(target, RoleRef) else target.name
        raise SsoTuiError(error.message, hint=f"Print the URL: ssotui console {shell_word(words)} --print") from error


def _visit(backend: Backend, request: ConsoleRequest) -> urls.Visit:
    configuration = backend.profiles.read()
    of_profile = target_regions.profile_region(configuration, request.target, request.usual.setting, request.words)
    usual = [region for region in (of_profile, *request.usual) if region]
    sso_region = target_regions.identity_center_region(configuration, request.target) or next(iter(usual), FALLBACK)
    partition = partition_of(sso_region)
    region = request.region or next((one for one in usual if partition_of(one) is partition), sso_region)
    return urls.visit(sso_region, region, request.service)
