"""Fit a linear classifier: features and labels in, arrays out.

Every head is the sum of two linear machines of one kind of features: a discriminative one, which
tells the labels of the training rows apart, and complement naive Bayes (Rennie et al. 2003, ICML),
which is surer of words that it has seldom seen. On other people's words the sum beats either
(docs/experiments.md), and it costs nothing to serve, since a sum of linear machines is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from minyi.classifier import Floats, Head, LinearClassifier, known_columns
from minyi.tokens import BUCKETS, Occurrences

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    Labels = npt.NDArray[np.str_]

_FOLDS = 5
_ENOUGH_TO_CALIBRATE = 50  # texts
_USUAL_TEMPERATURE = 0.3  # measured on the written corpus; for tables too small to measure


@dataclass(frozen=True, slots=True, kw_only=True)
class FitSettings:
    """What fitting can be told; defaults chosen by cross-validation (docs/experiments.md)."""

    machine: Literal["svm", "logistic"] = "svm"
    cost: float = 1.0  # C of the machine: more fits closer
    naive_bayes: float = 0.0  # weight of complement naive Bayes beside the machine's 1
    smoothing: float = 0.1  # of naive Bayes
    min_texts: int = 2  # features in fewer texts are dropped
    balanced: bool = False  # weigh classes by inverse frequency
    seed: int = 0


def fit(
    families: Sequence[Occurrences],
    targets: Mapping[str, Sequence[str]],
    settings: FitSettings | None = None,
    groups: Sequence[str] | None = None,
) -> LinearClassifier:
    """Fit one head a question and calibrate it on held-out folds.

    Args:
        families: Features of the training texts.
        targets: Head name → label of every text; "" leaves the text out of that head.
        settings: Cost, pruning, balance and seed.
        groups: Provenance of every text (such as its writer); calibration then holds out whole
            groups, so that scores are as modest as they ought to be on other people's words.

    Returns:
        The fitted classifier; the same input and seed give the same bytes.
    """
    settings = settings or FitSettings()
    buckets, idf = _select(families, settings.min_texts)
    matrix = design(families, buckets, idf)
    coefficients, intercepts, heads = [], [], {}
    for name, labels in targets.items():
        rows = np.array([i for i, label in enumerate(labels) if label])
        answer = np.array([labels[i] for i in rows])
        held = None if groups is None else np.array([groups[i] for i in rows])
        mine = matrix if len(rows) == matrix.shape[0] else matrix[rows]
        labels_in_order, index = np.unique(answer, return_inverse=True)
        shares, temperature = _calibrate(mine, index, len(labels_in_order), held, settings)
        machines = list(_machines(mine, index, len(labels_in_order), settings))
        coefficients.append(sum(s * c for s, (c, _) in zip(shares, machines, strict=True)))
        intercepts.append(sum(s * i for s, (_, i) in zip(shares, machines, strict=True)))
        heads[name] = Head(
            labels=tuple(str(label) for label in labels_in_order), temperature=temperature
        )
    weights, scales = _quantize(np.vstack(coefficients).T.astype(np.float32))
    return LinearClassifier(
        buckets=buckets,
        idf=idf,
        weights=weights,
        scales=scales,
        intercepts=np.concatenate(intercepts).astype(np.float32),
        heads=heads,
    )


def _select(
    families: Sequence[Occurrences], min_texts: int
) -> tuple[npt.NDArray[np.int32], Floats]:
    """Buckets met in enough texts, and their smoothed inverse document frequency."""
    texts = len(families[0].starts) - 1
    frequency = np.zeros(BUCKETS, np.int32)
    for family in families:
        owner = np.repeat(np.arange(texts, dtype=np.int64), np.diff(family.starts))
        pairs = np.unique(owner * BUCKETS + family.buckets)
        frequency += np.bincount(pairs % BUCKETS, minlength=BUCKETS).astype(np.int32)
    buckets = np.flatnonzero(frequency >= min_texts).astype(np.int32)
    idf = np.log((1 + texts) / (1 + frequency[buckets])) + 1
    return buckets, idf.astype(np.float32)


def design(
    families: Sequence[Occurrences], buckets: npt.NDArray[np.int32], idf: Floats
) -> csr_matrix:
    """The matrix that `scores` applies implicitly, made explicit for fitting."""
    from scipy.sparse import csr_matrix, diags

    lookup = np.full(BUCKETS, -1, np.int32)
    lookup[buckets] = np.arange(len(buckets), dtype=np.int32)
    texts = len(families[0].starts) - 1
    total = csr_matrix((texts, len(buckets)), dtype=np.float64)
    for block in dict.fromkeys(family.block for family in families):
        part = csr_matrix((texts, len(buckets)), dtype=np.float64)
        squares = np.zeros(texts)
        for family in families:
            if family.block == block:
                columns, starts = known_columns(family, lookup)
                values = idf[columns].astype(np.float64)
                before = np.concatenate([[0], np.cumsum(np.square(values))])
                squares += before[starts[1:]] - before[starts[:-1]]
                part = part + csr_matrix((values, columns, starts), shape=part.shape)
        total = total + diags(1 / np.sqrt(np.maximum(squares, 1e-12))) @ part
    result = total.tocsr()
    result.sum_duplicates()
    return result


def _machines(
    matrix: csr_matrix, index: npt.NDArray[np.intp], labels: int, settings: FitSettings
) -> Iterator[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]:
    """(coefficients, intercepts) of every machine of the sum; two labels make one output."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.naive_bayes import ComplementNB
    from sklearn.svm import LinearSVC

    weight = "balanced" if settings.balanced else None
    if settings.machine == "svm":
        fitted = LinearSVC(C=settings.cost, class_weight=weight, random_state=settings.seed)
        fitted.fit(matrix, index)
        yield _spread(fitted.coef_, fitted.intercept_, fitted.classes_, labels)
    else:
        one = LogisticRegression(
            C=settings.cost, class_weight=weight, solver="liblinear", random_state=settings.seed
        )
        many = OneVsRestClassifier(one).fit(matrix, index)
        coefficients = np.vstack([each.coef_ for each in many.estimators_])
        intercepts = np.concatenate([each.intercept_ for each in many.estimators_])
        yield _spread(coefficients, intercepts, many.classes_, labels)
    if settings.naive_bayes:
        bayes = ComplementNB(alpha=settings.smoothing).fit(matrix, index)
        logs = bayes.feature_log_prob_ - bayes.feature_log_prob_.mean(axis=0)
        coefficients = (logs[1] - logs[0])[None, :] / 2 if labels == 2 else logs
        yield _spread(coefficients, np.zeros(len(coefficients)), bayes.classes_, labels)


