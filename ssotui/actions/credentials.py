"""Credentials of a role or profile: from the cache shared with AWS CLI while they last, else from AWS; and where to."""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Mapping
from typing import NamedTuple

from ssotui.actions.refresh import usable_token
from ssotui.actions.switch import home_region
from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import Credentials, Profile, RoleRef, SsoSession, Token
from ssotui.core.ports.backend import Backend, CopiedTo
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.profiles.chains import root_session
from ssotui.core.profiles.lookup import session_named, sound_profile
from ssotui.core.shell.credential_formats import render
from ssotui.core.shell.variables import REGION
from ssotui.errors import (
    BadAnswer,
    Cancelled,
    FileError,
    NothingMatched,
    SsoTuiError,
    Throttled,
    UsageError,
)

Target = RoleRef | Profile
"""Whose credentials are wanted: a role's, or those of a profile that stands for no role."""

_TRIES = 5
_FIRST_PAUSE = 0.5  # seconds; doubled every time, and scattered so that fifty don't come back at once


class Wish(NamedTuple):
    """Keys to be copied in the format ``form`` (core.shell.credential_formats.FORMATS), for ``clear_after`` seconds."""

    ref: Target
    form: str
    clear_after: int


class Copied(NamedTuple):
    """A role's keys are in the clipboard, in the format ``form``, for ``clear_after`` seconds (0: for good)."""

    ref: Target
    form: str
    to: CopiedTo
    clear_after: int

    @property
    def sentence(self) -> str:
        """What to tell the user."""
        what = f"Copied the credentials of {label(self.ref)} ({self.form}) to {' and '.join(self.to.places)}."
        return f"{what} {self.to.clearing(self.clear_after)}".rstrip()


def get(backend: Backend, target: Target, cancel: CancelToken) -> Credentials:
    """Keys that are good for 15 minutes at least, if AWS gives such. However many ask at once, one request is made.

    Raises NothingMatched if the session is not configured, and what usable_token, IdentityCenter and
    ProfileCredentials raise.
    """
    return _of_profile(backend, target, cancel) if isinstance(target, Profile) else _of_role(backend, target, cancel)


def label(target: Target) -> str:
    """What to call it in a sentence."""
    return target.name if isinstance(target, Profile) else target.role


def _of_profile(backend: Backend, profile: Profile, cancel: CancelToken) -> Credentials:
    configuration = backend.profiles.read()
    roles = {one.name: one.ref for one in configuration.profiles if one.ref}
    placed = profile._replace(region=profile.region or home_of(configuration, profile))
    return backend.profile_credentials().get(placed, roles, lambda ref: _of_role(backend, ref, cancel))


def _of_role(backend: Backend, ref: RoleRef, cancel: CancelToken) -> Credentials:
    session = session_named(backend.profiles.read(), ref.session)
    kept = backend.role_keys.load(session, ref)
    if kept:
        return kept
    with backend.role_keys.alone(session, ref):
        kept = backend.role_keys.load(session, ref)  # another process has fetched them meanwhile
        return kept or _fetch(backend, session, ref, cancel)


def copy(backend: Backend, wish: Wish, cancel: CancelToken) -> Copied:
    """Put a role's keys into the clipboard. Raises what ``get`` does, and SsoTuiError if there is no clipboard."""
    return put(backend, wish, get(backend, wish.ref, cancel))


def put(backend: Backend, wish: Wish, keys: Credentials) -> Copied:
    """The same with keys that are there already."""
    text = render(keys, wish.ref, wish.form)
    # Without the last line's end: pasted into a shell, the user still decides on Enter.
    to = backend.clipboard().copy(text.removesuffix("\n"), wish.clear_after)
    return Copied(wish.ref, wish.form, to, wish.clear_after)


def role_named(backend: Backend, text: str) -> RoleRef:
    """The one role that a query names; SESSION/ACCOUNT_ID/ROLE need not be known yet.

    Raises NothingMatched, SeveralMatched, or UsageError for a profile that stands for no role of a session.
    """
    configuration = backend.profiles.read()
    if any(profile.name == text for profile in configuration.profiles):
        return role_of_profile(configuration, text)
    from ssotui.actions import (
        resolve_role,  # the search is only for what isn't a profile's name
        snapshot,
    )

    try:
        found = resolve_role.exactly_one(backend, snapshot.load(backend), text)
    except NothingMatched:
        ref = spelled_out(text, configuration)
        if ref is None:
            raise
        return ref
    return role_of_profile(configuration, found) if isinstance(found, str) else found.ref


