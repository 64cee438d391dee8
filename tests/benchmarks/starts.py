"""Whole short commands against ``python -c pass``, and the picker's first frame against that of a bare Textual app."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.benchmarks.homes import PYTHON, SSOTUI, Home, Homes
from tests.benchmarks.measures import ROLES, SIZES, Row, in_turns, ran
from tests.benchmarks.terminals import painting

_PASS = (PYTHON, "-I", "-c", "pass")
_MARK = "the one label"
_LATENCY = 0.05
_UNTIL_KEPT = 2.0  # seconds after the first frame
_BARE_APP = f"""
from textual.app import App
from textual.widgets import Label
class Bare(App):
    def compose(self):
        yield Label({_MARK!r})
Bare().run()
"""


def rows(homes: Homes, rounds: int) -> Iterator[Row]:
    yield _words(homes.cached(100), rounds)
    yield _quick(homes, rounds)
    yield _prompt(homes.cached(1_000), rounds)
    yield _completion(homes.cached(1_000), rounds)
    yield _one_request(homes, rounds)
    yield from _frames(homes, max(rounds // 2, 5))
    yield _pictures(homes, max(rounds // 2, 5))


def _words(home: Home, rounds: int) -> Row:
    ratios = _against_pass({"version": [*SSOTUI, "--version"], "init": [*SSOTUI, "init", "bash"]}, home.env, rounds)
    floor = "Python's start is 1.0; pip's wrapper (23.2) imports re: 0.4; cli.main and errors: 0.2; the rest is reading"
    return Row("`init bash`, `--version`: whole process", 2, max(ratios.values()), "× python -c pass", floor)


def _quick(homes: Homes, rounds: int) -> Row:
    home = homes.cached(1_000)
    _keep_keys(home)
    ratios = _against_pass(_quick_commands(home), home.with_profile(), rounds)
    grown = {}
    for size in SIZES:
        large = homes.cached(size, profiles=True)
        use = {"use": [*SSOTUI, "use", large.profile]}
        grown[size] = _against_pass(use, large.env, max(rounds // 3, 3))["use"]
    worst = max(ratios, key=ratios.__getitem__)
    floor = (
        f"{', '.join(f'{name} {value:.1f}' for name, value in ratios.items())} (the slowest counts); wrapper "
        "and cli.main 1.5, then json, pathlib, datetime, typing or hashlib 1.2; growth is `use` with 5 profiles an "
        "account: loading the file and looking for one header, once a reading of all has found it in order"
    )
    return Row(
        "`use PROFILE`, cached `credential-process`, `status --check`",
        3,
        ratios[worst],
        "× python -c pass",
        floor,
        grown,
    )


def _quick_commands(home: Home) -> dict[str, Sequence[str]]:
    return {
        "use": [*SSOTUI, "use", home.profile],
        "credential-process": [*SSOTUI, "credential-process", "--profile", home.profile],
        "status --check": [*SSOTUI, "status", "--check"],
    }


def _prompt(home: Home, rounds: int) -> Row:
    """``homes.cached(1_000)``, whose profile has cached credentials."""
    forms = {"as it comes": [], "{account_name}": ["--format", "{account_name} {role} {left}"]}
    commands = {name: [*SSOTUI, "prompt", *words] for name, words in forms.items()}
    ratios = _against_pass(commands, home.with_profile(), rounds)
    floor = "pathlib and json 0.9; the rest as `status --check`, without Python's clean-up, which takes 0.4"
    return Row("`prompt`, 1,000 accounts", 3, max(ratios.values()), "× python -c pass", floor)


def _completion(home: Home, rounds: int) -> Row:
    env = {**home.env, "SSOTUI_SHELL": "zsh"}
    ratio = _against_pass({"completion": [*SSOTUI, "__complete", "--", "use", ""]}, env, rounds)["completion"]
    floor = "argparse and all commands' options, which the commands above do without"
    return Row("completion of a profile's name", 4, ratio, "× python -c pass", floor)


def _one_request(homes: Homes, rounds: int) -> Row:
    """``credential-process`` without cached credentials, less the request's latency."""
    with serving(make_world(sessions=1, accounts=100, roles=ROLES), latency=_LATENCY) as organization:
        home = homes.empty("one-request", organization)
        command = [*SSOTUI, "credential-process", "--profile", home.profile]

        def fetched() -> float:
            shutil.rmtree(home.folder / ".aws/cli/cache", ignore_errors=True)
            return ran(command, home.env).wall - _LATENCY

        taken = in_turns({"pass": lambda: ran(_PASS, home.env).wall, "fetched": fetched}, rounds)
        asked = organization.counts["GetRoleCredentials"]
    floor = "as cached, and the parser, the backend, http.client and the cache's files"
    floor = f"{floor}; {asked} requests in {rounds + 1} runs"
    return Row(
        "one request to the portal (`credential-process`), 50 ms", 8, taken["fetched"] / taken["pass"],
        "× python -c pass + 50 ms", floor,
    )  # fmt: skip


