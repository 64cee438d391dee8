"""A QR code as lines of half blocks: two rows of modules to a line."""

from __future__ import annotations

_QUIET = 2
"""Modules left light around: four are in the standard, two are what every phone needs on a screen."""
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def lines(text: str) -> list[str]:
    """To be drawn dark on light, a column a module; raises ValueError for a text that fits no QR code."""
    import segno  # 20 ms, for the few sign-ins that show one

    code = segno.make_qr(text, error="l", boost_error=False)
    modules = [[bool(module) for module in row] for row in code.matrix_iter(border=_QUIET)]
    if len(modules) % 2:
        modules.append([False] * len(modules[0]))
    pairs = zip(modules[::2], modules[1::2], strict=True)
    return ["".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs]
