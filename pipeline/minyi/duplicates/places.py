"""Places that a text names, and whether two texts can speak of the same one."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

_SUFFIXES = (
    "小区|花园|家园|新村|新城|公寓|大厦|广场|公园|市场|社区|街道|学校|小学|中学|大学|幼儿园|医院|"
    "车站|大道|大街|商城|工地|雅苑|名苑|佳苑|华庭|村|镇|乡|路|街|巷|弄|桥|苑|湾"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_SUFFIX = re.compile(_SUFFIXES)
_KINDS = dict.fromkeys("路街巷弄桥", "路") | dict.fromkeys(("大道", "大街"), "路")
_KINDS |= dict.fromkeys(("学校", "小学", "中学", "大学", "幼儿园"), "学校")
_KINDS |= {one: one for one in ("医院", "公园", "市场", "广场", "车站", "工地", "商城")}
_NUMBER = re.compile(
    r"([0-9]+|[a-z][0-9]*|[东南西北]|[一二三四五六七八九十百零]+)"
    r"(号楼|号院|号线|栋|幢|座|单元|号|楼|层|室|期|区|组|队|路|弄|门|村)"
)
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_LONG_NAME = re.compile(
    rf"[\u4e00-\u9fff]{{2,6}}?(?:{_SUFFIXES})(?:[一二三四五六七八九十0-9]+(?:期|区))?"
)
# Words before a suffix that name no place: our estate, this road, on the street.
_GENERIC = re.compile(
    r"(?:我们|咱们|我家|本|该|这个|那个|整个|全|各|每个|一个|某|他们|你们|附近|旁边|门口|对面|周边|隔壁|"
    r"老旧|公共|农贸|菜|城市|农|马|道|公|大|小|过|出|走|修|铁|高速公|十字|一条|这条|那条|上|下|新|老|旧)$"
    r"|[不了的在是有我们没着过这那到会能要就都也很人把被给来去看走]"
)
_LEADING = re.compile(
    r".*(?:位于|住在|家住|地址|就是|我们|咱们|我家|本人|关于|反映|投诉|举报|咨询|发现|来自|路过|经过|前往|"
    r"门口|附近|旁边|对面|周边|隔壁|东侧|西侧|南侧|北侧|自从|以及|还有|[在到从是的把被往去住])"
)


def named_places(text: str) -> tuple[str, ...]:
    """Roads, estates, villages, schools … that a text names, each once, as far as words tell.

    Where a name begins is guessed: what stands before a suffix, without the words that lead to it.
    """
    found: dict[str, None] = {}
    for match in _LONG_NAME.finditer(text):
        name = _LEADING.sub("", match[0])
        stem = re.sub(rf"(?:{_SUFFIXES})(?:[一二三四五六七八九十0-9]+(?:期|区))?$", "", name)
        if len(stem) >= 2 and not _GENERIC.search(stem):
            found[name] = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a text says it is: numbers of houses and names, each with what kind it is."""

    numbers: frozenset[tuple[str, str]]
    names: frozenset[tuple[str, str]]

    def differs(self, other: Address) -> bool:
        """Whether the other is another place: each names what the other does not.

        One that leaves it out may mean the same.
        """
        return _clash(self.numbers, other.numbers) or _clash(self.names, other.names)


def address_of(text: str) -> Address:
    """The address in a text that `clauses` gave: 和平小区 is not 阳光花园, 3号楼 not 5栋."""
    names = set()
    for match in _SUFFIX.finditer(text, 2):
        stem = text[match.start() - 2 : match.start()]
        if _HAN.fullmatch(stem) and not _GENERIC.search(stem):
            names.add((stem, _KINDS.get(match[0], "住处")))
    numbers = {(number.translate(_DIGITS), _unit(unit)) for number, unit in _NUMBER.findall(text)}
    return Address(frozenset(numbers), frozenset(names))


def apart(one: str, other: str) -> bool:
    """Whether two cells name different places; a part of the other is the same place."""
    one, other = one.strip(), other.strip()
    return bool(one and other) and one not in other and other not in one


def _clash(one: Set[tuple[str, str]], other: Set[tuple[str, str]]) -> bool:
    mine, yours = one - other, other - one
    return bool(mine and yours and {kind for _, kind in mine} & {kind for _, kind in yours})


def _unit(unit: str) -> str:
    return "栋" if unit in ("号楼", "幢", "座") else unit
