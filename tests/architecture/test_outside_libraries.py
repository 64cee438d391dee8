"""Each outside library, and each module of Python that leaves the process, is imported in its own place only."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2] / "ssotui"
PLACES = {
    "boto3": ("aws/boto3_session.py", "api.py"),
    "botocore": ("aws/",),
    "urllib3": ("aws/http.py",),
    "configupdater": ("files/config_text.py",),
    "pyperclip": ("desktop/",),
    "segno": ("core/sign_in/qr_code.py",),
    "textual": ("tui/", "demo/pictures/"),
    "rich": ("tui/", "demo/pictures/"),
    "hatchling": ("build_hook.py",),
    "subprocess": ("desktop/", "aws/credential_process.py", "shell/parent_process.py", "demo/pictures/"),
    "socket": ("desktop/", "aws/", "demo/"),
    "webbrowser": (),
    "urllib.request": ("aws/direct_http.py",),
    "http.client": ("aws/direct_http.py",),
}
OF_PYTHON = {*sys.stdlib_module_names, "_sha2", "_sha256"}  # Python 3.12 has the one, 3.11 the other


def imported() -> Iterator[tuple[str, str]]:
    """(file, module) of every import, those inside functions and for the type checker included."""
    for path in sorted(ROOT.rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and not node.level:
                yield from ((file, f"{node.module}.{name.name}") for name in node.names)
            elif isinstance(node, ast.Import):
                yield from ((file, name.name) for name in node.names)


def library(module: str) -> str:
    """The entry of ``PLACES`` that ``module`` belongs to; an outside library without one by its name; else ""."""
    named = next((name for name in PLACES if f"{module}.".startswith(f"{name}.")), "")
    top = module.partition(".")[0]
    return named or ("" if top == "ssotui" or top in OF_PYTHON else top)


def test_each_is_imported_in_its_own_place_only() -> None:
    uses = [(file, name) for file, module in imported() if (name := library(module))]
    assert {name for _, name in uses} == {name for name, places in PLACES.items() if places}
    assert not [(file, name) for file, name in uses if not file.startswith(PLACES[name])]
