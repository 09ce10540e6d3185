"""What two boxes are compared by: columns of arrays, no texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The matters of one box, understood: columns of equal length, one entry a matter.

    Categories, scores and urgency are compared matter by matter; words slip by slip, for the
    matters of one slip share the words of one hand.
    """

    slips: Indices  # slip of every matter, counted from 0 without gaps
    categories: Sequence[str]
    scores: Floats  # probability of the category
    urgent: Bools
    words: Sequence[frozenset[str]]  # distinct words of every matter, of two characters or more

    @property
    def slip_count(self) -> int:
        return int(self.slips.max()) + 1 if len(self.slips) else 0


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which slips hold which word: one (slip, word) entry each, in no order that matters."""

    slips: Indices
    words: Indices
    slip_count: int
    word_count: int

    def frequency(self) -> Counts:
        """(words,) slips that hold the word."""
        return np.bincount(self.words, minlength=self.word_count)


def pair(old: Box, new: Box) -> tuple[Pairs, Pairs, list[str]]:
    """The words of both boxes by slip, and the vocabulary that they are numbered by."""
    numbers: dict[str, int] = {}
    each = []
    for box in (old, new):
        words = np.array(
            [numbers.setdefault(w, len(numbers)) for some in box.words for w in sorted(some)],
            np.intp,
        )
        owners = np.repeat(box.slips, [len(some) for some in box.words]).astype(np.intp)
        each.append((owners, words))
    size = max(len(numbers), 1)
    pairs = []
    for box, (owners, words) in zip((old, new), each, strict=True):
        codes = np.unique(owners * size + words)
        pairs.append(Pairs(codes // size, codes % size, box.slip_count, len(numbers)))
    return pairs[0], pairs[1], list(numbers)
