"""How shares and scores moved from one box to the other; small counts are not over-read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from minyi.drift.box import Bools, Counts, Floats

_FEWEST_EXPECTED = 5.0  # of a cell of the chi-square test (Cochran 1954, Biometrics 10:417)
_HALF = 0.5  # added to every cell, so that an empty one has a logarithm
SURE = 0.01  # chance of calling any of the categories risen or fallen where none moved


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryShift:
    """One category: its matters in both boxes."""

    category: str
    old: int
    new: int
    old_share: float
    new_share: float
    psi: float  # its part of the population stability index
    p: float  # of a move as large by chance, corrected for the number of categories
    direction: str  # "up", "down", or "" where the counts do not tell


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareShift:
    """Shift of all category shares."""

    psi: float  # population stability index as it is usually given
    psi_excess: float  # what of it is beyond what boxes of this size show by chance
    chi_square: float
    degrees: int
    p: float
    categories: tuple[CategoryShift, ...]  # largest part of the index first


@dataclass(frozen=True, slots=True, kw_only=True)
class RateShift:
    """Shift of a share of matters, such as the urgent ones."""

    old: float
    new: float
    p: float  # two-sided


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreShift:
    """Shift of the model's confidence."""

    old_mean: float
    new_mean: float
    distance: float  # Kolmogorov–Smirnov: largest gap between the distribution functions
    p: float


def share_shift(old: Sequence[str], new: Sequence[str]) -> ShareShift:
    """Compare the category shares of two boxes, neither of them empty.

    The index is Σ (q−p)·ln(q/p) over the categories. Where nothing moved it is distributed as
    (1/n + 1/m)·χ² with one degree less than there are categories (Yurdakul 2018, Western
    Michigan University, diss. 3208), so its mean there is taken off for `psi_excess`. For the
    chi-square test categories too rare for it are added up in the order of their names, so that
    leaves of one group stay together.
    """
    counted, recounted = Counter(old), Counter(new)
    names = sorted(counted | recounted)
    before = np.array([counted[name] for name in names], np.int64)
    after = np.array([recounted[name] for name in names], np.int64)
    parts = _index(before, after)
    chance = (len(names) - 1) * (1 / len(old) + 1 / len(new))
    chi_square, degrees, p = _chi_square(before, after)
    moved = np.minimum(_move_chances(before, after) * len(names), 1.0)
    shifts = [
        CategoryShift(
            category=name,
            old=int(before[i]),
            new=int(after[i]),
            old_share=float(before[i] / len(old)),
            new_share=float(after[i] / len(new)),
            psi=float(parts[i]),
            p=float(moved[i]),
            direction=""
            if moved[i] >= SURE
            else ("up" if after[i] * len(old) > before[i] * len(new) else "down"),
        )
        for i, name in enumerate(names)
    ]
    return ShareShift(
        psi=float(parts.sum()),
        psi_excess=max(0.0, float(parts.sum()) - chance),
        chi_square=chi_square,
        degrees=degrees,
        p=p,
        categories=tuple(sorted(shifts, key=lambda shift: (-shift.psi, shift.category))),
    )


def rate_shift(old: Bools, new: Bools) -> RateShift:
    """Compare a yes-or-no of the matters of two boxes, neither of them empty."""
    before = np.array([int(old.sum()), int((~old).sum())], np.int64)
    after = np.array([int(new.sum()), int((~new).sum())], np.int64)
    if _expected(before, after).min() >= _FEWEST_EXPECTED:
        p = _chi_square(before, after)[2]
    else:
        p = float(_move_chances(before, after)[np.argmin(before + after)])
    return RateShift(old=float(old.mean()), new=float(new.mean()), p=p)


def score_shift(old: Floats, new: Floats) -> ScoreShift:
    """Compare two samples of scores, neither of them empty, by Kolmogorov and Smirnov.

    The chance is the asymptotic one; ties make it cautious.
    """
    from scipy.special import kolmogorov

    before, after = np.sort(old), np.sort(new)
    points = np.concatenate([before, after])
    below = np.searchsorted(before, points, "right") / len(before)
    also_below = np.searchsorted(after, points, "right") / len(after)
    distance = float(np.abs(below - also_below).max())
    size = len(before) * len(after) / (len(before) + len(after))
    return ScoreShift(
        old_mean=float(old.mean()),
        new_mean=float(new.mean()),
        distance=distance,
        p=float(kolmogorov(np.sqrt(size) * distance)),
    )


def risen_chances(before: Counts, after: Counts, old_size: int, new_size: int) -> Floats:
    """Chance of at least so many of a thing's occurrences in the new box, were it box-blind.

    Binomial given the total of both boxes: exact for rare things, cautious for common ones.
    """
    from scipy.special import bdtrc

    share = new_size / (old_size + new_size)
    # bdtrc(k, n, p) is the chance of more than k, and 1 for k below 0
    chance = np.where(after > 0, bdtrc(after - 1.0, before + after, share), 1.0)
    return np.asarray(chance, np.float64)


def _move_chances(before: Counts, after: Counts) -> Floats:
    """Two-sided chance of every cell's move: twice the smaller tail."""
    sizes = int(before.sum()), int(after.sum())
    up = risen_chances(before, after, *sizes)
    down = risen_chances(after, before, *sizes[::-1])
    result: Floats = np.minimum(2 * np.minimum(up, down), 1.0)
    return result


def _index(before: Counts, after: Counts) -> Floats:
    p = (before + _HALF) / (before.sum() + _HALF * len(before))
    q = (after + _HALF) / (after.sum() + _HALF * len(after))
    result: Floats = (q - p) * np.log(q / p)
    return result


def _expected(before: Counts, after: Counts) -> Floats:
    """Expected count of every cell in the smaller box."""
    smaller = min(int(before.sum()), int(after.sum()))
    share = smaller / int(before.sum() + after.sum())
    return np.asarray((before + after) * share, np.float64)


def _chi_square(before: Counts, after: Counts) -> tuple[float, int, float]:
    from scipy.special import chdtrc

    table = _merge_rare(np.stack([before, after]).astype(np.float64))
    degrees = table.shape[1] - 1
    if degrees == 0:
        return 0.0, 0, 1.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    statistic = float((np.square(table - expected) / expected).sum())
    return statistic, degrees, float(chdtrc(degrees, statistic))


def _merge_rare(table: Floats) -> Floats:
    """Columns too rare in the smaller box are added up, neighbours first, till none is."""
    expected = table.sum(axis=0) * (table.sum(axis=1).min() / table.sum())
    merged = [table[:, i] for i in np.flatnonzero(expected >= _FEWEST_EXPECTED)]
    gathered, reached = np.zeros(len(table)), 0.0
    for i in np.flatnonzero(expected < _FEWEST_EXPECTED):
        gathered, reached = gathered + table[:, i], reached + float(expected[i])
        if reached >= _FEWEST_EXPECTED:
            merged.append(gathered)
            gathered, reached = np.zeros(len(table)), 0.0
    if reached and merged:
        merged[-1] = merged[-1] + gathered
    elif reached:
        merged.append(gathered)
    return np.stack(merged, axis=1)
