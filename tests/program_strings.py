"""The strings of a module's source, as users read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

PLACEHOLDER = "X"
"""What stands in a formatted string where a value is filled in."""


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and the text of every string that users can see: no docstring, no message of an assert."""
    nodes = list(ast.walk(tree))
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    unseen = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    unseen |= {id(node.msg) for node in nodes if isinstance(node, ast.Assert)}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            yield (
                node.lineno,
                "".join(str(part.value) if isinstance(part, ast.Constant) else PLACEHOLDER for part in node.values),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts | unseen:
            yield node.lineno, node.value
