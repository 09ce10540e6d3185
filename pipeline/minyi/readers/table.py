"""Rows of a table to opinions; every row that is none is accounted for."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from datetime import date
from itertools import chain

from minyi.domain import Opinion, Problem, Source
from minyi.readers import forms
from minyi.readers.cells import excerpt, number_text
from minyi.readers.dates import parse_date, year_of
from minyi.readers.furniture import furniture
from minyi.readers.headers import plain
from minyi.readers.layout import Layout, arrange
from minyi.readers.options import ReadOptions, too_long
from minyi.readers.sheet import Merge, Row, Sheet, blank

_BUFFER = 300  # rows from which header, columns and year are told
EMPTY = "没有内容"
SURPLUS = "多出的列"


def opinions_of(
    sheet: Sheet, options: ReadOptions, file: str, ids: set[str]
) -> Generator[Opinion | Problem, None, str]:
    """Opinions and problems of one table.

    Args:
        sheet: Read once, as a stream.
        options: Choices of the user.
        file: Name that the sources show.
        ids: Case numbers met in this file; grows.

    Returns:
        "" or, where the table holds no opinions, in Chinese the reason; then nothing was yielded.
    """
    head: list[Row] = []
    buffered: list[Row] = []
    for row in sheet.rows:
        buffered.append(row)
        if not blank(row[1]):
            head.append(row)
            if len(head) >= _BUFFER:
                break
    if not head:
        return EMPTY
    if sheet.headers is None and len(head) < _BUFFER and not options.text_column:
        form = forms.read_form(head, file, sheet.name, options, ids)
        if form:
            yield from form
            return ""
    layout = arrange(
        head,
        merges=sheet.merges,
        headers=sheet.headers,
        text_column=options.text_column,
        workbook=bool(sheet.name),
    )
    if isinstance(layout, str):
        return layout
    first = head[layout.header_rows][0] if layout.header_rows < len(head) else None
    if first is None:
        return "只有表头，没有数据行"
    if layout.notice:
        what, advice = layout.notice
        yield Problem(
            level="notice", source=Source(file=file, sheet=sheet.name), what=what, advice=advice
        )
    if sheet.hidden:
        yield Problem(
            level="notice",
            source=Source(file=file, sheet=sheet.name),
            what="隐藏的工作表也读了",
            advice="如不需要，请删除该工作表后重新运行",
        )
    rows = chain((row for row in buffered if row[0] >= first), sheet.rows)
    titles = [
        sheet.name,
        file,
        *(cell for _, cells in head[: layout.header_rows] for cell in cells),
    ]
    yield from _Reader(layout, sheet, options, file, ids, _year(layout, head, titles)).read(rows)
    return ""


def _year(layout: Layout, head: Sequence[Row], titles: Sequence[str]) -> int | None:
    column = layout.date
    dates: list[str] = []
    if column is not None:
        rows = head[layout.header_rows :]
        dates = [cells[column] for _, cells in rows if column < len(cells)]
    return year_of(dates, [title for title in titles if title])


class _Reader:
    """The state that rows share: what merged cells lend, blank rows so far, case numbers."""

    def __init__(
        self,
        layout: Layout,
        sheet: Sheet,
        options: ReadOptions,
        file: str,
        ids: set[str],
        year: int | None,
    ) -> None:
        self.layout = layout
        self.sheet = sheet
        self.options = options
        self.file = file
        self.ids = ids
        self.year = year
        self.extra = layout.extra
        self.header = [plain(name) for name in layout.headers]
        self.blanks: list[int] = []
        self.dates: dict[str, date | None] = {}

    def read(self, rows: Iterator[Row]) -> Iterator[Opinion | Problem]:
        """All rows of data, in order."""
        lent = _Lender(self.sheet.merges, self.layout.text)
        pending: list[int] = []
        column = min(self.layout.text)
        wide = {
            top
            for top, left, bottom, right in self.sheet.merges
            if top == bottom and left < column <= right
        }
        for number, cells in rows:
            if self.sheet.problems:
                yield from self.sheet.problems
                self.sheet.problems.clear()
            if blank(cells):
                if not lent.covers(number):
                    pending.append(number)
                continue
            self.blanks += pending
            pending.clear()
            what = furniture(cells, self.layout, self.header, wide=number in wide)
            if what:
                yield self._problem("skipped", number, what, "不是意见，已跳过", cells)
                continue
            cells, top = lent.fill(number, cells)
            if top:
                what = f"意见内容与第 {top} 行是同一个合并单元格"
                yield self._problem("skipped", number, what, f"已并入第 {top} 行的意见", cells)
                continue
            yield from self._row(number, cells)
        yield from self.sheet.problems
        self.sheet.problems.clear()
        if self.blanks:
            shown = "、".join(map(str, self.blanks[:20])) + ("等" if len(self.blanks) > 20 else "")
            what = f"数据中间有 {len(self.blanks)} 个空行（第 {shown} 行）"
            yield self._problem("skipped", self.blanks[0], what, "空行已跳过，无需处理", [])

    def _row(self, number: int, cells: list[str]) -> Iterator[Opinion | Problem]:
        layout = self.layout
        values = [cells[i] for i in layout.text if i < len(cells) and cells[i]]
        text = values[0] if len(values) == 1 else "\n".join(dict.fromkeys(values))
        if not text:
            yield self._problem(
                "rejected", number, "意见内容为空", "请补上意见内容，或确认后删除这一行", cells
            )
            return
        surplus = cells[len(layout.headers) :]
        if self.sheet.headers is None and any(surplus):
            yield self._problem(
                "notice",
                number,
                f"比表头多出 {len(surplus)} 格",
                f"多出的内容已放入“{SURPLUS}”，请检查意见里是否有未加引号的分隔符",
                surplus,
            )
        opinion = self._opinion(number, cells, text)
        if len(text) > self.options.max_characters:
            yield too_long(opinion, self.options)
        yield opinion

    def _opinion(self, number: int, cells: list[str], text: str) -> Opinion:
        layout = self.layout
        width = len(cells)
        case = _cell(cells, layout.case)
        case = number_text(case) if case else ""
        source = Source(file=self.file, sheet=self.sheet.name, row=number)
        if case and case not in self.ids:
            self.ids.add(case)
            name = case
        else:
            name = str(source)
        extra = {layout.headers[i]: cells[i] for i in self.extra if i < width and cells[i]}
        if width > len(layout.headers):
            surplus = [cell for cell in cells[len(layout.headers) :] if cell]
            if surplus:
                extra[SURPLUS] = "，".join(surplus)
        when = _cell(cells, layout.date)
        received = self._date(when) if when else None
        if when and received is None and layout.date is not None:
            extra[layout.headers[layout.date]] = when
        return Opinion(
            text=text,
            source=source,
            id=name,
            title=_cell(cells, layout.title),
            case_number=case,
            received_on=received,
            channel=_cell(cells, layout.channel),
            place=" ".join(dict.fromkeys(cells[i] for i in layout.place if i < width and cells[i])),
            name=_cell(cells, layout.name),
            phone=number_text(_cell(cells, layout.phone)),
            assigned=_cell(cells, layout.assigned),
            extra=extra,
        )

    def _date(self, text: str) -> date | None:
        if text not in self.dates:
            if len(self.dates) > 10_000:
                self.dates.clear()
            self.dates[text] = parse_date(text, today=self.options.today, year=self.year)
        return self.dates[text]

    def _problem(
        self, level: str, number: int, what: str, advice: str, cells: Sequence[str]
    ) -> Problem:
        return Problem(
            level=level,  # type: ignore[arg-type]
            source=Source(file=self.file, sheet=self.sheet.name, row=number),
            what=what,
            advice=advice,
            excerpt=excerpt(cells),
        )


class _Lender:
    """What the first cell of a merged range lends to the rows below it."""

    def __init__(self, merges: Sequence[Merge], text: tuple[int, ...]) -> None:
        self.text = text
        self.starts: dict[int, list[Merge]] = {}
        for merge in merges:
            if merge[2] > merge[0]:
                self.starts.setdefault(merge[0], []).append(merge)
        self.open: dict[int, tuple[int, int, str]] = {}  # column → first row, last row, value

    def fill(self, number: int, cells: list[str]) -> tuple[list[str], int]:
        """The row with lent values, and the row whose opinion it continues (0 if none)."""
        if not self.starts:
            return cells, 0
        for top, left, bottom, _ in self.starts.get(number, ()):
            self.open[left] = (top, bottom, _cell(cells, left))
        if not self.open:
            return cells, 0
        filled, continued = list(cells), 0
        for column, (top, bottom, value) in list(self.open.items()):
            if number > bottom:
                del self.open[column]
            elif number > top and value and not _cell(cells, column):
                if column in self.text:
                    continued = top
                elif column < len(filled):
                    filled[column] = value
        if continued and any(_cell(cells, column) for column in self.text):
            continued = 0
        return (cells, continued) if continued else (filled, 0)

    def covers(self, number: int) -> bool:
        """Whether the row is a part of an opinion above it."""
        return any(number <= self.open[column][1] for column in self.text if column in self.open)


def _cell(cells: Sequence[str], column: int | None) -> str:
    return cells[column] if column is not None and column < len(cells) else ""
