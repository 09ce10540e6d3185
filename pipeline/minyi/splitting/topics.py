"""What a passage talks about, by plain words: evidence that two passages are different matters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import cache
from itertools import pairwise
from operator import add
from pathlib import Path
from typing import Final

from minyi.splitting.reading import SameMatter, han

_HAN_RUN: Final = re.compile(r"[\u4e00-\u9fff]+")
# A sign that something is wrong, wanted or asked.
PLEA: Final = re.compile(
    "[没不无未坏少脏乱差堵漏停难贵臭吵慢塌裂断掉缺偷骗欠拖咬脱淹冷黑满高低太黄浑锈冒渗糟烂死远窄久扰贪抢罚丢?]"
    "|问题|希望|建议|请|能否|什么时候|啥时|何时|要求|多少|怎么|占用|收费|隐患|危险|破了|破损|成群|失灵|老化"
    r"|积水|涨|噪|异味|哪|如何|是否|熏|呛|响|断"
)
# Pairs of characters that any two matters share.
COMMON: Final = frozenset(
    re.findall(
        "..",
        "我们你们他们大家居民群众小区社区我家家里请问希望建议反映问题解决处理相关有关部门"
        "领导政府街道没有没人什么怎么能不不能可以一个一下一直现在已经还是就是还有另外这个"
        "那个今年去年每天时候晚上早上老人孩子很多不知知道为什是不不是麻烦尽快附近门口村里"
        "谢谢来电市民要求多次几个非常严重影响出行生活",
    )
)
JUDGED: Final = 6  # Han characters; fewer are too little for a model to judge
_SHORT: Final = 15  # Han characters of an item that only names its matter


class Evidence(Enum):
    """What the words of two passages say about their belonging together."""

    SAME = "same"
    UNKNOWN = "unknown"
    DIFFERENT = "different"


def topics(passage: str) -> frozenset[str]:
    """Names of the topics whose words occur; empty where no known word does."""
    known = _words()
    found: set[str] = set()
    for start, pair in enumerate(map(add, passage, passage[1:])):
        if pair in known:
            for word, names in known[pair]:
                if passage.startswith(word, start):
                    found |= names
    return frozenset(found)


def compare(left: str, right: str) -> Evidence:
    """Different if both passages name topics and share none; same if the right one adds none.

    Passages that share much of their wording are the same whatever they name.
    """
    if _overlap(left, right) >= 0.3:
        return Evidence.SAME
    mine, theirs = topics(left), topics(right)
    if mine.isdisjoint(theirs):
        return Evidence.DIFFERENT if mine and theirs else Evidence.UNKNOWN
    return Evidence.SAME if theirs <= mine else Evidence.UNKNOWN


def all_differ(
    items: Sequence[str], same_matter: SameMatter | None, *, named: bool = False
) -> bool:
    """Whether the words, and in doubt the caller, hold every item for another matter than the next.

    Args:
        items: Passages in order.
        same_matter: The caller's judgement; None for words alone.
        named: Whether the items are announced as matters: if they are short, half of the pairs
            known to differ are then enough, for the words of a few short items are soon unknown.
    """
    known = [compare(a, b) for a, b in pairwise(items)]
    if Evidence.SAME in known:
        return False
    if (
        named
        and max(map(han, items)) <= _SHORT
        and 2 * known.count(Evidence.DIFFERENT) >= len(known)
    ):
        return True
    if same_matter is None:
        return Evidence.UNKNOWN not in known
    return not any(
        (found is Evidence.UNKNOWN and min(han(a), han(b)) < JUDGED) or same_matter(a, b)
        for found, (a, b) in zip(known, pairwise(items), strict=True)
    )


def _overlap(left: str, right: str) -> float:
    """Share of the shorter passage's character pairs that the other has too, common ones aside."""
    mine, theirs = _pairs(left), _pairs(right)
    shorter = min(len(mine), len(theirs))
    return len(mine & theirs) / shorter if shorter else 0.0


def _pairs(passage: str) -> set[str]:
    runs = _HAN_RUN.findall(passage)
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)} - COMMON


@cache
def _words() -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Words with the names of their topics, by their first two characters."""
    topics_of: dict[str, set[str]] = {}
    text = (Path(__file__).parent / "topics.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        name, _, listed = line.partition("：")
        for word in listed.split():
            topics_of.setdefault(word, set()).add(name)
    words: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for word, names in topics_of.items():
        words.setdefault(word[:2], []).append((word, frozenset(names)))
    return words
