"""Dates as offices write them: 2月3日, 2026.2.3, 26.2.3, 20260203, Excel serials …"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

_FULL = re.compile(
    r"(?<!\d)(\d{4}|\d{2})\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*[日号]?(?!\d)"
)
_WITHOUT_YEAR = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})(?:\s*[日号]|(?!\d))")
_SHORT = re.compile(r"(\d{1,2})\s*[-/]\s*(\d{1,2})|(\d{1,2})\.(0[1-9]|[4-9]|[12]\d|3[01])")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})\b")
_SPACED = re.compile(r"((?:19|20)\d{2})\s+(\d{1,2})\s+(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:\s*\d{2}:?\d{2}(?::?\d{2})?)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*(?:年|[-./]\d)")
_EPOCH = date(1899, 12, 30)  # day 0 of Excel, its leap-year error of 1900 included
_NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_TENS = re.compile(r"([1-9]?)十([1-9]?)")


def parse_date(text: str, *, today: date, year: int | None = None) -> date | None:
    """The date in a cell, or None where there is none that exists in the calendar.

    Args:
        text: The cell; a time after the date is ignored.
        today: Decides the year of a date without one, where `year` is None: this year's unless
            that day is still to come, else last year's.
        year: The year that other dates or the title of the sheet give.
    """
    text = text.strip()
    if not text or len(text) > 40:
        return None
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        if any(char in text for char in "一二三四五六七八九十"):
            text = _TENS.sub(lambda m: f"{m[1] or 1}{m[2] or 0}", text.translate(_NUMERALS))
    if found := _FULL.search(text):
        full = int(found[1]) if len(found[1]) == 4 else 2000 + int(found[1])
        if result := _date(full, int(found[2]), int(found[3])):
            return result
    if found := _SPACED.match(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _COMPACT.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if _SERIAL.fullmatch(text) and 20_000 <= float(text) <= 80_000:
        return _EPOCH + timedelta(days=int(float(text)))
    if found := _DAY_FIRST.match(text):
        first, second, full = int(found[1]), int(found[2]), int(found[3])
        return _date(full, first, second) or _date(full, second, first)
    if found := _WITHOUT_YEAR.search(text):
        return _in_year(int(found[1]), int(found[2]), today, year)
    if found := _SHORT.match(text):
        rest = text[found.end() :]
        if not rest or rest[0] == " ":
            month, day = (found[1], found[2]) if found[1] else (found[3], found[4])
            return _in_year(int(month), int(day), today, year)
    return None


def year_of(dates: Iterable[str], titles: Iterable[str]) -> int | None:
    """The year that a sheet is about: the commonest of its full dates, else that of a title."""
    years: Counter[int] = Counter()
    far_future = date(2100, 1, 1)
    for text in dates:
        # the year of a full date does not depend on the hint; one without moves with it
        one = parse_date(text, today=far_future, year=1904)
        if one is not None and one.year != 1904:
            years[one.year] += 1
    if years:
        return years.most_common(1)[0][0]
    for title in titles:
        if found := _YEAR.search(unicodedata.normalize("NFKC", title)):
            return int(found[1])
    return None


def _in_year(month: int, day: int, today: date, year: int | None) -> date | None:
    if year is not None:
        result = _date(year, month, day)
        # 12月30日 on a sheet of 2026 that is read in February 2026 was last year
        if result is None or year != today.year or result <= today:
            return result
        return _date(year - 1, month, day) if (result - today).days > 180 else result
    result = _date(today.year, month, day)
    if result is None or result > today:
        return _date(today.year - 1, month, day)
    return result


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
