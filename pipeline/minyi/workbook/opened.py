"""A workbook as people hand it back: sheets and columns moved, rows sorted, things added."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any, Literal, cast

from minyi.errors import UnreadableFileError
from minyi.workbook.cells import Cell, Formula, text_of, value_of
from minyi.workbook.formulas import Found, read_formulas
from minyi.workbook.ledger import COLUMNS as LEDGER_COLUMNS
from minyi.workbook.model import LEDGER, ORIGINALS, PROBLEMS, RECORD, REVIEW
from minyi.workbook.origins import ORIGINAL_COLUMNS, PROBLEM_COLUMNS
from minyi.workbook.review_sheet import COLUMNS as REVIEW_COLUMNS
from minyi.workbook.shown import cell_text

State = Literal["visible", "hidden", "very hidden"]

_HEADER_WITHIN = 30  # rows
# By these columns a sheet of ours is known when it has been renamed.
_NEEDED: Mapping[str, frozenset[str]] = {
    LEDGER: frozenset({"编号", "责任单位"}),
    REVIEW: frozenset({"编号", "正确类别"}),
    PROBLEMS: frozenset({"级别", "问题", "怎么办"}),
    ORIGINALS: frozenset({"编号", "意见原文"}),
}
_KNOWN: Mapping[str, frozenset[str]] = {
    name: frozenset(column.header for column in columns)
    for name, columns in (
        (LEDGER, LEDGER_COLUMNS),
        (REVIEW, REVIEW_COLUMNS),
        (PROBLEMS, PROBLEM_COLUMNS),
        (ORIGINALS, ORIGINAL_COLUMNS),
    )
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet from its cell A1 on, all rows of one length; empty cells are ""."""

    state: State
    rows: list[list[Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet of ours whose header has been found."""

    sheet: str  # its name now
    heading: Sequence[list[Cell]]  # what stands above the header
    headers: Sequence[str]  # as written; "" where a person wrote beside the table
    at: Mapping[str, int]  # our header → column; the first where one stands twice
    rows: Sequence[list[Cell]]

    @property
    def first(self) -> int:
        """Position of the first row, counted from 0."""
        return len(self.heading) + 1

    def get(self, row: Sequence[Cell], header: str) -> Cell:
        """The cell under one of our headers; "" where the column is gone."""
        column = self.at.get(header)
        return "" if column is None else value_of(row[column])

    def text(self, row: Sequence[Cell], header: str) -> str:
        """The same as text."""
        return text_of(self.get(row, header))


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A whole workbook, read."""

    name: str  # of the file
    sheets: Mapping[str, Sheet]  # by name, in order
    tables: Mapping[str, Table]  # by our name for the sheet

    def rows(self, name: str) -> Sequence[list[Cell]]:
        """Rows of a sheet; none where there is no such sheet."""
        return self.sheets[name].rows if name in self.sheets else ()


def open_book(path: Path) -> Book:
    """Read all sheets of a workbook: values, and the formulas that people wrote.

    Raises:
        UnreadableFileError: The file cannot be opened as a workbook.
    """
    sheets = _sheets(path)
    tables: dict[str, Table] = {}
    for name in _NEEDED:
        # The usual name first; then whatever has the columns.
        for candidate in sorted(sheets, key=lambda one: one.strip() != name):
            taken = {table.sheet for table in tables.values()}
            table = None if candidate in taken else _table(candidate, sheets[candidate], name)
            if table is not None:
                tables[name] = table
                break
    return Book(name=path.name, sheets=sheets, tables=tables)


def is_our_book(path: Path) -> bool:
    """Whether minyi wrote this file: it has the list and, very hidden, what belongs to it."""
    if path.suffix.lower() != ".xlsx":
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            sheets = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError):
        return False
    return f'"{LEDGER}"' in sheets and f'"{RECORD}"' in sheets


def _sheets(path: Path) -> dict[str, Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    def state(visible: SheetVisibleEnum) -> State:
        if visible == SheetVisibleEnum.Visible:
            return "visible"
        return "hidden" if visible == SheetVisibleEnum.Hidden else "very hidden"

    try:
        with CalamineWorkbook.from_path(path) as workbook:
            read = {
                one.name: Sheet(
                    state(one.visible),
                    _cells(workbook.get_sheet_by_name(one.name).to_python(skip_empty_area=False)),
                )
                for one in workbook.sheets_metadata
                if one.typ == SheetTypeEnum.WorkSheet
            }
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFileError(f"{path}：打不开这个表格文件，请确认是未加密的 .xlsx") from error
    for name, formulas in read_formulas(path).items():
        if name in read:
            _put_formulas(read[name].rows, formulas)
    for sheet in read.values():
        while sheet.rows and not any(cell != "" for cell in sheet.rows[-1]):
            sheet.rows.pop()
    return read


def _cells(rows: list[list[Any]]) -> list[list[Cell]]:
    """Texts without control characters, whole numbers as such, days without a clock."""
    for row in rows:
        for column, cell in enumerate(row):
            kind = type(cell)
            if kind is str:
                if cell:
                    row[column] = cell_text(cell)
            elif kind is float:
                if cell.is_integer() and abs(cell) < 1e15:
                    row[column] = int(cell)
            elif kind is datetime and cell.time() == time():
                row[column] = cell.date()
    return rows


def _put_formulas(rows: list[list[Cell]], formulas: Mapping[tuple[int, int], Found]) -> None:
    """Lay formulas over what they came to; those that came to nothing yet may stand outside.

    What a rewritten workbook cannot carry remains as its value, or as text where it has none.
    """
    width = max(len(rows[0]) if rows else 0, *(column + 1 for _, column in formulas))
    for line in rows:
        line += [""] * (width - len(line))
    while len(rows) <= max(place[0] for place in formulas):
        rows.append([""] * width)
    for (row, column), (text, portable) in formulas.items():
        value = rows[row][column]
        if portable:
            rows[row][column] = Formula(text, cast("Any", value))
        elif value == "":
            rows[row][column] = f"={text}"


def _table(name: str, sheet: Sheet, ours: str) -> Table | None:
    for index, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        headers = [text_of(cell) for cell in row]
        bare = [re.sub(r"\s+", "", header) for header in headers]
        if _NEEDED[ours].issubset(bare):
            at: dict[str, int] = {}
            for column, header in enumerate(bare):
                if header in _KNOWN[ours]:
                    at.setdefault(header, column)
            return Table(
                sheet=name,
                heading=sheet.rows[:index],
                headers=headers,
                at=at,
                rows=sheet.rows[index + 1 :],
            )
    return None
