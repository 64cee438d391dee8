"""The command palette: every action with its key, every role and profile, found by the filter line's rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from ssotui.core.search.highlights import Fields, Matches
from ssotui.core.search.index import Found
from ssotui.core.search.query import INSIDE, fit, parse, search_text
from ssotui.core.text import printable
from ssotui.core.tree.rows import Row
from ssotui.tui.dialogs.dialog import Dialog
from ssotui.tui.picker import commands
from ssotui.tui.rendering.details_content import spoken
from ssotui.tui.rendering.row_rendering import Label, as_typed, highlighted, matches_of
from ssotui.tui.typing import Typing
from ssotui.tui.widgets.entry_list import Entries, Entry
from ssotui.tui.widgets.filter_line import FilterLine

if TYPE_CHECKING:
    from ssotui.tui.picker.screen import Picker
    from ssotui.tui.picker.view import View

_MOST_FOUND = 100
_KEY_WIDTH = 7
_ACTIONS = tuple(key for key in commands.KEYS if key.id != "app.palette")

Chosen = Callable[[], None]


class Palette(Typing, Dialog[Chosen | None]):
    """Its result is what was chosen, for the picker to do with its questions and sign-ins; None if the user left."""

    CSS_PATH = "palette.tcss"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.list_bindings(),
        Binding("escape,ctrl+c,ctrl+p", "leave", priority=True),
        Binding("enter", "choose", priority=True),
    ]

    def __init__(self, picker: Picker) -> None:
        super().__init__()
        self._picker = picker
        self._line = FilterLine("an action, an account, a role or a profile")
        self.entries = Entries()

    @property
    def typed(self) -> str:
        return self._line.query_text

    def compose(self) -> ComposeResult:
        with Vertical(id="palette"):
            yield self._line
            yield self.entries

    def on_mount(self) -> None:
        self.ask("")

    def ask(self, query: str) -> None:
        """Show what ``query`` finds: actions, those that apply here first; values to copy; then roles and profiles."""
        query = printable(f"_{query}_")[1:-1]
        found = self._picker.browsing.find(query) if query.strip() else None
        count = found.total + len(found.profiles) if found else 0
        self._line.query_text = query
        self._line.counted = f"{count:,} found" if count else ""
        self.entries.show([*self._actions(query), *self._values(query), *islice(self._found(found), _MOST_FOUND)])

    def _actions(self, query: str) -> Iterator[Entry]:
        at, terms = self._picker.occasion(), parse(query)
        fitting = [key for key in _ACTIONS if fit(terms, search_text(key.called(at), key.tooltip, key.id), INSIDE)]
        for key in sorted(fitting, key=lambda key: bool(key.needs(at))):
            missing = key.needs(at)
            bound = f"{commands.shown_for(key.id, self._picker.request.settings.keys):<{_KEY_WIDTH}}"
            tone = "dim" if missing else "words"
            words = highlighted(key.tooltip, Matches(as_typed(terms), Fields(roles=(key.tooltip,))), "role", tone)
            label: Label = [(bound, "dim" if missing else "key"), *words]
            label += [(f"  {missing}", "dim")] if missing else []
            yield Entry(label, partial(self._picker.action_carry_out, key.id))

    def _values(self, query: str) -> Iterator[Entry]:
        """What is known of the row and can be copied."""
        terms = parse(query)
        for name, value in self._picker.copyable():
            if fit(terms, search_text(f"copy {spoken(name)}", printable(value)), INSIDE):
                label: Label = [(" " * _KEY_WIDTH, "words"), (f"Copy {spoken(name)}", "words")]
                yield Entry([*label, (f"  {printable(value)}", "dim")], partial(self._picker.copy_value, name, value))

    def _found(self, found: Found | None) -> Iterator[Entry]:
        if found is None:
            return
        view = self._picker.browsing.view()._replace(terms=found.terms)
        for profile in found.profiles:
            yield self._entry(Row("profile", 1, text=profile.name), view)
        for head, roles in found.groups:
            for role in found.ordered((head, roles)):
                yield self._entry(Row("role", 2, head.session, head.account, role), view)

    def _entry(self, row: Row, view: View) -> Entry:
        """Where Enter leads: a role in its account, or a profile."""
        matches = matches_of(row, view)
        label: Label = [(" " * _KEY_WIDTH, "words")]
        style = "production" if view.production_title(row) else "words"
        if row.account is None:
            label += [*highlighted(printable(row.text), matches, "profile", style), ("  profile", "dim")]
        else:
            label += [*highlighted(row.role, matches, "role", "words"), (" in ", "dim")]
            label += highlighted(row.account.title, matches, "account", style)
            label += [("  ", "dim"), *highlighted(row.account.id, matches, "account", "id")]
            label += [(f"  {printable(row.session)}", "dim")]
        return Entry(label, partial(self._picker.use, row))

    # Keys

    @on(Entries.Clicked)
    def _clicked(self, message: Entries.Clicked) -> None:
        self.dismiss(message.entry.chosen)

    def action_choose(self) -> None:
        if self.entries.entry:
            self.dismiss(self.entries.entry.chosen)

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        self.entries.move(by)

    def action_page(self, by: int) -> None:
        self.entries.page(by)

    def action_first(self) -> None:
        self.entries.move(-len(self.entries.entries))

    def action_last(self) -> None:
        self.entries.move(len(self.entries.entries))
