"""What the ledger answers: matters and slips by what they are and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from minyi.domain import Source
from minyi.errors import UsageError
from minyi.ledgers import schema
from minyi.ledgers.faults import UnknownMatterError
from minyi.ledgers.state import MatterState
from minyi.ledgers.steps import OPEN_STATUSES, STATUS_NAMES
from minyi.ledgers.writing import to_state

Order = Literal["id", "deadline", "registered_on"]
_m, _s, _p = schema.matters, schema.states, schema.slips


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which matters; what is left out does not matter."""

    statuses: tuple[str, ...] = ()
    open_only: bool = False  # neither closed nor merged into another
    organization: str = ""
    person: str = ""
    category: str = ""  # a leaf, or a group for all its leaves
    kind: str = ""
    urgency: str = ""
    place: str = ""
    slip: int | None = None
    lead: int | None = None  # merged into this matter
    registered_from: date | None = None  # inclusive
    registered_to: date | None = None  # inclusive
    due_before: date | None = None  # deadline earlier than this day
    ids: tuple[int, ...] = ()

    def clauses(self) -> list[sa.ColumnElement[bool]]:
        """For a WHERE over `states`, and `matters` where `slip` is given."""
        unknown = [one for one in self.statuses if one not in STATUS_NAMES]
        if unknown:
            has = "、".join(f"{code}（{name}）" for code, name in STATUS_NAMES.items())
            raise UsageError(f"没有“{'、'.join(unknown)}”这种状态，可用：{has}")
        found: list[sa.ColumnElement[bool]] = []
        if self.statuses:
            found.append(_s.c.status.in_(self.statuses))
        if self.open_only:
            found.append(_s.c.status.in_(sorted(OPEN_STATUSES)))
        same = ("organization", "person", "kind", "urgency", "place")
        found += [_s.c[name] == getattr(self, name) for name in same if getattr(self, name)]
        if self.category:
            found.append(
                _s.c.category == self.category
                if "." in self.category
                else _s.c.category.startswith(f"{self.category}.", autoescape=True)
            )
        if self.slip is not None:
            found.append(_m.c.slip == self.slip)
        if self.lead is not None:
            found.append(_s.c.lead == self.lead)
        if self.registered_from is not None:
            found.append(_s.c.registered_on >= self.registered_from)
        if self.registered_to is not None:
            found.append(_s.c.registered_on <= self.registered_to)
        if self.due_before is not None:
            found.append(_s.c.deadline < self.due_before)
        if self.ids:
            found.append(_s.c.id.in_(self.ids))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A matter as the list shows it; masked."""

    state: MatterState
    slip: int
    number: int  # within the slip
    code: str  # as printed
    text: str
    source: str

    @property
    def id(self) -> int:
        return self.state.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A slip with its matters; masked."""

    id: int
    code: str
    case_number: str
    file: str
    sheet: str
    row: int
    received_on: date | None
    channel: str
    place: str
    text: str
    registered_on: date
    anonymized_on: date | None
    matters: tuple[int, ...]
    closed: bool  # all its matters are; one merged into another is closed when that one is


_ENTRY = (
    sa.select(_s, _m.c.slip, _m.c.number, _m.c.code, _m.c.text, _p.c.file, _p.c.sheet, _p.c.row)
    .join(_m, _m.c.id == _s.c.id)
    .join(_p, _p.c.id == _m.c.slip)
)


def entry_of(connection: sa.Connection, id: int) -> Entry:
    row = connection.execute(_ENTRY.where(_s.c.id == id)).first()
    if row is None:
        raise UnknownMatterError(f"台账里没有事项 {id}，请检查编号")
    return _entry(row)


def entries(
    connection: sa.Connection, where: Filter, order: Order, limit: int, offset: int
) -> list[Entry]:
    if order not in ("id", "deadline", "registered_on"):
        raise UsageError(f"不能按“{order}”排序，可用：id、deadline、registered_on")
    by = [_s.c.id] if order == "id" else [_s.c[order], _s.c.id]
    query = _ENTRY.where(*where.clauses()).order_by(*by).limit(limit).offset(offset)
    return [_entry(row) for row in connection.execute(query)]


