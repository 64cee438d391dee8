"""An ordinary user in place of root, for whom permissions hold."""

from __future__ import annotations

import builtins
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NOBODY = 65534


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """Within it, permissions hold even if root runs the tests.

    Modules are still imported as root: the folders of Python and of the project may be closed to others.
    """
    if os.geteuid() != 0:
        yield
        return
    load = builtins.__import__

    def as_root(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401  as __import__
        before = os.geteuid()
        os.seteuid(0)
        try:
            return load(*arguments, **named)
        finally:
            os.seteuid(before)

    builtins.__import__ = as_root
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        builtins.__import__ = load
