"""Tables of the ledger, the same on SQLite and PostgreSQL.

`events` is the truth and is only ever added to. `states` is derived from it. What tells who a
citizen is stands in `people` and `originals` alone, outside the hash chain, so that it can go.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from minyi.ledgers.events import CHINA, stamp
from minyi.ledgers.state import Evidence

HEAD = "0003"  # the newest migration; a test holds it to the folder


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware datetime as text that sorts, alike on every store."""

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else stamp(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value).astimezone(CHINA)


class Names(sa.types.TypeDecorator[tuple[str, ...]]):
    """A tuple of strings as JSON."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str:
        return json.dumps(list(value), ensure_ascii=False) if value else "[]"

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> tuple[str, ...]:
        return tuple(json.loads(value)) if value and value != "[]" else ()


class Proof(sa.types.TypeDecorator[tuple[Evidence, ...]]):
    """A tuple of `Evidence` as JSON."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str:
        return json.dumps([asdict(one) for one in value], ensure_ascii=False) if value else "[]"

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> tuple[Evidence, ...]:
        if not value or value == "[]":
            return ()
        return tuple(Evidence(**one) for one in json.loads(value))


metadata = sa.MetaData()


def _text(name: str, *more: Any, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text, *more, nullable=False, default="", **options)


def _key(name: str, *more: Any) -> sa.Column[int]:
    # Ids are given by the one writer, in the order of registering: the same on every store.
    return sa.Column(name, sa.Integer, *more, primary_key=True, autoincrement=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, default=0)


slips = sa.Table(
    "slips",
    metadata,
    _key("id"),
    sa.Column("key", sa.String(64), nullable=False, unique=True),  # of content and source
    _text("code"),  # as printed, masked unless it is a case number
    _text("case_number"),
    _text("file"),  # masked
    _text("sheet"),
    _whole("row"),
    sa.Column("received_on", sa.Date),
    _text("channel"),
    _text("place"),
    _text("text"),  # masked; "" where its only matter is the whole text
    sa.Column("registered_on", sa.Date, nullable=False, index=True),
    sa.Column("anonymized_on", sa.Date),
)

matters = sa.Table(
    "matters",
    metadata,
    _key("id"),
    sa.Column("slip", sa.Integer, sa.ForeignKey("slips.id"), nullable=False, index=True),
    sa.Column("number", sa.Integer, nullable=False),  # within the slip, from 1
    _text("code", index=True),  # as printed
    _text("text"),  # masked
)

