"""Creates the parts of the picker, and connects them. The parts don't import each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from ssotui.tui.picker.actions.configuration_actions import AfterChange, ConfigurationActions
from ssotui.tui.picker.actions.console_actions import ConsoleActions
from ssotui.tui.picker.actions.credential_actions import CredentialActions
from ssotui.tui.picker.actions.credential_times import CredentialTimes
from ssotui.tui.picker.actions.marks_and_pins import MarksAndPins
from ssotui.tui.picker.actions.mfa_codes import MfaCodes
from ssotui.tui.picker.actions.region_actions import RegionActions
from ssotui.tui.picker.actions.selector_choice import SelectorChoice
from ssotui.tui.picker.actions.sign_ins import AfterSignIn, SignIns
from ssotui.tui.picker.actions.switching import Switching
from ssotui.tui.picker.actions.theme_choice import ThemeChoice
from ssotui.tui.picker.actions.use_guard import UseGuard
from ssotui.tui.picker.catalog_feed import CatalogFeed
from ssotui.tui.picker.command_dialogs import CommandDialogs
from ssotui.tui.picker.content.details_sources import details_sources
from ssotui.tui.picker.content.display import Display, DisplaySources, Widgets
from ssotui.tui.picker.navigation import Navigation
from ssotui.tui.picker.question import OpenQuestion
from ssotui.tui.picker.screen_protocol import EnterSteps, PaletteActions, Precautions, Question, ScreenProtocol
from ssotui.tui.picker.tasks import Tasks
from ssotui.tui.rendering.details_content import details_of
from ssotui.tui.widgets.access_tree import AccessTree
from ssotui.tui.widgets.details import Details
from ssotui.tui.widgets.filter_line import FilterLine
from ssotui.tui.widgets.status_bar import HintLine, MessageLine

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

    from ssotui.actions.switch import Choice
    from ssotui.core.ports.backend import Backend
    from ssotui.tui.picker.request import PickerRequest
    from ssotui.tui.picker.selector import Selected
    from ssotui.tui.picker.state import PickerState


class PartsScreen(ScreenProtocol, Protocol):
    """The screen as the parts are created with it."""

    state: PickerState
    backend: Backend
    request: PickerRequest

    @property
    def app(self) -> App[object]:
        """Textual's property."""

    def post_message(self, message: Message) -> bool:
        """Textual's method. Thread-safe."""

    def call_after_refresh(self, callback: Callable[[], None]) -> bool:
        """Textual's method."""

    def leave(self, choice: Choice | Selected | None) -> None:
        """End the picker."""

    def action_run_command(self, name: str) -> None:
        """Run a command by its ID."""

    def show_question(self, question: Question | None, is_yes: bool) -> None:
        """Show the open question with yes or no highlighted; None if there is none."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one picker."""

    question: OpenQuestion
    tasks: Tasks
    navigation: Navigation
    display: Display
    feed: CatalogFeed
    credential_times: CredentialTimes
    sign_ins: SignIns
    marks: MarksAndPins
    switching: Switching | SelectorChoice
    credentials: CredentialActions
    console: ConsoleActions
    regions: RegionActions
    configuration: ConfigurationActions
    dialogs: CommandDialogs
    theme_choice: ThemeChoice


def make_widgets(state: PickerState, backend: Backend, request: PickerRequest) -> Widgets:
    """The widgets of the picker, from top to bottom."""

    view = state.view()
    details = Details(view, partial(details_of, sources=details_sources(state, backend, request)))
    line = FilterLine(title=request.title)
    return Widgets(line, AccessTree(view), details, MessageLine(), HintLine())


def make_parts(screen: PartsScreen, widgets: Widgets) -> Parts:
    """The parts of ``screen``, which has its state already."""
    state, backend, request, settings = screen.state, screen.backend, screen.request, screen.request.settings
    line, tree = widgets.message_line, widgets.access
    question = OpenQuestion(screen.show_question, screen.call_after_refresh)
    navigation = Navigation(state, screen, tree, question.close)
    feed = CatalogFeed(state, backend, settings, screen)
    sign_ins = SignIns(state, backend, screen, AfterSignIn(feed.reload, feed.refresh), settings)
    marks = MarksAndPins(state, backend, screen, partial(tree.move, 1))
    guard = UseGuard(state, screen, lambda: line.size.width)
    before = Precautions(guard.confirm, sign_ins.sign_in_if_needed)
    steps = EnterSteps(before, screen.leave, navigation.toggle, sign_ins.sign_in_to_row)
    switching: Switching | SelectorChoice = Switching(state, backend, screen, request, steps)
    if request.selector:
        switching = SelectorChoice(state, screen, request.selector, steps)
    after = AfterChange(feed.reload, marks.drop_marks, sign_ins.sign_in)
    offer = partial(marks.offer, settings.keys)
    asking = MfaCodes(screen, screen.post_message).asked_by(backend)
    credentials = CredentialActions(state, asking, screen, settings, before)
    actions = PaletteActions(screen.action_run_command, credentials.copy_value, switching.use)
    beside = DisplaySources(feed.progress, lambda: feed.is_fetching, offer, navigation.cursor_row)
    return Parts(
        question,
        Tasks(screen.post_message),
        navigation,
        Display(state, request, widgets, beside),
        feed,
        CredentialTimes(state, backend, screen, request.current),
        sign_ins,
        marks,
        switching,
        credentials,
        ConsoleActions(state, asking, screen, settings, before),
        RegionActions(state, backend, screen, request),
        ConfigurationActions(state, backend, screen, request, after),
        CommandDialogs(state, screen, settings.keys, widgets.details.copyable, actions),
        ThemeChoice(screen, request),
    )


def command_table(parts: Parts) -> dict[str, Callable[[], object]]:
    """The methods that run commands, by the command's ID. The screen has the other commands."""
    return {
        "role.use": parts.switching.use_row,
        "role.copy": parts.credentials.copy,
        "role.console": parts.console.open_console,
        "role.service": parts.console.choose_service,
        "role.region": parts.regions.choose_region,
        "profile.save": parts.configuration.save_profiles,
        "row.mark": parts.marks.mark,
        "role.favourite": parts.marks.pin,
        "session.login": parts.sign_ins.sign_in_to_row,
        "session.logout": parts.sign_ins.sign_out_of_row,
        "session.migrate": parts.configuration.migrate,
        "session.add": parts.configuration.add_session,
        "tree.refresh": parts.feed.refresh_row,
        "tree.pivot": parts.navigation.pivot,
        "app.theme": parts.theme_choice.open,
        "app.doctor": parts.configuration.open_doctor,
        "app.palette": parts.dialogs.open_palette,
        "app.help": parts.dialogs.open_help,
    }
