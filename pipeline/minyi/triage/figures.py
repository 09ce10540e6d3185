"""Figures of speech: a danger as a comparison, a measure, a part of a name."""

from __future__ import annotations

import re

from minyi.triage.scan import Span

# 跟抢劫一样, 简直是抢劫: likened to a danger. 像要塌了, 像煤气一样的味 are none of it.
_LIKE = re.compile(r"(?:跟|像|和|如同|好比|赛过)[^，。要快会]{0,2}$")
_ALIKE = re.compile(r"(?:一样|似的|似地|一般|没两样|差不多|没区别)(?!的?(?:味|气|烟|声|东西|响))")
_AS_IF = re.compile(
    r"(?:简直(?:就是|是|像)?|等于是?|堪比|无异于|不亚于|变相|形同)[^，。要快会]{0,2}$"
    r"|(?:(?:骂|叫|喊|称)[我他她你](?:是|做|为|作)|[外绰]号(?:叫|是)?)[^，。要快会]{0,2}$"
)
# 急得想跳楼, 挤得喘不过气: how much, not what.
_WISHED = re.compile(
    r"(?:[急烦气愁累忙闷恨吵堵挤压热臭卡]得?[^，。]{0,3}[想要快差恨]|(?<![打逼骂害])得[^，。]{0,3}[想恨])"
    r"[^，。]{0,3}$"
)
_PRESSED = re.compile(r"(?<![呛熏咳疼痛肿烧哭喘病])得[^，。]{0,3}$")
# 野猫叫得像小孩哭, 风机响得跟打雷一样: a sound likened. 锅炉响得像要炸 is none of it.
_SOUND = re.compile(
    r"[猫狗犬鸟鸡鹅鸭蛙虫蝉机箱泵钻调响叭][^，。！？；]{0,8}?(?:叫|吠|嚎|哼|响|吵|声)[^，。！？；]{0,4}?"
    r"(?:像|好比|如同|跟|似)[^，。！？；要快会]{0,4}?(?:哭|叫|嚎|喊|雷|炮|枪|爆|炸|震|杀|鬼|火车|飞机|打仗)"
)
# 盼着能用上天然气: what is not there yet cannot fail. 希望尽快装上 may speak of one that did.
_WANTED = re.compile(
    "(?:希望|盼|期待|能否|能不能|可否|何时|啥时候|什么时候)(?![^，。！？；]{0,8}(?:尽快|马上|立即|赶|恢复))"
    "[^，。！？；]{0,8}?(?:开通|铺设|加装|增设|新建|建个|建一个|安装|装上|用上|通上)"
)
# A place called after it: 跳河湾, 塌方庄.
_PLACE = re.compile("湾|庄|屯|巷|弄|坪|社区|街道|镇(?!上)|乡(?!亲|下)|村(?![民里口子干委头中])")


def likened(text: str, start: int, word: Span) -> bool:
    """Whether something is only compared to the danger; `start` is where its clause begins."""
    begin, end = word
    before = text[max(start, begin - 6) : begin]
    if _AS_IF.search(before):
        return True
    return _LIKE.search(before) is not None and _ALIKE.search(text, end, end + 5) is not None


def exaggerated(text: str, start: int, word: Span) -> bool:
    """Whether the danger says how much: 急得想跳楼, 挤得喘不过气."""
    begin = word[0]
    wish = begin + (text[begin] in "想要快")  # 叫得我+想跳楼: the wish is part of the word
    before = text[max(start, begin - 8) : wish]
    if _WISHED.search(before):
        return True
    return text[begin] in "喘透憋" and _PRESSED.search(before) is not None


def sounds_like(text: str) -> bool:
    """Whether the noise of an animal or a machine is likened to something worse."""
    return _SOUND.search(text) is not None


def wished(text: str) -> str:
    """Words that wish for what is not there yet; "" where none do."""
    found = _WANTED.search(text)
    return found[0] if found else ""


def names_place(text: str, word: Span) -> bool:
    """Whether the danger is the first part of the name of a place."""
    return _PLACE.match(text, word[1]) is not None
