"""How good predictions are: arrays of labels and scores in, figures out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from minyi.taxonomy import group_of

ECE_BINS = 15
_RESAMPLES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Figures of one evaluation; all between 0 and 1 but `n`."""

    n: int
    accuracy: float
    accuracy_ci: tuple[float, float]  # 95 % bootstrap over rows
    macro_f1: float  # over the labels present in the truth
    group_accuracy: float
    ece: float  # expected calibration error, equal-mass bins

    def as_dict(self) -> dict[str, Any]:
        """The figures in the order that `minyi evaluate --json` prints."""
        return {**asdict(self), "accuracy_ci": list(self.accuracy_ci)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFigures:
    """Figures of one label: where a model is weak."""

    label: str
    rows: int
    precision: float
    recall: float
    f1: float


def evaluate(
    truth: Sequence[str],
    predicted: Sequence[str],
    scores: Sequence[float],
    also: Sequence[str] | None = None,
    seed: int = 0,
) -> Evaluation:
    """Compare predictions with the truth.

    Args:
        truth: Label of every row.
        predicted: Predicted label of every row.
        scores: Probability given to the prediction.
        also: Second accepted label a row, "" where there is none; counts for accuracy, group
            accuracy and calibration, not for macro-F1.
        seed: Of the bootstrap.

    Raises:
        ValueError: No rows, or lengths that differ.
    """
    if not truth or not len(truth) == len(predicted) == len(scores):
        raise ValueError("truth, predicted and scores must be of one length and not empty")
    second = also if also is not None else [""] * len(truth)
    right = np.array([p in (t, a) for t, p, a in zip(truth, predicted, second, strict=True)])
    right_group = np.array(
        [
            group_of(p) in (group_of(t), group_of(a) if a else None)
            for t, p, a in zip(truth, predicted, second, strict=True)
        ]
    )
    draws = np.random.default_rng(seed).integers(0, len(right), (_RESAMPLES, len(right)))
    low, high = np.percentile(right[draws].mean(axis=1), [2.5, 97.5])
    return Evaluation(
        n=len(truth),
        accuracy=round(float(right.mean()), 4),
        accuracy_ci=(round(float(low), 4), round(float(high), 4)),
        macro_f1=round(float(np.mean([f.f1 for f in by_label(truth, predicted)])), 4),
        group_accuracy=round(float(right_group.mean()), 4),
        ece=round(calibration_error(right, np.asarray(scores, float)), 4),
    )


def intervals(
    truth: Sequence[str],
    predicted: Sequence[str],
    groups: Sequence[str] | None = None,
    seed: int = 0,
) -> tuple[tuple[float, float], tuple[float, float]]:
    """95 % bootstrap intervals of accuracy and macro-F1 (Efron & Tibshirani 1993, ch. 13).

    Args:
        truth: Label of every row.
        predicted: Predicted label of every row.
        groups: Provenance of every row; whole groups are then drawn, for rows of one group are
            alike and tell less than as many rows of several.
        seed: Of the draws.

    Returns:
        (low, high) of accuracy, (low, high) of macro-F1 over the labels of each draw.
    """
    names, codes = np.unique([*truth, *predicted], return_inverse=True)
    pairs, cell = np.unique(np.stack(np.split(codes, 2)), axis=1, return_inverse=True)
    cell = cell.ravel()
    rng = np.random.default_rng(seed)
    if groups is None:  # drawing rows is drawing cells of the table of confusions
        counts = rng.multinomial(len(cell), np.bincount(cell) / len(cell), _RESAMPLES).astype(float)
    else:
        owners, owner = np.unique(groups, return_inverse=True)
        table = np.zeros((len(owners), pairs.shape[1]))
        np.add.at(table, (owner, cell), 1)
        picks = rng.multinomial(len(owners), np.full(len(owners), 1 / len(owners)), _RESAMPLES)
        counts = picks @ table
    is_true, is_said = (each[:, None] == np.arange(len(names)) for each in pairs)
    rows, said, hits = counts @ is_true, counts @ is_said, counts @ (is_true & is_said)
    f1 = np.where(rows > 0, 2 * hits / np.maximum(rows + said, 1), np.nan)
    draws = np.stack([hits.sum(axis=1) / counts.sum(axis=1), np.nanmean(f1, axis=1)])
    bounds = np.percentile(draws, [2.5, 97.5], axis=1).round(4)
    accuracy, macro_f1 = bounds.T.tolist()
    return (accuracy[0], accuracy[1]), (macro_f1[0], macro_f1[1])


def by_label(truth: Sequence[str], predicted: Sequence[str]) -> list[LabelFigures]:
    """Precision, recall and F1 of every label present in the truth, in sorted order."""
    true, guess = np.asarray(truth), np.asarray(predicted)
    figures = []
    for label in sorted(set(truth)):
        hit = int(((true == label) & (guess == label)).sum())
        rows, said = int((true == label).sum()), int((guess == label).sum())
        figures.append(
            LabelFigures(
                label=label,
                rows=rows,
                precision=hit / said if said else 0.0,
                recall=hit / rows,
                f1=2 * hit / (rows + said),
            )
        )
    return figures


def calibration_error(right: npt.NDArray[np.bool_], scores: npt.NDArray[np.float64]) -> float:
    """Expected calibration error over bins of equal mass (Nguyen & O'Connor 2015, EMNLP).

    Args:
        right: (rows,) whether the prediction was right.
        scores: (rows,) probability given to it.
    """
    order = np.argsort(scores, kind="stable")
    bins = [b for b in np.array_split(order, ECE_BINS) if len(b)]
    gaps = [abs(right[b].mean() - scores[b].mean()) * len(b) for b in bins]
    return float(sum(gaps) / len(right))


def confusions(
    truth: Sequence[str], predicted: Sequence[str], also: Sequence[str] | None = None
) -> Mapping[tuple[str, str], int]:
    """(true, predicted) → rows, wrong pairs only, most frequent first."""
    second = also if also is not None else [""] * len(truth)
    counts: dict[tuple[str, str], int] = {}
    for t, p, a in zip(truth, predicted, second, strict=True):
        if p not in (t, a):
            counts[t, p] = counts.get((t, p), 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
