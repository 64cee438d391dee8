"""Typing on a screen: whatever is printable goes into its query, wherever the focus is."""

from __future__ import annotations

from textual import events


class Typing:
    """For a Screen. ``keys.EDITS`` are the bindings that go with it."""

    @property
    def typed(self) -> str:
        """The query as it is."""
        raise AttributeError("typed")

    def ask(self, query: str) -> None:
        """Take another query."""

    def pasted(self, text: str) -> str:
        """The query that a paste makes."""
        return self.typed + text

    def on_key(self, event: events.Key) -> None:
        if event.character and event.is_printable:
            event.stop()
            self.ask(self.typed + event.character)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.ask(self.pasted(event.text))

    def action_erase(self) -> None:
        self.ask(self.typed[:-1])

    def action_erase_word(self) -> None:
        self.ask(self.typed.rstrip().rpartition(" ")[0])

    def action_erase_all(self) -> None:
        self.ask("")
