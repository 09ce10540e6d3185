"""Rows of the list that an organization sent back (退单)."""

from __future__ import annotations

from minyi.workbook.model import LEDGER
from minyi.workbook.opened import Book

_WORD = "退单"


def returned_ids(book: Book) -> dict[str, str]:
    """Printed id → organization of the rows whose 办理状态 says 退单 or 已退单."""
    table = book.tables.get(LEDGER)
    if table is None:
        return {}
    return {
        number: table.text(row, "责任单位")
        for row in table.rows
        if _WORD in table.text(row, "办理状态") and (number := table.text(row, "编号"))
    }
