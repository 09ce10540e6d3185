"""Fit a linear classifier: features and labels in, arrays out.

Every head is the sum of the linear machines of minyi.machines, brought to one scale and calibrated
on held-out texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from minyi.calibration import confidence_curve, temperature
from minyi.classifier import Floats, Head, LinearClassifier, known_columns
from minyi.errors import BadTableError
from minyi.machines import FitSettings, Task, machines
from minyi.tokens import BUCKETS, Occurrences

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    Labels = npt.NDArray[np.str_]

FOLDS = 5
_BAYES_SHARES = (0.0, 0.25, 0.5, 1.0)
_ENOUGH_TO_CALIBRATE = 50  # texts
_USUAL_TEMPERATURE = 0.3  # measured on the written corpus; for tables too small to measure


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """What a head says of texts that it was not fitted on; calibration needs it anyway.

    Features are chosen and weighed by frequency on all texts, and two numbers, the share of naive
    Bayes and the calibration, are chosen on these very margins: neither lets a text tell its label.
    """

    texts: npt.NDArray[np.intp]  # (held,) positions among the training texts
    probabilities: Floats  # (held, labels) calibrated, columns as in `Head.labels`
    grouped: bool  # whole groups were held out
    ordered: bool = False  # every text was held out from what came after it too


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A classifier, and by head what it said of held-out texts; no entry where they are few."""

    classifier: LinearClassifier
    held_out: Mapping[str, HeldOut]


def fit(
    families: Sequence[Occurrences],
    targets: Mapping[str, Sequence[str]],
    settings: FitSettings | Mapping[str, FitSettings] | None = None,
    groups: Sequence[str] | None = None,
    weights: Sequence[float] | None = None,
    on_step: Callable[[], object] = lambda: None,
    *,
    times: Sequence[str] | None = None,
    prior: LinearClassifier | None = None,
) -> Fitted:
    """Fit one head a question and calibrate it on held-out folds.

    Args:
        families: Features of the training texts.
        targets: Head name → label of every text; "" leaves the text out of that head.
        settings: Cost, balance, seed: for all heads, or head by head (features are pruned as
            the first says).
        groups: Provenance of every text (such as its writer); calibration then holds out whole
            groups, so that scores are as modest as they ought to be on other people's words.
            Texts of the group "" are always learned from and never held out.
        weights: How much every text counts; 1 each where not given.
        on_step: Called after every fold and every head, FOLDS + 1 times a head, for a progress
            bar.
        times: When every text was written, in any writing that sorts; only later texts are then
            held out, each from a fit on earlier ones, and groups do not matter.
        prior: An earlier model, of which heads with `FitSettings.prior` make use.

    Returns:
        The fitted classifier and its held-out probabilities; the same input and seed give the
        same bytes.

    Raises:
        BadTableError: The texts have no feature in common.
    """
    common = settings if isinstance(settings, FitSettings) else FitSettings()
    by_head = dict.fromkeys(targets, common) | (
        dict(settings) if isinstance(settings, Mapping) else {}
    )
    min_texts = next(iter(by_head.values())).min_texts
    buckets, idf = _select(families, min_texts)
    if not len(buckets):
        raise BadTableError(
            f"没有任何字词在 {min_texts} 行以上的文本中出现过，无从学起；请增加标注的行"
        )
    importance = np.ones(len(families[0].starts) - 1) if weights is None else np.asarray(weights)
    matrix = design(families, buckets, idf)
    coefficients, intercepts, heads, held_out = [], [], {}, {}
    for name, labels in targets.items():
        rows = np.array([i for i, label in enumerate(labels) if label])
        answer = np.array([labels[i] for i in rows])
        sources = None if groups is None else np.array([groups[i] for i in rows])
        mine = matrix if len(rows) == matrix.shape[0] else matrix[rows]
        labels_in_order, index = np.unique(answer, return_inverse=True)
        count = len(labels_in_order)
        basis = _basis(mine, buckets, idf, prior, by_head[name].prior)
        task = Task(mine, index, count, importance[rows], by_head[name], basis)
        written = None if times is None else np.array([times[i] for i in rows])
        head = Head(labels=tuple(map(str, labels_in_order)), temperature=_USUAL_TEMPERATURE)
        shares, heads[name], unseen = _calibrate(task, head, sources, written, on_step)
        if unseen is not None:
            held_out[name] = replace(unseen, texts=rows[unseen.texts])
        fitted = list(machines(task, np.arange(len(rows))))
        on_step()
        coefficients.append(sum(s * c for s, (c, _) in zip(shares, fitted, strict=True)))
        intercepts.append(sum(s * i for s, (_, i) in zip(shares, fitted, strict=True)))
    quantized, scales = _quantize(np.vstack(coefficients).T.astype(np.float32))
    classifier = LinearClassifier(
        buckets=buckets,
        idf=idf,
        weights=quantized,
        scales=scales,
        intercepts=np.concatenate(intercepts).astype(np.float32),
        heads=heads,
    )
    return Fitted(classifier=classifier, held_out=held_out)


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


