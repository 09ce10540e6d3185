"""A file's tables, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from minyi.errors import UnreadableFileError
from minyi.readers import delimited, markup, structured, workbooks
from minyi.readers.sheet import Sheet
from minyi.readers.sniff import Kind, kind_of


def sheets_of(path: Path, file: str, kind: Kind | None = None) -> Iterator[Sheet]:
    """Tables of a file, each to be read before the next is asked for.

    Raises:
        UnreadableFileError: The file is damaged, or has no tables.
        OSError: The file cannot be opened.
    """
    kind = kind or kind_of(path)
    if kind == "workbook":
        yield from workbooks.sheets_of(path)
    elif kind == "html":
        yield from markup.html_sheets(path)
    elif kind == "xml":
        yield from markup.xml_sheets(path)
    elif kind in ("delimited", "lines"):
        yield delimited.sheet_of(path, file)
    elif kind == "jsonl":
        yield structured.json_sheet(path, file)
    elif kind == "parquet":
        yield structured.parquet_sheet(path)
    else:
        raise UnreadableFileError("不是表格：请另存为 xlsx 或 csv")
