"""Which slip a row of the list came from, told by number and source as they are printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minyi.domain import Source
from minyi.workbook.cells import Cell, text_of
from minyi.workbook.opened import Table

_PART = re.compile(r"#\d+$")  # of a slip with several matters


class Slips:
    """The rows of 原始意见, found by rows of 整改台账."""

    def __init__(self, ledger: Table, originals: Table | None) -> None:
        self._ledger, self._originals = ledger, originals
        self._by_source: dict[tuple[str, str], int] = {}
        self._by_id: dict[str, int] = {}
        if originals is None:
            return
        for position, row in enumerate(originals.rows):
            id = originals.text(row, "编号")
            if id:
                self._by_source.setdefault((id, _source(originals, row)), position)
                self._by_id.setdefault(id, position)

    def position(self, row: Sequence[Cell]) -> int | None:
        """Position of the slip of a row of the list; None where it is not to be found."""
        id = self._ledger.text(row, "编号")
        if not id:
            return None
        source = self._ledger.text(row, "来源").rpartition("\n")[2]
        ids = (id, _PART.sub("", id))
        for one in ids:
            if (one, source) in self._by_source:
                return self._by_source[one, source]
        return next((self._by_id[one] for one in ids if one in self._by_id), None)

    def text(self, row: Sequence[Cell], header: str) -> str:
        """What the slip of a row of the list says under one of the headers of 原始意见."""
        position = self.position(row)
        if position is None or self._originals is None:
            return ""
        return self._originals.text(self._originals.rows[position], header)


def _source(originals: Table, row: Sequence[Cell]) -> str:
    """As the list prints it."""
    number = text_of(originals.get(row, "行"))
    return str(
        Source(
            file=originals.text(row, "文件"),
            sheet=originals.text(row, "表"),
            row=int(number) if number.isdecimal() else 0,
        )
    )
