"""The hash chain over all events: whoever changes or removes one breaks it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from minyi.ledgers import schema
from minyi.ledgers.events import GENESIS, Event, chained, payload_text
from minyi.ledgers.inserting import insert_all

_PAGE = 5000


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the chain ends; kept elsewhere, it proves that nothing before it was changed."""

    count: int  # events so far
    hash: str

    def __str__(self) -> str:
        return f"{self.count}:{self.hash}"


def read_anchor(connection: sa.Connection) -> Anchor:
    row = connection.execute(sa.select(schema.chain.c.count, schema.chain.c.hash)).one()
    return Anchor(*row)


def append(connection: sa.Connection, events: Sequence[Event]) -> None:
    """Add events at the end of the chain, inside the writer's transaction."""
    anchor = read_anchor(connection)
    number, hash = anchor.count, anchor.hash
    rows: list[dict[str, Any]] = []
    for event in events:
        number += 1
        payload = payload_text(event.payload)
        hash = chained(hash, number, event, payload)
        rows.append(
            {
                "number": number,
                "matter": event.matter,
                "seq": event.seq,
                "step": event.step,
                "at": event.at,
                "who": event.who,
                "role": event.role,
                "organization": event.organization,
                "why": event.why,
                "payload": payload,
                "hash": hash,
            }
        )
    if rows:
        insert_all(connection, schema.events, rows)
        connection.execute(schema.chain.update().values(count=number, hash=hash))


def to_event(row: Any) -> Event:
    """An event from a row of the table."""
    return Event(
        matter=row.matter,
        seq=row.seq,
        step=row.step,
        at=row.at,
        who=row.who,
        role=row.role,
        organization=row.organization,
        why=row.why,
        payload=json.loads(row.payload),
    )


def events_of(connection: sa.Connection, matter: int) -> list[Event]:
    table = schema.events
    rows = connection.execute(
        sa.select(table).where(table.c.matter == matter).order_by(table.c.seq)
    )
    return [to_event(row) for row in rows]


def each_event(connection: sa.Connection, *, by_matter: bool = False) -> Iterator[Any]:
    """All rows of `events`, in the order of the chain or matter by matter, a page at a time."""
    table = schema.events
    if not by_matter:
        last = 0
        while True:
            query = sa.select(table).where(table.c.number > last).order_by(table.c.number)
            rows = connection.execute(query.limit(_PAGE)).all()
            yield from rows
            if len(rows) < _PAGE:
                return
            last = rows[-1].number
    matter, seq = 0, 0
    while True:
        after = sa.tuple_(table.c.matter, table.c.seq) > (matter, seq)
        query = sa.select(table).where(after).order_by(table.c.matter, table.c.seq)
        rows = connection.execute(query.limit(_PAGE)).all()
        yield from rows
        if len(rows) < _PAGE:
            return
        matter, seq = rows[-1].matter, rows[-1].seq


def check_chain(connection: sa.Connection, anchor: Anchor | None = None) -> list[str]:
    """Faults of the chain (Chinese); the first break only, for all after it follows from it.

    Args:
        anchor: One that was kept elsewhere.
    """
    end = read_anchor(connection)
    if anchor is not None and anchor.count > end.count:
        return [f"留存的校验点有 {anchor.count} 个事件，台账只有 {end.count} 个：末尾的事件被删"]
    number, hash = 0, GENESIS
    for row in each_event(connection):
        number += 1
        if row.number != number:
            return [f"第 {number} 个事件缺失：有事件被删"]
        try:
            hash = chained(hash, number, to_event(row))
        except (ValueError, TypeError):
            hash = ""
        if row.hash != hash:
            return [f"第 {number} 个事件（事项 {row.matter} 的“{row.step}”）与校验码不符：被改动过"]
        if anchor is not None and number == anchor.count and hash != anchor.hash:
            return [f"第 {number} 个事件与留存的校验点不符：整条链被重写过"]
    if (number, hash) != (end.count, end.hash):
        return [
            f"链尾应有 {end.count} 个事件，现有 {number} 个，或链尾校验码不符：末尾的事件被删改"
        ]
    return []
