"""The AWS configuration as values: what the files say, a profile to be written, and an edit of a file."""

from __future__ import annotations

from ssotui.core.model import Profile, RoleRef, SsoSession
from ssotui.errors import SsoTuiError
from ssotui.named_tuples import NamedTuple


class AwsConfiguration(NamedTuple):
    """The content of ``~/.aws/config`` and ``~/.aws/credentials``, read as botocore reads them.

    ``errors`` lists what could not be read. A config file that can't be parsed gives no sessions and no profiles, and
    must not be written to.
    """

    sessions: tuple[SsoSession, ...]
    profiles: tuple[Profile, ...]
    errors: tuple[SsoTuiError, ...] = ()
    writable: bool = True

    @property
    def sessions_by_name(self) -> dict[str, SsoSession]:
        return {session.name: session for session in self.sessions}

    @property
    def profiles_by_name(self) -> dict[str, Profile]:
        return {profile.name: profile for profile in self.profiles}

    @property
    def other_profiles(self) -> tuple[Profile, ...]:
        """The profiles that give no role of a session: assume-role, static, process and others."""
        return tuple(profile for profile in self.profiles if profile.ref is None)

    def profile_names_by_role(self, *, sound: bool = False) -> dict[RoleRef, tuple[str, ...]]:
        """The names of each role's profiles, in the order of the file; with ``sound`` of those without a fault."""
        names: dict[RoleRef, tuple[str, ...]] = {}
        for profile in self.profiles:
            if profile.ref and not (sound and profile.fault):
                names[profile.ref] = (*names.get(profile.ref, ()), profile.name)
        return names

    def region_of(self, profile: str) -> str:
        """The region of a profile; "" if it has none, or there is no such profile."""
        return next((one.region for one in self.profiles if one.name == profile), "")


class NewProfile(NamedTuple):
    """A profile to be written for a role. ``region`` and ``output`` are left out of the file where they are ""."""

    name: str
    ref: RoleRef
    region: str = ""
    output: str = ""


class NewChain(NamedTuple):
    """A profile to be written that assumes a role with the credentials of the profile ``source``.

    ``source_to_write`` is that profile if it has to be written, too.
    """

    name: str
    role_arn: str
    source: str
    region: str = ""
    output: str = ""
    source_to_write: NewProfile | None = None


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
