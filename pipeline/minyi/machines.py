"""The linear machines whose sum is a head: a support vector machine and naive Bayes.

The discriminative machine tells the labels of the training rows apart; complement naive Bayes
(Rennie et al. 2003, ICML) is surer of words that it has seldom seen. On other people's words the
sum beats either (docs/experiments.md), and it costs nothing to serve, since a sum of linear
machines is a linear machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Machine = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]  # coefficients, intercepts


@dataclass(frozen=True, slots=True, kw_only=True)
class FitSettings:
    """What fitting can be told; defaults chosen by cross-validation (docs/experiments.md)."""

    cost: float = 1.0  # C of the support vector machine: more fits closer
    naive_bayes: float | None = None  # weight beside the machine's 1; None: by held-out texts
    smoothing: float = 1.0  # of naive Bayes
    min_texts: int = 2  # features in fewer texts are dropped
    balanced: float = 0.0  # weigh classes by inverse frequency to this power: 1 evens them out
    prior: float = 0.0  # length of an earlier model's margins beside the features; 0: unused
    tolerance: float = 1e-4  # at which the support vector machine stops
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """One head to be fitted."""

    matrix: csr_matrix  # (texts, features)
    index: npt.NDArray[np.intp]  # (texts,) position of the text's label
    labels: int
    importance: npt.NDArray[np.float64]  # (texts,)
    settings: FitSettings
    basis: npt.NDArray[np.float64] | None = None  # (features, margins) of an earlier model


def machines(task: Task, texts: npt.NDArray[np.intp]) -> Iterator[Machine]:
    """Fit every machine of the sum on these texts.

    The margins of an earlier model are further features of the support vector machine. Since they
    are sums over the same features, what is learned of them is folded back into the weights.

    Yields:
        Coefficients (outputs, features) and intercepts (outputs,); two labels make one output.
    """
    from scipy.sparse import csr_matrix, hstack
    from sklearn.naive_bayes import ComplementNB
    from sklearn.svm import LinearSVC

    settings, labels = task.settings, task.labels
    matrix, index, importance = task.matrix[texts], task.index[texts], task.importance[texts]
    rows = np.bincount(index, minlength=labels)
    even = len(index) / np.count_nonzero(rows) / np.maximum(rows, 1)
    worth = importance * even[index] ** settings.balanced
    vectors = LinearSVC(
        C=settings.cost,
        tol=settings.tolerance,
        random_state=settings.seed,
    )
    if task.basis is None:
        vectors.fit(matrix, index, sample_weight=worth)
        coefficients, intercepts = vectors.coef_, vectors.intercept_
    else:
        margins = matrix @ task.basis
        mean = margins.mean(axis=0)
        vectors.fit(hstack([matrix, csr_matrix(margins - mean)]), index, sample_weight=worth)
        direct, by_prior = np.split(vectors.coef_, [matrix.shape[1]], axis=1)
        coefficients = direct + by_prior @ task.basis.T
        intercepts = vectors.intercept_ - by_prior @ mean
    yield _spread(coefficients, intercepts, vectors.classes_, labels)
    bayes = ComplementNB(alpha=settings.smoothing)
    bayes.fit(matrix, index, sample_weight=importance)
    logs = bayes.feature_log_prob_ - bayes.feature_log_prob_.mean(axis=0)
    coefficients = (logs[1] - logs[0])[None, :] / 2 if labels == 2 else logs
    yield _spread(coefficients, np.zeros(len(coefficients)), bayes.classes_, labels)


def _spread(
    coefficients: npt.NDArray[np.float64],
    intercepts: npt.NDArray[np.float64],
    classes: npt.NDArray[np.intp],
    labels: int,
) -> Machine:
    """Make room for labels that a fold has no row of: never predicted."""
    if labels == 2 or len(classes) == labels:
        return coefficients, intercepts
    if len(classes) == 2:
        coefficients = np.vstack([-coefficients[:1], coefficients[:1]])
        intercepts = np.array([-intercepts[0], intercepts[0]])
    wide = np.zeros((labels, coefficients.shape[1]))
    low = np.full(labels, -1.0)
    wide[classes], low[classes] = coefficients, intercepts
    return wide, low
