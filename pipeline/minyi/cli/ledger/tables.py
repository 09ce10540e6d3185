"""Rows as text for a person, or as CSV that a spreadsheet opens safely."""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections.abc import Sequence

from minyi.cli.console import tell

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def tell_table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns below each other, a Chinese character two wide; the last column is not padded."""
    texts = [[str(cell) if cell is not None else "" for cell in row] for row in (headers, *rows)]
    widths = [max(map(_width, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        padded = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        tell("  ".join(padded).rstrip())


def tell_csv(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """To stdout; a cell that a spreadsheet would run gets a quote before it."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows([_safe(cell) for cell in row] for row in rows)


def _safe(cell: object) -> object:
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA_STARTS) else text


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
