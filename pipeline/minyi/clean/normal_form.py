"""The normal form of a text: what classification sees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from minyi.clean.characters import folding
from minyi.clean.mojibake import mend
from minyi.clean.patterns import later
from minyi.clean.pinyin_notes import without_pinyin_notes
from minyi.clean.punctuation import canonical_punctuation, canonical_spaces
from minyi.clean.traditional import AMBIGUOUS, gb2312_han, simplified

# Beside letters, digits and the ideographs of GB 2312, what a text in normal form may hold without
# a second look; marks that depend on their neighbours ("," "." ":" "(" and space) are not here.
_PLAIN_MARKS = "\n，。！？；：（）、…“”‘’《》〈〉【】%/*&@$<>{}|^`\"'￥℃㎡〇×-"
_MARK_RUN = later("[，。！？；：、…][，。！？；：、…]")
_WIDE_THEN_ASCII = later("[（：][A-Za-z0-9]")  # a pinyin note, a time


@cache
def _unclean() -> re.Pattern[str]:
    """One character that may have to change; compiled on first use, it takes some milliseconds."""
    han = "".join(sorted(gb2312_han() - AMBIGUOUS))
    return re.compile(f"[^A-Za-z0-9①-⑳{re.escape(_PLAIN_MARKS)}{han}]")


def normalize(text: str) -> str:
    """The text as classification sees it: simplified, half width, without noise.

    Mends mojibake, drops pinyin notes and invisible characters, folds width and compatibility
    ideographs, converts traditional characters, and gives punctuation and spaces one form: Chinese
    marks next to Chinese text, each once, no space between ideographs. A newline stays, for the
    first line may be a title. ㎡, ℃ and ① stay. normalize(normalize(x)) == normalize(x).
    """
    return normalize_all((text,))[0]


def normalize_all(texts: Sequence[str]) -> list[str]:
    """`normalize` of each text; about a microsecond for one that is in normal form already."""
    unclean, mark_run, wide_ascii = _unclean().search, _MARK_RUN().search, _WIDE_THEN_ASCII().search
    return [
        text
        if unclean(text) is None
        and mark_run(text) is None
        and wide_ascii(text) is None
        and "---" not in text
        and "\n\n" not in text
        and text.strip("\n") == text
        else _settled(text)
        for text in texts
    ]


def _settled(text: str) -> str:
    """Apply the steps until nothing changes.

    It ends: no step makes a text longer, and those that keep its length only replace characters
    by ones that are never replaced back.
    """
    while (changed := _one_pass(text)) != text:
        text = changed
    return text


def _one_pass(text: str) -> str:
    text = without_pinyin_notes(mend(text)).translate(folding())
    return canonical_spaces(canonical_punctuation(simplified(text)))
