"""汇总 counted anew in a workbook that people have worked in."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from minyi.errors import UnreadableFileError
from minyi.taxonomy import Taxonomy, group_of
from minyi.workbook.book import writing
from minyi.workbook.cells import Cell, day_of, text_of
from minyi.workbook.model import LEDGER, ORIGINALS, REVIEW, SUMMARY
from minyi.workbook.opened import Book, open_book
from minyi.workbook.record import Record
from minyi.workbook.sheet import Styles
from minyi.workbook.slips import Slips
from minyi.workbook.summary import Fact, Figures, write_summary

_LABELS = ("showLegendKey", "showSerName", "showCatName", "showVal", "showPercent")


def load_book(path: Path) -> Any:
    import openpyxl

    try:
        with path.open("rb") as file:
            return openpyxl.load_workbook(file, rich_text=True)
    except Exception as error:  # whatever a damaged package does to it
        raise UnreadableFileError(
            f"{path}：打不开，不能重新出表；请用 Excel 或 WPS 另存为 .xlsx 再试"
        ) from error


def count_anew(workbook: Any, book: Book, record: Record, taxonomy: Taxonomy) -> None:
    """汇总 with its charts in the place of the old one; the widths people gave it stay.

    Where no figure has changed the sheet is left alone.
    """
    figures = _figures(book, record, taxonomy)
    title = next(
        (text for line in book.tables[LEDGER].heading for cell in line if (text := text_of(cell))),
        LEDGER,
    )
    with TemporaryDirectory(prefix="minyi-") as folder:
        path = Path(folder) / "汇总.xlsx"
        with writing(path, force=True, title=title, created=figures.created) as made:
            from minyi.workbook.bulk import BulkSheet

            sheet = made.add_worksheet(SUMMARY, BulkSheet)
            write_summary(made, sheet, Styles(made), figures, f"{title}·{SUMMARY}")
        counted = open_book(path).rows(SUMMARY)
        if SUMMARY in workbook.sheetnames and list(book.rows(SUMMARY)) == list(counted):
            return
        _replace(workbook, load_book(path)[SUMMARY])


def _replace(workbook: Any, fresh: Any) -> None:
    """Copy the sheet into the workbook, cell by cell: books do not lend sheets to each other."""
    names = workbook.sheetnames
    place = names.index(SUMMARY) if SUMMARY in names else len(names)
    old = workbook[SUMMARY] if SUMMARY in names else None
    widths, state = dict(fresh.column_dimensions), "visible"
    if old is not None:
        widths, state = widths | dict(old.column_dimensions), old.sheet_state
        workbook.remove(old)
    sheet = workbook.create_sheet(SUMMARY, place)
    sheet.sheet_state = state
    for line in fresh.iter_rows():
        for cell in line:
            twin = sheet.cell(cell.row, cell.column)
            if type(twin) is not type(cell):
                continue  # the covered part of a merged area
            twin.value = cell.value
            if cell.data_type == "s":
                twin.data_type = "s"
            if cell.has_style:
                twin.font, twin.border, twin.fill = (
                    copy(cell.font),
                    copy(cell.border),
                    copy(cell.fill),
                )
                twin.alignment, twin.number_format = copy(cell.alignment), cell.number_format
    for area in fresh.merged_cells.ranges:
        sheet.merge_cells(str(area))
    for row, one in fresh.row_dimensions.items():
        sheet.row_dimensions[row].height = one.height
    for letter, one in widths.items():
        sheet.column_dimensions[letter].width = one.width
        sheet.column_dimensions[letter].hidden = one.hidden
    for name in ("page_setup", "page_margins", "print_options", "sheet_properties"):
        setattr(sheet, name, copy(getattr(fresh, name)))
    sheet.row_breaks = copy(fresh.row_breaks)
    sheet.oddFooter.center.text = fresh.oddFooter.center.text
    for chart in fresh._charts:
        for axis in (getattr(chart, "x_axis", None), getattr(chart, "y_axis", None)):
            if axis is not None:
                axis.delete = bool(axis.delete)  # newer Excels hide an axis that does not say
        for labels in filter(None, (one.dLbls for one in chart.series)):
            for what in _LABELS:  # shown where it does not say otherwise
                setattr(labels, what, bool(getattr(labels, what)))
        sheet.add_chart(chart)


def _figures(book: Book, record: Record, taxonomy: Taxonomy) -> Figures:
    ledger, review = book.tables[LEDGER], book.tables.get(REVIEW)
    slips = Slips(ledger, book.tables.get(ORIGINALS))

    def fact(row: Sequence[Cell]) -> Fact:
        text = ledger.text
        category = text(row, "类别")
        code = taxonomy.code(category)
        basis = record.matters.get(text(row, "编号"))
        return Fact(
            taxonomy.name(group_of(code)) if code else category,
            category,
            text(row, "责任单位"),
            basis.town if basis else "",
            slips.text(row, "渠道"),
            text(row, "紧急程度"),
            text(row, "性质"),
            day_of(ledger.get(row, "收集日期")),
        )

    return Figures(
        read=record.read,
        classified=record.classified,
        rejected=record.rejected,
        review=sum(review.text(row, "编号") != "" for row in review.rows) if review else 0,
        created=record.created,
        model_version=record.model_version,
        example=record.example,
        facts=[fact(row) for row in ledger.rows if ledger.text(row, "编号")],
    )
