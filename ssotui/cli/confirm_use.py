"""Asks on a terminal before an account is used whose style in the settings says so (sections accounts and safety)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssotui.cli import output, streams
from ssotui.core.printable import printable
from ssotui.errors import Canceled

if TYPE_CHECKING:
    from ssotui.actions.targets import Target
    from ssotui.core.ports.backend import Backend
    from ssotui.settings import Settings


def confirm_use(backend: Backend, settings: Settings, target: Target, action: str) -> None:
    """Ask whether to do ``action`` ("switch to it"), if necessary. Raises Canceled if the user doesn't agree.

    Without a terminal nothing is asked: scripts name exactly what they use.
    """
    if not settings.asks_before_use or not streams.can_ask():
        return
    from ssotui.actions import snapshots
    from ssotui.core.profiles.account_styles import style_of_target, styles_in, title_of_target

    catalog = snapshots.load(backend).catalog
    style = style_of_target(target, catalog, styles_in(settings))
    if not style.confirm:
        return
    title = " ".join(filter(None, (printable(title_of_target(target, catalog)), style.label)))
    if not streams.is_answered_yes(f"{title}: {action}?"):
        output.say("Nothing was done.")
        raise Canceled
