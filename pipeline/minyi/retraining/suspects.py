"""Labels that are probably wrong, by what the model says of rows that it has not seen."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from minyi.errors import MissingExtraError
from minyi.extras import extra
from minyi.fitting import HeldOut
from minyi.retraining.checking import Finding

_log = logging.getLogger(__name__)

_UNLIKELY, _LIKELY = 0.1, 0.8  # of the label given, of another: the rule without cleanlab


def suspect_labels(
    labels: Sequence[str], held: HeldOut, names: Sequence[str], rows: Sequence[int]
) -> list[Finding]:
    """Rows whose label a person should look at, the least likely first.

    cleanlab (confident learning, Northcutt et al. 2021, JAIR 70) finds them where it is
    installed; else they are rows whose label has a held-out probability under 0.1 while another
    has more than 0.8.

    Args:
        labels: Label of every text.
        held: Held-out probabilities of the head.
        names: Labels of the head, as the columns of the probabilities.
        rows: Row of every text in its file.
    """
    column = {name: i for i, name in enumerate(names)}
    given = np.array([column[labels[i]] for i in held.texts])
    chances = held.probabilities.astype(np.float64)
    try:
        with extra("labels"):
            from cleanlab.filter import find_label_issues
    except MissingExtraError as missing:
        _log.info("标签存疑按简单规则查找；%s", missing)
        wrong = _by_rule(given, chances)
    else:
        wrong = find_label_issues(
            given,
            chances,
            filter_by="low_self_confidence",  # found 98 % of labels swapped at random, others 66–99
            return_indices_ranked_by="self_confidence",
            n_jobs=1,
        )
    findings = []
    for i in wrong:
        mine, best = float(chances[i, given[i]]), int(chances[i].argmax())
        what = (
            f"标为“{names[given[i]]}”，留出检验时模型认为是“{names[best]}”"
            f"（{chances[i, best]:.0%}，所标 {mine:.0%}）"
        )
        row = rows[held.texts[i]]
        findings.append(Finding(row=row, kind="标签存疑", what=what, advice="请核对标签"))
    return findings


def _by_rule(given: npt.NDArray[np.intp], chances: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    mine = chances[np.arange(len(given)), given]
    wrong = np.flatnonzero((mine < _UNLIKELY) & (chances.max(axis=1) > _LIKELY))
    return wrong[np.argsort(mine[wrong], kind="stable")]
