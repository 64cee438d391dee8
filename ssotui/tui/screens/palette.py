"""The command palette: every action with its key, every role and profile. Textual's own, fed from the picker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from ssotui.core.highlights import Matches, Part
from ssotui.core.outline import Row
from ssotui.core.query import INSIDE, Term, fit, parse, piece
from ssotui.core.search import Found
from ssotui.core.text import plain
from ssotui.tui import keys
from ssotui.tui.labels import highlighted, matches_of
from ssotui.tui.screens.picker import Picker
from ssotui.tui.view import View

_MOST_FOUND = 50
_KEY_WIDTH = 7
_MATCH = "bold underline"
_ACTIONS = tuple(key for key in keys.KEYS if key.id != "app.palette")

Entry = tuple[Text, Callable[[], None]]


class Palette(CommandPalette):
    """Whatever is chosen is done by the picker, with its questions and sign-ins."""

    CSS_PATH = "palette.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c,ctrl+p", "escape", show=False, priority=True)]

    def __init__(self) -> None:
        super().__init__(providers=[Everything], placeholder="an action, an account, a role or a profile")


class Everything(Provider):
    """Actions first, then roles and profiles by the filter line's rules."""

    @property
    def _picker(self) -> Picker:
        assert isinstance(self.screen, Picker)
        return self.screen

    async def discover(self) -> Hits:
        """All actions, those that apply here first."""
        at = self._picker.occasion()
        for key in sorted(_ACTIONS, key=lambda key: bool(key.needs(at))):
            label, command = self._action(key, ())
            yield DiscoveryHit(label, command, label.plain)

    async def search(self, query: str) -> Hits:
        """``query`` finds actions by their words, and what the filter line would find."""
        terms = parse(query)
        for key in _ACTIONS:
            points = fit(terms, piece(key.called(self._picker.occasion()), key.tooltip, key.id), INSIDE)
            if points:
                label, command = self._action(key, terms)
                yield Hit(1 + points, label, command, label.plain)
        found = self._picker.browsing.find(query)
        for place, (label, command) in enumerate(islice(self._found(found), _MOST_FOUND)):
            yield Hit(1 - place / _MOST_FOUND, label, command, label.plain)

    def _action(self, key: keys.Key, terms: tuple[Term, ...]) -> Entry:
        missing = key.needs(self._picker.occasion())
        label = Text(
            f"{keys.shown_for(key.id, self._picker.request.settings.keys):<{_KEY_WIDTH}}", "" if missing else "bold"
        )
        words = Text(key.tooltip)
        words.highlight_words([term.text for term in terms if not term.negated], _MATCH, case_sensitive=False)
        label.append_text(words)
        if missing:
            label.append(f"  {missing}", "italic")
            label.stylize("dim")
        return label, partial(self._picker.action_carry_out, key.id)

    def _found(self, found: Found | None) -> Iterator[Entry]:
        if found is None:
            return
        view = self._picker.browsing.view()._replace(terms=found.terms)
        for row in chain(_profiles(found), _roles(found)):
            yield self._label(row, view), partial(self._picker.use, row)

    def _label(self, row: Row, view: View) -> Text:
        """Where Enter leads: a role in its account, or a profile."""
        label, matches = Text(" " * _KEY_WIDTH), matches_of(row, view)
        if row.account is None:
            return _marked(label, plain(row.text), matches, "profile").append("  profile", "dim")
        _marked(label, row.role, matches, "role").append(" in ", "dim")
        _marked(label, row.account.title, matches, "account").append("  ")
        return _marked(label, row.account.id, matches, "account").append(f"  {plain(row.session)}", "dim")


def _profiles(found: Found) -> Iterator[Row]:
    return (Row("profile", 1, text=profile.name) for profile in found.profiles)


def _roles(found: Found) -> Iterator[Row]:
    for group in found.groups:
        head = group[0]
        for role in found.ordered(group):
            yield Row("role", 2, head.session, head.account, role)


def _marked(label: Text, words: str, matches: Matches, part: Part) -> Text:
    """``label`` with ``words`` behind it, what the query matched underlined."""
    for text, style in highlighted(words, matches, part, ""):
        label.append(text, _MATCH if style else "")
    return label