def each_entry(connection: sa.Connection, where: Filter, size: int) -> Iterator[Entry]:
    last = 0
    while True:
        query = _ENTRY.where(*where.clauses(), _s.c.id > last).order_by(_s.c.id).limit(size)
        rows = connection.execute(query).all()
        for row in rows:
            yield _entry(row)
        if len(rows) < size:
            return
        last = rows[-1].id


def count(connection: sa.Connection, where: Filter) -> int:
    query = sa.select(sa.func.count()).select_from(_s).where(*where.clauses())
    if where.slip is not None:
        query = query.join(_m, _m.c.id == _s.c.id)
    return connection.scalar(query) or 0


def find(connection: sa.Connection, code: str) -> list[int]:
    """Matters by printed number; one without #n means all matters of that slip."""
    own = _m.alias("own")
    siblings = sa.and_(own.c.slip == _m.c.slip, sa.or_(_m.c.number == 1, own.c.id == _m.c.id))
    query = sa.select(own.c.id).select_from(_m.join(own, siblings)).where(_m.c.code == code)
    return sorted(set(connection.scalars(query)))


def still_open(closed_before: Any = None) -> sa.Exists:
    """Whether a slip has a matter that is not closed (or not before a moment)."""
    lead = schema.states.alias("lead")
    status = sa.case((_s.c.status == "merged", lead.c.status), else_=_s.c.status)
    moment = sa.case((_s.c.status == "merged", lead.c.closed_at), else_=_s.c.closed_at)
    open_ = status != "closed"
    if closed_before is not None:
        open_ = sa.or_(open_, moment >= closed_before)
    inner = _m.join(_s, _s.c.id == _m.c.id).outerjoin(lead, lead.c.id == _s.c.lead)
    return sa.exists().select_from(inner).where(_m.c.slip == _p.c.id, open_).correlate(_p)


def slip_of(connection: sa.Connection, id: int) -> Slip:
    found = _slips(connection, [_p.c.id == id], 1, 0)
    if not found:
        raise UnknownMatterError(f"台账里没有第 {id} 号来件，请检查编号")
    return found[0]


def slips(connection: sa.Connection, closed: bool | None, limit: int, offset: int) -> list[Slip]:
    where: list[sa.ColumnElement[bool]] = []
    if closed is not None:
        where.append(~still_open() if closed else still_open())
    return _slips(connection, where, limit, offset)


def _slips(
    connection: sa.Connection, where: list[sa.ColumnElement[bool]], limit: int, offset: int
) -> list[Slip]:
    query = sa.select(_p, still_open().label("open")).where(*where)
    rows = connection.execute(query.order_by(_p.c.id).limit(limit).offset(offset)).all()
    ids = [row.id for row in rows]
    parts: dict[int, list[Any]] = {id: [] for id in ids}
    for start in range(0, len(ids), 1000):
        some = ids[start : start + 1000]
        query = sa.select(_m.c.slip, _m.c.id, _m.c.text).where(_m.c.slip.in_(some))
        for part in connection.execute(query.order_by(_m.c.slip, _m.c.number)):
            parts[part.slip].append(part)
    names = [c.name for c in _p.c if c.name not in ("key", "text")]
    return [
        Slip(
            **{name: row._mapping[name] for name in names},
            text=row.text or "\n".join(part.text for part in parts[row.id]),
            matters=tuple(part.id for part in parts[row.id]),
            closed=not row.open,
        )
        for row in rows
    ]


def _entry(row: Any) -> Entry:
    return Entry(
        state=to_state(row),
        slip=row.slip,
        number=row.number,
        code=row.code,
        text=row.text,
        source=str(Source(file=row.file, sheet=row.sheet, row=row.row)),
    )
