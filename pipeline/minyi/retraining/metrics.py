"""Held-out figures of a head, as the manifest keeps them and the model card prints them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from minyi.budget import risk_curve
from minyi.evaluation import by_label, confusions, evaluate, intervals
from minyi.fitting import FOLDS, HeldOut
from minyi.taxonomy import UNCLEAR

_BINS = 5  # of the table that shows what a probability is worth
_CONFUSIONS = 20


def held_out_metrics(
    truth: Sequence[str],
    held: HeldOut,
    names: Sequence[str],
    groups: Sequence[str] | None = None,
    weights: Sequence[float] | None = None,
) -> dict[str, Any]:
    """Figures of one head on the rows that each fold held out.

    Args:
        truth: Label of every training text.
        held: What the head said of the texts held out.
        names: Labels, as the columns of the probabilities.
        groups: Provenance of every training text; intervals then draw whole groups.
        weights: How often such a text is met in use; only `risk` counts by them.

    Returns:
        What `minyi evaluate --json` gives, and `macro_f1_ci`, `folds`, `grouped`, `ordered`;
        `labels`: precision, recall, F1 and rows of each; `reliability`: rows, mean probability
        and share of right answers of equal parts of the rows, least probable first;
        `confusions`: the most frequent (true, predicted, rows); `risk`: see
        `budget.risk_curve`, without the rows called unclear, which a person sees anyway.
    """
    best = held.probabilities.argmax(axis=1)
    scores = held.probabilities[np.arange(len(best)), best].astype(np.float64)
    mine = [truth[i] for i in held.texts]
    said = [names[i] for i in best]
    sources = [groups[i] for i in held.texts] if groups is not None and held.grouped else None
    accuracy_ci, macro_f1_ci = intervals(mine, said, sources)
    right = np.array([a == b for a, b in zip(mine, said, strict=True)])
    bins = np.array_split(np.argsort(scores, kind="stable"), _BINS)
    return {
        **evaluate(mine, said, scores.tolist()).as_dict(),
        "accuracy_ci": list(accuracy_ci),
        "macro_f1_ci": list(macro_f1_ci),
        "folds": FOLDS,
        "grouped": held.grouped,
        "ordered": held.ordered,
        "labels": {
            each.label: {
                "rows": each.rows,
                "precision": round(each.precision, 4),
                "recall": round(each.recall, 4),
                "f1": round(each.f1, 4),
            }
            for each in by_label(mine, said)
        },
        "reliability": [
            [len(b), round(float(scores[b].mean()), 4), round(float(right[b].mean()), 4)]
            for b in bins
        ],
        "confusions": [
            [*pair, n] for pair, n in list(confusions(mine, said).items())[:_CONFUSIONS]
        ],
        "risk": risk_curve(
            scores,
            right,
            np.array([weights[i] for i in held.texts]) if weights is not None else None,
            np.array(said) == UNCLEAR,
        ),
    }
