"""Rows that take another place in their sheet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from minyi.domain import URGENCY_NAMES
from minyi.workbook.cells import Cell, Formula, day_of, value_of
from minyi.workbook.formulas import move_row
from minyi.workbook.opened import Table


def moved(row: list[Cell], old: int, new: int) -> list[Cell]:
    """The row at its new place, rows counted from 0: formulas follow their row."""
    if old == new or not any(isinstance(cell, Formula) for cell in row):
        return row
    return [
        Formula(move_row(cell.text, old, new), cell.value) if isinstance(cell, Formula) else cell
        for cell in row
    ]


def reordered(ledger: Table, rows: Sequence[list[Cell]], touched: Collection[int]) -> Table:
    """The list with its new rows: urgent first and by deadline, as far as it was so before.

    Args:
        ledger: As it was.
        rows: As they are now, each at its old place.
        touched: Places of the rows that may go elsewhere; all others keep their order. Rows
            without a number, such as a signature below the list, keep their place.
    """
    slots = [place for place, row in enumerate(ledger.rows) if ledger.text(row, "编号")]
    blocks = [not _is_urgent(ledger, ledger.rows[place]) for place in slots]
    if blocks != sorted(blocks):  # somebody has sorted the list in another way
        return replace(ledger, rows=rows)
    ranks = {place: _rank(ledger, rows[place]) for place in slots}
    movers = {p for p in touched if p in ranks and ranks[p] != _rank(ledger, ledger.rows[p])}
    order = [place for place in slots if place not in movers]
    ordered = [ranks[place] for place in order]
    for place in sorted(movers):
        index = bisect_right(ordered, ranks[place])
        order.insert(index, place)
        ordered.insert(index, ranks[place])
    result = list(rows)
    for slot, place in zip(slots, order, strict=True):
        result[slot] = moved(rows[place], ledger.first + place, ledger.first + slot)
    return replace(ledger, rows=_numbered(ledger, result, slots))


def _numbered(ledger: Table, rows: list[list[Cell]], slots: Sequence[int]) -> Sequence[list[Cell]]:
    """序号 from the top again, if it ran from the top before."""
    column = ledger.at.get("序号")
    counted = list(range(1, len(slots) + 1))
    if column is None or [value_of(ledger.rows[slot][column]) for slot in slots] != counted:
        return rows
    for number, slot in zip(counted, slots, strict=True):
        if value_of(rows[slot][column]) != number and not isinstance(rows[slot][column], Formula):
            rows[slot] = [*rows[slot][:column], number, *rows[slot][column + 1 :]]
    return rows


def _is_urgent(ledger: Table, row: Sequence[Cell]) -> bool:
    return ledger.text(row, "紧急程度") == URGENCY_NAMES["urgent"]


def _rank(ledger: Table, row: Sequence[Cell]) -> tuple[bool, date]:
    return not _is_urgent(ledger, row), day_of(ledger.get(row, "整改期限")) or date.max
