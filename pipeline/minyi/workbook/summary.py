"""汇总: how many, of what, for whom, from where; each table with its chart beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from minyi.domain import KIND_NAMES, URGENCY_NAMES
from minyi.records import shown_organization
from minyi.taxonomy import group_of
from minyi.workbook.cells import Cell
from minyi.workbook.model import SUMMARY, Report
from minyi.workbook.sheet import Styles, put_line, set_page
from minyi.workbook.shown import Shown, cell_text

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from minyi.workbook.bulk import BulkSheet

UNKNOWN = "未注明"

_WIDTHS = (18, 15, 7, 8, 2)  # columns A to E; charts stand from F on
_CHART_COLUMN, _CHART_WIDTH = 5, 400  # pixels
_LINE = 15.0  # points; 20 pixels, so that charts stand where they are meant to
_BARS = 20  # a chart shows the first so many rows
_LABELS = 31  # with more bars, numbers above them would overlap
_PAGE_LINES = 56  # lines of an A4 page at this scale
_SCALE = 60  # per cent


@dataclass(frozen=True, slots=True)
class _Block:
    title: str
    header: tuple[str, str]  # second "" where one name says it all
    rows: Sequence[tuple[str, str, int]]
    chart: str  # "bar", "column" or "pie"
    unit: str = "件"


class Fact(NamedTuple):
    """What one row of the list counts as; names as printed."""

    group: str
    category: str
    organization: str
    town: str
    channel: str
    urgency: str
    kind: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything that the sheet of counts tells."""

    read: int
    classified: int
    rejected: int
    review: int
    created: datetime
    model_version: str
    example: bool
    facts: Sequence[Fact]


def figures(report: Report, shown: Shown) -> Figures:
    """Count a report."""
    names = report.taxonomy
    return Figures(
        read=report.read,
        classified=report.classified,
        rejected=report.rejected,
        review=sum(matter.needs_review for matter in report.matters),
        created=report.created,
        model_version=report.model_version,
        example=report.example,
        facts=[
            Fact(
                names.name(group_of(matter.category)),
                names.name(matter.category),
                cell_text(shown_organization(matter.organization, report.example)),
                shown.text(report.town(position), matter.opinion.name),
                shown.text(matter.opinion.channel, matter.opinion.name),
                URGENCY_NAMES.get(matter.urgency, matter.urgency),
                KIND_NAMES.get(matter.kind, matter.kind),
                matter.opinion.received_on,
            )
            for position, matter in enumerate(report.matters)
        ],
    )


def write_summary(
    workbook: Workbook, sheet: BulkSheet, styles: Styles, figures: Figures, title: str
) -> None:
    """Fill the sheet of counts; those of matters add up to the rows of the list."""
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    last = len(_WIDTHS) - 2
    sheet.merge_range(0, 0, 0, last, "", styles["title"])
    put_line(sheet, 0, [title] + [None] * last, [styles.index("title")] * (last + 1), 30.0)
    row = _put_counts(sheet, styles, figures)
    breaks, page_top = [], 0
    for block in _blocks(figures.facts):
        if not block.rows:
            continue
        height = max(len(block.rows) + 4, _chart_lines(block) + 2)
        if row + height - page_top > _PAGE_LINES:
            breaks.append(row)
            page_top = row
        _put_block(sheet, styles, block, row, len(figures.facts))
        _put_chart(workbook, sheet, block, row)
        row += height
    sheet.set_h_pagebreaks(breaks)
    set_page(sheet, landscape=True)
    sheet.set_print_scale(_SCALE)


def _put_counts(sheet: BulkSheet, styles: Styles, figures: Figures) -> int:
    """The counts of the whole; tells the first free row."""
    urgent = sum(fact.urgency == URGENCY_NAMES["urgent"] for fact in figures.facts)
    lines: list[tuple[str, str | int]] = [
        ("读入意见（条）", figures.read),
        ("完成分类（条）", figures.classified),
        ("未能收入（条，见问题行）", figures.rejected),
        ("台账事项（件）", len(figures.facts)),
        ("其中：紧急（件）", urgent),
        ("其中：待人工复核（件）", figures.review),
        ("生成时间", f"{figures.created:%Y-%m-%d %H:%M}"),
        ("模型版本", cell_text(figures.model_version)),
    ]
    row = 1
    for name, value in lines:
        sheet.put_row(row, [name, value], [styles.index("plain"), styles.index("center")], _LINE)
        row += 1
    if figures.example:
        note = (
            "示例：按随软件附带的示例区组织机构派单，仅供试用；请用 minyi init 建立本单位的组织机构"
        )
        sheet.put_row(row, [note], [styles.index("note")], _LINE)
        row += 1
    return row + 1


