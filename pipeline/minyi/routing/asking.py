"""Which organizations a text clearly asks to act: grammar around a mention, by classes.

Not asked: a mere mention (住建局旁边的路灯), the past (已经请城管来过了), a negation (不用城管来),
the words of others (物业说让城管局处理), a quotation, a question about the office.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from minyi.routing.index import Mention

# Atomic groups (?>…) keep long runs of fillers linear: each filler is read in one way only.
_WINDOW = 80  # characters each side that are looked at
_TAIL = (
    r"[”」』\"]?(?>等|的|各|相关|有关|部门|单位|领导|同志|工作人员|执法人员|执法队|人员|负责人|师傅"
    r"|那边|方面|队员|们|大队|中队|专家|老师|人(?!民|家|行))*"
)
_ADVERB = (
    r"(?>[，,、\s]|尽快|尽早|尽量|早日|早点|赶紧|赶快|快点|快|马上|立即|立刻|即刻|及时|抓紧|迅速|能够"
    r"|能不能|能否|可否|可不可以|可以|能|务必|必须|一定要?|应该?|应当|得|要|多多|多|好好|认真|切实|真正|彻底"
    r"|全面|主动|依法|依规|从严|从重|从快|严格|严肃|帮忙|帮助|协助|帮|一起|一同|共同|联合|牵头|出面|上门|现场"
    r"|实地|派人|派员|派专人|派|安排人员?|安排|组织|就|再|也|都|给予|予以|进行|加以|给个?|我们|大家|来人|来"
    r"|去|出|定期|经常|尽力|加大力度|加大|抽空|高度|重点|统一|集中|介入|管一管|为民|做主|直接|亲自|再次|重新|另行)*"
)
_GAP = (
    r"(?:(?:对|就|把|将|给|帮|为|替|针对|围绕|关于|到|在|向|按照?|根据|派|安排|组织|会同|联合|协同|同|和)"
    r"[^。！？!?；;\n]{0,30}?)?"
)
_ACT_WEAK = (
    r"(?>处理|解决|协调|来(?!源|电|信|往|回|年|的)|管(?!道|网|线|制|子|家|控|辖|理费|理员|理处|委)"
    r"|查(?!询)|派(?!出所)|出面|督促|核实|整治|清理|清运|整改|介入|上门|帮|看(?!病|守|起)|修(?!理厂)"
    r"|抢修|维修|负责|抓|巡|检查|检修|检测|劝|拖走|治理|落实|恢复|拆|取缔|执法|处罚|制止|调解|调查|过来"
    r"|关注|重视|跟进|规范|监[管督]|严查|维护|牵头|联合|答复|回复|疏导|引导|值守|值班|执勤|处置|整顿|核查|核对|追究|复核|审查|审计|批评|过问|督办|催办)"
)
_ACT = (
    rf"(?>{_ACT_WEAK}|回应|解释|说明|说法|疏通|安装|加装|更换|设置|设立|增设|划|约谈|处置|罚|加强|增|改|救"
    r"|想办法|想想办法|出台|办(?!公|事处)|主持|做主|保护|保障|退|补|发(?!展|改)|公[开布示]|换|停|建(?!设)|支持"
    r"|指导|作为|干预|赶|抬|拖|打扫|消毒|封|拉|配|排|送|开(?!发)|接(?!口)|通(?!道|信|知)|给(?!水|排)|研究"
    r"|考虑|调整|优化|完善|提供|开展|救助|清|洒|铺|种|剪|捕|收|测|追|讨)"
)
# What may follow the name, by how far it can be trusted; compiled on first use, being large.
_AT_ONCE = r"(?:(?:对|就|把|将|到|去|在)[^。！？!?；;\n]{0,30}?)?"
_FOLLOWING = {
    "full": rf"{_TAIL}{_ADVERB}{_GAP}({_ACT}+)",
    "weak": rf"{_TAIL}{_ADVERB}{_AT_ONCE}({_ACT_WEAK}+)",  # 城管, 消防: two characters
    "place": rf"{_TAIL}{_ADVERB}{_AT_ONCE}({_ACT}+)",  # 东关街道, or 街道 itself
}
_MODAL = re.compile(
    rf"{_TAIL}[，,\s]*(?:你们)?"
    r"(?:能不能|能否|可否|可不可以|是否可以|是不是该?|请|快|赶紧|赶快|尽快|抓紧|应该?|应当|该|务必|必须|得)"
)
_NOT_NOW = re.compile(
    r"[看管查理]?[一]?下?(?:过(?![来去问程道户年节路高期往])|了(?![解断结吧]))"  # it came already
    r"|[^。！？!?；;\n]{0,6}(?:却|但|可是|就是|而)[^。！？!?；;\n]{0,4}(?:不|没|无)"  # 应该管却不管
    r"|[^。！？!?；;\n]{0,4}(?:有(?:什么|啥|个?屁)?用|没用|白搭|白费|管用吗|也[不没]|都[不没])"
    r"|(?:不|没)(?!完|了)"
    r"|的(?:时候|那|人|次|路|车|东西|都|也)"
)
_FILL = (
    r"(?>一下|我们?|咱们?|你们|贵|本|区里的?|[区市县]|有关|相关|主管|当地|属地|各级|政府|领导|部门|能不能"
    r"|能否|可否|能够|能|可以|尽快|尽早|赶快|赶紧|马上|立即|立刻|抓紧|及时|再次|[，,:：“\"「]"
    r"|让|叫|派|交由|由|转交给?|转给|转到|转|移交给?|移交|交给|通知|联系|协调|督促|敦促|责成|安排|组织|要求"
    r"|请|催促|催|喊|帮忙|帮|尊敬的|是)*(?:[\u4e00-\u9fff]{2,4}[和与、及])?"
)
_VERB = (
    r"(?:(?<![邀聘宴申])请(?![问假客教示])求?|恳求|央求|希望|盼望|期望|盼|(?<![看失绝探无守仰观张])望"
    r"|强烈要求|要求|建议|呼吁|麻烦|劳烦|劳驾|拜托|申请|(?<![追需征寻恳央要请])求|需要|急需|亟需)"
)
_HAND = r"(?:交由|由|转交给?|转给|转到|移交给?|交给|让|叫|派|协调|联系|通知|督促|责成|安排|催)"
_ASK = re.compile(rf"({_VERB}){_FILL}$|({_VERB})([^，。！？!?；;\n]{{0,25}}?){_HAND}{_FILL}$")
# A cheap look first: every asking needs one of these before or soon after the name.
_MAY_ASK = re.compile(r"[请求盼望吁烦驾托需让叫由喊转派催]|要求|希望|期望|建议|劳烦|申请")
_VERB_BEGINS = re.compile(r"[请恳央希盼期望强要建呼麻劳拜申求需急亟]")
_HANDS_ON = re.compile(r"[让叫由喊转派催]")
_MAY_BE_TOLD = re.compile(r"能|可|请|快|赶|抓紧|应|当|该|务必|必须|得|是不是|是否")
_PLAIN = re.compile(
    r"(?:^|[，。！？!?；;、：:\s])(?:那就|能不能|能否|可不可以|可否|是不是可?以?该?|最好|快点?|赶紧|赶快|尽快|就"
    r"|应该?|应当|该|得|可以|还是|必须|务必|我们?想?要?|想|要|此事|这事|这|改|直接|而是)*"
    rf"(?:让|叫|由|喊|转给|转交|转(?![了过])|派|催){_FILL}$"
)
_HANDED = re.compile(
    r"(?:[转移]交|转[给到送达发]?|交[给由]|反映[给到]|报[给到]|转[告呈])(?:给|到|至)?(?:[区县市]|你们|咱们|我们)?(?:的|有关)?$"
)
_HANDED_ON = re.compile(
    r"(?:的)?(?:领导|同志|负责人|相关部门|有关部门)*(?:[一下吧，,：:。！!；;\s]|谢谢|$)"
)
_NEGATION = re.compile(
    r"(?:不用|不需要|不要|不必|无需|没必要|不想|不希望|不愿意?|不肯|不敢|不会|何必|用不着|甭|(?<![分特区个级])别"
    r"|勿|没有?|未|(?<![能可要是行])不)(?:再|去|来|让|叫|麻烦|想|打算){0,2}$"
)
_NEGATION_INSIDE = re.compile(r"不用|不要|不必|无需|没必要|甭|(?<![分特区个级])别|没有?")
_PAST = re.compile(
    r"(?:已经?|曾经?|上次|上回|之前|以前|多次|(?<!第)[几两三四五六七八九十\d][次回遍]|早就|当时|当初|昨[天晚日儿]"
    r"|前[天几]天?|去年|上个?[月周]|那天|那次)(?:我们?|就|都|还|又|也|专门|特意|打电话|经|来|过)*$"
)
_OTHERS = re.compile(
    r"(?:物业|社区|村里|街道|他们?|她们?|老板|开发商|施工队|对方|客服|公司|房东|店家|商家|热线|\d{5}|窗口)"
    r"(?:还|也|都|就|又|只|老|总|一直)*$"
)
_SPEECH = re.compile(
    r"([^，。！？!?；;\n]{0,12}?)(?:推?说|称|表示|讲|回复|答复|告知|告诉我们?|让我们?|叫我们?|喊我们?)"
    r"(?:是|这个?|那|此|该|事儿?|情|得|要|都|应该?|归|了|过|的|[，,:：“\"「])*$"
)
_WRITER = re.compile(
    r"(?:来电人?|来信人?|市民|居民|群众|诉求人|反映人|业主|村民|家长|本人|商户|大家|老百姓|先生|女士|^我们?|某|其)"
    r"[\u4e00-\u9fff]{0,3}$"
)
_JOIN = re.compile(
    rf"{_TAIL}(和|与|及其?|以及|、|跟|会同|联合|协同|或者?|还是|[，,](?:或者?|还是))"
)
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|\"[^\"]*\"|《[^》]*》")
_MARK = re.compile(r"[“「『\"《]")
_SALUTE_LEFT = re.compile(r"^\s*(?:尊敬的|敬爱的|致|@)?$")
_SALUTE_RIGHT = re.compile(
    r"(?:的|各位|领导|同志|负责人|局长|主任|书记|们)*(?:[：:]|[，,！!]?(?:您们?好|你们?好))"
)
_STOP = re.compile(r"[。！？!?；;\n]")


@dataclass(frozen=True, slots=True)
class Asked:
    """One asked party."""

    mention: Mention
    alternative: bool = False  # 城管或者街道: only one of them is needed
    greeted: bool = False  # 尊敬的区供水公司：您好; weaker than an asking verb


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Spans in quotation marks; none where the marks enclose (nearly) the whole text."""
    if not _MARK.search(text):
        return []
    spans = [m.span() for m in _QUOTED.finditer(text)]
    return [(s, e) for s, e in spans if e - s < 0.8 * len(text)]


