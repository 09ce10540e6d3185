"""What an organization or its people are said to have done, found around their name.

Not here: a service that is late, weak or broken. That is the organization's own business.
"""

from __future__ import annotations

import re

from minyi.routing.index import Mention
from minyi.routing.misdeeds import ME, Misdeed, grammar

# 不给修, 不让接: a refusal, but of work that can still be done.
_SUPPLY = re.compile(
    r"(?:不给|没给|不帮|不肯|不愿意?|拒绝)(?:给|为|帮)?(?:[我咱俺你他]们?|家里?|小区|楼里?|村里?|整栋|全|这边|这里|居民|用户|业主)*"
    r"(?:供|送|通(?!知|融)|来|加压|放水|发车|开暖|发货)"
)
_WORK = re.compile(
    r"(?:不给|没给|不帮|不肯|不愿意?|拒绝|拒不)(?:给|为|帮)?(?:[我咱俺你他]们?|家里?|小区|楼里?|村里?|这边|这里|居民|用户|业主)*"
    r"(?:[修装换接清收扫铺挖疏维抢处解安治派]|管(?!理)|更换|开通)"
)
_CARELESS = re.compile(
    r"就?(?:再也)?不管(?:了|我|不问|死活)|不(?:搭)?理(?:我|人|会)|甩手不管|不闻不问"
)
_REACH = 22  # characters between the name and what is told of it
_PERSONS = frozenset(("城管", "交警", "民警", "警察", "公安", "法院", "警方"))
_WHICH: tuple[Misdeed, ...] = ("graft", "deed", "decision")
_OF_BODY = re.compile(r"[的那]|工作人员|窗口|执法|大厅|干部|检查|监督|局|部门")  # not 消防操作员
_OTHERS = re.compile(
    r"村干部|村支书|村主任|村委|居委|社区(?:干部|主任|书记)|物业|老板|商家|商贩|小贩|摊贩|饭店|店主|开发商|邻居|楼[上下]|施工|有人|别人|房东|保安|车主|醉汉|混混|小偷|骗子"
    r"|流氓|歹徒|男子|女子|某某|司机|医生|老师|学校|公司|单位|厂|中介|租户|前夫|丈夫|老公|老婆|儿子|亲家"
)
_TOWARDS = re.compile(r"(?:给|和|跟|与|对|向|帮|为|同)[^，。]{0,6}$")  # 给开发商开绿灯
_STAFF = re.compile(
    r"(?:的|那边|里面?|一个|那个|这个|有个|有些?|个别|几个|某些?|姓[\u4e00-\u9fff]的?|[0-9一二三四五六七八九十]+[路号个名]车?"
    r"|上门|检查|执法|抄表|营业厅|招生办|办公室|收费处|办证|维修|窗口|客服|收费|接待|值班|当班|带队|大厅|柜台|业务|年轻|男|女|老|小|副|大|中|总|支|分|服务|管事)*"
    r"(?:[\u4e00-\u9fff]{1,4}?员(?!工)|司机|师傅|[修电焊水管瓦]工|[局队处科股站所院段班组镇乡村室]长|经理|主任|书记|支书|会计"
    r"|法官|大夫|医生|护士|老师|检查组|执法队|中队|小姑娘|小伙子?|大姐|干部|领导|[民辅协]警|警察|同志|员工|职工|客服|窗口"
    r"|(?<=[的那])人(?!行|民|家|口))"
)
# What the organization does to others is its work: 派出所抓了打人的, 交警处理骂人的.
_WORKING = re.compile(
    r"(?:抓|查(?!到现在)|管(?![事我])|处理|处罚|处置|调查|调解|受理|整治|制止|打击|劝|通报|教育|曝光|接到|批评|表扬"
    r"|提醒|宣传|公布|严禁|禁止|严查|打掉|破获)(?!不|.{0,5}(?:时|的时候|过程|中|不公))"
)
_DENIED = re.compile(
    r"(?:没有?|未|无|杜绝|严禁|防止|避免|从不|从未|不会|不再|不要|别|如果|要是|若|一旦|怕|担心|以免)[^，。]{0,3}$"
)
# A new clause about somebody else ends what is said of the organization.
_TURN = re.compile(
    r"[。！？!?；;\n，,](?:(?<![，,])|(?=我(?!一?[去找问让])|我们|我家|家里|咱|请|希望|建议|望|盼|孩子|但我|小区|路上"
    r"|楼|邻居|物业|对方|有人))"
)
# Their work, done or not done, and what they say of it: no conduct by itself.
_AT_WORK = re.compile(
    r"[^\w]|$|(?:上门|昨天|今天|前天|上次|刚刚?|已经?|才|就|都|也|又|总|一直|还|说好|好久|很久|许久|半天|长期|这?几天|前后|多次|每次|[0-9一二两三四五六七八九十半几多]+个?多?(?:月|天|年|周|星期|小时|次|趟|回)|正|在|从|再|只|再也)*"
    r"(?:来|没|未|不(?:来|够|足|上门|在家|知道)|迟迟|说|告诉|表示|称|答|回|解释|承诺|通知|修|装|换|接|查|检|测|看|处理|抓|施工|抢|拍|量|找|顺|拿(?![走了我])|宣传|约谈|贴(?!了?我)|留"
    r"|挖|清|扫|巡|登记|走|到|去|很|非常|特别|比较|真|热情|认真|负责|辛苦|电话|少|太少|太多|什么时候|何时|几[点时]|能|可以"
    r"|应该|会|有(?!的人)|是|的|和|与|及|、|让我?等|要求(?:提供|出示|补)|建议|认为|觉得|工资|待遇|工作|年龄|穿|戴|人手|为什么|怎么"
    r"|宿舍|家属|食堂|楼|小区|短缺|紧?缺|招|培训|年纪|排队|开|只|太|设|位|标|前|后|上|下|中午|周|节假日|休息|名单|电脑|系统|态度好)"
)
_REFUSES = re.compile(
    r"(?:就是|一直|也|都|还|仍|仍然|死活|根本|从来|至今|总是?|却|就|又)*"
    r"不(?!来|修|供|送|通|够|足|稳|热|亮|到|好|是|知|远|能|会|在|用|停|发车|开(?:门|空调|暖|栓|阀|闸|机)|及时|了|同|该|应|管|清|扫|收|装|换|接|运"
    r"|少|多|大|错|断|作为|定时|准时|按时|上门)[\u4e00-\u9fff]"
)
_TAKES = re.compile(
    rf"(?:非?要?|硬|私自|擅自|竟然?|居然|就|又|又?偷偷)*[把将](?:{ME}|自己)[^，。！？；\n]{{0,14}}"
    r"(?<![修换接装弄搞])(?:[拆卖拿划占挖铲推砍剪封堵拖拉抬撬割改转分报]|骗|停职|开除|辞退|退货)"
)
_MET = re.compile(
    r"工作人员|窗口(?:的人)?|民警|辅警|警察|值班的?(?:人|民警|领导)?|办事员|接待的?人?|柜台|里面的人|那里的人|负责人"
)
_SENT_AWAY = re.compile(r"(?:[^，。]{0,2}(?:让|叫)我[^，。]{0,4}(?:再来|回去|走|找别|等))")
_THINGS = ("窗口", "柜台", "客服", "大厅")  # they stand for a service as often as for people
_WITHIN = re.compile(r"里面?|内部?$|旁|门口|门前|附近|楼下|对面|后面|[旁周]边|路上|车上|那条")
_WISH = re.compile(
    r"(?:请|希望|望|盼|麻烦|恳请|求|能不能|能否|可否|什么时候(?:能|可以)?|几时)[^，。！？!?；;\n]{0,12}?"
    r"(?:派|来|修|处理|解决|恢复|清|换|装|通|供|送|接|安排|疏通|更换|查|上门|抢)"
)


