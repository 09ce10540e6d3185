"""Whether the ledger is whole: chain, derived states, texts, merges and attachments."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import reduce
from hashlib import sha256
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from minyi.ledgers import schema
from minyi.ledgers.applying import apply
from minyi.ledgers.attachments import Attachments
from minyi.ledgers.chain import Anchor, check_chain, each_event, read_anchor, to_event
from minyi.ledgers.faults import BadLedgerError
from minyi.ledgers.state import MatterState
from minyi.ledgers.writing import state_row, to_state

MOST_FAULTS = 100  # told; a broken ledger is broken after the first
_PAGE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a check found."""

    events: int
    matters: int
    faults: tuple[str, ...]  # Chinese; empty for a sound ledger
    anchor: Anchor  # to keep elsewhere

    @property
    def ok(self) -> bool:
        return not self.faults


def verify(
    connection: sa.Connection, attachments: Attachments, anchor: Anchor | None, files: bool
) -> Verification:
    """Check everything that can be checked; see `Ledger.verify`."""
    faults = check_chain(connection, anchor)
    matters = 0
    for id, derived, payload, text, stored in _side_by_side(connection):
        matters += 1
        if isinstance(derived, str):
            faults.append(derived)
        elif stored is None:
            faults.append(f"事项 {id} 没有状态，请重建（minyi ledger verify --rebuild）")
        elif derived != stored:
            names = [f.name for f in fields(MatterState)]
            other = [n for n in names if getattr(derived, n) != getattr(stored, n)]
            faults.append(f"事项 {id} 的状态与事件不符（{'、'.join(other)}），请重建")
        if text is None:
            faults.append(f"事项 {id} 有事件而没有内容：内容被删")
        elif payload and sha256(text.encode()).hexdigest() != payload.get("text_sha256"):
            faults.append(f"事项 {id} 的内容与登记时不同：被改动过")
        if len(faults) >= MOST_FAULTS:
            break
    else:
        faults += _merges(connection)
        if files:
            faults += _files(connection, attachments)
    return Verification(
        events=connection.scalar(sa.select(sa.func.count()).select_from(schema.events)) or 0,
        matters=matters,
        faults=tuple(faults[:MOST_FAULTS]),
        anchor=read_anchor(connection),
    )


def rebuild(connection: sa.Connection) -> int:
    """Derive all states anew; gives how many differed.

    Raises:
        BadLedgerError: The events themselves were changed.
    """
    broken = check_chain(connection)
    if broken:
        raise BadLedgerError(f"事件链有问题，不能据以重建：{broken[0]}；请用备份恢复")
    changed = 0
    new: list[dict[str, Any]] = []
    table = schema.states
    for id, derived, _, text, stored in _side_by_side(connection):
        if isinstance(derived, str):
            if stored is None:
                continue  # a matter without events and without a state: nothing to derive
            raise BadLedgerError(derived)
        if derived == stored or text is None:
            continue
        changed += 1
        if stored is not None:
            connection.execute(table.delete().where(table.c.id == id))
        new.append(state_row(derived))
    for start in range(0, len(new), _PAGE):
        connection.execute(table.insert(), new[start : start + _PAGE])
    return changed


_Row = tuple[int, MatterState | str, dict[str, Any], str | None, MatterState | None]


def _side_by_side(connection: sa.Connection) -> Iterator[_Row]:
    """Each matter: id, derived state or fault, payload of registering, text, stored state.

    The three tables are read in step, so that memory does not grow with the ledger.
    """
    groups = groupby(each_event(connection, by_matter=True), key=lambda row: row.matter)
    texts = _by_id(connection, schema.matters, ("id", "text"))
    stored = _by_id(connection, schema.states, None)
    events = next(groups, None)
    text, state = next(texts, None), next(stored, None)
    while events is not None or text is not None or state is not None:
        id = min(
            ([events[0]] if events else [])
            + ([text.id] if text else [])
            + ([state.id] if state else [])
        )
        derived: MatterState | str = f"事项 {id} 一个事件也没有：事件被删"
        payload: dict[str, Any] = {}
        if events is not None and events[0] == id:
            try:
                steps = [to_event(row) for row in events[1]]
                payload = dict(steps[0].payload)
                derived = reduce(apply, steps[1:], apply(None, steps[0]))
            except (BadLedgerError, ValueError, TypeError) as error:
                derived = str(error)
            events = next(groups, None)
        own_text: str | None = None
        if text is not None and text.id == id:
            own_text, text = text.text, next(texts, None)
        own_state: MatterState | None = None
        if state is not None and state.id == id:
            own_state, state = _read_state(state), next(stored, None)
        yield id, derived, payload, own_text, own_state


def _read_state(row: Any) -> MatterState | None:
    try:
        return to_state(row)
    except (ValueError, TypeError):
        return None


def _by_id(
    connection: sa.Connection, table: sa.Table, names: tuple[str, ...] | None
) -> Iterator[Any]:
    columns = [table] if names is None else [table.c[name] for name in names]
    last = 0
    while True:
        query = sa.select(*columns).where(table.c.id > last).order_by(table.c.id).limit(_PAGE)
        rows = connection.execute(query).all()
        yield from rows
        if len(rows) < _PAGE:
            return
        last = rows[-1].id


def _merges(connection: sa.Connection) -> list[str]:
    """Voices of a lead are those merged into it and itself."""
    lead, other = schema.states, schema.states.alias("other")
    counted = (
        sa.select(other.c.lead.label("lead"), sa.func.count().label("voices"))
        .where(other.c.lead.is_not(None))
        .group_by(other.c.lead)
        .subquery()
    )
    wrong = (
        sa.select(lead.c.id)
        .outerjoin(counted, counted.c.lead == lead.c.id)
        .where(lead.c.voices != 1 + sa.func.coalesce(counted.c.voices, 0))
        .order_by(lead.c.id)
    )
    return [f"事项 {id} 的重复件数与并入的事项不符" for id in connection.scalars(wrong)]


def _files(connection: sa.Connection, attachments: Attachments) -> list[str]:
    """Every file that was ever given as proof is there and unchanged."""
    table = schema.events
    query = sa.select(table.c.matter, table.c.payload).where(table.c.step == "request")
    faults: list[str] = []
    whole: dict[str, bool] = {}
    for matter, payload in connection.execute(query):
        for one in json.loads(payload)["evidence"]:
            digest = one["sha256"]
            if not digest:
                continue
            if digest not in whole:
                whole[digest] = digest in attachments and attachments.is_whole(digest)
            if not whole[digest]:
                faults.append(f"事项 {matter} 的附件 {one['name'] or digest[:12]} 不见了或被改动过")
    return faults