def inside(spans: Sequence[tuple[int, int]], mention: Mention) -> bool:
    """Does the mention stand in a quotation that is longer than the name itself?"""
    size = mention.end - mention.start + 3
    return any(s <= mention.start and mention.end <= e and e - s > size for s, e in spans)


def find_asked(text: str, mentions: Sequence[Mention], places: frozenset[str]) -> list[Asked]:
    """Mentions that the writer asks to act, in order.

    Args:
        text: A normalized matter.
        mentions: Organizations that it names, in order, none overlapping.
        places: Surfaces that are a place as well (东关街道): the act must follow at once.
    """
    spans = quoted_spans(text)
    asked: list[Asked] = []
    for group, alternative in _groups(text, mentions):
        first, last = group[0], group[-1]
        direct = last.local or last.form.surface in places
        if inside(spans, first):
            continue
        greeted = _is_greeted(text, first, last)
        if greeted or _is_asked(text, first, last, direct=direct):
            asked.extend(Asked(one, alternative, greeted) for one in group)
    return asked


@cache
def _following(trust: str) -> re.Pattern[str]:
    return re.compile(_FOLLOWING[trust])


def _groups(text: str, mentions: Sequence[Mention]) -> list[tuple[list[Mention], bool]]:
    """Join 城管和交警, 城管或者街道: (members, are they alternatives)."""
    groups: list[tuple[list[Mention], bool]] = []
    for mention in mentions:
        if groups:
            members, alternative = groups[-1]
            join = joins(text, members[-1], mention)
            if join:
                members.append(mention)
                groups[-1] = (members, alternative or "或" in join or "还" in join)
                continue
        groups.append(([mention], False))
    return groups


