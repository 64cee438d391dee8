"""Shows planned changes as a diff, and asks for confirmation."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from ssotui.cli import output, streams
from ssotui.core.configuration import Edit
from ssotui.core.diffs import DiffLine, diff
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import enumerated, marked, printable
from ssotui.core.shell.current_profile import named_by_variable
from ssotui.errors import FileError, UsageError
from ssotui.files.ini import scan

_SHOWN = 5
_LINES_AROUND, _FEWEST = 3, 6  # the command, a warning and the question; rows of a diff on the lowest terminal
_COLORS = {"file": "1", "place": "36", "old": "31", "new": "32"}


def show(edit: Edit, env: Mapping[str, str], *, as_words: bool = False, room: int = 0) -> None:
    """Print a unified diff to stdout, with ``as_words`` to stderr. If that isn't a terminal, ``patch`` can apply it.

    ``room``: the rows of a terminal that a diff for people may take; 0 for any number.
    """
    stream, put = (sys.stderr, streams.tell) if as_words else (sys.stdout, streams.write)
    colored = stream.isatty() and output.has_colors(env)
    if stream.isatty() or as_words:
        lines = diff(edit.path, edit.before, edit.after)
        shown = lines[: _how_many_fit(lines, room)] if room else lines
        put("".join(_line(line, colored=colored) for line in shown))
        if left := len(lines) - len(shown):
            count = f"{left:,} more line{'s' if left > 1 else ''}"
            put(f"… {count}. See the whole change: the same command with --dry-run\n")
    else:
        put("".join(f"{line.text}\n" for line in diff(edit.path, edit.before, edit.after, exact=True)))
    streams.flush()


def agreed(edit: Edit, question: str, env: Mapping[str, str]) -> bool:
    """Show the change on stderr and ask; True if the user agreed. Raises UsageError without a terminal."""
    return all_agreed([edit], [], question, env)


def all_agreed(edits: Sequence[Edit], messages: Sequence[str], question: str, env: Mapping[str, str]) -> bool:
    """As ``agreed`` for several files; ``messages`` describe other changes."""
    if not streams.can_ask():
        raise UsageError("Can't ask for confirmation: no terminal.", hint="Add --yes, or preview the change: --dry-run")
    room = streams.terminal_size().lines - _LINES_AROUND - len(messages) - sum(bool(edit.dangling) for edit in edits)
    for edit in edits:
        show(edit, env, as_words=True, room=max(room // len(edits), _FEWEST))
        say_dangling(edit)
    for message in messages:
        output.say(message)
    if streams.is_answered_yes(question):
        return True
    output.say("Nothing was written.")
    return False


def _how_many_fit(lines: Sequence[DiffLine], room: int) -> int:
    """How many lines fit in ``room`` rows; if not all do, a row is left for saying so."""
    width = streams.terminal_size().columns
    ends = list(accumulate(max(1, -(-output.columns(marked(line.text)) // width)) for line in lines))
    return len(lines) if not ends or ends[-1] <= room else max(bisect_right(ends, room - 1), 1)


def say_dangling(edit: Edit) -> None:
    """Warn of profiles that no longer work after a removal."""
    if edit.dangling:
        names = ", ".join(f'"{printable(name)}"' for name in edit.dangling[:_SHOWN])
        more = f" and {len(edit.dangling) - _SHOWN:,} more" if len(edit.dangling) > _SHOWN else ""
        lead = "This profile gets its" if len(edit.dangling) == 1 else "These profiles get their"
        output.say(f"{lead} credentials from what is removed and will stop working: {names}{more}.")


def changed_sections(edit: Edit) -> str:
    """``: added [profile a], removed [profile b]``; "" if a version can't be parsed."""
    words = [f"{verb} {enumerated([f'[{name}]' for name in names])}" for verb, names in _changes(edit)]
    return f": {', '.join(words)}" if words else ""


def counted_sections(edit: Edit) -> str:
    """`` (sections: 2 added, 1 removed)``; "" if a version can't be parsed."""
    words = [f"{len(names):,} {verb}" for verb, names in _changes(edit)]
    return f" (sections: {', '.join(words)})" if words else ""


def _changes(edit: Edit) -> list[tuple[str, list[str]]]:
    try:
        before, after = (
            {section.header: section.values for section in scan(text, edit.path)} for text in (edit.before, edit.after)
        )
    except FileError:
        return []
    added, removed = [name for name in after if name not in before], [name for name in before if name not in after]
    changed = [name for name in after if name in before and after[name] != before[name]]
    return [group for group in (("added", added), ("changed", changed), ("removed", removed)) if group[1]]


def say_if_in_place(edit: Edit) -> None:
    """Warn if the file was overwritten in place."""
    if edit.caution:
        output.say(edit.caution)


def _line(line: DiffLine, *, colored: bool) -> str:
    code, text = _COLORS.get(line.kind, "") if colored else "", marked(line.text)
    return f"\x1b[{code}m{text}\x1b[0m\n" if code else f"{text}\n"


def say_if_profile_is_gone(backend: Backend, env: Mapping[str, str]) -> None:
    """After a change: this shell may have a profile that the change has removed."""
    current = named_by_variable(env)
    if current and current not in backend.profiles.read().profiles_by_name:
        output.say(f"  This shell's profile \"{printable(current)}\" doesn't exist now. Clear it: ssotui off")
