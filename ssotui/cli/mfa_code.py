"""Asks for the code of an MFA device, as the AWS CLI does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssotui.cli import streams
from ssotui.core.printable import printable
from ssotui.errors import Canceled

if TYPE_CHECKING:
    import argparse

    from ssotui.core.ports.cancellation import CancelToken
    from ssotui.core.ports.profile_credentials import AskCode


def asking(options: argparse.Namespace) -> AskCode | None:
    """For ``wiring.build``: None where the command may not ask, or stdin and stderr aren't terminals."""
    return _ask if options.may_sign_in and streams.can_ask() else None


def _ask(serial: str, _: CancelToken) -> str:
    """A code of 6 digits, which isn't shown. Raises Canceled at the end of input; Ctrl+C ends the command."""
    from getpass import getpass

    from ssotui.cli import output
    from ssotui.core.chains.mfa import CODE_HINT, is_code

    while True:
        try:
            code = getpass(f"Enter MFA code for {printable(serial)}: ").strip()
        except EOFError:
            raise Canceled from None
        if is_code(code):
            return code
        output.say(CODE_HINT)
