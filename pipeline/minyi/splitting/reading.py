"""The slip as it is searched: simplified, half-width digits, no pinyin notes, with the way back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from minyi.clean import CharacterMap, simplified

SameMatter = Callable[[str, str], bool]  # judges two neighbouring passages

HAN: Final = re.compile(r"[\u3400-\u9fff]")

# The note that web pages set behind a traditional character: 還(hái)有.
NOTE: Final = re.compile(r"[(（](?<=[\u3400-\u9fff].)[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,6}[)）]")
_NARROW: Final = dict(
    zip(
        "０１２３４５６７８９．（）：；，！？　\t\u00a0〇﹒／ＡＢＣＤＥＦＧＨＱ",
        "0123456789.():;,!?   零./ABCDEFGHQ",
        strict=True,
    )
)
_WIDTH: Final = CharacterMap(lambda char: _NARROW.get(char, char))


@dataclass(frozen=True, slots=True)
class Reading:
    """A slip in the form that patterns are written for; `at` maps its offsets to the original."""

    plain: str
    at: tuple[int, ...]  # len(plain) + 1 offsets into the text as written; () for the same offsets

    def origin(self, offset: int) -> int:
        """The offset in the text as written."""
        return self.at[offset] if self.at else offset


def read_all(texts: Sequence[str]) -> list[Reading]:
    """Every character of a reading stands for exactly one of its text, notes left out."""
    without = [_without_notes(text) for text in texts]
    plains = _WIDTH.all([_simple(plain) for plain, _ in without])
    return [Reading(plain, at) for plain, (_, at) in zip(plains, without, strict=True)]


def _without_notes(text: str) -> tuple[str, tuple[int, ...]]:
    if not NOTE.search(text):
        return text, ()
    kept: list[int] = []
    end = 0
    for note in NOTE.finditer(text):
        kept.extend(range(end, note.start()))
        end = note.end()
    kept.extend(range(end, len(text)))
    return "".join(text[i] for i in kept), (*kept, len(text))


def _simple(plain: str) -> str:
    simple = simplified(plain)
    return simple if len(simple) == len(plain) else plain  # else a character was split


def han(passage: str) -> int:
    """Number of Han characters."""
    return len(HAN.findall(passage))
