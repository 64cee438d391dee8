"""The clipboard: what was copied is there, can be pasted, and is gone after its time, unless it was replaced."""

from __future__ import annotations

import base64
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pytest

from ssotui.core.ports.backend import CopiedTo
from ssotui.desktop.clipboard import DesktopClipboard
from ssotui.errors import SsoTuiError
from tests.desktop.conftest import Eventually

TEXT = "export AWS_SECRET_ACCESS_KEY=fake/Secret+Key\nexport B=ü"
BARE = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}


def pasted(display: str) -> str | None:
    done = subprocess.run(
        ["xclip", "-selection", "clipboard", "-out"], env={**BARE, "DISPLAY": display}, capture_output=True, check=False
    )
    return done.stdout.decode() if done.returncode == 0 else None


def paste_buffer(env: Mapping[str, str]) -> str:
    return subprocess.run(["tmux", "show-buffer"], env=env, capture_output=True, check=False).stdout.decode()


@pytest.mark.needs("Xvfb", "xclip")
def test_the_desktops_clipboard_holds_it(display: str) -> None:
    copied = DesktopClipboard({**BARE, "DISPLAY": display}).copy(TEXT, 0)
    assert copied == (("the clipboard (xclip)",), ())
    assert pasted(display) == TEXT


@pytest.mark.needs("Xvfb", "xclip")
def test_it_is_empty_after_the_time(display: str, eventually: Eventually) -> None:
    copied = DesktopClipboard({**BARE, "DISPLAY": display}).copy(TEXT, 1)
    assert copied.when_cleared(1) == "Cleared in 1 s."
    assert pasted(display) == TEXT
    assert eventually(lambda: not pasted(display))


@pytest.mark.needs("Xvfb", "xclip")
def test_what_was_copied_since_is_kept(display: str, eventually: Eventually, tmp_path: Path) -> None:
    of_others = set(helpers(display))
    clipboard = DesktopClipboard({**BARE, "DISPLAY": display})
    clipboard.copy(TEXT, 1)
    clipboard.copy("mine", 0)
    assert eventually(lambda: not set(helpers(display)) - of_others)
    assert pasted(display) == "mine"


@pytest.mark.needs("Xvfb", "xclip")
def test_it_is_cleared_after_the_program_has_left(display: str, eventually: Eventually) -> None:
    code = "import os, sys; from ssotui.desktop.clipboard import DesktopClipboard as C; C(os.environ).copy('left', 1)"
    subprocess.run([sys.executable, "-c", code], env={**BARE, "DISPLAY": display}, check=True)
    assert pasted(display) == "left"
    assert eventually(lambda: not pasted(display))


@pytest.fixture
def drawer(tmp_path: Path) -> tuple[dict[str, str], Path]:
    """An environment whose xclip keeps what it gets in a file, and that file.

    ``SIGNAL`` makes it send that signal to who copies something, after ``DELAY`` seconds.
    """
    tool, held = tmp_path / "xclip", tmp_path / "held"
    tool.write_text(
        f"""#!/bin/sh
[ "$3" = -out ] && exec cat {held}
cat > {held}
[ ! -s {held} ] || : > {held}.copied
[ -z "$SIGNAL" ] || [ ! -s {held} ] || (sleep $DELAY; kill -$SIGNAL $PPID) >/dev/null 2>&1 &
"""
    )
    tool.chmod(0o755)
    return {"PATH": f"{tmp_path}{os.pathsep}{os.defpath}", "DISPLAY": ":99"}, held


@pytest.mark.parametrize("delay", ["0", "0.01", "0.02"])
def test_a_signal_right_after_it_has_been_copied_does_not_keep_it_there(
    drawer: tuple[dict[str, str], Path], delay: str, eventually: Eventually
) -> None:
    env, held = drawer
    code = f"""
import os, sys, time
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from ssotui.cli.signals import ending_cleanly
from ssotui.desktop import clipboard
clipboard._NEEDED += ("SIGNAL", "DELAY")
with ending_cleanly():
    clipboard.DesktopClipboard(os.environ).copy("left", 1)
    time.sleep(20)
"""
    done = subprocess.run([sys.executable, "-c", code], env=env | {"SIGNAL": "TERM", "DELAY": delay}, check=False)
    assert done.returncode == 128 + signal.SIGTERM
    assert held.with_name("held.copied").exists()
    assert eventually(lambda: not held.read_text())


