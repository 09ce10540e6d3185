"""Matters in a row without list numbers: lines, what an announced number counts, questions."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import Final

from minyi.splitting.heads import Marker, outermost
from minyi.splitting.purpose import ACCOUNT, COUNTED
from minyi.splitting.reading import SameMatter, han
from minyi.splitting.topics import PLEA, Evidence, all_differ, compare, topics

_THING = (
    "(?:小|民生|主要|具体|突出)?"
    "(?:问题|困难|难题|事情?|情况|诉求|毛病|烦心事|矛盾|意见|疑问|难(?=[:,]))"
)
_FEW = "[一两二三四五六七八九2-9几多]"
_EACH = "[个点件条项桩样]"
# 反映两个问题：, 想问几件事，, 问题有三个：
_ANNOUNCED: Final = re.compile(
    rf"(?:(?<![这那])(?P<n>{_FEW}){_EACH}的?|(?:[以如]下|下[列面])(?P<m>{_FEW}?){_EACH}?)"
    rf"{_THING}[^,。:;!?\n]{{0,8}}[:,。\n]"
    rf"|(?:问题|困难|毛病|事情?|意见)有(?:[以如]下)?(?P<k>{_FEW}){_EACH}[:,。\n]"
)
_WISHED: Final = re.compile("建议|希望|要求|请求|做")
_ACCOUNTABLE: Final = re.compile(
    "[这那该此]家?[^,。:;!?的]{1,6}[有的]|老板|公司|店|书记|主任|医院|学校"
)
_NUMBER: Final = {c: n for n, c in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_CLAUSE: Final = re.compile(r"[^,。;!?、/\n]+")
_STOPS: Final = ("。!?\n", ";", ",", "、", "/")
_QUESTION: Final = re.compile(r"[^。!?;\n]{5,40}\?")
_ASKING: Final = re.compile(
    "怎么|如何|什么|啥|哪|几[时个号点岁]|多少|多久|吗|能不能|能否|可以|是否|有没有|谁|呢|(.)不\\1"
)
_GREETING: Final = re.compile(
    r"\s*(?:(?:尊敬|敬爱)的[^,:。!\n]{1,12}[,:。!\n]\s*|(?:您|你|你们|大家|领导)好[,:。!\n]\s*"
    r"|(?:请问|咨询|想问)(?:一?下)?[,:]\s*)*"
)
_CLOSING: Final = re.compile(r"(?:谢谢|感谢|多谢|希望|请|望|盼|麻烦|急)[^?\n]{0,20}[。!]?\s*$")
_ITEM = r"[^,。;!?、/\n:]{3,12}"
_BARE: Final = re.compile(rf"{_ITEM}(?P<stop>[,。;、/])(?:{_ITEM}(?P=stop)){{1,5}}{_ITEM}[。!]?\s*")
# With commas in the items the stop between them must be a stronger one.
_PARTED: Final = re.compile(r"(?:[^;。!?\n:]{4,25};){2,6}[^;。!?\n:]{4,25}[。!]?\s*")
_WISH: Final = re.compile(r"\s*(?:请|希望|建议|要求)")
_TOLD: Final = re.compile("^请|^希望|说|不肯|[把被给让叫]|所以|就|还|也|都|又|^[我他她]")
_PASSAGE = 60  # Han characters of a matter in a row
_QUESTIONED = 20  # of one of two questions


def lines_of(passage: str) -> list[Marker]:
    """Lines without numbers are items where an introduction announces them, or each differs."""
    if "\n" not in passage:
        return []
    lines = [
        Marker(0, found.start(), found.start())
        for found in re.finditer(r"(?<=\n)[^\S\n]*\S|\A\s*\S", passage)
    ]
    ends = [*(line.start for line in lines[1:]), len(passage)]
    texts = [passage[line.start : end] for line, end in zip(lines, ends, strict=True)]
    headed = len(texts) >= 3 and texts[0].rstrip().endswith(":")
    announced = headed and COUNTED.search(texts[0])
    if announced and not ACCOUNT.search(texts[0].rstrip()):
        lines, texts = lines[1:], texts[1:]
    elif len(texts) < 3 or any(han(text) > 40 for text in texts):
        return []
    elif not topics(texts[0]) and len(texts) >= 4:  # a title
        lines, texts = lines[1:], texts[1:]
    if any(han(text) < (3 if topics(text) else 4) for text in texts):
        return []
    if all(compare(a, b) is Evidence.DIFFERENT for a, b in pairwise(texts)):
        return lines
    return lines if announced and all(han(text) <= 40 for text in texts) else []


def row_of(passage: str, same_matter: SameMatter | None) -> list[int]:
    """Offsets at which a further matter of the row begins; [] where the passage is no row."""
    return _announced(passage, same_matter) or _questions(passage, same_matter) or _bare(passage)


def _announced(passage: str, same_matter: SameMatter | None) -> list[int]:
    """反映两个问题：路灯不亮，垃圾没人清: as many clauses, or groups of them, as announced."""
    found = _ANNOUNCED.search(passage)
    if found is None or outermost(passage):
        return []
    lead = passage[: found.end()]
    if topics(lead) or ACCOUNT.search(lead) or _WISHED.search(lead) or _ACCOUNTABLE.search(lead):
        return []
    number = _NUMBER.get(found["n"] or found["m"] or found["k"] or "", 0)
    start = found.end()
    closing = _CLOSING.search(passage, start)
    end = closing.start() if closing and passage[closing.start() - 1] in "。!;,\n" else len(passage)
    for cuts in (_by_topic(passage, start, end), *_by_stop(passage, start, end)):
        bounds = [start, *cuts, end]
        items = [passage[a:b] for a, b in pairwise(bounds)]
        if len(items) < 2 or (number and len(items) != number):
            continue
        if any(not 2 <= han(item) <= _PASSAGE for item in items):
            continue
        if all_differ(items, same_matter, named=True):
            return cuts
        parted = number and all(passage[cut - 1] == ";" for cut in cuts)
        if parted and all(compare(a, b) is not Evidence.SAME for a, b in pairwise(items)):
            return cuts
    return []


def _by_topic(passage: str, start: int, end: int) -> list[int]:
    """Where a clause names topics and none that the clauses before it in its group name."""
    cuts: list[int] = []
    group: frozenset[str] = frozenset()
    for clause in _CLAUSE.finditer(passage, start, end):
        named = topics(clause[0])
        if named and group and named.isdisjoint(group):
            cuts.append(clause.start())
            group = named
        else:
            group |= named
    return cuts


def _by_stop(passage: str, start: int, end: int) -> list[list[int]]:
    """The cuts that each kind of stop makes."""
    made = []
    for stops in _STOPS:
        ends = [i + 1 for i in range(start, end) if passage[i] in stops]
        made.append([i for i in ends if han(passage[i:end])])
    return made


def _questions(passage: str, same_matter: SameMatter | None) -> list[int]:
    """公租房怎么申请？路灯什么时候修？ Each asks for something of its own, and no more is said."""
    begin = len(_GREETING.match(passage)[0])  # type: ignore[index]
    asked = list(_QUESTION.finditer(passage, begin))
    if len(asked) < 2 or asked[0].start() != begin:
        return []
    if any(b.start() - a.end() for a, b in pairwise(asked)):
        return []
    rest = passage[asked[-1].end() :]
    if rest.strip() and not _CLOSING.fullmatch(rest.strip()):
        return []
    if not all(_ASKING.search(one[0]) for one in asked):
        return []
    items = [one[0] for one in asked]
    if not _each_its_own(items):
        return []
    # two questions are often one and what follows from it
    if len(items) == 2 and (
        same_matter is None or max(map(han, items)) > _QUESTIONED or same_matter(*items)
    ):
        return []
    return [one.start() for one in asked[1:]]


def _bare(passage: str) -> list[int]:
    """路灯不亮；垃圾没人清；狗太多: nothing but short pleas of three topics and more."""
    begin = len(_GREETING.match(passage)[0])  # type: ignore[index]
    if _BARE.fullmatch(passage, begin):
        pieces = list(_CLAUSE.finditer(passage, begin))
    elif _PARTED.fullmatch(passage, begin):
        pieces = list(re.compile("[^;]+").finditer(passage, begin))
    else:
        return []
    items = [piece[0] for piece in pieces]
    wishes = all(_WISH.match(item) for item in items)
    if (
        not wishes
        and any(_TOLD.search(item) or han(item) < 3 or not PLEA.search(item) for item in items)
    ) or not _each_its_own(items):
        return []
    return [piece.start() for piece in pieces[1:]]


def _each_its_own(items: list[str]) -> bool:
    named = [topics(item) for item in items]
    return all(named) and all(a.isdisjoint(b) for a, b in combinations(named, 2))
