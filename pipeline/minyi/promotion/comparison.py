"""Two models on the same labelled rows: what the second gains and loses."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

import numpy as np

from minyi.evaluation import by_label, evaluate, intervals
from minyi.model_store import Model

_ROUNDS = 5
_TIMED_TEXTS = 1000
_NAMED = 10  # labels named in a note


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Figures of one of the two models; see `evaluation.Evaluation`."""

    version: str
    accuracy: float
    accuracy_ci: tuple[float, float]  # 95 % bootstrap over rows
    macro_f1: float
    macro_f1_ci: tuple[float, float]
    ece: float
    texts_per_second: float  # median of the rounds


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelChange:
    """One label of the file under the first model and under the second."""

    label: str
    rows: int
    f1: tuple[float, float]
    recall: tuple[float, float]

    @property
    def gain(self) -> float:
        """Change of F1: it falls with missed rows and with rows wrongly drawn in alike."""
        return self.f1[1] - self.f1[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The first model (a) against the second (b) on the same rows."""

    n: int
    a: Side
    b: Side
    labels: tuple[LabelChange, ...]  # of the file, in sorted order
    only_a_right: int
    only_b_right: int
    p_value: float  # of McNemar's test
    speed_ratio: float  # of b to a; median of the rounds
    speed_range: tuple[float, float]  # slowest and fastest round
    notes: tuple[str, ...]  # Chinese: what to mind when reading the figures

    def as_dict(self) -> dict[str, Any]:
        """All figures, ready for JSON."""
        return asdict(self)


def compare(
    a: Model,
    b: Model,
    texts: Sequence[str],
    truth: Sequence[str],
    *,
    also: Sequence[str] | None = None,
    head: str = "",
    clock: Callable[[], float] = time.perf_counter,
) -> Comparison:
    """Compare two models on labelled texts; their label sets may differ.

    McNemar's test (1947) asks whether the rows that only one model has right are split unevenly by
    more than chance. It is exact: under the null hypothesis each of them falls to either model
    like a fair coin, so p is two-sided binomial (Edwards' correction 1948 approximates the same
    for many rows).

    Args:
        a: The model in use.
        b: The candidate.
        texts: Raw texts; the title, where there is one, on the first line.
        truth: Label of every text. Figures are over these labels: a model that does not know one
            has its rows wrong.
        also: Second accepted label of every text, "" where there is none; counts for accuracy,
            calibration and the test, not for F1.
        head: Head of a model to use, where it has it; else its main one.
        clock: Seconds, for the speed.

    Raises:
        ValueError: No texts, or lengths that differ.
    """
    from scipy.stats import binomtest

    second = also if also is not None else [""] * len(truth)
    said_a, score_a = _predict(a, texts, head)
    said_b, score_b = _predict(b, texts, head)
    speeds = _speeds(a, b, texts, clock)
    right_a, right_b = (
        np.array([p in (t, s) for t, s, p in zip(truth, second, said, strict=True)])
        for said in (said_a, said_b)
    )
    only_a, only_b = int((right_a & ~right_b).sum()), int((right_b & ~right_a).sum())
    ratios = [fast / slow for slow, fast in speeds]
    return Comparison(
        n=len(truth),
        a=_side(a, truth, said_a, score_a, second, median(s for s, _ in speeds)),
        b=_side(b, truth, said_b, score_b, second, median(s for _, s in speeds)),
        labels=tuple(
            LabelChange(
                label=one.label,
                rows=one.rows,
                f1=(round(one.f1, 4), round(two.f1, 4)),
                recall=(round(one.recall, 4), round(two.recall, 4)),
            )
            for one, two in zip(by_label(truth, said_a), by_label(truth, said_b), strict=True)
        ),
        only_a_right=only_a,
        only_b_right=only_b,
        p_value=float(binomtest(only_a, only_a + only_b).pvalue) if only_a + only_b else 1.0,
        speed_ratio=round(median(ratios), 3),
        speed_range=(round(min(ratios), 3), round(max(ratios), 3)),
        notes=_notes(a, b, head, truth),
    )


def _predict(model: Model, texts: Sequence[str], head: str) -> tuple[list[str], list[float]]:
    name = _head(model, head)
    chances = model.probabilities(texts)[name]
    best = chances.argmax(axis=1)
    labels = model.labels(name)
    return [labels[i] for i in best], chances[np.arange(len(best)), best].tolist()


def _head(model: Model, wanted: str) -> str:
    return wanted if wanted in model.classifier.heads else model.main_head


def _side(
    model: Model,
    truth: Sequence[str],
    said: Sequence[str],
    scores: Sequence[float],
    also: Sequence[str],
    speed: float,
) -> Side:
    figures = evaluate(truth, said, scores, also)
    return Side(
        version=model.version,
        accuracy=figures.accuracy,
        accuracy_ci=figures.accuracy_ci,
        macro_f1=figures.macro_f1,
        macro_f1_ci=intervals(truth, said)[1],
        ece=figures.ece,
        texts_per_second=round(speed, 1),
    )


def _speeds(
    a: Model, b: Model, texts: Sequence[str], clock: Callable[[], float]
) -> list[tuple[float, float]]:
    """(texts per second of a, of b), a round each; who goes first alternates, so that a machine
    that slows down meanwhile slows both."""
    timed = list(texts[:: max(len(texts) // _TIMED_TEXTS, 1)][:_TIMED_TEXTS])
    rounds = []
    for i in range(_ROUNDS):
        taken = {}
        for name, model in [("a", a), ("b", b)][:: 1 if i % 2 else -1]:
            begin = clock()
            model.probabilities(timed)
            taken[name] = max(clock() - begin, 1e-9)
        rounds.append((len(timed) / taken["a"], len(timed) / taken["b"]))
    return rounds


def _notes(a: Model, b: Model, head: str, truth: Sequence[str]) -> tuple[str, ...]:
    known_a, known_b = (set(model.labels(_head(model, head))) for model in (a, b))
    notes = []
    if known_a != known_b:
        extra = [
            f"只有 {side} 有：{_some(labels)}"
            for side, labels in (("A", known_a - known_b), ("B", known_b - known_a))
            if labels
        ]
        notes.append(f"两个模型的标签不同（{'；'.join(extra)}），按文件中的标签比较")
    for side, known in (("A", known_a), ("B", known_b)):
        strange = set(truth) - known
        if strange:
            notes.append(f"{side} 不认识文件中的标签 {_some(strange)}，这些行都算它错")
    return tuple(notes)


def _some(labels: set[str]) -> str:
    shown = "、".join(sorted(labels)[:_NAMED])
    return shown + (f" 等 {len(labels)} 个" if len(labels) > _NAMED else "")
