"""Split lines into the cells of a CSV record; forgives stray and unclosed quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from minyi.domain import Problem, Source
from minyi.readers.cells import excerpt

_MOST_LINES = 500  # of one quoted cell; beyond that its quote was never closed
_MOST_CHARACTERS = 500_000


class _OpenQuoteError(Exception):
    """The line ends within quotes."""


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    end = (
        f"(?=[ \\t]*(?:{re.escape(delimiter)}|$))"
        if delimiter not in " \t"
        else (f"(?={re.escape(delimiter)}|$)")
    )
    strict = re.compile(r'[ ]*"((?:[^"]|"")*+)"' + end, re.DOTALL)
    # two quotes in a row are one of the text, so only an odd run of them can close
    lenient = re.compile(r'[ ]*"((?:.*?[^"])?(?:"")*)"' + end)
    return strict, lenient


def split_line(line: str, delimiter: str, *, quotes: bool = True) -> list[str]:
    """Cells of one record without its line end; every quote is closed somehow.

    Raises:
        _OpenQuoteError: A quote at the start of a cell has no closing one, and `quotes` is set.
    """
    if '"' not in line:
        return line.split(delimiter) if delimiter else [line]
    strict, lenient = _patterns(delimiter or "\n")
    delimiter = delimiter or "\n"
    cells = []
    position, size = 0, len(line)
    while True:
        start = position
        while start < size and line[start] == " ":
            start += 1
        if start < size and line[start] == '"':
            found = strict.match(line, position) or lenient.match(line, position)
            if found:
                cells.append(found[1].replace('""', '"'))
                position = line.find(delimiter, found.end())
                if position < 0:
                    return cells
                position += len(delimiter)
                continue
            if quotes:
                raise _OpenQuoteError
            position = start + 1  # the lone quote goes, the words stay
        stop = line.find(delimiter, position)
        if stop < 0:
            cells.append(line[position:])
            return cells
        cells.append(line[position:stop])
        position = stop + len(delimiter)


def records(
    lines: Iterator[tuple[int, str]], delimiter: str, file: str, problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    """Records with their number as a spreadsheet counts them: a cell may hold several lines.

    A quote that is never closed, or closed by the opening quote of a later cell, must not swallow
    the rows between: its line is then read by itself, and `problems` gets a notice.
    """
    number = 0
    waiting: list[tuple[int, str]] = []  # lines given back, next one last
    while True:
        item = waiting.pop() if waiting else next(lines, None)
        if item is None:
            return
        number += 1
        line = item[1].rstrip("\r\n")
        try:
            yield number, split_line(line, delimiter)
            continue
        except _OpenQuoteError:
            pass
        taken, cells = _until_closed(item, lines, waiting, delimiter)
        if cells is None:
            waiting += reversed(taken[1:])
            cells = split_line(line, delimiter, quotes=False)
            problems.append(
                Problem(
                    level="notice",
                    source=Source(file=file, row=number),
                    what="引号没有成对，这一行单独读取",
                    advice="请核对这一行，补上缺少的引号",
                    excerpt=excerpt(cells),
                )
            )
        yield number, cells


def _until_closed(
    first: tuple[int, str],
    lines: Iterator[tuple[int, str]],
    waiting: list[tuple[int, str]],
    delimiter: str,
) -> tuple[list[tuple[int, str]], list[str] | None]:
    """The lines of one record and its cells; None where no proper closing quote comes."""
    taken, size = [first], len(first[1])
    while len(taken) < _MOST_LINES and size < _MOST_CHARACTERS:
        item = waiting.pop() if waiting else next(lines, None)
        if item is None:
            break
        taken.append(item)
        size += len(item[1])
        if '"' not in item[1]:
            continue
        record = "".join(line for _, line in taken).rstrip("\r\n")
        state, cells = _strictly(record, delimiter)
        if state == "closed":
            return taken, None if _swallowed(taken, cells, delimiter) else cells
        if state == "broken":
            break
    return taken, None


def _strictly(record: str, delimiter: str) -> tuple[str, list[str]]:
    """`closed` with the cells, `open`, or `broken` where a quote closes amid words."""
    strict, _ = _patterns(delimiter or "\n")
    cells: list[str] = []
    position, size = 0, len(record)
    while True:
        if (
            record.startswith('"', position)
            or record[position : position + 4].lstrip(" ")[:1] == '"'
        ):
            found = strict.match(record, position)
            if not found:
                # an even number of quotes left means that one closed, but amid words
                return ("broken" if record.count('"', position) % 2 == 0 else "open"), cells
            cells.append(found[1].replace('""', '"'))
            position = record.find(delimiter, found.end()) if delimiter else -1
        else:
            stop = record.find(delimiter, position) if delimiter else -1
            end = size if stop < 0 else stop
            if "\n" in record[position:end] or "\r" in record[position:end]:
                return "broken", cells  # a line break outside quotes
            cells.append(record[position:end])
            position = stop
        if position < 0:
            return "closed", cells
        position += len(delimiter)


def _swallowed(taken: list[tuple[int, str]], cells: list[str], delimiter: str) -> bool:
    """Whether the lines within the quotes look like rows themselves."""
    if not delimiter or len(taken) < 4 or len(cells) < 3:
        return False
    inner = [line for _, line in taken[1:-1]]
    return all('"' not in line and line.count(delimiter) == len(cells) - 1 for line in inner)
