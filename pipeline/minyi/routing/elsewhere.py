"""Organizations of another place: 西湖区教育局, 浙江省卫健委 are none of the office's own."""

from __future__ import annotations

import re

_SEATS = ("区", "县", "旗")  # with which a short name of the office's own may begin: 区教育局
_UPPER = ("市", "省", "县", "州")  # 市住建局, with no name before it, is not ours either
_ENDS = (*_SEATS, *_UPPER, "盟")
# In no name of a place (成都, 望城, 长宁, 天河 keep theirs); they end what stands before it.
_NAME = (
    r"[^\W\da-zA-Z的了是我俺咱你他她您们在有及与到去来找给对把让请由被从这那该本各全所求诉举报映处理事过说问叫派系听感谢表扬咨询今昨每次孩希盼恳议烦吁"
    r"托苦知话现目最时什么何不如果但因以其已督促协调责交移送告校导府尊敬怪于据照随后然且早午晚此曾刚才没未要想就还众吃拿推管归反络当呢吗啊局委办]"
)
_BEFORE = (
    r"(?<![\u4e00-\u9fff])|[请让由向到去在找给对把被从和与跟及是服求归叫派]|希望|盼望?|建议|麻烦|投诉|举报|反映|联系"
    r"|咨询|转交|移交|协调|督促|责成|通知|感谢|表扬|批评|尊敬的|要求|呼吁|拜托|质疑|属于"
)
_UNIT = r"(?:区|县|旗|市|省|州|盟)"
_NAMED = re.compile(rf"(?:{_BEFORE})((?:{_NAME}{{2,6}}{_UNIT})?{_NAME}{{2,6}}{_UNIT})$")
_KIND_OF_AREA = re.compile(
    r"(?:[小社园辖景片校厂地郊灾矿宅活务业作发市]区|(?:^|市)(?:高新|经开|[老主新]城|中心城|城)区|全[市省县]|城市)$"
)
_WITHIN = 20  # characters before an organization


def begins_elsewhere(text: str, start: int, surface: str, district: str) -> int:
    """Where the full name of an organization of another place begins; -1 where it is ours.

    Args:
        text: A normalized matter.
        start: Where the surface stands in it.
        surface: A surface of an organization of the office.
        district: The office's own district; without one (a name that ends in no 区, 县 …) a
            district that is named may be ours.
    """
    if district and surface.startswith(district):
        return -1
    seated = surface.startswith(_SEATS)
    end = start + 1 if seated else start
    if not text[:end].endswith(_ENDS):
        return -1
    left = text[max(0, end - _WITHIN) : end]
    if district and left.endswith(district):
        return -1
    found = _NAMED.search(left)
    lower = left.endswith(_SEATS)
    if found and not _KIND_OF_AREA.search(found[1]) and (not lower or _is_seat(district)):
        return end - len(found[1])
    return start - 1 if not seated and left.endswith(_UPPER) else -1


def is_proper(name: str) -> bool:
    """西湖区教育局 is a name of its own; 市教育局 is that of whatever city we are in."""
    return not name.startswith(_UPPER)


def _is_seat(district: str) -> bool:
    return district.endswith((*_SEATS, "市")) and len(district) > 2