def _spread(
    coefficients: npt.NDArray[np.float64],
    intercepts: npt.NDArray[np.float64],
    classes: npt.NDArray[np.intp],
    labels: int,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
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


def _calibrate(
    matrix: csr_matrix,
    index: npt.NDArray[np.intp],
    labels: int,
    groups: Labels | None,
    settings: FitSettings,
) -> tuple[list[float], float]:
    """Shares of the machines, brought to one scale, and the temperature of their sum.

    Both are measured on held-out rows. The temperature makes the held-out margins most likely
    (Guo et al. 2017, arXiv:1706.04599).
    """
    weights = [1.0] + ([settings.naive_bayes] if settings.naive_bayes else [])
    folds = list(_folds(matrix, index, groups, settings.seed))
    if not folds:
        return weights, _USUAL_TEMPERATURE
    margins = np.zeros((len(weights), len(index), 1 if labels == 2 else labels))
    for train, test in folds:
        machines = _machines(matrix[train], index[train], labels, settings)
        for each, (coefficients, intercepts) in enumerate(machines):
            margins[each, test] = matrix[test] @ coefficients.T + intercepts
    shares = [w / float(m.std()) for w, m in zip(weights, margins, strict=True)]
    total = np.tensordot(shares, margins, axes=1)
    return shares, _temperature(np.hstack([-total, total]) if labels == 2 else total, index)


def _folds(
    matrix: csr_matrix, index: npt.NDArray[np.intp], groups: Labels | None, seed: int
) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    """Folds to hold out: whole groups where they are known; none where rows are too few."""
    from sklearn.model_selection import GroupKFold, KFold

    if len(index) < _ENOUGH_TO_CALIBRATE:
        return
    if groups is not None and len(set(groups)) >= _FOLDS:
        splits = GroupKFold(_FOLDS).split(matrix, index, groups)
    else:
        splits = KFold(_FOLDS, shuffle=True, random_state=seed).split(matrix, index)
    for train, test in splits:
        if len(set(index[train])) >= 2:
            yield train, test


def _temperature(margins: npt.NDArray[np.float64], index: npt.NDArray[np.intp]) -> float:
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        scaled = margins / np.exp(log_temperature)
        scaled -= scaled.max(axis=1, keepdims=True)
        likely = scaled[np.arange(len(index)), index] - np.log(np.exp(scaled).sum(axis=1))
        return -float(likely.mean())

    best = minimize_scalar(loss, bounds=(-4, 2), method="bounded")
    return round(float(np.exp(best.x)), 4)


def _quantize(weights: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    largest = np.abs(weights).max(axis=1)
    scales = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    return np.rint(weights / scales[:, None]).astype(np.int8), scales
