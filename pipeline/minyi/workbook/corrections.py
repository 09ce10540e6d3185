"""Corrections read back from a 待人工复核 sheet that people have filled in, sorted and widened."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from minyi.domain import URGENCY_NAMES, Problem, Review, Source
from minyi.errors import BadTableError
from minyi.taxonomy import Taxonomy, load_taxonomy
from minyi.workbook.cells import Cell, day_of, text_of
from minyi.workbook.model import REVIEW, WORDS
from minyi.workbook.opened import Book, open_book
from minyi.workbook.review_sheet import WORD_HEADERS

_CORRECTING = ("正确类别", "正确单位", "正确紧急程度")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What people changed, and the rows that could not be understood."""

    reviews: tuple[Review, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """Names and codes that a correction may use."""

    categories: Mapping[str, str]  # name or code → code
    organizations: Mapping[str, str]  # name or alias → name; empty where any name will do
    urgencies: Mapping[str, str]
    names: Sequence[str]  # of categories


def read_corrections(
    book: Book | Path,
    *,
    taxonomy: Taxonomy | None = None,
    organizations: Mapping[str, str] | None = None,
    today: date | None = None,
) -> Corrections:
    """Read the rows in which a person gave the right category, organization or urgency.

    Columns are found by their headers, names as well as codes are understood. A row that names an
    unknown category, organization or urgency, has no number, repeats another or was reviewed
    after `today` is rejected as a whole; of rows that contradict each other none is taken.

    Args:
        book: The workbook, or its path.
        taxonomy: The categories; without it those that the workbook itself carries, or else the
            shipped ones.
        organizations: Name or alias → name, known beside those that the workbook itself carries.
        today: No review can be later; without it every day will do.

    Raises:
        UnreadableFileError: The file cannot be opened as a workbook.
        BadTableError: No sheet has the columns 编号 and 正确类别.
    """
    if isinstance(book, Path):
        book = open_book(book)
    table = book.tables.get(REVIEW)
    if table is None:
        raise BadTableError(
            f"{book.name}：没有找到带“编号”“正确类别”两列的“{REVIEW}”表，请用原来的台账文件填写"
        )
    words = _words(book.rows(WORDS), taxonomy, organizations or {})
    given: dict[str, list[tuple[Review, Mapping[str, str]]]] = {}
    problems: list[Problem] = []
    for index, row in enumerate(table.rows):
        texts = {header: text_of(row[column]) for header, column in table.at.items()}
        if not any(texts.get(header) for header in _CORRECTING):
            continue
        source = Source(file=book.name, sheet=table.sheet, row=table.first + index + 1)
        faults = _faults(texts, words)
        review = _review(table.get(row, "复核日期"), texts, words, source)
        if today and review.reviewed_on and review.reviewed_on > today:
            what = f"复核日期 {review.reviewed_on} 晚于今天（{today}）"
            faults.append((what, "请核对复核日期，改好再读一次"))
        if faults:
            problems += [_problem("rejected", source, *fault, texts) for fault in faults]
            continue
        given.setdefault(review.matter_id, []).append((review, texts))
        if texts.get("复核日期") and review.reviewed_on is None:
            what = f"看不懂复核日期“{texts['复核日期']}”，按读回的日子记"
            problems.append(_problem("notice", source, what, "请写成 2026-02-03 这样", texts))
    reviews: list[Review] = []
    for rows in given.values():
        agreed = len({_said(review) for review, _ in rows}) == 1
        if agreed:
            reviews.append(rows[0][0])
        for review, cells in rows[1:] if agreed else rows:
            others = "、".join(str(one.source.row) for one, _ in rows if one is not review)
            what = f"编号 {review.matter_id} 在第 {others} 行也改了"
            what += "，改得一样" if agreed else "，改得不一样，哪一行都没有采用"
            problems.append(_problem("rejected", review.source, what, "请只保留一行", cells))
    return Corrections(reviews=tuple(reviews), problems=tuple(problems))


def _said(review: Review) -> tuple[str, str, str]:
    return review.new_category, review.new_organization, review.new_urgency


def _words(
    rows: Sequence[Sequence[Cell]], taxonomy: Taxonomy | None, organizations: Mapping[str, str]
) -> _Words:
    headers = [text_of(cell) for cell in rows[0]] if rows else []
    columns = {
        header: [text_of(row[headers.index(header)]) for row in rows[1:]]
        if header in headers
        else []
        for header in WORD_HEADERS
    }
    pairs = [pair for pair in zip(columns["类别"], columns["类别代码"], strict=False) if all(pair)]
    if taxonomy or not pairs:
        pairs = [(leaf.name, leaf.code) for leaf in taxonomy or load_taxonomy()]
    own = {_key(name): name for one in columns["责任单位"] if (name := plain_name(one))}
    return _Words(
        categories=_by_name_or_code(pairs),
        organizations=own | {_key(name): told for name, told in organizations.items()},
        urgencies=_by_name_or_code([(name, code) for code, name in URGENCY_NAMES.items()]),
        names=[name for name, _ in pairs],
    )


def _by_name_or_code(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {_key(word): code for name, code in pairs for word in (name, code)}


def _faults(texts: Mapping[str, str], words: _Words) -> list[tuple[str, str]]:
    faults = []
    if not texts["编号"]:
        faults.append(("这一行没有编号，不知道改的是哪一件", "请把编号补上"))
    category, urgency = texts.get("正确类别", ""), texts.get("正确紧急程度", "")
    organization = plain_name(texts.get("正确单位", ""))
    if category and _key(category) not in words.categories:
        advice = f"请从下拉列表中选择类别{_near(category, words.names)}，再读一次"
        faults.append((f"没有“{category}”这个类别", advice))
    if organization and words.organizations and _key(organization) not in words.organizations:
        near = _near(organization, set(words.organizations.values()))
        advice = f"请从下拉列表中选择单位{near}；确是新单位的，先加进组织机构表，再读一次"
        faults.append((f"“{organization}”不在单位名单里", advice))
    if urgency and _key(urgency) not in words.urgencies:
        names = "或".join(URGENCY_NAMES.values())
        faults.append((f"没有“{urgency}”这种紧急程度", f"请填{names}，再读一次"))
    return faults


def _near(word: str, names: Iterable[str]) -> str:
    found = get_close_matches(word, sorted(names), n=1, cutoff=0.5)
    return f"（是不是“{found[0]}”？）" if found else ""


def _review(day: Cell, texts: Mapping[str, str], words: _Words, source: Source) -> Review:
    def text(header: str) -> str:
        return texts.get(header, "")

    old_category = text("现类别")
    organization = plain_name(text("正确单位"))
    return Review(
        matter_id=text("编号"),
        text=text("意见内容"),
        source=source,
        reviewer=text("复核人"),
        reviewed_on=day_of(day),
        old_category=words.categories.get(_key(old_category), old_category),
        new_category=words.categories.get(_key(text("正确类别")), ""),
        old_organization=plain_name(text("现责任单位")),
        new_organization=words.organizations.get(_key(organization), organization),
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


def _key(word: str) -> str:
    """A name as it compares: full-width letters, spaces and case make no difference."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", word)).casefold()


def plain_name(organization: str) -> str:
    """The name without the mark of the shipped example."""
    return organization.strip().removesuffix("（示例）").removesuffix("(示例)").strip()
