"""``ssotui doctor``: diagnoses problems, and fixes them."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ssotui import paths, wiring
from ssotui.actions import doctor
from ssotui.cli import confirm_changes, output, streams
from ssotui.core.checks.finding import Finding, ordered
from ssotui.core.printable import printable
from ssotui.errors import ExitCode, FileError, UsageError
from ssotui.settings import Settings

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend

_COLORS = {"error": "31", "warning": "33", "info": "36"}


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Print the findings; with ``--fix`` first fix them after a confirmation. 1 if an error is left."""
    for flag, given in (("--dry-run", options.dry_run), ("--yes", options.yes)):
        if given and not options.fix:
            raise UsageError(f"{flag} works only with --fix.", hint="Remove it, or add --fix.")
    settings, in_settings = _settings(env)
    backend = wiring.build(env, settings)
    if options.fix:
        code = _fix(backend, options, env)
        if code is not None:
            return code
    findings = ordered((*doctor.examine(backend), *in_settings))
    if options.json:
        output.write_json([_members(finding) for finding in findings])
    else:
        _tell(findings, env)
    return ExitCode.FAILED if any(finding.severity == "error" for finding in findings) else ExitCode.DONE


def _fix(backend: Backend, options: argparse.Namespace, env: Mapping[str, str]) -> int | None:
    """Show the fixes, ask if necessary, write. Returns an exit code to stop with, None to go on."""
    planned = doctor.fix(backend, write=False)
    if not planned.edits and not planned.messages:
        output.say("Nothing to do: nothing can be fixed automatically.")
        return None
    if options.dry_run or options.yes:
        _show(planned, env, as_words=options.json)
    if options.dry_run:
        return ExitCode.DONE
    if not options.yes and not confirm_changes.all_agreed(planned.edits, planned.messages, "Fix this?", env):
        return ExitCode.LEFT
    for edit in doctor.fix(backend, write=True).edits:
        confirm_changes.say_if_in_place(edit)
    if planned.edits:
        output.say("A backup was saved next to the file. Undo the change to the config: ssotui profile undo")
    return None


def _show(planned: doctor.FixResult, env: Mapping[str, str], *, as_words: bool) -> None:
    for edit in planned.edits:
        confirm_changes.show(edit, env, as_words=as_words)
    for message in planned.messages:
        output.say(message)


def _settings(env: Mapping[str, str]) -> tuple[Settings, tuple[Finding, ...]]:
    """The settings. If they can't be read: the defaults, and a finding."""
    try:
        return wiring.load_settings(env), ()
    except FileError as error:
        error = paths.with_variable(error, env)
        finding = Finding("bad-settings", "error", error.path, error.line or 0, f"{error.what}.", error.hint)
        return Settings(), (finding,)


def _members(finding: Finding) -> dict[str, object]:
    """One object of ``doctor --json``."""
    return {
        "id": finding.id,
        "severity": finding.severity,
        "path": finding.path or None,
        "line": finding.line or None,
        "message": finding.message,
        "hint": finding.hint,
        "fixable": finding.fixable,
    }


def _tell(findings: Sequence[Finding], env: Mapping[str, str]) -> None:
    colored = output.colored(env)
    for finding in findings:
        code = _COLORS[finding.severity] if colored else ""
        severity = f"\x1b[{code}m{finding.severity}\x1b[0m" if code else finding.severity
        place = f"{finding.path}:{finding.line}: " if finding.line else f"{finding.path}: " if finding.path else ""
        streams.write(
            f"{severity}: {printable(place)}{' ' if place else ''}{printable(finding.message)} [{finding.id}]\n"
        )
        streams.write(f"  {printable(finding.hint)}\n")
    streams.flush()
    fixable = sum(finding.fixable for finding in findings)
    if fixable:
        output.say(f"{fixable} of {len(findings)} can be fixed automatically: ssotui doctor --fix")
    elif not findings:
        output.say("No problems found.")
