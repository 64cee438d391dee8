"""The ARNs that follow from an account and a role's name, and the role that follows from an ARN."""

from __future__ import annotations

import re

_PERMISSION_SET = re.compile(r"AWSReservedSSO_(.+)_[0-9a-f]{16}", re.DOTALL)


def of_account(partition: str, account_id: str) -> str:
    """What stands for everybody in the account in a policy."""
    return f"arn:{partition}:iam::{account_id}:root"


def role_of(arn: str) -> str:
    """The role in the ARN that STS tells, a permission set's as the portal calls it; "" for a user's."""
    kind, _, rest = arn.rpartition(":")[2].partition("/")
    name = rest.partition("/")[0] if kind == "assumed-role" else ""
    permission_set = _PERMISSION_SET.fullmatch(name)
    return permission_set[1] if permission_set else name


def of_role(partition: str, account_id: str, role: str) -> str:
    """A pattern for ArnLike that fits the IAM role behind a permission set, and no other.

    The role's own ARN can't be told: its name ends in a suffix that AWS draws for each account, and draws anew when the
    last assignment was removed; only GetCallerIdentity tells it (``ssotui whoami``). And its path names the home region
    of Identity Center, except us-east-1 (AWS: "Referencing permission sets in resource policies"), which a session that
    signs in by way of a replica does not know. So both are left open.
    """
    return f"arn:{partition}:iam::{account_id}:role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_{role}_*"
