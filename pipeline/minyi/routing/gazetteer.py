"""How citizens write a place or an organization, and when such a word really is that name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from minyi.routing.model import Organization, Place

Mode = Literal["free", "context", "hint"]
"""How far a surface may be trusted.

free: wherever it stands whole; context: only between words that speak of locality (东关 is also in
股东关心); hint: only in the place column, since it is an ordinary word (和平, 石桥).
"""

_SUFFIXES = (
    "街道办事处", "社区服务中心", "社区居委会", "人民政府", "村委会", "居委会", "行政村", "自然村",
    "办事处", "街道办", "街道", "社区", "镇", "乡", "村",
)  # fmt: skip
_ETHNIC = re.compile(r"[\u4e00-\u9fff]{1,4}族$")
_TOWN_FORMS = {
    "街道": ("街道", "街", "大街", "路", "办事处"),
    "镇": ("镇", "乡", "村", "集镇", "街上"),
    "乡": ("乡", "镇", "村", "集镇", "街上"),
    "社区": ("社区", "居委会"),
    "村": ("村", "村委会"),
}
# Cores of two characters that are everyday words: alone they say nothing of a place.
_ORDINARY_WORDS = """
    和平 幸福 光明 新华 胜利 团结 建设 解放 人民 友谊 友好 文化 民主 民生 民族 红旗 前进 跃进
    东风 曙光 先锋 向阳 朝阳 阳光 新建 新兴 新民 新村 新城 新区 老城 中心 中央 中山 长安 平安
    永安 安全 安居 石桥 大桥 小桥 南门 北门 东门 西门 大门 河东 河西 河南 河北 城东 城西 城南
    城北 城关 城区 城中 城市 城郊 高新 开发 经开 工业 工农 工人 农场 农业 林场 红星 五一 八一
    青年 少年 健康 科技 科学 大学 学院 学府 车站 站前 火车 铁路 机场 码头 港口 江边 河口 湖滨
    太阳 希望 自由 创业 创新 繁荣 富强 文明 和谐 振兴 发展 进步 劳动 公园 广场 市场 商业 花园
    湖南 湖北 山东 山西 江南 江北 南方 北方 东方 西部 东部 南部 北部 中部 太平 安宁 兴旺 丰收
    富裕 康乐 快乐 温泉 水库 果园 桃园 梨园 茶园 大河 小河 清水 清河 石头 双桥 三里 五里 十里
    七里 万里 双河 大山 高山 青山 金山 银河 黄河 长江 长城 北京 上海 南京 友爱 先进 模范 文教
    体育 卫生 教育 电力 供电 矿山 矿区 煤矿 钢铁 机械 纺织 化工 园林 绿化 环城 滨河 滨江 沿河
    迎宾 世纪 国际 金融 中华 东大 西大 古城 古镇 新镇 老街 北街 南街 东街 西街 前街 后街 中街