events = sa.Table(
    "events",
    metadata,
    _key("number"),  # 1, 2, 3 … over the whole ledger: the order of the hash chain
    sa.Column("matter", sa.Integer, sa.ForeignKey("matters.id"), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("step", sa.String(16), nullable=False),
    sa.Column("at", Moment, nullable=False),
    _text("who"),
    sa.Column("role", sa.String(16), nullable=False),
    _text("organization"),
    _text("why"),
    sa.Column("payload", sa.Text, nullable=False),  # canonical JSON
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Index("events_of_matter", "matter", "seq", unique=True),
    sa.Index("events_by_time", "at", "step"),
)

states = sa.Table(
    "states",
    metadata,
    _key("id", sa.ForeignKey("matters.id")),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("last_at", Moment, nullable=False),
    _text("category"),
    sa.Column("score", sa.Float, nullable=False, default=0.0),
    sa.Column("needs_review", sa.Boolean, nullable=False, default=False),
    _text("kind"),
    _text("urgency"),
    _text("place"),
    _text("channel"),
    sa.Column("received_on", sa.Date),
    sa.Column("registered_on", sa.Date),
    _whole("days"),
    _text("accused"),
    _text("proposed"),
    _text("organization"),
    _text("person"),
    sa.Column("deadline", sa.Date),
    sa.Column("assisting", Names, nullable=False),
    sa.Column("assigned_at", Moment),
    sa.Column("accepted_at", Moment),
    sa.Column("started_at", Moment),
    sa.Column("requested_at", Moment),
    sa.Column("reviewed_at", Moment),
    sa.Column("first_answered_at", Moment),
    sa.Column("answered_at", Moment),
    sa.Column("closed_at", Moment),
    _text("before"),
    sa.Column("suspended_on", sa.Date),
    sa.Column("lead", sa.Integer),
    sa.Column("voices", sa.Integer, nullable=False, default=1),
    sa.Column("asked_until", sa.Date),
    _text("asked_by"),
    _text("measures"),
    sa.Column("evidence", Proof, nullable=False),
    _text("requested_by"),
    _text("reviewer"),
    _text("answer"),
    _text("satisfaction"),
    _whole("returns"),
    _whole("extensions"),
    _whole("reopened"),
    _text("chased"),
    sa.Column("chased_on", sa.Date),
    sa.Index("states_due", "status", "deadline"),
    sa.Index("states_organization", "organization", "status", "deadline"),
    sa.Index("states_category", "category", "registered_on"),
    sa.Index("states_place", "place", "category", "registered_on"),
    sa.Index("states_registered", "registered_on"),
    sa.Index("states_lead", "lead"),
    sa.Index("states_deadline", "deadline", "status"),  # pages by deadline
    sa.Index("states_last", "last_at"),
    # All that a report counts, so that a million matters are counted without their rows.
    sa.Index(
        "states_counted",
        *("status", "registered_on", "last_at", "organization", "proposed"),
        *("category", "urgency", "deadline", "days"),
    ),
)

people = sa.Table(
    "people",
    metadata,
    _key("slip", sa.ForeignKey("slips.id")),
    _text("name"),
    _text("phone"),
    _text("title"),
    _text("text"),  # as written
    _text("extra"),  # JSON: further columns of the table, as written
)

originals = sa.Table(
    "originals",  # matters whose text differs from the masked one
    metadata,
    _key("matter", sa.ForeignKey("matters.id")),
    _text("text"),
)

views = sa.Table(
    "views",  # who looked at personal data, or was refused; and when it was removed
    metadata,
    _key("id"),
    sa.Column("matter", sa.Integer, index=True),
    sa.Column("at", Moment, nullable=False),
    _text("who"),
    sa.Column("role", sa.String(16), nullable=False),
    _text("organization"),
    _text("why"),
    sa.Column("what", sa.String(16), nullable=False),  # seen, refused, anonymized
)

chain = sa.Table(
    "chain",  # one row: where the hash chain ends. Its lock makes writers of PostgreSQL queue
    metadata,
    _key("id"),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)

own_cells = sa.Table(
    "own_cells",  # of columns that an office added to the printed list, masked
    metadata,
    _key("matter", sa.ForeignKey("matters.id")),
    sa.Column("header", sa.String(200), primary_key=True),
    _whole("place"),  # of the column, from the left
    _text("text"),
)

proposals = sa.Table(
    "proposals",  # matters that seem to tell what an earlier one told, and what became of that
    metadata,
    _key("id"),
    sa.Column("duplicate", sa.Integer, sa.ForeignKey("matters.id"), nullable=False),
    sa.Column("lead", sa.Integer, sa.ForeignKey("matters.id"), nullable=False),
    sa.Column("similarity", sa.Float, nullable=False),
    sa.Column("status", sa.String(16), nullable=False),  # open, merged, refused
    sa.Column("found_at", Moment, nullable=False),
    sa.Column("decided_at", Moment),
    _text("who"),  # decided
    sa.Index("proposals_pair", "duplicate", "lead", unique=True),
    sa.Index("proposals_status", "status", "lead"),
)

searched = sa.Table(
    "searched",  # one row: up to which matter duplicates were looked for
    metadata,
    _key("id"),
    sa.Column("matter", sa.Integer, nullable=False),
)

# What a backup holds, each table after those that it refers to.
COPIED = (
    slips,
    matters,
    events,
    states,
    people,
    originals,
    views,
    chain,
    proposals,
    searched,
    own_cells,
)
