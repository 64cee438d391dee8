"""Small files, small functions: what keeps the project readable at 2 a.m."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "ssotui").rglob("*.py"))
EVERYTHING = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))]

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def test_no_file_is_longer_than_300_lines() -> None:
    assert not [str(path) for path in EVERYTHING if len(path.read_text(encoding="utf-8").splitlines()) > 300]


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in EVERYTHING
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno >= 50
    ]
    assert not long


def test_every_module_says_what_it_owns() -> None:
    silent = [
        str(path)
        for path in SOURCES
        if (text := path.read_text(encoding="utf-8")) and not ast.get_docstring(ast.parse(text))
    ]
    assert not silent


def test_nothing_is_left_for_later() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    assert not [str(path) for path in SOURCES if unfinished.search(path.read_text(encoding="utf-8"))]


def test_the_top_level_is_what_was_agreed() -> None:
    agreed = {"pyproject.toml", "README.md", "LICENSE", "ssotui", "tests", "screenshots"}
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = {line.split("/")[0] for line in listed.splitlines()}
    assert {name for name in names if not name.startswith(".")} == agreed
