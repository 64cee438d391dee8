"""A short code in letters that are four lines high, of 5 by 7 dots: large enough that no two of them look alike."""

from __future__ import annotations

# For each letter seven rows of five dots. A row is a digit of base 32: G is the left dot, 1 the right one.
_DOTS = {
    "A": "EHHVHHH", "B": "UHHUHHU", "C": "EHGGGHE", "D": "SIHHHIS", "E": "VGGUGGV", "F": "VGGUGGG", "G": "EHGNHHE",
    "H": "HHHVHHH", "I": "E44444E", "J": "72222IC", "K": "HIKOKIH", "L": "GGGGGGV", "M": "HRLLHHH", "N": "HPPLJJH",
    "O": "EHHHHHE", "P": "UHHUGGG", "Q": "EHHHLID", "R": "UHHUKIH", "S": "FGGE11U", "T": "V444444", "U": "HHHHHHE",
    "V": "HHHHAA4", "W": "HHHLLRH", "X": "HHA4AHH", "Y": "HHA4444", "Z": "V1248GV", "0": "EHJLPHE", "1": "4CK444V",
    "2": "EH168GV", "3": "U11E11U", "4": "26AIV22", "5": "VGU11HE", "6": "68GUHHE", "7": "V124888", "8": "EHHEHHE",
    "9": "EHHF12C", "-": "000E000",
}  # fmt: skip
BETWEEN_ROWS = "\n\n"
_BASE = 32
_COLUMNS = (16, 8, 4, 2, 1)
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def large(code: str, width: int) -> str:
    """The code in large letters, in one row, or broken at its hyphen. "" if it doesn't fit, or has other characters."""
    code = code.upper()
    if not code or not _DOTS.keys() >= set(code):
        return ""
    first, hyphen, second = code.partition("-")
    for rows in ([code], [first + hyphen, second]):
        if all(rows) and max(map(_width, rows)) <= width:
            return BETWEEN_ROWS.join(map(_row, rows))
    return ""


def _width(text: str) -> int:
    return (len(_COLUMNS) + 1) * len(text) - 1


def _row(text: str) -> str:
    """Four lines; one column and half a line for a dot."""
    glyphs = [[int(digit, _BASE) for digit in f"{_DOTS[character]}0"] for character in text]
    rows = list(zip(*glyphs, strict=True))
    return "\n".join(_line(upper, lower) for upper, lower in zip(rows[::2], rows[1::2], strict=True))


def _line(upper: tuple[int, ...], lower: tuple[int, ...]) -> str:
    pairs = zip(upper, lower, strict=True)
    return " ".join("".join(_BLOCKS[bool(up & bit), bool(down & bit)] for bit in _COLUMNS) for up, down in pairs)
