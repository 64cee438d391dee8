"""The parts of the details of a row: fields with values that can be copied, and sections of them."""

from __future__ import annotations

from ssotui.named_tuples import NamedTuple


class Field(NamedTuple):
    """A name and a value. ``copied`` is what a click copies, "" for nothing; the tones are styles of the details."""

    name: str
    value: str
    copied: str = ""
    tone: str = "value"
    name_tone: str = "name"


def in_sentence(name: str) -> str:
    """A field's name within a sentence: "account id", but "ARN pattern"."""
    return name if name[:2].isalpha() and name[:2].isupper() else name[:1].lower() + name[1:]


class Section(NamedTuple):
    """Fields with a title, below the details where there is room."""

    title: str
    fields: tuple[Field, ...]


class DetailsContent(NamedTuple):
    """The details of a row: its title, its fields, the variables that Enter sets in the shell, and sections."""

    title: Field
    fields: tuple[Field, ...] = ()
    enter: str = ""
    variables: tuple[Field, ...] = ()
    sections: tuple[Section, ...] = ()

    def copyable(self) -> list[tuple[str, str]]:
        """(name, value) of all fields that can be copied, in order."""
        return [(field.name, field.copied) for field in (self.title, *self.fields, *self.variables) if field.copied]
