"""Tables of web pages and of Excel's XML: what many systems export under the name of .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from minyi.errors import UnreadableFileError
from minyi.readers.cells import clean_text
from minyi.readers.encodings import decode
from minyi.readers.sheet import Merge, Row, Sheet

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MOST_SPAN = 2_000


def html_sheets(path: Path) -> Iterator[Sheet]:
    """Every table of a page; nested ones count as text of their cell.

    Raises:
        UnreadableFileError: No table in it.
    """
    data = path.read_bytes()
    text = decode(data)
    parser = _Tables()
    parser.feed(text)
    parser.close()
    tables = [_laid_out(table) for table in parser.tables if table]
    if not tables:
        raise UnreadableFileError("网页里没有表格：请另存为 xlsx 或 csv")
    for number, (rows, merges) in enumerate(tables, 1):
        name = f"表{number}" if len(tables) > 1 else ""
        yield Sheet(name=name, rows=iter(rows), merges=merges)


_Cell = tuple[str, int, int]  # text, columns, rows


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[_Cell]]] = []
        self.depth = 0
        self.cell: list[str] | None = None
        self.span = (1, 1)
        self.ignored = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.ignored += 1
        elif tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append([])
        elif self.depth == 1 and tag == "tr":
            self._end_cell()
            self.tables[-1].append([])
        elif self.depth == 1 and tag in ("td", "th"):
            self._end_cell()
            given = dict(attrs)
            self.span = (_span(given.get("colspan")), _span(given.get("rowspan")))
            self.cell = []
        elif tag in ("br", "p", "div") and self.cell:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.ignored = max(0, self.ignored - 1)
        elif tag == "table":
            if self.depth == 1:
                self._end_cell()
            self.depth = max(0, self.depth - 1)
        elif self.depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.ignored:
            self.cell.append(data)

    def _end_cell(self) -> None:
        if self.cell is None:
            return
        text = re.sub(r"[ \t\r\f]*\n\s*", "\n", "".join(self.cell).replace("\xa0", " "))
        if not self.tables[-1]:
            self.tables[-1].append([])
        self.tables[-1][-1].append((clean_text(text), *self.span))
        self.cell = None


def _span(value: str | None) -> int:
    return min(int(value), _MOST_SPAN) if value and value.strip().isdecimal() and int(value) else 1


def _laid_out(table: list[list[_Cell]]) -> tuple[list[Row], list[Merge]]:
    """Cells put where they stand once spans are counted."""
    rows: list[Row] = []
    merges: list[Merge] = []
    busy: dict[int, int] = {}  # column → last row that a cell above reaches
    for number, cells in enumerate(table, 1):
        line: list[str] = []
        for text, width, height in cells:
            while busy.get(len(line), 0) >= number:
                line.append("")
            column = len(line)
            line += [text] + [""] * (width - 1)
            if width > 1 or height > 1:
                merges.append((number, column, number + height - 1, column + width - 1))
                for j in range(column, column + width):
                    busy[j] = number + height - 1
        rows.append((number, line))
    return rows, merges


def xml_sheets(path: Path) -> Iterator[Sheet]:
    """Sheets of an XML spreadsheet (Excel 2003).

    Raises:
        UnreadableFileError: Damaged.
    """
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.parse(str(path), parser).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise UnreadableFileError("文件已损坏，打不开：请用 Excel 打开后另存为 xlsx") from error
    for sheet in root.iter(_SS + "Worksheet"):
        rows, merges = _xml_rows(sheet)
        yield Sheet(name=sheet.get(_SS + "Name", ""), rows=iter(rows), merges=merges)


def _xml_rows(sheet: Any) -> tuple[list[Row], list[Merge]]:
    rows: list[Row] = []
    merges: list[Merge] = []
    number = 0
    for row in sheet.iter(_SS + "Row"):
        number = int(row.get(_SS + "Index", number + 1))
        line: list[str] = []
        for cell in row.iter(_SS + "Cell"):
            at = int(cell.get(_SS + "Index", len(line) + 1)) - 1
            line += [""] * (min(at, 16_384) - len(line))
            data = cell.find(_SS + "Data")
            text = clean_text("".join(data.itertext())) if data is not None else ""
            if data is not None and data.get(_SS + "Type") == "DateTime":
                text = text.removesuffix(".000").removesuffix("T00:00:00").replace("T", " ")
            across = int(cell.get(_SS + "MergeAcross", 0))
            down = int(cell.get(_SS + "MergeDown", 0))
            if across or down:
                merges.append((number, len(line), number + down, len(line) + across))
            line += [text] + [""] * min(across, _MOST_SPAN)
        rows.append((number, line))
    return rows, merges
