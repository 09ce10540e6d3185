"""Error budget: below which confidence a person must look, so that the rest is seldom wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from minyi.errors import UsageError

LEVELS = 200  # of a curve: steps of half a percent of the rows
_Z = 1.2816  # one-sided 90 %
NOTHING = 1.0  # a line that no confidence is above: a person sees everything

Curve = list[list[float]]  # [confidence, rows above it, wrong ones among them], lowest first


def risk_curve(
    scores: npt.NDArray[np.float64],
    right: npt.NDArray[np.bool_],
    weights: npt.NDArray[np.float64] | None = None,
    seen_anyway: npt.NDArray[np.bool_] | None = None,
) -> Curve:
    """How many held-out rows lie above a confidence, and how many of those are wrong.

    Both counts fall from level to level; the first level is 0 and holds all rows.

    Args:
        scores: (rows,) probability given to the prediction.
        right: (rows,) whether it was right.
        weights: (rows,) how often such a row is met in use; wrong rows are then counted by weight,
            so they may be fractions.
        seen_anyway: (rows,) a person looks whatever the confidence is; such rows do not count.

    Returns:
        At most LEVELS + 1 levels.
    """
    if seen_anyway is not None:
        scores, right = scores[~seen_anyway], right[~seen_anyway]
        weights = weights[~seen_anyway] if weights is not None else None
    worth = np.ones(len(scores)) if weights is None else weights
    order = np.argsort(scores, kind="stable")
    ascending = scores[order]
    missed = np.cumsum((worth * ~right)[order][::-1])[::-1]
    total = np.cumsum(worth[order][::-1])[::-1]
    steps = np.linspace(0, len(scores), LEVELS, endpoint=False).astype(int)
    levels = sorted({0.0, *(round(float(ascending[i]), 4) for i in steps if len(scores))})
    curve: Curve = []
    for level in levels:
        at = int(np.searchsorted(ascending, level, side="right"))
        kept = len(scores) - at
        if kept:
            wrong = float(missed[at] / total[at]) * kept if total[at] else 0.0
            curve.append([level, kept, round(wrong, 2)])
    return curve


def review_line(curve: Sequence[Sequence[float]], max_error: float) -> float:
    """The lowest confidence above which at most this share is wrong; NOTHING where none is.

    Not the share met on the held-out rows counts, but the upper end of its 90 % interval (Wilson
    1927, one-sided): of many levels one would else be chosen that was merely lucky, and ten rows
    without a mistake would prove anything. On some thousand rows the two hardly differ.
    """
    return next(
        (
            level
            for level, kept, wrong in sorted(map(tuple, curve))
            if highest_share(wrong, kept) <= max_error
        ),
        NOTHING,
    )


def highest_share(wrong: float, rows: float) -> float:
    """Upper end of the one-sided 90 % Wilson interval of a share."""
    share, z2 = wrong / rows, _Z * _Z
    spread = _Z * sqrt(share * (1 - share) / rows + z2 / (4 * rows * rows))
    return (share + z2 / (2 * rows) + spread) / (1 + z2 / rows)


def line_of(facts: Mapping[str, Any], head: str, max_error: float, name: str = "") -> float:
    """The line of a trained model, from the facts of its manifest.

    Args:
        facts: Of the model.
        head: Whose errors are meant.
        max_error: Share in (0, 1).
        name: Of the model, for the message.

    Raises:
        UsageError: A share that is none, or a model without a curve.
    """
    if not 0 < max_error < 1:
        raise UsageError(
            f"误差预算 {max_error:g} 不对，请填 0 与 1 之间的数，如 0.03 表示至多错 3%"
        )
    curve = facts.get("metrics", {}).get(head, {}).get("risk")
    if not curve:
        raise UsageError(
            f"模型{name}里没有留出检验的误差曲线（旧版训练的，或行数太少没有留出检验），"
            "定不出误差预算的复核线；请用本版 minyi train 重新训练，或不用 --max-error"
        )
    return review_line(curve, max_error)