def _blocks(facts: Sequence[Fact]) -> list[_Block]:
    days = Counter(fact.day for fact in facts)
    dated = [(f"{day:%Y-%m-%d}", "", days[day]) for day in sorted(filter(None, days))]
    if None in days:
        dated.append((UNKNOWN, "", days[None]))
    return [
        _Block("按大类", ("大类", ""), _count(fact.group for fact in facts), "bar"),
        _Block(
            "按类别",
            ("大类", "类别"),
            _ranked(Counter((fact.group, fact.category) for fact in facts)),
            "bar",
        ),
        _Block("按责任单位", ("责任单位", ""), _count(fact.organization for fact in facts), "bar"),
        _Block(
            "按街道/乡镇",
            ("街道/乡镇", ""),
            _count(fact.town for fact in facts),
            "bar",
        ),
        _Block("按渠道", ("渠道", ""), _count(fact.channel for fact in facts), "column"),
        _Block("按紧急程度", ("紧急程度", ""), _count(fact.urgency for fact in facts), "pie"),
        _Block("按性质", ("性质", ""), _count(fact.kind for fact in facts), "column"),
        _Block("按收集日期", ("收集日期", ""), dated, "column"),
    ]


def _count(names: Iterable[str]) -> list[tuple[str, str, int]]:
    return _ranked(Counter((name.strip() or UNKNOWN, "") for name in names))


def _ranked(counts: Mapping[tuple[str, str], int]) -> list[tuple[str, str, int]]:
    """Most first, then by name, so that the order of the list is no matter; the unknown last."""
    ordered = sorted(counts.items(), key=lambda one: (one[0][0] == UNKNOWN, -one[1], one[0]))
    return [(*names, count) for names, count in ordered]


def _put_block(sheet: BulkSheet, styles: Styles, block: _Block, row: int, whole: int) -> None:
    """Heading, header, rows and total of one table."""
    sheet.put_row(row, [block.title], [styles.index("heading")], _LINE)
    two = bool(block.header[1])
    header = [block.header[0], block.header[1], "件数", "占比"]
    if not two:
        sheet.merge_range(row + 1, 0, row + 1, 1, "", styles["header"])
    put_line(sheet, row + 1, header, [styles.index("header")] * 4, _LINE)
    formats = [
        styles.index("plain"),
        styles.index("plain"),
        styles.index("number"),
        styles.index("share"),
    ]
    for offset, (first, second, count) in enumerate(block.rows, start=row + 2):
        if not two:
            sheet.merge_range(offset, 0, offset, 1, "", styles["plain"])
        put_line(sheet, offset, [first, second, count, count / whole], formats, _LINE)
    sheet.merge_range(
        row + 2 + len(block.rows), 0, row + 2 + len(block.rows), 1, "", styles["total"]
    )
    total: list[Cell] = ["合计", "", sum(count for _, _, count in block.rows), None]
    put_line(sheet, row + 2 + len(block.rows), total, [styles.index("total")] * 4, _LINE)


def _chart_lines(block: _Block) -> int:
    shown = min(len(block.rows), _BARS)
    return max(13, shown + 5) if block.chart == "bar" else 14


def _put_chart(workbook: Workbook, sheet: BulkSheet, block: _Block, row: int) -> None:
    chart = workbook.add_chart({"type": block.chart})
    rows = block.rows if block.chart == "column" else block.rows[:_BARS]
    top, bottom = row + 2, row + 1 + len(rows)
    name_column = 1 if block.header[1] else 0
    chart.add_series(
        {
            "name": "件数",
            "categories": [SUMMARY, top, name_column, bottom, name_column],
            "values": [SUMMARY, top, 2, bottom, 2],
            # What viewers show that do not calculate.
            "categories_data": [line[name_column] for line in rows],
            "values_data": [line[2] for line in rows],
            "data_labels": {"value": len(rows) <= _LABELS, "category": block.chart == "pie"},
            "fill": None if block.chart == "pie" else {"color": "#4472C4"},
            "gap": 60,
        }
    )
    cut = f"（前 {_BARS} 位）" if len(rows) < len(block.rows) else ""
    font = {"name": "宋体", "size": 9}
    chart.set_title(
        {"name": f"{block.title}（件）{cut}", "name_font": {"name": "宋体", "size": 12}}
    )
    chart.set_legend({"none": True})
    if block.chart != "pie":
        chart.set_x_axis({"num_font": font, "major_gridlines": {"visible": False}})
        chart.set_y_axis({"num_font": font, "major_gridlines": {"visible": False}})
        if block.chart == "bar":
            chart.set_y_axis({"num_font": font, "reverse": True})
            chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_size({"width": _CHART_WIDTH, "height": _chart_lines(block) * 20})
    # Its frame must not stand on the page before.
    sheet.insert_chart(row, _CHART_COLUMN, chart, {"y_offset": 4})
