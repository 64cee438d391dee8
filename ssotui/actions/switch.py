"""Switches to a role: chooses its profile, and writes one first if there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from ssotui.actions.profile_defaults import Defaults
from ssotui.core.configuration import AwsConfiguration, NewProfile
from ssotui.core.model import Account, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.profiles.lookup import sound_profile
from ssotui.errors import FileError, NotWritable, shell_word
from ssotui.named_tuples import NamedTuple
from ssotui.regions import is_region

if TYPE_CHECKING:
    from ssotui.core.catalog import Catalog


class Choice(NamedTuple):
    """The profile to switch the parent shell to; ``wrote``: it was written for this switch.

    ``in_place``: the config file was overwritten in place for that (see core.configuration.Edit).
    ``chosen_region`` is the region that the user chose for this switch or for the role, "" for none.
    """

    profile: str
    region: str = ""
    wrote: bool = False
    session: str = ""
    in_place: bool = False
    chosen_region: str = ""


class AssignedRole(NamedTuple):
    """A role, and its account as listed in the catalog.

    ``rivals`` are known roles that the template would give the same name. All of them get another, so that a name
    doesn't depend on which comes first.
    """

    ref: RoleRef
    account: Account
    rivals: tuple[AssignedRole, ...] = ()


def preferred(names: Sequence[str], current: str = "") -> str | None:
    """The profile to switch to among a role's: the shell's current one if it is one of them, else the first."""
    if current in names:
        return current
    return names[0] if names else None


def naming_warning(assigned: AssignedRole, defaults: Defaults) -> str:
    """A warning if the name template gives other roles of the account the same name; else ""."""
    from ssotui.core.profiles.name_collisions import warning  # see proposed

    others = (one for one in assigned.rivals if one.ref[:2] == assigned.ref[:2])
    return warning(defaults.template_of(assigned.ref.session), [assigned, *others], [assigned.ref])


def is_first_write(configuration: AwsConfiguration) -> bool:
    """Whether ssotui hasn't written a profile yet, so that the user is asked first."""
    return not any(profile.managed for profile in configuration.profiles)


def proposed(configuration: AwsConfiguration, assigned: AssignedRole, defaults: Defaults) -> NewProfile:
    """The profile that ``to_role`` would write."""
    from ssotui.core.profiles.naming import names_for  # only needed for a new profile

    used_names = configuration.profiles_by_name.keys()
    own = defaults.of(assigned.ref.session)
    region = own.region or default_region(configuration, assigned.ref.session)
    names = names_for(defaults.template_of, [assigned, *assigned.rivals], used_names, region)
    return NewProfile(names[assigned.ref], assigned.ref, region, own.output)


def with_rivals(assigned: AssignedRole, catalog: Catalog, defaults: Defaults) -> AssignedRole:
    """With known roles that the name template gives the same name. Two are enough to detect a collision."""
    from ssotui.core.profiles.naming import profile_name, slug

    def name(one: AssignedRole) -> str:
        return profile_name(defaults.template_of(one.ref.session), one.ref.session, one.account, one.ref.role)

    def known_roles() -> Iterator[AssignedRole]:
        for session, known in catalog.sessions.items():
            accounts = known.known_accounts()
            if "{account_" in template and defaults.template_of(session) == template:
                accounts = _by_name(accounts).get(slug(assigned.account.title).lower(), ())
            for account in accounts:
                for role in known.known_roles(account.id):
                    yield AssignedRole(RoleRef(session, account.id, role), account)

    template, own = defaults.template_of(assigned.ref.session), name(assigned)
    rivals = (one for one in known_roles() if one.ref != assigned.ref and name(one) == own)
    return assigned._replace(rivals=tuple(islice(rivals, 2)))


@lru_cache(maxsize=32)
def _by_name(accounts: tuple[Account, ...]) -> Mapping[str, tuple[Account, ...]]:
    """Accounts by name, to find those that a template can't distinguish."""
    from ssotui.core.profiles.naming import slug

    named: dict[str, tuple[Account, ...]] = {}
    for account in accounts:
        alike = slug(account.title).lower()
        named[alike] = (*named.get(alike, ()), account)
    return named


def default_region(configuration: AwsConfiguration, session: str) -> str:
    """The default region of a new profile: the region of the default profile, else of the session.

    Without a region most clients fail ("You must specify a region"), and profiles inherit none. An invalid value, such
    as one with a comment in it, is ignored.
    """
    own = (profile.region for profile in configuration.profiles if profile.name == "default")
    of_session = (one.sso_region for one in configuration.sessions if one.name == session)
    return next(filter(is_region, (*own, *of_session)), "")


def to_role(backend: Backend, assigned: AssignedRole, defaults: Defaults, current: str = "") -> Choice:
    """Choose or write the role's profile. Raises FileError if it can't be written."""
    configuration = backend.profiles.read()
    name = preferred(configuration.profile_names_by_role(sound=True).get(assigned.ref, ()), current)
    wrote, is_in_place = name is None, False
    if name is None:
        new = proposed(configuration, assigned, defaults)
        is_in_place = _added(backend, new)
        configuration, name = backend.profiles.read(), new.name
    chosen = _remember(backend, str(assigned.ref))
    return Choice(name, configuration.region_of(name), wrote, assigned.ref.session, is_in_place, chosen)


def _added(backend: Backend, new: NewProfile) -> bool:
    """Write the profile; True if in place. Raises NotWritable with a hint on what works without a profile."""
    try:
        return backend.profiles.add(new).in_place
    except NotWritable as refused:
        role = shell_word(str(new.ref))
        instead = f"Without a profile, use ssotui use --keys {role}, or ssotui exec {role} -- COMMAND"
        raise NotWritable(refused.path, refused.what, hint=instead) from refused


def to_profile(backend: Backend, name: str) -> Choice:
    """Choose any profile by name. Raises NothingMatched if it isn't defined, ProfileError if no tool can use it."""
    configuration = backend.profiles.read()
    profile = sound_profile(configuration, name)
    chosen = _remember(backend, profile.history_key)
    return Choice(name, profile.region, session=profile.session, chosen_region=chosen)


def _remember(backend: Backend, key: str) -> str:
    """Count the use. Returns the region that the user chose for the role or profile, "" for none."""
    try:
        history = backend.history.record_use(key, backend.now())
    except FileError:  # the switch works even if the history can't be written
        history = backend.history.load()
    return history.regions.get(key, "")
