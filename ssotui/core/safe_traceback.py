"""Formats the traceback of an exception for --debug without secrets. Nothing else writes exceptions in full.

Messages of exceptions from other libraries are left out, unless they can only be about code. Others may quote a
response, a file or a variable, and with it a token, credentials or an escape sequence.
"""

from __future__ import annotations

from ssotui.core.printable import printable
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
    """The traceback as lines with line ends, the first cause first."""
    import traceback  # only loaded with --debug

    shown: list[str] = []
    for one in reversed(_chain(error)):
        lines = "".join(traceback.format_tb(one.__traceback__)).splitlines()
        shown += [*lines, f"{type(one).__name__}{printable(_message(one))}", ""]
    return cleaned("\n".join(shown[:-1])) + "\n"


def cleaned(text: str) -> str:
    """As text.printable, but keeps lines and their indentation."""
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
