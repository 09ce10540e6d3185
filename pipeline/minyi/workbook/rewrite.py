"""A workbook that people have worked in, with its corrections and nothing else changed.

The file itself is edited: widths, colours, comments, hidden rows, filters, formulas and sheets of
their own stay as people left them. Only 汇总 is counted anew, where its figures have changed.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Mapping
from copy import copy
from itertools import pairwise
from pathlib import Path
from typing import Any

from minyi.records import replacing
from minyi.taxonomy import Taxonomy
from minyi.workbook.cells import Cell, text_of
from minyi.workbook.measure import USUAL, at_usual, row_height
from minyi.workbook.model import LEDGER, ORIGINALS, RECORD, REVIEW, STATES, WORDS
from minyi.workbook.opened import Book, Table
from minyi.workbook.record import read_record
from minyi.workbook.recount import count_anew, load_book
from minyi.workbook.review_sheet import CHOICES, word_range
from minyi.workbook.slips import Slips

_DATE, _PROVISIONAL = "yyyy-mm-dd", 'yyyy-mm-dd"暂定"'
_RED = "FFC00000"
_WIDTH = 8.43  # of a column that says nothing


def write_book(book: Book, taxonomy: Taxonomy, path: Path, *, force: bool = False) -> None:
    """Write a workbook with what has changed in it.

    Rich text, widths, heights, colours, comments, filters, hidden rows and columns, formulas,
    drop-downs, floating pictures and charts are carried; drawn shapes and pictures inside cells
    (WPS) are not.

    Raises:
        OutputExistsError: `path` is there and `force` was not given.
        UsageError: The folder cannot be written to.
        BadTableError: The workbook lacks what the list rests on.
        UnreadableFileError: The file is no .xlsx, or damaged.
    """
    record = read_record(book.rows(RECORD), book.name)
    with replacing(path, force=force) as partial, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it does not carry, see above
        workbook = load_book(book.path)
        _mend_reading(workbook, book)
        for name, cells in book.edits.items():
            _put(workbook[name], cells)
        _restyle(workbook, book)
        for name, gone in book.gone.items():
            if gone:
                _take_out(workbook[name], gone)
        _lead(workbook, book)
        _offer(workbook, book)
        count_anew(workbook, book, record, taxonomy)
        workbook.calculation.fullCalcOnLoad = True  # formulas are kept without their results
        with partial.open("wb") as file:
            workbook.save(file)


def _put(sheet: Any, cells: Mapping[tuple[int, int], Cell]) -> None:
    """Set cells, text as text; their rows grow where the new text needs room."""
    widths = _widths(sheet)
    for (row, column), value in cells.items():
        cell = sheet.cell(row + 1, column + 1)
        cell.value = None if value == "" else value
        if isinstance(value, str) and value:
            cell.data_type = "s"  # "=1+1" is what a citizen wrote
        height = sheet.row_dimensions[row + 1].height
        if height is not None:
            size = cell.font.sz or USUAL
            width = at_usual(widths.get(column + 1, _WIDTH), size)
            needed = row_height([value], [width], size)
            sheet.row_dimensions[row + 1].height = max(height, needed)


def _widths(sheet: Any) -> dict[int, float]:
    """Width of each column that has one; several may share an entry."""
    return {
        column: one.width
        for one in sheet.column_dimensions.values()
        if one.min and one.max
        for column in range(one.min, min(one.max, 200) + 1)
    }


def _restyle(workbook: Any, book: Book) -> None:
    """Corrected urgencies and deadlines look like the others."""
    table = book.tables[LEDGER]
    sheet = workbook[table.sheet]
    urgency, due = table.at.get("紧急程度"), table.at.get("整改期限")
    for row, column in book.edits.get(table.sheet, ()):
        cell, values = sheet.cell(row + 1, column + 1), table.rows[row - table.first]
        if column == urgency:
            urgent = text_of(values[column]) == "紧急"
            font = copy(cell.font)
            font.b, font.color = urgent, _RED if urgent else None
            cell.font = font
        elif column == due:
            font, provisional = copy(cell.font), "暂定" in table.text(values, "期限说明")
            font.i, cell.number_format = provisional, _PROVISIONAL if provisional else _DATE
            cell.font = font


def _take_out(sheet: Any, gone: Collection[int]) -> None:
    """Let the rows below move up, with their heights, links, comments and formulas."""
    from openpyxl.utils import get_column_letter

    last, wide = sheet.max_row, get_column_letter(sheet.max_column)
    dropped = sorted(row + 1 for row in gone)
    looks = {row: (one.height, one.hidden) for row, one in sheet.row_dimensions.items()}
    for row in dropped:
        for cell in sheet[row]:
            cell.comment = None
            cell.hyperlink = None
    bounds = [*dropped, last + 1]
    for by, (above, below) in enumerate(pairwise(bounds), start=1):
        if below - above > 1:
            sheet.move_range(f"A{above + 1}:{wide}{below - 1}", rows=-by, translate=True)
        for row in range(above + 1, below):
            moved = sheet.row_dimensions[row - by]
            moved.height, moved.hidden = looks.get(row, (None, False))
    left = last - len(dropped)
    sheet.delete_rows(left + 1, len(dropped))
    for row in range(left + 1, last + 1):
        sheet.row_dimensions.pop(row, None)
    for line in sheet.iter_rows(min_row=dropped[0], max_row=left):
        for cell in line:
            if cell.hyperlink:
                cell.hyperlink.ref = cell.coordinate
    for area in (sheet.auto_filter, sheet):
        name = "ref" if area is sheet.auto_filter else "print_area"
        start, colon, end = str(getattr(area, name) or "").replace("$", "").rpartition(":")
        end = end.rstrip("0123456789")
        if colon and end:
            setattr(area, name, f"{start.rpartition('!')[2]}:{end}{max(left, dropped[0])}")


def _mend_reading(workbook: Any, book: Book) -> None:
    """Two slips of openpyxl: an empty cell holds where its link leads, and _x0041_ becomes A."""
    from minyi.workbook.bulk import ESCAPE_ALIKE

    for name, kept in book.sheets.items():
        sheet = workbook[name]
        for line in sheet.iter_rows():
            for cell in line:
                if cell.hyperlink and not kept.holds(cell.row - 1, cell.column - 1):
                    cell.value = None
        for row, values in enumerate(kept.rows, start=1):
            for column, value in enumerate(values, start=1):
                if isinstance(value, str) and "_x" in value and ESCAPE_ALIKE.search(value):
                    cell = sheet.cell(row, column)
                    if cell.data_type == "s":
                        cell.value = ESCAPE_ALIKE.sub(r"_x005F\1", value)


def _lead(workbook: Any, book: Book) -> None:
    """Links between the list and the slips still lead there: people sort rows, rename sheets."""
    ledger, originals = book.tables[LEDGER], book.tables.get(ORIGINALS)
    if originals is None:
        return
    slips = Slips(ledger, originals)
    back: dict[int, int] = {}
    forth: dict[str, int] = {}
    for place, row in enumerate(ledger.rows, start=ledger.first):
        position = slips.position(row)
        if position is not None:
            target = originals.first + position
            back.setdefault(target, place)
            forth[ledger.text(row, "编号")] = target
            _relink(workbook, ledger, place, originals, target)
    for slip, place in back.items():
        _relink(workbook, originals, slip, ledger, place)
    if review := book.tables.get(REVIEW):
        for place, row in enumerate(review.rows, start=review.first):
            if (slip := forth.get(review.text(row, "编号"), -1)) >= 0:
                _relink(workbook, review, place, originals, slip)


def _relink(workbook: Any, table: Table, row: int, other: Table, target: int) -> None:
    for header in ("编号", "序号", "行"):
        if header in table.at:
            link = workbook[table.sheet].cell(row + 1, table.at[header] + 1).hyperlink
            if link is not None and link.location:
                link.location = link.display = f"'{other.sheet}'!A{target + 1}"


def _offer(workbook: Any, book: Book) -> None:
    """Put drop-downs back that Excel keeps where they are lost on reading."""
    from openpyxl.worksheet.datavalidation import DataValidation

    ledger, review = book.tables[LEDGER], book.tables.get(REVIEW)
    wanted = [(ledger, "办理状态", f'"{",".join(STATES)}"')]
    if review is not None:
        first, *words = book.rows(WORDS) or [[]]
        offered = {
            text_of(name): sum(map(bool, column))
            for name, *column in zip(first, *words, strict=True)
        }
        wanted += [
            (review, header, word_range(named, offered[named]))
            for header, named in CHOICES
            if offered.get(named)
        ]
    for table, header, source in wanted:
        if header not in table.at or not table.rows:
            continue
        sheet = workbook[table.sheet]
        column = table.at[header] + 1
        taken = (area for one in sheet.data_validations.dataValidation for area in one.sqref.ranges)
        if any(area.min_col <= column <= area.max_col for area in taken):
            continue
        choice = DataValidation(type="list", formula1=source, allow_blank=True)
        if table is review:
            choice.errorStyle = "warning"
        first = sheet.cell(table.first + 1, column).coordinate
        choice.add(f"{first}:{sheet.cell(table.first + len(table.rows), column).coordinate}")
        sheet.add_data_validation(choice)
