"""Paints the picker before Textual is imported, if a frame of the same size and colors was kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ssotui import __version__, paths
from ssotui.core.catalog_head import LINES
from ssotui.core.model import parse_role_ref
from ssotui.files.catalog_heads import CatalogHeads
from ssotui.files.look_cache import LookCache
from ssotui.tui.held_terminal import held
from ssotui.tui.picker.content.first_picture import FirstPicture, first_picture
from ssotui.tui.picker.request import PickerRequest, opening_state
from ssotui.tui.rendering.look import Look, look_of

if TYPE_CHECKING:
    from ssotui.core.model import Profile
    from ssotui.core.ports.backend import Backend
    from ssotui.core.usage import History
    from ssotui.tui.picker.state import PickerState


def paint(request: PickerRequest, backend: Backend, env: Mapping[str, str]) -> tuple[PickerRequest, PickerState | None]:
    """Paint the picture. Returns the request, with which the picker keeps a look if it needs another, and its state.

    What Enter does must be what the picture shows, so the picker goes on with this state: see ``completed``.
    """
    terminal = held()
    if terminal is None or not all(terminal.size):
        return request, None
    settings, folder = request.settings, paths.cache_folder(env)
    heads = CatalogHeads(folder)
    state = _state_from(heads, backend, request, terminal.size.lines) or opening_state(backend, request)
    share = state.snapshot.history.tree_share

    def looks(size: tuple[int, int]) -> LookCache:
        setting = (__version__, settings.ui_theme, settings.ui_details, share, *size, *request.notices)
        return LookCache(folder, env, setting)

    def keep(look: Look, made_by: Sequence[str], size: tuple[int, int]) -> None:
        looks(size).save(look, made_by)

    known = looks(terminal.size).load(partial(look_of, size=terminal.size))
    picture = first_picture(state, backend, request, known) if known else FirstPicture()
    if picture.painted:
        terminal.paint(picture.painted)
    if picture.is_complete or (known and request.query):
        return request, state
    return request._replace(keep_look=keep, has_look=bool(known)), state


def completed(state: PickerState | None, backend: Backend) -> PickerState | None:
    """The picture's state with whole catalogs. Nothing else is read again: another program may have changed it."""
    if state:
        headed = [one for one in state.snapshot.configuration.sessions if state.catalog.of(one.name).unread]
        for session in headed:
            state.set_catalog(session.name, backend.catalogs.load(session))
        if headed:
            state.set_snapshot(state.snapshot)
    return state


def keep_heads(backend: Backend, env: Mapping[str, str]) -> None:
    """Save the heads of catalogs that have changed, so that the next picture can be painted from them."""
    configuration = backend.profiles.read()
    others = _account_ids(configuration.profiles, backend.history.load())
    heads = CatalogHeads(paths.cache_folder(env))
    for session in configuration.sessions:
        heads.save_head(session, others)


def _state_from(heads: CatalogHeads, backend: Backend, request: PickerRequest, lines: int) -> PickerState | None:
    """The state from the heads of catalogs; None if the picture needs an account that they may lack."""
    if request.query or lines > LINES:
        return None
    state = opening_state(backend._replace(catalogs=heads), request)
    needed = _account_ids(state.snapshot.configuration.profiles, state.snapshot.history)
    if not all(needed <= covered for covered in heads.covered):
        return None
    row = state.outline().row(state.first_pin()) if len(state.outline()) else None
    # The name of a new profile depends on all accounts.
    return None if heads.covered and row and row.ref and not state.names_of(row.ref) else state


def _account_ids(profiles: Iterable[Profile], history: History) -> frozenset[str]:
    """The accounts of profiles, favorites and used roles."""
    refs = map(parse_role_ref, (*history.uses, *history.favorites))
    named = (*(profile.account_id for profile in profiles), *(ref.account_id for ref in refs if ref))
    return frozenset(filter(None, named))
