"""``ssotui profile``: lists, adds, removes and syncs profiles, and undoes the last write."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from ssotui import wiring
from ssotui.actions import profiles, resolve_role, snapshots
from ssotui.actions.keep_history import keep_history
from ssotui.actions.profile_defaults import Defaults, defaults_in
from ssotui.actions.profiles import Pruning
from ssotui.actions.role_table import rows
from ssotui.cli import confirm_changes, output, profile_chain, profile_rename, streams
from ssotui.cli.fresh_catalog import needed, nothing_found, refresh_catalog, request_for, say_signed_out
from ssotui.cli.ignored_regions import warn_of_ignored_region
from ssotui.cli.query_text import say_if_profile, text_of
from ssotui.cli.resolve_role import exactly_one
from ssotui.core.chains.chains import root_session
from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import Profile, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import enumerated, printable
from ssotui.core.profiles.drift import drift, gone_profiles
from ssotui.core.profiles.naming import check_name
from ssotui.core.profiles.plans import Plan, Planner
from ssotui.errors import ExitCode, SsoTuiError, UsageError
from ssotui.settings import Settings

_REDO = "Redo: ssotui profile undo"
_TICK = timedelta(microseconds=1)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """``options.kind`` is the action."""
    if options.kind == "add":
        profile_chain.check_options(options)
    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings)
    if options.kind == "list":
        return _list(backend, options)
    if options.kind == "undo":
        return _undo(backend, options, env)
    configuration = backend.profiles.read()
    if not configuration.writable:
        raise configuration.errors[0]
    return _change(backend, settings, options, env)


def _change(backend: Backend, settings: Settings, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    if options.kind == "rename":
        return profile_rename.rename(backend, options, env)
    if options.kind == "remove":
        return _remove(backend, options, env)
    if options.kind == "sync":
        return _sync(backend, settings, options, env)
    if options.assume:
        return profile_chain.add(backend, settings, _defaults(settings, options), options, env)
    return _add(backend, settings, options, env)


def _list(backend: Backend, options: argparse.Namespace) -> int:
    snapshot = snapshots.load(backend)
    configuration = snapshot.configuration
    if options.json:
        output.write_json([_members(profile) for profile in configuration.profiles])
    else:
        drifted = drift(configuration.profiles, snapshot.catalog, snapshot.session_names)
        rows = [_row(profile, configuration, drifted.gone) for profile in configuration.profiles]
        output.write_rows(("PROFILE", "KIND", "SESSION", "ACCOUNT", "ROLE", "REGION", ""), rows)
        streams.flush()
        _tell_drift(drifted.gone, drifted.bare)
    return output.complain_of_each(configuration.errors)


def _members(profile: Profile) -> dict[str, object]:
    """One object of ``profile list --json``."""
    return {
        "name": profile.name,
        "kind": profile.kind,
        "session": profile.session or None,
        "account_id": profile.account_id or None,
        "role": profile.role or None,
        "region": profile.region or None,
        "managed": profile.managed,
    }


def _row(profile: Profile, configuration: AwsConfiguration, gone: Sequence[Profile]) -> tuple[str, ...]:
    """The row of a role chain has the role to assume, and the session or the profile that its credentials come from."""
    state = "gone" if profile in gone else "managed" if profile.managed else ""
    session = root_session(profile, configuration.profiles_by_name) or (
        f"via {profile.source}" if profile.source else ""
    )
    role = profile.role or profile.role_arn.rpartition("/")[2]
    return (profile.name, profile.kind, session, profile.account_id, role, profile.region, state)


def _tell_drift(gone: Sequence[Profile], bare: Sequence[RoleRef]) -> None:
    if gone:
        names = enumerated([profile.name for profile in gone])
        count = "1 profile refers" if len(gone) == 1 else f"{len(gone):,} profiles refer"
        output.say(f"{count} to a role that is no longer assigned to you: {names}.")
        if any(profile.managed for profile in gone):
            output.say("  To remove those that ssotui wrote: ssotui profile sync --prune")
    if bare:
        roles = enumerated([str(ref) for ref in bare])
        output.say(f"{len(bare):,} role{' has' if len(bare) == 1 else 's have'} no profile: {roles}.")
        output.say("  To write profiles for them: ssotui profile sync")


def _add(backend: Backend, settings: Settings, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    found, snapshot = exactly_one(backend, settings, text_of(options.query), env)
    if isinstance(found, str):
        raise UsageError(f"{found} is a profile already, and not a role.", hint="Choose a role: ssotui list")
    own = snapshot.configuration.profile_names_by_role(sound=True).get(found.ref, ())
    if own and not options.name:
        output.say(f"{found.ref} already has a profile: {enumerated(own)}. To write another one: --name NAME")
        return ExitCode.DONE
    defaults = _defaults(settings, options)
    new = profiles.proposed(snapshot, found.ref, defaults)
    if not options.name:
        _say_what_names_lack(snapshot, [found.ref], defaults)
    return _write(backend, profiles.adding(new._replace(name=options.name or new.name)), options, env)


def _sync(backend: Backend, settings: Settings, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    defaults = _defaults(settings, options)
    started, text = backend.now(), text_of(options.query)
    snapshot = snapshots.of_session(snapshots.load(backend), options.session)
    # Profiles are only removed by new listings.
    request = request_for(snapshot, text, signs_in=options.may_sign_in, refresh=options.prune)
    sessions = request.sessions
    done = refresh_catalog(backend, settings, snapshot, request, env)
    if done.failures and not done.knows(sessions):
        raise done.failures[0]  # no known role needs a profile
    if done.signed_out and not done.knows(sessions):
        output.complain(needed(done.signed_out))
        return ExitCode.SIGN_IN_NEEDED
    snapshot, failures = done.snapshot, done.failures
    say_signed_out(done)
    refs = [row.ref for row in rows(backend, snapshot, text)]
    pruning = _pruning(backend, snapshot, text, started) if options.prune else None
    planner = profiles.syncing(snapshot, refs, defaults, pruning, rename=options.rename)
    for failure in failures:
        output.complain(failure)
    if text and not refs and not (pruning and pruning.names):
        raise nothing_found(backend, done, text)
    _say_what_names_lack(snapshot, refs, defaults)
    say_if_profile(backend, snapshot, text, "ssotui profile sync {}")
    code = _write(backend, planner, options, env)
    return code or (failures[0].exit_code if failures else ExitCode.DONE)


def _say_what_names_lack(snapshot: snapshots.Snapshot, refs: Sequence[RoleRef], defaults: Defaults) -> None:
    warning = profiles.naming_warning(snapshot, refs, defaults)
    if warning:
        output.say(f"ssotui: {warning}")


def _pruning(backend: Backend, snapshot: snapshots.Snapshot, text: str, started: datetime) -> Pruning:
    """What to remove: only by listings since the command began, and with a query only profiles that match it."""
    since = started - _TICK
    if not text:
        return Pruning(since)
    gone = gone_profiles(snapshot.configuration.profiles, snapshot.catalog, since)
    return Pruning(
        since, frozenset(profile.name for profile in resolve_role.matching_profiles(backend, snapshot, text, gone))
    )


def _write(backend: Backend, planner: Planner, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Show the change, ask if necessary, write it, and print the result."""
    planned = backend.profiles.preview(planner)
    _say_left_out(planned.plan)
    if not planned.plan.changes:
        output.say("Nothing to do: all profiles are up to date.")
        return ExitCode.DONE
    if options.dry_run:
        confirm_changes.show(planned.edit, env)
        confirm_changes.say_dangling(planned.edit)
        return ExitCode.DONE
    asks = options.kind == "sync" and not options.yes
    if asks and not confirm_changes.agreed(planned.edit, f"{_words(planned.plan)}?", env):
        return ExitCode.LEFT
    before = backend.profiles.read()
    done = backend.profiles.carry_out(planner)
    keep_history(backend, before, done.plan.renames)
    output.say(f"{_words(done.plan, done=True)}. Undo: ssotui profile undo")
    if done.plan.create:
        warn_of_ignored_region(env, wiring.load_settings(env), options.region)
    if not asks:  # otherwise it was printed before the question
        confirm_changes.say_dangling(done.edit)
    confirm_changes.say_if_in_place(done.edit)
    if not profile_rename.follow_in_shell(done.plan.renames, env):
        confirm_changes.say_if_profile_is_gone(backend, env)
    return ExitCode.DONE


