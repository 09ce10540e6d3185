"""Heads of list items: 一是, 2、, （三）, 其四, ⑤, B., 最后; which of them make up a list."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from minyi.splitting.reading import han

_N = "(?P<n>十[一二三四五六七八九]?|[一二三四五六七八九])"
_D = "(?P<d>[1-9][0-9]?)"
_AFTER_STOP = r"(?<=[。;!?…:\n ])"
_START = rf"(?:^|{_AFTER_STOP}|(?<=[,、]))"
_LINE = r"(?:^|(?<=\n)|(?<=\n )|(?<=\n  ))"
_THING = "(?:件|个|点|条|项|桩)(?:事情?|问题|意见|情况)?"
# Characters before 一 and the like that make it part of a word: 周一是, 第一是, 之一是.
_NO_WORD = r"(?<![第周初有唯万之统专单月期星0-9一二三四五六七八九十])"
# Not 1号楼, 2 单元, 1路公交 …
_NO_UNIT = (
    "(?![号楼栋单幢期室层个年月日元米斤台辆次名户人天岁点时分平块条件份亩间套家位只种千百万亿多毛角"
    "厘升吨克瓦度届班级组队线站区段遍回趟字页胎孩比者等、至到和]|公[里斤分]|路(?![灯面口上太烂坏不]))"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """The head of a list item."""

    number: int  # 0 where the items of this style are not numbered
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Style:
    """One way to number matters."""

    pattern: re.Pattern[str]
    second: tuple[str, ...]  # the list's second head holds one of these: a cheap test
    signs: frozenset[str]  # their last characters: a cheaper one
    demand: bool = False  # the marker's own word says that the items may be aspects of one matter
    implicit: bool = False  # the first item may go without its number
    aside: bool = False  # the head as often stands before names of persons and papers


def _style(
    second: str,
    pattern: str,
    *,
    demand: bool = False,
    implicit: bool = False,
    aside: bool = False,
) -> Style:
    compiled = re.compile(pattern, re.MULTILINE)
    words = tuple(second.split())
    signs = frozenset(word[-1] for word in words)
    return Style(compiled, words, signs, demand, implicit, aside)


_STYLES: Final = (
    _style(
        "二", rf"{_NO_WORD}{_N}(?:就?是|则是)(?!(?P=n)(?:[,。、;]|[一二]是))[,:]?", implicit=True
    ),  # 一是 …, not 一是一
    _style("二来 二则", rf"{_START}{_N}[来则](?!是)[,:]?", demand=True),
    _style("其二", rf"{_START}其{_N}(?:就?是|[,、:])?", demand=True),
    _style("二", rf"{_LINE}[^\S\n]*{_N}(?:[、.):]|,|\s+)", implicit=True),
    _style(
        "二", rf"(?:^|(?<=[:。;!?\n ])){_N}[、.)](?![一二三四五六七八九十][、.)])", implicit=True
    ),
    _style("二", rf"{_NO_WORD}{_N}(?:[、.)](?![0-9一二三四五六七八九十])|:)", implicit=True),
    _style("2", rf"{_LINE}[^\S\n]*(?:{_D})(?:[、):,]|\.(?![0-9])|\s+(?=[^\W0-9]))", implicit=True),
    _style(
        "2", rf"(?:^|(?<=[:。;!?\n ])){_D}(?:[、)]|(?<!1)\.|\.(?![0-9])|:(?![0-9]))", implicit=True
    ),
    _style("2", rf"(?<![0-9A-Za-z.\-/第])(?<![0-9]:){_D}(?:[、):]|\.)(?![0-9])(?=\s*[^\W\d_])"),
    _style("2", rf"(?:^|(?<=[:。;!?,\n ])){_D}\s*(?={_NO_UNIT}[^\W0-9a-zA-Z])"),
    _style("2 二", rf"\((?:{_D}|{_N})\)[、.:]?"),
    _style("② ⑵ ⒉ ㈡ ❷ Ⅱ", r"(?P<circled>[①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿Ⅰ-Ⅻ])[、.:]?"),
    _style("B b", r"(?<![0-9A-Za-z])(?P<letter>[A-Ha-h])\s?[.、):]\s*(?=[一-鿿])", aside=True),
    _style("B b", r"\((?P<letter>[A-Ha-h])\)[、.:]?\s*(?=[一-鿿0-9])", aside=True),
    _style("贰 乙", rf"{_START}(?P<word>[壹贰叁肆伍陆甲乙丙丁戊])[、.):]"),
    _style("ii II", rf"{_START}(?P<word>i{{1,3}}|iv|v|I{{1,3}}|IV|V)[.、):]\s*(?=[一-鿿])"),
    _style("第二 第2", rf"{_START}(?:第(?:{_N}|{_D})|头(?P<n0>一))(?:{_THING})?(?:就?是|[,、:])"),
    _style("第二 第2", rf"{_START}(?:第(?:{_N}|{_D})|头(?P<n0>一))(?:{_THING})"),
    _style(
        "第二",
        rf"{_START}第{_N}(?![个次天条级批医人民中小高大期届章节款项名位家轮年代层实职阶步梯产季轮排组])",
        demand=True,
    ),
    _style(
        "二 2",
        rf"{_START}(?:问题|事项|事情|情况|意见|反映|投诉|咨询|问|[Qq])(?:{_N}|{_D})(?:[:、,.]|就?是|(?<=[Qq].)\s)",
    ),
    _style("二 2", rf"{_START}(?:诉求|建议|要求|请求)(?:{_N}|{_D})(?:[:、,.]|就?是)", demand=True),
    _style("其次", rf"{_START}(?P<word>首先|其次|再次|最后)(?:就?是|[,、:])?", demand=True),
    _style(
        "然后 接着",
        rf"{_START}(?P<word>首先|然后|接着|再就是|再有|最后)(?:就?是|[,、:])?",
        demand=True,
    ),
    _style("再说", rf"{_START}(?P<word>先说|再说|最后说)(?:一?下)?[,:]?", demand=True),
    _style(
        "- • · ● ◆ ■ ▲ ★ * > ✓ ☆ ○ ◇ □ – — ▪ ◦ ‧ ∙",
        rf"{_LINE}[^\S\n]*(?P<bullet>[-•·●◆■▲★*>✓☆○◇□–—▪◦‧∙]+)\s*(?=[^\W_])",
    ),
    _style("• ● ◆ ■ ▲ ★", r"(?P<bullet>[•●◆■▲★]+)\s*(?=[^\W_])"),
    _style(
        "个是 件是 桩是 个就是 件就是 桩就是 题是 题就是 事是 事就是 情是 情就是",
        rf"{_START}(?:还有|再有|再|另外?|又)?(?P<one>一?[个件桩](?:事情?|问题)?)(?<![^一另][个件桩])"
        "(?:就是|是)[,:]?",
        aside=True,
    ),
)
_SIGNS: Final = frozenset().union(*(style.signs for style in _STYLES))
_WORDS: Final = {
    word: number
    for words in (
        "首先 其次 再次 最后",
        "首先 然后 再就是 最后",
        "首先 接着 再有 最后",
        "先说 再说 最后说",
        "壹 贰 叁 肆 伍 陆",
        "甲 乙 丙 丁 戊",
        "i ii iii iv v",
        "I II III IV V",
    )
    for number, word in enumerate(words.split(), 1)
}
_DIGITS: Final = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}


def outermost(passage: str) -> tuple[Style, list[Marker]] | None:
    """The list whose first marker stands first."""
    best: tuple[Style, list[Marker]] | None = None
    signs = _SIGNS.intersection(passage)
    for style in _STYLES if signs else ():
        if signs.isdisjoint(style.signs) or not any(each in passage for each in style.second):
            continue
        chain = _chain(
            [_marker(found) for found in style.pattern.finditer(passage)], style, passage
        )
        if chain and (
            best is None or (chain[0].start, -len(chain)) < (best[1][0].start, -len(best[1]))
        ):
            best = style, chain
    return best


def _marker(found: re.Match[str]) -> Marker:
    groups = {name: value for name, value in found.groupdict().items() if value}
    if "d" in groups:
        number = int(groups["d"])
    elif "n0" in groups:
        number = 1
    elif "letter" in groups:
        number = ord(groups["letter"].upper()) - ord("A") + 1
    elif "n" in groups:
        number = sum(_DIGITS[c] for c in groups["n"])
    elif "circled" in groups:
        number = int(unicodedata.numeric(groups["circled"]))
    else:
        number = _WORDS.get(groups.get("word", ""), 0)
    return Marker(number, found.start(), found.end())


def _chain(markers: list[Marker], style: Style, passage: str) -> list[Marker]:
    """The markers that count 1, 2, 3 …; at least two, else []."""
    if len(markers) >= 2 and not any(marker.number for marker in markers):
        return markers
    first = next((i for i, marker in enumerate(markers) if marker.number == 1), None)
    if first is None and style.implicit:
        return _headless(markers, passage)
    if first is None:
        return []
    chain = [markers[first]]
    for marker in markers[first + 1 :]:
        if marker.number == chain[-1].number + 1 or (
            "word" in style.pattern.groupindex
            and chain[-1].number < marker.number
            and len(chain) > 1
        ):
            chain.append(marker)
    return chain if len(chain) >= 2 else []


def _headless(markers: list[Marker], passage: str) -> list[Marker]:
    """路灯不亮。二是…三是…: the first item goes without its number."""
    chain: list[Marker] = []
    for marker in markers:
        if marker.number == len(chain) + 2:
            chain.append(marker)
    if len(chain) < 2 or not 4 <= han(first := passage[: chain[0].start]) <= 40 or ":" in first:
        return []
    return [Marker(1, 0, 0), *chain]
