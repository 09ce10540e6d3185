"""A text reduced, character for character, to what recognizers of numbers need to see."""

from __future__ import annotations

import unicodedata

UNSEEN = "\u200b"  # stands for every invisible character
# Between two digits of one number; newline, comma and 、 part numbers.
GAP = r"[ \-._()\u200b]{0,4}"
NUMERALS = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_VALUES = dict(zip(NUMERALS, "0001234567891123456789", strict=True))
_DOTS = frozenset("·•・‧⋅∙･●")


class _Skeleton(dict[int, str]):
    """Filled as characters turn up; every value is one character, so that positions hold."""

    def __missing__(self, code: int) -> str:
        self[code] = seen = _seen(chr(code))
        return seen


def _seen(char: str) -> str:
    if char.isascii():
        return char if char.isprintable() or char in "\n\t" else UNSEEN
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if "\uff01" <= char <= "\uff5e":
        return chr(ord(char) - 0xFEE0)
    if char in _DOTS:
        return "."
    category = unicodedata.category(char)
    if category in ("Cf", "Cc", "Cs", "Mn", "Me"):
        return UNSEEN
    return {"Zs": " ", "Pd": "-"}.get(category, char)


_TABLE = _Skeleton()
_NUMERAL_TABLE = {ord(numeral): digit for numeral, digit in _VALUES.items()}


def skeleton(text: str) -> str:
    """Same length: any script's digits and full width forms as ASCII, dashes "-", dots "."."""
    return text.translate(_TABLE)


def with_numerals(bones: str) -> str:
    """A skeleton whose Chinese numerals are digits too: 一三八 → 138."""
    return bones.translate(_NUMERAL_TABLE)
