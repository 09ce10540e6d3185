"""Paragraphs that are one letter: from 尊敬的领导 to 此致敬礼 and the signature below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SALUTATION = re.compile(
    r"(?:尊敬|敬爱|亲爱)的|.{0,12}(?:领导|同志|书记|主任|您好|你好)们?[好:：!！,，]*$"
)
_INTRODUCES = re.compile(r"(?:我|本人|我们)(?:是|叫|家住|住在|们是)|本人|我家")
_CLOSING = re.compile(
    r"(?:此致|敬礼|特此反映|特此报告|谢谢|祝)"
    r"|(?:恳请|恳求|请|望|盼|希望|拜托)(?:求|望)?(?:贵|各|有关|上级|政府|领导|部门|街道|社区){1,4}"
    r".{0,6}(?:过问|解决|重视|处理|关注|协调|帮助|帮忙|答复|回复|管管|批准)"
)
_THANKS = re.compile(
    r"(?:非常|十分|万分|衷心|再次)*(?:感谢|谢谢|多谢|辛苦)[您你了各位领导大家们啦]*[!！。.~～\s]*"
)
_SENTENCE = re.compile(r"[，。！？；,!?;]")
_DATE = re.compile(r"\s*(?:20\d\d|二[〇零○]..)\s*[年./-].{3,10}")
_LONGEST = 8  # paragraphs of a letter without a closing
_SIGNED = 3  # lines below the closing


def continuations(texts: Sequence[str]) -> set[int]:
    """Paragraphs that belong to the letter that an earlier one begins.

    A letter opens with a salutation on a line of its own, or is the whole text where the writer
    introduces himself and closes with a plea.
    """
    joined: set[int] = set()
    opened = [i for i, text in enumerate(texts) if salutes(text)]
    for i, end in zip(opened, [*opened[1:], len(texts)], strict=False):
        last = _end(texts, i, end)
        joined.update(range(i + 1, last))
    if opened or not 2 <= len(texts) <= _LONGEST + _SIGNED:
        return joined
    end = _end(texts, 0, len(texts))
    closed = any(_closes(text) for text in texts[1:])
    if _INTRODUCES.match(texts[0]) and closed and end == len(texts):
        joined.update(range(1, end))
    return joined


def salutes(text: str) -> bool:
    """Whether a line only greets."""
    return (
        len(text) <= 20 and _SALUTATION.match(text) is not None and not _SENTENCE.search(text[:-1])
    )


def thanks(text: str) -> bool:
    """Whether a line holds thanks and nothing else: no matter."""
    return len(text) <= 20 and _THANKS.fullmatch(text) is not None


def dated(text: str) -> bool:
    """Whether a line is a date and nothing else."""
    return len(text) <= 20 and _DATE.fullmatch(text) is not None and not _SENTENCE.search(text)


def _closes(text: str) -> bool:
    return len(text) <= 40 and _CLOSING.match(text) is not None


def _end(texts: Sequence[str], start: int, end: int) -> int:
    """Where the letter from `start` ends: below its closing and signature."""
    for i in range(start + 1, end):
        if _closes(texts[i]):
            last = i + 1
            while last < min(end, i + 1 + _SIGNED) and (
                _closes(texts[last])
                or (len(texts[last]) <= 20 and not _SENTENCE.search(texts[last]))
            ):
                last += 1
            return last
    return end if end - start <= _LONGEST else start + 1
