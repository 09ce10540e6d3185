"""A sheet as an office prints it: title, frozen header, filter, borders, rows high enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from minyi.errors import UsageError
from minyi.workbook.cells import Cell
from minyi.workbook.measure import (
    MAX_HEIGHT,
    USUAL,
    at_usual,
    print_units,
    row_height,
    shrink,
)
from minyi.workbook.shown import cell_text

if TYPE_CHECKING:
    from datetime import date

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from minyi.workbook.bulk import BulkSheet

FIRST_ROW = 2  # of the matters, counted from 0; title and header stand above

_FONT = "宋体"

_BASE: Mapping[str, object] = {
    "font_name": _FONT,
    "font_size": USUAL,
    "border": 1,
    "border_color": "#808080",
    "valign": "vcenter",
    "text_wrap": True,
}
_STYLES: Mapping[str, Mapping[str, object]] = {
    "plain": {},  # our own words
    # Citizens' words: the quote prefix keeps "=1+1" a text even when someone edits the cell.
    "text": {"quote_prefix": True},
    "text8": {"quote_prefix": True, "font_size": 8},
    "text7": {"quote_prefix": True, "font_size": 7},
    "text6": {"quote_prefix": True, "font_size": 6},
    # Higher than any row: the beginning shows.
    "overlong": {"quote_prefix": True, "font_size": 8, "valign": "top"},
    "center": {"align": "center"},
    "id": {"align": "center", "num_format": "@"},
    "link": {"align": "center", "num_format": "@", "font_color": "#0563C1", "underline": 1},
    "urgent": {"align": "center", "bold": True, "font_color": "#C00000"},
    "number": {"align": "center", "num_format": "0"},
    "share": {"align": "center", "num_format": "0.0%"},
    "date": {"align": "center", "num_format": "yyyy-mm-dd"},
    "moment": {"align": "center", "num_format": "yyyy-mm-dd hh:mm"},
    "clock": {"align": "center", "num_format": "hh:mm"},
    "span": {"align": "center", "num_format": "[h]:mm"},
    "provisional": {"align": "center", "num_format": 'yyyy-mm-dd"暂定"', "italic": True},
    "fill": {"bg_color": "#FFFBE6"},  # for a person to fill in
    "fill_date": {"bg_color": "#FFFBE6", "align": "center", "num_format": "yyyy-mm-dd"},
    "header": {"bold": True, "align": "center", "bg_color": "#D9E2F3"},
    "total": {"bold": True, "align": "center", "bg_color": "#F2F2F2"},
    "title": {"bold": True, "font_size": 16, "align": "center", "border": 0},
    "heading": {"bold": True, "font_size": 12, "border": 0, "text_wrap": False},
    "bare": {"border": 0, "text_wrap": False},
    "note": {"border": 0, "font_color": "#C00000", "text_wrap": False},
    "overdue": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
}
_BARE = frozenset({"overdue"})  # conditional: laid over the cell's own format


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its header, its width in characters, the style of its cells."""

    header: str
    width: float
    style: str = "plain"


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one row; `styles` replaces the style of single columns."""

    cells: Sequence[Cell]
    styles: Mapping[int, str]
    links_to: int | None = None  # row of the linked sheet, counted from 0


class Link(NamedTuple):
    """Which cells lead to another sheet."""

    column: int
    sheet: str
    spare: int | None = None  # bears the link of a row whose own text must be wrapped

    def place(self, row: Row, widths: Sequence[float]) -> int | None:
        """Column of the link of a row: LibreOffice prints a linked text in one line only.

        `widths` as of `at_usual`.
        """
        if row.links_to is None:
            return None
        fits = print_units(str(row.cells[self.column])) <= widths[self.column] - 1
        if fits:
            return self.column
        # A link on an empty cell could not be seen.
        return self.spare if self.spare is not None and row.cells[self.spare] else None


class Area(NamedTuple):
    """Rows of a sheet from `first` to `last`, both counted from 0 and included."""

    first: int
    last: int


class Styles:
    """Formats of one workbook by name, each made once; `size` is that of its usual print."""

    def __init__(self, workbook: Workbook, size: int = USUAL) -> None:
        self._workbook, self.size = workbook, size
        self._made: dict[str, Format] = {}
        self._indexes: dict[str, int] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            base = {} if name in _BARE else {**_BASE, "font_size": self.size}
            self._made[name] = self._workbook.add_format({**base, **_STYLES[name]})
        return self._made[name]

    def index(self, name: str) -> int:
        """The format as `BulkSheet.put_row` takes it."""
        if name not in self._indexes:
            from minyi.workbook.bulk import style_index

            self._indexes[name] = style_index(self[name])
        return self._indexes[name]


def fill_sheet(
    sheet: BulkSheet,
    styles: Styles,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    roomy: int | None = None,
    link: Link | None = None,
) -> Area | None:
    """Write title, header and rows and set the sheet up for screen and paper.

    A text of column `roomy` that would not fit the highest row that Excel knows is set smaller.

    Returns:
        Where the rows stand; None where there is none.

    Raises:
        UsageError: More rows than a sheet can hold.
    """
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    last = len(columns) - 1
    sheet.merge_range(0, 0, 0, last, "", styles["title"])
    put_line(sheet, 0, [title] + [None] * last, [styles.index("title")] * len(columns), 30.0)
    header_row = FIRST_ROW - 1
    headers = [cell_text(column.header) for column in columns]
    widths = [at_usual(column.width, styles.size) for column in columns]
    height = row_height(headers, widths, styles.size)
    put_line(sheet, header_row, headers, [styles.index("header")] * len(columns), height + 4)

    first = FIRST_ROW
    count = _fill_rows(sheet, styles, columns, widths, rows, first, roomy, link)
    bottom = first + max(count, 1) - 1
    sheet.freeze_panes(first, 0)
    sheet.autofilter(header_row, 0, bottom, last)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{bottom + 1}"})
    set_page(sheet, landscape=True)
    sheet.repeat_rows(0, header_row)
    sheet.print_area(0, 0, bottom, last)
    sheet.fit_to_pages(1, 0)
    return Area(first, bottom) if count else None


def _fill_rows(
    sheet: BulkSheet,
    styles: Styles,
    columns: Sequence[Column],
    widths: Sequence[float],
    rows: Iterable[Row],
    first: int,
    roomy: int | None,
    link: Link | None,
) -> int:
    from minyi.workbook.bulk import MAX_ROWS

    usual = [styles.index(column.style) for column in columns]
    put_row, count = sheet.put_row, 0
    for count, row in enumerate(rows, start=1):
        number = first + count - 1
        if number >= MAX_ROWS:
            raise UsageError(
                "超过一张工作表的 1,048,576 行，请分批运行，或加 --split-by organization"
            )
        formats = usual
        height = row_height(row.cells, widths, styles.size)
        small = None
        if roomy is not None and height >= MAX_HEIGHT:
            small, height = shrink(row.cells, widths, roomy, styles.size)
        linked = link.place(row, widths) if link else None
        if row.styles or small or linked is not None:
            formats = usual.copy()
            if linked is not None:
                formats[linked] = styles.index("link")
            for index, style in row.styles.items():
                formats[index] = styles.index(style)
            if roomy is not None and small:
                formats[roomy] = styles.index(small)
        put_row(number, row.cells, formats, height)
        if link and linked is not None and row.links_to is not None:
            sheet.put_link(number, linked, link.sheet, row.links_to)
    return count


def put_line(
    sheet: BulkSheet, row: int, cells: Sequence[Cell], formats: Sequence[int], height: float
) -> None:
    """`put_row`, after whatever xlsxwriter itself may have put into that row is forgotten."""
    sheet.table[row].clear()
    sheet.put_row(row, cells, formats, height)


def set_page(sheet: BulkSheet, *, landscape: bool) -> None:
    """A4 with margins in inches and page numbers at the foot."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.25, right=0.25, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.set_footer("&C&10第 &P 页 共 &N 页", {"margin": 0.3})


def day(value: date | None) -> Cell:
    """A day as Excel can hold it: as a date from 1900-03-01 on, before that as text."""
    if value is None or value.year >= 1901:
        return value
    return value.isoformat()
