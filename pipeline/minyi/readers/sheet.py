"""A table as readers hand it on: numbered rows of text, whatever the file was."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from minyi.domain import Problem

Row = tuple[int, list[str]]  # number as a person counts, from 1; cells
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One table of a file; its rows can be read once."""

    name: str = ""  # "" where the format has no sheets
    rows: Iterator[Row]
    merges: Sequence[Merge] = ()  # rows from 1 as in `rows`, columns from 0
    headers: list[str] | None = None  # where the format names its columns outside the rows
    hidden: bool = False
    problems: list[Problem] = field(default_factory=list)  # met by `rows` on the way
    unread: str = ""  # what stands in it, where it turned out to hold no opinions


class Ahead:
    """Rows that can be looked at before they are taken."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._waiting: deque[Row] = deque()

    def __iter__(self) -> Iterator[Row]:
        while (row := self.next()) is not None:
            yield row

    def next(self) -> Row | None:
        """Take the next row."""
        return self._waiting.popleft() if self._waiting else next(self._rows, None)

    def back(self, rows: Sequence[Row]) -> None:
        """Give rows back, to be taken next in this order."""
        self._waiting.extendleft(reversed(rows))

    def peek(self, place: int) -> Row | None:
        """The row that follows after `place` others."""
        while len(self._waiting) <= place:
            row = next(self._rows, None)
            if row is None:
                return None
            self._waiting.append(row)
        return self._waiting[place]


def blank(cells: Sequence[str]) -> bool:
    """Whether no cell holds anything."""
    return not any(cells)


def column_letter(index: int) -> str:
    """The name that Excel gives to a column: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(name: str) -> int | None:
    """The column meant by a letter (A, AA) or a number from 1; None where it is neither."""
    name = name.strip().upper()
    if name.isdecimal() and name.isascii():
        return int(name) - 1 if 0 < int(name) <= 16_384 else None
    if not (name.isascii() and name.isalpha() and len(name) <= 3):
        return None
    index = 0
    for letter in name:
        index = index * 26 + ord(letter) - 64
    return index - 1
