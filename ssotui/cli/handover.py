"""Giving the parent shell what was chosen, and saying so."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ssotui.cli import output
from ssotui.core import exports
from ssotui.errors import ExitCode
from ssotui.shell import channel

if TYPE_CHECKING:
    from ssotui.actions.switch import Choice
    from ssotui.settings import Settings


def switch_shell(choice: Choice, env: Mapping[str, str], settings: Settings) -> int:
    """Emit the code that switches to ``choice``."""
    region = choice.region if settings.shell_export_region else None
    if choice.wrote:
        output.say(f"Wrote [profile {choice.profile}] to the AWS configuration.")
    return send(exports.switch(choice.profile, exports.current(env), region), env)


def send(export: exports.Export, env: Mapping[str, str]) -> int:
    """Hand ``export`` over to the shell; what is left to print is printed."""
    left = channel.hand_over(export, env, terminal=sys.stdout.isatty())
    output.write(left.code)
    for hint in left.hints:
        output.say(hint)
    return ExitCode.DONE
