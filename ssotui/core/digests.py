"""SHA-1 and SHA-256 without hashlib, whose import loads OpenSSL: a quarter of Python's start, for every prompt.

The modules are those that hashlib falls back to without OpenSSL (CPython, Lib/hashlib.py, __get_builtin_constructor).
"""

from __future__ import annotations


def sha1(content: bytes) -> str:
    """The SHA-1 in hexadecimal. AWS's tools name their cache files by it."""
    try:
        from _sha1 import sha1 as made  # type: ignore[import-not-found,unused-ignore]  # typeshed has none of them
    except ImportError:  # a Python that was built without it
        from hashlib import sha1 as made
    return str(made(content, usedforsecurity=False).hexdigest())


def sha256(content: bytes) -> str:
    """The SHA-256 in hexadecimal."""
    try:
        from _sha2 import sha256 as made  # type: ignore[import-not-found,unused-ignore]
    except ImportError:  # before Python 3.12
        try:
            from _sha256 import sha256 as made  # type: ignore[import-not-found,unused-ignore]
        except ImportError:  # pragma: no cover - a Python that was built without it
            from hashlib import sha256 as made
    return str(made(content).hexdigest())
