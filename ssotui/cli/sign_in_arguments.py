"""The arguments of the commands about sign-ins: ``login``, ``logout`` and ``status``."""

from __future__ import annotations

import argparse

from ssotui.cli.option_values import duration, whole_number


def login(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sessions",
        nargs="*",
        metavar="SESSION|PROFILE",
        help="a session, or a profile of one (default: the shell's profile, else the only session)",
    )
    parser.add_argument("--all", action="store_true", help="every session")
    parser.add_argument("--device-code", action="store_true", help="sign in with a code on any device")
    parser.add_argument("--no-browser", action="store_true", help="don't open a browser; print the URL")
    parser.add_argument("--force", action="store_true", help="sign in even if the session is still valid")
    _lasting(parser, "renew the sign-in, or sign in again, if less than this is left, such as 4h")
    parser.add_argument(
        "--callback-port",
        type=whole_number(65_535),
        default=0,
        metavar="N",
        help="local port for the browser's callback",
    )


def _lasting(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--for", dest="lasting", type=duration, metavar="DURATION", help=words)


def sessions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sessions", nargs="*", metavar="SESSION", help="session name (optional if there is only one)")
    parser.add_argument("--all", action="store_true", help="every session")


def status(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--check",
        action="store_true",
        help="print nothing; exit 0 if the shell's profile can be used, 5 if it needs a sign-in",
    )
    _lasting(parser, "with --check: it must be usable for this long, such as 1h")
