"""Builds ARNs from an account ID and a role's name, and reads the role's name from an ARN."""

from __future__ import annotations

import re

_PERMISSION_SET = re.compile(r"AWSReservedSSO_(.+)_[0-9a-f]{16}", re.DOTALL)


def of_account(partition: str, account_id: str) -> str:
    """The ARN that stands for every principal of the account in a policy."""
    return f"arn:{partition}:iam::{account_id}:root"


def role_of(arn: str) -> str:
    """The role in an assumed-role ARN, as GetCallerIdentity returns it; "" for the ARN of a user.

    For the role of a permission set this is the permission set's name, as the access portal shows it.
    """
    return permission_set_of(arn) or _role_name(arn)


def permission_set_of(arn: str) -> str:
    """The permission set whose role an assumed-role ARN has; "" if it has another role."""
    permission_set = _PERMISSION_SET.fullmatch(_role_name(arn))
    return permission_set[1] if permission_set else ""


def _role_name(arn: str) -> str:
    kind, _, rest = arn.rpartition(":")[2].partition("/")
    return rest.partition("/")[0] if kind == "assumed-role" else ""


def of_role(partition: str, account_id: str, role: str) -> str:
    """A pattern for ArnLike that matches the IAM role of a permission set, and no other role.

    The exact ARN can't be derived. The name ends in a suffix that AWS generates for each account, and generates again
    after the last assignment was removed; only GetCallerIdentity returns it (``ssotui whoami``). The path contains the
    home region of Identity Center unless that is us-east-1, and a session that signs in to a replica region doesn't
    know it. The pattern has wildcards for both.

    IAM Identity Center User Guide, "Referencing permission sets in resource policies, Amazon EKS Cluster config maps,
    and AWS KMS key policies".
    """
    return f"arn:{partition}:iam::{account_id}:role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_{role}_*"
