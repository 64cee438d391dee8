"""Shows planned changes as a diff, and asks for confirmation."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from ssotui.cli import output, streams
from ssotui.core.configuration import Edit
from ssotui.core.diffs import DiffLine, diff
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import marked, printable
from ssotui.core.shell.current_profile import named_by_variable
from ssotui.errors import UsageError

_SHOWN = 5
_COLOURS = {"file": "1", "place": "36", "old": "31", "new": "32"}


def show(edit: Edit, env: Mapping[str, str], *, as_words: bool = False) -> None:
    """Print a unified diff to stdout, with ``as_words`` to stderr. If that isn't a terminal, ``patch`` can apply it."""
    stream, put = (sys.stderr, streams.tell) if as_words else (sys.stdout, streams.write)
    coloured = stream.isatty() and not env.get("NO_COLOR") and env.get("TERM", "") != "dumb"
    if stream.isatty() or as_words:
        put("".join(_line(line, coloured=coloured) for line in diff(edit.path, edit.before, edit.after)))
    else:
        put("".join(f"{line.text}\n" for line in diff(edit.path, edit.before, edit.after, exact=True)))
    streams.flush()


def agreed(edit: Edit, question: str, env: Mapping[str, str]) -> bool:
    """Show the change on stderr and ask; True if the user agreed. Raises UsageError without a terminal."""
    return all_agreed([edit], [], question, env)


def all_agreed(edits: Sequence[Edit], messages: Sequence[str], question: str, env: Mapping[str, str]) -> bool:
    """As ``agreed`` for several files; ``deeds`` are messages on other changes."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("Can't ask for confirmation: no terminal.", hint="Add --yes, or preview the change: --dry-run")
    for edit in edits:
        show(edit, env, as_words=True)
        say_dangling(edit)
    for deed in messages:
        output.say(deed)
    streams.tell(f"{question} [y/N] ")
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        streams.tell("\n")
    if answer.strip().lower() in ("y", "yes"):
        return True
    output.say("Nothing was written.")
    return False


def say_dangling(edit: Edit) -> None:
    """Warn of profiles that no longer work after a removal."""
    if edit.dangling:
        names = ", ".join(f'"{printable(name)}"' for name in edit.dangling[:_SHOWN])
        more = f" and {len(edit.dangling) - _SHOWN:,} more" if len(edit.dangling) > _SHOWN else ""
        lead = "This profile gets its" if len(edit.dangling) == 1 else "These profiles get their"
        output.say(f"{lead} credentials from what is removed and will stop working: {names}{more}.")


def say_if_in_place(edit: Edit) -> None:
    """Warn if the file was overwritten in place."""
    if edit.caution:
        output.say(edit.caution)


def _line(line: DiffLine, *, coloured: bool) -> str:
    code, text = _COLOURS.get(line.kind, "") if coloured else "", marked(line.text)
    return f"\x1b[{code}m{text}\x1b[0m\n" if code else f"{text}\n"


def say_if_profile_is_gone(backend: Backend, env: Mapping[str, str]) -> None:
    """After a change: this shell may have a profile that the change has removed."""
    current = named_by_variable(env)
    if current and current not in {profile.name for profile in backend.profiles.read().profiles}:
        output.say(f"  This shell's profile \"{printable(current)}\" doesn't exist now. Clear it: ssotui off")
