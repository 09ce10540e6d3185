"""What the list says by itself: rows sent back (退单), organizations that people wrote over."""

from __future__ import annotations

from minyi.workbook.corrections import plain_name
from minyi.workbook.model import LEDGER, RECORD
from minyi.workbook.opened import Book
from minyi.workbook.record import read_record

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


def rewritten_ids(book: Book) -> dict[str, str]:
    """Printed id → organization now, of the rows whose 责任单位 is not what we wrote there.

    Raises:
        BadTableError: The workbook lacks what the list rests on.
    """
    table = book.tables.get(LEDGER)
    if table is None:
        return {}
    known = read_record(book.rows(RECORD), book.name).matters
    numbers = [table.text(row, "编号") for row in table.rows]
    return {
        number: name
        for number, row in zip(numbers, table.rows, strict=True)
        if (basis := known.get(number)) is not None
        and numbers.count(number) == 1
        and basis.by_hand("责任单位", name := table.text(row, "责任单位"))
        and plain_name(name) != plain_name(basis.written[0])
    }
