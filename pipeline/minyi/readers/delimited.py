"""csv and tsv: encoding, delimiter and quotes are found out, none is taken on trust."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from minyi.domain import Problem
from minyi.readers.cells import clean_text
from minyi.readers.headers import match
from minyi.readers.lines import lines_of
from minyi.readers.quoting import records
from minyi.readers.sheet import Row, Sheet

_SNIFFED = 60  # lines
_DELIMITERS = (",", "\t", ";", "|", "，")


def sheet_of(path: Path, file: str) -> Sheet:
    """The table of a delimited text file, as a stream.

    Raises:
        OSError: The file cannot be opened.
    """
    problems: list[Problem] = []
    lines = lines_of(path, file, problems)
    first = list(islice(lines, _SNIFFED))
    delimiter = delimiter_of([line for _, line in first], tab=path.suffix.lower() == ".tsv")
    return Sheet(rows=_rows(chain(first, lines), delimiter, file, problems), problems=problems)


def is_table(path: Path) -> bool:
    """Whether a text file has, near its top, a line of several known headers.

    Raises:
        OSError: The file cannot be opened.
    """
    for _, line in islice(lines_of(path, "", []), 5):
        for delimiter in _DELIMITERS[:-1]:
            cells = line.strip().split(delimiter)
            if 2 <= len(cells) <= 100 and len(line) <= 2_000:
                found = [match(cell.strip().strip('"')) for cell in cells]
                roles = {one.role for one in found if one and one.exact}
                if "text" in roles and len(roles) >= 2:
                    return True
    return False


def _rows(
    lines: Iterator[tuple[int, str]], delimiter: str, file: str, problems: list[Problem]
) -> Iterator[Row]:
    for number, cells in records(lines, delimiter, file, problems):
        if number == 1 and len(cells) == 1 and cells[0].lower().startswith("sep="):
            yield number, []  # Excel's own hint
            continue
        yield number, [clean_text(cell) for cell in cells]


def delimiter_of(lines: Sequence[str], *, tab: bool = False) -> str:
    """The delimiter of the first lines; "" for a table of one column.

    A line whose cells are known headers decides. Without one, the delimiter decides that cuts most
    lines into the same number of cells; the Chinese comma only if it cuts every line alike.
    """
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0][4]
    lines = [line for line in lines if line.strip()]
    best, best_score = "\t" if tab else "", (0.0, 0.0)
    for delimiter in _DELIMITERS:
        rows = [cells for _, cells in records(iter(enumerate(lines)), delimiter, "", [])]
        score = _score(rows, delimiter)
        if tab and delimiter == "\t":
            score = (score[0], score[1] + 0.5 * (score[1] > 0))
        if score > best_score:
            best, best_score = delimiter, score
    if best_score[0] <= 1 and _one_column(lines):
        return ""
    return best


def _score(rows: Sequence[Sequence[str]], delimiter: str) -> tuple[float, float]:
    """Most known headers in one row of several cells; share of rows with the usual width."""
    known = 0
    for cells in rows[:30]:
        if len(cells) > 1 and max(map(len, cells)) <= 60:
            matches = [match(cell.strip()) for cell in cells]
            exact = sum(1 for found in matches if found and found.exact)
            known = max(known, exact)
    widths = Counter(len(cells) for cells in rows)
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 0.0
    share = max(wide.values()) / len(rows)
    if delimiter == "，" and (known < 2 or share < 0.8) and not (share == 1 and len(rows) >= 5):
        return 0.0, 0.0
    if known == 0 and share < 0.7:
        return 0.0, 0.0
    return float(known), share


def _one_column(lines: Sequence[str]) -> bool:
    """Whether the header stands alone, so that commas below it belong to the text."""
    for line in lines[:3]:
        found = match(line.strip().strip('"'))
        alone = not any(delimiter in line for delimiter in _DELIMITERS)
        if alone and found is not None and found.exact and found.role == "text":
            return True
    return False
