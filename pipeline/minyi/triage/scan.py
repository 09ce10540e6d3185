"""One pass over a whole batch for the words that a rule begins with.

An Aho-Corasick automaton (pyahocorasick) was measured first: its nodes search their children one
after the other, and over Chinese the root has hundreds, so every character costs 80 to 250 ns,
words or none. Here numpy looks up each pair of neighbouring characters in a table at about 20 ns;
only where a word can begin is a dictionary asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Span = tuple[int, int]  # start, end

_CHUNK = 4096  # texts joined at a time: bounds the memory, long outgrows the overhead
_FEW = 4  # texts up to which a dictionary asked about every pair of characters is as quick


class WordScan:
    """Finds words of two characters or more, in order of place, overlapping ones included."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths: dict[str, list[int]] = {}  # first two characters → lengths of words
        for pair, length in sorted({(w[:2], len(w)) for w in self._words}):
            self._lengths.setdefault(pair, []).append(length)
        self._built = False

    def _build(self) -> None:
        """The tables for batches; a program that judges one text need not wait for them."""
        import numpy as np

        row_of = {c: i for i, c in enumerate(sorted({w[0] for w in self._words}), 1)}
        column_of = {c: i for i, c in enumerate(sorted({w[1] for w in self._words}), 1)}
        # Number 0 is every other character: no word begins with it, none goes on with it.
        self._rows = np.zeros(0x10000, dtype=np.uint16)
        self._columns = np.zeros(0x10000, dtype=np.uint16)
        self._rows[[ord(c) for c in row_of]] = list(row_of.values())
        self._columns[[ord(c) for c in column_of]] = list(column_of.values())
        self._pairs = np.zeros((len(row_of) + 1, len(column_of) + 1), dtype=bool)
        # Third characters, by the second: most pairs begin longer words only.
        after_of = {c: i for i, c in enumerate(sorted({w[2] for w in self._words if w[2:]}), 1)}
        self._afters = np.zeros(0x10000, dtype=np.uint16)
        self._afters[[ord(c) for c in after_of]] = list(after_of.values())
        self._short = np.zeros_like(self._pairs)
        self._thirds = np.zeros((len(column_of) + 1, len(after_of) + 1), dtype=bool)
        rows = np.array([row_of[w[0]] for w in self._words])
        columns = np.array([column_of[w[1]] for w in self._words])
        afters = np.array([after_of[w[2]] if w[2:] else 0 for w in self._words])
        self._pairs[rows, columns] = True
        self._short[rows[afters == 0], columns[afters == 0]] = True
        self._thirds[columns[afters > 0], afters[afters > 0]] = True
        self._built = True

    def find(
        self, texts: Sequence[str], also: Sequence[bool] | None = None
    ) -> Iterator[tuple[int, list[Span]]]:
        """Number and words of each text that holds one, and of those that `also` asks for."""
        for first in range(0, len(texts), _CHUNK):
            yield from self._find(texts[first : first + _CHUNK], first, also)

    def _find(
        self, texts: Sequence[str], first: int, also: Sequence[bool] | None
    ) -> Iterator[tuple[int, list[Span]]]:
        found: dict[int, list[Span]] = {}
        words, lengths = self._words, self._lengths
        for i, start in self._places(texts):
            text = texts[i]
            for length in lengths[text[start : start + 2]]:
                word = text[start : start + length]
                if word in words and len(word) == length:
                    if i in found:
                        found[i].append((start, start + length))
                    else:
                        found[i] = [(start, start + length)]
        if also is not None:
            for i, asked in enumerate(also[first : first + len(texts)]):
                if asked:
                    found.setdefault(i, [])
            found = dict(sorted(found.items()))
        for i, spans in found.items():
            yield first + i, spans

    def _places(self, texts: Sequence[str]) -> Iterable[tuple[int, int]]:
        """Text and place where a word of two characters stands, or perhaps a longer one."""
        if len(texts) <= _FEW:
            return [
                (i, start)
                for i, text in enumerate(texts)
                for start in range(len(text) - 1)
                if text[start : start + 2] in self._lengths
            ]
        import numpy as np

        sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1
        ends = np.cumsum(sizes)
        places = self._joined("\n".join(texts) + "\n")
        owners = np.searchsorted(ends, places, side="right")
        return zip(owners.tolist(), (places - (ends - sizes)[owners]).tolist(), strict=True)

    def _joined(self, text: str) -> npt.NDArray[np.int64]:
        """The places in all texts, joined."""
        import numpy as np

        if not self._built:
            self._build()
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        points = np.minimum(points, 0xFFFF)  # beyond the plane: a noncharacter, number 0
        places = np.flatnonzero(self._rows[points])
        places = places[places < len(points) - 1]  # the last character is the closing newline
        firsts, seconds = self._rows[points[places]], self._columns[points[places + 1]]
        pairs = self._pairs[firsts, seconds]
        places, firsts, seconds = places[pairs], firsts[pairs], seconds[pairs]
        thirds = self._afters[points[np.minimum(places + 2, len(points) - 1)]]
        return places[self._short[firsts, seconds] | self._thirds[seconds, thirds]]
