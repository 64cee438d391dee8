"""The entries of the lists in which a region, a service of the console, a format or a theme is chosen.

Queries have the filter line's syntax.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from ssotui.core.console.services import Service
from ssotui.core.picker_settings import THEMES
from ssotui.core.printable import printable
from ssotui.core.regions_by_use import RegionByUse
from ssotui.core.search.highlights import Fields, Matches
from ssotui.core.search.query import INSIDE, Term, fit, parse, search_text
from ssotui.core.shell.credential_formats import FORMATS, Format
from ssotui.region_names import cities_of, may_exist, near
from ssotui.tui.dialogs.palette import PaletteContent
from ssotui.tui.rendering.row_rendering import as_typed
from ssotui.tui.rendering.styled_text import StyledText, highlighted
from ssotui.tui.widgets.entry_list import Entry

_NAME_WIDTH = 18
_FORMAT_WIDTH = max(map(len, FORMATS)) + 2


class RegionEntries:
    """The profile's own region, those used most, those of profiles, then the others.

    ``choose`` gets a region, "" for the profile's ``own`` one. ``chosen`` is the region that was chosen before, "" for
    none.
    """

    def __init__(self, regions: Sequence[RegionByUse], own: str, chosen: str, choose: Callable[[str], None]) -> None:
        self._regions = [one for one in regions if one.name != own]
        self._own = own
        self._chosen = chosen
        self._choose = choose

    def found_by(self, query: str) -> PaletteContent:
        """The regions that match ``query``. If none does: one newer than the known ones, or similar ones."""
        terms, typed = parse(query), query.strip().lower()
        found = [one for one in self._regions if _fits(terms, one.name, *cities_of(one.name))]
        matches = _matches(terms, (one.name for one in found))
        entries = [self._own_entry()] if _fits(terms, self._own, self._own_words, *cities_of(self._own)) else []
        entries += [self._entry(one, matches) for one in found]
        if entries:
            return PaletteContent(entries, f"{len(entries):,} found")
        if may_exist(typed):
            label: StyledText = [
                ("  ", "key"),
                (f"{typed:<{_NAME_WIDTH}}", "words"),
                ("not a known region: used as typed", "dim"),
            ]
            return PaletteContent([Entry(label, partial(self._choose, typed))])
        similar = self._similar(typed)
        return PaletteContent(similar, f"{len(similar):,} near" if similar else "no matches")

    def _similar(self, typed: str) -> list[Entry]:
        meant = near(typed)
        entries = [self._own_entry()] if self._own in meant else []
        return entries + [self._entry(one, Matches((), Fields())) for one in self._regions if one.name in meant]

    @property
    def _own_words(self) -> str:
        return "the profile's own region" if self._own else "choose no region"

    def _own_entry(self) -> Entry:
        mark = "  " if self._chosen else "● "
        shown = f"{printable(self._own) or 'none':<{_NAME_WIDTH}}"
        return Entry([(mark, "key"), (shown, "words"), (self._own_words, "dim")], partial(self._choose, ""))

    def _entry(self, region: RegionByUse, matches: Matches) -> Entry:
        mark = "●" if region.name == self._chosen else "·" if region.used else " "
        label = _in_columns(mark, region.name, matches, ", ".join(cities_of(region.name)[:1]))
        return Entry(label, partial(self._choose, region.name))


class ServiceEntries:
    """The services used most, then the others by name. ``choose`` gets the name of the chosen one."""

    def __init__(self, services: Sequence[Service], choose: Callable[[str], None]) -> None:
        self._services = services
        self._choose = choose

    def found_by(self, query: str) -> PaletteContent:
        """The services that match ``query``; those whose name starts with it are first."""
        terms, typed = parse(query), query.strip().lower()
        found = [one for one in self._services if _fits(terms, one.name, *one.aliases, one.page)]
        found.sort(key=lambda one: not any(name.startswith(typed) for name in (one.name, *one.aliases)))
        matches = _matches(terms, (one.name for one in found))
        entries = [self._entry(one, matches) for one in found]
        return PaletteContent(entries, f"{len(found):,} found" if found else "no matches")

    def _entry(self, service: Service, matches: Matches) -> Entry:
        mark, others = "·" if service.times else " ", "  ".join((*service.aliases, service.page))
        return Entry(_in_columns(mark, service.name, matches, others), partial(self._choose, service.name))


class FormatEntries:
    """The formats of copied credentials, the cursor on the one used ``last``. ``choose`` gets the chosen one's name."""

    def __init__(self, last: str, choose: Callable[[str], None]) -> None:
        self._last = last
        self._choose = choose

    def found_by(self, query: str) -> PaletteContent:
        """The formats that match ``query``."""
        terms = parse(query)
        found = [one for one in FORMATS.values() if _fits(terms, one.name, one.words)]
        matches = _matches(terms, (one.name for one in found))
        entries = [self._entry(one, matches) for one in found]
        return PaletteContent(entries, "" if entries else "no matches", 0 if terms else list(FORMATS).index(self._last))

    def _entry(self, form: Format, matches: Matches) -> Entry:
        mark = "●" if form.name == self._last else " "
        label = _in_columns(mark, form.name, matches, form.words, _FORMAT_WIDTH)
        return Entry(label, partial(self._choose, form.name))


class ThemeEntries:
    """ssotui's own themes, then Textual's, the cursor on the one in use.

    ``show`` gets the name of the theme under the cursor, ``choose`` that of the chosen one.
    """

    def __init__(self, used: str, show: Callable[[str], None], choose: Callable[[str], None]) -> None:
        self._used = used
        self._show = show
        self._choose = choose
        self._shown = used
        self._names = list(THEMES)

    def found_by(self, query: str) -> PaletteContent:
        """The themes that match ``query``."""
        terms = parse(query)
        self._names = [name for name in THEMES if _fits(terms, name)]
        matches = Matches(terms, Fields(roles=tuple(self._names)))
        entries = [self._entry(name, matches) for name in self._names]
        at = 0 if terms else self._names.index(self._used)
        return PaletteContent(entries, "" if entries else "no matches", at)

    def moved(self, place: int) -> None:
        """Show the theme under the cursor, unless it is shown already."""
        if place < len(self._names) and self._names[place] != self._shown:
            self._shown = self._names[place]
            self._show(self._shown)

    def _entry(self, name: str, matches: Matches) -> Entry:
        label = highlighted(name, matches, "role", "words")
        return Entry([("● " if name == self._used else "  ", "key"), *label], partial(self._choose, name))


def _fits(terms: tuple[Term, ...], *texts: str) -> bool:
    return bool(fit(terms, search_text(*texts), INSIDE))


def _matches(terms: tuple[Term, ...], names: Iterable[str]) -> Matches:
    return Matches(as_typed(terms), Fields(roles=tuple(names)))


def _in_columns(mark: str, name: str, matches: Matches, words: str, width: int = _NAME_WIDTH) -> StyledText:
    gap = " " * (width - len(name))
    return [(f"{mark} ", "key"), *highlighted(name, matches, "role", "words"), (gap, "dim"), (words, "dim")]
