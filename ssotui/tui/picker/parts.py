"""Creates the parts of the picker, and connects them. The parts don't import each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from ssotui.tui.picker.catalog_feed import CatalogFeed
from ssotui.tui.picker.configuration_actions import AfterChange, ConfigurationActions
from ssotui.tui.picker.credential_actions import CredentialActions
from ssotui.tui.picker.display import Display, DisplaySources, Widgets
from ssotui.tui.picker.enter_choice import choice_on_enter
from ssotui.tui.picker.navigation import Navigation
from ssotui.tui.picker.production_guard import ProductionGuard
from ssotui.tui.picker.question import OpenQuestion
from ssotui.tui.picker.screen_protocol import Precautions, ScreenProtocol
from ssotui.tui.picker.selection import Selection
from ssotui.tui.picker.sign_ins import AfterSignIn, SignIns
from ssotui.tui.picker.switching import Steps, Switching
from ssotui.tui.picker.tasks import Tasks
from ssotui.tui.rendering.details_content import DetailsSources, details_of
from ssotui.tui.widgets.access_tree import AccessTree
from ssotui.tui.widgets.details import Details
from ssotui.tui.widgets.filter_line import FilterLine
from ssotui.tui.widgets.status_bar import HintLine, MessageLine

if TYPE_CHECKING:
    from datetime import datetime

    from textual.message import Message

    from ssotui.actions.switch import Choice
    from ssotui.core.model import RoleRef
    from ssotui.core.ports.backend import Backend
    from ssotui.core.tree.rows import Row
    from ssotui.tui.picker.request import PickerRequest
    from ssotui.tui.picker.state import PickerState

_PLACEHOLDER = "type to find an account or role"


class PartsScreen(ScreenProtocol, Protocol):
    """The screen as the parts are created with it."""

    state: PickerState
    backend: Backend
    request: PickerRequest

    def post_message(self, message: Message) -> bool:
        """Textual's method. Thread-safe."""

    def call_after_refresh(self, callback: Callable[[], None]) -> bool:
        """Textual's method."""

    def leave(self, choice: Choice | None) -> None:
        """End the picker."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one picker."""

    question: OpenQuestion
    tasks: Tasks
    navigation: Navigation
    display: Display
    feed: CatalogFeed
    sign_ins: SignIns
    selection: Selection
    switching: Switching
    credentials: CredentialActions
    configuration: ConfigurationActions


def make_widgets(state: PickerState, backend: Backend, request: PickerRequest) -> Widgets:
    """The widgets of the picker, from top to bottom."""

    def credentials_end(ref: RoleRef) -> datetime | None:
        session = state.session_named(ref.session)
        return backend.role_cache.end(session, ref) if session else None

    def choice(row: Row) -> Choice | None:
        return choice_on_enter(row, state, request.defaults, request.current)

    view, sources = state.view(), DetailsSources(choice, request.export, request.set_now, credentials_end)
    details = Details(view, partial(details_of, sources=sources))
    return Widgets(FilterLine(_PLACEHOLDER), AccessTree(view), details, MessageLine(), HintLine())


def make_parts(screen: PartsScreen, widgets: Widgets) -> Parts:
    """The parts of ``screen``, which has its state already."""
    state, backend, request, settings = screen.state, screen.backend, screen.request, screen.request.settings
    line, tree = widgets.message_line, widgets.access
    question = OpenQuestion(partial(setattr, line, "question"), screen.call_after_refresh)
    navigation = Navigation(state, screen, tree, question.close)
    feed = CatalogFeed(state, backend, settings, screen)
    sign_ins = SignIns(state, backend, screen, AfterSignIn(feed.reload, feed.refresh), settings.login_method)
    selection = Selection(state, backend, screen, partial(tree.move, 1))
    guard = ProductionGuard(state, screen, lambda: line.size.width, asks=settings.safety_confirm)
    before = Precautions(guard.confirm, sign_ins.first_for)
    steps = Steps(before, screen.leave, navigation.toggle, sign_ins.sign_in_to_row)
    after = AfterChange(feed.reload, selection.drop_marks, sign_ins.sign_in)
    offer = partial(selection.offer, settings.keys)
    beside = DisplaySources(feed.progress, lambda: feed.is_fetching, offer, navigation.wanted_row)
    return Parts(
        question,
        Tasks(screen.post_message),
        navigation,
        Display(state, request, widgets, beside),
        feed,
        sign_ins,
        selection,
        Switching(state, backend, screen, request, steps),
        CredentialActions(state, backend, screen, settings, before),
        ConfigurationActions(state, backend, screen, request, after),
    )


def command_table(parts: Parts) -> dict[str, Callable[[], object]]:
    """The methods that run commands, by the command's ID. The screen has the other commands."""
    return {
        "role.use": parts.switching.use_row,
        "role.copy": parts.credentials.copy,
        "role.console": parts.credentials.open_console,
        "profile.save": parts.configuration.save_profiles,
        "row.mark": parts.selection.mark,
        "role.favourite": parts.selection.pin,
        "session.login": parts.sign_ins.sign_in_to_row,
        "session.logout": parts.sign_ins.sign_out_of_row,
        "session.migrate": parts.configuration.migrate,
        "session.add": parts.configuration.add_session,
        "tree.refresh": parts.feed.refresh_row,
        "tree.pivot": parts.navigation.pivot,
        "app.doctor": parts.configuration.open_doctor,
    }
