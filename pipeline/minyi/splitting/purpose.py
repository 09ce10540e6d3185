"""What a list is for, told by the words that introduce it: matters, or parts of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from minyi.splitting.heads import Style
from minyi.splitting.reading import han
from minyi.splitting.topics import PLEA, topics

# Before the list, near its end: the items are parts of one account and are never matters.
ACCOUNT: Final = re.compile(
    "(?:原因|理由|缘由|经过|过程|步骤|流程|程序|材料|证件|证据|附件|名单|手续|目的|好处|坏处|优点|缺点|特点|要点|疑点"
    "|漏洞|错误|依据|条件|规定|分别|包括|例如|比如|譬如|案例|例子|因为|由于|时间线|后果|危害|说法"
    "|电话|联系方式|姓名|人员|[答回]复[是说]|[我俺][们家]?的?情况)"
    r"[^,。;!?\n]{0,6}[:,。\s]*$"
)
# A number of matters is announced: 反映三个问题, 有以下几件事.
COUNTED: Final = re.compile(
    "(?:[一二两三四五六七八九十几多0-9]|[以如]下|下[列面]|这[些么]|[许很好]多|不少|诸多)[个点条件项桩样些大]*"
    "(?:的|小|老|突出|民生|主要|具体|热点|难点)*"
    "(?:问题|困难|难题|方面|毛病|烦心|矛盾|现象|麻烦|不满|(?P<loose>事|意见|情况))"
    "|(?:问题|困难|矛盾|毛病|意见|事情)(?:如下|很多|较多|不少|有)"
)
_ASKED: Final = re.compile("请问|咨询|想问|疑问|疑惑|问一?下|请教|问[我你他她]?[几两三四][个点]")
# 举报某某公司, 反映村支书以下问题: the items are grievances against one party.
_ACCUSED: Final = re.compile(
    r"(?:举报|投诉)(?!者|人|[几两三四以如下一])[^,。:;!?\n的]{4,}$"
    "|(?:反映|举报|投诉)[^,。:;!?\n]{0,12}(?:书记|支书|主任|[镇村队校院局站厂园]长|老板|会计|干部|公司|[酒饭药商]?店|[饭药]馆|中介)"
    "[^,。:;!?\n]{0,4}(?:[以如]下|[几两三四多])[^,。:;!?\n]{0,8}[:,。]?\\s*$"
)
_TALLY: Final = re.compile("[两三四五六七八九几]个是")
# What somebody answered is part of the account.
_SAID: Final = re.compile(r"^[^,。;:]{0,8}[^小来再先话能如据再](?:说|回复|答复|称)(?![明话法好])")
_MATTERS: Final = re.compile(
    "问题|事情|意见|困难|反[映应]|方面|麻烦|不满|难题|毛病|来电|投诉|举报|心声|民意"
)
_ONE_HEADING: Final = re.compile("关于.{3,}的(?:问题|投诉|情况|意见|反映|举报|事)")
_ONE_PARTY: Final = re.compile(
    "反映(?![^,。]{0,8}(?:小区|[村镇乡街路楼区]|社区|家))[^,。:;\n]{4,}的问题"
)
_DEMANDS: Final = re.compile(
    "诉求|要求|请求|恳请|恳求|建议|希望|盼|想法|看法|做法|措施|疑问|请问|想问|疑惑|咨询|方案|办法|期望|愿望|主张"
    "|只要|答复|我要(?!反[映应]|投诉|举报|说)|情况如下|具体如下|申请|呼吁|商量|承诺|答应"
)
HELLO: Final = re.compile(
    r"^\s*(?:尊敬|敬爱|你们?好|您好|大家好|各位|领导|书记|[市区县镇]长|主任|同志|来电人|来信|市民|群众|居民|村民|业主"
    "|匿名|编号|某|本人|[我俺咱]们?是|我[叫姓住在]|我们住|我家住|家住|住在)"
)
_TIMED: Final = re.compile(
    r"^\s*(?:\d{1,4}(?:[年月日.\-/点]|号(?![楼院门线店]))|[今去前]年|上[次回]|当时|后来|然后|接着|随后|最初|起初"
    "|先|再|第[一二三四五]次)"
)
_REASON: Final = re.compile(r"^\s*(?:怕|为了|因为|由于|可以|能够|方便|有利于|便于|省得|免得|避免)")
_DEMAND_HEAD: Final = re.compile(
    r"^\s*(?:要求|请求|赔|退|补[发缴]|支付|道歉|向.{1,6}道歉|书面|追究|责令|限期|停止|查处|处罚|公开|依法)"
)


def purpose(before: str, items: Sequence[str], style: Style) -> str:
    """What the list is for, by what introduces it.

    "matters": different matters, always; "account": parts of one, never; "aspects": by the words
    of the items alone; "open": by their words, in doubt by the caller's judgement.
    """
    sentences = [s for s in re.split(r"[。!?\n]", before) if s.strip()]
    lead = sentences[-1] if sentences else ""
    if not lead.rstrip().endswith(":"):  # 建议：… is said of what follows, 我建议修路。一是 is not
        lead = lead[-30:]
    if ACCOUNT.search(before[-30:]):
        return "account"
    timed = sum(_TIMED.match(item) is not None for item in items)
    if 4 * timed >= 3 * len(items) or all(_REASON.match(item) for item in items):
        return "account"
    if sum(han(item) < 4 and not topics(item) for item in items) * 2 >= len(items):
        return "account"  # names, places, papers
    if style.demand and any(_SAID.match(item) for item in items):
        return "account"
    told = _substance(before)
    asked = _ASKED.search(lead)
    demanded = _DEMANDS.search(lead)
    counted = COUNTED.search(lead)
    if (
        style.aside
        and not counted
        and (
            any(not PLEA.search(item) and (han(item) < 6 or not topics(item)) for item in items)
            or _TALLY.search(before[-40:])
        )
    ):
        return "account"
    if _ACCUSED.search(lead.rstrip()):
        return "aspects"
    if counted and not asked and not style.demand and not (counted["loose"] and demanded):
        aspects = (counted["loose"] == "意见" and told >= 10) or topics(lead[: counted.start()])
        return "aspects" if aspects else "matters"
    claims = 2 * sum(_DEMAND_HEAD.match(item) is not None for item in items) > len(items)
    if asked or demanded:
        return (
            "account" if told >= (6 if topics(before) else 10) else "aspects" if claims else "open"
        )
    if claims or style.demand:
        return "aspects" if told >= 10 or _ONE_PARTY.search(lead) else "open"
    if _ONE_HEADING.search(lead) or (_MATTERS.search(lead) and topics(lead)):
        return "aspects"
    if _MATTERS.search(lead):
        return "open" if told >= 10 and counted is None else "matters"
    return "aspects" if told >= (4 if topics(before) else 10) else "matters"


def _substance(before: str) -> int:
    """Han characters of an introduction that tell something: greetings and headings aside."""
    clauses = re.split(r"[,。!?;:\n]", before)
    told = (
        clause
        for clause in clauses
        if not HELLO.match(clause) and not _DEMANDS.search(clause) and not _MATTERS.search(clause)
    )
    return sum(han(clause) for clause in told)