def of_profile(configuration: AwsConfiguration, name: str) -> Target:
    """The role that a profile stands for, else the profile itself.

    Raises NothingMatched, and ProfileError for a profile that AWS's tools refuse, or take for another role.
    """
    profile = sound_profile(configuration, name)
    return profile.ref or profile


def role_of_profile(configuration: AwsConfiguration, name: str) -> RoleRef:
    """The role that a profile stands for. Raises NothingMatched, or UsageError if it stands for none."""
    found = of_profile(configuration, name)
    if isinstance(found, Profile):
        raise UsageError(
            f'The profile "{name}" ({found.kind}) is not a role of an SSO session.', hint="Name a role: ssotui list"
        )
    return found


class Usual(NamedTuple):
    """Where the user works: the shell's region, and the setting's; "" where there is none."""

    shell: str
    setting: str


def usual_regions(env: Mapping[str, str], setting: str) -> Usual:
    """Those of this environment."""
    return Usual(next(filter(None, map(env.get, REGION)), ""), setting)


def region_of(configuration: AwsConfiguration, target: Target, setting: str, words: str = "") -> str:
    """The region of the sound profile that ``use`` switches to, which it may have to write; "" if that says none.

    ``setting`` is that of new profiles. ``words`` are what the user has typed: a role may have several profiles, and
    the one that is named counts.
    """
    if isinstance(target, Profile):
        return target.region
    named = next((one for one in configuration.profiles if one.name == words), None)
    if named is not None:
        return named.region
    regions = [one.region for one in configuration.profiles if one.ref == target and not one.fault]
    if not regions:
        return setting or home_region(configuration, target.session)
    return next(filter(None, regions), "")


def region_for(backend: Backend, target: Target, usual: Usual, words: str = "") -> str:
    """The region to use credentials in that come without their profile; "" if nothing says one."""
    return region_of(backend.profiles.read(), target, usual.setting, words) or next(filter(None, usual), "")


def home_of(configuration: AwsConfiguration, target: Target) -> str:
    """Where the Identity Center is that a role or a profile leads to; "" if it leads to none."""
    if isinstance(target, RoleRef):
        return session_named(configuration, target.session).sso_region
    name = root_session(target, {one.name: one for one in configuration.profiles})
    return next((session.sso_region for session in configuration.sessions if session.name == name), "")


def spelled_out(text: str, configuration: AwsConfiguration) -> RoleRef | None:
    """The role of a configured session that SESSION/ACCOUNT_ID/ROLE names, whether it is known or not."""
    for session in configuration.sessions:
        account_id, _, role = text.removeprefix(f"{session.name}/").partition("/")
        if text.startswith(f"{session.name}/") and role and re.fullmatch(r"\d{12}", account_id, re.ASCII):
            return RoleRef(session.name, account_id, role)
    return None


def _fetch(backend: Backend, session: SsoSession, ref: RoleRef, cancel: CancelToken) -> Credentials:
    token = usable_token(backend, session)
    found = _asked(backend, session, (token, ref), cancel)
    assert found.expires_at is not None  # the portal always says it
    if found.expires_at <= backend.now():
        raise SsoTuiError(
            f"By this computer's clock the credentials of {ref.role} had expired before they came.",
            hint="Set the clock: every AWS tool goes by it. Compare it with AWS's: ssotui doctor",
        )
    whole = Credentials(
        found.access_key_id, found.secret_access_key, found.session_token, found.expires_at.replace(microsecond=0)
    )
    with contextlib.suppress(FileError), backend.tokens.holding(session, token) as is_still_signed_in:
        # Not for a session that was signed out of meanwhile. In a home that can't be written to, the credentials are as
        # good, and are fetched again next time.
        if is_still_signed_in:
            backend.role_keys.save(session, ref, whole)
    return whole


def _asked(backend: Backend, session: SsoSession, wish: tuple[Token, RoleRef], cancel: CancelToken) -> Credentials:
    """One answer, however often AWS must be asked for it."""
    pause = _FIRST_PAUSE
    for _ in range(_TRIES - 1):
        try:
            return backend.center().role_credentials(session, *wish)
        except (Throttled, BadAnswer):
            if cancel.wait(pause * (0.5 + random.random())):  # noqa: S311 - no secret, just not all at once
                raise Cancelled from None
            pause *= 2
    return backend.center().role_credentials(session, *wish)
