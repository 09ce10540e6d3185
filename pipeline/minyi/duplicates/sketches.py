"""Which texts are worth comparing: MinHash of their characters' pairs, in bands.

Two texts are candidates where all hashes of one band agree: with pairs of characters in common by
J (Jaccard), the chance is 1 - (1 - J^rows)^bands: 0.94 at J = 0.6, 0.03 at J = 0.2 (Leskovec,
Rajaraman, Ullman, Mining of Massive Datasets, 3.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS, BANDS = 4, 20
_CHUNK = 4096  # texts hashed at once: bounds the memory
_NEAREST = 4  # of one bucket: the last ones and the first ones, so that a full one costs no square
_SEED = 20
_MIX = np.uint64(0x9E3779B97F4A7C15)
_BREAK = ord(" ")  # between clauses: a pair over it depends on their order


def candidates(texts: Sequence[str], known: int = 0) -> Iterator[tuple[int, list[int]]]:
    """For each text that has any: its index and those of earlier texts that may be like it.

    Args:
        texts: As `wording.clauses` gives them.
        known: So many of the first need no candidates of their own.
    """
    if len(texts) < 2:
        return
    keys = np.concatenate([_bands(texts[at : at + _CHUNK]) for at in range(0, len(texts), _CHUNK)])
    pairs = np.unique(np.concatenate([_pairs(keys[:, band], known) for band in range(BANDS)]))
    later, earlier = pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)
    starts = np.flatnonzero(np.diff(later, prepend=np.uint64(2**63)))
    for start, end in pairwise([*starts.tolist(), len(pairs)]):
        yield int(later[start]), earlier[start:end].tolist()


def _bands(texts: Sequence[str]) -> NDArray[np.uint64]:
    """A key for each text and band: shape (texts, BANDS)."""
    from rensa import RMinHash

    hashes, offsets = _shingles(texts)
    matrix: Any = RMinHash.digest_matrix_from_flat_token_hashes(
        hashes, offsets, ROWS * BANDS, _SEED
    )
    rows = np.array(matrix.to_rows(), dtype=np.uint64).reshape(len(texts), BANDS, ROWS)
    keys = np.zeros((len(texts), BANDS), dtype=np.uint64)
    for row in range(ROWS):
        keys = (keys ^ rows[:, :, row]) * _MIX
        keys ^= keys >> np.uint64(29)
    lengths = np.diff(offsets)
    keys[lengths == 0] = 0  # a text without pairs is like no other
    return keys


def _shingles(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Hashes of all pairs of characters within a clause, one text after the other, and where
    each text begins."""
    joined = " ".join(texts) + " "
    points = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    whole = (points[:-1] != _BREAK) & (points[1:] != _BREAK)
    hashes = ((points[:-1] << np.uint64(21)) | points[1:]) * _MIX
    hashes ^= hashes >> np.uint64(32)
    ends = np.cumsum([len(text) + 1 for text in texts])
    counted = np.concatenate([[0], np.cumsum(whole)])
    starts = np.concatenate([[0], ends[:-1]])
    offsets = np.concatenate([counted[starts], counted[-1:]]).astype(np.uint64)
    return hashes[whole], offsets


def _pairs(keys: NDArray[np.uint64], known: int) -> NDArray[np.uint64]:
    """(later << 32 | earlier) of those in one bucket: each with the nearest and the first ones."""
    order = np.argsort(keys, kind="stable")
    sorted_keys = keys[order]
    begins = np.flatnonzero(np.diff(sorted_keys, prepend=~sorted_keys[:1]))
    first = np.repeat(begins, np.diff([*begins, len(order)]))
    place = np.arange(len(order))
    usable = (sorted_keys != 0) & (order >= known)
    found = []
    for step in range(1, _NEAREST + 1):
        near = usable & (place - step >= first)
        head = usable & (place >= first + step)
        found.append(_joined(order[near], order[(place - step)[near]]))
        found.append(_joined(order[head], order[(first + step - 1)[head]]))
    return np.unique(np.concatenate(found))


def _joined(later: NDArray[np.intp], earlier: NDArray[np.intp]) -> NDArray[np.uint64]:
    return (later.astype(np.uint64) << np.uint64(32)) | earlier.astype(np.uint64)
