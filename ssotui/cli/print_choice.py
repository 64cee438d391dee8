"""``ssotui pick --print`` and ``--json``: prints the picker's choice, and switches and writes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ssotui import wiring
from ssotui.actions import role_table, snapshots, targets
from ssotui.cli import list_formats, output, streams
from ssotui.cli.choose_roles import choose_roles
from ssotui.cli.run_picker import check_terminal
from ssotui.core.printable import printable
from ssotui.core.search.references import reference
from ssotui.core.shell.variables import word
from ssotui.errors import ExitCode
from ssotui.shell.channel import shell_in_use
from ssotui.tui.picker.selector import Selector


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Print SESSION/ACCOUNT_ID/ROLE, or the name of a profile that has no role; with ``json`` an object of ``list``."""
    query = " ".join(options.query)
    shell = shell_in_use(env)
    check_terminal(env, " ".join(["ssotui list", *(word(one, shell) for one in query.split())]))
    (words,) = choose_roles(query, Selector("pick", "print", signs_in=False), env, debug=options.debug)
    snapshot = snapshots.load(wiring.build(env, wiring.load_settings(env)))
    profile = snapshot.configuration.profiles_by_name.get(words)
    ref = profile.ref if profile else targets.spelled_out(snapshot.configuration, words)
    if options.format == "print":
        streams.write(f"{printable(reference(ref) if ref else words)}\n")
    elif ref:
        output.write_json(list_formats.members(role_table.row(snapshot, ref)))
    elif profile:
        output.write_json(list_formats.members_of_profile(profile, snapshot.history))
    return ExitCode.DONE
