"""A look is only given back where everything that it depends on is as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssotui.files.look_cache import LookCache

ENV = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
SETTING = ("1.0", "ssotui-dark", 120, 40)


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    """A file that draws frames."""
    path = tmp_path / "drawing.py"
    path.write_text("")
    return path


@pytest.fixture
def looks(tmp_path: Path, drawing: Path) -> LookCache:
    kept = LookCache(tmp_path / "cache", ENV, SETTING)
    kept.save([{"tree": [0, 1, 80, 20]}, "drawn"], [str(drawing)])
    return kept


def test_it_is_given_back_as_it_was(looks: LookCache) -> None:
    assert looks.load(list) == [{"tree": [0, 1, 80, 20]}, "drawn"]


@pytest.mark.parametrize("env", [{**ENV, "TERM": "xterm"}, {**ENV, "NO_COLOR": "1"}, {"TERM": "xterm-256color"}])
def test_other_colors_have_another_look(looks: LookCache, tmp_path: Path, env: dict[str, str]) -> None:
    assert LookCache(tmp_path / "cache", env, SETTING).load(list) is None
    assert looks.load(list)


def test_another_size_has_another_look(looks: LookCache, tmp_path: Path) -> None:
    assert LookCache(tmp_path / "cache", ENV, (*SETTING[:2], 80, 24)).load(list) is None
    assert looks.load(list)


def test_it_is_forgotten_when_what_draws_frames_was_updated(looks: LookCache, drawing: Path) -> None:
    drawing.unlink()
    assert looks.load(list) is None


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"setting": 1, "made_by": 2, "values": 3}', "\0"])
def test_a_damaged_file_counts_as_absent(looks: LookCache, content: str) -> None:
    looks.path.write_text(content)
    assert looks.load(list) is None


def test_there_are_few_files_however_many_sizes_a_terminal_has(tmp_path: Path) -> None:
    for width in range(60):
        LookCache(tmp_path / "cache", ENV, (width,)).save([], [])
    assert len(list((tmp_path / "cache").iterdir())) <= 16