def _keep_keys(home: Home) -> None:
    """Put the profile's keys where AWS CLI keeps them."""
    code = """
import os, sys
from datetime import timedelta
from ssotui import wiring
from ssotui.core.model import Credentials
env = dict(os.environ)
backend = wiring.build(env, wiring.load_settings(env))
found = backend.profiles.read()
ref = next(one.ref for one in found.profiles if one.name == sys.argv[1])
keys = Credentials("AKIDEXAMPLE", "secret", "token", backend.now() + timedelta(hours=8))
backend.role_cache.save(found.sessions[0], ref, keys)
"""
    subprocess.run([PYTHON, "-c", code, home.profile], env=home.env, check=True, cwd=Path(__file__).parents[2])


def _against_pass(commands: Mapping[str, Sequence[str]], env: Mapping[str, str], rounds: int) -> dict[str, float]:
    cases = {name: lambda command=command: ran(command, env).wall for name, command in commands.items()}
    taken = in_turns({"pass": lambda: ran(_PASS, env).wall, **cases}, rounds)
    base = taken.pop("pass")
    return {name: seconds / base for name, seconds in taken.items()}


def _frames(homes: Homes, rounds: int) -> Iterator[Row]:
    cases = {str(size): lambda size=size: _first_frame(homes.cached(size), size) for size in SIZES}
    taken = in_turns({"bare": lambda: _bare_frame(homes.cached(100)), **cases}, rounds)
    base = taken.pop("bare")
    grown = {size: taken[str(size)] / base for size in SIZES}
    floor = (
        f"the bare app takes {base * 1000:.0f} ms, two thirds of it importing Textual; ours adds its own modules, "
        "a style sheet of 60 rules, six widgets, and reading the catalogue"
    )
    for size, target in ((1_000, 1.2), (5_000, 1.6)):
        what = f"first frame, {size:,} accounts × 5 roles cached, cold process, through a pty"
        yield Row(what, target, grown[size], "× bare Textual app", floor, grown)


def _bare_frame(home: Home) -> float:
    with painting((PYTHON, "-c", _BARE_APP), home.env) as program:
        return program.until(_MARK)


def _first_frame(home: Home, size: int) -> float:
    with painting(SSOTUI, home.env) as program:
        return program.until(f"{size:,} accounts")


def _pictures(homes: Homes, rounds: int) -> Row:
    """After ``_frames``, whose programs are killed before they keep what the picture needs."""
    cases = {}
    for size in SIZES:
        home = homes.cached(size)
        with painting(SSOTUI, home.env) as program:
            program.until(f"{size:,} accounts")
            program.watch(_UNTIL_KEPT)
        cases[str(size)] = lambda size=size, home=home: _first_frame(home, size)
    taken = in_turns({"pass": lambda: ran(_PASS, home.env).wall, **cases}, rounds)
    base = taken.pop("pass")
    grown = {size: taken[str(size)] / base for size in SIZES}
    floor = (
        "before Textual is imported, from the second start in a terminal of this size on: Python's start 1.0, "
        "our modules 3.5, reading the catalogue and drawing the rows in view 0.3 to 1.3"
    )
    what = "names on the screen, 5,000 accounts × 5 roles cached, cold process, through a pty"
    return Row(what, 6, grown[5_000], "× python -c pass", floor, grown)
