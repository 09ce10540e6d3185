"""Which cues a text can hold at all: one pass of numpy over the batch instead of many searches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

_CHUNK = 4096  # texts joined at a time


class Presence:
    """Looks for the first two characters of the words of up to 32 lists.

    It errs on one side only: a list that it does not name has no word in the text.
    """

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        import numpy as np

        assert len(lists) <= 32, "one bit of 32 for each list"
        self._names = tuple(enumerate(lists))
        self._held: dict[int, tuple[str, ...]] = {}  # bits → names; few combinations are met
        words = [word for name in lists for word in lists[name]]
        row_of = {c: i for i, c in enumerate(sorted({w[0] for w in words if len(w) > 1}), 1)}
        column_of = {c: i for i, c in enumerate(sorted({w[1] for w in words if len(w) > 1}), 1)}
        self._rows = np.zeros(0x10000, dtype=np.uint16)
        self._columns = np.zeros(0x10000, dtype=np.uint16)
        self._rows[[ord(c) for c in row_of]] = list(row_of.values())
        self._columns[[ord(c) for c in column_of]] = list(column_of.values())
        self._singles = np.zeros(0x10000, dtype=np.uint32)
        self._pairs = np.zeros((len(row_of) + 1, len(column_of) + 1), dtype=np.uint32)
        for bit, name in enumerate(lists):
            for word in lists[name]:
                if len(word) == 1:
                    self._singles[ord(word)] |= np.uint32(1 << bit)
                else:
                    self._pairs[row_of[word[0]], column_of[word[1]]] |= np.uint32(1 << bit)

    def find(self, texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Of each text the names of the lists that may have a word in it, in their order."""
        for first in range(0, len(texts), _CHUNK):
            yield from self._find(texts[first : first + _CHUNK])

    def _find(self, texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
        import numpy as np

        joined = "\n".join(texts) + "\n"
        points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        points = np.minimum(points, 0xFFFF)
        found = self._singles[points]
        found[:-1] |= self._pairs[self._rows[points[:-1]], self._columns[points[1:]]]
        sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1
        bits = np.bitwise_or.reduceat(found, np.cumsum(sizes) - sizes)
        for held in bits.tolist():
            names = self._held.get(held)
            if names is None:
                names = tuple(name for bit, name in self._names if held >> bit & 1)
                self._held[held] = names
            yield names
