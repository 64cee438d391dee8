"""``ssotui doctor``: what is wrong, and mending it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from ssotui import paths, wiring
from ssotui.actions import doctor
from ssotui.cli import changes, output, streams
from ssotui.core.checks.finding import Finding, ordered
from ssotui.core.text import plain
from ssotui.errors import ExitCode, FileTrouble
from ssotui.settings import Settings

_COLOURS = {"error": "31", "warning": "33", "info": "36"}


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Print the findings; with ``--fix`` mend first, showing what changes. 1 if an error is left."""
    settings, troubles = _settings(env)
    backend = wiring.build(env, settings)
    if options.fix:
        mended = doctor.mend(backend, write=True)
        for edit in mended.edits:
            changes.show(edit, env, as_words=options.json)
            changes.say_if_in_place(edit)
        for deed in mended.deeds:
            output.say(deed)
        if mended.edits:
            output.say("The file as it was lies beside it. Put the config back: ssotui profile undo")
        if not mended.edits and not mended.deeds:
            output.say("Nothing to do: there is nothing that can be fixed automatically.")
        findings = mended.left
    else:
        findings = doctor.examine(backend)
    findings = ordered((*findings, *troubles))
    if options.json:
        output.write_json([_members(finding) for finding in findings])
    else:
        _tell(findings, env)
    return ExitCode.FAILED if any(finding.severity == "error" for finding in findings) else ExitCode.DONE


def _settings(env: Mapping[str, str]) -> tuple[Settings, tuple[Finding, ...]]:
    """The settings; the usual ones, and why, if they can't be read: that is for the doctor to say."""
    try:
        return wiring.load_settings(env), ()
    except FileTrouble as error:
        trouble = paths.with_variable(error, env)
        finding = Finding("bad-settings", "error", trouble.path, trouble.line or 0, f"{trouble.what}.", trouble.hint)
        return Settings(), (finding,)


def _members(finding: Finding) -> dict[str, object]:
    """One object of contract.md section 2, JSON."""
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
    coloured = output.coloured(env)
    for finding in findings:
        code = _COLOURS[finding.severity] if coloured else ""
        severity = f"\x1b[{code}m{finding.severity}\x1b[0m" if code else finding.severity
        place = f"{finding.path}:{finding.line}: " if finding.line else f"{finding.path}: " if finding.path else ""
        streams.write(f"{severity}: {plain(place)}{' ' if place else ''}{plain(finding.message)} [{finding.id}]\n")
        streams.write(f"  {plain(finding.hint)}\n")
    streams.flush()
    fixable = sum(finding.fixable for finding in findings)
    if fixable:
        output.say(f"{fixable} of {len(findings)} can be mended: ssotui doctor --fix")
    elif not findings:
        output.say("Nothing is wrong.")
