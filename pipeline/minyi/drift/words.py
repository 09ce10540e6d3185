"""How the vocabulary moved: words never met before, words risen and fallen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from minyi.drift.box import Bools, Floats, Pairs

_PRIOR = 0.1  # mass of the prior, as a share of both boxes
_SURE = 3.0  # |z| of a word worth naming; there are thousands of words
_FEWEST_SLIPS = 5  # that hold a word which is named: what fewer say could point at a person


@dataclass(frozen=True, slots=True, kw_only=True)
class WordShift:
    """One word: slips that hold it, and how sure its move is."""

    word: str
    old: int
    new: int
    z: float  # log-odds ratio over its standard deviation; above 0 is risen


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyShift:
    """Words of the new box that the old one does not know, and the words that moved most."""

    unseen: float  # share of the new box's words, met in no slip of the old box
    expected: float  # the same of a slip of the old box, towards its other slips
    z: float  # of their difference
    risen: tuple[WordShift, ...]
    fallen: tuple[WordShift, ...]


def vocabulary_shift(
    old: Pairs, new: Pairs, vocabulary: Sequence[str], *, most: int = 10
) -> VocabularyShift:
    """Compare the words of two boxes.

    No box knows all words; so the share of unseen words is held against that of the old box's own
    slips, each left out in turn. Words are ranked by the log-odds ratio with an informative
    Dirichlet prior (Monroe, Colaresi & Quinn 2008, Political Analysis 16:372), counting slips.
    """
    before, after = old.frequency(), new.frequency()
    unseen, variance = _share(before[new.words] == 0, new)
    expected, own_variance = _share(before[old.words] == 1, old)
    spread = float(np.sqrt(variance + own_variance))
    z = log_odds(before.astype(np.float64), after.astype(np.float64))
    named = before + after >= _FEWEST_SLIPS
    order = np.argsort(-z, kind="stable")
    shifts = [
        WordShift(
            word=vocabulary[i], old=int(before[i]), new=int(after[i]), z=round(float(z[i]), 2)
        )
        for i in order
        if named[i] and abs(z[i]) >= _SURE
    ]
    return VocabularyShift(
        unseen=unseen,
        expected=expected,
        z=(unseen - expected) / spread if spread else 0.0,
        risen=tuple([shift for shift in shifts if shift.z > 0][:most]),
        fallen=tuple([shift for shift in reversed(shifts) if shift.z < 0][:most]),
    )


def log_odds(before: Floats, after: Floats) -> Floats:
    """(words,) z of every word's move from counts in two boxes (Monroe et al., eq. 16 to 22)."""
    pooled = before + after
    prior = pooled * _PRIOR
    mass = prior.sum()

    def odds(counts: Floats) -> Floats:
        with_prior = counts + prior
        rest = np.maximum(counts.sum() + mass - with_prior, 1e-12)
        result: Floats = np.log(np.maximum(with_prior, 1e-12) / rest)
        return result

    spread = np.sqrt(1 / np.maximum(before + prior, 1e-12) + 1 / np.maximum(after + prior, 1e-12))
    result: Floats = (odds(after) - odds(before)) / spread
    return result


def _share(hits: Bools, pairs: Pairs) -> tuple[float, float]:
    """Share of a slip's words, and its variance over slips (a ratio of means)."""
    words = np.bincount(pairs.slips, minlength=pairs.slip_count).astype(np.float64)
    hit = np.bincount(pairs.slips, weights=hits, minlength=pairs.slip_count)
    total = float(words.sum())
    if not total:
        return 0.0, 0.0
    share = float(hit.sum()) / total
    return share, float(np.square(hit - share * words).sum()) / total**2
