"""The entries of the command palette: commands, values to copy, roles, profiles.

Commands that apply here are first, and of those the ones that the footer offers without a key of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from ssotui.core.printable import printable
from ssotui.core.search.highlights import Fields, Matches
from ssotui.core.search.query import INSIDE, fit, parse, search_text
from ssotui.core.tree.rows import Row
from ssotui.tui.dialogs.palette import PaletteContent
from ssotui.tui.picker.commands.table import COMMANDS, footer_commands, key_of
from ssotui.tui.rendering.badges import badge, badge_width, tint
from ssotui.tui.rendering.details_fields import in_sentence
from ssotui.tui.rendering.hit_rendering import Columns, columns_for, needed_columns, render_hit
from ssotui.tui.rendering.row_rendering import as_typed, matches_of
from ssotui.tui.rendering.styled_text import StyledText, highlighted
from ssotui.tui.widgets.entry_list import Entry

if TYPE_CHECKING:
    from ssotui.core.search.index import Found
    from ssotui.tui.picker.commands.context import CommandContext
    from ssotui.tui.picker.screen_protocol import PaletteActions
    from ssotui.tui.picker.state import PickerState
    from ssotui.tui.view import View

_MOST_FOUND = 100
_KEY_WIDTH = 7
_WIDEST, _AROUND_ENTRIES = 100, 4  # columns of the palette, and of its frame and the cursor
_COMMANDS = tuple(one for one in COMMANDS if one.id != "app.palette")


class PaletteEntries:
    """Entries for a query with the filter line's syntax; ``values`` are (name, value) pairs to copy."""

    def __init__(
        self,
        state: PickerState,
        context: CommandContext,
        keymap: Mapping[str, str],
        values: Sequence[tuple[str, str]],
        actions: PaletteActions,
    ) -> None:
        self._state = state
        self._context = context
        self._keymap = keymap
        self._values = values
        self._actions = actions

    def found_by(self, query: str, width: int) -> PaletteContent:
        """The entries that match ``query``, on a screen of ``width``, and the number of roles and profiles.

        Where a command or a value contains the words, scattered letters don't match a role or profile.
        """
        entries = [*self._commands(query), *self._copies(query)]
        found = self._state.find(_not_scattered(query) if entries else query) if query.strip() else None
        count = found.total + len(found.profiles) if found else 0
        entries += self._found(found, width)
        return PaletteContent(entries, f"{count:,} found" if count else "" if entries else "no matches")

    def _commands(self, query: str) -> Iterator[Entry]:
        at, terms = self._context, parse(query)
        fitting = [
            one for one in _COMMANDS if fit(terms, search_text(one.label_in(at), one.tooltip_in(at), one.id), INSIDE)
        ]
        offered = [name for name in footer_commands(at) if not key_of(name, self._keymap)]
        for command in sorted(fitting, key=lambda one: (bool(one.requires(at)), one.id not in offered)):
            missing = command.requires(at)
            bound = f"{key_of(command.id, self._keymap):<{_KEY_WIDTH}}"
            tone = "dim" if missing else "words"
            matches = Matches(as_typed(terms), Fields(roles=(command.tooltip_in(at),)))
            label: StyledText = [(bound, "dim" if missing else "key")]
            label += highlighted(command.tooltip_in(at), matches, "role", tone)
            label += [(f"  {missing}", "dim")] if missing else []
            yield Entry(label, partial(self._actions.run_command, command.id))

    def _copies(self, query: str) -> Iterator[Entry]:
        """The values of the row that can be copied."""
        terms = parse(query)
        for name, value in self._values:
            if fit(terms, search_text(f"copy {in_sentence(name)}", printable(value)), INSIDE):
                label: StyledText = [(" " * _KEY_WIDTH, "words"), (f"Copy {in_sentence(name)}", "words")]
                yield Entry([*label, (f"  {printable(value)}", "dim")], partial(self._actions.copy_value, name, value))

    def _found(self, found: Found | None, width: int) -> Iterator[Entry]:
        if found is None:
            return
        view = self._state.view()._replace(terms=found.terms)
        rows = list(islice(_rows(found), _MOST_FOUND))
        of_sessions = len(self._state.snapshot.session_names) > 1
        hits = [(row.ref, row.account) for row in rows if row.ref and row.account]
        needed = needed_columns(hits, view, of_sessions=of_sessions)
        room = min(width, _WIDEST) - _AROUND_ENTRIES - _KEY_WIDTH
        badges = badge_width(view.account_style(account) for _, account in hits)
        columns = columns_for(room, needed._replace(badge=badges))
        for row in rows:
            yield Entry(_label(row, view, columns), partial(self._actions.use, row))


def _not_scattered(query: str) -> str:
    """The query with its plain words in the exact form."""
    return " ".join(f"'{word}" if _is_plain(word) else word for word in query.split())


def _is_plain(word: str) -> bool:
    return [(term.kind, term.field, term.negated) for term in parse(word)] == [("fuzzy", "", False)]


def _rows(found: Found) -> Iterator[Row]:
    """The profiles that were found, then the roles."""
    for profile in found.profiles:
        yield Row("profile", 1, text=profile.name)
    for entry, roles in found.groups:
        for role in found.ordered((entry, roles)):
            yield Row("role", 2, entry.session, entry.account, role)


def _label(row: Row, view: View, columns: Columns) -> StyledText:
    """The line of a role, or of a profile."""
    matches, before = matches_of(row, view), (" " * _KEY_WIDTH, "words")
    if row.ref and row.account:
        return [before, *render_hit(row.ref, row.account, view, matches, columns)]
    style = view.row_style(row)
    name = highlighted(printable(row.text), matches, "profile", tint(style, "words"))
    return [before, *name, *badge(style, "words"), ("  profile", "dim")]
