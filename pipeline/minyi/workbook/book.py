"""The workbook as a whole: 台账.xlsx, written entirely or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from minyi.errors import OutputExistsError
from minyi.records import replacing
from minyi.workbook.ledger import SIZE, TEXT, ledger_columns, reasons, write_ledger
from minyi.workbook.long_texts import find_long_texts, write_long_texts
from minyi.workbook.model import (
    LAYOUT,
    LEDGER,
    LONG,
    ORIGINALS,
    PROBLEMS,
    RECORD,
    REVIEW,
    SUMMARY,
    WORDS,
    Report,
    slip_key,
)
from minyi.workbook.origins import ORIGINAL_COLUMNS, write_originals, write_problems
from minyi.workbook.origins import TEXT as SLIP_TEXT
from minyi.workbook.record import write_record
from minyi.workbook.review_sheet import write_review, write_words
from minyi.workbook.sheet import Styles
from minyi.workbook.shown import Shown, cell_text
from minyi.workbook.summary import figures, write_summary

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)  # of Windows
_NAME_BYTES = 180  # file systems allow 255, the temporary name needs some


def write_workbook(report: Report, path: Path, *, force: bool = False) -> None:
    """Write the list, its review sheet, the counts, the problems and the slips.

    Raises:
        OutputExistsError: `path` is there and `force` was not given.
        UsageError: The folder cannot be written to, or a sheet would have too many rows.
    """
    title = cell_text(f"{report.title}（示例）" if report.example else report.title)
    with writing(path, force=force, title=title, created=report.created) as workbook:
        shown = Shown(show_personal=report.show_personal)
        shown.prepare(_texts(report))
        _fill(workbook, report, shown, title)


def write_split(report: Report, folder: Path, *, force: bool = False) -> list[Path]:
    """Write one workbook for each lead organization, with its matters and their slips only.

    Problems go along where they concern one of these slips; all others are no organization's
    and stand in the workbook of the whole.

    Raises:
        OutputExistsError: One of the files is there and `force` was not given; none is written.
        UsageError: As `write_workbook`.
    """
    parts = list(_by_organization(report, folder))
    present = [path.name for path, _ in parts if path.exists()]
    if present and not force:
        raise OutputExistsError(
            f"{folder}：已有文件 {'、'.join(present)}，为免覆盖没有写入；确要覆盖请加 --force"
        )
    for path, part in parts:
        write_workbook(part, path, force=force)
    return [path for path, _ in parts]


def _by_organization(report: Report, folder: Path) -> Iterator[tuple[Path, Report]]:
    positions: dict[str, list[int]] = {}
    for position, matter in enumerate(report.matters):
        positions.setdefault(matter.organization, []).append(position)
    slips = report.slips()
    taken: set[str] = set()
    for organization, chosen in positions.items():
        matters = [report.matters[position] for position in chosen]
        keys = {slip_key(matter.opinion) for matter in matters}
        sources = {matter.opinion.source for matter in matters}
        own = [opinion for opinion in slips if slip_key(opinion) in keys]
        part = replace(
            report,
            title=f"{report.title}·{organization}",
            matters=matters,
            deadlines=[report.deadlines[position] for position in chosen],
            towns=[report.town(position) for position in chosen],
            problems=[one for one in report.problems if one.source in sources],
            opinions=own,
            organizations=report.organizations or list(positions),
            read=len(own),
            classified=len(own),
            rejected=0,
        )
        yield folder / f"{_file_name(organization, taken)}.xlsx", part


def _file_name(organization: str, taken: set[str]) -> str:
    """A name that every file system accepts; two organizations never share one."""
    name = _UNSAFE.sub("_", cell_text(organization)).strip(" .") or "未定单位"
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    stem = name = name.encode()[:_NAME_BYTES].decode("utf-8", "ignore")
    count = 1
    while name.casefold() in taken:
        count += 1
        name = f"{stem}_{count}"
    taken.add(name.casefold())
    return name


def _fill(workbook: Workbook, report: Report, shown: Shown, title: str) -> None:
    from minyi.workbook.bulk import BulkSheet

    styles = Styles(workbook)
    columns = ledger_columns(report, shown)
    long_texts = find_long_texts(
        report, shown, columns[TEXT].width, SIZE, ORIGINAL_COLUMNS[SLIP_TEXT].width
    )
    names = [LEDGER, REVIEW, SUMMARY, PROBLEMS, ORIGINALS, WORDS, RECORD]
    if long_texts:
        names.insert(names.index(WORDS), LONG)
    sheets = {name: workbook.add_worksheet(name, BulkSheet) for name in names}
    small = Styles(workbook, SIZE)
    write_ledger(sheets[LEDGER], small, report, shown, title, columns, long_texts)
    write_review(sheets[REVIEW], styles, report, shown, f"{title}·{REVIEW}")
    write_summary(workbook, sheets[SUMMARY], styles, figures(report, shown), f"{title}·{SUMMARY}")
    write_problems(sheets[PROBLEMS], styles, report, shown, f"{title}·{PROBLEMS}")
    write_originals(sheets[ORIGINALS], styles, report, shown, f"{title}·{ORIGINALS}")
    if long_texts:
        write_long_texts(sheets[LONG], styles, long_texts, f"{title}·{LONG}")
    write_words(sheets[WORDS], styles, report)
    write_record(sheets[RECORD], styles, report, shown)


@contextmanager
def writing(path: Path, *, force: bool, title: str, created: datetime) -> Iterator[Workbook]:
    """A workbook of ours to fill; it takes its place only if all went well.

    Raises:
        OutputExistsError: `path` is there and `force` was not given.
        UsageError: The folder cannot be written to.
    """
    with replacing(path, force=force) as partial, TemporaryDirectory(prefix="minyi-") as scratch:
        import xlsxwriter

        options = {
            "constant_memory": True,
            "tmpdir": scratch,
            # Widths count in digits of this font: 7 pixels, as xlsxwriter reckons. On machines
            # without it DejaVu Sans, just as wide, stands in; for 宋体 or Calibri as well, but
            # there it is a quarter too wide.
            "default_format_properties": {"font_name": "Verdana", "font_size": 8},
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        workbook = xlsxwriter.Workbook(str(partial), options)
        try:
            workbook.set_properties(
                {"title": title, "author": "minyi", "created": created.replace(tzinfo=None)}
            )
            workbook.set_custom_property("minyi_layout", LAYOUT)
            yield workbook
            workbook.close()
        except BaseException:
            for sheet in workbook.worksheets():
                sheet.abandon()
            raise


def _texts(report: Report) -> Iterator[str]:
    """Whatever is masked as free text and differs from row to row."""
    for matter in report.matters:
        yield matter.text
        yield reasons(matter)
    for opinion in report.slips():
        yield opinion.text
        yield opinion.title
        yield opinion.source.file
    for problem in report.problems:
        yield problem.excerpt
