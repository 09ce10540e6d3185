"""Find the header of a table below its titles: one row, or a row of groups and one of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minyi.readers import guess
from minyi.readers.headers import Match, match
from minyi.readers.sheet import Merge, Row

SEARCHED = 30  # rows in which a header is looked for
HEADER_CELL = 60  # characters; a longer cell is data


@dataclass(frozen=True, slots=True)
class Header:
    """Names and meanings of the columns, and how far down they reach."""

    rows: int  # rows up to and with the header
    names: list[str]
    matches: list[Match | None]

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
        for head in (_header_at(rows, i, merges), _double_header(rows, i, merges)):
            if head is None:
                continue
            # of equals the pair: its lower row was found to be names
            pair = best is not None and head.rows == i + 2 and best.rows == i + 1
            if best is None or head.score > best.score or (pair and head.score == best.score):
                best = head
    return best


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
    exact = sum(1 for found in matches if found and found.exact)
    # one word of a sentence is no header: 张三 | 希望改进 | 城南街道
    if exact == 0 and (known < max(1, filled / 2) or not _opens(rows, i)):
        return None
    return Header(i + 1, names, matches)


def _opens(rows: Sequence[Row], i: int) -> bool:
    """Whether row i is the first of several cells, and all are words."""
    if any(sum(1 for cell in cells if cell) > 1 for _, cells in rows[:i]):
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
    return Header(i + 2, names, matches)


def spread(number: int, cells: Sequence[str], merges: Sequence[Merge]) -> list[str]:
    """Header cells, each merged one repeated over its columns."""
    names = list(cells)
    for top, left, bottom, right in merges:
        if top <= number <= bottom and right > left and left < len(names) and names[left]:
            for j in range(left + 1, min(right + 1, len(names))):
                names[j] = names[j] or names[left]
    return names
