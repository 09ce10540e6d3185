"""Which rows teach a model most: those that it is unsure of, and no two alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from minyi.tokens import Occurrences

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

SHORTLIST = 5_000  # rows that are compared with one another; the rest are surer than all of them
NEAR = 0.8  # cosine from which a row only repeats a chosen one


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A row worth labelling."""

    row: int
    doubt: float  # 1 where the two best labels are equally likely, 0 where there is no doubt
    novelty: float  # 1 − cosine to the most alike row picked before it


def doubts(chances: npt.NDArray[np.floating]) -> Floats:
    """(rows,) how unsure the model is: 1 less the margin of the two best probabilities.

    The margin asks which label it is, where entropy also counts labels that nobody would
    consider (Scheffer, Decomain & Wrobel 2001, IDA).

    Args:
        chances: (rows, labels) calibrated probabilities.
    """
    if chances.shape[1] < 2:
        return np.zeros(len(chances))
    best = np.partition(np.asarray(chances, np.float64), -2, axis=1)[:, -2:]
    result: Floats = 1 - (best[:, 1] - best[:, 0])
    return result


def shortlist(doubt: Floats, texts: Sequence[str], size: int = SHORTLIST, seed: int = 0) -> Indices:
    """The rows of most doubt, in order of doubt; a text that recurs counts once.

    Among rows of equal doubt the seed decides. Texts without a letter or digit are left out.
    """
    toss = np.random.default_rng(seed).permutation(len(doubt))
    chosen: list[int] = []
    seen: set[str] = set()
    for row in np.lexsort((toss, -doubt)).tolist():
        if len(chosen) == size:
            break
        key = "".join(c for c in texts[row] if c.isalnum())
        if key and key not in seen:
            seen.add(key)
            chosen.append(row)
    return np.array(chosen, np.intp)


def diverse(doubt: Floats, families: Sequence[Occurrences], count: int) -> list[Pick]:
    """Pick rows one by one: the one whose doubt, times its novelty, is greatest.

    Greedy k-center weighted by doubt. Rows nearer than `NEAR` to a picked one are passed over, so
    there may be fewer picks than asked for. Ties go to the earlier row.

    Args:
        doubt: (rows,) as `doubts` gives it.
        families: Features of the same rows.
        count: Rows wanted.
    """
    matrix = unit_rows(families)
    columns = matrix.T.tocsr()
    novelty = np.ones(len(doubt))
    free = np.ones(len(doubt), bool)
    picks: list[Pick] = []
    while len(picks) < count and free.any():
        row = int(np.where(free, doubt * novelty, -1.0).argmax())
        picks.append(Pick(row=row, doubt=float(doubt[row]), novelty=float(novelty[row])))
        alike = (matrix[row] @ columns).toarray().ravel()
        novelty = np.minimum(novelty, np.clip(1 - alike, 0, 1))
        free &= alike < NEAR
        free[row] = False
    return picks


def unit_rows(families: Sequence[Occurrences]) -> csr_matrix:
    """(rows, features that occur) TF-IDF of the rows themselves, each of length one."""
    from scipy.sparse import csr_matrix, diags

    rows = len(families[0].starts) - 1
    buckets = np.concatenate([family.buckets for family in families])
    owners = np.concatenate([np.repeat(np.arange(rows), np.diff(f.starts)) for f in families])
    known, columns = np.unique(buckets, return_inverse=True)
    counts = csr_matrix((np.ones(len(columns)), (owners, columns)), shape=(rows, len(known)))
    idf = np.log((1 + rows) / (1 + np.bincount(counts.indices, minlength=len(known)))) + 1
    matrix = counts @ diags(idf)
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return (diags(1 / np.maximum(lengths, 1e-12)) @ matrix).tocsr()
