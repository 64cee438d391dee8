"""A QR code as lines of half blocks: two rows of modules to a line."""

from __future__ import annotations

_QUIET = 2
"""Width of the light margin in modules. ISO/IEC 18004 asks for four; two are enough on a screen."""
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def lines(text: str) -> list[str]:
    """The lines, to be drawn dark on light, one column a module. Raises ValueError for a text that is too long."""
    import segno  # takes 20 ms, and is rarely needed

    code = segno.make_qr(text, error="l", boost_error=False)
    modules = [[bool(module) for module in row] for row in code.matrix_iter(border=_QUIET)]
    modules.append([False] * len(modules[0]))  # every QR code has an odd number of rows
    pairs = zip(modules[::2], modules[1::2], strict=True)
    return ["".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs]
