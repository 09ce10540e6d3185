"""Proposals of duplicates: each text with at most one earlier text that it repeats."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from minyi.duplicates.places import Address, address_of, apart
from minyi.duplicates.sketches import candidates
from minyi.duplicates.wording import clauses
from minyi.errors import UsageError

FLOOR = 0.8  # similarity from which on a pair is proposed
WINDOW = 30  # days between the two
_SHORT = 10  # characters below which only a place in both makes two texts the same matter
_SAME = 0.97  # from here on, what the model calls them does not matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """One text that tells again what an earlier one told."""

    index: int
    lead: int  # index of the earlier one, itself no duplicate
    similarity: float  # in [0, 1]; 1 is the same but for marks and courtesies


def find_duplicates(
    texts: Sequence[str],
    *,
    places: Sequence[str] | None = None,
    days: Sequence[date | None] | None = None,
    labels: Sequence[str] | None = None,
    known: int = 0,
    floor: float = FLOOR,
    window: int = WINDOW,
) -> list[Duplicate]:
    """Find texts that repeat earlier ones.

    Candidates (MinHash) are compared by rapidfuzz: the share of characters that need no edit
    (normalized Indel similarity), in the order written or with the clauses sorted, whichever is
    higher. Leaders are compared with, never followers of followers: each proposal is a direct
    likeness, and all of one lead are one group. Time and memory grow with the number of texts.

    Args:
        texts: In the order of arrival.
        places: Town, community … of each, "" where unknown; different ones are never paired.
        days: Of arrival; further apart than `window` days are never paired.
        labels: What each is about; different ones are paired only where nearly identical.
        known: So many of the first are leads already and are not compared with each other.
        floor: Least similarity.

    Returns:
        By index, each index once.

    Raises:
        UsageError: `floor` is not in (0, 1].
    """
    if not 0 < floor <= 1:
        raise UsageError(f"相似度下限 {floor:g} 不对，请填 0 与 1 之间的数，如 0.8")
    told = [clauses(text) for text in texts]
    addresses: dict[int, Address] = {}

    def address(index: int) -> Address:
        if index not in addresses:
            addresses[index] = address_of(told[index])
        return addresses[index]

    leads: dict[int, int] = {}
    found: list[Duplicate] = []
    for index, others in _candidates(told, places, known):
        best, likeness = -1, floor
        for lead in sorted({leads.get(other, other) for other in others}):
            if days is not None and not _near(days[index], days[lead], window):
                continue
            if places is not None and apart(places[index], places[lead]):
                continue
            placed = places is not None and bool(places[index] and places[lead])
            same = labels is None or labels[index] == labels[lead]
            needed = max(likeness, floor if same else _SAME)
            value = similarity(told[index], told[lead], needed)
            if value < needed or (value == likeness and best >= 0):
                continue
            if not placed and min(len(told[index]), len(told[lead])) < _SHORT:
                continue  # 路灯坏了: there are many lamps
            if value < 1 and address(index).differs(address(lead)):
                continue
            best, likeness = lead, value
        if best >= 0:
            leads[index] = best
            found.append(Duplicate(index=index, lead=best, similarity=likeness))
    return found


def similarity(one: str, other: str, floor: float = 0.0) -> float:
    """How alike two texts are that `clauses` gave, in [0, 1]; 0 where it is below `floor`."""
    from rapidfuzz import fuzz

    if one == other:
        return 1.0
    least = 100 * floor
    value = fuzz.ratio(one, other, score_cutoff=least)
    if value < 100 and " " in one and " " in other:
        value = max(value, fuzz.token_sort_ratio(one, other, score_cutoff=max(least, value)))
    return round(value / 100, 4)


def _near(one: date | None, other: date | None, window: int) -> bool:
    return one is None or other is None or abs(one - other) <= timedelta(days=window)


def _candidates(
    told: Sequence[str], places: Sequence[str] | None, known: int
) -> Iterator[tuple[int, list[int]]]:
    """`candidates`, with those that say the very same compared once for all of them."""
    first: dict[tuple[str, str], int] = {}
    last: dict[int, int] = {}
    again: dict[int, list[int]] = {}
    for index, text in enumerate(told):
        one = first.setdefault((text, places[index] if places is not None else ""), index)
        if one != index and index >= known:
            again[index] = [one, last[one]]
        last[one] = index
    singles = [index for index in range(len(told)) if index not in again]
    bound = bisect_left(singles, known)
    own = {
        singles[index]: [singles[other] for other in others]
        for index, others in candidates([told[index] for index in singles], bound)
    }
    own.update(again)
    yield from sorted(own.items())
