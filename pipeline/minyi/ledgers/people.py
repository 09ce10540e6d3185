"""Who the citizens are: apart from everything else, shown to few, each look logged, removable."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from minyi.errors import UsageError
from minyi.ledgers import schema
from minyi.ledgers.authority import Actor, Rules
from minyi.ledgers.chain import events_of
from minyi.ledgers.events import CHINA
from minyi.ledgers.faults import ForbiddenStepError, ForbiddenViewError, UnknownMatterError
from minyi.ledgers.queries import still_open
from minyi.ledgers.state import MatterState
from minyi.ledgers.steps import ROLE_NAMES
from minyi.ledgers.writing import hiding, load_state

MAY_SEE = ("clerk", "superior")
_CHUNK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A citizen and their words as written; empty where they were removed or never known."""

    name: str
    phone: str
    title: str
    text: str  # of this matter
    slip_text: str  # of the whole slip
    extra: Mapping[str, str]  # further columns of the table
    anonymized_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One look at personal data, or one removal of them."""

    matter: int | None
    at: datetime
    who: str
    role: str
    organization: str
    why: str
    what: str  # seen, refused, anonymized


def look(
    connection: sa.Connection, rules: Rules, id: int, actor: Actor, why: str, at: datetime
) -> Person | ForbiddenViewError:
    """Personal data of a matter, or the refusal; either is logged, so commit and then raise."""
    if not why.strip():
        raise UsageError("查看群众信息请写明用途，每次查看都会记录")
    state = load_state(connection, id)
    refused = _refusal(connection, rules, state, actor)
    _log(connection, id, actor, hiding(connection, id)(why), at, "refused" if refused else "seen")
    if refused:
        return ForbiddenViewError(f"事项 {id} 的群众信息不能给{actor}查看：{refused}；已记录")
    return _person(connection, id)


def views(connection: sa.Connection, matter: int | None) -> list[View]:
    table = schema.views
    query = sa.select(table).order_by(table.c.id)
    if matter is not None:
        query = query.where(table.c.matter == matter)
    return [
        View(
            matter=row.matter,
            at=row.at,
            who=row.who,
            role=row.role,
            organization=row.organization,
            why=row.why,
            what=row.what,
        )
        for row in connection.execute(query)
    ]


def anonymize(connection: sa.Connection, before: date, actor: Actor, at: datetime) -> int:
    """Remove names, numbers and original words of slips that were closed before a day."""
    if actor.role != "clerk":
        raise ForbiddenStepError(f"清除群众信息由{ROLE_NAMES['clerk']}办理，{actor}不能办")
    p, m = schema.slips, schema.matters
    cutoff = datetime.combine(before, time(), CHINA)
    query = sa.select(p.c.id).where(p.c.anonymized_on.is_(None), ~still_open(cutoff))
    ids = list(connection.scalars(query))
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        of_slips = sa.select(m.c.id).where(m.c.slip.in_(some))
        connection.execute(schema.people.delete().where(schema.people.c.slip.in_(some)))
        gone = schema.originals.c.matter.in_(of_slips)
        connection.execute(schema.originals.delete().where(gone))
        connection.execute(p.update().where(p.c.id.in_(some)).values(anonymized_on=at.date()))
    if ids:
        why = f"{before} 以前销号的 {len(ids)} 件"
        _log(connection, None, actor, why, at, "anonymized")
    return len(ids)


def _refusal(connection: sa.Connection, rules: Rules, state: MatterState, actor: Actor) -> str:
    """Why a person may not see who the citizen is (Chinese); "" where they may."""
    if actor.role not in MAY_SEE:
        return f"只有{'和'.join(ROLE_NAMES[role] for role in MAY_SEE)}可以查看"
    if actor.role == "superior" and actor.organization not in {
        one
        for body in (state.organization, state.proposed, *state.assisting)
        for one in rules.superiors(body)
    }:
        return f"{actor.organization}不是承办单位的上级"
    if state.kind == "report" and actor.organization:
        above = (actor.organization, *rules.superiors(actor.organization))
        if state.accused and state.accused in above:
            return f"举报的正是{state.accused}"
        names = (actor.organization, *rules.aliases.get(actor.organization, ()))
        text = _written(connection, state.id)
        if any(name in text for name in names):
            return f"举报内容提到{actor.organization}"
        held = {
            event.payload.get("organization")
            for event in events_of(connection, state.id)
            if event.step in ("register", "assign", "reassign")
        }
        if actor.organization in held and actor.organization != rules.coordinating:
            return f"举报曾交{actor.organization}办理"
    return ""


def _written(connection: sa.Connection, id: int) -> str:
    """All that is known of the words of a matter and its slip, masked or not."""
    m, p = schema.matters, schema.slips
    query = (
        sa.select(m.c.text, p.c.text, schema.originals.c.text, schema.people.c.text)
        .join(p, p.c.id == m.c.slip)
        .outerjoin(schema.originals, schema.originals.c.matter == m.c.id)
        .outerjoin(schema.people, schema.people.c.slip == p.c.id)
        .where(m.c.id == id)
    )
    return "\n".join(text or "" for row in connection.execute(query) for text in row)


def _person(connection: sa.Connection, id: int) -> Person:
    m, p, who, own = schema.matters, schema.slips, schema.people, schema.originals
    query = (
        sa.select(
            m.c.text,
            own.c.text.label("original"),
            p.c.text.label("slip_text"),
            p.c.anonymized_on,
            who.c.name,
            who.c.phone,
            who.c.title,
            who.c.text.label("whole"),
            who.c.extra,
        )
        .join(p, p.c.id == m.c.slip)
        .outerjoin(own, own.c.matter == m.c.id)
        .outerjoin(who, who.c.slip == p.c.id)
        .where(m.c.id == id)
    )
    row: Any = connection.execute(query).first()
    if row is None:
        raise UnknownMatterError(f"台账里没有事项 {id}，请检查编号")
    text = row.original or row.text
    return Person(
        name=row.name or "",
        phone=row.phone or "",
        title=row.title or "",
        text=text,
        slip_text=row.whole or row.slip_text or text,
        extra=json.loads(row.extra) if row.extra else {},
        anonymized_on=row.anonymized_on,
    )


def _log(
    connection: sa.Connection, matter: int | None, actor: Actor, why: str, at: datetime, what: str
) -> None:
    table = schema.views
    last = connection.scalar(sa.select(sa.func.max(table.c.id))) or 0
    connection.execute(
        table.insert().values(
            id=last + 1,
            matter=matter,
            at=at,
            who=actor.who,
            role=actor.role,
            organization=actor.organization,
            why=why,
            what=what,
        )
    )
