"""Rows of data under a known header: each is an opinion, rejected, or skipped, never nothing."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from datetime import date

from minyi.domain import Opinion, Problem, Source
from minyi.readers.cells import excerpt, number_text
from minyi.readers.dates import parse_date
from minyi.readers.furniture import furniture, repeats
from minyi.readers.header_rows import names_columns
from minyi.readers.headers import match, may_name, plain
from minyi.readers.layout import Layout
from minyi.readers.options import ReadOptions, too_long
from minyi.readers.sheet import Ahead, Merge, Row, Sheet, blank
from minyi.readers.titles import heading, says

SURPLUS = "多出的列"
_SHOWN = 20  # row numbers named in one problem
_ABOVE = 4  # rows that may be the title of a further table


class Reader:
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
        self.undated: list[tuple[int, str]] = []  # first rows whose date cannot be read
        self.count = 0  # of them
        private = {layout.name, layout.phone} - {None, *layout.text}
        self.private = frozenset(i for i in private if i is not None)

    def read(self, rows: Ahead) -> Generator[Opinion | Problem, None, bool]:
        """All rows of data, in order, up to a header of other columns; whether there is one."""
        lent = _Lender(self.sheet.merges, self.layout.text)
        pending: list[int] = []
        column = min(self.layout.text)
        wide = {
            top
            for top, left, bottom, right in self.sheet.merges
            if top == bottom and left < column <= right
        }
        further = torn = False
        # without a header, the first row was found to be none: a table must take something
        first = not self.layout.header_rows
        for number, cells in rows:
            if self.sheet.problems:
                yield from self.sheet.problems
                self.sheet.problems.clear()
            if blank(cells):
                if not lent.covers(number):
                    pending.append(number)
                continue
            data, first = first, False
            if not data and self._heads(cells, rows.peek(0), torn=torn or bool(pending)):
                rows.back([(number, cells)])
                further = True
                break
            torn = True  # unless this row is data
            self.blanks += pending
            pending.clear()
            if self._heading(cells) and self._titles(rows):
                yield self._problem("skipped", number, "分段标题行", "不是意见，已跳过", cells)
                continue
            what = furniture(cells, self.layout, self.header, wide=number in wide)
            if what:
                yield self._problem("skipped", number, what, "不是意见，已跳过", cells)
                continue
            cells, top = lent.fill(number, cells)
            if top:
                what = f"意见内容与第 {top} 行是同一个合并单元格"
                yield self._problem("skipped", number, what, f"已并入第 {top} 行的意见", cells)
                continue
            torn = False
            yield from self._row(number, cells)
        yield from self.sheet.problems
        self.sheet.problems.clear()
        if self.blanks:
            more = "等" if len(self.blanks) > _SHOWN else ""
            shown = "、".join(map(str, self.blanks[:_SHOWN])) + more
            what = f"数据中间有 {len(self.blanks)} 个空行（第 {shown} 行）"
            yield self._problem("skipped", self.blanks[0], what, "空行已跳过，无需处理", [])
        if self.undated and self.layout.date is not None:
            yield self._undated(self.layout.headers[self.layout.date])
        return further

    def _heads(self, cells: Sequence[str], after: Row | None, *, torn: bool) -> bool:
        """Whether a row is the header of a further table with other columns.

        Below a blank row or a title (`torn`) fewer of its names need to be well known.
        """
        if self.sheet.headers is not None:
            return False
        filled = [i for i, cell in enumerate(cells) if cell]
        if len(filled) > 1 and not may_name(cells):
            return False
        if repeats(cells, filled, self.header):
            return False
        if len(filled) > 1:
            return names_columns(cells, with_text=True, sure=1 if torn else 2)
        # 意见内容 alone, below a table of several columns
        column, cell = filled[0], cells[filled[0]]
        if len(self.layout.headers) < 2 or column in self.layout.text or len(cell) > 15:
            return False
        found = match(cell)
        if found is None or found.role != "text" or after is None:
            return False
        return [i for i, value in enumerate(after[1]) if value] == [column]

    def _heading(self, cells: Sequence[str]) -> bool:
        """Whether a row may be a title; a lone opinion is none."""
        alone = any(cells[i] for i in self.layout.text if i < len(cells))
        return heading(cells, alone=alone) != ""

    def _titles(self, rows: Ahead) -> bool:
        """Whether nothing but titles stands between this row and a header below it."""
        if self.sheet.headers is not None:
            return False
        for place in range(_ABOVE):
            row = rows.peek(place)
            if row is None:
                return False
            below = row[1]
            if blank(below):
                continue
            filled = [i for i, cell in enumerate(below) if cell]
            if repeats(below, filled, self.header):
                return True
            if self._heads(below, rows.peek(place + 1), torn=True):
                return True
            if not self._heading(below):
                return False
        return False

    def _undated(self, header: str) -> Problem:
        shown = "、".join(dict.fromkeys(text[:20] for _, text in self.undated))
        return Problem(
            level="notice",
            source=Source(file=self.file, sheet=self.sheet.name, row=self.undated[0][0]),
            what=f"有 {self.count} 行的日期认不出（如：{shown}），原文留在“{header}”",
            advice="请把日期改成 2026-02-03 这样的写法；不改则这些意见没有日期",
        )

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
                [""] * len(layout.headers) + surplus,
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
            self.count += 1
            if len(self.undated) < 5:
                self.undated.append((number, when))
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
            excerpt=excerpt(
                ["" if i in self.private and not says(c) else c for i, c in enumerate(cells)]
            ),
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
