"""What a cell can hold, and what it tells."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | time | timedelta | None

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?|(\d{4})(\d{2})(\d{2})")


def text_of(cell: Cell) -> str:
    """What a cell shows, as a person would write it."""
    return "" if cell is None else str(cell).strip()


def day_of(cell: Cell) -> date | None:
    """The day that a cell tells in any of the usual spellings; None where it tells none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    match = _DAY.fullmatch(text_of(cell))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None
