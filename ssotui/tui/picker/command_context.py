"""The context of a command: the row under the cursor, its session, and the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ssotui.core.tree.rows import Row

if TYPE_CHECKING:
    from ssotui.tui.picker.state import PickerState


class CommandContext(NamedTuple):
    """``state`` is the state of the sign-in to ``session``; ``read_only`` says why no profile can be written, or "".

    ``needs_sign_in``: the row is a session that has nothing to show before a sign-in. ``is_defined``: the row is a
    profile that is in the configuration.
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

    @property
    def has_role(self) -> bool:
        return self.row is not None and self.row.ref is not None

    @property
    def has_profile(self) -> bool:
        """Whether the row is a profile of no listed role."""
        return self.row is not None and self.row.ref is None and self.row.kind in ("profile", "pinned")


def command_context(state: PickerState, row: Row | None) -> CommandContext:
    """The context with the cursor on ``row``."""
    taken = state.snapshot
    names = [session.name for session in taken.configuration.sessions]
    name = row.session if row and row.session else names[0] if len(names) == 1 else ""
    status = taken.session_statuses.get(name)
    trouble = taken.configuration.trouble
    return CommandContext(
        row,
        name,
        status.state if status else "",
        len(names),
        tuple(session.name for session in taken.configuration.sessions if session.legacy),
        len(state.marks.refs),
        is_marked=bool(row and row.ref in state.marks.refs),
        is_pinned=bool(row and state.view().history_key(row) in taken.history.favourites),
        is_open=bool(row and row.branch and state.shown_openness.is_open(row.branch)),
        is_filtered=bool(state.query),
        needs_sign_in=bool(row and _needs_sign_in(state, row)),
        is_defined=bool(row and row.kind in ("profile", "pinned") and row.text in state.view().profiles),
        read_only="" if taken.configuration.writable else trouble[0].in_one_line,
    )


def _needs_sign_in(state: PickerState, row: Row) -> bool:
    status = state.snapshot.session_statuses.get(row.session)
    signed_out = status is not None and status.state in ("signed-out", "expired")
    return signed_out and row.kind in ("session", "note") and not state.catalog.of(row.session).known_accounts()
