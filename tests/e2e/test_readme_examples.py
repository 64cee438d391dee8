"""The README's day, typed line by line into the demo's shell: each line works as it stands there."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pexpect

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def day() -> list[str]:
    """The commands of the block that the README calls a day, without their remarks."""
    block = re.search(r"Then a day looks like this.*?```sh\n(.*?)```", README, re.DOTALL)
    assert block is not None
    return [line.partition("  #")[0].rstrip() for line in block[1].splitlines()]


def test_every_line_works_as_typed(tmp_path: Path) -> None:
    lines = [line for line in day() if line != "ssotui prod admin"]  # the picker: test_switching.py
    assert len(lines) > 10
    script = tmp_path / "day.sh"
    told = (f"printf '\\n<%s> ' {number}; {line}; printf '[%s=%s]' {number} $?" for number, line in enumerate(lines))
    script.write_text("\n".join(('eval "$(ssotui init bash)"', *told, "")))
    shell = pexpect.spawn(
        sys.executable, ["-m", "ssotui", "demo", "--", "bash", "--norc", str(script)],
        encoding="utf-8", timeout=120, dimensions=(60, 200),
    )  # fmt: skip
    said = ""
    while shell.expect([r"\[y/N\] ", pexpect.EOF]) == 0:
        said += str(shell.before)
        shell.sendline("y")
    said += str(shell.before)
    shell.close()
    ends = dict(re.findall(r"\[(\d+)=(\d+)\]", said))
    assert {lines[int(number)]: code for number, code in ends.items() if code != "0"} == {}, said
    assert len(ends) == len(lines), said
