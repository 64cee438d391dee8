"""``python -m tests.benchmarks [FOLDER]``: measures everything, prints the table, writes it as JSON and as a plot.

Times are ratios wherever there is something to compare with, both sides taken in turns; no test depends on one.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks import fetching, key_latency, keystrokes, peers, plot, running, searching, starts, syncing
from tests.benchmarks.homes import Homes
from tests.benchmarks.measures import Row

_PARTS: dict[str, Callable[[Homes, int], Iterator[Row]]] = {
    "starts": starts.rows,
    "keystrokes": lambda homes, _: keystrokes.rows(homes),
    "key-latency": lambda homes, _: key_latency.rows(homes),
    "searching": searching.rows,
    "fetching": lambda homes, _: fetching.rows(homes),
    "syncing": lambda *_: syncing.rows(),
    "running": lambda homes, _: running.rows(homes),
}


def main() -> None:
    options = _options()
    rows = []
    with tempfile.TemporaryDirectory(prefix="ssotui-benchmarks-") as folder:
        homes = Homes(Path(folder))
        if options.peers:
            sys.stdout.write(peers.table(homes))
            return
        for name in options.only or _PARTS:
            for row in _PARTS[name](homes, options.rounds):
                sys.stdout.write(_shown(row))
                sys.stdout.flush()
                rows.append(row)
    if not options.only:
        target: Path = options.folder
        target.mkdir(parents=True, exist_ok=True)
        document = [{**row._asdict(), "is_met": row.is_met} for row in rows]
        (target / "benchmarks.json").write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
        (target / "benchmarks.svg").write_text(plot.svg(rows), "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path("screenshots"), help="gets benchmarks.json and .svg"
    )
    parser.add_argument("--only", nargs="+", choices=_PARTS, help="just these parts, and nothing is written")
    parser.add_argument("--peers", action="store_true", help="just other tools that are on PATH, beside ssotui")
    parser.add_argument("--rounds", type=int, default=15, help="how often each time is taken (default: 15)")
    return parser.parse_args()


def _shown(row: Row) -> str:
    met = "met " if row.is_met else "OVER"
    lines = [f"{met}  {plot.number(row.value):>7} (target {plot.number(row.target)}) {row.unit:<24} {row.what}\n"]
    if row.growth:
        grown = "   ".join(f"{size:,}: {plot.number(value)}" for size, value in row.growth.items())
        lines.append(f"        grows  {grown}\n")
    return "".join([*lines, f"        floor  {row.floor}\n"])


if __name__ == "__main__":
    main()
