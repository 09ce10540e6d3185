"""原始意见 and 问题行: what was read, slip by slip, and what could not be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from minyi.domain import Opinion, Problem
from minyi.workbook.ledger import ledger_rows
from minyi.workbook.measure import fitting_width
from minyi.workbook.model import LEDGER, Report, slip_key
from minyi.workbook.sheet import Column, Link, Row, Styles, day, fill_sheet
from minyi.workbook.shown import Shown, cell_text

if TYPE_CHECKING:
    from minyi.workbook.bulk import BulkSheet

ORIGINAL_COLUMNS = (
    Column("编号", 14, "id"),
    Column("文件", 16, "text"),
    Column("表", 9, "text"),
    Column("行", 6, "number"),
    Column("收集日期", 11, "date"),
    Column("渠道", 9, "text"),
    Column("街道/乡镇", 11, "text"),
    Column("姓名", 8, "text"),
    Column("电话", 13, "id"),
    Column("标题", 18, "text"),
    Column("意见原文", 56, "text"),
    Column("原承办单位", 14, "text"),
)
_HEADERS = [column.header for column in ORIGINAL_COLUMNS]
TEXT, _ROW = _HEADERS.index("意见原文"), _HEADERS.index("行")
ID_WIDTH = 26  # at most
_EXTRA_WIDTH = 14
_EXTRA_COLUMNS = 40  # further ones share the last column, or nobody could print the sheet
_OTHERS = "其他列"

PROBLEM_COLUMNS = (
    Column("级别", 8, "center"),
    Column("文件", 24, "text"),
    Column("表", 12, "text"),
    Column("行", 8, "number"),
    Column("问题", 34, "text"),
    Column("怎么办", 34, "text"),
    Column("摘录", 50, "text"),
)
# Gravest first.
_LEVELS = {"file": "文件未读", "rejected": "未收入", "notice": "提示", "skipped": "跳过"}


def write_originals(
    sheet: BulkSheet, styles: Styles, report: Report, shown: Shown, title: str
) -> None:
    """Fill the sheet of the slips as they were read, in that order, one row each."""
    slips = report.slips()
    headers = list(dict.fromkeys(header for opinion in slips for header in opinion.extra))
    single, joined = headers[:_EXTRA_COLUMNS], headers[_EXTRA_COLUMNS:]
    taken = {column.header for column in ORIGINAL_COLUMNS} | {_OTHERS}
    columns = list(ORIGINAL_COLUMNS)
    ids = (shown.id(opinion.id, opinion) for opinion in slips)
    columns[0] = replace(columns[0], width=fitting_width(ids, 8, ID_WIDTH))
    for header in single:
        name = shown.text(header) or "（无列名）"
        columns.append(Column(f"{name}（原表）" if name in taken else name, _EXTRA_WIDTH, "text"))
    if joined:
        columns.append(Column(_OTHERS, _EXTRA_WIDTH * 2, "text"))
    fill_sheet(
        sheet,
        styles,
        title,
        columns,
        _original_rows(slips, shown, ledger_rows(report), single, joined),
        roomy=TEXT,
        link=Link(0, LEDGER, spare=_ROW),
    )


def _original_rows(
    slips: Sequence[Opinion],
    shown: Shown,
    on_list: Mapping[tuple[object, str], int],
    single: Sequence[str],
    joined: Sequence[str],
) -> Iterator[Row]:
    for opinion in slips:
        source, extra, name = opinion.source, opinion.extra, opinion.name
        cells = [
            shown.id(opinion.id, opinion),
            shown.text(source.file, name),
            shown.text(source.sheet, name),
            source.row or None,
            day(opinion.received_on),
            shown.text(opinion.channel, name),
            shown.text(opinion.place, name),
            shown.name(name),
            shown.phone(opinion.phone),
            shown.text(opinion.title, name),
            shown.text(opinion.text, name),
            shown.text(opinion.assigned, name),
        ]
        cells += [shown.cell(header, extra.get(header, ""), name) for header in single]
        if joined:
            others = [header for header in joined if extra.get(header)]
            pairs = [f"{shown.text(one)}：{shown.cell(one, extra[one], name)}" for one in others]
            cells.append(cell_text("；".join(pairs)))
        yield Row(cells, {}, on_list.get(slip_key(opinion)))


def write_problems(
    sheet: BulkSheet, styles: Styles, report: Report, shown: Shown, title: str
) -> None:
    """Fill the sheet of what a person should know of the input, the gravest first."""
    names = {opinion.source: opinion.name for opinion in report.slips() if opinion.name}
    rank = list(_LEVELS)
    ordered = sorted(report.problems, key=lambda problem: rank.index(problem.level))
    rows = (_problem_row(problem, names.get(problem.source, ""), shown) for problem in ordered)
    columns = PROBLEM_COLUMNS
    fill_sheet(sheet, styles, title, columns, rows, roomy=len(columns) - 1)


def _problem_row(problem: Problem, name: str, shown: Shown) -> Row:
    source = problem.source
    cells = (
        _LEVELS[problem.level],
        shown.text(source.file, name),
        shown.text(source.sheet, name),
        source.row or None,
        shown.text(problem.what, name),
        shown.text(problem.advice, name),
        shown.excerpt(problem.excerpt, name),
    )
    return Row(cells, {})
