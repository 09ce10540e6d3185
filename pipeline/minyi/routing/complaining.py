"""Which organization a text complains about: its own conduct, not the matter that it serves.

Two classes are kept apart, as the 12345 hotlines do:

(a) A service that is late, weak or broken (说好来修一直没来) is the organization's own business;
    where it refuses to do it (不给修, 不管) and the writer wants it done, it still leads and its
    parent sees to it.
(b) Refusals of decisions, contested decisions, unfairness and the conduct of staff go to the
    parent; graft goes to the discipline body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minyi.routing.asking import inside, joins, quoted_spans
from minyi.routing.index import Mention
from minyi.routing.misconduct import (
    acts,
    deed_at_the_counter,
    deed_of,
    is_personal,
    is_working,
    wants_service,
)
from minyi.taxonomy import group_of

_PEOPLE = (
    r"(?>的|有些?|个别|某些?|几个|那个|工作人员|执法人员|执法队员?|人员|领导|窗口|柜台|大厅|客服|干部|同志|员工"
    r"|职工|局长|科长|所长|站长|主任|书记|队长|经理|师傅|队员|部门|那边|里面?|人(?!行|民)|他们|简直|完全|根本"
    r"|一直|一贯|从来|总是|老是|总|老|就是?|却|又|还|也|都|太|很|实在|明显|严重|长期|常年|多次|存在|涉嫌"
    r"|对此|对这事|互相|相互|之间|，|,|什么|这种|该管|的事)*"
)
# Conduct itself: said of an organization it can hardly mean anything else.
_CONDUCT = (
    r"(?:推诿|扯皮|踢皮球|踢来踢去|推来推去|互相推|不作为|乱作为|慢作为|不担当|懒政|怠政|敷衍|应付了?事"
    r"|态度(?:很|特别|非常|太|极其?|十分|真是?|不是?一般的?|实在|极度|超级)*(?:差|恶劣|不好|不行|强硬|冷硬|嚣张|恶心|敷衍|烂|有问题|蛮横|冷漠|冷淡|生硬"
    r"|傲慢|凶|横|粗暴|不耐烦)|爱[搭答]不理|爱理不理|吃拿卡要|乱收费|乱罚款|收黑钱|收红包|收受|索要|索贿|受贿"
    r"|贪污|刁难|骂人|打人|动手打|辱骂|吼|包庇|保护伞|偏袒|徇私|不履行|失职|渎职|官官相护|欺上瞒下|不按规定"
    r"|睁一只眼闭一只眼|形式主义|官僚|摆架子|耍威风|暴力执法|粗暴执法|选择性执法|脸难看|事难办|效率(?:太|极)?低)"
)
# Refusal: it may as well be said of a thing (通道没人管), so it must follow the name at once.
_REFUSAL = (
    r"(?:(?:就是|都|也|从来|一直|根本|完全|死活|硬是)?(?:不管|不理|不办|不受理|不接电话|不作声|不搭理|拒绝|拒不"
    r"|不闻不问|没人管|没人理|没人接|装聋作哑|不当回事|不负责任|不见人))"
)
_DENIAL = re.compile(
    r"(?:没有?|不|未|无|杜绝|严禁|防止|避免|从不|从未|如果|要是|若|一旦)[^，。]{0,3}$"
)
_ABOUT = re.compile(rf"{_PEOPLE}(?:({_CONDUCT})|{_REFUSAL})")
_LATER = re.compile(_CONDUCT)
_LATER_WITHIN = 24  # characters
_STOP = re.compile(r"[。！？!?；;\n]")
_COUNTER = re.compile(
    r"的?(?:窗口|大厅|工作人员|办事员|柜台|客服|服务|态度|作风|领导|干部|人员|局长|主任)"
)
# At a counter: queues and opening hours are its business, these are not.
_RUDE = re.compile(
    r"态度|[骂吼瞪冲凶]|脸色|聊天|手机|白眼|跑[了]?.{0,4}[趟次遍回]|提前.{0,6}下班|刁难|不耐烦|傲慢|爱[搭答理]|推来|推诿|踢皮球|拒绝|不给|不让|不受理"
)
_LANDMARK = re.compile(
    r"的?(?:门口|门前|大门|旁|附近|对面|后[面边]|前[面边]|边上|隔壁|楼[下上]|大楼|宿舍|家属|小区|公交站|路口"
    r"|停车|后院|院[内里子]|那[条边]的?路|这条|[东南西北]|一带|往|食堂|网站|公众号|电话|热线)"
)
_ADDRESSEE = re.compile(
    r"(?:向|找|给|到|至|去|跟|与|问|打|往|在|告到|捅到|反映到|投诉到|报到|送到|报给|和)(?:了|过)?$"
)
_ACCUSED = re.compile(
    r"(?<!不是)(?<!不)(?<!不想)(?<!没有)(?:投诉|举报|控告|状告|检举|曝光)(?:的是|一下|你们|我们)?[区县市]?$"
)
_PASSIVE = re.compile(r"(?:(?<!植)被|遭到?|受到?)[区县市]?$")
_SUFFERED = re.compile(
    r"[^，。！？!?；;\n]{0,14}?(?:[掀骂砸轰撵锁摔扣罚贴]|打(?!扫|开|招)|赶(?!到)|推(?!广|荐|迟)|没收|拖走|拉走|搬走|拒"
    r"|刁难|退回|打回|驳回|取消|吊销|查封|强拆|拆了我|威胁|辱|欺|骗|忽悠|糊弄|歧视|冤枉)"
)
_BEFORE_WRONGED = frozenset("被到区县市服可同疑受意对于就")
_CONTESTED_LEFT = re.compile(r"(?:不服|不认可|不认同|质疑|不接受|不同意)[区县市]?$")
_CONTESTED_ABOUT = re.compile(r"(?:对|针对|对于|就)[区县市]?$")
_CONTESTED = re.compile(
    r"[^，。！？!?；;\n]{0,12}?(?:处罚|认定|决定|处理|答复|回复|判决|裁定|结论|结果|鉴定|评估|做法|审批|补偿|作风|态度)"
    r"[^，。！？!?；;\n]{0,6}?(?:不服|有异议|有意见|不满|不认可|不认同|不接受|不能接受|不同意|不公|不合理|质疑|提出申诉|申诉)"
)
_DECISION_OF = re.compile(
    r"[^，。！？!?；;\n]{0,6}?(?:处罚|认定|决定|处理|答复|回复|判决|裁定|结论|结果|鉴定|评估|做法|审批|补偿)"
)
_TITLED = re.compile(r"(?:主任|书记|支书|长|干部|会计|员|的人)$")
_SALUTED = re.compile(r"(?:的|各位|领导|同志|局长|主任)*(?:[：:]|[，,]?[您你]们?好)")
_SERVED = re.compile(
    r"(?:请(?!假|客)|让|叫|派(?!出所|驻)|希望|盼望?|望|建议|要求|恳请|呼吁|麻烦|求|感谢|谢谢|多谢|多亏|表扬|点赞|辛苦)[^，。！？!?；;\n]{0,3}$"
)
_CADRES = re.compile(
    r"(?:的|个别|有些?|几个)*(?:村|社区)?(?:两委|干部|书记|支书|主任|会计|村委|居委)"
)

_HYPOTHETICAL = re.compile(r"(?:如果|要是|若是?|万一|假如|难道|是不是|怕)$")
_NO_ANSWER = re.compile(
    r"[^。！？!?；;\n]{0,30}?(?:没人[管理问]|没有?(?:下文|结果|回音|回复|答复|动静|反应)|不了了之|石沉大海|不给|不理|推)"
)
_OTHER_SUBJECT = re.compile(
    r"物业|公司|老板|商家|店|医生|老师|司机|开发商|邻居|施工|有人|房东|保安"
)
_ENDED = re.compile(r"\W|$")
_GOVERNS = re.compile(r"(?:所|主)?管(?:辖|理)?的|辖区|下属|职工|员工")
_ACTOR = re.compile(
    r"执法|打|骂|抓|罚|收|说|讲|抬|掀|推|拖|让|叫|把|将|中队|大队|队|们|也|都|就|又|总|经常|有人|的人"
)
_NAMING = ("", "complaint", "report")  # kinds in which being named may be enough
_TELLING = (*_NAMING, "request", "question")  # kinds in which a deed that is told counts

_EARLY = 60  # characters


@dataclass(frozen=True, slots=True)
class Accused:
    """An organization that is complained about.

    `work` is class (a) above; "" is blame without a deed (推诿, 态度差).
    """

    mention: Mention
    plainly: bool  # merely named in a complaint about conduct: asking outweighs it
    deed: str = ""


def find_complained(
    text: str,
    mentions: Sequence[Mention],
    category: str,
    kind: str,
    *,
    bodies: frozenset[str],
    places: frozenset[str],
) -> list[Accused]:
    """Organizations that the text complains about, in order.

    In conduct.* a plain mention is enough, as is 举报城管局 anywhere; else words of blame, a
    refusal or a deed must be told of the organization or its people.

    Args:
        text: A normalized matter.
        mentions: Organizations that it names, in order.
        category: Leaf code.
        kind: "" where unknown; only complaints and reports accuse.
        bodies: Organizations that receive complaints (discipline, coordinating): a plain mention
            of them accuses nobody.
        places: Surfaces that are a place as well (东关街道): a plain mention is the place.
    """
    if kind not in _TELLING:
        return []
    group = group_of(category)
    spans = quoted_spans(text)
    accused: list[Accused] = []
    for number in range(len(mentions) - 1, -1, -1):
        mention = mentions[number]
        following = mentions[number + 1] if number + 1 < len(mentions) else None
        joined = number > 0 and bool(joins(text, mentions[number - 1], mention))
        if inside(spans, mention):
            continue
        if (
            following
            and accused
            and accused[0].mention is following
            and joins(text, mention, following)
        ):
            # 供水公司和住建局互相推诿
            accused.insert(0, Accused(mention, accused[0].plainly, accused[0].deed))
            continue
        until = following.start if following else len(text)
        left = "" if joined else text[max(0, mention.start - 6) : mention.start]
        receives = mention.form.organization in bodies
        plain = not receives and mention.form.surface not in places
        if _LANDMARK.match(text, mention.end):
            continue
        deed = _deed(left, mention, text, until, group, plain=plain, receives=receives, kind=kind)
        if deed is not None:
            accused.insert(0, Accused(mention, False, deed))
        elif plain and kind in _NAMING and _is_named(left, mention, text, group):
            accused.insert(0, Accused(mention, True))
    return accused


def accuses_cadres(text: str, end: int) -> bool:
    """Does the name of a village or community that ends here stand for its cadres?"""
    return bool(_CADRES.match(text, end))


def cadres_deed(text: str, cadres: Mention, *, near: bool, personal: bool) -> str:
    """What village, community or town cadres are said to have done; "" for nothing.

    That they do not care (社区不管) says too little: it stands at the end of many complaints about
    something else.
    """
    left = text[max(0, cadres.start - 6) : cadres.start]
    if _ADDRESSEE.search(left) or _SERVED.search(left) or _LANDMARK.match(text, cadres.end):
        return ""
    if _PASSIVE.search(left) and _SUFFERED.match(text, cadres.end):
        return "deed"
    deed = deed_of(cadres, text, len(text), near=near)
    if deed in ("", "work"):
        said = _ABOUT.match(text, cadres.end)
        told = personal and _TITLED.search(cadres.form.surface)
        if (said and said[1]) or (told and is_personal(text, cadres.end)):
            return "deed"
        return ""
    return deed


def _deed(
    left: str,
    mention: Mention,
    text: str,
    until: int,
    group: str,
    *,
    plain: bool,
    receives: bool,
    kind: str,
) -> str | None:
    """What the mention is said to have done; None where nothing is said of it.

    `left` are the few characters before the mention; the next one begins at `until`.
    """
    if left and left[-1] in _BEFORE_WRONGED:
        if _PASSIVE.search(left) and _SUFFERED.match(text, mention.end):
            return "decision"
        contested = _CONTESTED_LEFT.search(left) and _DECISION_OF.match(text, mention.end)
        if contested or (_CONTESTED_ABOUT.search(left) and _CONTESTED.match(text, mention.end)):
            return "decision"
    if mention.start < 10 and _SALUTED.match(text, mention.end):
        return None
    addressed = bool(_ADDRESSEE.search(left))
    served = bool(_SERVED.search(left))
    blamed = _is_blamed(
        left, mention, text, until, group, plain=plain, addressed=addressed, served=served
    )
    deed = ""
    # Deep in a long letter a refusal is the story, not the point.
    early = mention.start < _EARLY or len(text) < 2 * _EARLY
    if early and not receives and not served:
        personal = kind in _NAMING and not addressed
        deed = deed_of(mention, text, until, near=not plain, personal=personal)
        if addressed and deed != "decision":
            deed = deed_at_the_counter(mention, text)
        if deed and _HYPOTHETICAL.search(left):
            deed = ""
    if deed == "work" or (not deed and blamed == "refusal"):
        wanted = group not in ("conduct", "services") and wants_service(text)
        return "work" if wanted else "decision"
    if deed:
        return deed
    return "" if blamed else None


def _is_blamed(
    left: str,
    mention: Mention,
    text: str,
    until: int,
    group: str,
    *,
    plain: bool,
    addressed: bool,
    served: bool,
) -> str:
    """Do words of blame speak of the mention: "conduct", "refusal" or ""?"""
    right = text[mention.end : mention.end + 80]
    of_conduct = group in ("conduct", "services")
    about = _ABOUT.match(right)
    if about:
        if _HYPOTHETICAL.search(left) or (addressed and not of_conduct):
            return ""
        if about[1]:
            return "conduct"
        return "refusal" if acts(mention) or of_conduct else ""
    if addressed:
        return "conduct" if plain and of_conduct and _NO_ANSWER.match(right) else ""
    if plain and len(mention.form.surface) > 2 and not served:
        later = _LATER.search(text, mention.end, min(until, mention.end + _LATER_WITHIN))
        between = text[mention.end : later.start()] if later else ""
        broken = _STOP.search(between) or _OTHER_SUBJECT.search(between) or is_working(between)
        if later and not broken and not _DENIAL.search(between):
            return "conduct"
    counter = of_conduct and _COUNTER.match(right)
    return "conduct" if counter and (group == "conduct" or _RUDE.search(right[:60])) else ""


def _is_named(left: str, mention: Mention, text: str, group: str) -> bool:
    """举报城管局, or any naming in conduct.*; 医保 or 交警 must be somebody who acts."""
    reported = bool(_ACCUSED.search(left))
    if _ADDRESSEE.search(left) or not (reported or group == "conduct"):
        return False
    if len(mention.form.surface) == 2:
        return bool(_ACTOR.match(text, mention.end)) or (
            reported and bool(_ENDED.match(text, mention.end))
        )
    return not _GOVERNS.match(text, mention.end)
