"""Tell columns by what is in them, where headers are missing or unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from minyi.readers.cells import han
from minyi.readers.dates import parse_date
from minyi.readers.titles import says, tells

_SENTENCE = re.compile(r"[，。！？；、,!?;]")
_PLACE = re.compile(
    r"[^，。！？]{1,16}(?:省|市|区|县|街道|镇|乡|社区|村|组|小区|路|街|巷|号|楼|栋|单元|室|园|苑|地址)"
)
_OFFICE = re.compile(
    r"[^，。！？]{1,16}(?:局|办|委|中心|公司|所|站|队|处|科|部|会|院|校|政府|单位|部门)"
)
_PHONE = re.compile(r"(?:\+?86[- ]?)?(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}|\d{3}-\d{4}-\d{4})")
_CODE = re.compile(r"[A-Za-z]{0,6}[-_]?\d[\dA-Za-z-]*")
_MANUAL = re.compile(r"填写|填报|本表|此表|下表|格式|附件|模板|勿删|下拉|示例|单元格|内部使用")
_NAME = re.compile(
    r"[^\d，。！？；、]{0,12}(?:意见|建议|内容|问题|诉求|留言|说|话|描述|情况|事项|反馈|想法|心声|正文|记录)[?？:：]?"
)
_ANY_DAY = date(2100, 1, 1)  # the year does not matter here


def wordy(cell: str) -> bool:
    """Whether a cell can be a header: words, neither number nor date."""
    return any(char.isalpha() for char in cell) and parse_date(cell, today=_ANY_DAY) is None


def free_text(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column holds sentences rather than 是 / 否 or one of a few words."""
    values = _values(rows, column)
    if not values:
        return False
    return _mean_han(values) >= 4 or max(map(han, values)) >= 10


def opinion_column(
    rows: Sequence[Sequence[str]],
    taken: set[int],
    *,
    strict: bool = False,
    lenient: bool = False,
) -> int | None:
    """The column that reads most like opinions; None where none does.

    Args:
        rows: Data rows, a header among them does no harm.
        taken: Columns known to be something else.
        strict: Want more than a lone note.
        lenient: Take what may be a place or an office as well: all other columns are known.
    """
    width = max((len(row) for row in rows), default=0)
    best, best_score = None, 0.0
    for column in range(width):
        if column in taken:
            continue
        values = _values(rows, column)
        if not values or (strict and len(values) < 2 and width < 2):
            continue
        score = _likeness(values, lenient=lenient)
        if score > best_score:
            best, best_score = column, score
    if best is None:
        return None
    values = _values(rows, best)
    manual = sum(1 for value in values if _MANUAL.search(value))
    return None if manual >= 0.3 * len(values) else best


def header_row(rows: Sequence[Sequence[str]], column: int) -> int | None:
    """Number of the row above the data whose cells are names; None where data starts at once."""
    wide = max((sum(1 for cell in row if cell) for row in rows), default=0)
    for i, row in enumerate(rows[:10]):
        filled = [cell for cell in row if cell]
        if len(filled) < wide / 2 or len(filled) < min(2, wide):
            continue  # a title
        return i if _reads_as_header(row, rows[i + 1 :], column) else None
    return None


def parts(rows: Sequence[Sequence[str]], text: int) -> dict[str, int]:
    """Columns of a table without header: case, date and phone by their form."""
    found: dict[str, int] = {}
    width = max((len(row) for row in rows), default=0)
    for column in range(width):
        values = _values(rows, column)
        if column == text or not values:
            continue
        if "phone" not in found and _share(values, _PHONE) >= 0.8:
            found["phone"] = column
        elif "date" not in found and _dated(values) >= 0.8:
            found["date"] = column
        elif (
            "case" not in found
            and column < text
            and len(set(values)) == len(values)
            and _share(values, _CODE) == 1
        ):
            found["case"] = column
    return found


def _reads_as_header(row: Sequence[str], below: Sequence[Sequence[str]], column: int) -> bool:
    name = row[column] if column < len(row) else ""
    if not below or any(cell and (len(cell) > 30 or not wordy(cell)) for cell in row):
        return False
    if _SENTENCE.search(name.rstrip("，。！？；、,!?;")) or _PHONE.search(name):
        return False
    texts = _values(below, column)
    if not texts or any(tells(cell) or says(cell) for cell in row):
        return False
    for other in range(len(row)):
        # numbers or dates under a word
        values = _values(below, other)
        if other != column and row[other] and values:
            numeric = sum(1 for value in values if not wordy(value))
            if numeric >= 0.8 * len(values):
                return True
    # length alone would cost the first opinion of a list without header
    return _NAME.fullmatch(name) is not None and _mean_han(texts) > han(name)


def _likeness(values: Sequence[str], *, lenient: bool) -> float:
    """Mean number of Chinese characters, 0 for names, places, offices, dates and a few words."""
    count = len(values)
    mean = _mean_han(values)
    distinct = len(set(values)) / count
    if mean < 4 or (count >= 4 and distinct < 0.5):
        return 0.0
    if lenient and mean < 7:
        return 0.0
    if not lenient and mean < 16 and max(_share(values, _PLACE), _share(values, _OFFICE)) >= 0.6:
        return 0.0
    if _dated(values) >= 0.6:
        return 0.0
    sentences = sum(1 for value in values if _SENTENCE.search(value)) / count
    return mean * distinct * (1 + sentences)


def _values(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    return [row[column] for row in rows if column < len(row) and row[column]]


def _mean_han(values: Sequence[str]) -> float:
    return sum(map(han, values)) / len(values) if values else 0.0


def _share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(1 for value in values if pattern.fullmatch(value)) / len(values)


def _dated(values: Sequence[str]) -> float:
    return sum(1 for value in values if parse_date(value, today=_ANY_DAY)) / len(values)
