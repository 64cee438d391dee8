"""Describes the picker as the selector of a command: Enter returns the row's role, and switches nothing."""

from __future__ import annotations

from ssotui.named_tuples import NamedTuple

_OBJECTS = {
    "switch": "to it",
    "print": "its name",
    "run": "the command with it",
    "open a shell": "a shell with it",
    "add profile": "a profile for it",
}


class Selector(NamedTuple):
    """For which command the picker chooses, and what Enter makes it do: ``Selector("exec", "run")``.

    ``several``: with marked rows, Enter returns all of them. ``signs_in``: if the session of a role needs a sign-in,
    the picker signs in before it returns the role. ``query``: the filter that it opens with; Esc leaves while the user
    hasn't changed it.
    """

    command: str
    enter: str
    several: bool = False
    signs_in: bool = True
    query: str = ""

    @property
    def title(self) -> str:
        return f"{self.command}: choose {'roles' if self.several else 'a role'}"

    @property
    def sentence(self) -> str:
        """What Enter does with a role: "Enter copies its credentials"."""
        verb, _, rest = self.enter.partition(" ")
        does = {"copy": "copies", "switch": "switches"}.get(verb, f"{verb}s")
        return f"Enter {does} {_OBJECTS.get(self.enter, f'its {rest}')}"


class Selected(NamedTuple):
    """What the user chose: for each role or profile the words that name it, SESSION/ACCOUNT_ID/ROLE or its name."""

    words: tuple[str, ...]
