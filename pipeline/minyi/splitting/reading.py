"""The slip as it is searched: simplified, half-width digits, no pinyin notes, with the way back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from opencc import OpenCC

SameMatter = Callable[[str, str], bool]  # judges two neighbouring passages

HAN: Final = re.compile(r"[\u3400-\u9fff]")

# The note that web pages set behind a traditional character: 還(hái)有.
NOTE: Final = re.compile(r"[(（](?<=[\u3400-\u9fff].)[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,6}[)）]")
_WIDTH: Final = str.maketrans(
    "０１２３４５６７８９．（）：；，！？　\t\u00a0〇﹒／ＡＢＣＤＥＦＧＨＱ",
    "0123456789.():;,!?   零./ABCDEFGHQ",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A slip in the form that patterns are written for; `at` maps its offsets to the original."""

    plain: str
    at: tuple[int, ...]  # len(plain) + 1 offsets into the text as written; () for the same offsets

    def origin(self, offset: int) -> int:
        """The offset in the text as written."""
        return self.at[offset] if self.at else offset


def read(text: str) -> Reading:
    """Every character of the reading stands for exactly one of the text, notes left out."""
    at: tuple[int, ...] = ()
    plain = text
    if NOTE.search(text):
        kept: list[int] = []
        end = 0
        for note in NOTE.finditer(text):
            kept.extend(range(end, note.start()))
            end = note.end()
        kept.extend(range(end, len(text)))
        plain = "".join(text[i] for i in kept)
        at = (*kept, len(text))
    simple = _converter().convert(plain)
    if len(simple) == len(plain):  # else a character was split: search it as it is
        plain = simple
    return Reading(plain.translate(_WIDTH), at)


def han(passage: str) -> int:
    """Number of Han characters."""
    return len(HAN.findall(passage))


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
