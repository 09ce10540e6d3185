"""What a cell can hold, and what it tells."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple


class Formula(NamedTuple):
    """A formula that a person wrote, without its =, and what it came to ("" where unknown)."""

    text: str
    value: str | int | float | bool | date | time | timedelta


Cell = str | int | float | bool | date | time | timedelta | Formula | None

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?|(\d{4})(\d{2})(\d{2})")


def value_of(cell: Cell) -> Cell:
    """What a cell shows: of a formula what it came to."""
    return cell.value if isinstance(cell, Formula) else cell


def text_of(cell: Cell) -> str:
    """What a cell shows, as a person would write it."""
    value = value_of(cell)
    return "" if value is None else str(value).strip()


def day_of(cell: Cell) -> date | None:
    """The day that a cell tells in any of the usual spellings; None where it tells none."""
    value = value_of(cell)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DAY.fullmatch(text_of(value))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None
