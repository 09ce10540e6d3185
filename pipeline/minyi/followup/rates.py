"""响应率, 解决率, 满意率: the three rates (三率) that 12345 hotlines judge organizations by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from minyi.ledgers import CHINA
from minyi.ledgers.life import RETURN_URGENT, RETURN_WORKDAYS
from minyi.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many; there is no rate of none."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """In [0, 1]; None where there was nothing to be judged."""
        return self.part / self.whole if self.whole else None

    def __str__(self) -> str:
        return f"{100 * self.part / self.whole:.1f}%" if self.whole else "—"


@dataclass(slots=True, kw_only=True)
class Tally:
    """What is counted of all matters, of one organization, or of one category, in one period.

    The numbers at the end of the period are those of its last midnight, whatever came later.
    """

    problems: int = 0  # 查摆问题: matters registered, one merged into another not counted
    completed: int = 0  # 完成整改: matters closed (销号) and not reopened, within the period
    open: int = 0  # 在办: not closed at its end
    overdue: int = 0  # of those: past the deadline at its end; one that is suspended is not
    threefold: int = 0  # of those: used more than three times its term
    responded: int = 0
    to_respond: int = 0
    satisfied: int = 0
    rated: int = 0

    @property
    def response(self) -> Rate:
        """响应率 = 按时响应 ÷ 应响应, by assignments (交办, 改派).

        To respond is to sign (签收) or to send back with a reason (退单), within the time in which
        a matter may be sent back: 2 working days, 2 hours where it is urgent. An assignment counts
        once, in the period in which it was answered or in which its time ran out, whichever came
        first; one that was withdrawn before that does not count.

        Source: 12345 practice such as Beijing's 接诉即办 (《北京市接诉即办工作条例》, 2021): 响应率
        is the share of matters that were taken up within the time set.
        """
        return Rate(self.responded, self.to_respond)

    @property
    def solution(self) -> Rate:
        """解决率 = 完成整改 ÷ (完成整改 + 期末逾期未办结): what was due or done, and how much is.

        Source: as `response`; 解决率 is the share of matters solved among those to be solved. A
        matter that still has time is not yet to be solved, one left over from before is.
        """
        return Rate(self.completed, self.completed + self.overdue)

    @property
    def satisfaction(self) -> Rate:
        """满意率 = (满意 + 基本满意) ÷ (满意 + 基本满意 + 不满意), last answer of each matter.

        Those who could not be asked (未评价) do not count. Source: as `response`.
        """
        return Rate(self.satisfied, self.rated)


def response_limit(calendar: Calendar) -> Callable[[datetime, bool], datetime]:
    """Gives the last moment at which an assignment, urgent or not, is answered in time."""
    known: dict[date, datetime] = {}

    def limit(assigned: datetime, urgent: bool) -> datetime:
        if urgent:
            return assigned + RETURN_URGENT
        day = assigned.date()
        if day not in known:
            last = calendar.add_workdays(day, RETURN_WORKDAYS).due + timedelta(days=1)
            known[day] = datetime.combine(last, time(), CHINA) - timedelta(microseconds=1)
        return known[day]

    return limit
