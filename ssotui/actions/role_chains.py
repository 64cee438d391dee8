"""Plans a profile that assumes a role with the credentials of another role or profile."""

from __future__ import annotations

from ssotui.actions import profiles, target_regions, targets
from ssotui.actions.profile_defaults import Defaults
from ssotui.actions.snapshots import Snapshot
from ssotui.actions.switch import AssignedRole
from ssotui.core.configuration import NewChain
from ssotui.core.console.partitions import partition_of
from ssotui.core.console.role_arns import RoleArn
from ssotui.core.model import Account, Profile, RoleRef
from ssotui.core.profiles.naming import names_for, profile_name, slug
from ssotui.errors import UsageError
from ssotui.named_tuples import NamedTuple


class ChainRequest(NamedTuple):
    """The role to assume, whose credentials assume it, and the user's words for that; ``name`` may be ""."""

    arn: RoleArn
    target: targets.Target
    words: str
    name: str
    defaults: Defaults


def existing(snapshot: Snapshot, request: ChainRequest) -> tuple[str, ...]:
    """The profiles that already do what is requested."""
    sources = _sources(snapshot, request)
    return tuple(
        one.name
        for one in snapshot.configuration.profiles
        if one.role_arn == request.arn.text and one.source in sources and not one.fault
    )


def planned(snapshot: Snapshot, request: ChainRequest) -> NewChain:
    """The profile to write, and its source profile if the role has none yet.

    Raises UsageError for a role that these credentials can't assume, whatever its trust policy.
    """
    sso_region = target_regions.identity_center_region(snapshot.configuration, request.target)
    partition = partition_of(sso_region).name
    if sso_region and partition != request.arn.partition:
        raise UsageError(
            f'"{request.arn.text}" is in the partition {request.arn.partition}, and the credentials in {partition}.',
            hint="A role can only be assumed with credentials of its own partition.",
        )
    sources = _sources(snapshot, request)
    written = (
        None
        if sources or isinstance(request.target, Profile)
        else profiles.proposed(snapshot, request.target, request.defaults)
    )
    source = sources[0] if sources else written.name if written else ""
    defaults = request.defaults.of(targets.session_of(snapshot.configuration, request.target))
    region = defaults.region or (written.region if written else snapshot.configuration.region_of(source))
    name = request.name or _default_name(snapshot, request, region, source)
    return NewChain(name, request.arn.text, source, region, defaults.output, written)


def _sources(snapshot: Snapshot, request: ChainRequest) -> tuple[str, ...]:
    """The sound profiles that give the credentials; the one that the words name comes first."""
    if isinstance(request.target, Profile):
        return (request.target.name,)
    names = snapshot.configuration.profile_names_by_role(sound=True).get(request.target, ())
    return tuple(sorted(names, key=lambda name: name != request.words))


def _default_name(snapshot: Snapshot, request: ChainRequest, region: str, source: str) -> str:
    """The template's name, unless a profile has it or will get it: then with what tells it from that one.

    That is the source if it assumes the same role, else the account's ID, if the name doesn't have it, or the source.
    """
    arn, session = request.arn, targets.session_of(snapshot.configuration, request.target)
    account = snapshot.catalog.account(arn.account_id) or Account(arn.account_id, "", "")
    template_of, known = request.defaults.template_of, profiles.known_roles(snapshot)
    existing_profiles = snapshot.configuration.profiles_by_name
    used_names = {*existing_profiles, source, *names_for(template_of, known.values(), (), region).values()}
    base = profile_name(template_of(session), session, account, arn.name, region)
    assumes_same = base in existing_profiles and existing_profiles[base].role_arn == arn.text
    endings = ["" if assumes_same or arn.account_id in base else arn.account_id, slug(source)]
    name = next((name for ending in endings if ending and (name := f"{base}.{ending}") not in used_names), "")
    if name and base in used_names:
        return name
    ref = RoleRef(session, arn.account_id, arn.name)
    return names_for(template_of, [AssignedRole(ref, account)], used_names, region)[ref]
