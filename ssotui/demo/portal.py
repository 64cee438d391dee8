"""One Identity Center instance in memory: the four operations of the access portal."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from ssotui.demo.access_tokens import SignIns
from ssotui.demo.http_messages import JsonObject, Refusal
from ssotui.demo.issued_credentials import IssuedCredentials
from ssotui.demo.lifetimes import derived_digits
from ssotui.demo.world import DemoAccount, DemoInstance

Item = TypeVar("Item")

LARGEST_PAGE = 100
_USUAL_PAGE = 20


class IdentityCenter:
    """One instance's IAM Identity Center Portal API: methods return its JSON objects and raise Refusal."""

    def __init__(self, instance: DemoInstance, sign_ins: SignIns, credentials: IssuedCredentials) -> None:
        self.instance = instance
        self.sign_ins = sign_ins
        self._credentials = credentials
        self._accounts = {account.id: account for account in instance.accounts}

    def assign(self, accounts: Iterable[DemoAccount]) -> None:
        """Replace the user's accounts and roles."""
        self.instance = replace(self.instance, accounts=tuple(accounts))
        self._accounts = {account.id: account for account in self.instance.accounts}

    def list_accounts(self, access_token: str, size: str | None, next_token: str | None) -> JsonObject:
        """One page of the accounts."""
        self.sign_ins.check(access_token)
        page, further = _page(self.instance.accounts, size, next_token)
        return {"accountList": [_listed(account) for account in page], "nextToken": further}

    def list_account_roles(
        self, access_token: str, account_id: str, size: str | None, next_token: str | None
    ) -> JsonObject:
        """One page of an account's roles."""
        self.sign_ins.check(access_token)
        page, further = _page(self._account(account_id).roles, size, next_token)
        return {"roleList": [{"roleName": role, "accountId": account_id} for role in page], "nextToken": further}

    def get_role_credentials(self, access_token: str, account_id: str, role: str) -> JsonObject:
        """New temporary credentials of an assigned role; the expiration is in epoch milliseconds."""
        self.sign_ins.check(access_token)
        if role not in self._account(account_id).roles:
            raise _no_access()
        credentials = self._credentials.issue(account_id, sso_role_name(account_id, role), self.instance.user)
        return {
            "roleCredentials": {
                "accessKeyId": credentials.access_key_id,
                "secretAccessKey": credentials.secret_access_key,
                "sessionToken": credentials.session_token,
                "expiration": int(credentials.expires_at.timestamp()) * 1000,
            }
        }

    def _account(self, account_id: str) -> DemoAccount:
        account = self._accounts.get(account_id)
        if account is None:
            raise _no_access()
        return account


def sso_role_name(account_id: str, role: str) -> str:
    """The name of the IAM role that Identity Center creates in an account for a permission set.

    IAM Identity Center User Guide, "Referencing permission sets in resource policies, Amazon EKS Cluster config maps,
    and AWS KMS key policies".
    """
    return f"AWSReservedSSO_{role}_{derived_digits(16, account_id, role)}"


def _page(items: Sequence[Item], size: str | None, next_token: str | None) -> tuple[Sequence[Item], str | None]:
    """The items of one page, and the token of the next one."""
    per_page = _USUAL_PAGE if size is None else int(size) if size.isascii() and size.isdigit() else 0
    if not 1 <= per_page <= LARGEST_PAGE:
        raise _invalid("ResultSize parameter must be within the valid limits of: 1-100")
    start = 0 if not next_token else _start(next_token)
    end = start + per_page
    return items[start:end], _token(end) if end < len(items) else None


def _token(start: int) -> str:
    return base64.urlsafe_b64encode(f"demo-page:{start}".encode()).decode()


def _start(token: str) -> int:
    try:
        name, number = base64.urlsafe_b64decode(token.encode("ascii")).decode("ascii").split(":")
        start = int(number)
    except (ValueError, binascii.Error) as error:
        raise _invalid("Invalid pagination token") from error
    if name != "demo-page" or start < 0:
        raise _invalid("Invalid pagination token")
    return start


def _listed(account: DemoAccount) -> JsonObject:
    members = {"accountId": account.id, "accountName": account.name, "emailAddress": account.email}
    return {name: value for name, value in members.items() if value is not None}


def _invalid(message: str) -> Refusal:
    return Refusal(400, "InvalidRequestException", message)


def _no_access() -> Refusal:
    return Refusal(403, "ForbiddenException", "No access")
