"""Words for offices and people that no directory lists: 街道, 社区, 村支书, 区里."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

Rank = Literal["", "village", "town", "district"]

_TOWN_WORDS = """
    街道办事处 街道办 街道 办事处 镇政府 乡政府 镇里 镇上 乡里 当地政府 属地政府 属地
"""
_VILLAGE_WORDS = "社区居委会 社区干部 社区 居委会 村委会 村两委 村委 村干部 村里"
_DISTRICT = ("里", "领导", "长", "委", "政府", "级领导", "人民政府")  # after 区 or 县
_BEFORE = "请望求议让叫由烦或者和与同跟、是给到回"  # an office is looked for only after these
_BEFORE_DISTRICT = "请望求议让由给到"  # 小区里 and 社区里 are no offices
_AFTER = ("能不能", "能否", "可否", "该")  # … or before these
_TOWN_CADRES = """
    镇长 镇书记 镇干部 镇里的干部 镇上的干部 镇政府 乡长 乡书记 乡干部 乡政府 街道办 街道干部
    街道书记 街道主任 街道工作人员 街道的人 街道的工作人员 街道的干部
"""
_VILLAGE_CADRES = """
    社区主任 社区书记 社区干部 社区工作人员 社区的工作人员 社区的人 社区的干部 社区网格员 网格员
    社区不给 社区不让 居委会 村支书 村主任 村书记 村长 村干部 村会计 村委会 村委 村两委
    村里的干部 村里干部 村里的会计 村里的书记 村里不给 村里不让 村的会计 村的书记 村的主任 村的干部
"""


def local_offices(district: str) -> Iterator[tuple[str, int, int, Rank]]:
    """(surface, where the office begins in it from 1, where it ends, its rank)."""
    seat = district[-1:] if district.endswith(("区", "县", "市", "旗")) else "区"
    offices: list[tuple[str, Rank]] = [
        *((office, "town") for office in _TOWN_WORDS.split()),
        *((office, "village") for office in _VILLAGE_WORDS.split()),
    ]
    for office, rank in offices:
        for verb in _BEFORE:
            yield verb + office, 2, len(office) + 1, rank
        for modal in _AFTER:
            yield office + modal, 1, len(office), rank
    for word in _DISTRICT:
        for verb in _BEFORE_DISTRICT:
            yield verb + seat + word, 2, len(word) + 2, "district"


def local_cadres() -> Iterator[tuple[str, Rank]]:
    """(surface, rank of the place whose people they are)."""
    for surface in _TOWN_CADRES.split():
        yield surface, "town"
    for surface in _VILLAGE_CADRES.split():
        yield surface, "village"