def _basis(
    matrix: csr_matrix,
    buckets: npt.NDArray[np.int32],
    idf: Floats,
    prior: LinearClassifier | None,
    size: float,
) -> npt.NDArray[np.float64] | None:
    """(features, margins) of the prior over our features; a usual text's margins have this size.

    The features are weighed by our idf and normed by our length, so these are the prior's margins
    but for words that only one of the two knows.
    """
    if prior is None or not size:
        return None
    basis = prior.margins_of(buckets).astype(np.float64) / idf[:, None]
    margins = matrix @ basis
    length = float(np.sqrt(margins.var(axis=0).sum()))
    return basis * (size / length) if length else None


def _calibrate(
    task: Task,
    head: Head,
    groups: Labels | None,
    times: Labels | None,
    on_step: Callable[[], object],
) -> tuple[list[float], Head, HeldOut | None]:
    """Shares of the two machines, brought to one scale, and the head calibrated on their sum.

    All are measured on held-out rows.
    """
    ordered = times is not None
    grouped = not ordered and groups is not None and len(set(groups) - {""}) >= FOLDS
    outputs = 1 if task.labels == 2 else task.labels
    margins = np.zeros((2, len(task.index), outputs))
    held = np.zeros(len(task.index), bool)
    for train, test in _folds(task, groups if grouped else None, times):
        for each, (coefficients, intercepts) in enumerate(machines(task, train)):
            margins[each, test] = task.matrix[test] @ coefficients.T + intercepts
        held[test] = True
        on_step()
    if not held.any():
        return [1.0, task.settings.naive_bayes or 0.0], head, None
    vectors, bayes = (each / float(each.std()) for each in margins[:, held])
    answer, importance = task.index[held], task.importance[held]
    wanted = task.settings.naive_bayes
    candidates = []
    for share in _BAYES_SHARES if wanted is None else (wanted,):
        total = vectors + share * bayes
        if outputs == 1:
            total = np.hstack([-total, total])
        right = float(np.average(total.argmax(axis=1) == answer, weights=importance))
        candidates.append((right, -share, total))
    _, negative, total = max(candidates, key=lambda each: each[:2])
    total = total.astype(np.float32)
    head = replace(head, temperature=temperature(total, answer, importance))
    head = replace(head, curve=confidence_curve(head.calibrated(total), answer, importance))
    unseen = HeldOut(
        texts=np.flatnonzero(held),
        probabilities=head.calibrated(total),
        grouped=grouped,
        ordered=ordered,
    )
    spreads = [float(each.std()) for each in margins[:, held]]
    return [1 / spreads[0], -negative / spreads[1]], head, unseen


def _folds(
    task: Task, groups: Labels | None, times: Labels | None
) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    """Folds to hold out: later texts, or whole groups, where known; none where rows are too few."""
    from sklearn.model_selection import GroupKFold, KFold

    count = len(task.index)
    if count < _ENOUGH_TO_CALIBRATE:
        return
    if times is not None:
        yield from _later(task, times)
        return
    if groups is None:
        always = np.zeros(0, np.intp)
        rest = np.arange(count)
        splits = KFold(FOLDS, shuffle=True, random_state=task.settings.seed).split(rest)
    else:
        always = np.flatnonzero(groups == "")
        rest = np.flatnonzero(groups != "")
        splits = GroupKFold(FOLDS).split(rest, groups=groups[rest])
    for train, test in splits:
        learned = np.concatenate([rest[train], always])
        if len(set(task.index[learned])) >= 2:
            yield learned, rest[test]


def _later(
    task: Task, times: Labels
) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    """The later half in FOLDS parts, each held out from all that came before it."""
    parts = np.array_split(np.argsort(times, kind="stable"), 2 * FOLDS)
    for at in range(FOLDS, 2 * FOLDS):
        learned = np.concatenate(parts[:at])
        if len(set(task.index[learned])) >= 2:
            yield learned, parts[at]


def _quantize(weights: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    largest = np.abs(weights).max(axis=1)
    scales = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    return np.rint(weights / scales[:, None]).astype(np.int8), scales
