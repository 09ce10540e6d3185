"""Corrections read back from a 待人工复核 sheet that people have filled in, sorted and widened."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from minyi.domain import URGENCY_NAMES, Problem, Source
from minyi.errors import BadTableError, UnreadableFileError
from minyi.taxonomy import Taxonomy, load_taxonomy
from minyi.workbook.model import REVIEW, WORDS
from minyi.workbook.review import Review
from minyi.workbook.review_sheet import COLUMNS, WORD_HEADERS

_NEEDED = ("编号", "正确类别")  # by these a header row is known
_CORRECTING = ("正确类别", "正确单位", "正确紧急程度")
_HEADER_WITHIN = 30  # rows
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?|(\d{4})(\d{2})(\d{2})")

Table = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What people changed, and the rows that could not be understood."""

    reviews: tuple[Review, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """Names and codes that a correction may use."""

    categories: Mapping[str, str]  # name or code → code
    organizations: frozenset[str]
    urgencies: Mapping[str, str]


def read_corrections(path: Path, *, taxonomy: Taxonomy | None = None) -> Corrections:
    """Read the rows in which a person gave the right category, organization or urgency.

    Columns are found by their headers, names as well as codes are understood. Without `taxonomy`
    the categories are those that the workbook itself carries, or else the shipped ones. A row that
    names an unknown category or urgency, has no number, or repeats a number is rejected as a
    whole; a new organization is taken with a notice.

    Raises:
        UnreadableFileError: The file cannot be opened as a workbook.
        BadTableError: No sheet has the columns 编号 and 正确类别.
    """
    sheets = _sheets(path)
    name, header_row = _review_sheet(path, sheets)
    table = sheets[name]
    at = _positions(table[header_row])
    words = _words(sheets.get(WORDS, []), taxonomy)
    reviews: dict[str, Review] = {}
    problems: list[Problem] = []
    for index in range(header_row + 1, len(table)):
        cells = {header: table[index][column] for header, column in at.items()}
        texts = {header: _text(value) for header, value in cells.items()}
        if not any(texts.get(header) for header in _CORRECTING):
            continue
        source = Source(file=path.name, sheet=name, row=index + 1)
        faults = _faults(texts, words)
        if not faults and (earlier := reviews.get(texts["编号"])):
            faults = [
                (f"编号 {texts['编号']} 在第 {earlier.source.row} 行已经改过", "请只保留一行")
            ]
        if faults:
            problems += [_problem("rejected", source, *fault, texts) for fault in faults]
            continue
        review = _review(cells, texts, words, source)
        reviews[review.matter_id] = review
        problems += [
            _problem("notice", source, *notice, texts) for notice in _notices(review, texts, words)
        ]
    return Corrections(reviews=tuple(reviews.values()), problems=tuple(problems))


def _sheets(path: Path) -> dict[str, Table]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(path) as workbook:
            return {
                name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in workbook.sheet_names
            }
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFileError(f"{path}：打不开这个表格文件，请确认是未加密的 .xlsx") from error


def _review_sheet(path: Path, sheets: Mapping[str, Table]) -> tuple[str, int]:
    """Name of the sheet and position of its header row; the usual name first."""
    for name in sorted(sheets, key=lambda name: name.strip() != REVIEW):
        for index, row in enumerate(sheets[name][:_HEADER_WITHIN]):
            headers = {_header(cell) for cell in row}
            if headers.issuperset(_NEEDED):
                return name, index
    raise BadTableError(
        f"{path}：没有找到带“编号”“正确类别”两列的“{REVIEW}”表，请用原来的台账文件填写"
    )


def _positions(headers: Sequence[Any]) -> dict[str, int]:
    """Column of each header that we know; the first where one stands twice."""
    known = {column.header for column in COLUMNS}
    found: dict[str, int] = {}
    for index, cell in enumerate(headers):
        header = _header(cell)
        if header in known:
            found.setdefault(header, index)
    return found


def _words(table: Table, taxonomy: Taxonomy | None) -> _Words:
    columns: dict[str, list[str]] = {header: [] for header in WORD_HEADERS}
    if table:
        for header, column in _positions_of_words(table[0]).items():
            columns[header] = [_text(row[column]) for row in table[1:]]
    pairs = [pair for pair in zip(columns["类别"], columns["类别代码"], strict=False) if all(pair)]
    if taxonomy or not pairs:
        pairs = [(leaf.name, leaf.code) for leaf in taxonomy or load_taxonomy()]
    return _Words(
        categories=_by_name_or_code(pairs),
        organizations=frozenset(filter(None, map(_plain, columns["责任单位"]))),
        urgencies=_by_name_or_code([(name, code) for code, name in URGENCY_NAMES.items()]),
    )


def _positions_of_words(headers: Sequence[Any]) -> dict[str, int]:
    texts = [_header(cell) for cell in headers]
    return {header: texts.index(header) for header in WORD_HEADERS if header in texts}


def _by_name_or_code(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {_key(word): code for name, code in pairs for word in (name, code)}


def _faults(texts: Mapping[str, str], words: _Words) -> list[tuple[str, str]]:
    faults = []
    if not texts["编号"]:
        faults.append(("这一行没有编号，不知道改的是哪一件", "请把编号补上"))
    category, urgency = texts.get("正确类别", ""), texts.get("正确紧急程度", "")
    if category and _key(category) not in words.categories:
        faults.append((f"没有“{category}”这个类别", "请从下拉列表中选择类别，再读一次"))
    if urgency and _key(urgency) not in words.urgencies:
        names = "或".join(URGENCY_NAMES.values())
        faults.append((f"没有“{urgency}”这种紧急程度", f"请填{names}，再读一次"))
    return faults


def _notices(review: Review, texts: Mapping[str, str], words: _Words) -> list[tuple[str, str]]:
    notices = []
    organization = review.new_organization
    if organization and words.organizations and organization not in words.organizations:
        notices.append((f"“{organization}”不在单位名单里，已照填写的采用", "请核对单位名称"))
    if texts.get("复核日期") and review.reviewed_on is None:
        notices.append((f"看不懂复核日期“{texts['复核日期']}”，已留空", "请写成 2026-02-03 这样"))
    return notices


def _review(
    cells: Mapping[str, Any], texts: Mapping[str, str], words: _Words, source: Source
) -> Review:
    def text(header: str) -> str:
        return texts.get(header, "")

    old_category = text("现类别")
    return Review(
        matter_id=text("编号"),
        text=text("意见内容"),
        source=source,
        reviewer=text("复核人"),
        reviewed_on=_day(cells.get("复核日期")),
        old_category=words.categories.get(_key(old_category), old_category),
        new_category=words.categories.get(_key(text("正确类别")), ""),
        old_organization=_plain(text("现责任单位")),
        new_organization=_plain(text("正确单位")),
        old_urgency=words.urgencies.get(_key(text("现紧急程度")), ""),
        new_urgency=words.urgencies.get(_key(text("正确紧急程度")), ""),
        note=text("复核说明"),
    )


def _problem(
    level: Any, source: Source, what: str, advice: str, texts: Mapping[str, str]
) -> Problem:
    shown = [texts.get("编号", ""), *(texts.get(header, "") for header in _CORRECTING)]
    return Problem(
        level=level, source=source, what=what, advice=advice, excerpt=" ".join(filter(None, shown))
    )


def _header(cell: Any) -> str:
    return re.sub(r"\s+", "", _text(cell))


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return "" if value is None else str(value).strip()


def _key(word: str) -> str:
    """A name as it compares: full-width letters, spaces and case make no difference."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", word)).casefold()


def _plain(organization: str) -> str:
    """The name without the mark of the shipped example."""
    return organization.strip().removesuffix("（示例）").removesuffix("(示例)").strip()


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DAY.fullmatch(_text(value))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None
