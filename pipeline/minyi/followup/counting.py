"""The figures of a period: every one can be counted again from the ledger's events."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from minyi.followup.ladder import Ladder
from minyi.followup.periods import Period
from minyi.followup.rates import Tally, response_limit
from minyi.followup.snapshot import groups, holder, overdue_states, touched_states
from minyi.ledgers import CHASE_LEVELS, OPEN_STATUSES, Ledger, MatterState, schema

UNKNOWN = "未注明"  # a channel or organization that is not known
_RESPONSES = frozenset({"accept", "return"})
_ASSIGNMENTS = frozenset({"assign", "reassign"})
_BEFORE = _RESPONSES | _ASSIGNMENTS | {"merge"}  # looked at from some time before the period on
_WITHIN = frozenset({"close", "redo", "answer", "chase"})
_BACK = timedelta(days=21)  # two working days never take longer, holidays included
_LATE = 30  # overdue matters that are named
_RATED = frozenset({"satisfied", "basically", "unsatisfied"})


@dataclass(slots=True, kw_only=True)
class Figures:
    """What happened in a period, and how the ledger stood at its end."""

    period: Period
    slips: int = 0  # 收集意见: slips registered within the period
    channels: Counter[str] = field(default_factory=Counter)  # of these slips
    urgent: int = 0  # of the problems
    duplicates: int = 0  # matters registered and merged into others
    chases: Counter[str] = field(default_factory=Counter)  # by rung
    total: Tally = field(default_factory=Tally)
    organizations: dict[str, Tally] = field(default_factory=dict)
    categories: dict[str, Tally] = field(default_factory=dict)
    late: list[MatterState] = field(default_factory=list)  # the longest overdue, as they stood

    def add(self, organization: str, category: str, name: str, count: int = 1) -> None:
        """Count for the whole, the organization and the category."""
        for tally in (
            self.total,
            self.organizations.setdefault(organization or UNKNOWN, Tally()),
            self.categories.setdefault(category, Tally()),
        ):
            setattr(tally, name, getattr(tally, name) + count)


class _Fact(NamedTuple):
    """One event with what its matter is about."""

    matter: int
    step: str
    at: datetime
    actor: str  # organization of who acted
    payload: Mapping[str, Any]
    organization: str
    category: str
    urgent: bool


def figures(ledger: Ledger, period: Period, *, ladder: Ladder | None = None) -> Figures:
    """Count one period, all of one moment.

    What came later changes nothing: a report made again next year has the same numbers, unless
    a step was entered with a date back in the period.
    """
    ladder = ladder or Ladder(ledger.rules.calendar)
    found = Figures(period=period)
    with ledger.reading() as connection:
        touched = touched_states(connection, period)
        _count_slips(connection, found)
        _count_states(connection, found, touched, ladder)
        found.late = overdue_states(connection, period, touched, _LATE)
        facts = list(_facts(connection, period, touched))
    _count_steps(found, facts)
    _count_responses(found, facts, ladder)
    return found


def _count_slips(connection: sa.Connection, found: Figures) -> None:
    slips, period = schema.slips, found.period
    query = (
        sa.select(slips.c.channel, sa.func.count())
        .where(slips.c.registered_on.between(period.start, period.end))
        .group_by(slips.c.channel)
    )
    for channel, count in connection.execute(query):
        found.channels[channel.strip() or UNKNOWN] += count
    found.slips = found.channels.total()


def _count_states(
    connection: sa.Connection, found: Figures, touched: Mapping[int, MatterState], ladder: Ladder
) -> None:
    end = found.period.end
    for one in groups(connection, found.period, touched.values()):
        where = one.organization, one.category
        if one.status == "merged":
            found.duplicates += one.size
            continue
        if one.new:
            found.add(*where, "problems", one.size)
            found.urgent += one.size * (one.urgency == "urgent")
        if one.status not in OPEN_STATUSES:
            continue
        found.add(*where, "open", one.size)
        if one.deadline is None or one.deadline >= end or one.status == "suspended":
            continue
        found.add(*where, "overdue", one.size)
        if ladder.level(one.deadline, one.days, end) == CHASE_LEVELS[-1]:
            found.add(*where, "threefold", one.size)


def _facts(
    connection: sa.Connection, period: Period, touched: Mapping[int, MatterState]
) -> Iterator[_Fact]:
    """What happened in the period, and assignments from before it; in order."""
    e, s = schema.events, schema.states
    query = (
        sa.select(
            *(e.c.matter, e.c.step, e.c.at, e.c.organization, e.c.payload),
            *(holder(), s.c.category, s.c.urgency),
        )
        .join(s, s.c.id == e.c.matter)
        .where(
            e.c.at < period.closes,
            sa.or_(
                sa.and_(e.c.at >= period.opens, e.c.step.in_(sorted(_BEFORE | _WITHIN))),
                sa.and_(e.c.at >= period.opens - _BACK, e.c.step.in_(sorted(_BEFORE))),
            ),
            e.c.at >= period.opens - _BACK,
        )
        .order_by(e.c.at, e.c.matter, e.c.seq)
    )
    for matter, step, at, actor, payload, organization, category, urgency in connection.execute(
        query
    ):
        if (then := touched.get(matter)) is not None:
            organization = then.organization or then.proposed
            category, urgency = then.category, then.urgency
        details = {} if step in _RESPONSES or step == "close" else json.loads(payload)
        yield _Fact(matter, step, at, actor, details, organization, category, urgency == "urgent")


def _count_steps(found: Figures, facts: Sequence[_Fact]) -> None:
    closed: dict[int, _Fact] = {}
    rated: dict[int, _Fact] = {}
    for fact in facts:
        if fact.step == "close":
            closed[fact.matter] = fact
        elif fact.step == "redo":
            closed.pop(fact.matter, None)
        elif fact.step == "answer" and fact.payload["satisfaction"] in _RATED:
            rated[fact.matter] = fact
        elif fact.step == "chase":
            found.chases[fact.payload["level"]] += 1
    for fact in closed.values():
        found.add(fact.organization, fact.category, "completed")
    for fact in rated.values():
        found.add(fact.organization, fact.category, "rated")
        if fact.payload["satisfaction"] != "unsatisfied":
            found.add(fact.organization, fact.category, "satisfied")


def _count_responses(found: Figures, facts: Sequence[_Fact], ladder: Ladder) -> None:
    """See `Tally.response`."""
    limit = response_limit(ladder.calendar)
    opens, closes = found.period.opens, found.period.closes
    waiting: dict[int, _Fact] = {}

    def judge(assignment: _Fact, answered: datetime | None) -> None:
        until = limit(assignment.at, assignment.urgent)
        in_time = answered is not None and answered <= until
        decided = answered if answered is not None and in_time else until
        if opens <= decided < closes:
            where = assignment.payload["organization"], assignment.category
            found.add(*where, "to_respond")
            found.add(*where, "responded", int(in_time))

    for fact in facts:
        if fact.step in _ASSIGNMENTS:
            earlier = waiting.get(fact.matter)
            if earlier is not None and limit(earlier.at, earlier.urgent) < fact.at:
                judge(earlier, None)  # too late already when it was taken away
            waiting[fact.matter] = fact
        elif fact.step == "merge":
            waiting.pop(fact.matter, None)
        elif fact.step in _RESPONSES and (assignment := waiting.pop(fact.matter, None)):
            judge(assignment, fact.at)
    for assignment in waiting.values():
        judge(assignment, None)
