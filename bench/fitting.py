"""The fit alone, against naive's: TF-IDF and a linear support vector machine from raw texts."""

from __future__ import annotations

import csv
from pathlib import Path

from bench import naive
from bench.harness import MINYI, NAIVE, ROOT, Figure, Scale, alternate, medians, timed
from bench.texts import corpus

ASKED = 2.0
MESSAGES = ROOT.parent / "shared" / "real" / "messages_train.csv"


def measure(scale: Scale) -> list[Figure]:
    """`OpinionClassifier().fit` on the messages, or on the corpus where they are not at hand."""
    from minyi import OpinionClassifier

    texts, labels, name = _rows(MESSAGES)
    if scale.fast:
        texts, labels = texts[::4], labels[::4]
    taken = alternate(
        {
            MINYI: lambda: timed(lambda: OpinionClassifier().fit(texts, labels)),
            NAIVE: lambda: timed(lambda: naive.fitted(texts, labels)),
        },
        min(scale.rounds, 3),
        warm=False,
    )
    middle = medians(taken)
    return [
        Figure(
            key="fit",
            name="训练（fit）",
            minyi=middle[MINYI],
            naive=middle[NAIVE],
            unit="秒",
            ratio=middle[MINYI] / middle[NAIVE],
            asked=ASKED,
            at_least=False,
            note=f"{name}，{len(texts)} 行",
            spread=taken,
        )
    ]


def _rows(path: Path) -> tuple[list[str], list[str], str]:
    if not path.exists():
        return [row.text for row in corpus()], [row.category for row in corpus()], "models/data"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [row["text"] for row in rows], [row["label"] for row in rows], path.name
