"""AWS's partitions: their regions, and the hosts of sign-in and console in each.

Sources: botocore, data/partitions.json and the rule set of ``signin``; AWS General Reference, "AWS Sign-In endpoints
and quotas" and "AWS Management Console endpoints and quotas".
"""

from __future__ import annotations

import re

from ssotui.errors import UsageError
from ssotui.named_tuples import NamedTuple


class Partition(NamedTuple):
    """One partition.

    ``sign_in`` and ``console`` are domains; ``console`` is "" if it isn't public. Sign-in hosts start with the region,
    except for ``bare_region``, if there is one. If ``regional_console``, the console's hosts do, too.
    """

    name: str
    regions: re.Pattern[str]
    sign_in: str
    bare_region: str
    console: str
    regional_console: bool = False

    def sign_in_host(self, region: str) -> str:
        """The host that exchanges credentials of this partition for a sign-in token."""
        return self.sign_in if region == self.bare_region else f"{region}.{self.sign_in}"

    def console_host(self, region: str) -> str:
        """The host of the console. Raises UsageError for a partition whose console isn't publicly documented."""
        if not self.console:
            raise UsageError(
                f"The console's URL in the partition {self.name} is not known.",
                hint="Use the access portal instead: --portal",
            )
        return f"{region}.{self.console}" if self.regional_console else self.console

    def owns_host(self, host: str) -> bool:
        """Whether ``host`` belongs to this partition's console."""
        return bool(self.console) and (host == self.console or host.endswith(f".{self.console}"))


def partition_of(region: str) -> Partition:
    """The partition of a region. For an unknown region it is the commercial one, as for botocore."""
    return next((one for one in PARTITIONS if one.regions.fullmatch(region)), PARTITIONS[0])


PARTITIONS = (
    Partition(
        "aws",
        re.compile(r"(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+", re.ASCII),
        "signin.aws.amazon.com",
        "us-east-1",
        "console.aws.amazon.com",
        regional_console=True,
    ),
    Partition(
        "aws-us-gov",
        re.compile(r"us-gov-\w+-\d+", re.ASCII),
        "signin.amazonaws-us-gov.com",
        "us-gov-west-1",
        "console.amazonaws-us-gov.com",
    ),
    Partition(
        "aws-cn",
        re.compile(r"cn-\w+-\d+", re.ASCII),
        "signin.amazonaws.cn",
        "cn-north-1",
        "console.amazonaws.cn",
    ),
    Partition(
        "aws-eusc",
        re.compile(r"eusc-(de)-\w+-\d+", re.ASCII),
        "signin.amazonaws-eusc.eu",
        "",
        "console.amazonaws-eusc.eu",
    ),
    Partition("aws-iso", re.compile(r"us-iso-\w+-\d+", re.ASCII), "signin.c2shome.ic.gov", "", ""),
    Partition("aws-iso-b", re.compile(r"us-isob-\w+-\d+", re.ASCII), "signin.sc2shome.sgov.gov", "", ""),
    Partition("aws-iso-e", re.compile(r"eu-isoe-\w+-\d+", re.ASCII), "signin.csphome.adc-e.uk", "", ""),
    Partition("aws-iso-f", re.compile(r"us-isof-\w+-\d+", re.ASCII), "signin.csphome.hci.ic.gov", "", ""),
)
