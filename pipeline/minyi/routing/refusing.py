"""To whom a text does not want to be sent (again): 别再转给城管局, 上次转给街道没用."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minyi.routing.index import Mention

_NO = (
    r"(?:不要|不必|无需|不用|不需要|不想|不愿意?|不希望|(?<!能)不能|切勿|不该|不应该?|拒绝|不同意"
    r"|反对|避免|甭|莫|勿|(?<![分特区个级性类])别)"
)
_ROADS = (
    "转办|转交|转派|转回|转|移交|流转|交办|推脱|推诿|推回|推|分派|派回|派|踢回|踢|批转|批|下派|下转"
)
_FORWARD = f"(?:{_ROADS})"  # what offices do with a matter …
_SEND = f"(?:{_ROADS}|交回|交|退回|打回|甩|发回|发)"  # … and what writers fear that they do
_TO = (
    r"(?:给|到|至|往|回|去|向|与)*"
    r"(?:原来的?|所谓的?|那个|当地的?|我们|本|[区县市](?=[\u4e00-\u9fff]))?"
)
_GUARD = re.compile(
    r"转(?![弯角让正眼身动])|推(?![土销广荐车婴倒])|踢|移交|流转|分派|派[给到回往]|批[给到]|交[给办回到]|下派|退回|打回|甩"
    r"|不要|不想|不希望|不必|无需|不用|不能|不该|拒绝|反对|勿|别[再让由叫总又]"
)
_UNWANTED = re.compile(
    rf"{_NO}(?:再次?|又|总是?|老是?|一味地?|只|随便|继续|往|每次都|被|简单|直接|就|给我|(?:[把将][^，。！？!?；;\n]{{0,12}}?))*"
    rf"{_SEND}{_TO}$"
)
_UNWANTED_HAND = re.compile(rf"{_NO}(?:再次?|又|总是?|老是?|继续|只|还)*(?:让|由|叫|交由|请){_TO}$")
_HANDLE = re.compile(
    r"(?:的人|自己|他们|继续|再|来|去|进行)*(?:处理|办理|办|调查|核查|核实|查|答复|回复|负责|解决|管(?!道|网))"
)
_SENT = re.compile(rf"{_FORWARD}(?:了|过)?{_TO}(?:了|过)?{_TO}$")
_USELESS = re.compile(
    r"[^。！？!?；;\n]{0,14}?(?:没有?(?:什么|任何|啥)?(?:用|效果|结果|下文|人管|人理|处理|解决|动静|回音|回复|反应|落实)"
    r"|不管用|不顶用|不起作用|无果|无效|未果|石沉大海|不了了之|(?:不|未)(?:给?解决|处理)|解决不了|管不了|处理不了|办不了"
    r"|白搭|什么[也都]没|又(?:退|转|推|踢)回)"
)
_AGAIN = re.compile(
    rf"{_NO}(?:再次?|又|总是?|老是?|继续)*(?:把[^，。]{{0,6}})?{_SEND}(?:给|到|回|至)*"
    r"(?:他们|她们|它们?|他|该(?:局|单位|公司|部门|街道|镇|中心)|这个?单位|那个?单位|原单位|同一个?单位|这家)"
)

_DIRECT = re.compile(r"[区县市旗][里政委领长人级][^，。！？!?；;\n]{0,8}?(?:直接|亲自|督办|提级)")


def is_direct(text: str) -> bool:
    """请区里直接办: nobody below is to have it."""
    return bool(_DIRECT.search(text))


def find_refused(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions to which the writer does not want the matter sent.

    Either it is said in so many words, or sending it there is told to have been of no use. That
    an organization need not come (不用城管来) says nothing of who is competent.

    Args:
        text: A normalized matter.
        mentions: Organizations and local offices that it names, in order.
    """
    if not _GUARD.search(text):
        return []
    refused = []
    again = _AGAIN.search(text)
    for number, mention in enumerate(mentions):
        left = text[max(0, mention.start - 30) : mention.start]
        if _UNWANTED.search(left):
            refused.append(mention)
        elif _UNWANTED_HAND.search(left):
            if _HANDLE.match(text, mention.end):
                refused.append(mention)
        elif _SENT.search(left) and _USELESS.match(text, mention.end):
            refused.append(mention)
        elif again and mention.end <= again.start():
            last = number + 1 == len(mentions) or mentions[number + 1].start > again.start()
            if last:
                refused.append(mention)
    return refused
