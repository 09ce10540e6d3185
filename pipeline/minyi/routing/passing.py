"""Passing the buck told without the word: 水务局说归住建局管，住建局说归水务局管."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from minyi.routing.asking import joins
from minyi.routing.index import Mention

_GUARD = re.compile(r"[归属推踢甩找]|的事|负责|职责|管")
_WITHIN = 30  # characters between the one who points and the one who is pointed at
_SAYS = (
    r"(?:的人|那边|里面?|工作人员|窗口|领导|同志)*(?:[又也却就再则还都]|分别|一直|总是?|反过来)*"
    r"(?:说|称|讲|表示|回[复应答]?|答复|告诉|告知|认为|觉得|让|叫|要(?!求)|推|踢|甩|转)"
)
_POINTS = re.compile(
    rf"{_SAYS}(?:[^。！？!?；;\n]*?(?<!不)(?:归|属于?|是|由|该|找|去|问|给|到|往|向|让))?(?:[区县])?"
)
_DENIES = re.compile(
    rf"{_SAYS}[^。！？!?；;\n]{{0,8}}?(?:不(?:该|应该?)?(?:归|是|属于?|由|在)|管不[了着到]|不关|没有?)"
    r"(?:他们?|她们|自己|自家|它们?|其|本|我们|这里|这边|该)?(?:单位|部门|局|家)?(?:来|所)?的?"
    r"(?:管|的?事|负责|职责|职权|职能|权限|范围|管辖|业务|责任)"
)
_LOCAL = re.compile(r"街道办事处|街道办|街道|社区居委会|社区|居委会|村委会|镇政府|乡政府|镇里")


class _Party(NamedTuple):
    start: int
    end: int
    name: str
    mention: Mention | None


def find_passed(text: str, bodies: Sequence[Mention]) -> tuple[str, ...]:
    """Organizations, two at least, none of which takes the matter: each denies it or points on.

    Where one is pointed at that does not refuse, it may well be competent: then () is returned.
    街道 and 社区, without a name, count as parties but are told as they stand.

    Args:
        text: A normalized matter.
        bodies: Organizations that it names, in order.
    """
    if not bodies or not _GUARD.search(text):
        return ()
    parties = _parties(text, bodies)
    if len({party.name for party in parties}) < 2:
        return ()
    pushing: dict[str, None] = {}
    targets: set[str] = set()
    for number, party in enumerate(parties):
        following = parties[number + 1] if number + 1 < len(parties) else None
        until = following.start if following else len(text)
        between = text[party.end : until]
        near = following and following.name != party.name and len(between) <= _WITHIN
        if near and following and _POINTS.fullmatch(between):
            pushing[party.name] = None
            targets.add(following.name)
            continue
        if _DENIES.match(between):
            pushing[party.name] = None
            earlier = number
            while earlier and _joined(text, parties[earlier - 1], parties[earlier]):
                earlier -= 1  # 水务局和住建局都说不归自己管
                pushing[parties[earlier].name] = None
    if len(pushing) < 2 or not targets <= set(pushing):
        return ()
    return tuple(dict.fromkeys(party.name for party in parties if party.name in pushing))


def _parties(text: str, bodies: Sequence[Mention]) -> list[_Party]:
    parties = [_Party(m.start, m.end, m.form.organization, m) for m in bodies]
    for found in _LOCAL.finditer(text):
        if not any(p.start < found.end() and found.start() < p.end for p in parties):
            kind = found[0][:2] if found[0][0] in "街社" else found[0][0]
            alike = {p.name for p in parties if p.mention and kind in p.name}
            name = alike.pop() if len(alike) == 1 else found[0]  # 东关街道 …, 街道又说 …
            parties.append(_Party(found.start(), found.end(), name, None))
    return sorted(parties, key=lambda party: party.start)


def _joined(text: str, one: _Party, following: _Party) -> bool:
    between = text[one.end : following.start]
    if one.mention and following.mention:
        return bool(joins(text, one.mention, following.mention))
    return between in ("和", "与", "跟", "、", "及")
