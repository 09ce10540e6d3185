"""When labelled rows were written: a model is judged on what came after it was made."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from minyi.readers.dates import parse_date, year_of

_LEGIBLE = 0.9  # share of the rows that must have a date
_FEWEST_DAYS = 10  # two days side by side are no course of time
_NO_YEAR = 2000  # of dates like 2月3日 where no row has a year; any leap year sorts them alike


@cache
def date_headers() -> tuple[str, ...]:
    """Headers under which tables keep their dates, the most telling first."""
    path = Path(__file__).parents[1] / "data" / "columns.toml"
    return tuple(tomllib.loads(path.read_text(encoding="utf-8"))["date"]["exact"])


def date_column(columns: Mapping[str, Sequence[str]]) -> str | None:
    """The column by which rows can be put in order of time; None where there is none."""
    return next((name for name in date_headers() if days(columns.get(name, ())) is not None), None)


def days(cells: Sequence[str]) -> list[str] | None:
    """Dates as 2026-02-03, "" where illegible; None where too few rows or days are told."""
    year = year_of(cells, []) or _NO_YEAR
    far = date(2100, 1, 1)
    found = [parse_date(cell, today=far, year=year) for cell in cells]
    told = [day for day in found if day is not None]
    if len(told) < _LEGIBLE * len(found) or len(set(told)) < _FEWEST_DAYS:
        return None
    return [day.isoformat() if day else "" for day in found]
