"""Whose keys they are, as STS says (protocol.md section 10.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from ssotui.aws.clients import CONNECT_TIMEOUT, READ_TIMEOUT, ca_bundle, endpoint_url, untouched_session
from ssotui.core.text import plain, shortened
from ssotui.errors import AccessDenied, SsoTuiError

if TYPE_CHECKING:
    from botocore.session import Session

_FALLBACK = "us-east-1"
_LONGEST = 200
_REFUSED = 403


class Keys(NamedTuple):
    """Keys to ask with; ``token`` is "" for long-lived ones."""

    access_key_id: str
    secret_access_key: str
    token: str = ""

    def __repr__(self) -> str:
        return f"Keys({self.access_key_id!r})"


class Caller(NamedTuple):
    """Who it is."""

    account_id: str
    arn: str
    user_id: str


def caller_with(keys: Keys, region: str, env: Mapping[str, str]) -> Caller:
    """Who holds ``keys``. Raises AccessDenied for keys that AWS doesn't accept, Unreachable, BadAnswer, …"""
    return _ask(untouched_session(), keys, region, env)


def caller_of_profile(name: str, region: str, env: Mapping[str, str]) -> Caller:
    """Who a profile of any kind is, its keys found as botocore does in this process's environment.

    Raises SsoTuiError if it gives no keys, and what ``caller_with`` does.
    """
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.session import Session

    session = Session(profile=name)
    try:
        found = session.get_credentials()
        frozen = found.get_frozen_credentials() if found else None
    except (BotoCoreError, ClientError) as error:
        raise SsoTuiError(
            f"The profile {plain(name)} gives no keys: {shortened(plain(str(error)), _LONGEST)}",
            hint=f"See what AWS CLI says: aws sts get-caller-identity --profile {plain(name)}",
        ) from error
    if frozen is None:
        raise SsoTuiError(f"The profile {plain(name)} gives no keys.", hint="ssotui profile list shows what it is.")
    keys = Keys(frozen.access_key or "", frozen.secret_key or "", frozen.token or "")
    return _ask(untouched_session(), keys, region, env)


def _ask(session: Session, keys: Keys, region: str, env: Mapping[str, str]) -> Caller:
    from botocore.config import Config
    from botocore.exceptions import ClientError

    from ssotui.aws.faults import FAULTS, Asked, bad_answer, explain  # with botocore

    client: Any = session.create_client(  # the stubs know no operations of a client made this way
        "sts",
        region_name=region or _FALLBACK,
        endpoint_url=endpoint_url("sts", env),
        verify=ca_bundle(env) or True,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
        aws_session_token=keys.token or None,
        config=Config(connect_timeout=CONNECT_TIMEOUT, read_timeout=READ_TIMEOUT),
    )
    asked = Asked("", "the identity of these keys", urlsplit(client.meta.endpoint_url).netloc, keys.token)
    try:
        answer = client.get_caller_identity()
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == _REFUSED:
            raise _not_accepted(error) from error
        raise explain(error, asked) from error
    except FAULTS as error:
        raise explain(error, asked) from error
    found = tuple(answer.get(member) for member in ("Account", "Arn", "UserId"))
    if not all(isinstance(one, str) for one in found):
        raise bad_answer(asked)
    return Caller(*(plain(str(one)) for one in found))


def _not_accepted(error: Exception) -> AccessDenied:
    code = getattr(error, "response", {}).get("Error", {}).get("Code", "")
    return AccessDenied(
        f"AWS does not accept these keys ({plain(str(code)) or 'no reason given'}).",
        hint="Temporary keys end: leave them with ssotui off, or get new ones.",
    )
