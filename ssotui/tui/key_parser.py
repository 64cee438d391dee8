"""Parses Esc followed by a key, for which terminals send the same bytes as for Alt and the key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

_ESCAPE = "\x1b"
_PASTED = 32  # printable characters that are read at once: nobody types so fast
_BEGIN_SEQUENCES = "[O"  # follow Esc in the sequences of arrows and function keys (ECMA-48: CSI and SS3)


class AfterEscape(events.Event):
    """Either one key, ``key`` (such as alt+x), or two keys, ``both``. PickerApp decides by its bindings."""

    def __init__(self, key: str, both: tuple[events.Key, ...]) -> None:
        super().__init__()
        self.key = key
        self.both = both


class KeyParser(XTermParser):
    """Textual's parser always reads Alt, and drops Esc or the key where there is no such key (Esc Ctrl+C)."""

    @property
    def is_within_sequence(self) -> bool:
        """Whether Esc was read, and it isn't clear yet whether more follows."""
        return self._timeout_time is not None

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        followed = len(sequence) == 2 and sequence[0] == _ESCAPE and sequence[1] not in _BEGIN_SEQUENCES  # noqa: PLR2004
        if not followed and not alt:
            yield from super()._sequence_to_key_events(sequence)
            return
        second = tuple(super()._sequence_to_key_events(sequence[-1]))
        yield AfterEscape(_with_alt(sequence[-1], second), (events.Key("escape", _ESCAPE), *second))  # type: ignore[misc]


def with_pastes(read: Iterable[Message]) -> Iterator[Message]:
    """The events, with one Paste for many characters in a row: a terminal without bracketed paste sends them as keys.

    Each key is a search and a frame, so that 300 of them would take seconds.
    """
    for is_text, group in groupby(read, lambda event: isinstance(event, events.Key) and event.is_printable):
        run = list(group)
        if is_text and len(run) >= _PASTED:
            yield events.Paste("".join(key.character or "" for key in run if isinstance(key, events.Key)))
        else:
            yield from run


def _with_alt(character: str, plain: tuple[events.Key, ...]) -> str:
    """Textual's name for both as one key. Some of these are the sequences of other keys in some terminals."""
    known = ANSI_SEQUENCES_KEYS.get(_ESCAPE + character)
    if isinstance(known, tuple):
        return str(known[0].value)
    name = plain[0].key if plain else character
    return f"alt+shift+{name.lower()}" if len(name) == 1 and name.isupper() else f"alt+{name}"
