"""The wrappers with macOS's tools, imitated: BSD's mktemp, and /dev/fd/N as a duplicate that shares its offset."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shell.lab import Lab

# mktemp(1) of macOS: one template that ends in X, and none of GNU's long options.
MKTEMP = """#!/bin/sh
case "$#$1" in 1*XXXXXX) exec /usr/bin/mktemp "$1" ;; *) echo "usage: mktemp [-d] template" >&2; exit 1 ;; esac
"""
# fd(4) of macOS: opening /dev/fd/9 is duplicating 9, so nothing is truncated and the offset is the wrapper's.
PROGRAM = """#!/bin/bash
case $SSOTUI_CHANNEL in
    /dev/fd/*) printf 'AWS_PROFILE=%s\\n' "$1" >&"${SSOTUI_CHANNEL#/dev/fd/}" ;;
    /*) printf 'AWS_PROFILE=%s\\n' "$1" >"$SSOTUI_CHANNEL" ;;
    *) exit 99 ;;
esac
"""


@pytest.mark.parametrize(
    "shell", [pytest.param(name, marks=pytest.mark.needs(name)) for name in ("bash", "zsh", "fish")]
)
def test_the_shell_is_switched_with_them(shell: str, tmp_path: Path) -> None:
    lab = Lab(tmp_path, shell)
    for name, text in (("ssotui", PROGRAM), ("mktemp", MKTEMP)):
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)
    done = lab.run("ssotui first", "printenv AWS_PROFILE", "ssotui 'a b'", "printenv AWS_PROFILE")
    assert (done.stdout, done.stderr) == ("first\na b\n", "")
    assert lab.left_over == []
