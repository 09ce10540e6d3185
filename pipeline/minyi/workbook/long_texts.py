"""长意见全文: opinions higher than any row of a sheet can be, printed whole in several rows.

On 整改台账 such an opinion stays in one cell, so that the list can be sorted, filtered and read
back; on paper that row shows how it begins, and 备注 says where the whole of it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minyi.workbook.measure import USUAL, fits_no_row, print_units
from minyi.workbook.model import Report
from minyi.workbook.sheet import FIRST_ROW, Column, Row, Styles, fill_sheet
from minyi.workbook.shown import Shown

if TYPE_CHECKING:
    from minyi.workbook.bulk import BulkSheet

COLUMNS = (Column("编号", 20, "id"), Column("段", 9, "center"), Column("意见全文", 120, "text"))
_WIDTH = COLUMNS[-1].width
_LINES = 27  # of one row at 10 points
_ENDS = "。！？；\n"


@dataclass(frozen=True, slots=True)
class LongText:
    """One opinion that fits no row."""

    id: str  # as printed
    pieces: Sequence[str]
    row: int  # where it begins on the sheet, as Excel counts


def find_long_texts(
    report: Report, shown: Shown, matter_width: float, matter_size: int, slip_width: float
) -> Mapping[str, LongText]:
    """By printed text, in the order of the list; slips whose text no matter bears come last."""
    found: dict[str, LongText] = {}
    row = FIRST_ROW + 1

    def take(id: str, text: str, width: float, size: int = USUAL) -> None:
        nonlocal row
        if text not in found and fits_no_row(text, width, size):
            found[text] = LongText(id, pieces := list(_pieces(text)), row)
            row += len(pieces)

    for position in report.order():
        matter = report.matters[position]
        opinion = matter.opinion
        text = shown.text(matter.text, opinion.name)
        take(shown.id(matter.id, opinion), text, matter_width, matter_size)
    for opinion in report.slips():
        take(shown.id(opinion.id, opinion), shown.text(opinion.text, opinion.name), slip_width)
    return found


def write_long_texts(
    sheet: BulkSheet, styles: Styles, texts: Mapping[str, LongText], title: str
) -> None:
    """Fill the sheet: the pieces of one text stand under each other."""
    rows = (
        Row((one.id, f"{'续 ' if number > 1 else ''}{number}/{len(one.pieces)}", piece), {})
        for one in texts.values()
        for number, piece in enumerate(one.pieces, start=1)
    )
    fill_sheet(sheet, styles, title, COLUMNS, rows)


def _pieces(text: str) -> Iterator[str]:
    """Slices that each fit one row, cut behind a sentence where there is one."""
    start = 0
    while start < len(text):
        end = _room(text, start)
        if end < len(text):
            half = start + (end - start) // 2
            end = max(text.rfind(mark, half, end) for mark in _ENDS) + 1 or end
        yield text[start:end]
        start = end


def _room(text: str, start: int) -> int:
    """How far one row reaches."""
    lines, units = 1, 0
    for place in range(start, len(text)):
        letter = text[place]
        wide = print_units(letter)
        units += wide
        if letter == "\n" or units > _WIDTH - 1:
            lines, units = lines + 1, 0 if letter == "\n" else wide
            if lines > _LINES:
                return place
    return len(text)
