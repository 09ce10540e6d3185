"""职责不清的单位对: between which organizations matters go back and forth."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from minyi.domain import Review

RETURNED = "退单"  # begins the note of a correction that follows from a rejected dispatch
FEWEST = 3  # corrections in one direction that are no chance


@dataclass(slots=True)
class Rivals:
    """Two organizations between which corrections moved matters."""

    one: str
    other: str
    there: int = 0  # from `one` to `other`
    back: int = 0
    returned: int = 0  # of these, dispatches that were rejected
    categories: Counter[str] = field(default_factory=Counter)  # codes

    @property
    def total(self) -> int:
        return self.there + self.back

    @property
    def both_ways(self) -> bool:
        return bool(self.there and self.back)


def rivals_of(reviews: Iterable[Review]) -> list[Rivals]:
    """Pairs with an unclear division of labour, the most frequent first.

    A pair is named if matters went in both directions, a dispatch was rejected, or at least FEWEST
    went in one: a single correction may be one clerk's mistake. A correction that was stored twice
    (the same matter moved the same way on the same day) counts once.
    """
    pairs: dict[tuple[str, str], Rivals] = {}
    moves: dict[tuple[object, ...], list[bool]] = defaultdict(list)
    kept: dict[tuple[object, ...], Review] = {}
    for review in reviews:
        old, new = review.old_organization, review.new_organization
        if old and new and old != new:
            key = (review.matter_id, " ".join(review.text.split()), old, new, review.reviewed_on)
            kept[key] = review
            moves[key].append(review.note.strip().startswith(RETURNED))
    for same, review in kept.items():
        old, new = review.old_organization, review.new_organization
        one, other = sorted((old, new))
        pair = pairs.setdefault((one, other), Rivals(one, other))
        pair.there += old == one
        pair.back += old == other
        pair.returned += any(moves[same])
        if category := review.new_category or review.old_category:
            pair.categories[category] += 1
    unclear = [
        pair for pair in pairs.values() if pair.both_ways or pair.returned or pair.total >= FEWEST
    ]
    return sorted(unclear, key=lambda pair: (-pair.total, pair.one, pair.other))
