"""The printed list of the ledger: its columns, what organizations fill in, their own columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from minyi.followup.telling import proof
from minyi.ledgers import SATISFACTION_NAMES, Event, MatterState, schema
from minyi.workbook.model import STATES
from minyi.workbook.shown import Shown

ID, VERSION = "台账序号", "版本"  # which matter, and as it was when the list was made
COLUMNS = (
    *("序号", "编号", "来源", "登记日期", "意见内容", "类别", "性质", "紧急程度", "责任单位"),
    *("协办单位", "责任人", "整改期限", "整改措施", "整改凭证", "办理状态", "反馈情况", "满意度"),
    *("备注", "台账状态", "重复件", ID, VERSION),
)
FILLED = ("责任人", "整改措施", "整改凭证", "办理状态", "反馈情况", "满意度", "备注")
MEASURES, REMARK = "整改措施：", "备注："  # begin the notes (办理记录) that hold such a cell
# Columns of other lists of ours: no column of an office's own.
OTHERS = frozenset({"收集日期", "期限说明", "派单理由"})
_HEADER = 200  # characters

_PROGRESS: Mapping[str, str] = dict.fromkeys(("closing", "reviewed"), STATES[2]) | {
    "working": STATES[1],
    "closed": STATES[3],
}


def filled(state: MatterState, notes: Iterable[str]) -> dict[str, str]:
    """What the cells that organizations fill in show of a matter.

    Args:
        state: Of the matter, or of the one that it was merged into.
        notes: `why` of its notes so far, in order.
    """
    latest = {
        start: note.removeprefix(start)
        for note in notes
        for start in (MEASURES, REMARK)
        if note.startswith(start)
    }
    return {
        "责任人": state.person,
        "整改措施": state.measures or latest.get(MEASURES, ""),
        "整改凭证": "\n".join(map(proof, state.evidence)),
        "办理状态": _PROGRESS.get(state.before or state.status, STATES[0]),
        "反馈情况": state.answer,
        "满意度": SATISFACTION_NAMES.get(state.satisfaction, "") if state.answer else "",
        "备注": latest.get(REMARK, ""),
    }


def notes_of(events: Iterable[Event]) -> list[str]:
    """`why` of the notes among events."""
    return [event.why for event in events if event.step == "note"]


def all_notes(connection: sa.Connection) -> dict[int, list[str]]:
    """The notes of all matters that hold a cell of the list."""
    e = schema.events
    query = (
        sa.select(e.c.matter, e.c.why)
        .where(
            e.c.step == "note",
            sa.or_(e.c.why.startswith(MEASURES), e.c.why.startswith(REMARK)),
        )
        .order_by(e.c.matter, e.c.seq)
    )
    found: dict[int, list[str]] = {}
    for matter, why in connection.execute(query):
        found.setdefault(matter, []).append(why)
    return found


def own_headers(connection: sa.Connection) -> list[str]:
    """Headers that the office added, from the left."""
    t = schema.own_cells
    query = (
        sa.select(t.c.header)
        .where(t.c.text != "")
        .group_by(t.c.header)
        .order_by(sa.func.min(t.c.place), t.c.header)
    )
    return list(connection.scalars(query))


def own_cells(connection: sa.Connection, matters: Sequence[int] = ()) -> dict[int, dict[str, str]]:
    """Cells of the office's own columns; of all matters where none is named."""
    t = schema.own_cells
    query = sa.select(t.c.matter, t.c.header, t.c.text)
    if matters:
        query = query.where(t.c.matter.in_(matters))
    found: dict[int, dict[str, str]] = {}
    for matter, header, text in connection.execute(query):
        found.setdefault(matter, {})[header] = text
    return found


def keep_own_cells(
    connection: sa.Connection, matter: int, cells: Mapping[str, str], shown: Shown
) -> list[tuple[str, str, str]]:
    """Store what the office wrote in columns of its own, personal data masked.

    Args:
        connection: Of a writer's transaction.
        matter: Whose row it is.
        cells: Header → text, from the left.
        shown: Masks as the header demands.

    Returns:
        Header, old and new text of what was there and changed.
    """
    t = schema.own_cells
    before = own_cells(connection, [matter]).get(matter, {})
    changed: list[tuple[str, str, str]] = []
    for place, (header, text) in enumerate(cells.items()):
        header, text = shown.text(header)[:_HEADER], shown.cell(header, text)
        old = before.get(header, "")
        if text == old:
            continue
        where = sa.and_(t.c.matter == matter, t.c.header == header)
        connection.execute(t.delete().where(where))
        connection.execute(t.insert().values(matter=matter, header=header, place=place, text=text))
        if old:
            changed.append((header, old, text))
    return changed
