"""The arguments of the commands on sign-ins, sessions and profiles and of ``doctor``, and those that several have."""

from __future__ import annotations

import argparse

from ssotui.cli import option_values


def session(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", metavar="ACTION", required=True)
    listing = _kind(kinds, "list", "list the sessions", "session list --json")
    listing.add_argument("--json", action="store_true", help="print JSON")
    start = "session add acme --start-url https://acme.awsapps.com/start"
    adding = _kind(kinds, "add", "add a session", f"{start} \\\n    --region eu-west-1")
    adding.add_argument("name", metavar="NAME", help="name of the new session")
    adding.add_argument("--start-url", required=True, metavar="URL", help="start URL of the access portal")
    adding.add_argument(
        "--region", metavar="R", default="", help="region of IAM Identity Center (default: from the URL)"
    )
    adding.add_argument("--scopes", metavar="S", default="sso:account:access", help="scopes, separated by commas")
    removing = _kind(kinds, "remove", "remove a session that no profile uses", "session remove acme --dry-run")
    removing.add_argument("name", metavar="NAME", help="session name")
    migrating = _kind(
        kinds,
        "migrate",
        "convert legacy profiles to sso-session profiles",
        "session migrate --name acme --dry-run",
    )
    migrating.add_argument("sessions", nargs="*", metavar="SESSION", help="session name (default: all)")
    migrating.add_argument("--name", metavar="N", default="", help="name of the new session")
    for one in (adding, removing, migrating):
        one.add_argument("--dry-run", action="store_true", help="show the change, and write nothing")
        one.add_argument("--yes", action="store_true", help="write without asking")


def profile(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", metavar="ACTION", required=True)
    listing = _kind(kinds, "list", "list the profiles, and how they differ from your roles", "profile list --json")
    listing.add_argument("--json", action="store_true", help="print JSON")
    adding = _kind(kinds, "add", "write a profile for a role", "profile add payments prod admin --name pay")
    adding.add_argument("query", nargs="*", metavar="QUERY", help="search terms for one role")
    adding.add_argument("--assume", metavar="ROLE_ARN", help="a role to assume, instead of QUERY")
    adding.add_argument(
        "--from", dest="source", nargs="+", metavar="QUERY", help="the role or profile whose credentials assume it"
    )
    adding.add_argument("--name", metavar="N", help="profile name (default: from the name template)")
    _region_and_output(adding)
    renaming = _kind(
        kinds, "rename", "rename a profile, and what refers to it", "profile rename prod payments-prod --dry-run"
    )
    renaming.add_argument("old", metavar="OLD", help="profile name")
    renaming.add_argument("new", metavar="NEW", help="its new name")
    removing = _kind(
        kinds,
        "remove",
        "remove profiles, including those that ssotui did not write",
        "profile remove old-prod --dry-run",
    )
    removing.add_argument("profiles", nargs="+", metavar="NAME", help="profile name")
    syncing = _kind(kinds, "sync", "write a profile for every role that has none", "profile sync --session acme")
    syncing.add_argument("query", nargs="*", metavar="QUERY", help="only roles that match")
    syncing.add_argument("--session", metavar="S", help="only roles of this session")
    syncing.add_argument(
        "--name-template", type=option_values.name_template, metavar="T", help="such as '{account_name}.{role}'"
    )
    _region_and_output(syncing)
    syncing.add_argument(
        "--prune",
        action="store_true",
        help="remove profiles that ssotui wrote and whose role is no longer assigned to you",
    )
    syncing.add_argument(
        "--rename", action="store_true", help="give profiles that ssotui wrote the names of the name template"
    )
    undoing = _kind(kinds, "undo", "undo the last change to the AWS config", "profile undo --dry-run")
    no_picker(adding)
    for one in (adding, syncing):
        no_login(one)
    for one in (adding, renaming, removing, syncing, undoing):
        one.add_argument("--dry-run", action="store_true", help="show the change, and write nothing")
    for one in (renaming, removing, syncing, undoing):
        one.add_argument("--yes", action="store_true", help="write without asking")


def doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--fix", action="store_true", help="fix what can be fixed safely; shows the change and asks")
    parser.add_argument("--dry-run", action="store_true", help="with --fix: show the change, and write nothing")
    parser.add_argument("--yes", action="store_true", help="with --fix: write without asking")


def no_login(parser: argparse.ArgumentParser, *, switches: bool = False) -> None:
    """``switches``: the command switches the shell also where a sign-in is needed."""
    does = "switch without signing in (with --keys: exit 5)" if switches else "exit 5 instead of signing in"
    parser.add_argument("--no-login", dest="may_sign_in", action="store_false", help=does)


def no_picker(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-picker",
        dest="may_choose",
        action="store_false",
        help="if QUERY doesn't match exactly one role, exit 3 or 4 instead of opening the picker",
    )


def region(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--region", type=option_values.region, default="", metavar="R", help=words)


def _region_and_output(parser: argparse.ArgumentParser) -> None:
    unset = "for profiles without one"
    region(parser, unset)
    parser.add_argument(
        "--output", type=option_values.output_format, metavar="O", default="", help=f"{unset}, such as json"
    )


def _kind(
    kinds: argparse._SubParsersAction[argparse.ArgumentParser], name: str, words: str, example: str
) -> argparse.ArgumentParser:
    return kinds.add_parser(
        name,
        help=words,
        description=f"{words[:1].upper()}{words[1:]}",
        epilog=f"ssotui {example}",
        allow_abbrev=False,
    )


def login(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sessions",
        nargs="*",
        metavar="SESSION|PROFILE",
        help="a session, or a profile of one (default: the shell's profile, else the only session)",
    )
    parser.add_argument("--all", action="store_true", help="sign in to every session")
    parser.add_argument("--device-code", action="store_true", help="sign in with a code on any device")
    parser.add_argument("--no-browser", action="store_true", help="don't open a browser; print the URL")
    parser.add_argument("--force", action="store_true", help="sign in even if the session is still valid")
    _lasting(parser, "renew the sign-in, or sign in again, if less than this is left, such as 4h")
    parser.add_argument(
        "--callback-port",
        type=option_values.whole_number(65_535),
        default=0,
        metavar="N",
        help="local port for the browser's callback",
    )


def _lasting(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--for", dest="lasting", type=option_values.duration, metavar="DURATION", help=words)


def logout(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sessions", nargs="*", metavar="SESSION", help="session name (optional if there is only one)")
    parser.add_argument("--all", action="store_true", help="sign out of every session")


def status(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--check",
        action="store_true",
        help="exit 0 if every tool can use the shell's profile now, 5 if it needs a sign-in",
    )
    _lasting(parser, "with --check: it must be usable for this long, such as 1h")
