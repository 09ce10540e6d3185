"""Which case numbers were met, in a memory that hardly grows with them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

_EXACT = 100_000  # numbers kept as they are: all of an ordinary box
_FULL = 0.6  # share of the slots that may be taken
_WORD = 0xFFFFFFFFFFFFFFFF


class Seen(set[str]):
    """A set of strings that keeps the first hundred thousand, and of the rest a hash of 64 bits.

    Five million strings take 70 MB instead of 500. Two different ones of five million are taken
    for the same with a probability of less than one in a million; to a case number this does no
    more than a real repetition does: the id then names the file and the row. Iteration and length
    know the first hundred thousand only.
    """

    def __init__(self, items: Iterable[str] = ()) -> None:
        super().__init__()
        self._slots = array("Q")
        self._taken = 0
        self.update(items)

    def __contains__(self, item: object) -> bool:
        if super().__contains__(item):
            return True
        return bool(self._taken) and bool(self._slots[self._slot(hash(item) & _WORD or 1)])

    def add(self, item: str) -> None:
        """Remember it."""
        if not self._taken and len(self) < _EXACT:
            super().add(item)
        elif item not in self:
            if self._taken >= len(self._slots) * _FULL:
                self._grow()
            mark = hash(item) & _WORD or 1
            self._slots[self._slot(mark)] = mark
            self._taken += 1

    def update(self, *others: Iterable[str]) -> None:
        """Remember them all."""
        for items in others:
            for item in items:
                self.add(item)

    def _slot(self, mark: int) -> int:
        """Where the mark stands, or would (open addressing, linear probing)."""
        slots = self._slots
        last = len(slots) - 1
        place = mark & last
        while slots[place] and slots[place] != mark:
            place = (place + 1) & last
        return place

    def _grow(self) -> None:
        old = self._slots
        self._slots = array("Q", bytes(8 * max(2 * len(old), 1 << 18)))
        for mark in old:
            if mark:
                self._slots[self._slot(mark)] = mark
