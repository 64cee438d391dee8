"""Docstrings and comments name modules of the program by where they are, such as ``core.search.query``."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ssotui.settings import Settings

PACKAGE = Path(__file__).parents[2] / "ssotui"
FOLDERS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file())
NAME = re.compile(rf"(?<![\w./-])(?:{'|'.join(FOLDERS)})(?:\.[a-zA-Z_]\w*)+")
SETTINGS = {name.replace("_", ".", 1) for name in Settings._fields}


def prose(source: str) -> Iterator[tuple[int, str]]:
    """The comments and docstrings of a module, each with its line."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and token.string.startswith('"""')):
            yield token.start[0], token.string


@cache
def names_in(module: Path) -> frozenset[str]:
    """The names that a module defines or imports, and those of its classes' members as ``Class.member``."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Name | ast.alias):
            found.add(node.id if isinstance(node, ast.Name) else node.asname or node.name)
    return frozenset(found)


def is_known(name: str) -> bool:
    """Whether ``name`` leads to a folder, to a module, or to what a module defines."""
    place, *parts = PACKAGE, *name.split(".")
    for at, part in enumerate(parts):
        if (module := place / f"{part}.py").is_file():
            return names_in(module).issuperset(parts[at + 1 :])
        place = place / part
        if not place.is_dir():
            return False
    return True


def test_docstrings_and_comments_name_modules_that_exist() -> None:
    stale = [
        f"{path.relative_to(PACKAGE)}:{line}: {name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, text in prose(path.read_text(encoding="utf-8"))
        for name in NAME.findall(text)
        if name not in SETTINGS and not is_known(name)
    ]
    assert not stale


def test_a_name_that_leads_nowhere_is_recognized() -> None:
    assert is_known("core.search")
    assert is_known("core.model.Token.is_usable")
    assert not is_known("core.model.Tokens")
    assert not is_known("core.models")
