"""Whoever reads the code can look up what it refers to: every document that it names is in the repository."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = re.compile(r"([\w-]+\.(?:md|rst|adoc))\b")


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def named_documents(path: Path) -> set[str]:
    return set(DOCUMENT.findall(path.read_text(encoding="utf-8", errors="ignore")))


def test_no_file_refers_to_a_document_outside_the_repository() -> None:
    files = tracked_files()
    documents = {path.name for path in files}
    missing = {
        f"{path.relative_to(ROOT)} refers to {name}" for path in files for name in named_documents(path) - documents
    }
    assert not missing


def test_a_reference_to_a_document_is_recognized(tmp_path: Path) -> None:
    name = "elsewhere" + ".md"  # in two parts, or this file would refer to it
    file = tmp_path / "module.py"
    file.write_text(f'"""How a token is named ({name}, section 2)."""\n', encoding="utf-8")
    assert named_documents(file) == {name}
