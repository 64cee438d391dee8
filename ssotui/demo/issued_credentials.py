"""The temporary credentials that were issued, so that STS and the console know their role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ssotui.demo.http_messages import Refusal
from ssotui.demo.lifetimes import Clock, Lifetimes, derived_digits

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

# The long-term access key of an IAM user in the demo's ~/.aws/credentials.
STATIC_KEY = ("AKIADEMO2345DEMO6789", "demo/Static+Secret/0123456789abcdefghijk")
STATIC_ACCOUNT = "000000000042"


@dataclass(frozen=True, slots=True)
class RoleCredentials:
    """Temporary credentials; ``name`` is the part after ``assumed-role/`` in the ARN."""

    account_id: str
    name: str
    user: str
    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str = field(repr=False)
    expires_at: datetime

    @property
    def arn(self) -> str:
        """The assumed-role ARN, as GetCallerIdentity returns it (IAM User Guide, "IAM identifiers")."""
        return f"arn:aws:sts::{self.account_id}:assumed-role/{self.name}/{self.user}"

    @property
    def user_id(self) -> str:
        """The role's unique ID and the user, as GetCallerIdentity returns them."""
        return f"AROA{_key_letters('role', self.account_id, self.name)}:{self.user}"


class IssuedCredentials:
    """All credentials of all instances."""

    def __init__(self, seed: int, now: Clock, lifetimes: Lifetimes) -> None:
        self._seed = seed
        self._now = now
        self._lifetimes = lifetimes
        self._issued: dict[str, RoleCredentials] = {}

    def issue(self, account_id: str, name: str, user: str) -> RoleCredentials:
        """New credentials that are valid for ``Lifetimes.role``; each call issues different ones."""
        words = (self._seed, len(self._issued))
        credentials = RoleCredentials(
            account_id,
            name,
            user,
            access_key_id=f"ASIA{_key_letters(*words)}",
            secret_access_key=f"demo/Secret+{derived_digits(28, 'secret', *words)}",
            session_token=f"IQoJdemo/////wEaCXVzLWVhc3QtMSJH+{derived_digits(256, 'session', *words)}==",
            expires_at=(self._now() + self._lifetimes.role).replace(microsecond=0),
        )
        self._issued[credentials.access_key_id] = credentials
        return credentials

    def holder(self, access_key_id: str, session_token: str) -> RoleCredentials:
        """The credentials as they were issued. Raises Refusal (403) if they weren't, or have expired."""
        credentials = self._issued.get(access_key_id)
        if credentials is None or credentials.session_token != session_token:
            raise Refusal(403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        if credentials.expires_at <= self._now():
            raise Refusal(403, "ExpiredToken", "The security token included in the request is expired")
        return credentials


def _key_letters(*words: object) -> str:
    digits = derived_digits(32, "key", *words)
    return "".join(_LETTERS[int(digits[place : place + 2], 16) % 32] for place in range(0, 32, 2))
