"""Macro-F1 of the fast path against the naive program's, same training rows."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from bench import naive
from bench.harness import ROOT, Figure, Scale
from bench.texts import Row, corpus

MEASURED = ROOT.parent / "shared" / "real" / "opinions_dev.csv"  # only measured on
HELD_OUT = frozenset("dmv")  # writers; others' words are what a model meets in use


def measure(scale: Scale) -> list[Figure]:
    """On real opinions where they are at hand, and on held-out writers of the corpus."""
    figures = []
    if MEASURED.exists():
        figures.append(_real())
    if not scale.fast:
        figures.append(_held_out())
    return figures


def _real() -> Figure:
    from minyi import load

    with MEASURED.open(encoding="utf-8-sig", newline="") as stream:
        rows = [Row(row["text"], row["category"]) for row in csv.DictReader(stream)]
    texts = [row.text for row in rows]
    return _figure(
        "quality",
        f"宏平均 F1，{len(rows)} 条真实意见",
        rows,
        load().flow.labels(texts)[0],
        list(naive.load().predict(texts)),
    )


def _held_out() -> Figure:
    """Both fitted anew on the rows of all writers but three."""
    from minyi import OpinionClassifier

    known = [row for row in corpus() if row.writer not in HELD_OUT]
    asked = [row for row in corpus() if row.writer in HELD_OUT]
    texts, labels = [row.text for row in known], [row.category for row in known]
    ours = OpinionClassifier().fit(texts, labels, groups=[row.writer for row in known])
    unseen = [row.text for row in asked]
    return _figure(
        "quality_writers",
        f"宏平均 F1，留出 {len(HELD_OUT)} 位作者（{len(asked)} 条），两边同样重新训练",
        asked,
        list(ours.predict(unseen)),
        list(naive.fitted(texts, labels).predict(unseen)),
    )


def _figure(
    key: str, name: str, rows: Sequence[Row], ours: Sequence[str], theirs: Sequence[str]
) -> Figure:
    from minyi.evaluation import evaluate

    truth = [row.category for row in rows]
    ones = [1.0] * len(rows)
    ours_f1 = evaluate(truth, list(ours), ones).macro_f1
    theirs_f1 = evaluate(truth, list(theirs), ones).macro_f1
    return Figure(
        key=key,
        name=name,
        minyi=ours_f1,
        naive=theirs_f1,
        unit="",
        ratio=ours_f1 / theirs_f1,
        asked=1.0,
    )
