"""Keeping the catalogue and the sign-ins up to date behind the picker."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from textual import on

from ssotui.actions import snapshot, switch
from ssotui.core.first_use_hints import WORDS, Hint
from ssotui.core.model import RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.shell import exports
from ssotui.core.shell.exports import Export
from ssotui.core.text import printable
from ssotui.errors import SignInNeeded
from ssotui.settings import Settings
from ssotui.tui.picker import commands
from ssotui.tui.picker.asking import Asking
from ssotui.tui.picker.enter_choice import choice_of
from ssotui.tui.picker.state import Browsing, Conditions
from ssotui.tui.rendering.details_content import Sources
from ssotui.tui.widgets.access_tree import AccessTree

if TYPE_CHECKING:
    from textual.timer import Timer

    from ssotui.actions.listing.events import ListingEvent
    from ssotui.tui.picker.running_listings import Listings

_DRAIN_EVERY = 0.01  # seconds between looks at what the listings found, while there are some
_TAKE_IN_EVERY = 0.03
_SHARE = 5  # taking it in may cost one part in so many of the time: typing goes first
_TICK = 1.0
_OF_REFERENCES = frozenset("/:\n")  # what a query has that was pasted behind the command
_READY_AFTER = 0.1  # seconds: nobody reads and types faster
_MANY_OBJECTS = 10_000  # made before a look for garbage: an answer is thousands of pairs, and none of them is garbage
_COLLECT_AFTER = 1.0  # seconds: botocore has been loaded by then, as much as Textual slowed down by garbage collection
_READ_TOKENS_EVERY = 5  # ticks: another program may sign in or out
_WANTED_OF_FOUND = 64


class PickerRequest(NamedTuple):
    """What the picker was asked for; ``current`` is the shell's profile, ``notices`` stand above the tree.

    ``export`` says what the shell will receive for a choice, ``set_now`` are the names that are set in it;
    ``command_meant`` is the sub-command that the query may be a mistyped name of.
    """

    settings: Settings
    query: str = ""
    current: str = ""
    notices: tuple[str, ...] = ()
    export: Callable[[switch.Choice], Export] = lambda choice: exports.switch(choice.profile, None)
    set_now: frozenset[str] = frozenset()
    command_meant: str = ""


class Fetching(Asking):
    """A board whose rows are fetched live, the wanted ones first."""

    def __init__(self, backend: Backend, request: PickerRequest) -> None:
        settings = request.settings
        template, region, output = settings.profiles_name_template, settings.profiles_region, settings.profiles_output
        self.backend = backend
        self.request = request
        self.defaults = switch.Defaults(template, region, output)
        production = settings.safety_production
        sign_in = f"Press {commands.shown_for('session.login', settings.keys)}"
        conditions = Conditions(self.defaults, request.current, settings.catalog_max_age, production, sign_in)
        browsing = Browsing(snapshot.load(backend), conditions, backend.now())
        is_reference = not _OF_REFERENCES.isdisjoint(request.query)
        browsing.ask(browsing.pasted(request.query) if is_reference else request.query)
        sources = Sources(
            lambda row: choice_of(row, browsing, self.defaults, request.current),
            request.export,
            request.set_now,
            self._keys_end,
        )
        super().__init__(browsing, sources, request.current, request.notices, settings.keys)
        self._listings: Listings | None = None
        self._draining: Timer | None = None
        self._drain_after = 0.0
        self._ticks = 0
        self.looks = 0  # for findings so far: what tests count
        self._states: tuple[str, ...] = ()

    def _keys_end(self, ref: RoleRef) -> datetime | None:
        session = self.browsing.view().sessions.get(ref.session)
        return self.backend.role_keys.end(session, ref) if session else None

    def on_mount(self) -> None:
        self.call_after_refresh(self._after_first_frame)

    def on_unmount(self) -> None:
        self.backend.close()

    def _after_first_frame(self) -> None:
        """Only now may anything slow begin: boto3, the network; and soon a look for garbage (see cli/pick)."""
        from ssotui.tui.picker.running_listings import Listings

        gc.freeze()
        gc.set_threshold(_MANY_OBJECTS)
        self.set_timer(_COLLECT_AFTER, gc.enable)
        self._listings = Listings(self.backend, self.request.settings, self.job_crashed)
        self._draining = self.set_interval(_DRAIN_EVERY, self._drain, pause=True)
        self._list_signed_in()
        self.set_interval(_TICK, self._tick)
        self.set_timer(_READY_AFTER, self._get_ready)
        self._states = self._told_states()
        self.repaint()

    def refresh_session(self, name: str, account_ids: tuple[str, ...] = ()) -> None:
        """Fetch a session again, or just these accounts' roles; say so where nobody is signed in."""
        session = next(one for one in self.browsing.survey.configuration.sessions if one.name == name)
        if self._listings and self.browsing.survey.standings[name].state == "active":
            self._listings.start(session, self.browsing.catalog.of(name), refresh=True, only=account_ids)
            self._resume_draining()
        else:
            state = self.browsing.view().sign_in(name)
            self.tell(f"{printable(name)}: {state.words}. {state.advice}", is_error=True)

    def read_again(self) -> None:
        """Read the user's files again, and list what can be listed now."""
        self.browsing.with_survey(snapshot.load(self.backend))
        self._list_signed_in()
        self.show_again()

    def lesson(self, lesson: Hint) -> tuple[str, ...]:
        """What is to be explained, if that was never done."""
        return (WORDS[lesson],) if self.backend.history.is_first(lesson) else ()

    def stop_fetching(self) -> None:
        """Keep what was found; takes effect at once."""
        if self._listings:
            self._listings.stop()

    def progress_words(self) -> str:
        return self._listings.progress() if self._listings else ""

    def read_only_words(self) -> str:
        return f"{super().read_only_words()}, {commands.shown_for('app.doctor', self.request.settings.keys)} says why"

    def is_fetching(self) -> bool:
        return self._listings is None or self._listings.are_running

    def asked(self) -> None:
        """The accounts that a query found are fetched before the others."""
        super().asked()
        found = self.browsing.found()
        if found is not None and self._listings:
            heads = [head for head, _ in found.groups[:_WANTED_OF_FOUND]]
            self._listings.want_accounts([(head.session, head.account.id) for head in heads])

    @on(AccessTree.Moved)
    def _want_visible(self, message: AccessTree.Moved) -> None:
        if self.browsing.found() is None and self._listings:
            self._listings.want([*([message.row] if message.row else []), *self.access.visible_rows()])

    def _drain(self) -> None:
        assert self._listings is not None
        start = time.monotonic()
        if start < self._drain_after:
            return
        self.looks += 1
        found = self._listings.drain()
        if found:
            self._take_in(found)
            self._drain_after = start + max((time.monotonic() - start) * _SHARE, _TAKE_IN_EVERY)
        if self._draining and not self._listings.are_running:
            self._draining.pause()  # waking up for nothing would cost more than all the rest of being idle

    def _resume_draining(self) -> None:
        if self._draining:
            self._draining.resume()

    def _take_in(self, found: Mapping[str, list[ListingEvent]]) -> None:
        from ssotui.tui.picker.running_listings import applied, troubles

        assert self._listings is not None
        for session, findings in found.items():
            self.browsing.with_session(session, applied(self.browsing.catalog.of(session), findings))
        self.browsing.with_rates(self._listings.rates())
        for session, error in troubles(found):
            words = error.in_one_line
            if isinstance(error, SignInNeeded):
                words = f"{error.message} {self.browsing.view().how_to_sign_in} to sign in."
            self.tell(f"{printable(session)}: {words}", is_error=True)
            self._take_standings()
        self._states = self._told_states()
        self.show_again()

    def _take_standings(self) -> None:
        """How the sessions stand, by their files and by what AWS has refused."""
        self.browsing.with_standings(snapshot.standings(self.backend, self.browsing.survey.configuration.sessions))

    def _tick(self) -> None:
        self._ticks += 1
        browsing = self.browsing
        browsing.with_time(self.backend.now())
        self._get_ready()
        if self._ticks % _READ_TOKENS_EVERY == 0:
            self._take_standings()
            self._list_signed_in()
        shown = self._states
        self._states = self._told_states()
        if self._states != shown:
            self.repaint()

    def _told_states(self) -> tuple[str, ...]:
        """What the rows say of the sessions: a tick paints only where that has become another."""
        view = self.browsing.view()
        return tuple(str(state(name)) for name in view.standings for state in (view.sign_in, view.listing))

    def _get_ready(self) -> None:
        """Before the first key, once nothing more comes; what is made is no garbage to look through while one types."""
        if not self.browsing.finder.is_ready and not self.is_fetching():
            self.browsing.get_ready()
            gc.freeze()

    def _list_signed_in(self) -> None:
        for session in self.browsing.survey.configuration.sessions:
            if self._listings and self.browsing.survey.standings[session.name].state == "active":
                self._listings.start(session, self.browsing.catalog.of(session.name))
                self._resume_draining()
