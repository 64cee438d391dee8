"""Matching alone against ``fzf --filter`` on the same text: every letter of a query typed one after the other."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping

from ssotui import wiring
from ssotui.actions import snapshots
from ssotui.core.model import RoleRef
from ssotui.core.search.index import Haystack, Search
from tests.benchmarks.homes import Home, Homes
from tests.benchmarks.measures import SIZES, Row, in_turns

_QUERY = "data prod adm 1"


def rows(homes: Homes, rounds: int) -> Iterator[Row]:
    if shutil.which("fzf") is None:
        return
    grown = {size: _ratio(homes.cached(size, profiles=True), rounds) for size in SIZES}
    bare = {size: _ratio(homes.cached(size), rounds) for size in SIZES}
    floor = (
        f"one substring test a word and account, then ranking; {bare[5_000]:.2f} without profiles; fzf spends "
        "2 ms of each on starting, and uses both cores"
    )
    yield Row(
        f"matching alone, {len(_QUERY)} keystrokes over 25,000 roles with a profile each",
        3, max(grown[5_000], bare[5_000]), "× fzf --filter", floor, grown,
    )  # fmt: skip


def _ratio(home: Home, rounds: int) -> float:
    backend = wiring.build(home.env, wiring.load_settings(home.env))
    snapshot = snapshots.load(backend)
    names = snapshot.configuration.profile_names_by_role()
    haystack = Haystack()
    haystack.update(snapshot.session_names, snapshot.catalog, names, ())
    lines = "".join(_lines(snapshot, names)).encode()

    def ours() -> float:
        search = Search(haystack, {})
        start = time.perf_counter()
        for count in range(1, len(_QUERY) + 1):
            search.find(_QUERY[:count])
        return time.perf_counter() - start

    def fzf() -> float:
        start = time.perf_counter()
        for count in range(1, len(_QUERY) + 1):
            subprocess.run(["fzf", "--filter", _QUERY[:count]], input=lines, stdout=subprocess.DEVNULL, check=False)
        return time.perf_counter() - start

    medians = in_turns({"ours": ours, "fzf": fzf}, max(rounds // 3, 3))
    return medians["ours"] / medians["fzf"]


def _lines(snapshot: snapshots.Snapshot, names: Mapping[RoleRef, tuple[str, ...]]) -> Iterator[str]:
    for session in snapshot.session_names:
        for account in snapshot.catalog.of(session).known_accounts():
            start = f"{session} {account.name} {account.id} {account.email}"
            for role in snapshot.catalog.of(session).known_roles(account.id):
                yield f"{start} {role} {' '.join(names.get(RoleRef(session, account.id, role), ()))}\n"
