"""Marking, pinning and fetching again: what is done with the row under the cursor, or with all that is marked."""

from __future__ import annotations

from collections.abc import Collection

from ssotui.actions import snapshot
from ssotui.core.model import RoleRef
from ssotui.core.tree.rows import Row
from ssotui.errors import SsoTuiError
from ssotui.tui.picker import commands
from ssotui.tui.picker.pinned_rows import history_key
from ssotui.tui.picker.signing import Signing

_OFFERS = (("profile.save", "save"), ("role.favourite", "pin"), ("tree.refresh", "refresh"))


class Marking(Signing):
    """A board with marks, which stay while the filter changes."""

    def action_mark(self) -> None:
        """Mark the role, or all that the branch shows, for what can be done with several at once."""
        row = self.access.row
        refs = self.browsing.refs_below(row) if row else ()
        if row is None or not refs:
            self.tell("There is no role to mark here yet.")
            return
        self.browsing.mark(refs)
        self.tell("")
        if row.ref:
            self.access.move(1)
        self.repaint()

    def drop_marks(self) -> bool:
        """False if there are none."""
        marked = self.browsing.marks.refs
        if marked:
            self.browsing.mark(marked)
            self.repaint()
        return bool(marked)

    def offer_words(self) -> str:
        count = len(self.browsing.marks.refs)
        if not count:
            return ""
        offers = [*_OFFERS, *([] if self.browsing.query else [("app.leave", "unmark")])]
        told = " · ".join(f"{commands.shown_for(name, self.request.settings.keys)} {words}" for name, words in offers)
        return f"✓ {count:,} marked: {told}"

    def action_favourite(self) -> None:
        """Pin the marked roles, else that of the row; unpin them if all are pinned."""
        row, favourites = self.access.row, self.browsing.survey.history.favourites
        pins = [str(ref) for ref in sorted(self.browsing.marks.refs)]
        if row and not pins:
            pins = [history_key(row, self.browsing.view().profiles)]
        is_wanted = not set(favourites).issuperset(pins)
        try:
            self.browsing.with_history(self.backend.history.set_favourites(pins, is_wanted))
        except SsoTuiError as error:
            self.tell(error.message, is_error=True)
            return
        if len(pins) > 1:
            self.tell(f"{'Pinned' if is_wanted else 'Unpinned'} {len(pins):,} roles.")
        self.show_again()

    def action_refresh_row(self) -> None:
        """Fetch the marked roles' accounts again, else those of the row, else its session, else everything."""
        row = self.access.row
        self.browsing.with_survey(snapshot.load(self.backend))
        accounts = self._accounts_of(row)
        for name in self.browsing.survey.session_names:
            account_ids = tuple(account_id for session, account_id in accounts if session == name)
            if account_ids or (not accounts and (row is None or row.session in ("", name))):
                self.refresh_session(name, account_ids)
        self.show_again()

    def _accounts_of(self, row: Row | None) -> list[tuple[str, str]]:
        """(session, account id) of the marked roles, else of what the row is about; none if that is more."""
        refs: Collection[RoleRef] = self.browsing.marks.refs
        if not refs and row and row.kind == "permission-set":
            refs = self.browsing.refs_below(row)
        if not refs and row and row.account and (row.role or row.kind == "account"):
            return [(row.session, row.account.id)]
        return sorted({(ref.session, ref.account_id) for ref in refs})
