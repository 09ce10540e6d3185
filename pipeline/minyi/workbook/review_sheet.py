"""待人工复核: what a person must look at, and where the right answer goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from minyi.domain import URGENCY_NAMES, Matter
from minyi.records import shown_organization
from minyi.taxonomy import Taxonomy
from minyi.workbook.measure import fitting_width
from minyi.workbook.model import LAYOUT, ORIGINALS, WORDS, Report, slip_key
from minyi.workbook.sheet import FIRST_ROW, Column, Link, Row, Styles, fill_sheet
from minyi.workbook.shown import Shown, cell_text

if TYPE_CHECKING:
    from minyi.workbook.bulk import BulkSheet

COLUMNS = (
    Column("编号", 14, "id"),
    Column("意见内容", 50, "text"),
    Column("为什么", 18),
    Column("现类别", 10, "center"),
    Column("其他可能", 17),
    Column("现责任单位", 14, "center"),
    Column("现紧急程度", 6.5, "center"),
    Column("正确类别", 12, "fill"),
    Column("正确单位", 15, "fill"),
    Column("正确紧急程度", 8, "fill"),
    Column("复核人", 9, "fill"),
    Column("复核日期", 11, "fill_date"),
    Column("复核说明", 16, "fill"),
)
ID_WIDTH = 26  # at most
_AT = {column.header: index for index, column in enumerate(COLUMNS)}

WORD_HEADERS = ("类别", "类别代码", "责任单位", "紧急程度", "紧急程度代码", "表格版式")
CHOICES = (("正确类别", "类别"), ("正确单位", "责任单位"), ("正确紧急程度", "紧急程度"))


def write_review(
    sheet: BulkSheet, styles: Styles, report: Report, shown: Shown, title: str
) -> None:
    """Fill the sheet of what the model or the directory was not sure of."""
    slip_rows = {
        slip_key(opinion): FIRST_ROW + position for position, opinion in enumerate(report.slips())
    }
    columns = list(COLUMNS)
    ids = (shown.id(one.id, one.opinion) for one in report.matters if one.needs_review)
    columns[0] = replace(columns[0], width=fitting_width(ids, 8, ID_WIDTH))
    rows = _rows(report, shown, slip_rows)
    link = Link(_AT["编号"], ORIGINALS)
    area = fill_sheet(sheet, styles, title, columns, rows, roomy=_AT["意见内容"], link=link)
    if area is None:
        return
    offered = map(len, _words(report))
    for (header, words), count in zip(CHOICES, offered, strict=True):
        if not count:
            continue
        choice = {
            "validate": "list",
            "source": f"={word_range(words, count)}",
            # A new organization is not in the list yet, and a code is as good as a name.
            "error_type": "warning",
            "error_title": header,
            "error_message": f"“{words}”的下拉列表里没有这一项，确定要这样填吗？",
        }
        sheet.data_validation(area.first, _AT[header], area.last, _AT[header], choice)


def word_range(words: str, count: int) -> str:
    """Where the drop-downs find the first so many words of one kind."""
    letter = "ABCDEF"[WORD_HEADERS.index(words)]
    return f"'{WORDS}'!${letter}$2:${letter}${count + 1}"


def _rows(report: Report, shown: Shown, slip_rows: dict[tuple[object, str], int]) -> Iterator[Row]:
    mark = report.marking()
    for position in report.order():
        matter = report.matters[position]
        if not matter.needs_review:
            continue
        slip_row = slip_rows.get(slip_key(matter.opinion))
        cells = (
            shown.id(matter.id, matter.opinion),
            shown.text(matter.text, matter.opinion.name),
            mark(shown.text(matter.review_reason, matter.opinion.name)),
            report.taxonomy.name(matter.category),
            _alternatives(matter, report.taxonomy),
            cell_text(shown_organization(matter.organization, report.example)),
            URGENCY_NAMES.get(matter.urgency, matter.urgency),
            *[""] * 6,
        )
        yield Row(cells, {}, slip_row)


def _alternatives(matter: Matter, taxonomy: Taxonomy) -> str:
    """The category taken first, with its score, then the next best, one on a line."""
    scored = [(matter.category, matter.score), *matter.prediction.alternatives]
    return "\n".join(f"{taxonomy.name(code)} {score:.0%}" for code, score in scored)


def _words(report: Report) -> tuple[list[str], list[str], list[str]]:
    organizations = report.organizations or sorted({one.organization for one in report.matters})
    return (
        [leaf.name for leaf in report.taxonomy],
        [cell_text(shown_organization(name, report.example)) for name in organizations],
        list(URGENCY_NAMES.values()),
    )


def write_words(sheet: BulkSheet, styles: Styles, report: Report) -> None:
    """Fill the hidden sheet that the drop-downs and `read_corrections` look into."""
    names, organizations, urgencies = _words(report)
    table: tuple[Sequence[str], ...] = (
        names,
        [leaf.code for leaf in report.taxonomy],
        organizations,
        urgencies,
        list(URGENCY_NAMES),
        [LAYOUT],
    )
    formats = [styles.index("plain")] * len(table)
    sheet.put_row(0, WORD_HEADERS, formats, 15)
    for row in range(max(map(len, table))):
        cells = [column[row] if row < len(column) else "" for column in table]
        sheet.put_row(row + 1, cells, formats, 15)
    sheet.set_column(0, len(table) - 1, 18)
    sheet.hide()
