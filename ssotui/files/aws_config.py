"""Sessions and profiles in ``~/.aws/config`` and ``~/.aws/credentials``, as botocore reads them (configloader.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ssotui.core.chains.assumed_roles import arguments
from ssotui.core.chains.chains import chain_fault
from ssotui.core.chains.soundness import PlainProfiles, ProfileFacts, first_fault
from ssotui.core.chains.source_profiles import link
from ssotui.core.configuration import AwsConfiguration
from ssotui.core.digests import sha1
from ssotui.core.model import Profile, ProfileKind, SsoSession
from ssotui.errors import FileError
from ssotui.files.ini import IniSection, scan, text_value
from ssotui.files.section_headers import read_header
from ssotui.named_tuples import NamedTuple

MANAGED_BY = "ssotui"
_PARTS_OF_ARN = 6

_Values = Mapping[str, str]


class AwsConfig(NamedTuple):
    """The profiles and sessions of one config file by name, each with the section that botocore uses."""

    profiles: dict[str, IniSection]
    sessions: dict[str, IniSection]


def read_config(text: str, path: str) -> AwsConfig:
    """The profiles and sessions in a config file's text. Raises FileError if botocore can't parse it."""
    return config_of(scan(text, path))


def config_of(sections: Iterable[IniSection]) -> AwsConfig:
    """Index the sections of a config file by kind and name. The later of two with one name replaces the other."""
    config = AwsConfig({}, {})
    by_kind = {"profile": config.profiles, "sso-session": config.sessions}
    for section in sections:
        kind, name = read_header(section.header)
        if kind in by_kind:
            by_kind[kind][name] = section
    return config


def read_credentials(text: str, path: str) -> dict[str, IniSection]:
    """The profiles of a credentials file by name, which is the text of the header as it is. Raises FileError."""
    return {section.header: section for section in scan(text, path)}


def configuration(config: AwsConfig, credentials: Mapping[str, IniSection], path: str) -> AwsConfiguration:
    """The sessions and profiles of both files merged; ``path`` is the config file's, for messages.

    Legacy sessions (one for each start URL in profiles without ``sso_session``) come after the real ones and are named
    after the host of their start URL.
    """
    values = {name: _overlaid(section.values, credentials.get(name)) for name, section in config.profiles.items()}
    values.update((name, section.values) for name, section in credentials.items() if name not in values)
    legacy = _legacy_sessions(values.values(), config.sessions)
    sessions = [*map(_session, config.sessions.values(), config.sessions), *legacy.values()]
    return AwsConfiguration(
        sessions=tuple(session for session in sessions if _is_complete(session)),
        profiles=_with_faults(values, config, credentials, tuple(_profiles(values, config, credentials, legacy))),
        errors=tuple(_incomplete(session, config, path) for session in sessions if not _is_complete(session)),
    )


def _overlaid(values: dict[str, str], over: IniSection | None) -> dict[str, str]:
    """The keys of a profile in both files merged: those of the credentials file override the config file's."""
    return {**values, **over.values} if over else values


def _session(section: IniSection, name: str) -> SsoSession:
    values = section.values
    scopes = values.get("sso_registration_scopes")
    return SsoSession(
        name=name,
        start_url=text_value(values, "sso_start_url"),
        sso_region=text_value(values, "sso_region"),
        scopes=None if scopes is None else tuple(scope.strip() for scope in scopes.split(",") if scope.strip()),
    )


def _legacy_sessions(profiles: Iterable[_Values], used_names: Iterable[str]) -> dict[str, SsoSession]:
    """By start URL as it is written: the token file is named after its SHA-1 (botocore, utils.py, SSOTokenLoader)."""
    regions: dict[str, str] = {}
    for values in profiles:
        if "sso_start_url" in values and "sso_session" not in values and (url := text_value(values, "sso_start_url")):
            regions[url] = regions.get(url) or text_value(values, "sso_region")
    names = _legacy_names(regions, set(used_names)) if regions else {}
    return {url: SsoSession(names[url], url, region, legacy=True) for url, region in regions.items()}


def _legacy_names(start_urls: Iterable[str], used_names: set[str]) -> dict[str, str]:
    """A name for each start URL: its host. Of several with one host the shortest URL gets it, whatever their order."""
    names = {}
    for url in sorted(start_urls, key=lambda url: (len(url), url)):
        name = host = _host(url)
        digits = 6
        while name in used_names:
            name = f"{host}-{sha1(url.encode())[:digits]}"
            digits += 1
        used_names.add(name)
        names[url] = name
    return names


