"""Numbered lists: which one a passage holds, and whether its items are different matters.

一是…二是…, 1、…2、… and their like number different matters as well as demands, reasons and steps
of one matter. The words before the first item tell which: see `_purpose`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from minyi.splitting.reading import han
from minyi.splitting.topics import Evidence, compare, topics

SameMatter = Callable[[str, str], bool]

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
class _Style:
    pattern: re.Pattern[str]
    demand: bool = False  # the marker's own word says that the items may be aspects of one matter
    implicit: bool = False  # the first item may go without its number


def _style(pattern: str, *, demand: bool = False, implicit: bool = False) -> _Style:
    return _Style(re.compile(pattern, re.MULTILINE), demand, implicit)


_STYLES: Final = (
    _style(
        rf"{_NO_WORD}{_N}(?:就?是|则是)(?!(?P=n)(?:[,。、;]|[一二]是))[,:]?", implicit=True
    ),  # 一是 …, not 一是一
    _style(rf"{_START}其{_N}(?:是|[,、:])", demand=True),
    _style(rf"{_LINE}[^\S\n]*{_N}(?:[、.):]|,|\s+)", implicit=True),
    _style(rf"(?:^|(?<=[:。;!?\n ])){_N}[、.)](?![一二三四五六七八九十][、.)])", implicit=True),
    _style(rf"{_NO_WORD}{_N}(?:[、.)](?![0-9一二三四五六七八九十])|:)", implicit=True),
    _style(rf"{_LINE}[^\S\n]*(?:{_D})(?:[、):,]|\.(?![0-9])|\s+(?=[^\W0-9]))", implicit=True),
    _style(rf"(?:^|(?<=[:。;!?\n ])){_D}(?:[、)]|(?<!1)\.|\.(?![0-9])|:(?![0-9]))", implicit=True),
    _style(rf"(?<![0-9A-Za-z.\-/第])(?<![0-9]:){_D}(?:[、):]|\.)(?![0-9])(?=\s*[^\W\d_])"),
    _style(rf"(?:^|(?<=[:。;!?,\n ])){_D}\s*(?={_NO_UNIT}[^\W0-9a-zA-Z])"),
    _style(rf"\((?:{_D}|{_N})\)[、.:]?"),
    _style(r"(?P<circled>[①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿Ⅰ-Ⅻ])[、.:]?"),
    _style(rf"{_START}第(?:{_N}|{_D})(?:{_THING})?(?:就?是|[,、:])"),
    _style(rf"{_START}第(?:{_N}|{_D})(?:{_THING})"),
    _style(rf"{_START}(?:问题|事项|事情|情况|意见)(?:{_N}|{_D})(?:[:、,.]|就?是)"),
    _style(rf"{_START}(?:诉求|建议|要求|请求)(?:{_N}|{_D})(?:[:、,.]|就?是)", demand=True),
    _style(rf"{_START}(?P<word>首先|其次|再次|最后)(?:就?是|[,、:])?", demand=True),
    _style(rf"{_LINE}[^\S\n]*(?P<bullet>[-•·●◆■▲★*>✓☆○◇□–—▪◦‧∙]+)\s*(?=[^\W_])"),
    _style(r"(?P<bullet>[•●◆■▲★]+)\s*(?=[^\W_])"),
    _style(rf"{_START}(?:还有|再有|再|另|另外)?(?P<one>一个)(?:就是|是)[,:]?"),
)
# Every list has one of these.
_SECOND: Final = re.compile("[2二次②⑵⒉㈡❷Ⅱ•●◆■▲★\n]|一个就?是")
_WORDS: Final = {"首先": 1, "其次": 2, "再次": 3, "最后": 4}
_DIGITS: Final = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}

# Before the list, near its end: the items are parts of one account and are never matters.
_ACCOUNT: Final = re.compile(
    "(?:原因|理由|缘由|经过|过程|步骤|流程|程序|材料|证件|证据|附件|名单|手续|目的|好处|坏处|优点|缺点|特点|要点|疑点"
    "|漏洞|错误|依据|条件|规定|分别|包括|例如|比如|譬如|案例|例子|因为|由于|时间线|后果|危害|说法"
    "|电话|联系方式|姓名|人员|[答回]复[是说])"
    r"[^,。;!?\n]{0,6}[:,。\s]*$"
)
# A number of matters is announced: 反映三个问题, 有以下几件事.
_COUNTED: Final = re.compile(
    "(?:[一二两三四五六七八九十几多0-9]|[以如]下|下[列面]|这[些么]|[许很好]多|不少|诸多)[个点条件项桩样些大]*"
    "(?:的|小|老|突出|民生|主要|具体|热点|难点)*"
    "(?:问题|困难|难题|方面|毛病|烦心|矛盾|现象|麻烦|不满|(?P<loose>事|意见|情况))"
    "|(?:问题|困难|矛盾|毛病|意见|事情)(?:如下|很多|较多|不少|有)"
)
_ASKED: Final = re.compile("请问|咨询|想问|疑问|疑惑|问一?下|请教")
_MATTERS: Final = re.compile(
    "问题|事情|意见|困难|反[映应]|方面|麻烦|不满|难题|毛病|来电|投诉|举报|心声|民意"
)
_ONE_HEADING: Final = re.compile("关于.{3,}的(?:问题|投诉|情况|意见|反映|举报|事)")
_DEMANDS: Final = re.compile(
    "诉求|要求|请求|恳请|恳求|建议|希望|盼|想法|看法|做法|措施|疑问|请问|想问|疑惑|咨询|方案|办法|期望|愿望|主张"
    "|只要|答复|我要|情况如下|具体如下|申请|呼吁|商量|承诺|答应"
)
_HELLO: Final = re.compile(
    r"^\s*(?:尊敬|敬爱|你们?好|您好|大家好|各位|领导|书记|[市区县镇]长|主任|同志|来电人|来信|市民|群众|居民|村民|业主"
    "|匿名|编号|某|本人|[我俺咱]们?是|我[叫姓住在]|我们住|我家住|家住|住在)"
)
_TIMED: Final = re.compile(
    r"^\s*(?:\d{1,4}(?:[年月日.\-/点]|号(?![楼院门线店]))|[今去前]年|上[次回]|当时|后来|然后|接着|随后|最初|起初"
    "|先|再|第[一二三四五]次)"
)
_REASON: Final = re.compile(r"^\s*(?:怕|为了|因为|由于|可以|能够|方便|有利于|便于|省得|免得|避免)")
_DEMAND_HEAD: Final = re.compile(r"^\s*(?:要求|请求|赔|退还|道歉|书面|追究|责令|公开|依法)")


def matters_of(passage: str, same_matter: SameMatter | None) -> list[Marker]:
    """Heads of the items that are different matters; [] where no list is, or is of one matter.

    The first marker heads the first matter: what stands before it is its introduction.
    """
    found = _outermost(passage)
    if found is None:
        return _lines(passage)
    style, markers = found
    ends = [*(marker.start for marker in markers[1:]), len(passage)]
    items = [passage[m.end : end] for m, end in zip(markers, ends, strict=True)]
    if any(han(item) < 2 for item in items):
        return []
    purpose = _purpose(passage[: markers[0].start], items, style)
    if purpose == "account":
        return []
    if purpose == "matters":
        return markers
    judge = same_matter if purpose == "open" else None
    return markers if all(_differ(a, b, judge) for a, b in pairwise(items)) else []


def _purpose(before: str, items: Sequence[str], style: _Style) -> str:
    """What the list is for, by what introduces it.

    "matters": different matters, always; "account": parts of one, never; "aspects": by the words
    of the items alone; "open": by their words, in doubt by the caller's judgement.
    """
    sentences = [s for s in re.split(r"[。!?\n]", before) if s.strip()]
    lead = sentences[-1] if sentences else ""
    if not lead.rstrip().endswith(":"):  # 建议：… is said of what follows, 我建议修路。一是 is not
        lead = lead[-30:]
    if _ACCOUNT.search(before[-30:]):
        return "account"
    if all(_TIMED.match(item) for item in items) or all(_REASON.match(item) for item in items):
        return "account"
    if sum(han(item) < 4 and not topics(item) for item in items) * 2 >= len(items):
        return "account"  # names, places, papers
    told = _substance(before)
    asked = _ASKED.search(lead)
    demanded = _DEMANDS.search(lead)
    counted = _COUNTED.search(lead)
    if counted and not asked and not style.demand and not (counted["loose"] and demanded):
        return "aspects" if counted["loose"] == "意见" and told >= 10 else "matters"
    claims = all(_DEMAND_HEAD.match(item) for item in items)
    if asked or demanded:
        return "account" if told >= 10 else "aspects" if claims else "open"
    if claims or style.demand:
        return "aspects" if told >= 10 else "open"
    if _ONE_HEADING.search(lead) or (_MATTERS.search(lead) and topics(lead)):
        return "aspects"
    if _MATTERS.search(lead):
        return "matters"
    return "aspects" if told >= (4 if topics(before) else 10) else "matters"


def _substance(before: str) -> int:
    """Han characters of an introduction that tell something: greetings and headings aside."""
    clauses = re.split(r"[,。!?;:\n]", before)
    told = (
        clause
        for clause in clauses
        if not _HELLO.match(clause) and not _DEMANDS.search(clause) and not _MATTERS.search(clause)
    )
    return sum(han(clause) for clause in told)


def _differ(left: str, right: str, same_matter: SameMatter | None) -> bool:
    evidence = compare(left, right)
    if evidence is Evidence.SAME or same_matter is None:
        return evidence is Evidence.DIFFERENT
    if evidence is Evidence.UNKNOWN and min(han(left), han(right)) < 6:
        return False
    return not same_matter(left, right)


def _outermost(passage: str) -> tuple[_Style, list[Marker]] | None:
    """The list whose first marker stands first."""
    if not _SECOND.search(passage):
        return None
    best: tuple[_Style, list[Marker]] | None = None
    for style in _STYLES:
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
    elif "n" in groups:
        number = sum(_DIGITS[c] for c in groups["n"])
    elif "circled" in groups:
        number = int(unicodedata.numeric(groups["circled"]))
    else:
        number = _WORDS.get(groups.get("word", ""), 0)
    return Marker(number, found.start(), found.end())


def _chain(markers: list[Marker], style: _Style, passage: str) -> list[Marker]:
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


def _lines(passage: str) -> list[Marker]:
    """Lines without numbers are items where an introduction announces them, or each differs."""
    if "\n" not in passage:
        return []
    lines = [
        Marker(0, found.start(), found.start())
        for found in re.finditer(r"(?<=\n)[^\S\n]*\S|\A\s*\S", passage)
    ]
    ends = [*(line.start for line in lines[1:]), len(passage)]
    texts = [passage[line.start : end] for line, end in zip(lines, ends, strict=True)]
    announced = len(texts) >= 3 and texts[0].rstrip().endswith(":") and _COUNTED.search(texts[0])
    if announced and not _ACCOUNT.search(texts[0].rstrip()):
        lines, texts = lines[1:], texts[1:]
    elif len(texts) < 3 or any(han(text) > 40 for text in texts):
        return []
    elif not topics(texts[0]) and len(texts) >= 4:  # a title
        lines, texts = lines[1:], texts[1:]
    if any(han(text) < 4 for text in texts):
        return []
    if all(compare(a, b) is Evidence.DIFFERENT for a, b in pairwise(texts)):
        return lines
    return lines if announced and all(han(text) <= 40 for text in texts) else []
