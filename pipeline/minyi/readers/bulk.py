"""Large tables quickly: rows that are plainly data go by in columns, the others one by one.

csv, tsv, jsonl and parquet only. The first rows, and every row that might be a title, a header, a
total, a signature, blank or otherwise odd, with those that follow it, take the way of all tables
(`readers.table`); it sees whatever it needs to tell them apart. A row that may be the header of a
further table ends the quick way for good. What is lost: unreadable dates of plain rows get no
notice, since nobody who asks for columns asks for dates.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from minyi.domain import Opinion, Problem
from minyi.readers.cells import number_text
from minyi.readers.delimited import is_table
from minyi.readers.files import guarded, of_tables, read
from minyi.readers.headers import match, may_name
from minyi.readers.layout import Layout, arrange
from minyi.readers.options import ReadOptions
from minyi.readers.seen import Seen
from minyi.readers.sheet import Row, Sheet, blank
from minyi.readers.slips import Slips
from minyi.readers.sniff import Kind, kind_of
from minyi.readers.sources import sheets_of

_HEAD = 600  # rows that always take the way of all tables; more than it looks at for the header
_CHUNK = 1024  # rows looked at together
_AFTER = 6  # rows that follow an odd one its own way: more than the reader looks ahead
_SHORTEST = 13  # characters of an opinion that cannot be a heading beside other cells
# First characters of totals and signatures.
_GUARDED = frozenset("本累全合总小共填制审复校经统报录汇整计 \u3000")
_MARKS = frozenset("，。！？；,!?;")

Bulk = Iterator[Opinion | Problem | Slips]


def read_bulk(path: Path, options: ReadOptions, *, name: str) -> Bulk:
    """Like `files.read`, but consecutive plain rows of large tables come as `Slips`.

    Args:
        path: The file; its content tells the format, not its suffix.
        options: Choices of the user.
        name: How sources call the file.
    """
    try:
        kind = kind_of(path)
        if kind == "lines" and is_table(path):
            kind = "delimited"
    except Exception:  # `read` says what is wrong with it
        kind = "lines"
    if kind in ("delimited", "jsonl", "parquet"):
        yield from guarded(_bulk(path, options, name, kind), name)
    else:
        yield from read(path, options, name=name)


def _bulk(path: Path, options: ReadOptions, file: str, kind: Kind) -> Bulk:
    ids = Seen()
    found: _Diverted | None = None

    def diverted() -> Iterator[Sheet]:
        nonlocal found
        for sheet in sheets_of(path, file, kind):
            found = _Diverted(sheet, options, file, ids)
            yield replace(sheet, rows=found.rows())

    for item in of_tables(diverted(), options, file, ids):
        if found is not None and item.source.row:
            yield from found.taken(before=item.source.row)
        yield item
    if found is not None:
        yield from found.taken()


class _Diverted:
    """The rows of a table, of which the plain ones are put aside as columns."""

    def __init__(self, sheet: Sheet, options: ReadOptions, file: str, ids: Seen) -> None:
        self._rows = iter(sheet.rows)
        self._sheet = sheet
        self._options = options
        self._file = f"{file}[{sheet.name}]" if sheet.name else file
        self._ids = ids
        self._aside: deque[Slips] = deque()

    def taken(self, before: int | None = None) -> Iterator[Slips]:
        """What was put aside, up to a row: the reader looks one row further than it has come."""
        while self._aside and (before is None or self._aside[0].rows[0] < before):
            yield self._aside.popleft()

    def rows(self) -> Iterator[Row]:
        """The rows for the way of all tables."""
        head = list(islice(self._rows, _HEAD))
        yield from head
        layout = self._layout(head) if len(head) == _HEAD else None
        if layout is None:
            yield from self._rows
            return
        slow = _AFTER
        while chunk := list(islice(self._rows, _CHUNK)):
            plain = self._plain(chunk, layout)
            slow = max(slow, 1)  # one of every chunk, so that the others do not pile up
            start = 0
            for place, usual in enumerate(plain):
                if usual and not slow:
                    continue
                if place > start:
                    self._put_aside(chunk[start:place], layout)
                start = place + 1
                slow = slow - 1 if usual else _AFTER
                yield chunk[place]
                if usual is None:  # perhaps a header: another table begins
                    yield from chunk[start:]
                    yield from self._rows
                    return
            if start < len(chunk):
                self._put_aside(chunk[start:], layout)

    def _layout(self, head: Sequence[Row]) -> Layout | None:
        """What the columns are; None where that is not plain."""
        filled = [row for row in head if not blank(row[1])][:300]
        layout = arrange(filled, headers=self._sheet.headers, text_column=self._options.text_column)
        return layout if isinstance(layout, Layout) and len(layout.text) == 1 else None

    def _plain(self, chunk: Sequence[Row], layout: Layout) -> list[bool | None]:
        """Row by row: plain data, odd, or (None) perhaps the header of a further table."""
        width, text = len(layout.headers), layout.text[0]
        longest = self._options.max_characters
        usual: list[bool | None] = []
        for _, cells in chunk:
            if len(cells) != width or not cells[0] or cells[0][0] in _GUARDED:
                usual.append(False)
                continue
            opinion = cells[text]
            if not _SHORTEST <= len(opinion) <= longest:
                usual.append(False)
            elif width == 1:
                usual.append(_sentence(opinion))
            elif ":" in opinion or "：" in opinion:  # 填报单位：区办 | 审核人：王主任
                usual.append(bool(text) and ":" not in cells[0] and "：" not in cells[0])
            else:
                usual.append(True)
        # No header ends in a digit, but most case numbers, dates and house numbers do.
        short = {
            cell
            for _, cells in chunk
            for cell in cells
            if 0 < len(cell) < 16 and not cell[-1].isdigit()
        }
        if self._sheet.headers is None and (
            may_name(list(short)) or any(plain is False for plain in usual)
        ):
            for place, (_, cells) in enumerate(chunk):
                if may_name(cells) or _lone_name(cells):
                    usual[place] = None
        return usual

    def _put_aside(self, chunk: Sequence[Row], layout: Layout) -> None:
        columns = list(zip(*[cells for _, cells in chunk], strict=True))
        count = len(chunk)
        blanks = ("",) * count
        rows = [number for number, _ in chunk]
        texts = list(columns[layout.text[0]])
        if layout.title is not None:
            texts = [
                f"{title}\n{text}" if title and not text.startswith(title) else text
                for title, text in zip(columns[layout.title], texts, strict=True)
            ]
        cases = [
            number_text(case) if case[-1:] == "0" or case[:1] == "'" else case
            for case in (blanks if layout.case is None else columns[layout.case])
        ]
        ids = []
        for case, row in zip(cases, rows, strict=True):
            if case and case not in self._ids:
                self._ids.add(case)
                ids.append(case)
            else:
                ids.append(f"{self._file}:{row}")
        places = [columns[i] for i in layout.place]
        self._aside.append(
            Slips(
                texts=texts,
                ids=ids,
                cases=cases,
                files=[self._file] * count,
                rows=rows,
                names=list(blanks if layout.name is None else columns[layout.name]),
                places=list(places[0])
                if len(places) == 1
                else [
                    " ".join(dict.fromkeys(filter(None, each)))
                    for each in zip(*places, strict=True)
                ]
                if places
                else list(blanks),
                assigned=list(blanks if layout.assigned is None else columns[layout.assigned]),
            )
        )


def _sentence(text: str) -> bool:
    """Whether the only cell of a row is an opinion, and no title or fact, whatever else."""
    if len(text) <= 80 and (":" in text or "：" in text):
        return False
    return len(text) > 40 or not _MARKS.isdisjoint(text)


def _lone_name(cells: Sequence[str]) -> bool:
    """意见内容 alone."""
    filled = [cell for cell in cells if cell]
    if len(filled) != 1 or len(filled[0]) > 15 or len(cells) < 2:
        return False
    found = match(filled[0])
    return found is not None and found.role == "text"
