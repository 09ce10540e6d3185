"""When which rung of the ladder 提醒 → 催办 → 督办 → 通报 is due, in working days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from minyi.ledgers import CHASE_LEVELS
from minyi.workdays import Calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Working days from one rung to the next.

    提醒: so many working days are left, in a short term its last third, at least one.
    催办: the first working day after the deadline.
    督办: so many working days late; where the term is shorter, as many as the term has, but at
        least two.
    通报: overdue threefold (超期三倍): the time used is more than three times the term.

    An extension or a suspension moves the deadline and so all rungs.
    """

    remind: int = 3
    supervise: int = 5
    fold: int = 3


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of matters by deadline and term; remembers, for deadlines repeat themselves."""

    calendar: Calendar
    thresholds: Thresholds = field(default_factory=Thresholds)
    _known: dict[tuple[date, int], tuple[date, ...]] = field(default_factory=dict, repr=False)
    _late: dict[tuple[date, date], int] = field(default_factory=dict, repr=False)

    def dates(self, deadline: date, days: int) -> tuple[date, ...]:
        """The day on which each of `CHASE_LEVELS` is due.

        Args:
            deadline: By when the matter must be done.
            days: Its term in working days (`MatterState.days`).
        """
        key = deadline, days
        if key not in self._known:
            self._known[key] = self._count(deadline, max(1, days))
        return self._known[key]

    def level(self, deadline: date, days: int, on: date) -> str:
        """The highest rung that is due on a day; "" before the first."""
        reached = sum(day <= on for day in self.dates(deadline, days))
        return CHASE_LEVELS[reached - 1] if reached else ""

    def late(self, deadline: date, on: date) -> int:
        """Working days after the deadline; negative: so many are left."""
        key = deadline, on
        if key not in self._late:
            self._late[key] = self.calendar.workdays_between(deadline, on)
        return self._late[key]

    def _count(self, deadline: date, days: int) -> tuple[date, ...]:
        limits = self.thresholds
        late = (
            1,
            max(2, min(limits.supervise, days)),
            max(3, (limits.fold - 1) * days + 1),
        )
        after = (self.calendar.add_workdays(deadline, n).due for n in late)
        return (self._before(deadline, min(limits.remind, max(1, days // 3))), *after)

    def _before(self, deadline: date, days: int) -> date:
        """The last working day on which so many working days are left."""
        day, left = deadline, days
        while left or not self.calendar.is_workday(day):
            left -= self.calendar.is_workday(day) and left > 0
            day -= _DAY
        return day
