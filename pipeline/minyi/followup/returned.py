"""A list as organizations hand it back: xlsx, CSV or JSON lines, columns moved and added."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from minyi.causes import cause
from minyi.errors import BadTableError, UnreadableFileError
from minyi.followup.sheets import COLUMNS, OTHERS
from minyi.workbook import open_book
from minyi.workbook.cells import Cell, text_of
from minyi.workbook.model import LEDGER

_NEEDED = "编号"
_OURS = frozenset(COLUMNS) | OTHERS


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedRow:
    """One row of the list."""

    number: int  # as a person counts in the file
    cells: Mapping[str, str]  # under our headers
    own: Mapping[str, str]  # under the office's own, from the left


def read_list(path: Path) -> Iterator[ReturnedRow]:
    """Read a list; rows that are empty or end it (合计) have no 编号 and no other cell of ours.

    Raises:
        UnreadableFileError: Not what its suffix says.
        BadTableError: There is no column 编号.
    """
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        yield from _json_rows(path)
        return
    headers, first, rows = _csv_table(path) if suffix == ".csv" else _book_table(path)
    bare = ["".join(header.split()) for header in headers]
    if _NEEDED not in bare:
        raise BadTableError(f"{path.name}：没有找到“编号”列，请用 minyi ledger export 导出的表填写")
    for number, row in enumerate(rows, start=first):
        texts = [_text(cell) for cell in row]
        if any(texts):
            yield _returned(number, bare, headers, texts)


def _returned(
    number: int, bare: Sequence[str], headers: Sequence[str], texts: Sequence[str]
) -> ReturnedRow:
    cells: dict[str, str] = {}
    own: dict[str, str] = {}
    for plain, header, text in zip(bare, headers, texts, strict=False):
        if plain in _OURS:
            cells.setdefault(plain, text)
        elif plain:
            own.setdefault(header.strip(), text)
    return ReturnedRow(number=number, cells=cells, own=own)


def _book_table(path: Path) -> tuple[Sequence[str], int, Sequence[Sequence[Cell]]]:
    book = open_book(path)
    table = book.tables.get(LEDGER)
    if table is None:
        raise BadTableError(
            f"{book.name}：没有找到带“编号”“责任单位”两列的“{LEDGER}”表，"
            "请用 minyi ledger export 导出的表填写"
        )
    return table.headers, table.first + 1, table.rows


def _csv_table(path: Path) -> tuple[Sequence[str], int, Sequence[Sequence[Cell]]]:
    raw = _bytes(path)
    for encoding in ("utf-8-sig", "gb18030"):  # what Excel saves, new and old
        try:
            rows = list(csv.reader(io.StringIO(raw.decode(encoding), newline="")))
            break
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise UnreadableFileError(f"{path.name}：读不下去，请检查引号是否成对") from error
    else:
        raise UnreadableFileError(f"{path.name}：不是 UTF-8 或 GB18030 文本，请另存为 CSV UTF-8")
    if not rows:
        raise BadTableError(f"{path.name}：一行也没有")
    unquoted = [[_unquoted(cell) for cell in row] for row in rows]
    return unquoted[0], 2, unquoted[1:]


def _json_rows(path: Path) -> Iterator[ReturnedRow]:
    try:
        lines = _bytes(path).decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"{path.name}：{cause(error)}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if not isinstance(record, dict) or _NEEDED not in record:
            raise UnreadableFileError(
                f"{path.name} 第 {number} 行：不是带“编号”的一个 JSON 对象，请改正"
            )
        headers = list(record)
        texts = [_text(value) for value in record.values()]
        yield _returned(number, headers, headers, texts)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"{path}：打不开（{cause(error)}）") from error


def _unquoted(cell: str) -> str:
    """Without the quote that kept a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t", "\r") else cell


def _text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if cell is None or isinstance(cell, str):
        return (cell or "").replace("\r\n", "\n").strip()
    return text_of(cell) if isinstance(cell, int | float) else str(cell)
