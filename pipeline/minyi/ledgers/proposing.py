"""Duplicates proposed: found among the open matters, decided by a person, never asked twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from minyi.duplicates import find_duplicates
from minyi.errors import MinyiError
from minyi.ledgers import schema, writing
from minyi.ledgers.authority import Actor, Rules
from minyi.ledgers.faults import ForbiddenStepError, UnknownMatterError
from minyi.ledgers.steps import OPEN_STATUSES, ROLE_NAMES, STEPS

_m, _s, _t, _u = schema.matters, schema.states, schema.proposals, schema.searched
_CHUNK = 500
_OPEN = sorted(OPEN_STATUSES)
_MERGEABLE = sorted(STEPS["merge"].statuses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One matter that seems to tell what an earlier one told (重复件)."""

    duplicate: int
    lead: int  # where that one was merged meanwhile, the matter that it was merged into
    similarity: float  # in [0, 1]
    found_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found."""

    looked: int = 0  # matters that were new to it
    proposed: tuple[Proposal, ...] = ()  # for a person to decide
    merged: tuple[Proposal, ...] = ()  # at once, being above the strict threshold


@dataclass(frozen=True, slots=True)
class Task:
    """What there is to look at, of one snapshot."""

    upto: int
    last: int
    rows: list[Any]  # known ones first
    known: int
    leads: dict[int, int]  # of duplicates proposed or merged before


def read_task(connection: sa.Connection, days: int) -> Task:
    """Matters not looked at yet, and the open ones of the days before them."""
    upto = connection.scalar(sa.select(_u.c.matter)) or 0
    last = connection.scalar(sa.select(sa.func.max(_m.c.id))) or 0
    fresh = _rows(connection, _s.c.id > upto, _s.c.id <= last)
    known: list[Any] = []
    if fresh:
        first: date = min(row.registered_on for row in fresh) - timedelta(days=days)
        known = _rows(connection, _s.c.id <= upto, _s.c.registered_on >= first)
    query = sa.select(_t.c.duplicate, _t.c.lead).where(_t.c.status == "open")
    leads = {row.duplicate: row.lead for row in connection.execute(query)} if fresh else {}
    return Task(upto, last, known + fresh, len(known), leads)


def look(task: Task, floor: float, days: int, at: datetime) -> list[Proposal]:
    """The proposals of a task; pure."""
    rows = task.rows
    found = find_duplicates(
        [row.text for row in rows],
        places=[row.place for row in rows],
        days=[row.registered_on for row in rows],
        labels=[row.category for row in rows],
        known=task.known,
        floor=floor,
        window=days,
    )
    proposals = []
    for one in found:
        duplicate, lead = rows[one.index], rows[one.lead]
        if duplicate.slip == lead.slip:  # one voice, however often it says so
            continue
        proposals.append(
            Proposal(
                duplicate=duplicate.id,
                lead=task.leads.get(lead.id, lead.id),
                similarity=one.similarity,
                found_at=at,
            )
        )
    return proposals


def keep(connection: sa.Connection, task: Task, found: list[Proposal]) -> list[Proposal]:
    """Store what was found, but for pairs that stand there already; gives what is new."""
    asked: set[tuple[int, int]] = set()
    for start in range(0, len(found), _CHUNK):
        ids = [one.duplicate for one in found[start : start + _CHUNK]]
        query = sa.select(_t.c.duplicate, _t.c.lead).where(
            sa.or_(_t.c.duplicate.in_(ids), _t.c.lead.in_(ids))
        )
        for row in connection.execute(query):
            asked |= {(row.duplicate, row.lead), (row.lead, row.duplicate)}
    new = [one for one in found if (one.duplicate, one.lead) not in asked]
    number = connection.scalar(sa.select(sa.func.max(_t.c.id))) or 0
    rows = [
        {
            "id": number + n,
            "duplicate": one.duplicate,
            "lead": one.lead,
            "similarity": one.similarity,
            "status": "open",
            "found_at": one.found_at,
        }
        for n, one in enumerate(new, start=1)
    ]
    if rows:
        connection.execute(_t.insert(), rows)
    if connection.execute(_u.update().values(matter=task.last)).rowcount == 0:
        connection.execute(_u.insert().values(id=1, matter=task.last))
    return new


def merge_all(
    connection: sa.Connection,
    rules: Rules,
    some: list[Proposal],
    actor: Actor,
    at: datetime | None,
) -> list[Proposal]:
    """Merge what needs no person; what cannot be merged stays proposed."""
    done = []
    for one in some:
        why = f"自动并件：内容相似度 {one.similarity:.0%}"
        try:
            state = writing.merge(connection, rules, one.duplicate, one.lead, actor, at, why)
        except MinyiError:  # raised before anything is written
            continue
        settle(connection, one.duplicate, one.lead, "merged", actor, state.last_at)
        done.append(one)
    return done


def proposals(connection: sa.Connection) -> list[Proposal]:
    """What waits for a decision and can still be merged: by lead, the most alike first."""
    one, lead = _s.alias("one"), _s.alias("lead")
    where = sa.func.coalesce(lead.c.lead, lead.c.id)
    target = _s.alias("target")
    query = (
        sa.select(_t.c.duplicate, where.label("lead"), _t.c.similarity, _t.c.found_at)
        .join(one, one.c.id == _t.c.duplicate)
        .join(lead, lead.c.id == _t.c.lead)
        .join(target, target.c.id == where)
        .where(
            _t.c.status == "open",
            one.c.status.in_(_MERGEABLE),
            target.c.status.in_(_OPEN),
            target.c.id != one.c.id,
        )
        .order_by(where, _t.c.similarity.desc(), _t.c.duplicate)
    )
    return [Proposal(**row._mapping) for row in connection.execute(query)]


def settle(
    connection: sa.Connection,
    duplicate: int,
    lead: int,
    status: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Note what became of a pair, whether it was proposed or not."""
    values = {"status": status, "decided_at": at, "who": actor.who}
    # Any proposal of the duplicate to what was merged into the lead is answered, too.
    merged = sa.select(_s.c.id).where(_s.c.lead == lead)
    of_lead = sa.or_(_t.c.lead == lead, _t.c.lead.in_(merged))
    connection.execute(_t.update().where(_t.c.duplicate == duplicate, of_lead), values)
    there = sa.select(_t.c.id).where(_t.c.duplicate == duplicate, _t.c.lead == lead)
    if connection.scalar(there) is None:
        number = connection.scalar(sa.select(sa.func.max(_t.c.id))) or 0
        row = {"id": number + 1, "duplicate": duplicate, "lead": lead, "similarity": 0.0}
        connection.execute(_t.insert(), row | values | {"found_at": at})


def refuse(
    connection: sa.Connection, duplicate: int, lead: int, actor: Actor, at: datetime
) -> None:
    """Answer a proposal with no."""
    if actor.role != "clerk":
        raise ForbiddenStepError(f"并件由{ROLE_NAMES['clerk']}决定，{actor}不能办")
    for one in (duplicate, lead):
        writing.load_state(connection, one)
    if not any((p.duplicate, p.lead) == (duplicate, lead) for p in proposals(connection)):
        raise UnknownMatterError(
            f"没有把事项 {duplicate} 并入事项 {lead} 的提议，请用 minyi ledger duplicates 查看"
        )
    settle(connection, duplicate, lead, "refused", actor, at)


def _rows(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Any]:
    query = (
        sa.select(_s.c.id, _m.c.slip, _m.c.text, _s.c.place, _s.c.category, _s.c.registered_on)
        .join(_m, _m.c.id == _s.c.id)
        .where(_s.c.status.in_(_OPEN), *where)
        .order_by(_s.c.id)
    )
    return list(connection.execute(query))
