"""底稿: what a list rests on without showing it, so that it can be issued again.

The sheet is very hidden. It holds nothing that the other sheets would not show either: towns are
names of the gazetteer, and everything goes through the same masking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, repeat
from typing import TYPE_CHECKING

from minyi.errors import BadTableError
from minyi.workbook.cells import Cell, day_of, text_of
from minyi.workbook.ledger import DECIDED, decided_cells
from minyi.workbook.model import LAYOUT, RECORD, Report
from minyi.workbook.sheet import Styles
from minyi.workbook.shown import Shown, cell_text

if TYPE_CHECKING:
    from minyi.workbook.bulk import BulkSheet

HEADERS = (
    "编号",
    "地点",
    "紧急工作日",
    "一般工作日",
    "项目",
    "值",
    *(f"写出的{one}" for one in DECIDED),
)
_ID, _PLACE, _URGENT, _NORMAL, _ITEM, _VALUE, _DECIDED = range(7)


@dataclass(frozen=True, slots=True)
class Basis:
    """What one row of the list rests on."""

    town: str  # street or town, "" unknown
    urgent_days: int
    normal_days: int
    # What was last written under `DECIDED`, as texts; none in a list of an older version.
    written: Sequence[str] = ()

    def by_hand(self, header: str, cell: Cell) -> bool:
        """Whether a cell under one of the headers of `DECIDED` says something else now."""
        if not self.written:
            return False
        before = self.written[DECIDED.index(header)]
        return text_of(cell) != before and (day_of(cell) is None or day_of(cell) != day_of(before))


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The sheet, read back."""

    read: int
    classified: int
    rejected: int
    created: datetime
    model_version: str
    example: bool
    matters: Mapping[str, Basis]  # by printed id; the first where two have the same


def write_record(sheet: BulkSheet, styles: Styles, report: Report, shown: Shown) -> None:
    """Fill the sheet: one row for each matter, and beside them the facts about the whole."""
    items: list[tuple[str, str | int]] = [
        ("表格版式", LAYOUT),
        ("读入", report.read),
        ("分类", report.classified),
        ("退回", report.rejected),
        ("生成时间", report.created.replace(tzinfo=None).isoformat(timespec="seconds")),
        ("模型版本", cell_text(report.model_version)),
        ("示例", "是" if report.example else "否"),
    ]
    formats = [styles.index("plain")] * len(HEADERS)
    sheet.put_row(0, HEADERS, formats, 15)
    beside = chain(items, repeat(("", "")))
    count = 0
    for position in report.order():
        matter = report.matters[position]
        route = matter.route
        count += 1
        cells = (
            shown.id(matter.id, matter.opinion),
            shown.text(report.town(position), matter.opinion.name),
            route.urgent_days,
            route.normal_days,
            *next(beside),
            *map(text_of, decided_cells(route, report.deadlines[position], report.example)),
        )
        sheet.put_row(count, cells, formats, 15)
    for number in range(count, len(items)):
        sheet.put_row(number + 1, ["", "", None, None, *next(beside)], formats[:_DECIDED], 15)
    sheet.very_hidden()


def read_record(rows: Sequence[Sequence[Cell]], file: str) -> Record:
    """The sheet as it was written.

    Args:
        rows: All of them; none where the file has no such sheet.
        file: Named in the error.

    Raises:
        BadTableError: The sheet is missing or damaged: an older list, or another program's.
    """
    try:
        items = {str(row[_ITEM]): row[_VALUE] for row in rows[1:] if row[_ITEM]}
        matters: dict[str, Basis] = {}
        for row in rows[1:]:
            if row[_ID] and row[_URGENT] != "":
                matters.setdefault(
                    str(row[_ID]),
                    Basis(
                        str(row[_PLACE]),
                        _number(row[_URGENT]),
                        _number(row[_NORMAL]),
                        written=[text_of(cell) for cell in row[_DECIDED : len(HEADERS)]],
                    ),
                )
        return Record(
            read=_number(items["读入"]),
            classified=_number(items["分类"]),
            rejected=_number(items["退回"]),
            created=datetime.fromisoformat(str(items["生成时间"])),
            model_version=str(items["模型版本"]),
            example=items["示例"] == "是",
            matters=matters,
        )
    except (IndexError, KeyError, ValueError) as error:
        raise BadTableError(
            f"{file}：里面没有重新出表所需的隐藏“{RECORD}”表，可能是旧版 minyi 写的，"
            "或经别的软件另存；请用 minyi run 重新生成台账，再把更正填进去"
        ) from error


def basis_edits(
    rows: Sequence[Sequence[Cell]], changed: Mapping[str, Basis]
) -> dict[tuple[int, int], Cell]:
    """Cells of the sheet by row and column, for single matters that rest on something else now."""
    edits: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(rows):
        basis = changed.get(str(row[_ID])) if row else None
        if basis:
            fresh: tuple[Cell, ...] = (basis.town, basis.urgent_days, basis.normal_days)
            edits |= {(number, _PLACE + offset): cell for offset, cell in enumerate(fresh)}
            if len(row) >= len(HEADERS):
                edits |= {(number, _DECIDED + at): cell for at, cell in enumerate(basis.written)}
    return edits


def _number(cell: Cell) -> int:
    return int(str(cell))
