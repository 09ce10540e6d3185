"""What a reader must be told, because it may not look for itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from minyi.domain import Opinion, Problem

Read = Iterator[Opinion | Problem]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Choices of the user, and the day of reading: readers never look at the clock."""

    text_column: str | None = None  # header, letter or number (from 1) of the opinion column
    today: date  # decides the year of dates written without one
    max_characters: int = 20_000  # a longer opinion is kept whole, but noticed


def too_long(opinion: Opinion, options: ReadOptions) -> Problem:
    """The notice that goes with an opinion over the limit."""
    return Problem(
        level="notice",
        source=opinion.source,
        what=f"意见有 {len(opinion.text)} 字，超过 {options.max_characters} 字",
        advice=f"只按前 {options.max_characters} 字分类，全文照留；如是多条意见请拆开",
        excerpt=opinion.text[:40],
    )
