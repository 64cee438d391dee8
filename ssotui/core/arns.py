"""The ARNs that follow from an account and a role's name."""

from __future__ import annotations


def of_account(partition: str, account_id: str) -> str:
    """What stands for everybody in the account in a policy."""
    return f"arn:{partition}:iam::{account_id}:root"


def of_role(partition: str, account_id: str, role: str) -> str:
    """A pattern for ArnLike that fits the IAM role behind a permission set, and no other.

    The role's own ARN can't be told: its name ends in a suffix that AWS draws for each account, and draws anew when the
    last assignment was removed; only GetCallerIdentity tells it (``ssotui whoami``). And its path names the home region
    of Identity Center, except us-east-1 (AWS: "Referencing permission sets in resource policies"), which a session that
    signs in by way of a replica does not know. So both are left open.
    """
    return f"arn:{partition}:iam::{account_id}:role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_{role}_*"
