"""A short code in letters that are three lines high."""

from __future__ import annotations

# Each letter has three columns and five rows of dots. A digit is one row: 4 is the left dot, 1 the right one.
_DOTS = {
    "A": "25755", "B": "65656", "C": "34443", "D": "65556", "E": "74647", "F": "74644", "G": "34553", "H": "55755",
    "I": "72227", "J": "11152", "K": "55655", "L": "44447", "M": "57755", "N": "65555", "O": "25552", "P": "65644",
    "Q": "25573", "R": "65655", "S": "34216", "T": "72222", "U": "55557", "V": "55552", "W": "55775", "X": "55255",
    "Y": "55222", "Z": "71247", "0": "75557", "1": "26227", "2": "71747", "3": "71717", "4": "55711", "5": "74717",
    "6": "74757", "7": "71122", "8": "75757", "9": "75717", "-": "00700",
}  # fmt: skip
_ROWS = 5
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_COLUMNS = (4, 2, 1)


def large(code: str) -> str | None:
    """Three lines, with four columns for each character; None if a character isn't in the table."""
    glyphs = [_DOTS.get(character) for character in code.upper()]
    if not code or None in glyphs:
        return None
    rows = [[int(glyph[row]) if row < _ROWS else 0 for glyph in glyphs if glyph] for row in range(_ROWS + 1)]
    lines = [_line(upper, lower) for upper, lower in zip(rows[::2], rows[1::2], strict=True)]
    return "\n".join(lines)


def _line(upper: list[int], lower: list[int]) -> str:
    pairs = zip(upper, lower, strict=True)
    return " ".join("".join(_BLOCKS[bool(up & bit), bool(down & bit)] for bit in _COLUMNS) for up, down in pairs)
