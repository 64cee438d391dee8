"""The context of a command: the row under the cursor, its session, and the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssotui.core.tree.rows import Row
from ssotui.named_tuples import NamedTuple
from ssotui.tui.picker.selector import Selector

if TYPE_CHECKING:
    from ssotui.tui.picker.state import PickerState


class CommandContext(NamedTuple):
    """``state`` is the state of the sign-in to ``session``; ``read_only`` says why no profile can be written, or "".

    ``needs_sign_in``: the row is a session that has nothing to show before a sign-in. ``is_defined``: the row is a
    profile that is in the configuration. ``selector``: Enter chooses for a command, whose
    own query is no filter that Esc clears.
    """

    row: Row | None = None
    session: str = ""
    state: str = ""
    sessions: int = 0
    legacy: tuple[str, ...] = ()  # legacy sessions
    marked: int = 0
    is_marked: bool = False
    is_pinned: bool = False
    is_open: bool = False
    is_filtered: bool = False
    needs_sign_in: bool = False
    is_defined: bool = False
    read_only: str = ""
    selector: Selector | None = None

    @property
    def has_role(self) -> bool:
        return self.row is not None and self.row.ref is not None

    @property
    def takes_marks(self) -> bool:
        """Whether Enter chooses the marked roles."""
        return bool(self.marked and self.selector and self.selector.several)

    @property
    def has_profile(self) -> bool:
        """Whether the row is a profile of no listed role."""
        return self.row is not None and self.row.ref is None and self.row.kind in ("profile", "pinned")


def command_context(state: PickerState, row: Row | None) -> CommandContext:
    """The context with the cursor on ``row``."""
    snapshot = state.snapshot
    session = state.session_of(row)
    name = session.name if session else ""
    status = snapshot.session_statuses.get(name)
    errors, view = snapshot.configuration.errors, state.view()
    return CommandContext(
        row,
        name,
        status.state if status else "",
        len(snapshot.configuration.sessions),
        tuple(session.name for session in snapshot.configuration.sessions if session.legacy),
        len(state.marks.refs),
        is_marked=bool(row and row.ref in state.marks.refs),
        is_pinned=bool(row and view.history_key(row) in snapshot.history.favorites),
        is_open=bool(row and row.branch and state.shown_openness.is_open(row.branch)),
        is_filtered=state.query not in ("", state.selector.query if state.selector else ""),
        needs_sign_in=bool(row and row.kind in ("session", "note") and view.needs_sign_in(row.session)),
        is_defined=bool(row and row.kind in ("profile", "pinned") and row.text in view.profiles),
        read_only="" if snapshot.configuration.writable else errors[0].in_one_line,
        selector=state.selector,
    )
