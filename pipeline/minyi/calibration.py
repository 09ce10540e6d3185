"""Probabilities that mean what they say: margins brought to the shares of right answers.

A temperature makes held-out margins most likely (Guo et al. 2017, arXiv:1706.04599), but one number
cannot both raise what is said too timidly and lower what is said too boldly. So the probability of
the first label is read off a rising curve of held-out accuracy (isotonic regression over bins of
equal weight; top-label calibration: Gupta & Ramdas 2022, arXiv:2107.08353).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Curve = tuple[tuple[float, float], ...]  # (probability, share of right answers), both rising

_BINS = 20
_OF_A_BIN = 100  # rows
_FEWEST = 3  # bins that make a curve


def temperature(
    margins: Floats, index: npt.NDArray[np.intp], importance: npt.NDArray[np.float64]
) -> float:
    """What the margins are divided by before the softmax.

    Args:
        margins: (rows, labels) held out.
        index: (rows,) the right labels.
        importance: (rows,) how much every row counts.
    """
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        scaled = margins.astype(np.float64) / np.exp(log_temperature)
        scaled -= scaled.max(axis=1, keepdims=True)
        likely = scaled[np.arange(len(index)), index] - np.log(np.exp(scaled).sum(axis=1))
        return -float(np.average(likely, weights=importance))

    best = minimize_scalar(loss, bounds=(-4, 2), method="bounded")
    return round(float(np.exp(best.x)), 4)


def confidence_curve(
    probabilities: Floats, index: npt.NDArray[np.intp], importance: npt.NDArray[np.float64]
) -> Curve:
    """How often the first label is right, by its probability.

    Args:
        probabilities: (rows, labels) held out, of three labels or more.
        index: (rows,) the right labels.
        importance: (rows,) how much every row counts.

    Returns:
        Knots of the curve; none where there are two labels, whose threshold a user may have set,
        or too few rows.
    """
    from sklearn.isotonic import IsotonicRegression

    bins = min(_BINS, len(index) // _OF_A_BIN)
    if bins < _FEWEST or probabilities.shape[1] < 3:
        return ()
    said = probabilities.max(axis=1).astype(np.float64)
    right = probabilities.argmax(axis=1) == index
    order = np.argsort(said, kind="stable")
    weight = np.cumsum(importance[order])
    bin_of = np.minimum((weight / weight[-1] * bins).astype(int), bins - 1)
    total = np.bincount(bin_of, importance[order], bins)
    filled = total > 0
    means, shares = (
        np.bincount(bin_of, importance[order] * each[order], bins)[filled] / total[filled]
        for each in (said, right)
    )
    rising = IsotonicRegression().fit_transform(means, shares, sample_weight=total[filled])
    return tuple((round(x, 7), round(y, 5)) for x, y in zip(means.tolist(), rising, strict=True))


def read_off(probabilities: Floats, curve: Curve) -> Floats:
    """Probabilities whose first label has what the curve says; the others share the rest as before.

    The first label stays the first, and the order of the others too.
    """
    if not curve or not len(probabilities):
        return probabilities
    rows = np.arange(len(probabilities))
    first = probabilities.argmax(axis=1)
    said = probabilities[rows, first]
    others = probabilities + np.float32(1e-12)  # where nothing is left, all others have the same
    others[rows, first] = 0
    others /= others.sum(axis=1, keepdims=True)
    second = others.max(axis=1)
    knots, shares = zip(*curve, strict=True)
    meant = np.maximum(np.interp(said, knots, shares), second / (1 + second)).astype(np.float32)
    result: Floats = others * (1 - meant)[:, None]
    result[rows, first] = meant
    return result
