"""The rules for a sound profile: one that AWS's tools resolve to the role it is listed under.

The rules follow botocore (credentials.py, SSOProvider and AssumeRoleProvider), AWS CLI v2 (customizations/sso/utils.py)
and the AWS SDK for JavaScript v3 (credential-provider-ini, resolveProfileData). Values are read as botocore reads them.
Imports almost nothing: ``status --check`` in a prompt loads it.
"""

from __future__ import annotations

from ssotui.regions import is_region

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Values = Mapping[str, str]
    """Keys in lower case and their values; the lines of a longer value are joined with newlines."""

PLAIN_KEYS = frozenset(
    ("region", "output", "sso_session", "sso_account_id", "sso_role_name", "sso_region", "sso_start_url",
     "sso_registration_scopes", "source_profile", "role_arn")
)  # fmt: skip
NEEDED_OF_SESSION = ("sso_start_url", "sso_region")

_PLAIN_PROFILE = frozenset(("sso_session", "sso_account_id", "sso_role_name", "region", "output", "managed_by"))
_PLAIN_TEXT = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+=,.@_-")
_PLAIN_SESSION = frozenset((*NEEDED_OF_SESSION, "sso_registration_scopes"))
_ROLE_KEYS = ("sso_account_id", "sso_role_name")
_SSO_KEYS = ("sso_session", *NEEDED_OF_SESSION, *_ROLE_KEYS)
_STATIC_KEYS = ("aws_access_key_id", "aws_secret_access_key")
_ACCOUNT_DIGITS = 12


class Fault:
    """Why a tool refuses a profile or resolves it to another role (``message``), and what to do (``hint``).

    ``id`` is the ID of doctor's finding, ``key`` the faulty key ("" for the profile as a whole). ``in_session``: the
    key is in the section of the profile's session. ``is_superfluous``: without the key the profile is sound.
    """

    __slots__ = ("hint", "id", "in_session", "is_superfluous", "key", "message")

    def __init__(self, id_: str, key: str, message: str, hint: str) -> None:
        self.id = id_
        self.key = key
        self.message = message
        self.hint = hint
        self.in_session = False
        self.is_superfluous = False


class ProfileFacts:
    """A profile, and everything that decides how it is resolved.

    ``values`` are the keys of both files merged, ``shared`` those of the credentials file alone. ``session`` returns
    the section of an sso-session, None if there is none.
    """

    __slots__ = ("name", "session", "shared", "values")

    def __init__(self, name: str, values: Values, shared: Values, session: Callable[[str], Values | None]) -> None:
        self.name = name
        self.values = values
        self.shared = shared
        self.session = session


def first_fault(profile: ProfileFacts) -> Fault | None:
    """Why the profile is unsound; None if it is sound. The sources of a role chain are not checked."""
    return next(profile_faults(profile), None)


class PlainProfiles:
    """A quick check that recognizes usual sound profiles, for files with thousands. Others need first_fault."""

    def __init__(self, session: Callable[[str], Values | None]) -> None:
        self._session = session
        self._sessions: dict[str, bool] = {}
        self._regions: dict[str, bool] = {"": True}

    def has(self, values: Values) -> bool:
        """Whether it is a usual sound profile; ``values`` are the keys of both files merged."""
        if not _PLAIN_PROFILE.issuperset(values):
            return False
        account_id, region = values.get("sso_account_id", ""), values.get("region", "")
        if len(account_id) != _ACCOUNT_DIGITS or not account_id.isdigit() or not account_id.isascii():
            return False
        role, output = values.get("sso_role_name", ""), values.get("output", "")
        if not role or not _PLAIN_TEXT.issuperset(role) or not _PLAIN_TEXT.issuperset(output):
            return False
        if region not in self._regions:
            self._regions[region] = is_region(region)
        name = values.get("sso_session", "")
        if name not in self._sessions:
            self._sessions[name] = self._is_plain_session(name)
        return self._regions[region] and self._sessions[name]

    def _is_plain_session(self, name: str) -> bool:
        session = self._session(name)
        return (
            session is not None
            and _PLAIN_SESSION.issuperset(session)
            and next(session_faults(name, session), None) is None
        )


