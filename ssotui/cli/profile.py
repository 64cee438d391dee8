"""``ssotui profile``: lists, adds, removes and syncs profiles, and undoes the last write."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from ssotui import wiring
from ssotui.actions import profiles, resolve_role, snapshot
from ssotui.actions.named_sessions import sessions_named
from ssotui.actions.profiles import Pruning
from ssotui.actions.role_table import entries
from ssotui.actions.switch import Defaults
from ssotui.cli import confirm_changes, output, streams
from ssotui.cli.fresh_catalog import RefreshRequest, brought_up_to_date, needed, nothing_found, say_signed_out
from ssotui.cli.ignored_regions import say_passed_over
from ssotui.cli.query_text import text_of
from ssotui.cli.resolve_role import exactly_one
from ssotui.core.model import Profile, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import printable
from ssotui.core.profiles.drift import drift, gone_profiles
from ssotui.core.profiles.plans import Plan, Planner
from ssotui.errors import ExitCode, SsoTuiError, UsageError
from ssotui.files.profile_writer import check_name
from ssotui.settings import Settings

_TICK = timedelta(microseconds=1)
_SHOWN = 5
"""The most names in a message; the rest are counted."""


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """``options.kind`` is the action."""
    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings)
    if options.kind == "list":
        return _list(backend, options)
    if options.kind == "undo":
        return _undo(backend, options, env)
    configuration = backend.profiles.read()
    if not configuration.writable:
        raise configuration.trouble[0]
    if options.kind == "add":
        return _add(backend, settings, options, env)
    if options.kind == "remove":
        return _remove(backend, options, env)
    return _sync(backend, settings, options, env)


def _list(backend: Backend, options: argparse.Namespace) -> int:
    taken = snapshot.load(backend)
    configuration = taken.configuration
    if options.json:
        output.write_json([_members(profile) for profile in configuration.profiles])
    else:
        drifted = drift(configuration.profiles, taken.catalog, taken.session_names)
        rows = [_row(profile, drifted.gone) for profile in configuration.profiles]
        streams.write(_table(rows) if sys.stdout.isatty() else "".join("\t".join(row) + "\n" for row in rows))
        streams.flush()
        _tell_drift(drifted.gone, drifted.bare)
    for trouble in configuration.trouble:
        output.complain(trouble)
    return configuration.trouble[0].exit_code if configuration.trouble else ExitCode.DONE


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


def _row(profile: Profile, gone: Sequence[Profile]) -> tuple[str, ...]:
    state = "gone" if profile in gone else "managed" if profile.managed else ""
    cells = (profile.name, profile.kind, profile.session, profile.account_id, profile.role, profile.region, state)
    return tuple(map(printable, cells))


def _table(rows: Sequence[Sequence[str]]) -> str:
    return output.table(("PROFILE", "KIND", "SESSION", "ACCOUNT", "ROLE", "REGION", ""), rows)


def _tell_drift(gone: Sequence[Profile], bare: Sequence[RoleRef]) -> None:
    if gone:
        names = _enumerated([profile.name for profile in gone])
        count = "1 profile refers" if len(gone) == 1 else f"{len(gone):,} profiles refer"
        output.say(f"{count} to a role that is no longer assigned to you: {names}.")
        if any(profile.managed for profile in gone):
            output.say("  To remove those that ssotui wrote: ssotui profile sync --prune")
    if bare:
        roles = _enumerated([str(ref) for ref in bare])
        output.say(f"{len(bare):,} role{' has' if len(bare) == 1 else 's have'} no profile: {roles}.")
        output.say("  To write profiles for them: ssotui profile sync")


def _enumerated(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return ", ".join(map(printable, names[:_SHOWN])) + more


def _add(backend: Backend, settings: Settings, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    found, taken = exactly_one(backend, settings, text_of(options.query), env)
    if isinstance(found, str):
        raise UsageError(f"{found} is a profile already, and not a role.", hint="Choose a role: ssotui list")
    own = snapshot.profiles_by_role(taken.configuration, sound=True).get(found.ref, ())
    if own and not options.name:
        output.say(f"{found.ref} already has a profile: {_enumerated(own)}. To write another one: --name NAME")
        return ExitCode.DONE
    defaults = _defaults(settings, options)
    new = profiles.proposed(taken, found.ref, defaults)
    if not options.name:
        _say_what_names_lack(taken, [found.ref], defaults)
    return _write(backend, profiles.adding(new._replace(name=options.name or new.name)), options, env)


def _sync(backend: Backend, settings: Settings, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    defaults = _defaults(settings, options)
    started, text = backend.now(), text_of(options.query)
    taken = snapshot.of_session(snapshot.load(backend), options.session)
    named = sessions_named(taken, text)
    sessions = (named if text else ()) or taken.session_names
    # Profiles are only removed by new listings.
    wish = RefreshRequest(sessions, named if options.may_sign_in else (), refresh=options.prune)
    done = brought_up_to_date(backend, settings, taken, wish, env)
    if done.failures and not done.knows(sessions):
        raise done.failures[0]  # no known role needs a profile
    if done.signed_out and not done.knows(sessions):
        output.complain(needed(done.signed_out))
        return ExitCode.SIGN_IN_NEEDED
    taken, failures = done.taken, done.failures
    say_signed_out(done.signed_out)
    refs = [entry.ref for entry in entries(backend, taken, text)]
    pruning = _pruning(backend, taken, text, started) if options.prune else None
    planner = profiles.syncing(taken, refs, defaults, pruning)
    for failure in failures:
        output.complain(failure)
    if text and not refs and not (pruning and pruning.names):
        raise nothing_found(backend, done, text)
    _say_what_names_lack(taken, refs, defaults)
    code = _write(backend, planner, options, env)
    return code or (failures[0].exit_code if failures else ExitCode.DONE)


def _say_what_names_lack(taken: snapshot.Snapshot, refs: Sequence[RoleRef], defaults: Defaults) -> None:
    warning = profiles.naming_warning(taken, refs, defaults.name_template)
    if warning:
        output.say(f"ssotui: {warning}")


def _pruning(backend: Backend, taken: snapshot.Snapshot, text: str, started: datetime) -> Pruning:
    """What to remove: only by listings since the command began, and with a query only profiles that match it."""
    since = started - _TICK
    if not text:
        return Pruning(since)
    gone = gone_profiles(taken.configuration.profiles, taken.catalog, since)
    return Pruning(since, frozenset(profile.name for profile in resolve_role.fitting(backend, taken, text, gone)))


def _write(backend: Backend, planner: Planner, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Show the change, ask if necessary, write it, and print the result."""
    planned = backend.profiles.preview(planner)
    for clash in planned.plan.clash:
        output.say(f"ssotui: no profile is written for {clash.ref}: another profile is already called {clash.name}.")
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
    done = backend.profiles.carry_out(planner)
    output.say(f"{_words(done.plan, done=True)}. Undo: ssotui profile undo")
    if done.plan.create:
        say_passed_over(env, wiring.load_settings(env), options.region)
    if not asks:  # otherwise it was printed before the question
        confirm_changes.say_dangling(done.edit)
    confirm_changes.say_if_in_place(done.edit)
    confirm_changes.say_if_profile_is_gone(backend, env)
    return ExitCode.DONE


