"""The composition root: creates the Backend that all actions use from the environment and the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from ssotui import paths
from ssotui.errors import FileError
from ssotui.files.atomic import fingerprint, read_file

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from ssotui.aws.portal import Portal
    from ssotui.core.ports.backend import Backend, Clipboard, IdentityCenter, ProfileStore, SessionStore, SignInPage
    from ssotui.core.ports.machine import Checkup
    from ssotui.core.ports.profile_credentials import AskCode, ProfileCredentials
    from ssotui.core.ports.sign_in_services import Browser, Callback, ClientStore, Oidc, SignInServices
    from ssotui.core.sign_in.browser_commands import BrowserUse
    from ssotui.settings import Settings


def load_settings(env: Mapping[str, str]) -> Settings:
    """The settings. Raises FileError with file and key for an invalid one."""
    from ssotui import settings

    path = paths.settings_file(env)
    content = read_file(path)
    if content is None and env.get("SSOTUI_CONFIG") and not fingerprint(path):
        raise FileError(
            str(path), "doesn't exist, but SSOTUI_CONFIG is set to it", hint="Correct SSOTUI_CONFIG, or unset it."
        )
    loaded = settings.parse(content, path) if content else settings.Settings()
    fault = next(_faults(loaded), None)
    if fault:
        raise FileError(str(path), fault[0], hint=fault[1])
    if loaded.keys:
        from ssotui.core.picker_settings import with_dropped

        loaded = loaded._replace(keys=with_dropped(loaded.keys))
    return loaded


def _faults(loaded: Settings) -> Iterator[tuple[str, str]]:
    """(problem, hint) for settings that other modules check. These are only loaded for settings that are set."""
    from ssotui import settings

    usual = settings.Settings()
    own = [(settings.quoted(name), one) for name, one in loaded.sessions.items()]
    browsers = [
        ("login.browser", loaded.login_browser),
        *((f"sessions.{name}.browser", one.browser) for name, one in own),
    ]
    for key, command in browsers:
        if command:
            from ssotui.core.sign_in.browser_commands import setting_fault

            if browser_fault := setting_fault(command):
                yield f"{key}: {browser_fault}", settings.SEE
    templates = [("profiles.name_template", loaded.profiles_name_template)]
    templates += [(f"sessions.{name}.name_template", one.name_template) for name, one in own]
    for key, template in templates:
        if template not in ("", usual.profiles_name_template):
            from ssotui.core.profiles.naming import template_fault

            if fault := template_fault(template):
                yield f"{key}: {fault}", settings.SEE
    if loaded.ui_theme != usual.ui_theme or loaded.keys:
        from ssotui.core import picker_settings

        yield from filter(None, (picker_settings.theme_fault(loaded.ui_theme), picker_settings.keys_fault(loaded.keys)))


def build(
    env: Mapping[str, str], settings: Settings, named: Sequence[str] = (), ask_code: AskCode | None = None
) -> Backend:
    """The Backend. Nothing is read, requested or imported from botocore until it is needed.

    ``named`` are the arguments of the command. If one is a profile, requests for its session use its network settings;
    other words are ignored. ``ask_code``: see Backend.
    """
    from functools import cache

    from ssotui.core.ports.backend import Backend
    from ssotui.files.aws_profiles import AwsProfiles
    from ssotui.files.catalog_store import CatalogFiles
    from ssotui.files.history import HistoryFile
    from ssotui.files.refused_tokens import RefusedTokens
    from ssotui.files.role_credentials_cache import RoleCredentialsFiles
    from ssotui.files.token_cache import TokenFiles

    profiles = AwsProfiles(env, now)
    networks = _Networks(env, named, profiles)
    refused = RefusedTokens(paths.refused_tokens_folder(env))
    center = _Center(settings, networks, lambda: backend)
    backend = Backend(
        center=center.get,
        close=center.close,
        sign_in=_sign_in(env, settings, now, networks),
        tokens=TokenFiles(paths.token_folder(env), paths.state_folder(env) / "locks", refused=refused),
        profiles=profiles,
        sessions=lambda: _sessions(env, now),
        catalogs=CatalogFiles(paths.cache_folder(env)),
        history=HistoryFile(paths.state_folder(env)),
        role_cache=RoleCredentialsFiles(paths.role_cache_folder(env), paths.state_folder(env) / "locks", now),
        profile_credentials=cache(lambda: _profile_credentials(env)),
        clipboard=lambda: _clipboard(env, settings),
        sign_in_page=lambda: _sign_in_page(networks),
        checkup=lambda: _checkup(env, settings, now, networks),
        now=now,
        ask_code=ask_code,
    )
    return backend


def now() -> datetime:
    """The current time (UTC)."""
    return datetime.now(UTC)


def profile_network(env: Mapping[str, str], name: str) -> Mapping[str, str]:
    """The environment and the network settings of a profile, for the requests of that profile."""
    from ssotui.files.network_settings import profile_network

    return profile_network(env, name)


class _Center:
    """Creates the access portal's adapter at its first use, once for all threads."""

    def __init__(self, settings: Settings, networks: _Networks, backend: Callable[[], Backend]) -> None:
        from threading import Lock

        self._settings = settings
        self._networks = networks
        self._backend = backend
        self._making = Lock()
        self._made: tuple[Portal, IdentityCenter] | None = None

    def get(self) -> IdentityCenter:
        with self._making:
            if self._made is None:
                from ssotui.actions.retrying_center import RetryingCenter
                from ssotui.aws.portal import Portal  # imported for a request only

                portal = Portal(
                    self._networks.usual(), self._settings.catalog_workers, by_session=self._networks.by_session()
                )
                self._made = portal, RetryingCenter(portal, self._backend)
            return self._made[1]

    def close(self) -> None:
        if self._made:
            self._made[0].close()