def profile_faults(profile: ProfileFacts) -> Iterator[Fault]:
    """Every reason why the AWS CLI, botocore or the JavaScript SDK doesn't resolve the profile to its role."""
    values = profile.values
    faulty = set()
    of = f'the profile "{profile.name}"'
    for key in values:
        if key in PLAIN_KEYS and (fault := value_fault(key, values[key], of)):
            faulty.add(key)
            yield fault
    if "region" not in faulty and (fault := region_fault("region", values.get("region", ""), of)):
        yield fault
    if "role_arn" in values:
        if "web_identity_token_file" not in values:
            yield from _chain_faults(profile)
    elif any(key in values for key in _SSO_KEYS):
        yield from (fault for fault in _sso_faults(profile) if fault.key not in faulty or fault.in_session)
        yield from _other_identities(profile)
    elif any(key in values for key in _STATIC_KEYS):
        yield from _missing(profile, _STATIC_KEYS)


def session_faults(name: str, values: Values) -> Iterator[Fault]:
    """Every reason why no tool can sign in to a session; ``values`` are the keys of its section."""
    of = f'the session "{name}"'
    for key in values:
        if key in PLAIN_KEYS and (fault := value_fault(key, values[key], of)):
            fault.in_session = True
            yield fault
    missing = [key for key in NEEDED_OF_SESSION if not values.get(key)]
    if missing:
        message = f'The session "{name}" has no {" and no ".join(missing)}: no tool can sign in to it.'
        fault = Fault("incomplete-session", "", message, f"Add {missing[0]} = … to [sso-session {name}].")
        fault.in_session = True
        yield fault
    region = values.get("sso_region", "")
    if not has_comment(region) and (fault := region_fault("sso_region", region, of)):
        fault.in_session = True
        yield fault


def has_comment(value: str) -> bool:
    """Whether a ``#`` or ``;`` starts the value or follows a blank, so that the JavaScript SDK reads a comment."""
    if "#" not in value and ";" not in value:
        return False
    return any(word[0] in "#;" for word in value.split())


def value_fault(key: str, value: str, of: str) -> Fault | None:
    """What is wrong with the value of one of PLAIN_KEYS, None if nothing is; ``of`` names its owner in messages."""
    if "\n" in value.strip():
        message = f"The lines below {key} in {of} are indented: AWS CLI and boto3 read them as part of its value."
        return Fault("swallowed-key", key, message, "Remove the indentation of these lines.")
    if has_comment(value):
        message = (
            f'AWS CLI and boto3 read the comment as part of {key} in {of}: "{value}". The JavaScript SDK does not.'
        )
        return Fault("inline-comment", key, message, "Move the comment to its own line: ssotui doctor --fix")
    return None


def region_fault(key: str, value: str, of: str) -> Fault | None:
    """What is wrong with a region, None if nothing is; "" counts as no region."""
    if not value or value.startswith("\n") or is_region(value):
        return None
    bare = value.strip("\"' ").lower()
    hint = f"Write {key} = {bare}" if is_region(bare) else f"Use a region such as eu-west-1 for {key}."
    return Fault("malformed-region", key, f'{key} in {of} is "{value}", which is not an AWS region.', hint)


def _chain_faults(profile: ProfileFacts) -> Iterator[Fault]:
    arn, name = profile.values["role_arn"], profile.name
    if not (arn.startswith("arn:") and ":role/" in arn) and not has_comment(arn) and "\n" not in arn:
        message = f'role_arn in the profile "{name}" is "{arn}", which is not the ARN of a role.'
        yield Fault("malformed-role-arn", "role_arn", message, "Use arn:aws:iam::ACCOUNT_ID:role/ROLE.")
    both = [key for key in ("source_profile", "credential_source") if profile.values.get(key)]
    if not both:
        message = f'The profile "{name}" has role_arn but no source_profile: AWS CLI and boto3 refuse it.'
        yield Fault("missing-key", "", message, "Add source_profile = … to it.")
    elif len(both) > 1:
        message = f'The profile "{name}" has both source_profile and credential_source: AWS CLI and boto3 refuse it.'
        yield Fault("two-sources", "credential_source", message, "Remove one of the two.")


