"""A text reduced, character for character, to what recognizers of numbers need to see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from minyi.clean.batches import CharacterMap
from minyi.clean.patterns import later

UNSEEN = "\u200b"  # stands for every invisible character
# Between two digits of one number; newline, comma and 、 part numbers.
GAP = r"[ \-._()\u200b]{0,4}"
# Spoken digits (洞 拐 两 勾 are those of the telephone) and digits in circles, brackets, raised.
# Each is a number of its own beside others: 一天, 两次 and ① may stand next to one.
NUMERALS = (
    "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖貳參陸洞拐两兩勾"
    "⓪①②③④⑤⑥⑦⑧⑨⓿❶❷❸❹❺❻❼❽❾➀➁➂➃➄➅➆➇➈➊➋➌➍➎➏➐➑➒⓵⓶⓷⓸⓹⓺⓻⓼⓽"
    "⑴⑵⑶⑷⑸⑹⑺⑻⑼⒈⒉⒊⒋⒌⒍⒎⒏⒐⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
)
_VALUES = "00012345678911234567892360722901234567890123456789" + "123456789" * 5 + "0123456789" * 2
_DOTS = frozenset("·•・‧⋅∙･●")
_MAYBE_LETTERED = later(r"[0-9][ \-]?[OoIlОо]")
_LETTERED = later(rf"(?<![0-9A-Za-z])[0-9OoIlОо](?:{GAP}[0-9OoIlОо]){{6,20}}(?![0-9A-Za-z])")
_LETTER_DIGITS = str.maketrans("OoIlОо", "001100")


def _seen(char: str) -> str:
    if char.isascii():
        return char if char.isprintable() or char in "\n\t" else UNSEEN
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if "\uff01" <= char <= "\uff5e":
        return chr(ord(char) - 0xFEE0)
    if char in _DOTS:
        return "."
    if char in "\u2028\u2029":
        return "\n"
    category = unicodedata.category(char)
    if category in ("Cf", "Cc", "Cs", "Mn", "Me"):
        return UNSEEN
    return {"Zs": " ", "Pd": "-"}.get(category, char)


_DIGIT_OF = dict(zip(NUMERALS, _VALUES, strict=True))
_SKELETON = CharacterMap(_seen)
_WITH_NUMERALS = CharacterMap(lambda char: _DIGIT_OF.get(char, char))


def skeleton(text: str) -> str:
    """Same length: any script's digits and full width forms as ASCII, dashes "-", dots "."."""
    return _SKELETON(text)


def skeletons(texts: Sequence[str]) -> list[str]:
    """`skeleton` of each text."""
    return _SKELETON.all(texts)


def with_numerals(bones: str) -> str:
    """A skeleton whose Chinese numerals are digits too: 一三八 → 138."""
    return _WITH_NUMERALS(bones)


def without_letters(bones: str) -> str:
    """A skeleton in whose numbers the letters O, I and l are the digits they look like."""
    if _MAYBE_LETTERED().search(bones) is None:
        return bones
    return _LETTERED().sub(_as_digits, bones)


def _as_digits(match: re.Match[str]) -> str:
    run = match.group()
    return run.translate(_LETTER_DIGITS) if sum(map(str.isdecimal, run)) >= 5 else run
