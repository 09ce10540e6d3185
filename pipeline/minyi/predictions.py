"""What a model thinks of a batch, in columns: an object is made only for whoever asks for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from minyi.classifier import Floats
from minyi.domain import Prediction
from minyi.taxonomy import UNCLEAR

ALTERNATIVES = 3

Alternatives = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Predictions:
    """Columns of equal length, one entry a matter, as in `domain.Prediction`."""

    categories: list[str]
    scores: list[float]
    alternatives: list[Alternatives]
    kinds: list[str]
    urgent_scores: list[float]

    @classmethod
    def of(cls, predictions: Iterable[Prediction]) -> Predictions:
        """The same as columns."""
        rows = [
            (one.category, one.score, one.alternatives, one.kind, one.urgent_score)
            for one in predictions
        ]
        return cls(*map(list, zip(*rows, strict=True))) if rows else cls([], [], [], [], [])

    def __len__(self) -> int:
        return len(self.categories)

    def __getitem__(self, i: int) -> Prediction:
        return Prediction(
            category=self.categories[i],
            score=self.scores[i],
            alternatives=self.alternatives[i],
            kind=self.kinds[i],
            urgent_score=self.urgent_scores[i],
        )

    def __setitem__(self, i: int, one: Prediction) -> None:
        self.categories[i], self.scores[i] = one.category, one.score
        self.alternatives[i], self.kinds[i] = one.alternatives, one.kind
        self.urgent_scores[i] = one.urgent_score

    def __iter__(self) -> Iterator[Prediction]:
        return map(self.__getitem__, range(len(self)))


def best(chances: Floats, names: Sequence[str]) -> tuple[list[str], list[float]]:
    """The likeliest label of every text, by its name, and its probability."""
    first = chances.argmax(axis=1)
    scores = chances[np.arange(len(first)), first]
    return [names[i] for i in first.tolist()], scores.tolist()


def predicted(
    chances: Floats, names: Sequence[str], kinds: list[str], urgent_scores: list[float]
) -> Predictions:
    """Predictions from the probabilities of the categories; of equal ones the first wins."""
    left = chances.copy()
    rows = np.arange(len(left))
    ranked: list[list[str]] = []
    scores: list[list[float]] = []
    for _ in range(min(ALTERNATIVES + 1, len(names))):
        first = left.argmax(axis=1)
        ranked.append([names[i] for i in first.tolist()])
        scores.append(left[rows, first].tolist())
        left[rows, first] = -1
    others = [zip(*column, strict=True) for column in zip(ranked[1:], scores[1:], strict=True)]
    alternatives: list[Alternatives] = [()] * len(left)
    if others:
        alternatives = list(zip(*others, strict=True))
    return Predictions(ranked[0], scores[0], alternatives, kinds, urgent_scores)


def blank(texts: Sequence[str]) -> list[int]:
    """Positions of texts without a letter, digit or Han character: nothing to classify."""
    return [
        i
        for i, text in enumerate(texts)
        if not text[:1].isalnum() and not any(map(str.isalnum, text))
    ]


UNKNOWN = Prediction(category=UNCLEAR, score=1.0)  # of a blank text
