"""The picker's screen: composes the widgets, owns the parts, and passes keys and commands to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Static

from ssotui.core.printable import printable
from ssotui.tui.breakpoints import add_breakpoint_classes
from ssotui.tui.list_keys import Erased, erased
from ssotui.tui.picker import catalog_feed, warm_up
from ssotui.tui.picker.actions import sign_ins
from ssotui.tui.picker.commands import table as commands
from ssotui.tui.picker.commands import textual_bindings
from ssotui.tui.picker.commands.context import CommandContext, command_context
from ssotui.tui.picker.content import guidance
from ssotui.tui.picker.first_row import best_row, limit_pins, make_room
from ssotui.tui.picker.parts import command_table, make_parts, make_widgets
from ssotui.tui.picker.request import PickerRequest, opening_state
from ssotui.tui.picker.screen_protocol import Question
from ssotui.tui.picker.tasks import TaskCrashed, TaskFailed, TaskFinished
from ssotui.tui.widgets.access_tree import AccessTree
from ssotui.tui.widgets.details import Details
from ssotui.tui.widgets.panes import Panes
from ssotui.tui.widgets.status_bar import HintLine

if TYPE_CHECKING:
    from ssotui.actions.switch import Choice
    from ssotui.core.ports.backend import Backend
    from ssotui.core.ports.cancellation import CancelToken
    from ssotui.core.tree.rows import Row
    from ssotui.tui.dialogs.dialog import Dialog
    from ssotui.tui.picker.selector import Selected
    from ssotui.tui.picker.state import PickerState

T = TypeVar("T")

_NARROW, _LOW = 100, 24


class Picker(Screen[None]):
    """The program's only screen: filter line, tree, details, message, hints. Its choice is the app's return value.

    Typing filters wherever the focus is.
    """

    BINDINGS: ClassVar[list[BindingType]] = textual_bindings.bindings()
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_NARROW, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_LOW, "-high")]
    AUTO_FOCUS = None

    def __init__(self, backend: Backend, request: PickerRequest, state: PickerState | None = None) -> None:
        """``state`` is the opening state if it is known already."""
        super().__init__()
        self.backend = backend
        self.request = request
        self.state = state or opening_state(backend, request)
        self.widgets = widgets = make_widgets(self.state, backend, request)
        self.filter_line, self.access, self.details, self.message_line, self.hint_line = widgets
        self.parts = make_parts(self, widgets)
        self.commands: dict[str, Callable[[], object]] = {
            **command_table(self.parts),
            "list.down": partial(self.action_move, 1),
            "list.up": partial(self.action_move, -1),
            "app.details": self.details.show_or_hide,
            "app.leave": self._leave_step_by_step,
        }
        if request.settings.ui_details != "auto":
            self.details.add_class(f"-{request.settings.ui_details}")

    def compose(self) -> ComposeResult:
        add_breakpoint_classes(self)
        yield self.filter_line
        for notice in self.request.notices:
            yield Static(printable(notice), classes="notice", markup=False)
        yield Panes(self.access, self.details, self.state.snapshot.history.tree_share)
        yield self.message_line
        yield self.hint_line

    def on_mount(self) -> None:
        configuration = self.state.snapshot.configuration
        self.parts.credential_times.warn()
        if self.request.command_meant:
            self.say(f"Did you mean ssotui {self.request.command_meant}?")
        if configuration.errors:
            self.say(configuration.errors[0].in_one_line, is_error=True)
        self.call_after_refresh(self.parts.sign_ins.renew_all)
        self.set_interval(sign_ins.RENEW_EVERY, self.parts.sign_ins.renew_all)
        self.call_after_refresh(self._after_first_frame)
        self.filter_line.query_text = self.state.query
        self.redraw(at=make_room(self.state, self.app.size.height))

    def _after_first_frame(self) -> None:
        """Start everything that is slow, such as listings."""
        self._keep_look()
        warm_up.collect_later(self.set_timer)
        drain = self.set_interval(catalog_feed.DRAIN_EVERY, self.parts.feed.drain, pause=True)
        self.parts.feed.start(drain, self.parts.tasks.crashed)
        self.parts.credential_times.start()
        self.set_interval(catalog_feed.TICK_EVERY, self._tick)
        self.set_timer(warm_up.READY_AFTER, self._prepare_search)
        self.repaint()

    def _tick(self) -> None:
        self._prepare_search()
        self.parts.feed.tick()
        self.parts.credential_times.tick()

    def _prepare_search(self) -> None:
        warm_up.prepare_search(self.state, is_fetching=self.parts.feed.is_fetching)

    def _keep_look(self) -> None:
        """Keep what the next first picture needs, unless a dialog or a message changes the screen."""
        keep, line = self.request.keep_look, self.message_line
        has_query = bool(self.state.query and self.request.has_look)
        if keep and self.is_current and not (line.question or line.words or has_query):
            from ssotui.tui.picker.content import look_of_frame  # after the first frame

            keep(look_of_frame.look_of_frame(self.widgets), look_of_frame.made_by(), self.app.size)

    def on_unmount(self) -> None:
        self.backend.close()

    def on_resize(self) -> None:
        if limit_pins(self.state, self.app.size.height) and not self.state.query:
            self.redraw()

    # Methods for the parts (ScreenProtocol)

    @property
    def row(self) -> Row | None:
        return self.access.row

    def say(self, words: str, *, is_error: bool = False) -> None:
        self.message_line.is_error, self.message_line.words = is_error, words

    def ask(self, question: Question) -> None:
        self.say("")  # what an earlier command said; it would come back below the answer
        self.parts.question.open(question, self.access.row)

    def show_question(self, question: Question | None, is_yes: bool) -> None:
        self.message_line.ask(question.words if question else "", is_yes, bool(question and question.is_warning))
        self.parts.display.describe()

    def redraw(self, *, at: int | None = None, on: Row | None = None) -> None:
        self.parts.display.redraw(at=at, on=on)

    def repaint(self) -> None:
        self.parts.display.repaint()

    def refresh_details(self) -> None:
        self.details.look_again()

    def run(self, action: Callable[[CancelToken], T], then: Callable[[T], None], *, unasked: bool = False) -> None:
        self.parts.tasks.run(action, then, unasked=unasked)

    def open_dialog(self, dialog: Dialog[T], closed: Callable[[T | None], None]) -> None:
        self.app.push_screen(dialog, closed)

    @on(TaskFinished)
    def _task_finished(self, message: TaskFinished) -> None:
        message.then()

    @on(TaskFailed)
    def _task_failed(self, message: TaskFailed) -> None:
        if not (message.again and self.parts.sign_ins.resolves(message.error, message.again)):
            self.say(message.error.in_one_line, is_error=True)

    @on(TaskCrashed)
    def _task_crashed(self, message: TaskCrashed) -> None:
        raise message.error

    # Typing

    def set_query(self, query: str) -> None:
        """Filter by ``query``. The cursor moves to the best match."""
        self.message_line.words = ""
        self.parts.question.close()
        self.parts.navigation.start_over()
        self.state.set_query(query)
        self.filter_line.query_text = query
        self.redraw(at=best_row(self.state))
        self.parts.feed.prefer_found()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """While a question is open, keys answer it: no binding but that of Ctrl+C applies."""
        return action == "leave_now" or not self.parts.question.is_open

    def on_key(self, event: events.Key) -> None:
        if self.parts.question.is_open:
            event.stop()
            self.parts.question.answer(event.key)
            return
        if not event.character or not event.is_printable:
            return
        event.stop()
        if event.character == "?" and not self.state.query:
            self.parts.dialogs.open_help()
        else:
            self.set_query(self.state.query + event.character)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if not self.parts.question.is_open:
            self.set_query(self.state.query_after_paste(event.text))

    def action_erase(self, what: Erased) -> None:
        self.set_query(erased(self.state.query, what))

    # Navigation

    def action_move(self, by: int) -> None:
        self.parts.navigation.move(by)
        self.parts.display.describe()

    def action_page(self, by: int) -> None:
        self.parts.navigation.page(by)
        self.parts.display.describe()

    def action_first(self) -> None:
        self.parts.navigation.to_first()
        self.parts.display.describe()

    def action_last(self) -> None:
        self.parts.navigation.to_last()
        self.parts.display.describe()

    def action_expand(self) -> None:
        self.parts.navigation.expand()

    def action_collapse(self) -> None:
        self.parts.navigation.collapse()

    @on(AccessTree.Moved)
    def _cursor_moved(self, message: AccessTree.Moved) -> None:
        self.parts.feed.prefer_visible([*([message.row] if message.row else []), *self.access.visible_rows()])
        self.parts.question.close_unless_on(message.row)
        self.parts.display.describe()

    # Commands

    def context(self) -> CommandContext:
        """The context of commands now."""
        return command_context(self.state, self.access.row)

    def action_run_command(self, name: str) -> None:
        """Run a command, or show why it doesn't apply here."""
        if name == "role.use" and guidance.is_first_use(self.state) and self.access.row is None:
            name = "session.add"
        if missing := commands.BY_ID[name].requires(self.context()):
            self.say(missing, is_error=True)
        else:
            self.commands[name]()

    @on(HintLine.Clicked)
    def _hint_clicked(self, message: HintLine.Clicked) -> None:
        kind, _, key = message.id.partition(".")
        if kind == "answer":
            self.parts.question.answer(key)
        else:
            self.action_run_command(message.id)

    @on(AccessTree.Chosen)
    def _row_chosen(self) -> None:
        self.action_run_command("role.use")

    @on(Details.Copied)
    def _value_clicked(self, message: Details.Copied) -> None:
        copy = partial(self.parts.credentials.copy_value, message.name, message.value)
        if message.is_link:
            self.parts.console.open_link(message.value, self.row.session if self.row else "", copy)
        else:
            copy()

    @on(Panes.Split)
    def _panes_dragged(self, message: Panes.Split) -> None:
        history = self.backend.history
        self.run(lambda _: history.set_tree_share(message.share), lambda _: None, unasked=True)

    def _leave_step_by_step(self) -> None:
        """Clear the query, else the marks, else leave."""
        if self.context().is_filtered:
            self.set_query("")
        elif not self.parts.marks.drop_marks():
            self.leave(None)

    def action_leave_now(self) -> None:
        self.leave(None)

    def leave(self, choice: Choice | Selected | None) -> None:
        self.parts.tasks.cancel()
        self.parts.feed.stop()
        self.app.exit(choice)