"""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
_LEFT_OPEN = re.compile(
    r"(?:^|[\s\W_]|[在住到从去是于至往回离近属]|来自|我们|咱们|咱|俺们?|[市县区])$"
)
_RIGHT_OPEN = re.compile(
    r"$|[\s\W_]|的|这|那|一带|附近|片区|居民|村民|群众|老百姓|人|派出所|卫生|小学|中学|学校|幼儿园"
    r"|菜市场|市场|商场|广场|公园|医院|车站|小区|花园|有|没|停|全|整|集市|赶集|[东南西北][边头街门]"
)
# 柳河 is not meant in 柳河屯镇, nor 崔马坊 in 崔马坊口村: the name goes on.
_GOES_ON = re.compile(
    r"[^\W的各全本那这几每整们和与到、有在是到去里]{1,2}"
    r"(?:村(?![民里委干支])|镇(?![上里政区])|乡(?![下亲里政镇])|街道|社区)"
)
# 崔马坊村 is not meant in 上崔马坊村, but it is in 晚上崔马坊村停电.
_MODIFIED = re.compile(r"(?:^|[\s\W_]|[在住到从去是于至往离个叫])[大小上下前后东西南北新老中]$")
# 体育场社区 is a place, a mere 体育场 is any of them.
_LANDMARKS = (
    "公园", "体育场", "厂", "广场", "大楼", "大厦", "大学", "小学", "中学",
    "车站", "影院", "剧院", "市场", "商场", "码头", "宾馆", "粮站", "水塔", "园", "院",
)  # fmt: skip
_TYPED = ("街道", "社区", "镇", "乡", "村", "街", "路", "处", "中心", "会")


def core_of(name: str) -> str:
    """柳河 of 柳河镇, 东关 of 东关街道办事处: what is left without the kind of place."""
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            core = name.removesuffix(suffix)
            shorter = _ETHNIC.sub("", core)
            return shorter if len(shorter) > 1 else core
    return name


def own_name(place: Place) -> str:
    """和平村 of 柳河镇和平村: homonyms carry their town's name before their own."""
    town = place.parent
    if town and place.name.startswith(town) and len(place.name) > len(town) + 1:
        return place.name.removeprefix(town)
    return place.name


def place_surfaces(place: Place) -> Iterator[tuple[str, Mode, bool]]:
    """Every way to write a place: (surface, how far to trust it, was it given by the office)."""
    own = own_name(place)
    yield place.name, "free", True
    if own != place.name:
        yield own, "free", True
    for alias in place.aliases:
        typed = len(alias) > 2 or alias.endswith(("镇", "乡", "村"))
        yield alias, "free" if typed else "context", True
    core = core_of(own)
    if len(core) < 2:
        return
    kind = place.kind if place.kind in _TOWN_FORMS else "村"
    for form in _TOWN_FORMS[kind]:
        yield core + form, "free", False
    if core != own:
        ordinary = core in _ORDINARY or (place.kind == "社区" and core.endswith(_LANDMARKS))
        yield core, "hint" if ordinary else "free" if len(core) > 2 else "context", False


def organization_surfaces(organization: Organization, district: str) -> Iterator[tuple[str, bool]]:
    """Every way to write an organization: (surface, was it given by the office)."""
    seat = district if district.endswith(("区", "县", "市", "旗")) else ""
    for given in (organization.name, *organization.aliases):
        yield given, True
        bare = given.removeprefix(seat) if seat else given
        if bare == given and bare[:1] in "区县" and len(bare) > 2:
            bare = bare[1:]
        if bare != given and len(bare) > 2:
            yield bare, False
        if seat:
            yield seat + bare, False
            yield seat[-1] + bare, False
        if bare.endswith("局") and len(bare) > 2:
            yield bare[:-1] + "部门", False
        if bare.endswith("部") and len(bare) > 2:
            yield bare + "门", False
        for suffix in ("街道办事处", "镇人民政府", "乡人民政府", "镇政府", "乡政府", "街道办"):
            if bare.endswith(suffix) and len(bare) > len(suffix) + 1:
                core, kind = bare.removesuffix(suffix), suffix[:2] if "街" in suffix else suffix[:1]
                yield core + kind, False
                for office in ("办事处", "办") if kind == "街道" else ("政府", "党委", "人民政府"):
                    yield core + kind + office, False


def stands_whole(text: str, start: int, end: int, mode: Mode) -> bool:
    """Is the surface at text[start:end] that place, rather than a part of other words?"""
    if mode == "hint":
        return False
    surface = text[start:end]
    left, right = text[max(0, start - 3) : start], text[end : end + 6]
    if mode == "context":
        if not (_LEFT_OPEN.search(left) and _RIGHT_OPEN.match(right)):
            return False
    elif left and _MODIFIED.search(left):
        return False
    if surface.endswith(_TYPED):
        # 石桥村 + 镇银行, 石桥乡 + 镇企业: the end of the name belongs to the next word.
        return not (surface[-1] in "村乡" and right.startswith("镇"))
    return not _GOES_ON.match(right)
