"""Other tools that are on PATH beside ssotui, in the same organization of 500 accounts with 5 roles each.

What a tool cannot do, or cannot do against a simulated organization, has no figure (aws-sso-cli takes no other
endpoint). A tool without a command that lists all roles is asked for a few accounts, and the rest is reckoned.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.benchmarks.homes import PYTHON, SSOTUI, Home, Homes
from tests.benchmarks.measures import ROLES, in_turns, median, ran
from tests.benchmarks.terminals import painting

_ACCOUNTS = 500
_LATENCY = 0.05
_ASKED = 20  # accounts, by a tool that needs a process for each
_PATIENCE = 900.0  # seconds for a whole listing or for writing all profiles
_ROUNDS = 5
_REGION = "eu-west-1"
_GRANTED = 'DefaultBrowser = "STDOUT"\n[Keyring]\nBackend = "file"\n'
_GRANTED_ENV = {"GRANTED_ALIAS_CONFIGURED": "true", "GRANTED_ENABLE_AUTO_REASSUME": "false"}

Commands = Callable[[Home], list[Sequence[str]]]


class Peer(NamedTuple):
    """A tool, and its commands; ``picker`` shows names of accounts at once, ``first_name`` among them."""

    name: str
    version: Sequence[str]
    listing: Commands | None = None
    writing: Commands | None = None
    picker: Sequence[str] = ()
    first_name: str = ""
    is_reckoned: bool = False


class Figures(NamedTuple):
    """Of one tool; times in seconds, None where there is none."""

    name: str
    start: float
    shown: float | None
    listed: str | None
    written: str | None


def table(homes: Homes) -> str:
    """Markdown: a row for each tool that was found. Starts are multiples of ``python -c pass``."""
    found = [peer for peer in _PEERS if shutil.which(peer.version[0])]
    home = homes.cached(_ACCOUNTS, profiles=True)
    _prepare(home)
    cases = {peer.name: lambda peer=peer: ran(peer.version, home.env).wall for peer in found}
    starts = in_turns({"pass": lambda: ran((PYTHON, "-I", "-c", "pass"), home.env).wall, **cases}, _ROUNDS)
    lines = ["| tool | start | first names | 500 × 5 listed | 2,500 profiles written |", "|---|---|---|---|---|"]
    lines.extend(_line(_figures(peer, homes, home, starts[peer.name] / starts["pass"])) for peer in found)
    return "\n".join(lines) + "\n"


def _line(one: Figures) -> str:
    shown = "–" if one.shown is None else f"{one.shown * 1000:.0f} ms"
    return f"| {one.name} | {one.start:.1f} × | {shown} | {one.listed or '–'} | {one.written or '–'} |"


def _figures(peer: Peer, homes: Homes, home: Home, start: float) -> Figures:
    shown = median([_first_names(peer, home) for _ in range(_ROUNDS)]) if peer.picker else None
    listed = _taken(peer, peer.listing, homes, "listed")
    written = _taken(peer, peer.writing, homes, "written")
    return Figures(peer.name, start, shown, listed, written)


def _first_names(peer: Peer, home: Home) -> float:
    with painting(peer.picker, {**home.env, **_GRANTED_ENV}) as program:
        return program.until(peer.first_name)


def _taken(peer: Peer, commands: Commands | None, homes: Homes, what: str) -> str | None:
    """Seconds for all of the commands, in an organization of its own that answers after 50 ms."""
    if commands is None:
        return None
    with serving(make_world(sessions=1, accounts=_ACCOUNTS, roles=ROLES), latency=_LATENCY) as organization:
        home = _new_home(homes, f"{peer.name}-{what}", organization)
        wanted = commands(home)
        start = time.perf_counter()
        try:
            for command in wanted:
                _run(command, {**home.env, **_GRANTED_ENV})
        except subprocess.TimeoutExpired:
            return f"over {_PATIENCE:.0f} s"
        seconds = time.perf_counter() - start
    if peer.is_reckoned:
        return f"≈ {seconds / len(wanted) * _ACCOUNTS:.0f} s"
    return f"{seconds:.1f} s"


def _run(command: Sequence[str], env: Mapping[str, str]) -> None:
    """Raises RuntimeError if the command fails, subprocess.TimeoutExpired if it takes too long."""
    done = subprocess.run(
        command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_PATIENCE, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr[-500:]}")


def _new_home(homes: Homes, name: str, organization: Organization) -> Home:
    home = homes.empty(name.replace(" ", "-"), organization)
    _prepare(home)
    return home


def _prepare(home: Home) -> None:
    """Sign the other tools in: their token is under the start URL's name, as the AWS CLI's for legacy profiles."""
    token = _token(home)
    name = hashlib.sha1(token["startUrl"].encode(), usedforsecurity=False).hexdigest()
    (home.folder / f".aws/sso/cache/{name}.json").write_text(json.dumps(token))
    granted = home.folder / ".granted"
    granted.mkdir()
    (granted / "config").write_text(_GRANTED)


def _token(home: Home) -> dict[str, str]:
    files = [json.loads(file.read_text()) for file in (home.folder / ".aws/sso/cache").glob("*.json")]
    return next(one for one in files if "accessToken" in one)


def _ours(home: Home) -> list[Sequence[str]]:
    return [(*SSOTUI, "list", "--refresh")]


def _our_profiles(home: Home) -> list[Sequence[str]]:
    return [(*SSOTUI, "profile", "sync", "--yes")]


def _aws_cli(home: Home) -> list[Sequence[str]]:
    token = _token(home)["accessToken"]
    words = ("aws", "sso", "list-account-roles", "--region", _REGION, "--access-token", token, "--account-id")
    return [(*words, one.id) for one in home.world.instances[0].accounts[:_ASKED]]


def _aws_sso_util(home: Home) -> list[Sequence[str]]:
    return [("aws-sso-util", "roles", "--sso-start-url", _token(home)["startUrl"], "--sso-region", _REGION)]


def _aws_sso_util_profiles(home: Home) -> list[Sequence[str]]:
    session = ("--sso-start-url", _token(home)["startUrl"], "--sso-region", _REGION)
    return [("aws-sso-util", "configure", "populate", *session, "--region", _REGION, "--no-credential-process")]


def _granted(home: Home) -> list[Sequence[str]]:
    return [("granted", "sso", "generate", "--sso-region", _REGION, _token(home)["startUrl"])]


def _granted_profiles(home: Home) -> list[Sequence[str]]:
    return [("granted", "sso", "populate", "--sso-region", _REGION, _token(home)["startUrl"])]


_PEERS = (
    Peer("ssotui", (*SSOTUI, "--version"), _ours, _our_profiles, SSOTUI, "analytics-dev"),
    Peer("AWS CLI v2", ("aws", "--version"), _aws_cli, is_reckoned=True),
    Peer("granted", ("granted", "--version"), _granted, _granted_profiles, ("assumego",), "Identity."),
    Peer("aws-sso-util", ("aws-sso-util", "--version"), _aws_sso_util, _aws_sso_util_profiles),
    Peer("aws-sso-cli", ("aws-sso", "version")),
)
