"""Named tuples that don't load typing are those of typing."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

from ssotui import named_tuples


class Ours(named_tuples.NamedTuple):
    """A place."""

    name: str
    depth: int = 0

    @property
    def is_deep(self) -> bool:
        return self.depth > 10

    def __repr__(self) -> str:
        return f"<{self.name}>"


class Theirs(typing.NamedTuple):
    """A place."""

    name: str
    depth: int = 0


def test_it_has_the_fields_defaults_and_methods_of_its_body() -> None:
    one = Ours("sea", 20)
    assert (one, one.depth, one.is_deep, repr(one)) == (("sea", 20), 20, True, "<sea>")
    assert tuple(Ours("pond")) == tuple(Theirs("pond")) == ("pond", 0)
    assert Ours._fields == Theirs._fields
    assert Ours._field_defaults == Theirs._field_defaults
    assert list(Ours.__annotations__) == list(Theirs.__annotations__)
    assert (Ours.__doc__, Ours.__name__, Ours.__module__, Ours.__mro__[1:]) == (
        "A place.", "Ours", __name__, Theirs.__mro__[1:],
    )  # fmt: skip


def test_it_can_be_replaced_copied_and_matched_but_not_changed() -> None:
    one = Ours("sea", 20)
    assert one._replace(depth=3) == ("sea", 3)
    assert copy.copy(one) == pickle.loads(pickle.dumps(one)) == one
    match one:
        case Ours(name, depth):
            assert (name, depth) == ("sea", 20)
    with pytest.raises(AttributeError):
        one.other = 1  # type: ignore[attr-defined]  # a named tuple has no other attributes
    with pytest.raises(TypeError):
        Ours()  # type: ignore[call-arg]  # the name is missing


def test_it_may_have_no_fields() -> None:
    class Nothing(named_tuples.NamedTuple):
        """Not asked yet."""

    assert Nothing() == ()
    assert Nothing._fields == ()
