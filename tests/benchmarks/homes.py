"""Homes to measure in: a made-up organization of any size, with its catalogue kept or not."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

from ssotui import wiring
from ssotui.core.catalog import Known, SessionCatalog
from ssotui.core.model import Account
from ssotui.demo.home import make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import clock
from ssotui.demo.world import World, make_world
from tests.benchmarks.measures import ROLES

_LONG_AGO = 1_700_000_000  # people's files were not written within the last second
_NOBODY = "http://127.0.0.1:9"
_OF_THE_RUNNER = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH", "COVERAGE_PROCESS_START", "TMUX")

PYTHON = sys.executable
_SCRIPT = Path(sys.executable).parent / "ssotui"
SSOTUI = (str(_SCRIPT),) if _SCRIPT.exists() else (PYTHON, "-m", "ssotui")


class Home(NamedTuple):
    """A folder, the environment that leads there, and a profile in it that stands for a role."""

    folder: Path
    env: dict[str, str]
    profile: str
    world: World

    def with_profile(self) -> dict[str, str]:
        """The environment of a shell that stands on the profile."""
        return {**self.env, "AWS_PROFILE": self.profile}


class Homes:
    """Makes each home once, below ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[int, bool], Home] = {}

    def cached(self, accounts: int, *, profiles: bool = False) -> Home:
        """Signed in, everything listed a moment ago; with ``profiles`` one for every role. Nobody answers a request."""
        key = (accounts, profiles)
        if key not in self._made:
            home = self.empty(f"cached-{accounts}-{profiles}", Organization(_world(accounts), _NOBODY, clock))
            _keep_catalogue(home)
            if profiles:
                _write_profiles(home)
            self._made[key] = home
        return self._made[key]

    def empty(self, name: str, organization: Organization) -> Home:
        """Signed in, nothing listed yet."""
        kept = {key: value for key, value in os.environ.items() if key not in _OF_THE_RUNNER}
        folder = self._folder / name
        made = make_home(folder, organization, {**kept, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"})
        return Home(folder, made.env, made.profiles[0], organization.world)


def _world(accounts: int) -> World:
    return make_world(sessions=1, accounts=accounts, roles=ROLES)


def _keep_catalogue(home: Home) -> None:
    backend = wiring.build(home.env, wiring.load_settings(home.env))
    now, listed = backend.now(), home.world.instances[0].accounts
    accounts = tuple(Account(one.id, one.name or "", one.email or "") for one in listed)
    roles = {one.id: Known(tuple(sorted(one.roles)), now) for one in listed}
    backend.catalogs.save(backend.profiles.read().sessions[0], SessionCatalog(Known(accounts, now), dict(roles)))


def _write_profiles(home: Home) -> None:
    session = home.world.instances[0].session
    sections = [
        f"[profile {account.name}.{role}]\nsso_session = {session}\nsso_account_id = {account.id}\n"
        f"sso_role_name = {role}\nregion = eu-west-1\nmanaged_by = ssotui\n"
        for account in home.world.instances[0].accounts
        for role in account.roles
        if account.name and " " not in account.name
    ]
    config = home.folder / ".aws" / "config"
    with config.open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(sections))
    os.utime(config, (_LONG_AGO, _LONG_AGO))
