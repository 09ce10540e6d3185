"""Rows into xlsxwriter, fast: the one place that knows its inside.

`Worksheet.write_*` costs about 10 µs a cell, most of it in checks that a ledger of 50,000 rows and
18 columns does not need. Here a row becomes XML in one go and is appended to the row file that
xlsxwriter keeps in its constant-memory mode; sheets, formats, links and packing stay xlsxwriter's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from minyi.workbook.cells import Cell

MAX_LINKS = 65_530  # of one sheet, set by Excel
MAX_ROWS = 1_048_576

_EPOCH = date(1899, 12, 30).toordinal()
_MARKUP = re.compile("[&<>]|_x").search
ESCAPE_ALIKE = re.compile("(_x[0-9a-fA-F]{4}_)")  # Excel reads _x0041_ as A


class BulkSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter is not typed
    """A worksheet of a constant-memory workbook that takes whole rows, in order, from the top."""

    def put_row(
        self, row: int, cells: Sequence[Cell], styles: Sequence[int], height: float
    ) -> None:
        """Write one row from the first column on; text is stored as text, whatever it says.

        `row` counts from 0, `height` is in points, `styles` are numbers as of `style_index`. The
        text must be free of control characters and at most 32,767 UTF-16 units long.
        """
        if row > self.previous_row:
            self._write_single_row(row)
        self._check_dimensions(row, 0)
        self._check_dimensions(row, len(cells) - 1)
        number = row + 1
        parts = [f'<row r="{number}" ht="{height:g}" customHeight="1">']
        add = parts.append
        for column, cell, style in zip(_column_names(len(cells)), cells, styles, strict=True):
            if cell is None or cell == "":
                add(f'<c r="{column}{number}" s="{style}"/>')
            elif isinstance(cell, str):
                space = "" if cell.strip() == cell else ' xml:space="preserve"'
                if _MARKUP(cell):
                    cell = _escape(cell)
                add(
                    f'<c r="{column}{number}" s="{style}" t="inlineStr">'
                    f"<is><t{space}>{cell}</t></is></c>"
                )
            else:
                kind, content = _content(cell)
                add(f'<c r="{column}{number}" s="{style}"{kind}>{content}</c>')
        add("</row>")
        self.row_data_fh.write("".join(parts))

    def put_link(self, row: int, column: int, sheet: str, target_row: int) -> bool:
        """Let a written cell lead to a row of another sheet; False where Excel has no room left."""
        if self.hlink_count >= MAX_LINKS:
            return False
        self.hlink_count += 1
        self.hyperlinks[row][column] = Url(f"internal:'{sheet}'!A{target_row + 1}")
        return True

    def abandon(self) -> None:
        """Let go of the row file of a workbook that will not be finished."""
        self.row_data_fh.close()


def style_index(style: Format) -> int:
    """What `put_row` calls a format by."""
    index: int = style._get_xf_index()
    return index


@cache
def _column_names(count: int) -> tuple[str, ...]:
    return tuple(map(xl_col_to_name, range(count)))


def _content(cell: Cell) -> tuple[str, str]:
    """Attribute for the kind and the inner XML of a cell that is no text."""
    if type(cell) is int or type(cell) is float:
        return "", f"<v>{cell!r}</v>"
    if isinstance(cell, bool):
        return ' t="b"', f"<v>{int(cell)}</v>"
    return "", f"<v>{_serial(cell)!r}</v>"


def _serial(cell: object) -> float:
    """Days since the epoch of Excel."""
    if isinstance(cell, timedelta):
        return cell / timedelta(days=1)
    days, clock = 0, cell
    if isinstance(cell, date):
        days = cell.toordinal() - _EPOCH
        if not isinstance(cell, datetime):
            return days
        clock = cell.time()
    assert isinstance(clock, time)
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
    return days + seconds / 86_400


def _escape(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return ESCAPE_ALIKE.sub(r"_x005F\1", text)
