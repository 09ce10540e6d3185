"""A workbook as people hand it back: sheets and columns moved, rows sorted, things added."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any

from minyi.errors import UnreadableFileError
from minyi.workbook.cells import Cell, text_of
from minyi.workbook.ledger import COLUMNS as LEDGER_COLUMNS
from minyi.workbook.model import LEDGER, ORIGINALS, PROBLEMS, RECORD, REVIEW
from minyi.workbook.origins import ORIGINAL_COLUMNS, PROBLEM_COLUMNS
from minyi.workbook.review_sheet import COLUMNS as REVIEW_COLUMNS
from minyi.workbook.shown import cell_text

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

    rows: list[list[Cell]]

    def holds(self, row: int, column: int) -> bool:
        """Whether there is anything in a cell."""
        return (
            row < len(self.rows) and column < len(self.rows[row]) and self.rows[row][column] != ""
        )


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
        return "" if column is None else row[column]

    def text(self, row: Sequence[Cell], header: str) -> str:
        """The same as text."""
        return text_of(self.get(row, header))


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A whole workbook, read, and what shall change in it; places count from 0."""

    path: Path
    sheets: Mapping[str, Sheet]  # by name, in order, as they are in the file
    tables: Mapping[str, Table]  # by our name for the sheet, with what has changed
    edits: Mapping[str, Mapping[tuple[int, int], Cell]] = field(default_factory=dict)
    gone: Mapping[str, Collection[int]] = field(default_factory=dict)  # rows to be taken out

    @property
    def name(self) -> str:
        """Of the file."""
        return self.path.name

    def rows(self, name: str) -> Sequence[list[Cell]]:
        """Rows of a sheet with what has changed; none where there is no such sheet."""
        if name not in self.sheets:
            return ()
        rows = list(self.sheets[name].rows)
        for (row, column), cell in self.edits.get(name, {}).items():
            rows[row] = [*rows[row][:column], cell, *rows[row][column + 1 :]]
        return rows


def open_book(path: Path) -> Book:
    """Read all sheets of a workbook: values, and of formulas what they came to.

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
    return Book(path=path, sheets=sheets, tables=tables)


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
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    try:
        with CalamineWorkbook.from_path(path) as workbook:
            read = {
                one.name: Sheet(
                    _cells(workbook.get_sheet_by_name(one.name).to_python(skip_empty_area=False)),
                )
                for one in workbook.sheets_metadata
                if one.typ == SheetTypeEnum.WorkSheet
            }
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFileError(f"{path}：打不开这个表格文件，请确认是未加密的 .xlsx") from error
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