def _say_left_out(plan: Plan) -> None:
    for clash in plan.clash:
        output.say(f"ssotui: no profile is written for {clash.ref}: another profile is already called {clash.name}.")
    for old, new in plan.stuck.items():
        output.say(f'ssotui: "{printable(old)}" keeps its name: another profile is already called "{printable(new)}".')


def _words(plan: Plan, *, done: bool = False) -> str:
    """``Write 12 profiles (a, b …), change 1 (c) and remove 2 (d, e)``."""
    verbs = ("Renamed", "wrote", "changed", "removed") if done else ("Rename", "write", "change", "remove")
    groups = (
        list(plan.renames.values()),
        *([one.name for one in group] for group in (plan.create, plan.update, plan.prune)),
    )
    parts: list[str] = []
    for verb, names in zip(verbs, groups, strict=True):
        if names:
            noun = "" if parts else " profile" if len(names) == 1 else " profiles"
            parts.append(f"{verb} {len(names):,}{noun} ({enumerated(names)})")
    words = ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)
    return f"{words[:1].upper()}{words[1:]}"


def _remove(backend: Backend, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    profiles.check_removable(backend.profiles.read(), options.profiles)
    edit = backend.profiles.remove(options.profiles, write=False)
    if options.dry_run:
        confirm_changes.show(edit, env)
        confirm_changes.say_dangling(edit)
        return ExitCode.DONE
    names = enumerated(options.profiles)
    if not options.yes and not confirm_changes.agreed(edit, f"Remove {names}?", env):
        return ExitCode.LEFT
    done = backend.profiles.remove(options.profiles, write=True)
    output.say(f"Removed {names}. Undo: ssotui profile undo")
    if options.yes:
        confirm_changes.say_dangling(done)
    confirm_changes.say_if_in_place(done)
    left = backend.profiles.read().profiles_by_name.keys() & set(options.profiles)
    if left:
        output.say(f"  The credentials file still has {enumerated(sorted(left))}.")
    confirm_changes.say_if_profile_is_gone(backend, env)
    return ExitCode.DONE


def _undo(backend: Backend, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    undo = backend.profiles.undo(write=False)
    if options.dry_run:
        confirm_changes.show(undo.edit, env)
        return ExitCode.DONE
    if not undo.is_ours:
        output.say("Another program has changed the file since ssotui wrote it; undoing discards that change, too.")
        if options.yes:
            raise SsoTuiError("Nothing was written.", hint="Review the change and confirm it: ssotui profile undo")
    messages = profile_rename.on_credentials(undo, undo.renames)
    question = f"Restore the previous version{confirm_changes.counted_sections(undo.edit)}?"
    if not options.yes and not confirm_changes.all_agreed([undo.edit], messages, question, env):
        return ExitCode.LEFT
    before = backend.profiles.read()
    done = backend.profiles.undo(write=True)
    keep_history(backend, before, done.renames)
    output.say(f"Restored the previous {done.edit.path}{confirm_changes.changed_sections(done.edit)}. {_REDO}")
    confirm_changes.say_if_in_place(done.edit)
    if not profile_rename.follow_in_shell(done.renames, env):
        confirm_changes.say_if_profile_is_gone(backend, env)
    return ExitCode.DONE


def _defaults(settings: Settings, options: argparse.Namespace) -> Defaults:
    """The values for new profiles: options of the command line, else settings. Raises UsageError."""
    if getattr(options, "name", None):
        check_name(options.name)
    template = getattr(options, "name_template", None) or ""
    return defaults_in(settings, template, options.region or "", options.output or "")
