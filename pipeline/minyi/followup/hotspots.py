"""Hotspots: the same kind of matter at the same place by many people, more than chance gives."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from minyi.duplicates import named_places
from minyi.errors import UsageError
from minyi.followup.periods import Period
from minyi.ledgers import Ledger, schema

LEAST = 3  # voices
UNUSUAL = 0.01  # chance below which a cell stands out
_READ = 20_000  # matters without a place whose texts are read, the newest ones
_READ_CELL = 500  # matters of one hotspot whose texts are read
_EXCERPT = 40
_WORDS = 3
_m, _s = schema.matters, schema.states


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotspot:
    """One kind of matter at one place in a period."""

    place: str  # town, community …; where the table names none, a place named in the texts
    category: str  # code
    voices: int  # slips, each once
    matters: int  # merged ones included
    before: int | None  # voices in the period before; None where nothing at all was registered
    expected: float  # voices, were the category as frequent here as everywhere
    chance: float  # that so many come by chance, in [0, 1]
    first: str  # first words of the first matter, masked
    words: tuple[tuple[str, int], ...] = ()  # places that the texts name, with how many name them

    @property
    def unusual(self) -> bool:
        """Whether it is more than what a busy category at a busy place always has."""
        return self.chance <= UNUSUAL

    @property
    def trend(self) -> str:
        """Against the period before, in Chinese."""
        if self.before is None:
            return "上期无数据"
        if not self.before:
            return "新出现"
        if self.voices == self.before:
            return f"持平（上期 {self.before}）"
        word = "上升" if self.voices > self.before else "下降"
        return f"{word} {abs(self.voices / self.before - 1):.0%}（上期 {self.before}）"


class _Key(NamedTuple):
    place: str
    category: str
    named: bool  # the place is one that the text names


class _Cell(NamedTuple):
    voices: int
    matters: int
    first: int  # id


def hotspots(
    ledger: Ledger, start: date, end: date, *, least: int = LEAST, limit: int = 10
) -> list[Hotspot]:
    """The hotspots of the days from `start` to `end` (of registering), the most unusual first.

    A cell is a category at a place; praise is left out, a merged matter counts where its lead is.
    Two questions are asked of each, and the smaller chance, doubled (Bonferroni), is kept:

    - Is the category more frequent here than elsewhere? Given the voices of the category, of the
      place and of all, those of the cell are hypergeometric (Fisher's exact test, one-sided).
    - Is it more frequent than before? Given the voices of both periods, those of this one are
      binomial with the share of this period in all voices (Przyborowski and Wilenski, Biometrika
      31, 1940), so that a busy month alone makes nothing hot.

    Args:
        ledger: Where the matters are.
        start: First day.
        end: Last day.
        least: Voices that make a hotspot.
        limit: How many at most.

    Raises:
        UsageError: The end is before the start, or `least` or `limit` is below 1.
    """
    if least < 1 or limit < 1:
        raise UsageError("热点的最少人数和条数都应不小于 1")
    period = Period(start, end)
    with ledger.reading() as connection:
        now, before = (_cells(connection, one) for one in (period, period.before()))
        found = sorted(
            _judged(now, before, least),
            key=lambda one: (one[0] > UNUSUAL, one[0], -now[one[2]].voices, one[2]),
        )[:limit]
        known = bool(before)
        return [
            Hotspot(
                place=key.place,
                category=key.category,
                voices=now[key].voices,
                matters=now[key].matters,
                before=before[key].voices if key in before else (0 if known else None),
                expected=round(expected, 2),
                chance=chance,
                first=_first(connection, now[key].first),
                words=_words(connection, period, key),
            )
            for chance, expected, key in found
        ]


def _cells(connection: sa.Connection, period: Period) -> dict[_Key, _Cell]:
    lead = _s.alias("lead")
    counted = (
        sa.func.count(_m.c.slip.distinct()),
        sa.func.count(),
        sa.func.min(_s.c.id),
    )
    own = (
        sa.select(_s.c.place, _s.c.category, *counted)
        .join(_m, _m.c.id == _s.c.id)
        .where(*_within(period), _s.c.lead.is_(None), _s.c.place != "")
        .group_by(_s.c.place, _s.c.category)
    )
    merged = (
        sa.select(lead.c.place, lead.c.category, *counted)
        .select_from(_s.join(_m, _m.c.id == _s.c.id).join(lead, lead.c.id == _s.c.lead))
        .where(*_within(period), lead.c.place != "")
        .group_by(lead.c.place, lead.c.category)
    )
    cells: dict[_Key, _Cell] = {}
    for query in (own, merged):
        for place, category, voices, matters, first in connection.execute(query):
            _add(cells, _Key(place, category, False), _Cell(voices, matters, first))
    slips: defaultdict[_Key, set[int]] = defaultdict(set)
    ids: defaultdict[_Key, list[int]] = defaultdict(list)
    query = (
        sa.select(_s.c.id, _m.c.slip, _s.c.category, _m.c.text)
        .join(_m, _m.c.id == _s.c.id)
        .where(*_within(period), _s.c.lead.is_(None), _s.c.place == "")
        .order_by(_s.c.id.desc())
        .limit(_READ)
    )
    for id, slip, category, text in connection.execute(query):
        for name in named_places(text):
            key = _Key(name, category, True)
            slips[key].add(slip)
            ids[key].append(id)
    for key, own_slips in slips.items():
        _add(cells, key, _Cell(len(own_slips), len(ids[key]), min(ids[key])))
    return cells


def _within(period: Period) -> tuple[sa.ColumnElement[bool], ...]:
    return _s.c.registered_on.between(period.start, period.end), _s.c.kind != "praise"


def _add(cells: dict[_Key, _Cell], key: _Key, more: _Cell) -> None:
    one = cells.get(key)
    cells[key] = (
        more
        if one is None
        else _Cell(one.voices + more.voices, one.matters + more.matters, min(one.first, more.first))
    )


def _judged(
    now: Mapping[_Key, _Cell], before: Mapping[_Key, _Cell], least: int
) -> Iterable[tuple[float, float, _Key]]:
    """Chance, expected voices and key of each cell that has enough voices."""
    by_category: Counter[tuple[str, bool]] = Counter()
    by_place: Counter[tuple[str, bool]] = Counter()
    whole: Counter[bool] = Counter()
    earlier: Counter[bool] = Counter()
    for key, cell in now.items():
        by_category[key.category, key.named] += cell.voices
        by_place[key.place, key.named] += cell.voices
        whole[key.named] += cell.voices
    for key, cell in before.items():
        earlier[key.named] += cell.voices
    for key, cell in now.items():
        if cell.voices < least:
            continue
        total, old = whole[key.named], earlier[key.named]
        here, kind = by_place[key.place, key.named], by_category[key.category, key.named]
        chances = [hypergeometric_tail(cell.voices, total, kind, here)]
        if old:
            past = before[key].voices if key in before else 0
            both = cell.voices + past
            chances.append(binomial_tail(cell.voices, both, total / (total + old)))
        yield min(1.0, len(chances) * min(chances)), kind * here / total, key


def hypergeometric_tail(k: int, total: int, marked: int, drawn: int) -> float:
    """P(X >= k) where `drawn` of `total` are drawn without return, `marked` of them marked."""
    most = min(marked, drawn)
    whole = _choose(total, drawn)
    terms = (
        _choose(marked, x) + _choose(total - marked, drawn - x) - whole
        for x in range(max(k, drawn - total + marked, 0), most + 1)
    )
    return _tail(terms)


def binomial_tail(k: int, n: int, share: float) -> float:
    """P(X >= k) of n trials of a chance `share` in (0, 1)."""
    if share >= 1:
        return 1.0
    yes, no = math.log(share), math.log1p(-share)
    return _tail(_choose(n, x) + x * yes + (n - x) * no for x in range(k, n + 1))


def _tail(logarithms: Iterable[float]) -> float:
    """Sum of terms given by their logarithms; they rise to a peak and fall."""
    value = last = 0.0
    for one in logarithms:
        term = math.exp(one)
        value += term
        if term < last and term < 1e-12 * value:
            break
        last = term
    return min(value, 1.0)


def _choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _first(connection: sa.Connection, id: int) -> str:
    text = connection.scalar(sa.select(_m.c.text).where(_m.c.id == id)) or ""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1]}…"


def _words(connection: sa.Connection, period: Period, key: _Key) -> tuple[tuple[str, int], ...]:
    """Where within the place, as far as the texts say; only what several say."""
    if key.named:
        return ()
    query = (
        sa.select(_m.c.text)
        .join(_s, _s.c.id == _m.c.id)
        .where(*_within(period), _s.c.place == key.place, _s.c.category == key.category)
        .order_by(_s.c.id.desc())
        .limit(_READ_CELL)
    )
    counted = Counter(name for text in connection.scalars(query) for name in named_places(text))
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return tuple((name, count) for name, count in ranked if count > 1)[:_WORDS]
