"""All characters of a batch of texts at once: which texts may match, and one-to-one translation.

A regular expression costs a call and a walk for every text; here a whole batch is one array of code
points, and a test is one look-up in a table. What a `Guard` lets pass is looked at closely by the
regular expressions that it stands before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

FEW = 12  # texts up to which the expressions alone are quicker

_ASTRAL = 0x10000  # all code points beyond the basic plane are one, and belong to every class
_END = 0x10001  # of a text; belongs to no class
_SIZE = 0x10002
_BITS = 64
_UNKNOWN = 0xFFFFFFFF  # of a translation: not asked for yet

Codes = npt.NDArray[np.uint32]
Class = str | Callable[[], str]  # "二两": these; "^是": all but these; "": any, the end too


class Guard:
    """Necessary conditions: what the characters at some place of a matching text must be.

    Args:
        shapes: Each a sequence of character classes that must stand one behind the other; a text
            passes if it holds one of the shapes. At most 64.
    """

    def __init__(self, shapes: Iterable[Sequence[Class]]) -> None:
        self._shapes = list(shapes)
        assert len(self._shapes) <= _BITS

    def __call__(self, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
        """(texts,) whether each may match."""
        passed = np.zeros(len(texts), bool)
        if not texts:
            return passed
        codes, ends = _codes(texts)
        first, *further = self._tables
        alive = first[codes]
        at = np.flatnonzero(alive)
        alive = alive[at]
        for distance, table in enumerate(further, start=1):
            alive &= table[codes[np.minimum(at + distance, len(codes) - 1)]]
        passed[np.searchsorted(ends, at[alive != 0])] = True
        return passed

    @cached_property
    def _tables(self) -> list[npt.NDArray[np.uint64]]:
        """One a position: code point → bits of the shapes that it fits there."""
        tables = [np.zeros(_SIZE, np.uint64) for _ in range(max(map(len, self._shapes)))]
        for number, shape in enumerate(self._shapes):
            for position, table in enumerate(tables):
                chars = shape[position] if position < len(shape) else ""
                _set(table, chars() if callable(chars) else chars, np.uint64(1 << number))
        return tables


def _set(table: npt.NDArray[np.uint64], chars: str, bit: np.uint64) -> None:
    if not chars:
        table |= bit
        return
    if chars[0] == "^" and len(chars) > 1:
        chosen = np.ones(_SIZE, bool)
        chosen[[ord(each) for each in chars[1:]]] = False
        chosen[_END] = False
    else:
        chosen = np.zeros(_SIZE, bool)
        codes = np.frombuffer(chars.encode("utf-32-le", "surrogatepass"), np.uint32)
        chosen[np.minimum(codes, _ASTRAL)] = True
    chosen[_ASTRAL] = True
    table[chosen] |= bit


class CharacterMap:
    """Replace characters one to one.

    Args:
        replacement: One character → the one that stands there instead; asked once a character.
    """

    def __init__(self, replacement: Callable[[str], str]) -> None:
        self._known = _Known(replacement)

    def __call__(self, text: str) -> str:
        """A text translated, of the same length."""
        return text.translate(self._known)

    def all(self, texts: Sequence[str]) -> list[str]:
        """The texts translated."""
        if len(texts) < FEW:
            return list(map(self, texts))
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        translated = self._table[codes]
        unknown = translated == _UNKNOWN
        if unknown.any():
            for code in np.unique(codes[unknown]).tolist():
                self._table[code] = ord(self._known[code])
            translated = self._table[codes]
        whole = translated.tobytes().decode("utf-32-le", "surrogatepass")
        ends = list(accumulate(map(len, texts), initial=0))
        return [whole[start:end] for start, end in pairwise(ends)]

    @cached_property
    def _table(self) -> Codes:
        return np.full(0x110000, _UNKNOWN, np.uint32)


class _Known(dict[int, str]):
    """Filled as characters turn up."""

    def __init__(self, replacement: Callable[[str], str]) -> None:
        super().__init__()
        self._replacement = replacement

    def __missing__(self, code: int) -> str:
        self[code] = char = self._replacement(chr(code))
        return char


def _codes(texts: Sequence[str]) -> tuple[Codes, npt.NDArray[np.int64]]:
    """Code points of all texts, each with an end behind it, and where those ends are."""
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1) - 1
    joined = "\0".join(texts) + "\0"
    codes = np.minimum(
        np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32), np.uint32(_ASTRAL)
    )
    codes[ends] = _END
    return codes, ends


@cache
def members(pattern: str) -> str:
    r"""Every character of the basic plane that a class such as "[\W_]" or "\d" holds."""
    return "".join(re.findall(pattern, "".join(map(chr, range(_ASTRAL)))))
