"""xlsx, xls, ods, et: sheets by python-calamine."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minyi.errors import UnreadableFileError
from minyi.readers.cells import cell_text
from minyi.readers.formulas import Formulas, formula_texts
from minyi.readers.sheet import Merge, Row, Sheet, column_index

_MOST_CELLS = 50_000_000  # calamine lays a sheet out whole: a stray cell at XFD1048576 kills it
_LARGE = 8 << 20  # bytes of XML
_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})"')
_FILLED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>')


def sheets_of(path: Path) -> Iterator[Sheet]:
    """Sheets in the order of the workbook, hidden ones too.

    Raises:
        UnreadableFileError: Encrypted or damaged.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if zipfile.is_zipfile(path):
        _refuse_giants(path)
    try:
        with path.open("rb") as file:
            workbook = CalamineWorkbook.from_filelike(file)
        formulas = formula_texts(path)
        for meta in workbook.sheets_metadata:
            if str(meta.typ).endswith(".WorkSheet"):
                yield _sheet(workbook, meta, formulas.get(meta.name, {}))
    except PasswordError as error:
        raise UnreadableFileError("文件有密码：请去掉密码后另存一份") from error
    except CalamineError as error:
        raise UnreadableFileError(
            "文件已损坏，打不开：请用 Excel 或 WPS 打开后另存为 xlsx"
        ) from error
    except BaseException as error:
        # a panic of the Rust library is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFileError(
            "文件已损坏，打不开：请用 Excel 或 WPS 打开后另存为 xlsx"
        ) from error


def _sheet(workbook: Any, meta: Any, formulas: Formulas) -> Sheet:
    sheet = workbook.get_sheet_by_name(meta.name)
    merges: list[Merge] = [
        (top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in (sheet.merged_cell_ranges or ())
    ]
    return Sheet(
        name=meta.name,
        rows=_rows(sheet, formulas),
        merges=merges,
        hidden=not str(meta.visible).endswith(".Visible"),
    )


def _rows(sheet: Any, formulas: Formulas) -> Iterator[Row]:
    number = 0
    if sheet.start is not None:
        # iter_rows begins at the top of the sheet, but at its first filled column
        left = [""] * sheet.start[1]
        for number, values in enumerate(sheet.iter_rows(), 1):
            cells = [cell_text(value) for value in values]
            yield number, _filled(left + cells if left else cells, formulas.get(number))
    for below in sorted(row for row in formulas if row > number):
        yield below, _filled([], formulas[below])


def _filled(cells: list[str], formulas: dict[int, str] | None) -> list[str]:
    for column, text in (formulas or {}).items():
        cells += [""] * (column + 1 - len(cells))
        cells[column] = cells[column] or text
    return cells


def _refuse_giants(path: Path) -> None:
    """Raise where a sheet spans more cells than memory holds."""
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    with archive.open(entry) as part:
                        data = part.read(4096)
                        stated = _DIMENSION.findall(data)
                        # a large sheet is taken at its word
                        if entry.file_size > _LARGE and stated and _spans(stated) <= _MOST_CELLS:
                            continue
                        data += part.read()
                    if _spans(_FILLED.findall(data)) > _MOST_CELLS:
                        raise UnreadableFileError(
                            "表格范围大得不正常（远处有多余的单元格）：请把意见复制到新表后另存"
                        )
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise UnreadableFileError(
            "文件已损坏，打不开：请用 Excel 或 WPS 打开后另存为 xlsx"
        ) from error


def _spans(cells: list[tuple[bytes, bytes]]) -> int:
    if not cells:
        return 0
    columns = {letters for letters, _ in cells}
    width = max(column_index(letters.decode()) or 0 for letters in columns) + 1
    return width * max(int(row) for _, row in cells)
