"""What the picker says to somebody who is stuck or new: below the rows, where there is room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssotui.tui import keys
from ssotui.tui.screens.marking import Marking

if TYPE_CHECKING:
    from ssotui.tui.labels import Label


class Guiding(Marking):
    """A board that explains why it is empty."""

    def words_below(self) -> list[Label]:
        browsing = self.browsing
        if not browsing.query.strip() or len(self.access.outline):
            return []
        from ssotui.tui.instead import KeyNames, why_nothing  # the first frame has rows, as a rule

        own = self.request.settings.keys
        named = KeyNames(*(keys.shown_for(name, own) for name in ("app.leave", "session.login", "session.add")))
        return why_nothing(browsing, named, is_fetching=self.is_fetching())
