"""整改台账: one row for each matter, urgent first, then by deadline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from minyi.domain import KIND_NAMES, URGENCY_NAMES, Matter, Route
from minyi.records import shown_organization
from minyi.workbook.long_texts import LongText
from minyi.workbook.measure import fitting_width, shared_widths
from minyi.workbook.model import LONG, ORIGINALS, STATES, Report, slip_key
from minyi.workbook.sheet import FIRST_ROW, Column, Link, Row, Styles, day, fill_sheet
from minyi.workbook.shown import CUT, Shown, cell_text
from minyi.workdays import Deadline

if TYPE_CHECKING:
    from minyi.workbook.bulk import BulkSheet

SIZE = 8  # points of print: a row of at most 409 points holds a quarter more than at 10
# Of all columns, so that A4 landscape shrinks 8 points to no less than 7.
_ROOM = 161.0
_ZOOM = 125  # per cent: on the screen it reads like 10 points
_SAMPLE = 150  # rows that the widths are made for
DECIDED = ("责任单位", "协办单位", "责任人", "整改期限")  # what people may change by hand
WAITING = "待人工复核"  # how a remark begins, until the matter is reviewed

# Least widths; what the page has left is shared by what the rows need.
COLUMNS = (
    Column("序号", 4, "number"),
    Column("编号", 6, "id"),
    Column("来源", 7, "text"),
    Column("收集日期", 9, "date"),
    Column("意见内容", 30, "text"),
    Column("类别", 5.5, "center"),
    Column("性质", 4, "center"),
    Column("紧急程度", 4, "center"),
    Column("责任单位", 7, "center"),
    Column("协办单位", 7, "center"),
    Column("责任人", 5, "center"),
    Column("整改期限", 9, "date"),
    Column("期限说明", 9),
    Column("整改措施", 9.5, "fill"),
    Column("办理状态", 6.4, "center"),
    Column("反馈情况", 8, "fill"),
    Column("派单理由", 11, "text"),
    Column("备注", 6, "text"),
)
_AT: Mapping[str, int] = {column.header: index for index, column in enumerate(COLUMNS)}
_ID, TEXT, _URGENCY, _DUE = (_AT[h] for h in ("编号", "意见内容", "紧急程度", "整改期限"))
_ID_WIDTH = 11.0  # at most
_PROVISIONAL = 12.5  # wide enough for 暂定


def ledger_columns(report: Report, shown: Shown) -> list[Column]:
    """The columns with the widths that suit these matters, together as wide as the page."""
    widths = [column.width for column in COLUMNS]
    widths[_AT["序号"]] = max(widths[0], len(str(len(report.matters))) * 0.9 + 1)
    ids = (shown.id(matter.id, matter.opinion) for matter in report.matters)
    widths[_ID] = fitting_width(ids, widths[_ID], _ID_WIDTH, SIZE)
    if any(deadline and deadline.provisional for deadline in report.deadlines):
        widths[_DUE] = _PROVISIONAL
    order = report.order()
    some = order[:: -(-len(order) // _SAMPLE) or 1]
    rows = [row.cells for row in _rows(report, shown, some, {}, {})]
    widths = shared_widths(widths, _ROOM, rows, SIZE, TEXT)
    return [replace(one, width=width) for one, width in zip(COLUMNS, widths, strict=True)]


def write_ledger(
    sheet: BulkSheet,
    styles: Styles,
    report: Report,
    shown: Shown,
    title: str,
    columns: Sequence[Column],
    long_texts: Mapping[str, LongText],
) -> None:
    """Fill the sheet of what is to be done, with a drop-down of states; what is overdue is red."""
    slip_rows = {
        slip_key(opinion): FIRST_ROW + position for position, opinion in enumerate(report.slips())
    }
    rows = _rows(report, shown, report.order(), slip_rows, long_texts)
    link = Link(_ID, ORIGINALS, spare=_AT["序号"])
    area = fill_sheet(sheet, styles, title, columns, rows, roomy=TEXT, link=link)
    sheet.set_zoom(_ZOOM)
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
    order: Sequence[int],
    slip_rows: Mapping[tuple[object, str], int],
    long_texts: Mapping[str, LongText],
) -> Iterator[Row]:
    mark = report.marking()
    for number, position in enumerate(order, start=1):
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
            *decided_cells(route, deadline, report.example),
            deadline_words(deadline) if deadline else "",
            "",
            STATES[0],
            "",
            mark(shown.text(reasons(matter), name)),
            mark(shown.text(_remarks(matter, text, long_texts.get(text)), name)),
        )
        yield Row(cells, styles, slip_row)


def decided_cells(
    route: Route, deadline: Deadline | None, example: bool
) -> tuple[str, str, str, date | None]:
    """What stands under `DECIDED`."""
    return (
        cell_text(shown_organization(route.organization, example)),
        cell_text("、".join(shown_organization(one, example) for one in route.assisting)),
        cell_text(route.contact),
        deadline.due if deadline else None,
    )


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
        remarks.append(waiting_remark(matter.review_reason, matter.reason))
    if text.endswith(CUT):
        remarks.append("意见超过 Excel 单元格上限，已截断，全文见源文件")
    if long is not None:
        remarks.append(f"意见较长，本表打印不全，全文印在“{LONG}”第 {long.row} 行起")
    return "\n".join(remarks)


def waiting_remark(why: str, reason: str) -> str:
    """That a person must look at it and why, without what 派单理由 says beside it."""
    kept = why.removesuffix(reason) if reason else why
    return f"{WAITING}：{kept.rstrip('；') or '见派单理由'}" if why else WAITING


def deadline_words(deadline: Deadline) -> str:
    """How the deadline was counted; the day itself stands beside it."""
    return cell_text(deadline.explanation.replace(f" → {deadline.due}", ""))


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def ledger_rows(report: Report) -> dict[tuple[object, str], int]:
    """Row of the first matter of each slip on the list, counted from 0."""
    found: dict[tuple[object, str], int] = {}
    for number, position in enumerate(report.order()):
        found.setdefault(slip_key(report.matters[position].opinion), FIRST_ROW + number)
    return found