class _Networks:
    """The environments for requests, read from the config at the first request."""

    def __init__(self, env: Mapping[str, str], named: Sequence[str], profiles: ProfileStore) -> None:
        self._env = env
        self._named = named
        self._profiles = profiles

    def usual(self) -> Mapping[str, str]:
        from ssotui.files.network_settings import machine_network

        return machine_network(self._env, self._named)

    def by_session(self) -> Mapping[str, Mapping[str, str]]:
        """The environments of sessions that a named profile belongs to, by session name."""
        from ssotui.core.chains.chains import root_session

        known = self._profiles.read().profiles_by_name if self._named else {}
        found: dict[str, Mapping[str, str]] = {}
        for name in self._named:
            session = root_session(known[name], known) if name in known else ""
            if session and session not in found:
                found[session] = profile_network(self._env, name)
        return found


def _profile_credentials(env: Mapping[str, str]) -> ProfileCredentials:
    from ssotui.aws.profile_credentials import BotocoreProfiles, Files  # botocore
    from ssotui.files.assumed_roles import AssumedRoleFiles

    cache = AssumedRoleFiles(paths.role_cache_folder(env))
    files = Files(paths.config_file(env), paths.credentials_file(env), cache.later)
    return BotocoreProfiles(env, files, lambda name: profile_network(env, name))


def _clipboard(env: Mapping[str, str], settings: Settings) -> Clipboard:
    from ssotui.desktop.clipboard import DesktopClipboard  # subprocess
    from ssotui.files.clipboard_copies import CopyMarks

    return DesktopClipboard(env, settings.clipboard_backend, marks=CopyMarks(paths.state_folder(env) / "copies"))


def _sign_in_page(networks: _Networks) -> SignInPage:
    from ssotui.aws.federation import Federation

    return Federation(networks.usual())


def _sessions(env: Mapping[str, str], now: Callable[[], datetime]) -> SessionStore:
    from ssotui.files.session_writer import SessionFile  # only needed for a change

    return SessionFile(env, now)


def _checkup(env: Mapping[str, str], settings: Settings, now: Callable[[], datetime], networks: _Networks) -> Checkup:
    from ssotui.core.ports.machine import Checkup
    from ssotui.desktop.installed_programs import DesktopTools
    from ssotui.files.checked_files import AwsFiles
    from ssotui.files.section_headers import read_header
    from ssotui.shell.channel import advice

    def server_time(region: str) -> datetime | None:
        from ssotui.aws.clock import server_time  # botocore

        return server_time(networks.usual(), region)

    sources = settings, str(paths.settings_file(env))
    return Checkup(env, AwsFiles(env, now), DesktopTools(env), server_time, read_header, lambda: advice(env), *sources)


def _sign_in(
    env: Mapping[str, str], settings: Settings, now: Callable[[], datetime], networks: _Networks
) -> SignInServices:
    from ssotui.core.ports.sign_in_services import SignInServices

    services: list[Oidc] = []

    def oidc() -> Oidc:
        if not services:
            from ssotui.aws.oidc import OidcService  # botocore

            services.append(OidcService(networks.usual(), now, by_session=networks.by_session()))
        return services[0]

    def listen(port: int) -> Callback:
        from ssotui.aws.callback import LoopbackCallback  # imports socket

        return LoopbackCallback(port)

    def regions() -> tuple[str, ...]:
        from ssotui.aws.clients import sign_in_regions

        return sign_in_regions()

    def clients() -> ClientStore:
        from ssotui.files.client_cache import ClientFiles  # only needed for a sign-in

        return ClientFiles(paths.token_folder(env))

    return SignInServices(oidc, listen, clients, lambda use: _browser(env, settings, use), regions)


def _browser(env: Mapping[str, str], settings: Settings, use: BrowserUse) -> Browser:
    from ssotui.desktop.browser import UserBrowser  # subprocess

    return UserBrowser(env, settings.of_session(use.session).browser, use=use)
