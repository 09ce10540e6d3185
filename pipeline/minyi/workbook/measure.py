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
    8: (10.75, 1.55),
    7: (9.5, 1.36),
    6: (8.5, 1.25),
}
# Size of a sheet's print → smaller ones for an opinion that would not fit its row.
_SMALLER: Mapping[int, tuple[int, ...]] = {10: (8, 7, 6), 8: (7,)}
USUAL = 10  # points
_MOST_LINES = 12  # one long opinion must not make all other rows higher


def at_usual(width: float, size: float) -> float:
    """How wide a column would have to be to hold at 10 points what it holds at `size`."""
    return width * _SIZES[USUAL][1] / _SIZES.get(round(size), _SIZES[USUAL])[1]


def row_height(cells: Iterable[Cell], widths: Iterable[float], size: float = USUAL) -> float:
    """Points that the highest cell needs, at most what Excel allows; `widths` as of `at_usual`."""
    most = 1
    for cell, width in zip(cells, widths, strict=True):
        if type(cell) is str and (len(cell) * 2 > width - 1 or "\n" in cell):
            lines = _lines(cell, width)
            if lines > most:
                most = lines
    return min(
        MAX_HEIGHT, max(_MIN_HEIGHT, most * _SIZES.get(round(size), _SIZES[USUAL])[0] + _PADDING)
    )


def shrink(
    cells: Sequence[Cell], widths: Sequence[float], roomy: int, size: int
) -> tuple[str | None, float]:
    """Style of the column `roomy` in which the row shows its whole text, and the row's height."""
    text = cells[roomy]
    if not isinstance(text, str):
        return None, MAX_HEIGHT
    for smaller in _SMALLER[size]:
        line, han = _SIZES[smaller]
        height = _lines(text, widths[roomy] * _SIZES[size][1] / han) * line + _PADDING
        if height <= MAX_HEIGHT:
            others = [None if index == roomy else cell for index, cell in enumerate(cells)]
            return f"text{smaller}", max(height, row_height(others, widths, size))
    return "overlong", MAX_HEIGHT


def fits_no_row(text: str, width: float, size: int = USUAL) -> bool:
    """Whether even the smallest print of a sheet of this size cannot show the text in one row."""
    line, han = _SIZES[_SMALLER[size][-1]]
    if len(text) < 500 and text.count("\n") < 40:
        return False
    return _lines(text, width * 2 / han) * line + _PADDING > MAX_HEIGHT


def shared_widths(
    least: Sequence[float], room: float, rows: Sequence[Sequence[Cell]], size: int, roomy: int
) -> list[float]:
    """Widths that fill `room`: what is left goes where the highest cells are.

    Each step goes to the column in which it saves most, the lines of a cell counting by their
    cube, for it is the highest cell that makes the row; what saves nowhere goes to `roomy`.
    """
    widths = list(least)
    texts = [[cell for cell in column if type(cell) is str] for column in zip(*rows, strict=True)]

    def cost(column: int, width: float) -> int:
        usual = at_usual(width, size)
        return sum(min(_lines(text, usual), _MOST_LINES) ** 3 for text in texts[column])

    costs = {column: cost(column, widths[column]) for column in range(len(texts))}
    while (left := room - sum(widths)) >= 1:
        step = min(2.0, left)
        saved = {column: costs[column] - cost(column, widths[column] + step) for column in costs}
        most = max(saved, key=lambda column: (saved[column], column == roomy), default=roomy)
        widths[most] += step
        if most in costs:
            costs[most] -= saved[most]
    return widths


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


def fitting_width(texts: Iterable[str], least: float, most: float, size: float = USUAL) -> float:
    """Width of a column in which each of these texts stands in one line, within bounds."""
    widest = max(map(print_units, texts), default=0) + 1.5
    return min(most, max(least, widest / at_usual(1, size)))
