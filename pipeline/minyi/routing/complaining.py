"""Which organization a text complains about: its own conduct, not the matter that it serves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minyi.routing.asking import inside, joins, quoted_spans
from minyi.routing.index import Mention
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
    r"|态度(?:很|特别|非常|太|极其?|十分|真是?|不是?一般的?|实在|极度|超级)*(?:差|恶劣|不好|不行|蛮横|冷漠|冷淡|生硬"
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
_ABOUT = re.compile(rf"{_PEOPLE}(?:{_CONDUCT}|{_REFUSAL})")
_LATER = re.compile(rf"([^。！？!?；;\n]{{0,16}}?){_CONDUCT}")
_COUNTER = re.compile(
    r"的?(?:窗口|大厅|工作人员|办事员|柜台|客服|服务|态度|作风|领导|干部|人员|局长|主任)"
)
_LANDMARK = re.compile(
    r"的?(?:门口|门前|大门|旁|附近|对面|后[面边]|前[面边]|边上|隔壁|楼[下上]|大楼|宿舍|家属|小区|公交站|路口"
    r"|停车|那[条边]的?路|这条|[东南西北]|一带|往|食堂|网站|公众号|电话|热线)"
)
_ADDRESSEE = re.compile(
    r"(?:向|找|给|到|去|跟|问|打|往|在|告到|捅到|反映到|投诉到|报到|送到|报给|和)(?:了|过)?$"
)
_ACCUSED = re.compile(r"(?:投诉|举报|控告|状告|检举|曝光)(?:一下|你们|我们)?[区县市]?$")
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
_ACTOR = re.compile(
    r"执法|打|骂|抓|罚|收|说|讲|抬|掀|推|拖|让|叫|把|将|中队|大队|队|们|也|都|就|又|总|经常|有人|的人"
)
_KINDS = ("", "complaint", "report")


@dataclass(frozen=True, slots=True)
class Accused:
    """An organization that is complained about."""

    mention: Mention
    plainly: bool  # merely named in a complaint about conduct: asking outweighs it


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

    In conduct.* a plain mention is enough, in services.* a mention of its counter or staff; in
    all other categories words of conduct or refusal must be said of the organization itself.

    Args:
        text: A normalized matter.
        mentions: Organizations that it names, in order.
        category: Leaf code.
        kind: "" where unknown; only complaints and reports accuse.
        bodies: Organizations that receive complaints (discipline, coordinating): a plain mention
            of them accuses nobody.
        places: Surfaces that are a place as well (东关街道): a plain mention is the place.
    """
    if kind not in _KINDS:
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
            accused.insert(0, Accused(mention, accused[0].plainly))  # 供水公司和住建局互相推诿
            continue
        until = following.start if following else len(text)
        left = "" if joined else text[max(0, mention.start - 6) : mention.start]
        plain = mention.form.organization not in bodies and mention.form.surface not in places
        if _acts_badly(left, mention, text[mention.end : until], text, group, plain=plain):
            accused.insert(0, Accused(mention, False))
        elif plain and _is_named(left, mention, text, group):
            accused.insert(0, Accused(mention, True))
    return accused


def accuses_cadres(text: str, end: int) -> bool:
    """Does the name of a village or community that ends here stand for its cadres?"""
    return bool(_CADRES.match(text, end))


def _acts_badly(
    left: str, mention: Mention, gap: str, text: str, group: str, *, plain: bool
) -> bool:
    """Do words of conduct or refusal speak of the mention?

    `gap` is what follows the mention up to the next one, `left` the few characters before.
    """
    right = text[mention.end :]
    if _LANDMARK.match(right):
        return False
    addressed = bool(_ADDRESSEE.search(left))
    of_conduct = group in ("conduct", "services")
    if _ABOUT.match(right):
        return not _HYPOTHETICAL.search(left) and (not addressed or of_conduct)
    if addressed:
        return plain and of_conduct and bool(_NO_ANSWER.match(right))
    if plain and len(mention.form.surface) > 2:
        later = _LATER.match(gap)
        if later and not _DENIAL.search(later[1]) and not _OTHER_SUBJECT.search(later[1]):
            return True
    return of_conduct and bool(_COUNTER.match(right))


def _is_named(left: str, mention: Mention, text: str, group: str) -> bool:
    """In conduct.* it is enough to be named; 医保 or 交警 must be somebody who acts."""
    if group not in ("conduct", "services") or _ADDRESSEE.search(left):
        return False
    if _LANDMARK.match(text, mention.end):
        return False
    if len(mention.form.surface) == 2 and not _ACTOR.match(text, mention.end):
        return False
    return group == "conduct" or bool(_ACCUSED.search(left))
