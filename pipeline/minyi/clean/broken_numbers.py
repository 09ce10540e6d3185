"""Recognize mobile and identity numbers whose digits commas, lines or spoken hundreds part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minyi.clean.number_kinds import Span, is_date, is_identity
from minyi.clean.patterns import later
from minyi.clean.skeleton import GAP, NUMERALS

# Any one mark, the same twice, parts 3-4-4.
_MARKED = later(
    r"(?<!\*)(1[3-9]\d)[ ]?([^\w\s*()\[\]【】（）〔〕《》<>\u200b])[ ]?(\d{4})[ ]?\2[ ]?(\d{4})"
)
_BREAK = r"[ \t\u200b]{0,2}[,、/\n][ \t\u200b]{0,2}"
_PARTED = later(rf"1(?:(?:{_BREAK}|{GAP})\d){{10}}")
_LINES = later(
    rf"\d(?:(?:[ \t\u200b]*\n[ \t\u200b]*|{GAP})\d){{16}}(?:[ \t\u200b]*\n[ \t\u200b]*|{GAP})[\dXx]"
)
_LANDLINE = later(r"(?<!\d)(0(?:10|2\d|[3-9]\d\d))[ ]?(?:-[ ]?\n|\n[ ]?-)[ ]?[2-9]\d{6,7}(?!\d)")
_HUNDREDS = later(rf"[1]?百([3-9])(十?)((?:{GAP}\d){{8,9}})")
_CROSS = later("[xX×*?]")
_HALF_MASKED = later("(?<![\\d*])(1[3-9]\\d)[\\dxX×*?]{4}([\\dxX×*?]{4})(?![\\dxX×*])")
_AREA_UNKNOWN = later("(?<![0-9A-Za-z])0[xX×]{2,3}[ -]?([2-9][0-9]{6,7})(?![0-9])")
# Amounts are grouped in threes, so that commas in other groups are those of a mobile.
_SHAPES = frozenset(
    {(3, 4, 4), (4, 4, 3), (4, 3, 4), (3, 3, 5), (5, 3, 3), (3, 8), (7, 4), (4, 7), (5, 6), (8, 3)}
)
_BREAKS = str.maketrans("", "", " \t\u200b-._()")
_CANDIDATE = later(
    r"\d[ \t\u200b]{0,2}[^\w\s*.\-][ ]{0,2}\d|\d[ \t\u200b-]{0,3}\n[ -]{0,2}[\dXx]|百[3-9]"
)


def broken_spans(bones: str, numbers: str) -> Iterator[Span]:
    """Spans of numbers in pieces, with their masked form.

    Args:
        bones: The skeleton of a text.
        numbers: The same with numerals as digits.
    """
    if _CROSS().search(bones):
        for match in _AREA_UNKNOWN().finditer(bones):
            yield (*match.span(1), "****")
        for match in _HALF_MASKED().finditer(bones):
            if not match.group().isdigit():
                yield (*match.span(), f"{match[1]}****{match[2]}")
    if _CANDIDATE().search(numbers) is None:
        return
    for match in _MARKED().finditer(numbers):
        if _stands_alone(bones, match):
            yield (*match.span(), f"{match[1]}****{match[4]}")
    if "百" in numbers:
        for match in _HUNDREDS().finditer(numbers):
            rest = match[3].translate(_BREAKS)
            digits = f"1{match[1]}{'0' if len(rest) == 8 else ''}{rest}"
            if len(rest) == 9 or match[2]:
                yield (*match.span(), f"{digits[:3]}****{digits[-4:]}")
    for match in _PARTED().finditer(numbers):
        if _is_mobile(bones, match):
            digits = re.sub(r"\D", "", match.group())
            yield (*match.span(), f"{digits[:3]}****{digits[-4:]}")
    if "\n" in numbers:
        for match in _LINES().finditer(numbers):
            digits = re.sub(r"[^\dXx]", "", match.group()).upper()
            one_break = match.group().count("\n") == 1
            if one_break and is_identity(digits) and _stands_alone(bones, match):
                yield (*match.span(), digits[:3] + "*" * 15)
        for match in _LANDLINE().finditer(numbers):
            yield (*match.span(), f"{match[1]}-****")


def _stands_alone(bones: str, match: re.Match[str]) -> bool:
    """No digit is next to it; numerals do not count, for they begin words like 一直."""
    before, after = bones[: match.start()][-1:], bones[match.end() :][:1]
    return not (before.isdecimal() or after.isdecimal())


def _is_mobile(bones: str, match: re.Match[str]) -> bool:
    written = match.group()
    pieces = re.split("[,、/\n]", written.translate(_BREAKS))
    marks = set(re.findall("[,、/\n]", written))
    digits = "".join(pieces)
    if len(marks) != 1 or digits[1] not in "3456789" or not _stands_alone(bones, match):
        return False
    if any(map(is_date, pieces)):
        return False
    spoken = all(sign in NUMERALS for sign in bones[match.start() : match.end()] if sign.isalnum())
    shape = tuple(map(len, pieces))
    if spoken or set(shape) == {1}:
        return True
    if marks == {"\n"}:
        return len(shape) == 2 or shape == (3, 4, 4)
    return marks == {","} and shape in _SHAPES