def _sso_faults(profile: ProfileFacts) -> Iterator[Fault]:
    values = profile.values
    stands_for_role = any(key in values for key in _ROLE_KEYS)
    if "sso_session" in values:
        yield from _session_faults(profile)
        needed: tuple[str, ...] = _ROLE_KEYS
    else:
        needed = (*NEEDED_OF_SESSION, *_ROLE_KEYS) if stands_for_role else NEEDED_OF_SESSION
        of = f'the profile "{profile.name}"'
        region = values.get("sso_region", "")
        if fault := region_fault("sso_region", region, of):
            yield fault
    if stands_for_role or "sso_session" not in values:  # without account and role it only serves to sign in
        yield from _missing(profile, needed)
    account_id = values.get("sso_account_id", "")
    if account_id and not (len(account_id) == _ACCOUNT_DIGITS and account_id.isascii() and account_id.isdigit()):
        yield _account_fault(profile.name, account_id)


def _session_faults(profile: ProfileFacts) -> Iterator[Fault]:
    """What is wrong with the session that the profile names, and keys of the two that contradict each other."""
    name, own = profile.values["sso_session"], profile.values
    session = profile.session(name)
    if session is None:
        is_whole = not name and all(own.get(key) for key in (*NEEDED_OF_SESSION, *_ROLE_KEYS))
        message = (
            f'The profile "{profile.name}" refers to sso-session "{name}", which isn\'t defined: AWS CLI and boto3 '
            "refuse it, the JavaScript SDK crashes."
        )
        hint = (
            "Remove the empty setting."
            if is_whole
            else "Correct the name, or add the session: ssotui session add --help"
        )
        fault = Fault("unknown-session", "sso_session", message, hint)
        fault.is_superfluous = is_whole
        yield fault
        return
    for key, value in session.items():
        if own.get(key, value) != value:
            message = (
                f'{key} in the profile "{profile.name}" differs from its session\'s: AWS CLI and boto3 refuse the '
                "profile, the JavaScript SDK takes the session's."
            )
            is_old = key in NEEDED_OF_SESSION
            hint = "Remove it from the profile: ssotui doctor --fix" if is_old else "Remove it from one of the two."
            fault = Fault("session-conflict", key, message, hint)
            fault.is_superfluous = is_old
            yield fault
    yield from session_faults(name, session)


def _account_fault(name: str, account_id: str) -> Fault:
    bare = account_id.replace("-", "").strip("\"' ")
    message = f'sso_account_id in the profile "{name}" is "{account_id}": account IDs have 12 digits.'
    if not bare.isdigit() or len(bare) > _ACCOUNT_DIGITS:
        hint = "Use all 12 digits of the account ID. To find it: ssotui list"
    elif len(bare) < _ACCOUNT_DIGITS:
        hint = f"If its leading zeros are missing, write sso_account_id = {bare.zfill(_ACCOUNT_DIGITS)}"
    else:
        hint = f"Write sso_account_id = {bare}"
    return Fault("malformed-account-id", "sso_account_id", message, hint)


def _missing(profile: ProfileFacts, needed: tuple[str, ...]) -> Iterator[Fault]:
    missing = [key for key in needed if not profile.values.get(key)]
    if missing:
        message = f'The profile "{profile.name}" has no {" and no ".join(missing)}: every tool refuses it.'
        yield Fault("missing-key", "", message, f"Add {missing[0]} = … to it.")


def _other_identities(profile: ProfileFacts) -> Iterator[Fault]:
    """Credentials in an SSO profile: the JavaScript SDK uses them instead of SSO."""
    name, values, shared = profile.name, profile.values, profile.shared
    for key, finding, needed in (
        ("aws_access_key_id", "static-keys", _STATIC_KEYS),
        ("credential_process", "credential-process", ("credential_process",)),
    ):
        if not all(values.get(one) for one in needed):
            continue
        if any(one in shared for one in needed):
            message = (
                f"The credentials file has a section [{name}] with {key}: the JavaScript SDK uses it for the profile "
                f'"{name}", AWS CLI and boto3 use SSO.'
            )
            hint = "Rename or remove the section in the credentials file."
            yield Fault("same-name-in-credentials", key, message, hint)
        else:
            message = (
                f'{key} is set together with SSO settings in the profile "{name}": AWS CLI and boto3 use SSO, the '
                f"JavaScript SDK uses {key}."
            )
            yield Fault(finding, key, message, "Move it to its own profile.")
