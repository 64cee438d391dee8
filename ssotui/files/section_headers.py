"""Which section a header of the config file opens (botocore, configloader.py).

Imports nothing at module scope: ``status --check`` in a shell prompt loads it.
"""

from __future__ import annotations

_NAMED_KINDS = ("profile", "sso-session", "services")
_WORDS_IN_HEADER = 2


def read_header(header: str) -> tuple[str, str]:
    """The kind of section that a header of the config file opens and the name it gives.

    Kind is profile, sso-session or services, or "" for what botocore ignores. As in ``build_profile_map`` of its
    configloader.py, only how the header starts decides, and shlex splits it.
    """
    for kind in _NAMED_KINDS:
        if header.startswith(kind):
            words = _words(header)
            return (kind, words[1]) if len(words) == _WORDS_IN_HEADER else ("", "")
    return ("profile", header) if header == "default" else ("", "")


def _words(header: str) -> list[str]:
    if "'" not in header and '"' not in header and "\\" not in header:
        return [word for word in header.replace("\t", " ").split(" ") if word]
    import shlex  # 8 ms, for the few headers that need it

    try:
        return shlex.split(header)
    except ValueError:
        return []
