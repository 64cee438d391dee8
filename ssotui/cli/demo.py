"""``ssotui demo``: starts a fake Identity Center and a temporary home, and runs the picker or a command in it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ssotui.cli import output, streams
from ssotui.errors import SsoTuiError, UsageError

_USUAL_SESSIONS = 2


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Start the server, run the command, clean up. Returns the command's exit code."""
    from ssotui.demo.home import environment
    from ssotui.desktop import processes

    if os.name != "posix":
        raise UsageError("The demo needs Linux or macOS.", hint="On Windows, run it in WSL.")
    if streams.input_is_closed() and not options.command:
        raise UsageError("The picker can't open with --no-input.", hint="Name a command: ssotui demo -- bash")
    command = options.command or [sys.executable, "-P", "-m", "ssotui"]
    with processes.helper(
        [sys.executable, "-P", "-m", "ssotui.demo", json.dumps(_server_options(options))], _helper_env(env)
    ) as aide:
        facts = _started(aide.first_line())
        if options.command and sys.stdin.isatty():
            output.say(_introduction(facts))
        inside = environment(Path(facts["home"]), facts["url"], env)
        if not options.command:
            inside["SSOTUI_DEMO"] = "picker"  # the picker runs without a shell to switch
        return processes.run_in_foreground(command, inside)


def _server_options(options: argparse.Namespace) -> dict[str, Any]:
    """The options for the server process: the world's size, the latency in seconds, the rate limit."""
    sessions = _USUAL_SESSIONS if options.sessions is None else options.sessions
    if sessions < 1:
        raise UsageError("The demo needs at least one session.", hint="For example: ssotui demo --sessions 3")
    if options.rate_limit is not None and options.rate_limit < 1:
        raise UsageError(
            "The rate limit must be at least 1 per second.", hint="For example: ssotui demo --rate-limit 20"
        )
    return {
        "seed": options.seed,
        "sessions": sessions,
        "accounts": options.accounts,
        "roles": options.roles,
        "hostile": options.hostile,
        "latency": options.latency / 1000,
        "rate_limit": options.rate_limit,
    }


def _helper_env(env: Mapping[str, str]) -> dict[str, str]:
    """The environment for the server process, in which it finds this ssotui even if that isn't installed."""
    ours = str(Path(__file__).resolve().parents[2])
    others = env.get("PYTHONPATH")
    return {**env, "PYTHONPATH": f"{ours}{os.pathsep}{others}" if others else ours}


def _started(line: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(line) if line else {"error": "it exited immediately"}
    if "error" in facts:
        raise SsoTuiError(
            f"The demo's server did not start: {facts['error']}",
            hint="Check that the folder for temporary files is writable.",
        )
    return facts


def _introduction(facts: dict[str, Any]) -> str:
    size = f"{facts['accounts']} accounts and {facts['roles']} roles in {facts['sessions']} sessions"
    return f"A simulated organization with {size}. Your files are not touched; everything is deleted when you exit."
