"""How much room a text needs in print: the one place that knows fonts and line heights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from minyi.workbook.cells import Cell

MAX_HEIGHT = 409.0  # points, set by Excel
_MIN_HEIGHT = 20.0
_PADDING = 5.0  # points above and below the lines of a row
# Size in points → line height in points and width units a Han character takes.
_SIZES: Mapping[int, tuple[float, float]] = {
    10: (13.5, 2.0),
    8: (11.0, 1.65),
    7: (9.75, 1.45),
    6: (8.5, 1.25),
}


def row_height(cells: Iterable[Cell], widths: Iterable[float]) -> float:
    """Points that the highest cell needs at 10 points, at most what Excel allows."""
    most = 1
    for cell, width in zip(cells, widths, strict=True):
        if type(cell) is str and (len(cell) * 2 > width - 1 or "\n" in cell):
            lines = _lines(cell, width)
            if lines > most:
                most = lines
    return min(MAX_HEIGHT, max(_MIN_HEIGHT, most * _SIZES[10][0] + _PADDING))


def shrink(cells: Sequence[Cell], widths: Sequence[float], roomy: int) -> tuple[str | None, float]:
    """Style of the column `roomy` in which the row shows its whole text, and the row's height."""
    text = cells[roomy]
    if not isinstance(text, str):
        return None, MAX_HEIGHT
    for size in (8, 7, 6):
        line, han = _SIZES[size]
        height = _lines(text, widths[roomy] * 2 / han) * line + _PADDING
        if height <= MAX_HEIGHT:
            others = [None if index == roomy else cell for index, cell in enumerate(cells)]
            return f"text{size}", max(height, row_height(others, widths))
    return "overlong", MAX_HEIGHT


def fits_no_row(text: str, width: float) -> bool:
    """Whether even the smallest print cannot show the whole text in one row."""
    line, han = _SIZES[6]
    if len(text) < 500 and text.count("\n") < 40:
        return False
    return _lines(text, width * 2 / han) * line + _PADDING > MAX_HEIGHT


@lru_cache(maxsize=8192)  # reasons and names repeat from row to row
def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a column, a Han character being two units wide.

    GBK has two bytes for what is printed wide and one for what is printed narrow. One unit is
    left free: a line breaks early where punctuation or a number must not be torn apart.
    """
    usable = max(2.0, width - 1.0)
    lines = 0
    for part in text.split("\n"):
        lines += -int(-print_units(part) // usable) or 1
    return lines


def print_units(text: str) -> int:
    """How wide a text is printed in one line, a Han character being two units."""
    return len(text.encode("gbk", "replace"))


def fitting_width(texts: Iterable[str], least: float, most: float) -> float:
    """Width of a column in which each of these texts stands in one line, within bounds."""
    return min(most, max(least, max(map(print_units, texts), default=0) + 1.5))
