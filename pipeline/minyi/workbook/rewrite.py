"""A workbook that people have worked in, written again with everything that they wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from minyi.taxonomy import Taxonomy, group_of
from minyi.workbook.book import writing
from minyi.workbook.cells import Cell, day_of, text_of, value_of
from minyi.workbook.ledger import COLUMNS as LEDGER_COLUMNS
from minyi.workbook.ledger import PROVISIONAL, put_ledger
from minyi.workbook.model import LEDGER, ORIGINALS, PROBLEMS, RECORD, REVIEW, SUMMARY, WORDS
from minyi.workbook.opened import Book, Sheet, Table
from minyi.workbook.origins import ORIGINAL_COLUMNS, PROBLEM_COLUMNS
from minyi.workbook.record import Record, read_record
from minyi.workbook.review_sheet import COLUMNS as REVIEW_COLUMNS
from minyi.workbook.review_sheet import put_review
from minyi.workbook.sheet import Column, Row, Styles, fill_sheet
from minyi.workbook.slips import Slips
from minyi.workbook.summary import Fact, Figures, write_summary

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from minyi.workbook.bulk import BulkSheet

_OWN_WIDTH = 14  # of a column that people added
_DATED = frozenset({"date", "fill_date", "provisional"})  # styles that show a day as such
_OURS: Mapping[str, Sequence[Column]] = {
    LEDGER: LEDGER_COLUMNS,
    REVIEW: REVIEW_COLUMNS,
    PROBLEMS: PROBLEM_COLUMNS,
    ORIGINALS: ORIGINAL_COLUMNS,
}


def write_book(book: Book, taxonomy: Taxonomy, path: Path, *, force: bool = False) -> None:
    """Write a workbook again: every cell, the order of sheets and columns, formulas.

    Our sheets get our look, the counts are made anew from the list; sheets that people added keep
    what is written in them. Colours, comments, pictures and charts of their own are not carried.

    Raises:
        OutputExistsError: `path` is there and `force` was not given.
        UsageError: The folder cannot be written to.
        BadTableError: The workbook lacks what the list rests on.
    """
    record = read_record(book.rows(RECORD), book.name)
    heading = book.tables[LEDGER].heading
    title = next((text for line in heading for cell in line if (text := text_of(cell))), LEDGER)
    with writing(path, force=force, title=title, created=record.created) as workbook:
        _Rewriting(book, taxonomy, record, workbook, title).write()


class _Rewriting:
    """One workbook while it is written again."""

    def __init__(
        self, book: Book, taxonomy: Taxonomy, record: Record, workbook: Workbook, title: str
    ) -> None:
        self._book, self._taxonomy, self._record = book, taxonomy, record
        self._workbook, self._title = workbook, title
        self._styles = Styles(workbook)
        ledger, originals = book.tables[LEDGER], book.tables.get(ORIGINALS)
        self._ledger, self._originals = ledger, originals
        self._slips = Slips(ledger, originals)
        self._slip_of = [self._slips.position(row) for row in ledger.rows]

    def write(self) -> None:
        from minyi.workbook.bulk import BulkSheet

        ours = {table.sheet: name for name, table in self._book.tables.items()}
        puts = {
            LEDGER: self._put_ledger,
            REVIEW: self._put_review,
            PROBLEMS: self._put_problems,
            ORIGINALS: self._put_originals,
        }
        names = [*self._book.sheets]
        if SUMMARY not in names:
            names.append(SUMMARY)
        made = [(name, self._workbook.add_worksheet(name, BulkSheet)) for name in names]
        for name, sheet in made:
            if name == SUMMARY:
                title = f"{self._title}·{SUMMARY}"
                write_summary(self._workbook, sheet, self._styles, self._figures(), title)
            elif name in ours:
                puts[ours[name]](sheet, self._book.tables[ours[name]])
            else:
                _put_plain(sheet, self._styles, self._book.sheets[name])
            state = self._book.sheets[name].state if name in self._book.sheets else "visible"
            if state == "hidden":
                sheet.hide()
            elif state == "very hidden":
                sheet.very_hidden()

    def _put_ledger(self, sheet: BulkSheet, table: Table) -> None:
        columns = _columns(LEDGER, table)
        urgency, due, id = (table.at.get(one) for one in ("紧急程度", "整改期限", "编号"))
        provisional = ["暂定" in table.text(row, "期限说明") for row in table.rows]
        if due is not None and any(provisional):
            columns[due] = replace(columns[due], width=PROVISIONAL.width)

        def rows() -> Iterator[Row]:
            for position, row in enumerate(table.rows):
                styles = _styles(row, columns)
                links_to = self._slip_row(self._slip_of[position])
                if links_to is not None and id is not None:
                    styles[id] = "link"
                if urgency is not None and row[urgency] == "紧急":
                    styles[urgency] = "urgent"
                if due is not None and provisional[position]:
                    styles[due] = "provisional"
                yield Row(row, styles, links_to)

        originals = self._originals.sheet if self._originals else ORIGINALS
        put_ledger(sheet, self._styles, table.heading, columns, table.at, rows(), originals)

    def _slip_row(self, position: int | None) -> int | None:
        if position is None or self._originals is None:
            return None
        return self._originals.first + position

    def _put_review(self, sheet: BulkSheet, table: Table) -> None:
        columns = _columns(REVIEW, table)
        listed = {
            self._ledger.text(row, "编号"): slip
            for row, slip in zip(self._ledger.rows, self._slip_of, strict=True)
        }

        def rows() -> Iterator[Row]:
            for row in table.rows:
                styles = _styles(row, columns)
                links_to = self._slip_row(listed.get(table.text(row, "编号")))
                if links_to is not None:
                    styles[table.at["编号"]] = "link"
                yield Row(row, styles, links_to)

        words = self._book.rows(WORDS)
        headers = [text_of(cell) for cell in words[0]] if words else []
        offered = [
            sum(text_of(row[headers.index(one)]) != "" for row in words[1:])
            if one in headers
            else 0
            for one in ("类别", "责任单位", "紧急程度")
        ]
        originals = self._originals.sheet if self._originals else ORIGINALS
        put_review(
            sheet, self._styles, table.heading, columns, table.at, rows(), offered, originals
        )

    def _put_problems(self, sheet: BulkSheet, table: Table) -> None:
        columns = _columns(PROBLEMS, table)
        rows = (Row(row, _styles(row, columns)) for row in table.rows)
        roomy = table.at.get("摘录")
        fill_sheet(sheet, self._styles, table.heading, columns, rows, roomy=roomy)

    def _put_originals(self, sheet: BulkSheet, table: Table) -> None:
        columns = _columns(ORIGINALS, table)
        back: dict[int, int] = {}
        for position, slip in enumerate(self._slip_of):
            if slip is not None:
                back.setdefault(slip, self._ledger.first + position)

        def rows() -> Iterator[Row]:
            for position, row in enumerate(table.rows):
                styles = _styles(row, columns)
                if position in back:
                    styles[table.at["编号"]] = "link"
                yield Row(row, styles, back.get(position))

        link = table.at["编号"], self._ledger.sheet
        roomy = table.at["意见原文"]
        fill_sheet(sheet, self._styles, table.heading, columns, rows(), roomy=roomy, link=link)

    def _figures(self) -> Figures:
        record, review = self._record, self._book.tables.get(REVIEW)
        return Figures(
            read=record.read,
            classified=record.classified,
            rejected=record.rejected,
            review=sum(review.text(row, "编号") != "" for row in review.rows) if review else 0,
            created=record.created,
            model_version=record.model_version,
            example=record.example,
            facts=[self._fact(row) for row in self._ledger.rows if self._ledger.text(row, "编号")],
        )

    def _fact(self, row: Sequence[Cell]) -> Fact:
        text = self._ledger.text
        category = text(row, "类别")
        code = self._taxonomy.code(category)
        basis = self._record.matters.get(text(row, "编号"))
        return Fact(
            self._taxonomy.name(group_of(code)) if code else category,
            category,
            text(row, "责任单位"),
            (basis.place if basis else "") or self._slips.text(row, "街道/乡镇"),
            self._slips.text(row, "渠道"),
            text(row, "紧急程度"),
            text(row, "性质"),
            day_of(self._ledger.get(row, "收集日期")),
        )


def _columns(name: str, table: Table) -> list[Column]:
    """The columns of a sheet of ours as they stand now, with our widths and styles."""
    known = {column.header: column for column in _OURS[name]}
    ours = {place: known[header] for header, place in table.at.items()}
    return [
        replace(ours[place], header=header) if place in ours else Column(header, _OWN_WIDTH)
        for place, header in enumerate(table.headers)
    ]


def _styles(row: Sequence[Cell], columns: Sequence[Column]) -> dict[int, str]:
    """Styles for days, times and dangerous texts where the column has no fitting one."""
    styles: dict[int, str] = {}
    for place, cell in enumerate(row):
        if type(cell) is str:
            if columns[place].style == "plain" and cell.startswith(("=", "+", "-", "@")):
                styles[place] = "text"
        elif type(cell) is int or columns[place].style in _DATED:
            continue
        elif style := _style_of(cell):
            styles[place] = style
    return styles


def _style_of(cell: Cell) -> str:
    value = value_of(cell)
    if isinstance(value, datetime):
        return "moment"
    if isinstance(value, date):
        return "date"
    if isinstance(value, time):
        return "clock"
    return "span" if isinstance(value, timedelta) else ""


def _put_plain(sheet: BulkSheet, styles: Styles, kept: Sheet) -> None:
    """A sheet that people added, or one of our hidden ones."""
    width = max(map(len, kept.rows), default=0)
    columns = [Column("", _OWN_WIDTH)] * width
    if width:
        sheet.set_column(0, width - 1, _OWN_WIDTH)
    bare = styles.index("bare")
    for number, row in enumerate(kept.rows):
        own = _styles(row, columns)
        formats = [styles.index(own[place]) if place in own else bare for place in range(len(row))]
        if row:
            sheet.put_row(number, row, formats, 15)
