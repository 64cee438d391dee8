"""Names of any script take as many columns in a real terminal as the picker thinks: no column is shifted."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from ssotui.core.printable import printable
from ssotui.demo import hostile_names
from tests.e2e.terminal import OpenTerminal

pytestmark = pytest.mark.needs("tmux")

# Writes each name at the start of the line and asks the terminal where its cursor is then.
_PROBE = """
import json, re, os, sys, termios, tty
tty.setraw(0)
found = []
for name in json.load(open(sys.argv[1], encoding="utf-8")):
    os.write(1, b"\\r\\x1b[2K" + name.encode() + b"\\x1b[6n")
    answer = b""
    while not answer.endswith(b"R"):
        answer += os.read(0, 1)
    found.append(int(re.search(rb";(\\d+)R", answer)[1]) - 1)
json.dump(found, open(sys.argv[2], "w"))
print("\\r\\nmeasured", end="", flush=True)
os.read(0, 1)
"""


def test_a_real_terminal_gives_every_name_the_width_that_we_do(open_terminal: OpenTerminal, tmp_path: Path) -> None:
    names = [printable(name) for name in (*hostile_names.NAMES, "日本 語", "한글", "🇩🇪 de", "👍🏽 team", "e\u0301")]
    names = [name for name in names if 0 < len(name) < 200]
    asked, told, probe = (tmp_path / name for name in ("asked.json", "told.json", "probe.py"))
    asked.write_text(json.dumps(names), encoding="utf-8")
    probe.write_text(_PROBE, encoding="utf-8")
    terminal = open_terminal(f"{sys.executable} {probe} {asked} {told}", {"PATH": "/usr/bin:/bin"}, width=240)
    terminal.until("measured")
    widths = json.loads(told.read_text())
    assert [
        (name, cell_len(name), width) for name, width in zip(names, widths, strict=True) if cell_len(name) != width
    ] == []
