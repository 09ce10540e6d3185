"""复核记录.csv: every correction that people made, the food of retraining."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from minyi import clean
from minyi.causes import cause
from minyi.domain import URGENCY_NAMES, Review, Source
from minyi.errors import BadTableError, UnreadableFileError
from minyi.records import replacing

FILE_NAME = "复核记录.csv"  # in the folder of an office
HEADERS = (
    "编号",
    "意见内容",
    "原类别",
    "新类别",
    "原单位",
    "新单位",
    "原紧急程度",
    "新紧急程度",
    "复核人",
    "复核日期",
    "说明",
    "来源文件",
)
_NEEDED = frozenset({"编号", "意见内容", "新类别", "新单位", "新紧急程度"})
# A spreadsheet would run such a cell as a formula; the quote itself marks that one was put.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
_URGENCIES = {name: code for code, name in URGENCY_NAMES.items()}


class Appended(NamedTuple):
    """How many corrections were new, and how many the store had already."""

    added: int
    known: int


def append_reviews(path: Path, reviews: Iterable[Review]) -> Appended:
    """Add corrections to the store, each once, all of them or none; what is there stays.

    Texts and notes are masked. A correction is known if all but its file is the same. The store
    is made where there is none; it may have been saved by a spreadsheet, with further columns.

    Raises:
        UnreadableFileError: The store is no text.
        BadTableError: The store lacks a column that tells the correction.
        UsageError: The folder cannot be written to, or another program holds the file.
    """
    old = _text(path)
    headers, rows = _parse(path, old)
    seen = {_identity(_review(row)) for row in rows}
    fresh: list[Review] = []
    known = 0
    for review in map(_masked, reviews):
        if _identity(review) in seen:
            known += 1
        else:
            seen.add(_identity(review))
            fresh.append(review)
    if not fresh:
        return Appended(0, known)
    buffer = StringIO()
    writer = csv.DictWriter(buffer, headers, restval="", extrasaction="ignore")
    if not rows and not old.strip():
        writer.writeheader()
    elif not old.endswith(("\n", "\r")):
        buffer.write("\r\n")
    writer.writerows(_row(review) for review in fresh)
    with replacing(path, force=True) as partial:
        partial.write_bytes((old + buffer.getvalue()).encode("utf-8-sig", "replace"))
    return Appended(len(fresh), known)


def load_reviews(path: Path) -> list[Review]:
    """All corrections of the store, in the order learned; none where there is no store.

    Raises:
        UnreadableFileError: The store is no text.
        BadTableError: The store lacks a column that tells the correction.
    """
    return [_review(row) for row in _parse(path, _text(path))[1]]


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise UnreadableFileError(f"{path}：打不开（{cause(error)}），请检查路径和权限") from error
    for encoding in ("utf-8-sig", "gb18030"):  # the second is what a spreadsheet may save
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(f"{path}：不是 UTF-8 或 GB18030 文本，请另存为 CSV UTF-8")


def _parse(path: Path, text: str) -> tuple[Sequence[str], list[dict[str, str]]]:
    """Headers and rows; a blank line is no row."""
    if not text.strip():
        return HEADERS, []
    reader = csv.reader(StringIO(text, newline=""))
    headers = [cell.strip() for cell in next(reader)]
    lacking = sorted(_NEEDED - set(headers))
    if lacking:
        raise BadTableError(
            f"{path}：缺少列 {'、'.join(lacking)}，不像复核记录；请改回原来的表头，或移走这个文件"
        )
    rows = [
        dict(zip(headers, map(_unquoted, cells), strict=False))
        for cells in reader
        if any(cell.strip() for cell in cells)
    ]
    return headers, rows


def _masked(review: Review) -> Review:
    text, note, file = clean.mask_all([review.text, review.note, review.source.file])
    return replace(review, text=text, note=note, source=replace(review.source, file=file))


def _identity(review: Review) -> tuple[object, ...]:
    return (
        review.matter_id,
        # A spreadsheet may have changed the line ends.
        " ".join(review.text.split()),
        (review.old_category, review.new_category),
        (review.old_organization, review.new_organization),
        (review.old_urgency, review.new_urgency),
        (review.reviewer, review.reviewed_on),
        " ".join(review.note.split()),
    )


def _row(review: Review) -> dict[str, str]:
    cells = (
        review.matter_id,
        review.text,
        review.old_category,
        review.new_category,
        review.old_organization,
        review.new_organization,
        review.old_urgency,
        review.new_urgency,
        review.reviewer,
        str(review.reviewed_on or ""),
        review.note,
        review.source.file,
    )
    return {header: _quoted(cell) for header, cell in zip(HEADERS, cells, strict=True)}


def _review(row: dict[str, str]) -> Review:
    def cell(header: str) -> str:
        return row.get(header, "").strip()

    def urgency(header: str) -> str:
        return _URGENCIES.get(cell(header), cell(header))

    return Review(
        matter_id=cell("编号"),
        text=row.get("意见内容", ""),
        source=Source(file=cell("来源文件")),
        reviewer=cell("复核人"),
        reviewed_on=_day(cell("复核日期")),
        old_category=cell("原类别"),
        new_category=cell("新类别"),
        old_organization=cell("原单位"),
        new_organization=cell("新单位"),
        old_urgency=urgency("原紧急程度"),
        new_urgency=urgency("新紧急程度"),
        note=row.get("说明", ""),
    )


def _day(text: str) -> date | None:
    """A day as we write it, or as a spreadsheet makes of it: 2026/3/2."""
    parts = text.replace("/", "-").split("-")
    try:
        year, month, day = map(int, parts)
        return date(year, month, day)
    except ValueError:
        return None


def _quoted(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def _unquoted(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RISKY) else cell
