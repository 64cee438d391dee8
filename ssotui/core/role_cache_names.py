"""The names of the files in ~/.aws/cli/cache that have the credentials of SSO roles.

As in botocore, credentials.py, SSOCredentialFetcher. Imports almost nothing: ``credential-process`` loads it.
"""

from __future__ import annotations

import json

from ssotui.core.digests import sha1

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Mapping

    from ssotui.core.model import RoleRef, SsoSession


def file_name(session: Mapping[str, str], account_id: str, role: str) -> str:
    """The file's name in the AWS CLI; ``session`` is {"sessionName": NAME} or, for a legacy one, {"startUrl": URL}."""
    words = {"accountId": account_id, "roleName": role, **session}
    text = json.dumps(words, sort_keys=True, separators=(",", ":"))
    return sha1(text.encode()) + ".json"


def file_of(session: SsoSession, ref: RoleRef) -> str:
    """The name of the role's file."""
    named = {"startUrl": session.start_url} if session.legacy else {"sessionName": session.name}
    return file_name(named, ref.account_id, ref.role)
