"""A table to opinions: form or columns, one table or several below each other, no row lost."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from itertools import islice

from minyi.domain import Opinion, Problem, Source
from minyi.readers import forms
from minyi.readers.cells import excerpt, han
from minyi.readers.dates import year_of
from minyi.readers.headers import match
from minyi.readers.layout import Layout, arrange
from minyi.readers.options import ReadOptions
from minyi.readers.rows import SURPLUS, Reader
from minyi.readers.sheet import Ahead, Row, Sheet, blank
from minyi.readers.titles import asks, heading, says, stated, tells

__all__ = ["EMPTY", "SURPLUS", "opinions_of"]

_BUFFER = 300  # rows from which header, columns and year are told
_MOST_FORMS = 20_000  # rows of forms below each other
_NAME = 40  # characters of the name of a column
_SHORT = 8  # Chinese characters of a value
_MOST_UNREAD = 5_000  # rows looked at of such a sheet
_UNREAD = 2_000  # characters shown of a sheet that holds no opinions
EMPTY = "没有内容"
Found = Generator[Opinion | Problem, None, str]


def opinions_of(sheet: Sheet, options: ReadOptions, file: str, ids: set[str]) -> Found:
    """Opinions and problems of one table.

    Every row that is not blank is a title or header, or gives exactly one opinion, `rejected` or
    `skipped` problem, or is a part of a form or of a merged opinion; the rows are counted.

    Args:
        sheet: Read once, as a stream.
        options: Choices of the user.
        file: Name that the sources show.
        ids: Case numbers met in this file; grows.

    Returns:
        "" or, where the table holds no opinions, in Chinese the reason; then nothing was yielded.
    """
    table = _Table(sheet, options, file, ids)
    if sheet.headers is None and not options.text_column:
        form = table.form()
        if form:
            yield from form
            return ""
    return (yield from table.account(table.all()))


class _Table:
    """One sheet, in which tables may follow each other."""

    def __init__(self, sheet: Sheet, options: ReadOptions, file: str, ids: set[str]) -> None:
        self.sheet = sheet
        self.options = options
        self.file = file
        self.ids = ids
        self.rows = Ahead(sheet.rows)
        self.further = False
        self.headed = False  # whether a table stands above
        self.open: dict[int, list[str]] = {}  # first rows that nothing accounts for yet
        self.reader: Reader | None = None

    def form(self) -> list[Opinion | Problem]:
        """What the sheet gives if it is a form throughout; else nothing, and no row is taken."""
        taken = self._head(_BUFFER)
        head = [row for row in taken if not blank(row[1])]
        form: list[Opinion | Problem] = []
        if head:
            form = forms.read_form(head, self.file, self.sheet.name, self.options, set(self.ids))
        if form and len(head) >= _BUFFER:
            taken += self._head(_MOST_FORMS)
            head = [row for row in taken if not blank(row[1])]
            form = []
            if self.rows.peek(0) is None:
                form = forms.read_form(
                    head, self.file, self.sheet.name, self.options, set(self.ids)
                )
        if not form:
            self.rows.back(taken)
        self.ids.update(item.case_number for item in form if isinstance(item, Opinion))
        return form

    def account(self, found: Found) -> Found:
        """Pass on what is found; rows near the top that gave nothing are read once more.

        Where headers, titles and further tables are told apart is where rows could be lost: what
        no opinion, problem, title or header accounts for is read as plain data, with a notice.
        """
        taken = self._head(_BUFFER)
        self.rows.back(taken)
        self.open = {number: cells for number, cells in taken if not blank(cells)}
        while True:
            try:
                item = next(found)
            except StopIteration as stop:
                reason: str = stop.value
                break
            if isinstance(item, Opinion) or item.level in ("rejected", "skipped"):
                self.open.pop(item.source.row, None)
            yield item
        if reason:
            self.sheet.unread = self._unread()
        elif self.open and self.reader is not None:
            rows = sorted(self.open.items())
            yield self._notice(
                f"有 {len(rows)} 行不合表格的样子（从第 {rows[0][0]} 行起），已按普通行补读",
                "请核对这些行",
            )
            yield from self.reader.read(Ahead(iter(rows)))
        return reason

    def all(self) -> Found:
        """All tables of the sheet, one below the other."""
        reason = yield from self.read()
        if reason:
            return reason
        while self.further:
            where = self.rows.peek(0)
            reason = yield from self.read()
            if reason and where is not None:
                yield from self.leave(where[0], reason)
        return ""

    def read(self) -> Found:
        """The next table of the sheet."""
        sheet, file = self.sheet, self.file
        taken = self._head(_BUFFER)
        self.rows.back(taken)
        head = [row for row in taken if not blank(row[1])]
        self.further = False
        if not head:
            return EMPTY
        layout = arrange(
            head,
            merges=sheet.merges,
            headers=sheet.headers,
            text_column=self.options.text_column,
            workbook=bool(sheet.name),
        )
        if isinstance(layout, str):
            return layout
        if layout.header_rows >= len(head):
            return "只有表头，没有数据行"
        if layout.notice:
            yield self._notice(*layout.notice)
        if sheet.hidden:
            yield self._notice("隐藏的工作表也读了", "如不需要，请删除该工作表后重新运行")
        titles = [
            sheet.name,
            file,
            *(cell for _, cells in head[: layout.header_rows] for cell in cells),
        ]
        first = head[layout.header_rows][0]
        while (row := self.rows.peek(0)) is not None and row[0] < first:
            self.rows.next()
        if self.headed:
            for number, cells in head[layout.titles : layout.header_rows]:
                yield self._skipped(number, "另一张表的表头行", "从这里起按新的列读取", cells)
        else:
            for number, cells in head[layout.titles : layout.header_rows]:
                if odd := _odd(cells):
                    yield self._odd_header(number, odd)
        self.headed = True
        reader = Reader(layout, sheet, self.options, file, self.ids, _year(layout, head, titles))
        self.reader = reader
        for number, _ in head[layout.titles : layout.header_rows]:
            self.open.pop(number, None)
        data = yield from self._above(head, layout)
        if data:
            yield from reader.read(Ahead(iter(data)))
        self.further = yield from reader.read(self.rows)
        return ""

    def leave(self, first: int, reason: str) -> Iterator[Problem]:
        """Report the rows of a further table that could not be read."""
        for number, cells in self.rows:
            if not blank(cells):
                what = f"从第 {first} 行起另有一张表没有读：{reason}"
                yield self._skipped(number, what, "如其中有意见，请放到单独的工作表里", cells)

    def _head(self, most: int) -> list[Row]:
        """Take rows until there are `most` that are not blank."""
        taken: list[Row] = []
        filled = 0
        while filled < most and (row := self.rows.next()) is not None:
            taken.append(row)
            filled += not blank(row[1])
        return taken

    def _above(self, head: Sequence[Row], layout: Layout) -> Generator[Problem, None, list[Row]]:
        """Rows above the header that are neither title nor facts: data under the same columns."""
        data: list[Row] = []
        wide = max(sum(map(bool, cells)) for _, cells in head) > 1
        for number, cells in head[: layout.titles]:
            what = heading(cells, alone=not wide)
            if what == "title" and heading(cells, alone=True) and stated(cells):
                self.open.pop(number, None)
                continue
            if what or not any(cells[i] for i in layout.text if i < len(cells)):
                yield self._skipped(number, "表头上方的说明", "不是意见，已跳过", cells)
                continue
            data.append((number, cells))
        if data:
            yield self._notice(
                f"表头上方有 {len(data)} 行像是意见（从第 {data[0][0]} 行起），已按同样的列读取",
                "请核对这些行；如是标题请删除",
            )
        return data

    def _unread(self) -> str:
        """The sentences of a sheet without opinions, as far as one problem can show them."""
        found: list[str] = []
        size = 0
        for _, cells in islice(self.rows, _MOST_UNREAD):
            said = [cell for cell in cells if says(cell) or tells(cell) or han(cell) > _SHORT]
            found += said
            size += sum(map(len, said))
            if size > _UNREAD:
                found.append("…")
                break
        return excerpt(found, 2 * _UNREAD)

    def _odd_header(self, number: int, cells: Sequence[str]) -> Problem:
        return Problem(
            level="notice",
            source=Source(file=self.file, sheet=self.sheet.name, row=number),
            what=f"这一行按表头读取，但“{_cut(cells[0])}”像是意见",
            advice="如是意见，请在上方加一行表头（如“编号、意见内容”）",
            excerpt=excerpt(cells),
        )

    def _skipped(self, number: int, what: str, advice: str, cells: Sequence[str]) -> Problem:
        return Problem(
            level="skipped",
            source=Source(file=self.file, sheet=self.sheet.name, row=number),
            what=what,
            advice=advice,
            excerpt=excerpt(cells),
        )

    def _notice(self, what: str, advice: str) -> Problem:
        return Problem(
            level="notice",
            source=Source(file=self.file, sheet=self.sheet.name),
            what=what,
            advice=advice,
        )


def _odd(cells: Sequence[str]) -> list[str]:
    """The cells of a header that may be opinions."""
    exact = sum(1 for cell in cells if (found := match(cell)) and found.exact)
    odd = []
    for cell in cells:
        long = len(cell) > _NAME or tells(cell) or (says(cell) and not (exact > 1 and asks(cell)))
        # 希望解决停水问题 alone may be the name of a column or the first opinion
        alike = not exact and len(cell) > 4 and match(cell) is not None
        if long or alike:
            odd.append(cell)
    return odd


def _cut(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= _NAME else line[: _NAME - 1] + "…"


def _year(layout: Layout, head: Sequence[Row], titles: Sequence[str]) -> int | None:
    column = layout.date
    dates: list[str] = []
    if column is not None:
        rows = head[layout.header_rows :]
        dates = [cells[column] for _, cells in rows if column < len(cells)]
    return year_of(dates, [title for title in titles if title])
