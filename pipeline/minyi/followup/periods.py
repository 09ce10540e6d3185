"""The time that a report is about, and the time before it that it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from minyi.errors import UsageError
from minyi.ledgers import CHINA

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included.

    Raises:
        UsageError: It ends before it begins.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise UsageError(f"统计期间的止期 {self.end} 早于起期 {self.start}，请改正")

    def __str__(self) -> str:
        return f"{_said(self.start)}至{_said(self.end)}"

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def opens(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.start, time(), CHINA)

    @property
    def closes(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.end + _DAY, time(), CHINA)

    def before(self) -> Period:
        """As many days before it; whole months before whole months.

        Raises:
            UsageError: The calendar begins later than that.
        """
        last = self.start - _DAY
        whole = self.start.day == 1 and (self.end + _DAY).day == 1
        months = 12 * (self.end.year - self.start.year) + self.end.month - self.start.month + 1
        if whole:
            year, month = divmod(12 * self.start.year + self.start.month - 1 - months, 12)
            return Period(date(year, month + 1, 1), last)
        return Period(self.start - self.days * _DAY, last)


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
