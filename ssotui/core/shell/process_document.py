"""The output of a ``credential_process``, apart from the other formats, whose import takes a tenth of such a run."""

from __future__ import annotations

import json

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Mapping


def process_document(credentials: Mapping[str, str]) -> str:
    """The document; ``credentials`` by AWS's member names.

    AWS SDKs and Tools Reference Guide, "Process credential provider".
    """
    return json.dumps({"Version": 1, **credentials}, indent=2, separators=(",", ": ")) + "\n"
