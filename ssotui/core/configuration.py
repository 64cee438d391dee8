"""The AWS configuration as values: what the files say, a profile to be written, and an edit of a file."""

from __future__ import annotations

from typing import NamedTuple

from ssotui.core.model import Profile, RoleRef, SsoSession
from ssotui.errors import SsoTuiError


class AwsConfiguration(NamedTuple):
    """The content of ``~/.aws/config`` and ``~/.aws/credentials``, read as botocore reads them.

    ``trouble`` lists what could not be read. A config file that can't be parsed gives no sessions and no profiles, and
    must not be written to.
    """

    sessions: tuple[SsoSession, ...]
    profiles: tuple[Profile, ...]
    trouble: tuple[SsoTuiError, ...] = ()
    writable: bool = True


class NewProfile(NamedTuple):
    """A profile to be written for a role. ``region`` and ``output`` are left out of the file where they are ""."""

    name: str
    ref: RoleRef
    region: str = ""
    output: str = ""


class Edit(NamedTuple):
    """A planned or completed change of a file: its path, and its text before and after.

    ``in_place``: the file is a mount of its own (a container's bind mount, for example), so it was not replaced but
    overwritten. ``dangling`` are profiles that no longer work afterwards, because their source profile is removed.
    """

    path: str
    before: str
    after: str
    in_place: bool = False
    dangling: tuple[str, ...] = ()

    @property
    def caution(self) -> str:
        """A warning if the file was overwritten in place, else ""."""
        return written_over(self.path) if self.in_place else ""


def written_over(what: str) -> str:
    """The warning for a file that was overwritten in place."""
    return (
        f"{what} is a mount point and can't be replaced, so it was overwritten in place. A backup was saved next to it."
    )
