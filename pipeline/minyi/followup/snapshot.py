"""The ledger as it stood at a moment: states not touched since, the others derived anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from minyi.followup.periods import Period
from minyi.ledgers import OPEN_STATUSES, MatterState, apply, schema
from minyi.ledgers.chain import to_event
from minyi.ledgers.writing import to_state

_s, _e = schema.states, schema.events
_CHUNK = 1000
_OPEN = sorted(OPEN_STATUSES)


class Group(NamedTuple):
    """Matters that are alike in all that is counted."""

    organization: str  # that holds it, or is proposed
    category: str
    urgency: str
    status: str
    deadline: date | None  # only of open ones: the others would make many groups
    days: int
    new: bool  # registered within the period
    size: int


def groups(
    connection: sa.Connection, period: Period, touched: Iterable[MatterState]
) -> Iterator[Group]:
    """What was open at the end of a period or registered in it.

    Args:
        connection: Of one snapshot.
        period: Whose end it is.
        touched: As `touched_states` gives them.
    """
    new = _s.c.registered_on >= period.start
    open_ = _s.c.status.in_(_OPEN)
    key = [
        holder().label("organization"),
        _s.c.category,
        _s.c.urgency,
        _s.c.status,
        sa.case((open_, _s.c.deadline)).label("deadline"),
        sa.case((open_, _s.c.days), else_=0).label("days"),
        new.label("new"),
    ]
    query = (
        sa.select(*key, sa.func.count())
        .where(
            _s.c.registered_on <= period.end,
            _s.c.last_at < period.closes,
            sa.or_(new, open_),
        )
        .group_by(*(sa.text(str(number)) for number in range(1, len(key) + 1)))
    )
    for row in connection.execute(query):
        yield Group._make(row)
    for state in touched:
        yield Group(
            state.organization or state.proposed,
            state.category,
            state.urgency,
            state.status,
            state.deadline,
            state.days,
            state.registered_on is not None and state.registered_on >= period.start,
            1,
        )


def touched_states(connection: sa.Connection, period: Period) -> dict[int, MatterState]:
    """Matters that something happened to after a period, as they stood at its end."""
    query = sa.select(_s.c.id).where(
        _s.c.registered_on <= period.end, _s.c.last_at >= period.closes
    )
    ids = list(connection.scalars(query))
    found: dict[int, MatterState] = {}
    for start in range(0, len(ids), _CHUNK):
        happened = (
            sa.select(_e)
            .where(_e.c.matter.in_(ids[start : start + _CHUNK]), _e.c.at < period.closes)
            .order_by(_e.c.matter, _e.c.seq)
        )
        for row in connection.execute(happened):
            found[row.matter] = apply(found.get(row.matter), to_event(row))
    return found


def overdue_states(
    connection: sa.Connection, period: Period, touched: Mapping[int, MatterState], most: int
) -> list[MatterState]:
    """Matters that were overdue at the end of a period, the oldest deadlines first."""
    running = sorted(OPEN_STATUSES - {"suspended"})
    query = (
        sa.select(_s)
        .where(
            _s.c.status.in_(running),
            _s.c.deadline < period.end,
            _s.c.last_at < period.closes,
            _s.c.registered_on <= period.end,
        )
        .order_by(_s.c.deadline, _s.c.id)
        .limit(most)
    )
    found = [to_state(row) for row in connection.execute(query)]
    found += [
        state
        for state in touched.values()
        if state.status in running and state.deadline and state.deadline < period.end
    ]
    return sorted(found, key=lambda state: (state.deadline or period.end, state.id))[:most]


def holder() -> sa.ColumnElement[str]:
    """The organization of a matter; before 交办 the proposed one."""
    return sa.case((_s.c.organization != "", _s.c.organization), else_=_s.c.proposed)
