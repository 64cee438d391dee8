"""The picker: turns keys into actions carried out in jobs, and their outcomes into what the board shows."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.message import Message

from ssotui import jobs
from ssotui.actions import survey, switch
from ssotui.core.backend import Backend
from ssotui.core.model import RoleRef
from ssotui.core.text import plain
from ssotui.errors import SsoTuiError
from ssotui.settings import Settings
from ssotui.tui import keys
from ssotui.tui.browsing import Browsing, Conditions
from ssotui.tui.screens.board import Board
from ssotui.tui.view import state_words
from ssotui.tui.widgets.access_tree import AccessTree

if TYPE_CHECKING:
    from ssotui.actions.findings import Finding
    from ssotui.tui.listings import Listings

_DRAIN_EVERY = 0.06  # seconds between looks at what the listings found
_TICK = 1.0
_READ_TOKENS_EVERY = 5  # ticks: another program may sign in or out
_WANTED_OF_FOUND = 64


class PickerRequest(NamedTuple):
    """What the picker was asked for; ``current`` is the shell's profile."""

    settings: Settings
    query: str = ""
    current: str = ""


@dataclass
class Finished(Message):
    """A job's outcome: what to switch to, or why not."""

    outcome: switch.Choice | SsoTuiError


@dataclass
class Crashed(Message):
    """A bug in a job: it ends the program as one in the screen would."""

    error: BaseException


