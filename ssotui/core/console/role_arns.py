"""Reads the ARN of an IAM role that a profile is to assume, and says what is wrong with another text."""

from __future__ import annotations

import re

from ssotui.core.console.partitions import PARTITIONS
from ssotui.core.printable import printable, shortened
from ssotui.errors import UsageError, shell_word
from ssotui.named_tuples import NamedTuple

_SHAPE = re.compile(r"arn:([^:]*):([^:]*):([^:]*):([^:]*):(.*)", re.DOTALL)
# IAM User Guide, "IAM identifiers", and the API's limits of paths and names.
_ROLE = re.compile(r"role/(?:[!-~]{0,510}/)?([\w+=,.@-]{1,64})", re.ASCII)
_ACCOUNT_ID = re.compile(r"\d{12}", re.ASCII)
_PERMISSION_SET = "AWSReservedSSO_"
_EXAMPLE = "arn:aws:iam::123456789012:role/Deploy"
_LONGEST = 100


class RoleArn(NamedTuple):
    """The ARN of an IAM role; ``name`` is without its path."""

    text: str
    partition: str
    account_id: str
    name: str


def parse_role_arn(text: str) -> RoleArn:
    """Raises UsageError, with what to give instead."""
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        raise _refused(text, "is not an ARN.")
    partition, service, region, account_id, resource = shape.groups()
    if partition not in {one.name for one in PARTITIONS}:
        raise _refused(text, f'has the partition "{printable(partition)}", which doesn\'t exist.')
    if not _ACCOUNT_ID.fullmatch(account_id):
        raise _refused(text, "has no account ID of 12 digits.")
    if _PERMISSION_SET in resource:
        raise _of_permission_set(text, account_id)
    if service == "sts" and resource.startswith("assumed-role/"):
        name = resource.split("/")[1]
        raise _refused(text, "names a session of a role.", f"arn:{partition}:iam::{account_id}:role/{name}")
    role = _ROLE.fullmatch(resource)
    if service != "iam" or region or role is None:
        raise _refused(text, "doesn't name an IAM role.")
    return RoleArn(text, partition, account_id, role[1])


def _of_permission_set(text: str, account_id: str) -> UsageError:
    role = shell_word(f"{account_id}/{_permission_set(text)}")
    return UsageError(
        f'"{shortened(printable(text), _LONGEST)}" is a role of IAM Identity Center and can\'t be assumed.',
        hint=f"Write a profile for it instead: ssotui profile add {role}",
    )


def _permission_set(arn: str) -> str:
    name = arn.partition(_PERMISSION_SET)[2].partition("/")[0]
    return printable(name.rpartition("_")[0] or name)


def _refused(text: str, fault: str, instead: str = _EXAMPLE) -> UsageError:
    lead = "Give the ARN of a role, such as" if instead is _EXAMPLE else "Give the role's ARN:"
    return UsageError(f'"{shortened(printable(text), _LONGEST)}" {fault}', hint=f"{lead} {printable(instead)}")
