"""A linear classifier over hashed features: predicts on arrays only.

One weight matrix serves several heads (category, kind, urgency), so that a batch is scored in one
sparse product whatever is asked of it. Weights are stored as eight-bit integers with one scale a
feature, which costs no measurable accuracy and keeps the shipped model small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np
import numpy.typing as npt

from minyi.calibration import Curve, read_off
from minyi.tokens import BUCKETS, Occurrences

Floats = npt.NDArray[np.float32]

_SMALL = 64  # texts up to which plain numpy beats the import of scipy
_LINE = 16  # float32 in a line of the processor's cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One question put to the features: its labels and how sharp its scores are."""

    labels: tuple[str, ...]
    temperature: float = 1.0
    curve: Curve = ()

    def calibrated(self, margins: Floats) -> Floats:
        """(texts, labels) margins → probabilities, see `calibration`."""
        return read_off(softmax(margins / np.float32(self.temperature)), self.curve)


@dataclass(frozen=True)
class LinearClassifier:
    """Fitted arrays; made by `fitting.fit`, or from the files of a model folder."""

    buckets: npt.NDArray[np.int32]  # (features,) sorted hash buckets that carry weight
    idf: Floats  # (features,)
    weights: npt.NDArray[np.int8]  # (features, outputs)
    scales: Floats  # (features,) weight = int8 × scale
    intercepts: Floats  # (outputs,)
    heads: Mapping[str, Head]

    def scores(
        self, families: Sequence[Occurrences], heads: Sequence[str] | None = None
    ) -> dict[str, Floats]:
        """Raw scores (margins) of heads.

        Args:
            families: What `tokens.occurrences` gives for a batch of texts.
            heads: Those that are asked for; None for all.

        Returns:
            Head name → (texts, labels) array, in the order of `Head.labels`.
        """
        asked = tuple(name for name in self.heads if heads is None or name in heads)
        few = len(families[0].starts) - 1 <= _SMALL
        total = self._few_margins(families, asked) if few else self._margins(families, asked)
        result: dict[str, Floats] = {}
        at = 0
        for name in asked:
            width = outputs(len(self.heads[name].labels))
            margin = total[:, at : at + width]
            result[name] = np.hstack([-margin, margin]) if width == 1 else margin
            at += width
        return result

    def probabilities(
        self, families: Sequence[Occurrences], heads: Sequence[str] | None = None
    ) -> dict[str, Floats]:
        """Calibrated probabilities of heads."""
        return {
            name: self.heads[name].calibrated(margins)
            for name, margins in self.scores(families, heads).items()
        }

    def _margins(self, families: Sequence[Occurrences], heads: tuple[str, ...]) -> Floats:
        """(texts, outputs of the heads): what the blocks sum to over their length norms."""
        from scipy.sparse import csr_matrix

        table, intercepts = self._table(heads)
        count, width = len(families[0].starts) - 1, len(intercepts)
        total = np.zeros((count, width), np.float32)
        for mine in _by_block(families):
            sums = np.zeros((count, table.shape[1]), np.float32)
            for family in mine:
                # What is unknown takes part as a row of zeros, unless it is most of a family.
                starts = family.starts
                if family.block == "lexicon":
                    found, columns = self._known(family.buckets)
                    starts = np.searchsorted(found, starts)
                else:
                    columns = self._lookup.take(family.buckets)
                ones = np.ones(len(columns), np.float32)
                sums += csr_matrix((ones, columns, starts), (count, len(table))) @ table
            total += _normed(sums, width)
        total += intercepts
        return total

    def _few_margins(self, families: Sequence[Occurrences], heads: tuple[str, ...]) -> Floats:
        """The same for a few texts, bit by bit, without what is made for large batches."""
        chosen = self._outputs(heads)
        count, width = len(families[0].starts) - 1, len(self.intercepts[chosen])
        found, known = self._known(np.concatenate([family.buckets for family in families]))
        rows = self._rows(known, chosen)
        total = np.zeros((count, width), np.float32)
        before = 0
        for mine in _by_block(families):
            sums = np.zeros((count, width + 1), np.float32)
            for family in mine:
                bounds = found.searchsorted(family.starts + before).tolist()
                before += len(family.buckets)
                for i in range(count):
                    sums[i] += np.add.reduce(rows[bounds[i] : bounds[i + 1]])
            total += _normed(sums, width)
        total += self.intercepts[chosen]
        return total

    def _known(
        self, buckets: npt.NDArray[np.int32]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
        """Which of the buckets are features of the model, and which features they are."""
        columns = self._lookup.take(buckets)
        found = (columns < len(self.buckets)).nonzero()[0]
        return found, columns.take(found)

    def _rows(
        self,
        features: slice | npt.NDArray[np.int32],
        chosen: slice | list[int],
        rows: Floats | None = None,
    ) -> Floats:
        """Weights of features towards outputs, times their idf; behind them the squared idf."""
        idf, weights = self.idf[features], self.weights[features][:, chosen]
        if rows is None:
            rows = np.empty((len(idf), weights.shape[1] + 1), np.float32)
        np.multiply(weights, (self.scales[features] * idf)[:, None], out=rows[:, :-1])
        np.square(idf, out=rows[:, -1])
        return rows

    def _outputs(self, heads: tuple[str, ...]) -> slice | list[int]:
        """Numbers of the outputs of heads."""
        if len(heads) == len(self.heads):
            return slice(None)
        chosen: list[int] = []
        at = 0
        for name, head in self.heads.items():
            width = outputs(len(head.labels))
            if heads == (name,):
                return slice(at, at + width)
            if name in heads:
                chosen += range(at, at + width)
            at += width
        return chosen

    def _table(self, heads: tuple[str, ...]) -> tuple[Floats, Floats]:
        """Rows of all features and one of zeros, in whole lines of the cache; intercepts."""
        known = self._tables.get(heads)
        if known is None:
            chosen = self._outputs(heads)
            intercepts = self.intercepts[chosen]
            width = len(intercepts) + 1
            table = _aligned((len(self.buckets) + 1, -(-width // _LINE) * _LINE))
            self._rows(slice(None), chosen, table[:-1, :width])
            known = self._tables[heads] = table, intercepts
        return known

    def contributions(
        self, families: Sequence[Occurrences], head: str, label: str
    ) -> list[tuple[npt.NDArray[np.int32], Floats]]:
        """Weight of every occurrence towards one label, family by family.

        Returns:
            (buckets, contributions) a family; those of a text and the intercept make its margin.
        """
        column, sign = self._output(head, label)
        count = len(families[0].starts) - 1
        result = []
        for mine in _by_block(families):
            squares = np.zeros(count)
            parts = []
            for family in mine:
                found, known = self._known(family.buckets)
                owners = np.repeat(np.arange(count), np.diff(family.starts))
                weights, idf = np.zeros((2, len(owners)), np.float32)
                rows = self._rows(known, [column])
                weights[found], idf[found] = rows[:, 0] * np.float32(sign), rows[:, 1]
                squares += np.bincount(owners, idf, count)
                parts.append((family.buckets, weights, owners))
            norms = np.sqrt(np.maximum(squares, 1e-12))
            result += [(b, (w / norms[owners]).astype(np.float32)) for b, w, owners in parts]
        return result

    def margins_of(self, buckets: npt.NDArray[np.int32]) -> Floats:
        """(buckets, outputs) what one occurrence adds to the margins, before the length norm."""
        found, known = self._known(buckets)
        margins = np.zeros((len(buckets), len(self.intercepts)), np.float32)
        margins[found] = self._rows(known, slice(None))[:, :-1]
        return margins

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
        """Bucket → feature; one beyond the last where there is none."""
        table = np.full(BUCKETS, len(self.buckets), np.int32)
        table[self.buckets] = np.arange(len(self.buckets), dtype=np.int32)
        return table

    @cached_property
    def _tables(self) -> dict[tuple[str, ...], tuple[Floats, Floats]]:
        return {}


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


def _by_block(families: Sequence[Occurrences]) -> list[list[Occurrences]]:
    """Families that share a length norm; `tokens.occurrences` gives them one behind the other."""
    return [list(mine) for _, mine in groupby(families, lambda family: family.block)]


def _normed(sums: Floats, width: int) -> Floats:
    """Sums of weights over the root of the sum of squares that stands behind them."""
    norms: Floats = np.sqrt(np.maximum(sums[:, width], 1e-12))
    return sums[:, :width] / norms[:, None]


def _aligned(shape: tuple[int, int]) -> Floats:
    """Zeros that begin with a line of the cache."""
    size = shape[0] * shape[1]
    room = np.zeros(size + _LINE, np.float32)
    skipped = -room.ctypes.data // 4 % _LINE
    table: Floats = room[skipped : skipped + size].reshape(shape)
    return table
