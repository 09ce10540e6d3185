"""Columns by their exact names, for training and evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from minyi.errors import BadTableError, UnreadableFileError
from minyi.readers.sheet import Row, Sheet, blank
from minyi.readers.sources import sheets_of

_SEARCHED = 30  # rows in which the header is looked for


def read_columns(
    path: Path, columns: Sequence[str], *, optional: Sequence[str] = ()
) -> tuple[dict[str, list[str]], list[int]]:
    """Columns of a csv, tsv, xlsx, xls, jsonl or parquet file by their exact header names.

    Titles may stand above the header; of several sheets the first that has the columns counts.
    Blank rows are left out.

    Args:
        path: The file.
        columns: Headers that must be there.
        optional: Headers that are given only where the file has them.

    Returns:
        Header → cells ("" where empty), all of one length; and the row of each in the file,
        from 1.

    Raises:
        BadTableError: A column is missing; names the headers found.
        UnreadableFileError: The file cannot be read as a table.
    """
    seen: list[str] = []
    try:
        for sheet in sheets_of(path, path.name):
            found = _header(sheet, columns, seen)
            if found is not None:
                header, rows = found
                return _columns(header, rows, columns, optional)
    except UnreadableFileError as error:
        raise UnreadableFileError(f"{path.name}：{error}") from error
    except OSError as error:
        raise UnreadableFileError(f"{path.name}：打不开，请检查路径和权限") from error
    missing = [name for name in columns if name not in seen]
    shown = "、".join(dict.fromkeys(name for name in seen if name)) or "（没有表头）"
    raise BadTableError(
        f"{path.name}：缺少列“{'、'.join(missing or columns)}”；表里有：{shown}。请核对列名"
    )


def _header(
    sheet: Sheet, columns: Sequence[str], seen: list[str]
) -> tuple[list[str], Iterable[Row]] | None:
    """The header that has all columns, and the rows below it."""
    if sheet.headers is not None:
        names = [name.strip().lstrip("\ufeff") for name in sheet.headers]
        seen += names
        return (names, sheet.rows) if set(columns) <= set(names) else None
    best: list[str] = []
    looked = 0
    for _, cells in sheet.rows:
        if blank(cells):
            continue
        if set(columns) <= set(cells):
            return cells, sheet.rows
        # the widest row, or the one with most of the names, is what the user takes for the header
        if (len(set(columns) & set(cells)), sum(map(bool, cells))) > (
            len(set(columns) & set(best)),
            sum(map(bool, best)),
        ):
            best = cells
        looked += 1
        if looked >= _SEARCHED:
            break
    seen += best
    return None


def _columns(
    header: Sequence[str], rows: Iterable[Row], columns: Sequence[str], optional: Sequence[str]
) -> tuple[dict[str, list[str]], list[int]]:
    where = {name: header.index(name) for name in (*columns, *optional) if name in header}
    values: dict[str, list[str]] = {name: [] for name in where}
    numbers: list[int] = []
    for number, cells in rows:
        if blank(cells):
            continue
        numbers.append(number)
        for name, column in where.items():
            values[name].append(cells[column] if column < len(cells) else "")
    return values, numbers