def acts(mention: Mention) -> bool:
    """医保 and 供电 are matters rather than somebody who acts; 城管 and 供电局 do act."""
    surface = mention.form.surface
    return len(surface) > 2 or surface in _PERSONS


def is_personal(text: str, start: int) -> bool:
    """Is what follows a person's title here something other than work done or not done?"""
    return not _AT_WORK.match(text, start)


def is_working(between: str) -> bool:
    """Is the organization said to deal with what follows (派出所抓了打人的)?"""
    return bool(_WORKING.search(between))


def wants_service(text: str) -> bool:
    """Does the writer ask for the work itself to be done (请尽快派人来修)?"""
    return bool(_WISH.search(text))


def deed_of(mention: Mention, text: str, until: int, *, near: bool, personal: bool = False) -> str:
    """What the named organization or its people are said to have done.

    Args:
        mention: Where they are named.
        text: A normalized matter.
        until: Where the next name begins: what follows is not said of this one.
        personal: A complaint or report: whatever its people (供电公司的电工) are said to do, other
            than their work, is told against them.
        near: Its people must be named (街道的工作人员) or the deed follow at once.

    Returns:
        "graft", "deed" (conduct of people), "decision" (refused, contested, unfair), "work" (work
        refused that can still be done) or "" for nothing of the kind.
    """
    said = text[mention.end : min(until, mention.end + 46)]
    turn = _TURN.search(said)
    said = said[: turn.start()] if turn else said
    staff = _STAFF.match(said)
    rest = said[staff.end() : staff.end() + _REACH + 4] if staff else said[: _REACH + 4]
    if not acts(mention) and not (staff and _OF_BODY.match(said)):
        return ""
    if personal and staff and staff[0][-2:] not in _THINGS and not _AT_WORK.match(rest):
        said_of = "deed"
    elif not near and (
        _TAKES.match(rest) or (len(mention.form.surface) > 2 and _REFUSES.match(rest))
    ):
        said_of = "decision"
    else:
        said_of = ""
    near = near or len(mention.form.surface) < 3
    reach = 4 if near and not staff else _REACH
    for which in _WHICH if grammar("any").search(rest) else ():
        for found in grammar(which).finditer(rest):
            gap = _TOWARDS.sub("", rest[: found.start()])
            if len(gap) > reach or _OTHERS.search(gap) or _WORKING.search(gap):
                break
            if not staff and _WITHIN.search(gap):
                break
            if _DENIED.search(gap):
                continue
            if which == "decision":
                if _SUPPLY.match(rest, found.start()):
                    continue
                if _WORK.match(rest, found.start()):
                    return "work"
            return which
    careless = _CARELESS.search(rest)
    if careless and careless.start() <= reach and not _OTHERS.search(rest[: careless.start()]):
        return "work"
    return said_of


def deed_at_the_counter(mention: Mention, text: str) -> str:
    """去派出所报案，值班民警不给登记: of people met where the writer went; as `deed_of`."""
    met = _MET.search(text, mention.end, mention.end + 24)
    if not met:
        return ""
    there = Mention(mention.start, met.end(), mention.form)
    deed = deed_of(there, text, len(text), near=True)
    return "deed" if not deed and _SENT_AWAY.match(text, met.end()) else deed