def joins(text: str, one: Mention, following: Mention) -> str:
    """The 和 or 或者 that joins two neighbouring mentions; "" where none does."""
    between = text[one.end : following.start]
    match = _JOIN.fullmatch(between) if len(between) < 12 else None
    return match[1] if match else ""


def _is_greeted(text: str, first: Mention, last: Mention) -> bool:
    left = text[: first.start]
    return bool(
        len(left) < 8 and _SALUTE_LEFT.match(left) and _SALUTE_RIGHT.match(text[last.end :])
    )


def _is_asked(text: str, first: Mention, last: Mention, *, direct: bool) -> bool:
    start = max((m.end() for m in _STOP.finditer(text, 0, first.start)), default=0)
    left = text[max(start, first.start - _WINDOW) : first.start]
    right = text[last.end : last.end + _WINDOW]
    if not (_MAY_ASK.search(left) or _MAY_BE_TOLD.search(right)):
        return False
    verb = _asking_verb(left)
    before = left[: verb.start()] if verb else left
    if verb is None:
        plain = _PLAIN.search(left) if _HANDS_ON.search(left) else None
        if plain:
            before = left[: plain.start()]
        else:
            modal = _MODAL.match(right)
            if not modal or (left and left[-1] not in "，,：:、 事这那们就望议"):
                return False
            right = right[modal.end() :]
    elif verb[3] and _NEGATION_INSIDE.search(verb[3]):
        return False
    if _is_handed(left, right, verb is not None):
        return not (_NEGATION.search(before) or _PAST.search(before) or _reported(before))
    weak = last.end - last.start <= 2 and not direct
    act = _following("weak" if weak else "place" if direct else "full").match(right)
    if not act or _NOT_NOW.match(right, act.end(1)):
        return False
    if verb and _OTHERS.search(before):
        return False
    return not (_NEGATION.search(before) or _PAST.search(before) or _reported(before))


def _is_handed(left: str, right: str, wished: bool) -> bool:
    """请转交水务局：我们单元水压低 needs no word for what to do; 转给水务局， may tell the past."""
    if not _HANDED.search(left):
        return False
    return bool(_HANDED_ON.match(right) and (wished or right[:1] in "：:"))


def _asking_verb(left: str) -> re.Match[str] | None:
    """`_ASK.search`, tried only where a verb can begin: a fifth of the time."""
    for start in _VERB_BEGINS.finditer(left):
        found = _ASK.match(left, start.start())
        if found:
            return found
    return None


def _reported(before: str) -> bool:
    """Are these the words of somebody other than the writer (物业说…)?"""
    speech = _SPEECH.search(before)
    if not speech:
        return False
    who = speech[1].rsplit("，", 1)[-1]
    return not _WRITER.search(who) or bool(re.search(r"[跟和对向]", who))
