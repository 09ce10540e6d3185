"""Corrections that people made, as labelled rows: what they said last of a text counts."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from minyi.clean import mask_all
from minyi.domain import URGENCY_NAMES, Review
from minyi.errors import BadTableError
from minyi.reviews import HEADERS, load_reviews
from minyi.taxonomy import Taxonomy, load_taxonomy

Asked = Literal["category", "organization", "urgency"]

REVIEW_WEIGHT = 2.0  # against a row that nobody looked at twice
_NAMES: Mapping[str, Asked] = {
    **dict.fromkeys(("新类别", "原类别", "类别", "category"), "category"),
    **dict.fromkeys(("新单位", "原单位", "单位", "承办单位", "责任单位"), "organization"),
    "organization": "organization",
    **dict.fromkeys(("新紧急程度", "原紧急程度", "紧急程度", "urgency"), "urgency"),
}
_TELLING = {"编号", "意见内容", "新类别", "新单位"}


class Answer(NamedTuple):
    """What people last said of a text."""

    text: str  # as stored, that is masked
    label: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A table of labelled rows that has taken the answers in; all sequences of one length."""

    texts: list[str]
    labels: list[str]
    rows: list[int]  # in the file; answers of their own go on counting after its last row
    weights: list[float]
    days: list[str] | None
    corrected: int  # rows of the table whose label an answer changed
    confirmed: int  # … and those whose label it confirmed
    added: int  # answers on texts that the table does not hold


def is_review_store(path: Path) -> bool:
    """Whether a file is a 复核记录.csv, whatever its name."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return False
    with path.open("rb") as stream:
        line = stream.readline(4096)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            headers = next(csv.reader([line.decode(encoding)]), [])
        except (UnicodeDecodeError, csv.Error):
            continue
        return {header.strip() for header in headers} >= _TELLING
    return False


def stored_columns(path: Path, text: str, label: str) -> tuple[dict[str, list[str]], list[int]]:
    """The last answers of a store as a table of labelled rows.

    Args:
        path: Of the store.
        text: Header under which the texts are asked for.
        label: Header of the answer.

    Returns:
        As `readers.read_columns`; rows count the answers from 1.

    Raises:
        BadTableError: `label` is no answer of the store, or no such answer is stored.
    """
    answers = last_answers(load_reviews(path), asked_by(label), load_taxonomy())
    if not answers:
        raise BadTableError(f"{path}：没有一条复核记录说到“{label}”，请检查 --label")
    columns = {
        label: [each.label for each in answers],
        text: [each.text for each in answers],
        "复核日期": [str(each.day or "") for each in answers],
    }
    return columns, list(range(1, len(answers) + 1))


def asked_by(column: str) -> Asked:
    """Which question a column of the store answers.

    Raises:
        BadTableError: None of them.
    """
    if column.strip() not in _NAMES:
        raise BadTableError(
            f"复核记录里没有可学的列“{column}”，--label 请用 新类别、新单位 或 新紧急程度"
            f"（全部列：{'、'.join(HEADERS)}）"
        )
    return _NAMES[column.strip()]


def asked_of(labels: Sequence[str], reviews: Sequence[Review], taxonomy: Taxonomy) -> Asked:
    """Which question a table's labels answer: that whose answers they share.

    Raises:
        BadTableError: None of them.
    """
    known = set(labels)

    def shared(asked: Asked) -> int:
        return sum(any(word in known for word in _said(one, asked, taxonomy)) for one in reviews)

    questions: tuple[Asked, ...] = ("category", "organization", "urgency")
    best = max(questions, key=shared)
    if not shared(best):
        raise BadTableError(
            "复核记录里的类别、单位和紧急程度都与这张表的标签对不上，没有用上；"
            "请检查 --label，或去掉 --reviews"
        )
    return best


def last_answers(
    reviews: Sequence[Review], asked: Asked, taxonomy: Taxonomy, labels: Sequence[str] = ()
) -> list[Answer]:
    """The last word on every text, in the order in which the texts were first met.

    An answer left as it was confirms the old one. Of several of one day the later learned counts.

    Args:
        reviews: As stored.
        asked: Which of the answers.
        taxonomy: Its names are taken where `labels` are names.
        labels: Of the table that the answers join, so that they are written as it writes them.
    """
    known = set(labels)
    ranked = sorted(enumerate(reviews), key=lambda each: (each[1].reviewed_on or date.min, each[0]))
    keys = _keys([review.text for review in reviews])
    last: dict[str, Answer] = {}
    for i, review in ranked:
        said = _said(review, asked, taxonomy)
        if said and review.text.strip():
            label = next((word for word in said if word in known), said[0])
            last[keys[i]] = Answer(review.text, label, review.reviewed_on)
    return [last[key] for key in dict.fromkeys(keys) if key in last]


def join_answers(
    texts: Sequence[str],
    labels: Sequence[str],
    rows: Sequence[int],
    days: Sequence[str] | None,
    answers: Sequence[Answer],
) -> Joined:
    """Rows and answers together; on the same text the answer counts.

    Args:
        texts: Of the table; they are compared masked, as answers are stored.
        labels: Label of every text.
        rows: Row of every text in its file.
        days: When every text was written, where that is known.
        answers: See `last_answers`.
    """
    by_key = dict(zip(_keys([each.text for each in answers]), answers, strict=True))
    all_texts, all_labels, weights, met = list(texts), list(labels), [], set()
    corrected = confirmed = 0
    for i, key in enumerate(_keys(texts)):
        answer = by_key.get(key)
        weights.append(REVIEW_WEIGHT if answer else 1.0)
        if answer is None:
            continue
        met.add(key)
        corrected += answer.label != labels[i]
        confirmed += answer.label == labels[i]
        all_labels[i] = answer.label
    fresh = [answer for key, answer in by_key.items() if key not in met]
    end = max(rows, default=0)
    return Joined(
        texts=all_texts + [each.text for each in fresh],
        labels=all_labels + [each.label for each in fresh],
        rows=[*rows, *range(end + 1, end + 1 + len(fresh))],
        weights=weights + [REVIEW_WEIGHT] * len(fresh),
        days=None if days is None else [*days, *(str(each.day or "") for each in fresh)],
        corrected=corrected,
        confirmed=confirmed,
        added=len(fresh),
    )


def _said(review: Review, asked: Asked, taxonomy: Taxonomy) -> list[str]:
    """The answer in the end, in every way in which a table may write it; none where left open."""
    code: str = getattr(review, f"new_{asked}").strip() or getattr(review, f"old_{asked}").strip()
    if not code:
        return []
    if asked == "category":
        return [code, taxonomy.name(code)]
    return [code, URGENCY_NAMES.get(code, code)] if asked == "urgency" else [code]


def _keys(texts: Sequence[str]) -> list[str]:
    return ["".join(text.split()) for text in mask_all(texts)]
