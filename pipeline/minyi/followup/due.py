"""Who must be chased today: due soon, overdue, overdue threefold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Literal

import sqlalchemy as sa

from minyi.followup.ladder import Ladder
from minyi.ledgers import CHASE_LEVELS, OPEN_STATUSES, Ledger, Rules, schema

Kind = Literal["soon", "overdue", "threefold"]

KIND_NAMES: Mapping[Kind, str] = MappingProxyType(
    {"soon": "即将到期", "overdue": "逾期", "threefold": "超期三倍"}
)
RUNNING = tuple(sorted(OPEN_STATUSES - {"suspended"}))  # the clock of these does not stand
_CHASEABLE = frozenset({"assigned", "accepted", "working", "closing", "reviewed"})
_m, _s = schema.matters, schema.states
_COLUMNS = (
    *(_s.c.id, _s.c.version, _m.c.code, _m.c.text, _s.c.status, _s.c.category, _s.c.days),
    *(_s.c.organization, _s.c.proposed, _s.c.person, _s.c.deadline, _s.c.answer),
    *(_s.c.chased, _s.c.chased_on),
)
_FARTHEST = timedelta(days=45)  # a reminder is never due earlier: the longest holiday and weekends


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One matter that is due soon or overdue on a day; masked."""

    id: int
    version: int
    code: str  # as printed
    text: str
    status: str
    category: str
    organization: str  # that holds it, or is proposed
    person: str
    deadline: date
    chased: str  # rung that was used already
    chased_on: date | None
    kind: Kind
    whom: str  # organization that must move now
    late: int  # working days after the deadline; negative: so many are left
    level: str  # rung of the ladder that is due
    dates: tuple[date, ...]  # of each of CHASE_LEVELS

    @property
    def chaseable(self) -> bool:
        """Whether an organization holds the matter; before 交办 there is nobody to write to."""
        return self.status in _CHASEABLE

    @property
    def fresh(self) -> bool:
        """Whether the rung is higher than the one used already, and the matter can be chased."""
        return self.chaseable and rank(self.level) > rank(self.chased)


def rank(level: str) -> int:
    """Position on the ladder from 1; 0 for none."""
    return CHASE_LEVELS.index(level) + 1 if level in CHASE_LEVELS else 0


def due(
    ledger: Ledger, on: date, *, organization: str = "", ladder: Ladder | None = None
) -> list[Due]:
    """All open matters that are due soon or overdue on a day, the latest first.

    Suspended matters are left out: their clock stands.

    Args:
        ledger: Where they are.
        on: The day; 24 o'clock of the deadline is still in time.
        organization: Only those that wait for this organization.
        ladder: The office's own thresholds.
    """
    ladder = ladder or Ladder(ledger.rules.calendar)
    query = (
        sa.select(*_COLUMNS)
        .join(_m, _m.c.id == _s.c.id)
        .where(_s.c.status.in_(RUNNING), _s.c.deadline < on + _FARTHEST)
        .order_by(_s.c.deadline, _s.c.id)
    )
    with ledger.reading() as connection:
        judged = (_due(row, on, ledger.rules, ladder) for row in connection.execute(query))
        return [one for one in judged if one is not None and organization in ("", one.whom)]


def whom(status: str, organization: str, answered: bool, rules: Rules) -> str:
    """The organization that must take the next step.

    Before 交办 and after 退单 it is the coordinating office, which also closes (销号) what has been
    answered; while 审核 waits it is the superior one.
    """
    if status == "closing":
        return next(iter(rules.superiors(organization)), rules.coordinating)
    if status in ("registered", "returned") or (status == "reviewed" and answered):
        return rules.coordinating or organization
    return organization


def _due(row: Any, on: date, rules: Rules, ladder: Ladder) -> Due | None:
    dates = ladder.dates(row.deadline, row.days)
    level = ladder.level(row.deadline, row.days, on)
    overdue = on > row.deadline
    if not level and not overdue:
        return None
    kind: Kind = "threefold" if level == CHASE_LEVELS[-1] else "overdue" if overdue else "soon"
    return Due(
        id=row.id,
        version=row.version,
        code=row.code,
        text=row.text,
        status=row.status,
        category=row.category,
        organization=row.organization or row.proposed,
        person=row.person,
        deadline=row.deadline,
        chased=row.chased,
        chased_on=row.chased_on,
        kind=kind,
        whom=whom(row.status, row.organization, bool(row.answer), rules),
        late=ladder.late(row.deadline, on),
        level=level,
        dates=dates,
    )