def test_where_no_process_can_be_started_it_is_said_that_it_stays(
    drawer: tuple[dict[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(drawer[1].with_name("no such program")))
    copied = DesktopClipboard(drawer[0]).copy(TEXT, 1)
    assert copied.when_cleared(1) == "Can't be cleared automatically there."


@pytest.mark.needs("Xvfb", "xclip")
def test_command_substitution_does_not_wait_for_the_clipboard(display: str) -> None:
    code = "import os; from ssotui.desktop.clipboard import DesktopClipboard as C; print(C(os.environ).copy('x', 1))"
    shown = subprocess.run(
        ["sh", "-c", 'echo "$("$@")"', "sh", sys.executable, "-c", code],
        env={**BARE, "DISPLAY": display}, capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    assert "xclip" in shown.stdout


def helpers(display: str) -> dict[str, str]:
    """Command lines of the processes that are to clear the clipboard of ``display``, by process id."""
    lines = {}
    for folder in Path("/proc").iterdir():
        try:
            line, env = (folder / "cmdline").read_text(errors="replace"), (folder / "environ").read_bytes()
        except OSError:
            continue
        if "clipboard_clearer.py" in line and f"DISPLAY={display}\0".encode() in env:
            lines[folder.name] = line
    return lines


@pytest.mark.needs("Xvfb", "xclip")
def test_the_text_is_in_no_command_line(display: str) -> None:
    DesktopClipboard({**BARE, "DISPLAY": display}).copy(TEXT, 2)
    waiting = helpers(display)
    assert waiting
    assert not any("Secret" in line for line in waiting)


@pytest.mark.needs("xclip")
def test_a_display_that_is_gone_is_not_taken_for_a_success() -> None:
    with pytest.raises(SsoTuiError, match="xclip fails"):
        DesktopClipboard({**BARE, "DISPLAY": ":4242", "TERM": "dumb"}).copy(TEXT, 0)


def test_without_any_clipboard_the_user_is_told() -> None:
    with pytest.raises(SsoTuiError, match="No clipboard") as told:
        DesktopClipboard({"PATH": "/nonexistent"}).copy(TEXT, 0)
    assert told.value.hint


@pytest.mark.needs("tmux")
def test_in_tmux_its_buffer_holds_it(tmux: dict[str, str]) -> None:
    copied = DesktopClipboard(tmux).copy(TEXT, 0)
    assert copied.places == ("tmux's buffer", "the terminal around tmux")
    assert copied.when_cleared(60) == "Cleared in 60 s, but not in the terminal around tmux."
    assert copied.when_cleared(0) == ""
    assert paste_buffer(tmux) == TEXT


@pytest.mark.needs("tmux")
def test_tmuxs_buffer_is_cleared_wherever_it_has_moved(tmux: dict[str, str], eventually: Eventually) -> None:
    DesktopClipboard(tmux).copy(TEXT, 1)
    subprocess.run(["tmux", "set-buffer", "mine"], env=tmux, check=True)
    listed = ["tmux", "list-buffers", "-F", "#{buffer_sample}"]
    assert eventually(
        lambda: subprocess.run(listed, env=tmux, capture_output=True, text=True, check=True).stdout == "mine\n"
    )


@pytest.mark.needs("tmux", "Xvfb", "xclip")
def test_in_tmux_on_a_desktop_both_hold_it(tmux: dict[str, str], display: str, eventually: Eventually) -> None:
    copied = DesktopClipboard({**tmux, "DISPLAY": display}).copy("both", 0)
    assert copied.places == ("tmux's buffer", "the terminal around tmux", "the clipboard (xclip)")
    assert paste_buffer(tmux) == "both"
    assert eventually(lambda: pasted(display) == "both")


def seen_by_terminal(env: Mapping[str, str], backend: str = "auto") -> bytes:
    """What a terminal receives from a program in it that copies, and the places that are said."""
    code = (
        "import os, sys; from ssotui.desktop.clipboard import DesktopClipboard as C\n"
        f"print(C(os.environ, {backend!r}).copy({TEXT!a}, 60))"
    )
    child = pexpect.spawn(sys.executable, ["-c", code], env={**BARE, **env}, timeout=30, encoding="latin-1")
    child.expect(pexpect.EOF)
    child.close()
    assert child.before is not None
    return child.before.encode("latin-1")


ENCODED = base64.b64encode(TEXT.encode())


def test_over_ssh_the_terminal_is_asked_to_hold_it() -> None:
    seen = seen_by_terminal({"TERM": "xterm", "SSH_CONNECTION": "1 2 3 4"})
    assert b"\x1b]52;c;" + ENCODED + b"\x07" in seen
    assert b"(OSC 52)" in seen
    assert b'("the terminal\'s clipboard (OSC 52)",), uncleared=("the terminal\'s clipboard (OSC 52)",)' in seen


def test_what_only_a_terminal_holds_is_said_not_to_be_cleared() -> None:
    place = ("the terminal's clipboard (OSC 52)",)
    assert CopiedTo(place, place).when_cleared(60) == "Can't be cleared automatically there."


@pytest.mark.needs("Xvfb", "xclip")
def test_over_ssh_with_a_display_both_hold_it(display: str) -> None:
    seen = seen_by_terminal({"TERM": "xterm", "SSH_CONNECTION": "1 2 3 4", "DISPLAY": display})
    assert b"\x1b]52;c;" + ENCODED + b"\x07" in seen
    assert pasted(display) == TEXT


def test_screen_passes_it_on_in_pieces() -> None:
    seen = seen_by_terminal({"TERM": "screen", "SSH_TTY": "/dev/pts/1", "STY": "1.x"})
    pieces = re.findall(rb"\x1bP(.*?)\x1b\\", seen, re.DOTALL)
    assert b"".join(pieces) == b"\x1b]52;c;" + ENCODED + b"\x07"


def test_the_setting_chooses_the_terminal(display: str) -> None:
    assert b"\x1b]52;c;" in seen_by_terminal({"TERM": "xterm", "DISPLAY": display}, "osc52")


def test_a_terminal_is_the_last_resort() -> None:
    assert b"\x1b]52;c;" in seen_by_terminal({"TERM": "xterm"})


@pytest.mark.needs("Xvfb", "xclip")
def test_the_desktops_clipboard_is_left_alone_where_the_setting_says_so(display: str) -> None:
    DesktopClipboard({**BARE, "DISPLAY": display}).copy("before", 0)
    seen_by_terminal({"TERM": "xterm", "DISPLAY": display}, "osc52")
    assert pasted(display) == "before"


@pytest.mark.parametrize(
    ("does", "said"), [(f"exec {shutil.which('sleep')} 60", "xclip doesn't respond"), ("exit 1", "xclip fails")]
)
def test_a_tool_that_is_there_and_does_not_copy_is_named(tmp_path: Path, does: str, said: str) -> None:
    tool = tmp_path / "xclip"
    tool.write_text(f"#!/bin/sh\n{does}\n")
    tool.chmod(0o755)
    env = {"PATH": str(tmp_path), "DISPLAY": ":99"}
    with pytest.raises(SsoTuiError) as raised:
        DesktopClipboard(env, "system").copy(TEXT, 0)
    assert raised.value.message == f"Nothing was copied: {said}."
    assert raised.value.hint.startswith("Check that DISPLAY=:99 is right.")
    assert "nstall" not in raised.value.hint


def test_a_tmux_that_fails_in_both_ways_is_named_once(tmp_path: Path) -> None:
    tool = tmp_path / "tmux"
    tool.write_text("#!/bin/sh\nexit 1\n")
    tool.chmod(0o755)
    env = {"PATH": str(tmp_path), "TMUX": "/gone,1,0"}
    with pytest.raises(SsoTuiError, match=r"^Nothing was copied: tmux fails\.") as raised:
        DesktopClipboard(env).copy(TEXT, 0)
    assert raised.value.hint.startswith("Check that TMUX=/gone,1,0 is right.")