def _words(plan: Plan, *, done: bool = False) -> str:
    """``Write 12, change 3 and remove 2 profiles (a, b)``."""
    verbs = ("Wrote", "changed", "removed") if done else ("Write", "change", "remove")
    counts = (len(plan.create), len(plan.update), len(plan.prune))
    parts = [f"{verb} {count:,}" for verb, count in zip(verbs, counts, strict=True) if count]
    words = ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)
    names = [one.name for one in (*plan.create, *plan.update)] if len(parts) == 1 else []
    told = _enumerated([profile.name for profile in plan.prune] or names)
    total = sum(counts)
    return f"{words[:1].upper()}{words[1:]} profile{'' if total == 1 else 's'} ({told})"


def _remove(backend: Backend, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    profiles.check_removable(backend.profiles.read(), options.profiles)
    edit = backend.profiles.remove(options.profiles, write=False)
    if options.dry_run:
        confirm_changes.show(edit, env)
        confirm_changes.say_dangling(edit)
        return ExitCode.DONE
    names = _enumerated(options.profiles)
    if not options.yes and not confirm_changes.agreed(edit, f"Remove {names}?", env):
        return ExitCode.LEFT
    done = backend.profiles.remove(options.profiles, write=True)
    output.say(f"Removed {names}. Undo: ssotui profile undo")
    if options.yes:
        confirm_changes.say_dangling(done)
    confirm_changes.say_if_in_place(done)
    left = {profile.name for profile in backend.profiles.read().profiles} & set(options.profiles)
    if left:
        output.say(f"  The credentials file still has {_enumerated(sorted(left))}.")
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
    if not options.yes and not confirm_changes.agreed(undo.edit, "Restore the previous version?", env):
        return ExitCode.LEFT
    done = backend.profiles.undo(write=True)
    output.say(f"Restored the previous {done.edit.path}. Redo: ssotui profile undo")
    confirm_changes.say_if_in_place(done.edit)
    confirm_changes.say_if_profile_is_gone(backend, env)
    return ExitCode.DONE


def _defaults(settings: Settings, options: argparse.Namespace) -> Defaults:
    """The values for new profiles: options of the command line, else settings. Raises UsageError."""
    if getattr(options, "name", None):
        check_name(options.name)
    return Defaults(
        getattr(options, "name_template", None) or settings.profiles_name_template,
        options.region or settings.profiles_region,
        options.output or settings.profiles_output,
    )
