"""整改台账: one row for each matter, urgent first, then by deadline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from minyi.domain import KIND_NAMES, URGENCY_NAMES, Matter
from minyi.records import shown_organization
from minyi.workbook.long_texts import LongText
from minyi.workbook.measure import fitting_width
from minyi.workbook.model import LONG, ORIGINALS, STATES, Report, slip_key
from minyi.workbook.sheet import FIRST_ROW, Column, Link, Row, Styles, day, fill_sheet
from minyi.workbook.shown import CUT, Shown, cell_text

if TYPE_CHECKING:
    from minyi.workbook.bulk import BulkSheet

COLUMNS = (
    Column("序号", 5, "number"),
    Column("编号", 13, "id"),
    Column("来源", 13, "text"),
    Column("收集日期", 10.5, "date"),
    Column("意见内容", 44, "text"),
    Column("类别", 9, "center"),
    Column("性质", 5, "center"),
    Column("紧急程度", 6, "center"),
    Column("责任单位", 12, "center"),
    Column("协办单位", 11, "center"),
    Column("责任人", 7.5, "center"),
    Column("整改期限", 10.5, "date"),
    Column("期限说明", 17),
    Column("整改措施", 14, "fill"),
    Column("办理状态", 7.5, "center"),
    Column("反馈情况", 11, "fill"),
    Column("派单理由", 18, "text"),
    Column("备注", 12, "text"),
)
_AT: Mapping[str, int] = {column.header: index for index, column in enumerate(COLUMNS)}
_ID, TEXT, _URGENCY, _DUE = (_AT[h] for h in ("编号", "意见内容", "紧急程度", "整改期限"))
PROVISIONAL = Column("整改期限", 15, "date")  # wide enough for 暂定


def write_ledger(
    sheet: BulkSheet,
    styles: Styles,
    report: Report,
    shown: Shown,
    title: str,
    long_texts: Mapping[str, LongText],
) -> None:
    """Fill the sheet of what is to be done, with a drop-down of states; what is overdue is red."""
    columns = list(COLUMNS)
    ids = (shown.id(matter.id, matter.opinion) for matter in report.matters)
    columns[_ID] = replace(columns[_ID], width=fitting_width(ids, 8, columns[_ID].width))
    if any(deadline and deadline.provisional for deadline in report.deadlines):
        columns[_DUE] = PROVISIONAL
    slip_rows = {
        slip_key(opinion): FIRST_ROW + position for position, opinion in enumerate(report.slips())
    }
    rows = _rows(report, shown, slip_rows, long_texts)
    link = Link(_ID, ORIGINALS, spare=_AT["序号"])
    area = fill_sheet(sheet, styles, title, columns, rows, roomy=TEXT, link=link)
    if area is None:
        return
    state = _AT["办理状态"]
    choice = {
        "validate": "list",
        "source": list(STATES),
        "error_title": "办理状态",
        "error_message": f"请从下拉列表中选择：{'、'.join(STATES)}",
    }
    sheet.data_validation(area.first, state, area.last, state, choice)
    when, done = f"${_letter(_DUE)}{area.first + 1}", f"${_letter(state)}{area.first + 1}"
    open_still = "".join(f',{done}<>"{closed}"' for closed in STATES[2:])
    criteria = f"=AND(ISNUMBER({when}),{when}<TODAY(){open_still})"
    overdue = {"type": "formula", "criteria": criteria, "format": styles["overdue"]}
    for column in (_DUE, state):
        sheet.conditional_format(area.first, column, area.last, column, overdue)


def _rows(
    report: Report,
    shown: Shown,
    slip_rows: Mapping[tuple[object, str], int],
    long_texts: Mapping[str, LongText],
) -> Iterator[Row]:
    mark = report.marking()
    for number, position in enumerate(report.order(), start=1):
        matter, deadline = report.matters[position], report.deadlines[position]
        opinion, route, name = matter.opinion, matter.route, matter.opinion.name
        slip_row = slip_rows.get(slip_key(opinion))
        styles: dict[int, str] = {}
        if matter.urgency == "urgent":
            styles[_URGENCY] = "urgent"
        if deadline and deadline.provisional:
            styles[_DUE] = "provisional"
        text = shown.text(matter.text, name)
        source = shown.source(opinion.source, name)
        channel = shown.text(opinion.channel, name)
        cells = (
            number,
            shown.id(matter.id, opinion),
            cell_text(f"{channel}\n{source}" if channel else source),
            day(opinion.received_on),
            text,
            report.taxonomy.name(matter.category),
            KIND_NAMES.get(matter.kind, matter.kind),
            URGENCY_NAMES.get(matter.urgency, matter.urgency),
            cell_text(shown_organization(matter.organization, report.example)),
            cell_text(
                "、".join(shown_organization(one, report.example) for one in route.assisting)
            ),
            cell_text(route.contact),
            deadline.due if deadline else None,
            cell_text(deadline.explanation) if deadline else "",
            "",
            STATES[0],
            "",
            mark(shown.text(reasons(matter), name)),
            mark(shown.text(_remarks(matter, text, long_texts.get(text)), name)),
        )
        yield Row(cells, styles, slip_row)


def reasons(matter: Matter) -> str:
    """Why it goes there, and why it is urgent."""
    triage = matter.triage
    if matter.urgency != "urgent" or not (triage.rule or triage.words):
        return matter.reason
    words = "".join(f"“{word}”" for word in triage.words)
    return f"{matter.reason}\n紧急依据：{triage.rule}{words}"


def _remarks(matter: Matter, text: str, long: LongText | None) -> str:
    remarks = []
    if matter.needs_review:
        remarks.append(f"待人工复核：{matter.review_reason}".rstrip("："))
    if text.endswith(CUT):
        remarks.append("意见超过 Excel 单元格上限，已截断，全文见源文件")
    if long is not None:
        remarks.append(f"意见较长，本表打印不全，全文印在“{LONG}”第 {long.row} 行起")
    return "\n".join(remarks)


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def ledger_rows(report: Report) -> dict[tuple[object, str], int]:
    """Row of the first matter of each slip on the list, counted from 0."""
    found: dict[tuple[object, str], int] = {}
    for number, position in enumerate(report.order()):
        found.setdefault(slip_key(report.matters[position].opinion), FIRST_ROW + number)
    return found
