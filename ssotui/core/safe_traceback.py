"""Where a failure came from, for --debug: the one door through which an exception is told in full.

Messages of foreign exceptions are left out unless they can only be about code: others repeat what a server said, a
file holds or a variable is, and that may be a token, a key or an escape sequence.
"""

from __future__ import annotations

from ssotui.core.text import printable
from ssotui.errors import SsoTuiError

_ABOUT_CODE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    IndexError,
    NameError,
    RecursionError,
    TypeError,
)


def trace(error: BaseException) -> str:
    """Lines that end in line ends, the first cause first."""
    import traceback  # for who debugs only

    told: list[str] = []
    for one in reversed(_chain(error)):
        lines = "".join(traceback.format_tb(one.__traceback__)).splitlines()
        told += [*lines, f"{type(one).__name__}{printable(_message(one))}", ""]
    return cleaned("\n".join(told[:-1])) + "\n"


def cleaned(text: str) -> str:
    """``plain`` for what has lines of its own, and blanks before them."""
    return "\n".join(line[: len(line) - len(line.lstrip(" "))] + printable(line) for line in text.splitlines())


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    after: BaseException | None = error
    while after is not None and after not in chain:
        chain.append(after)
        after = after.__cause__ or (None if after.__suppress_context__ else after.__context__)
    return chain


def _message(error: BaseException) -> str:
    if isinstance(error, SsoTuiError):
        return f": {error.message}"
    if isinstance(error, OSError):
        return f": {error.strerror}" if error.strerror else ""
    return f": {error}" if isinstance(error, _ABOUT_CODE) else ""
