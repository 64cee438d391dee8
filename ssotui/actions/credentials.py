"""Temporary keys of a role: from the cache shared with AWS CLI while they last, else from AWS; and where they go."""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Mapping
from typing import NamedTuple

from ssotui.actions.refresh import usable_token
from ssotui.core.backend import AwsConfiguration, Backend, CancelToken, CopiedTo
from ssotui.core.credential_formats import render
from ssotui.core.model import Credentials, Profile, RoleRef, SsoSession, Token
from ssotui.core.shells import REGION
from ssotui.errors import BadAnswer, Cancelled, FileTrouble, NothingMatched, SsoTuiError, Throttled, UsageError, pasted

_TRIES = 5
_FIRST_PAUSE = 0.5  # seconds; doubled every time, and scattered so that fifty don't come back at once


class Wish(NamedTuple):
    """Keys to be copied in the format ``form`` (core.credential_formats.FORMATS), for ``clear_after`` seconds."""

    ref: RoleRef
    form: str
    clear_after: int


class Copied(NamedTuple):
    """A role's keys are in the clipboard, in the format ``form``, for ``clear_after`` seconds (0: for good)."""

    ref: RoleRef
    form: str
    to: CopiedTo
    clear_after: int

    @property
    def sentence(self) -> str:
        """What to tell the user."""
        where = " and ".join(self.to.places)
        if not self.clear_after:
            end = ""
        elif self.to.cleared:
            end = f" Cleared in {self.clear_after} s."
        else:
            end = " It can't be cleared from here: only its terminal knows what it holds."
        return f"Copied the keys of {self.ref.role} ({self.form}) to {where}.{end}"


def get(backend: Backend, ref: RoleRef, cancel: CancelToken) -> Credentials:
    """Keys that are good for 15 minutes at least, if AWS gives such. However many ask at once, one request is made.

    Raises NothingMatched if the session is not configured, and what usable_token and IdentityCenter raise.
    """
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


def session_named(configuration: AwsConfiguration, name: str) -> SsoSession:
    """Raises NothingMatched, or the trouble with the file that may have it."""
    for session in configuration.sessions:
        if session.name == name:
            return session
    if configuration.trouble:
        raise configuration.trouble[0]
    raise NothingMatched(f"There is no session {name}.", hint="ssotui session list shows those that there are.")


def role_named(backend: Backend, text: str) -> RoleRef:
    """The one role that a query names (contract.md section 1); SESSION/ACCOUNT_ID/ROLE need not be known yet.

    Raises NothingMatched, SeveralMatched, or UsageError for a profile that stands for no role of a session.
    """
    configuration = backend.profiles.read()
    if any(profile.name == text for profile in configuration.profiles):
        return role_of_profile(configuration, text)
    from ssotui.actions import find, survey  # the search is only for what isn't a profile's name

    try:
        found = find.exactly_one(backend, survey.take(backend), text)
    except NothingMatched:
        ref = spelled_out(text, configuration)
        if ref is None:
            raise
        return ref
    return role_of_profile(configuration, found) if isinstance(found, str) else found.ref


def role_of_profile(configuration: AwsConfiguration, name: str) -> RoleRef:
    """The role that a profile stands for. Raises NothingMatched, or UsageError if it stands for none."""
    profile = next((one for one in configuration.profiles if one.name == name), None)
    if profile is None:
        if configuration.trouble:
            raise configuration.trouble[0]
        raise NothingMatched(f"There is no profile {name}.", hint="ssotui profile list shows those that there are.")
    if profile.ref is None:
        raise UsageError(
            _not_of_a_session(profile), hint=f"Ask AWS CLI: aws configure export-credentials --profile {pasted(name)}"
        )
    return profile.ref


def region_of(configuration: AwsConfiguration, ref: RoleRef) -> str:
    """Where the role is used: what the first of its profiles says that says it; "" if none does."""
    return next((one.region for one in configuration.profiles if one.ref == ref and one.region), "")


def usual_regions(env: Mapping[str, str], setting: str) -> tuple[str, ...]:
    """Where the user works, if a role's profile doesn't say it: the shell's region, then the setting's."""
    return tuple(filter(None, (*(env.get(name, "") for name in REGION), setting)))


def region_for(backend: Backend, ref: RoleRef, usual: tuple[str, ...]) -> str:
    """The region of the role's profile, else the first of the usual ones, else ""."""
    return region_of(backend.profiles.read(), ref) or next(iter(usual), "")


def spelled_out(text: str, configuration: AwsConfiguration) -> RoleRef | None:
    """The role of a configured session that SESSION/ACCOUNT_ID/ROLE names, whether it is known or not."""
    for session in configuration.sessions:
        account_id, _, role = text.removeprefix(f"{session.name}/").partition("/")
        if text.startswith(f"{session.name}/") and role and re.fullmatch(r"\d{12}", account_id, re.ASCII):
            return RoleRef(session.name, account_id, role)
    return None


def _not_of_a_session(profile: Profile) -> str:
    return f"The profile {profile.name} ({profile.kind}) is not a role of an SSO session."


def _fetch(backend: Backend, session: SsoSession, ref: RoleRef, cancel: CancelToken) -> Credentials:
    token = usable_token(backend, session)
    found = _asked(backend, session, (token, ref), cancel)
    if found.expires_at <= backend.now():
        raise SsoTuiError(
            f"By this computer's clock the keys of {ref.role} have ended before they came.",
            hint="Set the clock: every AWS tool goes by it. ssotui doctor compares it with AWS's.",
        )
    whole = Credentials(
        found.access_key_id, found.secret_access_key, found.session_token, found.expires_at.replace(microsecond=0)
    )
    with contextlib.suppress(FileTrouble), backend.tokens.holding(session, token) as is_still_signed_in:
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