def _host(url: str) -> str:
    authority = url.partition("://")[2] or url
    for end in "/?#":
        authority = authority.partition(end)[0]
    return authority.rpartition("@")[2].partition(":")[0].lower() or url


def _profiles(
    by_name: Mapping[str, _Values],
    config: AwsConfig,
    credentials: Mapping[str, IniSection],
    legacy: Mapping[str, SsoSession],
) -> Iterable[Profile]:
    for name, values in by_name.items():
        section, shared = config.profiles.get(name), credentials.get(name)
        kind = _kind(values, shared.values if shared else {})
        session, account_id, role = "", "", ""
        source, has_credentials = link(values)
        if kind in _SSO_KINDS:
            account_id, role = text_value(values, "sso_account_id"), text_value(values, "sso_role_name")
            named = legacy.get(values.get("sso_start_url", "")) if kind == "sso-legacy" else None
            session = text_value(values, "sso_session") if kind == "sso" else named.name if named else ""
        elif kind == "assume-role":
            account_id = _account_of(text_value(values, "role_arn"))
        yield Profile(
            name,
            kind,
            session,
            account_id,
            role,
            region=text_value(values, "region"),
            managed=values.get("managed_by") == MANAGED_BY,
            line=section.line if section else 0,
            source=source if kind in ("assume-role", "process") and "\n" not in source else "",
            output=text_value(values, "output"),
            role_arn=text_value(values, "role_arn") if kind == "assume-role" else "",
            token_file=text_value(values, "web_identity_token_file") if kind == "assume-role" else "",
            has_credentials=has_credentials,
            assumes=arguments(values) if kind == "assume-role" else (),
        )


def _with_faults(
    values: Mapping[str, _Values],
    config: AwsConfig,
    credentials: Mapping[str, IniSection],
    profiles: tuple[Profile, ...],
) -> tuple[Profile, ...]:
    """The profiles with their fault filled in. A role chain has the faults of its source profiles."""

    def session(name: str) -> _Values | None:
        found = config.sessions.get(name)
        return found.values if found else None

    plain = PlainProfiles(session)
    checked = {one.name: one for one in profiles}
    for one in profiles:
        if plain.has(values[one.name]):
            continue
        shared = credentials.get(one.name)
        fault = first_fault(ProfileFacts(one.name, values[one.name], shared.values if shared else {}, session))
        if fault:
            checked[one.name] = one._replace(fault=fault.message, fault_hint=fault.hint)
    for name, one in checked.items():
        if one.source and not one.fault and (fault := chain_fault(one, checked)):
            checked[name] = one._replace(fault=fault.message, fault_hint=fault.hint)
    return tuple(checked.values())


def _account_of(arn: str) -> str:
    """The account ID in ``arn:aws:iam::111122223333:role/name``; "" if there is none."""
    parts = arn.split(":", 5)
    return parts[4] if len(parts) == _PARTS_OF_ARN and parts[4].isdigit() else ""


def _kind(values: _Values, shared: _Values) -> ProfileKind:
    """Which provider botocore takes the credentials from (credentials.py, ``create_credential_resolver``).

    ``shared`` is the section of the credentials file.
    """
    for key, kind in _KINDS:
        if key in values:
            if kind == "sso" and "sso_session" not in values:
                return "sso-legacy"
            return "static" if kind in ("login", "process") and "aws_access_key_id" in shared else kind
    return "other"


def _is_complete(session: SsoSession) -> bool:
    return bool(session.start_url and session.sso_region)


def _incomplete(session: SsoSession, config: AwsConfig, path: str) -> FileError:
    key = "sso_region" if session.start_url else "sso_start_url"
    if session.legacy:
        what, line = f"no profile with sso_start_url = {session.start_url} has sso_region", None
    else:
        what, line = f"the session [sso-session {session.name}] has no {key}", config.sessions[session.name].line
    return FileError(path, what, line=line, hint=f"Add {key} = … to it.")


_SSO_KINDS = ("sso", "sso-legacy")
_KINDS: tuple[tuple[str, ProfileKind], ...] = (
    ("role_arn", "assume-role"),
    ("sso_account_id", "sso"),
    ("sso_role_name", "sso"),
    ("login_session", "login"),
    ("credential_process", "process"),
    ("aws_access_key_id", "static"),
    ("sso_session", "sso"),  # these two alone give no credentials, but tokens
    ("sso_start_url", "sso"),
)
