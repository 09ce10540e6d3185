"""A linear classifier over hashed features: predicts on arrays only.

One weight matrix serves several heads (category, kind, urgency), so that a batch is scored in one
sparse product whatever is asked of it. Weights are stored as eight-bit integers with one scale a
feature, which costs no measurable accuracy and keeps the shipped model small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from minyi.tokens import BUCKETS, Occurrences

Floats = npt.NDArray[np.float32]

_SMALL = 64  # texts up to which plain numpy beats the import of scipy


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One question put to the features: its labels and how sharp its scores are."""

    labels: tuple[str, ...]
    temperature: float = 1.0


@dataclass(frozen=True)
class LinearClassifier:
    """Fitted arrays; made by `fitting.fit`, or from the files of a model folder."""

    buckets: npt.NDArray[np.int32]  # (features,) sorted hash buckets that carry weight
    idf: Floats  # (features,)
    weights: npt.NDArray[np.int8]  # (features, outputs)
    scales: Floats  # (features,) weight = int8 × scale
    intercepts: Floats  # (outputs,)
    heads: Mapping[str, Head]

    def scores(self, families: Sequence[Occurrences]) -> dict[str, Floats]:
        """Raw scores (margins) of every head.

        Args:
            families: What `tokens.occurrences` gives for a batch of texts.

        Returns:
            Head name → (texts, labels) array, in the order of `Head.labels`.
        """
        count = len(families[0].starts) - 1
        total = np.zeros((count, len(self.intercepts)), np.float32)
        for block in dict.fromkeys(family.block for family in families):
            part = np.zeros_like(total)
            squares = np.zeros(count, np.float32)
            for family in families:
                if family.block == block:
                    columns, starts = known_columns(family, self._lookup)
                    part += _sum_rows(self._matrix, columns, starts)
                    squares += _sum_rows(self._squares, columns, starts)[:, 0]
            total += part / np.sqrt(np.maximum(squares, 1e-12))[:, None]
        total += self.intercepts
        result: dict[str, Floats] = {}
        at = 0
        for name, head in self.heads.items():
            width = outputs(len(head.labels))
            margin = total[:, at : at + width]
            result[name] = np.hstack([-margin, margin]) if width == 1 else margin
            at += width
        return result

    def probabilities(self, families: Sequence[Occurrences]) -> dict[str, Floats]:
        """Calibrated probabilities of every head: softmax of the margins over the temperature."""
        scores = self.scores(families)
        return {
            name: softmax(scores[name] / np.float32(head.temperature))
            for name, head in self.heads.items()
        }

    def contributions(
        self, families: Sequence[Occurrences], head: str, label: str
    ) -> list[tuple[npt.NDArray[np.int32], Floats]]:
        """Weight of every occurrence of the first text towards one label, family by family.

        Returns:
            (buckets, contributions) a family; their sum and the intercept make the margin.
        """
        column, sign = self._output(head, label)
        result = []
        for block in dict.fromkeys(family.block for family in families):
            mine = [family for family in families if family.block == block]
            squares = sum(
                float(_sum_rows(self._squares, *known_columns(f, self._lookup))[0, 0]) for f in mine
            )
            for family in mine:
                known = self._lookup[family.buckets[: family.starts[1]]]
                weight = np.where(known >= 0, self._matrix[known, column], 0.0) * sign
                scaled = (weight / np.sqrt(max(squares, 1e-12))).astype(np.float32)
                result.append((family.buckets[: family.starts[1]], scaled))
        return result

    def _output(self, head: str, label: str) -> tuple[int, float]:
        at = 0
        for name, each in self.heads.items():
            if name == head:
                index = each.labels.index(label)
                return (at, 1.0 if index else -1.0) if len(each.labels) == 2 else (at + index, 1.0)
            at += outputs(len(each.labels))
        raise KeyError(head)

    @cached_property
    def _lookup(self) -> npt.NDArray[np.int32]:
        table = np.full(BUCKETS, -1, np.int32)
        table[self.buckets] = np.arange(len(self.buckets), dtype=np.int32)
        return table

    @cached_property
    def _matrix(self) -> Floats:
        return self.weights * (self.scales * self.idf)[:, None]

    @cached_property
    def _squares(self) -> Floats:
        return np.square(self.idf)[:, None]


def softmax(scores: Floats) -> Floats:
    """Rows of scores → rows of probabilities."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return result


def outputs(labels: int) -> int:
    return 1 if labels == 2 else labels


def known_columns(
    family: Occurrences, lookup: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """Columns of the occurrences that the model knows, and where each text's begin."""
    columns = lookup[family.buckets]
    found = columns >= 0
    before = np.concatenate([[0], np.cumsum(found)])
    return columns[found], before[family.starts]


def _sum_rows(
    matrix: Floats, columns: npt.NDArray[np.int32], starts: npt.NDArray[np.int64]
) -> Floats:
    """Sum of the matrix rows that each text names: (texts, outputs)."""
    count = len(starts) - 1
    if count <= _SMALL:
        return (
            np.stack([matrix[columns[starts[i] : starts[i + 1]]].sum(axis=0) for i in range(count)])
            if count
            else np.zeros((0, matrix.shape[1]), np.float32)
        )
    from scipy.sparse import csr_matrix

    ones = np.ones(len(columns), np.float32)
    picks = csr_matrix((ones, columns, starts), shape=(count, len(matrix)))
    result: Floats = picks @ matrix
    return result
