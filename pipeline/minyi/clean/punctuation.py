"""One canonical form for punctuation, spaces and lines of a text whose characters are folded."""

from __future__ import annotations

import re

from minyi.clean.patterns import later

_HAN = "\u3007\u3400-\u9fff\U00020000-\U0002ffff"
_WIDE = "，。！？；：（）、…“”‘’《》〈〉【】"
# A comma, colon or bracket is Chinese where a neighbour is: 3.5, 12:30 and 1,200 keep theirs.
_NEAR = later(f"[{_HAN}{_WIDE}]")
_TO_WIDE = dict(zip(",!?;:()", "，！？；：（）", strict=True))
_PAIR = later(r"\(([^()\n]{0,60})\)")
_HAS_HAN = later(f"[{_HAN}]")
_MARK = later("[,!?;:()]")
_STOP = later(f"(?<=[{_HAN}”’）》])\\.(?![A-Za-z0-9.])")
_DIGIT_COLON = later(r"(?<=[0-9])：(?=[0-9])")
_ELLIPSIS = later(r"\.{3,}")
_RUN = later(r"[，。！？；：、…,!?;:]{2,}")
_RULE = later(r"([-=~_#+·—])\1\1+")
_ASCII_MARK = later(r"[,!?;:().]")
_SPACE_RUN = later(" {2,}")
_BLANK_LINE = later(r" *\n[ \n]*")
_WIDE_GAP = later(f"(?<=[{_HAN}]) (?=[{_HAN}])|(?<=[{_WIDE}]) | (?=[{_WIDE}])")


def canonical_punctuation(text: str) -> str:
    """Chinese marks next to Chinese, ASCII marks inside numbers and Latin words; no repetition."""
    if _ASCII_MARK().search(text):
        if "(" in text:
            text = _PAIR().sub(_widen_pair, text)
        text = _ELLIPSIS().sub("…", text)
        text = _MARK().sub(_widen, text)
        text = _STOP().sub("。", text)
    if "：" in text:
        text = _DIGIT_COLON().sub(":", text)
    text = _RUN().sub(_shorten, text)
    return _RULE().sub(lambda match: "——" if match[1] == "—" else match[1], text)


def canonical_spaces(text: str) -> str:
    r"""Single spaces, none next to Chinese, no blank line; "\n" stays as the end of a title."""
    if "\n" in text:
        text = _BLANK_LINE().sub("\n", text)
    if " " in text:
        text = _WIDE_GAP().sub("", _SPACE_RUN().sub(" ", text))
    return text.strip(" \n")


def _widen(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    near = _NEAR().search(text[max(start - 1, 0) : start] + text[end : end + 1])
    return _TO_WIDE[match[0]] if near else match[0]


def _widen_pair(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    around = text[max(start - 1, 0) : start] + match[1] + text[end : end + 1]
    return f"（{match[1]}）" if _HAS_HAN().search(around) else match[0]


def _shorten(match: re.Match[str]) -> str:
    """！！！！ → ！, ？！？！ → ？！, ，。。 → 。: the weightiest marks, each once."""
    marks = "".join(dict.fromkeys(match[0]))
    for strong in ("！？!?", "。…", "；：;:"):
        kept = "".join(mark for mark in marks if mark in strong)
        if kept:
            return kept
    return marks
