"""The normal form of a text: what classification sees."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Sequence

import numpy as np

from minyi.clean.batches import FEW, Guard, members
from minyi.clean.characters import folding
from minyi.clean.mojibake import mend
from minyi.clean.pinyin_notes import without_pinyin_notes
from minyi.clean.punctuation import canonical_punctuation, canonical_spaces
from minyi.clean.traditional import AMBIGUOUS, gb2312_han, simplified

# What a text in normal form may hold, beside letters, digits and the ideographs of GB 2312.
_PLAIN_MARKS = "\n，。！？；：（）、…“”‘’《》〈〉【】%/*&@$<>{}|^`\"'￥℃㎡〇×-"
# Marks that depend on their neighbours, and no other step than punctuation changes.
_LOOSE_MARKS = " ,!?;:().[]~#+=_·—"
_RUNNING = "，。！？；：、…"
_LOOSE = Guard(
    [[_LOOSE_MARKS], [_RUNNING, _RUNNING], ["：", string.digits], ["-", "-", "-"], ["\n", "\n"]]
)


def _unusual() -> str:
    han = "".join(sorted(gb2312_han() - AMBIGUOUS))
    return members(f"[^A-Za-z0-9①-⑳{re.escape(_PLAIN_MARKS + _LOOSE_MARKS)}{han}]")


_UNUSUAL = Guard([[_unusual], ["([（", string.ascii_letters + " \n"]])  # a pinyin note begins so


def normalize(text: str) -> str:
    """The text as classification sees it: simplified, half width, without noise.

    Mends mojibake, drops pinyin notes and invisible characters, folds width and compatibility
    ideographs, converts traditional characters, and gives punctuation and spaces one form: Chinese
    marks next to Chinese text, each once, no space between ideographs. A newline stays, for the
    first line may be a title. ㎡, ℃ and ① stay. normalize(normalize(x)) == normalize(x).
    """
    return normalize_all((text,))[0]


def normalize_all(texts: Sequence[str]) -> list[str]:
    """`normalize` of each text; a fraction of a microsecond for one that is in it already."""
    if len(texts) < FEW:
        return [_settled(text, _one_pass) for text in texts]
    normal = list(texts)
    unusual, loose = _UNUSUAL(texts), _LOOSE(texts)
    for i in np.flatnonzero(unusual).tolist():
        normal[i] = _settled(texts[i], _one_pass)
    for i in np.flatnonzero(loose & ~unusual).tolist():
        normal[i] = _settled(texts[i], _punctuated)
    return [text.strip("\n") for text in normal]


def _settled(text: str, step: Callable[[str], str]) -> str:
    """Apply a step until nothing changes.

    It ends: no step makes a text longer, and those that keep its length only replace characters
    by ones that are never replaced back.
    """
    while (changed := step(text)) != text:
        text = changed
    return text


def _one_pass(text: str) -> str:
    return _punctuated(simplified(without_pinyin_notes(mend(text)).translate(folding())))


def _punctuated(text: str) -> str:
    return canonical_spaces(canonical_punctuation(text))
