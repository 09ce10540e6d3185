"""The ledger as a list to hand out: xlsx, CSV, JSON lines, all with the same columns."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal, cast

from minyi.domain import KIND_NAMES, URGENCY_NAMES
from minyi.errors import UsageError
from minyi.followup.sheets import COLUMNS, all_notes, filled, own_cells, own_headers
from minyi.ledgers import STATUS_NAMES, Entry, Filter, Ledger
from minyi.records import replacing
from minyi.workbook.book import writing
from minyi.workbook.cells import Cell
from minyi.workbook.model import LEDGER, STATES
from minyi.workbook.sheet import Column, Row, Styles, fill_sheet
from minyi.workbook.shown import cell_text

Format = Literal["xlsx", "csv", "jsonl"]

FORMATS: tuple[Format, ...] = ("xlsx", "csv", "jsonl")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = {
    "序号": 5,
    "编号": 15,
    "来源": 13,
    "登记日期": 10.5,
    "意见内容": 40,
    "类别": 9,
    "性质": 5,
    "紧急程度": 6,
    "责任单位": 12,
    "协办单位": 11,
    "责任人": 8,
    "整改期限": 10.5,
    "整改措施": 20,
    "整改凭证": 16,
    "办理状态": 8,
    "反馈情况": 16,
    "满意度": 8,
    "备注": 14,
    "台账状态": 8,
    "重复件": 6,
    "台账序号": 6,
    "版本": 5,
}
_STYLES = {
    "序号": "number",
    "编号": "id",
    "来源": "text",
    "登记日期": "date",
    "意见内容": "text",
    "整改期限": "date",
    "台账序号": "number",
    "版本": "number",
    "重复件": "number",
    **dict.fromkeys(("整改措施", "整改凭证", "反馈情况", "备注"), "fill"),
}


def export(
    ledger: Ledger,
    out: Path,
    *,
    title: str,
    category: Callable[[str], str],
    organization: Callable[[str], str] = str,
    where: Filter | None = None,
    created: datetime,
    force: bool = False,
) -> int:
    """Write the list; a column that the office added and imported stands at its end.

    Args:
        ledger: What is written, masked.
        out: Its suffix says the format.
        title: Stands above the sheet.
        category: Gives the Chinese name of a code.
        organization: Gives the name of an organization as printed.
        where: Which matters; all by default.
        created: Noted in the workbook.
        force: Overwrite `out`.

    Returns:
        How many matters.

    Raises:
        UsageError: An unknown suffix, or the folder cannot be written to.
        OutputExistsError: `out` is there and `force` was not given.
    """
    kind = out.suffix.lower().lstrip(".")
    if kind not in FORMATS:
        raise UsageError(f"{out}：不认识的输出格式，请用 {'、'.join(f'.{one}' for one in FORMATS)}")
    with ledger.reading() as connection:
        own = own_headers(connection)
        cells = own_cells(connection)
        notes = all_notes(connection)
    count = 0

    def rows() -> Iterator[list[Cell]]:
        nonlocal count
        for entry in ledger.each(where or Filter()):
            count += 1
            values = _row(count, entry, notes.get(entry.id, ()), category, organization)
            mine = cells.get(entry.id, {})
            yield [*values, *(mine.get(header, "") for header in own)]

    headers = [*COLUMNS, *own]
    if kind == "xlsx":
        _write_book(headers, rows(), out, title=title, created=created, force=force)
    else:
        _write_lines(cast("Format", kind), headers, rows(), out, force=force)
    return count


def _row(
    number: int,
    entry: Entry,
    notes: Sequence[str],
    category: Callable[[str], str],
    organization: Callable[[str], str],
) -> list[Cell]:
    state = entry.state
    merged = f"，并入 {state.lead}" if state.lead is not None else ""
    values: dict[str, Cell] = {
        "序号": number,
        "编号": entry.code,
        "来源": "\n".join(filter(None, (state.channel, entry.source))),
        "登记日期": state.registered_on,
        "意见内容": entry.text,
        "类别": category(state.category),
        "性质": KIND_NAMES.get(state.kind, state.kind),
        "紧急程度": URGENCY_NAMES.get(state.urgency, state.urgency),
        "责任单位": organization(state.organization or state.proposed),
        "协办单位": "、".join(map(organization, state.assisting)),
        "整改期限": state.deadline,
        **filled(state, notes),
        "台账状态": STATUS_NAMES[state.status] + merged,
        "重复件": state.voices - 1 or "",
        "台账序号": entry.id,
        "版本": state.version,
    }
    return [values[header] for header in COLUMNS]


def _write_book(
    headers: Sequence[str],
    rows: Iterator[list[Cell]],
    out: Path,
    *,
    title: str,
    created: datetime,
    force: bool,
) -> None:
    from minyi.workbook.bulk import BulkSheet

    columns = [Column(one, _WIDTHS.get(one, 14), _STYLES.get(one, "center")) for one in headers]
    state = list(headers).index("办理状态")
    with writing(out, force=force, title=title, created=created) as workbook:
        sheet = workbook.add_worksheet(LEDGER, BulkSheet)
        lines = (Row([cell_text(c) if isinstance(c, str) else c for c in row], {}) for row in rows)
        area = fill_sheet(
            sheet,
            Styles(workbook),
            cell_text(title),
            columns,
            lines,
            roomy=COLUMNS.index("意见内容"),
        )
        sheet.set_paper(8)  # A3: the list has many columns
        if area is not None:
            choice = {"validate": "list", "source": list(STATES)}
            sheet.data_validation(area.first, state, area.last, state, choice)


def _write_lines(
    kind: Format, headers: Sequence[str], rows: Iterator[list[Cell]], out: Path, *, force: bool
) -> None:
    encoding = "utf-8-sig" if kind == "csv" else "utf-8"  # Excel reads CSV as UTF-8 by the mark
    with (
        replacing(out, force=force) as partial,
        partial.open("w", encoding=encoding, newline="", errors="replace") as file,
    ):
        if kind == "csv":
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(map(_safe, headers))
            writer.writerows([_safe(cell) for cell in row] for row in rows)
            return
        for row in rows:
            cells = {h: _plain(c) for h, c in zip(headers, row, strict=True)}
            file.write(json.dumps(cells, ensure_ascii=False) + "\n")


def _plain(cell: Cell) -> object:
    return cell.isoformat() if isinstance(cell, date) else cell


def _safe(cell: Cell) -> str:
    """A text that a spreadsheet would run gets a quote before it."""
    text = "" if cell is None else str(_plain(cell))
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA_STARTS) else text
