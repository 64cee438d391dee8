"""Whatever is wrong with whichever file: a sentence that names it or, for files of ours, as if there were none."""

from __future__ import annotations

import re

import pytest

from ssotui.cli import parser
from ssotui.demo.home import DemoHome
from ssotui.errors import ExitCode
from tests.faults.conftest import TOKEN, Told, UsedHome, path_of
from tests.faults.files import ABSENT, DAMAGES, FILES, WORST
from tests.faults.touched import lines


def kinds_of(path: str) -> list[str]:
    return [name for name, kept in FILES.items() if re.fullmatch(kept.path.replace("TOKEN", TOKEN), path)]


def test_every_command_is_run(used: UsedHome) -> None:
    assert {line.split()[0] for line in used.codes} | {"pick", "demo", "help", "version"} == set(parser.COMMANDS)
    assert {line: code for line, code in used.codes.items() if code} == {"exec nobody-has-this -- true": 3}


def test_every_file_that_is_touched_is_in_the_table(used: UsedHome) -> None:
    folders = {path for path in used.touched if (used.home.folder / path).is_dir()}
    assert [path for path in used.touched if path not in folders and not kinds_of(path)] == []
    assert {kind for path in used.touched for kind in kinds_of(path)} == set(FILES)


ALONE = ("config", "credentials", "token", "settings", "role keys", "catalogue")
"""Those whose folder holds nothing else that their commands need."""

CASES = [
    pytest.param(name, damage, marks=[pytest.mark.long] if kept.ours and damage not in WORST else [])
    for name, kept in FILES.items()
    for damage in DAMAGES
    if kept.lines and (damage != ABSENT[-1] or name in ALONE)
]


@pytest.mark.parametrize(("name", "damage"), CASES)
def test_it_is_told_in_a_sentence_or_counts_as_absent(name: str, damage: str, home: DemoHome, told: Told) -> None:
    kept, path = FILES[name], path_of(name, home.folder)
    DAMAGES[damage](path)
    first, *others = [told(line) for line in kept.lines]
    if kept.ours or damage in ABSENT:
        assert first[0] == kept.is_absent
    elif damage not in kept.parses:
        assert first[0] == kept.is_broken
        assert str(path) in first[1]
    where = str(path.parent if damage == ABSENT[-1] else path)
    errors = [words for code, words in others if code == ExitCode.FILE_ERROR]
    # In a config without a profile, the shell's is one that there isn't: then nothing is wrong with the file.
    gone = 'There is no profile "Management".' if name == "config" else where
    assert [words for words in errors if where not in words and gone not in words] == []
    assert not kept.ours or {code for code, _ in others} == {ExitCode.DONE}


@pytest.mark.parametrize("damage", [pytest.param(damage, marks=pytest.mark.long) for damage in WORST])
@pytest.mark.parametrize("name", [name for name, kept in FILES.items() if kept.lines])
def test_every_command_has_its_sentence_for_every_file(name: str, damage: str, home: DemoHome, told: Told) -> None:
    DAMAGES[damage](path_of(name, home.folder))
    typed = [" ".join(words) for words in lines(home.profiles[0]) if words[0] != "login"]  # that waits for somebody
    said = {line: told(line) for line in typed}
    assert [line for line, (code, words) in said.items() if code == ExitCode.FILE_ERROR and not words] == []
