"""The arguments of the commands that write ``~/.aws/config``: ``session``, ``profile`` and ``doctor``."""

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
    adding.add_argument("query", nargs="+", metavar="QUERY", help="search terms; must match exactly one role")
    adding.add_argument("--name", metavar="N", help="profile name (default: from the name template)")
    _keys(adding)
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
    _keys(syncing)
    syncing.add_argument(
        "--prune",
        action="store_true",
        help="remove profiles that ssotui wrote and whose role is no longer assigned to you",
    )
    undoing = _kind(kinds, "undo", "undo the last change to the AWS config", "profile undo --dry-run")
    for one in (adding, syncing):
        one.add_argument("--no-login", dest="may_sign_in", action="store_false", help="exit 5 instead of signing in")
    for one in (adding, removing, syncing, undoing):
        one.add_argument("--dry-run", action="store_true", help="show the change, and write nothing")
    for one in (removing, syncing, undoing):
        one.add_argument("--yes", action="store_true", help="write without asking")


def doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--fix", action="store_true", help="fix what can be fixed safely; shows the change and asks")
    parser.add_argument("--dry-run", action="store_true", help="with --fix: show the change, and write nothing")
    parser.add_argument("--yes", action="store_true", help="with --fix: write without asking")


def _keys(parser: argparse.ArgumentParser) -> None:
    unset = "for profiles that have none"
    parser.add_argument("--region", type=option_values.region, metavar="R", default="", help=unset)
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
