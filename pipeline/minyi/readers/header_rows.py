"""Find the header of a table below its titles: one row, or a row of groups and one of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minyi.readers import guess
from minyi.readers.headers import CHANNELS, Match, answers, labels, match, plain
from minyi.readers.sheet import Merge, Row
from minyi.readers.titles import asks, heading, says, tells

SEARCHED = 30  # rows in which a header is looked for
_ALWAYS_NAMES = {"case", "serial", "date", "name"}  # parts whose names are never values
HEADER_CELL = 60  # characters; a longer cell is data


@dataclass(frozen=True, slots=True)
class Header:
    """Names and meanings of the columns, and how far down they reach."""

    rows: int  # rows up to and with the header
    names: list[str]
    matches: list[Match | None]
    height: int = 1  # rows of the header itself

    @property
    def score(self) -> tuple[bool, float]:
        """Whether there is an opinion column; then how much of the header is known."""
        roles = {found.role for found in self.matches if found}
        known = sum(2.0 if found.exact else 1.0 for found in self.matches if found)
        return "text" in roles, known


def find_header(rows: Sequence[Row], merges: Sequence[Merge]) -> Header | None:
    """The row, or pair of rows, among the first thirty that names most columns."""
    best: Header | None = None
    for i in range(min(SEARCHED, len(rows))):
        if _lists(rows, i) and (best is None or not best.score[0]):
            cells = rows[i][1]
            return Header(i + 1, list(cells), [match(cell) for cell in cells])
        for head in (_header_at(rows, i, merges), _double_header(rows, i, merges)):
            if head is None:
                continue
            # of equals the pair: its lower row was found to be names
            pair = best is not None and head.rows == i + 2 and best.rows == i + 1
            if best is None or head.score > best.score or (pair and head.score == best.score):
                best = head
        # below a row that can be nothing else there may be another table, or data like 留言 | 电话
        cells = rows[i][1]
        if names_columns(cells) or (
            names_columns(cells, with_text=True, sure=0) and _opens(rows, i)
        ):
            break
    return best


def names_columns(cells: Sequence[str], *, with_text: bool = False, sure: int = 2) -> bool:
    """Whether a row by itself can only be a header: words throughout, some names well known.

    Args:
        cells: The row.
        with_text: One of them must be that of the opinions.
        sure: How many must be well known; below two, every cell must mean something.
    """
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or max(map(len, filled)) > HEADER_CELL:
        return False
    if any(says(cell) and not asks(cell) for cell in filled):
        return False
    found = [match(cell) for cell in filled]
    pairs = list(zip(found, filled, strict=True))
    known = {m.role for m, cell in pairs if m and m.exact and plain(cell) not in CHANNELS}
    weight = len(known) + len(known & _ALWAYS_NAMES)  # nobody is called 工单号: it counts twice
    if weight < sure or (with_text and not any(m and m.role == "text" for m in found)):
        return False
    named = sum(1 for m, cell in pairs if m or answers(cell) or labels(cell))
    enough = named == len(filled) or (weight > 1 and named * 2 > len(filled))
    return enough and all(map(guess.wordy, filled))


def _header_at(rows: Sequence[Row], i: int, merges: Sequence[Merge]) -> Header | None:
    number, cells = rows[i]
    filled = sum(1 for cell in cells if cell)
    names = spread(number, cells, merges)
    matches = [match(cell) if len(cell) <= HEADER_CELL else None for cell in names]
    if filled == 1 and not any(found and found.exact for found in matches):
        # a title above a wider table, or the only column of a narrow one
        if any(sum(1 for cell in row if cell) > 1 for _, row in rows[i + 1 : i + 4]):
            return None
        if max(map(len, cells)) > 20 or i + 1 >= len(rows):
            return None
    if filled == 1 and sum(1 for cell in names if cell) > 1:
        return None  # one cell merged over the whole width
    if not any(matches) or max(map(len, cells)) > HEADER_CELL * 2:
        return None
    known = sum(1 for found in matches if found)
    sure = [m for j, m in enumerate(matches) if m and not _way(rows, i, j, names[j])]
    # one word of a sentence is no header: 张三 | 希望改进 | 城南街道; nor is a value: 来信 | 停水了
    few = len(sure) < max(1, filled / 2) and known < filled
    if not any(found.exact for found in sure) and (few or not _opens(rows, i)):
        return None
    # 意见内容 | 建议：装路灯 is a field with its value
    if len(sure) < 2 and any(tells(cell) or says(cell) for cell in cells):
        return None
    # 留言 | 2026-02-03 | 00123 is data
    if sum(1 for cell in cells if cell and not guess.wordy(cell)) * 3 > filled:
        return None
    return Header(i + 1, names, matches)


def _lists(rows: Sequence[Row], i: int) -> bool:
    """Whether row i is a lone name of opinions, and a list of them stands below it."""
    column = _lone(rows[i][1])
    if column is None or len(rows[i][1][column]) > 20 or not _opens(rows, i):
        return False
    found = match(rows[i][1][column])
    if found is None or found.role != "text":
        return False
    below = [cells for _, cells in rows[i + 1 : i + 3]]
    return len(below) == 2 and all(
        _lone(cells) == column and heading(cells, alone=True) != "title" for cells in below
    )


def _lone(cells: Sequence[str]) -> int | None:
    """The column of the only filled cell."""
    filled = [i for i, cell in enumerate(cells) if cell]
    return filled[0] if len(filled) == 1 else None


def _way(rows: Sequence[Row], i: int, column: int, name: str) -> bool:
    """Whether a word such as 电话 is how an opinion came: alone, or with others like it below."""
    if plain(name) not in CHANNELS:
        return False
    below = [cells[column] for _, cells in rows[i + 1 : i + 30] if column < len(cells)]
    filled = [cell for cell in below if cell]
    return not filled or any(plain(cell) in CHANNELS for cell in filled)


def _opens(rows: Sequence[Row], i: int) -> bool:
    """Whether row i is the first of several cells, and all are words."""
    if any(sum(map(bool, cells)) > 1 and not heading(cells) for _, cells in rows[:i]):
        return False
    return all(guess.wordy(cell) for cell in rows[i][1] if cell)


def _double_header(rows: Sequence[Row], i: int, merges: Sequence[Merge]) -> Header | None:
    """Row i as group headers over row i+1; None unless the lower row reads as such."""
    if i + 1 >= len(rows):
        return None
    (number, upper), (next_number, lower) = rows[i], rows[i + 1]
    if next_number != number + 1 or not any(upper) or not any(lower):
        return None
    width = max(len(upper), len(lower))
    upper = upper + [""] * (width - len(upper))
    lower = lower + [""] * (width - len(lower))
    below = [j for j in range(width) if lower[j]]
    if any(len(lower[j]) > 20 or not guess.wordy(lower[j]) for j in below):
        return None
    if not any(match(lower[j]) for j in below):
        return None
    both = [cell for cell in (*upper, *lower) if cell and plain(cell) not in CHANNELS]
    if sum(1 for cell in both if match(cell)) < 2 or any(map(tells, upper)):
        return None
    if any(says(cell) and not asks(cell) for cell in lower):
        return None
    if _lone(upper) == below[0] and not match(upper[below[0]]):
        return None  # a title over the whole table
    under_blank = 0
    for j in below:
        # a header under a header is data, unless the upper one spans a group
        if upper[j]:
            right = j + 1 < width and not upper[j + 1] and lower[j + 1]
            if not right:
                return None
        else:
            under_blank += 1
    if not under_blank:
        return None
    groups = spread(number, upper, merges)
    for j in range(1, width):
        if not groups[j] and lower[j] and not upper[j]:
            groups[j] = groups[j - 1]
    names, matches = [], []
    for j in range(width):
        joined = groups[j] + lower[j] if lower[j] else groups[j]
        found = match(lower[j] or groups[j]) or match(joined)
        if found is None and groups[j]:
            found = match(groups[j])
        names.append(lower[j] if match(lower[j]) else joined)
        matches.append(found)
    if not any(matches):
        return None
    return Header(i + 2, names, matches, 2)


def spread(number: int, cells: Sequence[str], merges: Sequence[Merge]) -> list[str]:
    """Header cells, each merged one repeated over its columns."""
    names = list(cells)
    for top, left, bottom, right in merges:
        if top <= number <= bottom and right > left and left < len(names) and names[left]:
            for j in range(left + 1, min(right + 1, len(names))):
                names[j] = names[j] or names[left]
    return names
