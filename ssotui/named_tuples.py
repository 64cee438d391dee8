"""``NamedTuple`` as in typing, with the same fields, defaults and methods, in a third of the time.

typing compiles each annotation of each class, and to import it takes a quarter of Python's start; ``ssotui use`` does
without. Generic named tuples need typing's.
"""

from __future__ import annotations

__all__ = ["NamedTuple"]

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple

    class _Maker(type):
        """Makes a named tuple of a class body, as typing's NamedTupleMeta does."""

        def __new__(cls, name: str, _: tuple[type, ...], body: dict[str, object]) -> type:
            fields = body.get("__annotations__", {})
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            for key, value in body.items():
                if key != "__module__":
                    setattr(made, key, value)
            return made

    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