class Picker(Board):
    """The whole program's screen."""

    def __init__(self, backend: Backend, request: PickerRequest) -> None:
        settings = request.settings
        template, region, output = settings.profiles_name_template, settings.profiles_region, settings.profiles_output
        self._defaults = switch.Defaults(template, region, output)
        conditions = Conditions(self._defaults, request.current, settings.catalog_max_age, settings.safety_production)
        browsing = Browsing(survey.take(backend), conditions, backend.now())
        browsing.ask(request.query)
        super().__init__(browsing, request.current, keys.hints(settings.keys))
        self._backend = backend
        self._request = request
        self._listings: Listings | None = None
        self._pending: RoleRef | None = None
        self._ticks = 0
        self._states: tuple[str, ...] = ()
        if settings.ui_details != "auto":
            self.add_class(f"-details-{settings.ui_details}")

    def on_mount(self) -> None:
        configuration = self.browsing.survey.configuration
        if configuration.trouble:
            first = configuration.trouble[0]
            self.tell(f"{first.message} {first.hint}", is_error=True)
        elif not configuration.sessions:
            self.tell("No sso-session in ~/.aws/config yet. Add one: aws configure sso-session")
        self.call_after_refresh(self._after_first_frame)

    def _after_first_frame(self) -> None:
        """Only now may anything slow begin: boto3, the network, a look for garbage (see cli/pick)."""
        from ssotui.tui.listings import Listings

        gc.freeze()
        gc.enable()
        self._listings = Listings(self._backend, self._request.settings, self._job_crashed)
        self._list_signed_in()
        self.set_interval(_DRAIN_EVERY, self._drain)
        self.set_interval(_TICK, self._tick)
        self.repaint()

    # Facts

    def progress_words(self) -> str:
        return self._listings.progress() if self._listings else ""

    def is_fetching(self) -> bool:
        return self._listings is None or self._listings.are_running

    def asked(self) -> None:
        """The accounts that a query found are fetched before the others."""
        self._pending = None
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
        found = self._listings.drain()
        if not found:
            return
        from ssotui.tui.listings import applied, troubles

        for session, findings in found.items():
            self.browsing.with_session(session, applied(self.browsing.catalog.of(session), findings))
        for error in troubles(found):
            self.tell(f"{error.message} {error.hint}", is_error=True)
            self._take_standings(found)
        self.show_again()

    def _take_standings(self, found: Mapping[str, list[Finding]]) -> None:
        """How the sessions stand, by their files and by what AWS says."""
        assert self._listings is not None
        standings = survey.standings(self._backend, self.browsing.survey.configuration.sessions)
        self.browsing.with_standings(self._listings.corrected(standings, found))

    def _tick(self) -> None:
        self._ticks += 1
        browsing = self.browsing
        browsing.with_time(self._backend.now())
        if self._ticks % _READ_TOKENS_EVERY == 0:
            self._take_standings({})
            self._list_signed_in()
        view = browsing.view()
        states = tuple(state_words(standing, view.now) for standing in view.standings.values())
        if states != self._states:
            self._states = states
            self.repaint()

    def _list_signed_in(self) -> None:
        for session in self.browsing.survey.configuration.sessions:
            if self._listings and self.browsing.survey.standings[session.name].state == "active":
                self._listings.start(session, self.browsing.catalog.of(session.name))

    # Wishes

    @on(AccessTree.Chosen)
    def _chosen(self) -> None:
        self.action_use()

    def action_use(self) -> None:
        row = self.access.row
        if row and row.ref:
            self._use_role(row.ref)
        elif row and row.kind in ("profile", "pinned"):
            self._use_profile(row.text)
        elif row and row.branch:
            self.open(row, opened=not self.browsing.shown_openness.is_open(row.branch))

    def _use_profile(self, name: str) -> None:
        self._run(lambda: switch.to_profile(self._backend, name))

    def _use_role(self, ref: RoleRef) -> None:
        account = self.browsing.account(ref)
        if account is None:
            return
        settings, configuration = self._request.settings, self.browsing.survey.configuration
        wanted = switch.Wanted(ref, account)
        _, is_new = self.browsing.profile_of(ref)
        asks = is_new and settings.profiles_confirm_write and switch.is_first_write(configuration)
        if asks and self._pending != ref:
            new = switch.proposed(configuration, wanted, self._defaults)
            self._pending = ref
            self.message_line.question = f"Write [profile {new.name}], {new.region}? Enter: yes  Esc: no"
        else:
            self._run(lambda: switch.to_role(self._backend, wanted, self._defaults, self._request.current))

    def _run(self, action: Callable[[], switch.Choice]) -> None:
        """Carry an action out in a thread; its outcome comes back as Finished."""

        def work(cancel: jobs.CancelToken) -> None:
            try:
                outcome: switch.Choice | SsoTuiError = action()
            except SsoTuiError as error:
                outcome = error
            if not cancel.is_set():
                self.post_message(Finished(outcome))

        self._drop_question()
        jobs.Crew(work, crashed=self._job_crashed)

    def _job_crashed(self, error: BaseException) -> None:
        self.post_message(Crashed(error))

    @on(Crashed)
    def _crashed(self, message: Crashed) -> None:
        raise message.error

    @on(Finished)
    def _finished(self, message: Finished) -> None:
        if isinstance(message.outcome, SsoTuiError):
            self.tell(f"{message.outcome.message} {message.outcome.hint}", is_error=True)
        else:
            self._leave(message.outcome)

    def action_favourite(self) -> None:
        row = self.access.row
        if row is None or (row.ref is None and row.kind not in ("profile", "pinned")):
            return
        key = str(row.ref) if row.ref else f"profile:{row.text}"
        is_wanted = key not in self.browsing.survey.history.favourites
        try:
            self.browsing.with_history(self._backend.history.set_favourite(key, is_wanted))
        except SsoTuiError as error:
            self.tell(error.message, is_error=True)
        self.show_again()

    def action_refresh_row(self) -> None:
        row = self.access.row
        self.browsing.with_survey(survey.take(self._backend))
        for session in self.browsing.survey.configuration.sessions:
            if row is None or row.session in ("", session.name):
                self._refresh(session.name, row.account.id if row and row.account else "")
        self.show_again()

    def _refresh(self, name: str, account_id: str) -> None:
        session = next(one for one in self.browsing.survey.configuration.sessions if one.name == name)
        if self._listings and self.browsing.survey.standings[name].state == "active":
            self._listings.start(session, self.browsing.catalog.of(name), refresh=True, account_id=account_id)
        else:
            self.tell(f"You are not signed in to {plain(name)}. {survey.sign_in_hint(session)}", is_error=True)

    def _drop_question(self) -> None:
        self._pending, self.message_line.question = None, ""

    def action_leave(self) -> None:
        if self._pending:
            self._drop_question()
        elif self.browsing.query:
            self.ask("")
        else:
            self._leave(None)

    def action_leave_now(self) -> None:
        self._leave(None)

    def _leave(self, choice: switch.Choice | None) -> None:
        if self._listings:
            self._listings.stop()
        self.app.exit(choice)
