"""What a header means: the aliases of data/columns.toml, compared without trimmings."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

# 序号 counts rows; it is a case number only where there is no better one.
SERIAL = "serial"
# Values of a channel column that are names of columns elsewhere.
CHANNELS = frozenset(("电话", "手机", "留言", "信件", "来信", "评论", "来电", "热线", "邮件"))
# In this order a longer header is tried: 来电人电话 is a phone, 问题来源 a channel.
_BY_ENDING = ("phone", "date", "case", "channel", "title", "assigned", "name", "place")
_LONGEST = 60  # characters of a header that is a question

# A title, not a header: 2026年群众意见建议汇总表
_TITLE = re.compile(
    r"(?:表|汇总|台账|统计|记录|明细|清单|一览|登记|报告|通知|情况)[一二三\d]?$|^20\d\d年"
)
_BRACKETS = re.compile(r"[(\[【{〔《<][^)\]】}〕》>]*[)\]】}〕》>]")
_SENTENCE = re.compile(r"[，。！；!;](?=.)")  # 路灯坏了，希望修好 is data
_NUMBER = re.compile(r"^(?:q?\d{1,2}|[一二三四五六七八九十]{1,3})[、.)]+(?=\D)")
_TRIMMINGS = re.compile(r"[\s*:;,。、\"'“”‘’★※?!_＿()\[\]【】<>《》-]+")


@dataclass(frozen=True, slots=True)
class Match:
    """The meaning of one header."""

    role: str  # text title case serial date channel place name phone assigned
    exact: bool
    rank: int  # place in the list of aliases: the smaller the stronger


@dataclass(frozen=True, slots=True)
class _Aliases:
    exact: dict[str, Match]
    endings: tuple[tuple[str, str], ...]  # ending, role
    contains: tuple[str, ...]
    place: tuple[str, ...]
    not_text: tuple[str, ...]
    never: tuple[str, ...]
    asks: tuple[str, ...]
    notes: tuple[str, ...]


@lru_cache(maxsize=4096)
def plain(header: str) -> str:
    """A header without spaces, brackets, colons, stars, numbers; lower case, simplified."""
    text = unicodedata.normalize("NFKC", header).strip().lower().replace("\ufeff", "")
    text = _NUMBER.sub("", text)
    without = _TRIMMINGS.sub("", _BRACKETS.sub("", text))
    text = without or _TRIMMINGS.sub("", text) or text
    return text if text.isascii() else _simplified(text)


@lru_cache(maxsize=4096)
def match(header: str) -> Match | None:
    """What a header means, or None where no alias fits."""
    if not header or len(header) > _LONGEST * 2:
        return None
    text = plain(header)
    if not text or len(text) > _LONGEST:
        return None
    aliases = _aliases()
    found = aliases.exact.get(text)
    if found is not None:
        return found
    asked = _asks(text, aliases)
    if not asked and any(word in text for word in aliases.never):
        return None
    if _key_and_value(header) or _TITLE.search(text) or _SENTENCE.search(header):
        return None
    if len(text) <= 20:
        for ending, role in aliases.endings:
            if text.endswith(ending):
                return Match(role, False, 1000)
    if len(text) <= 10 and any(stem in text for stem in aliases.place):
        return Match("place", False, 1000)
    about = asked or any(stem in text for stem in aliases.contains)
    if about and not text.endswith(aliases.not_text):
        return Match("text", False, 1000)
    return None


def answers(header: str) -> bool:
    """Whether a column holds what the office did or noted, however much it reads like opinions."""
    text = plain(header)
    aliases = _aliases()
    if _asks(text, aliases):
        return False
    return any(word in text for word in (*aliases.never, *aliases.notes))


def may_name(cells: Sequence[str]) -> bool:
    """Whether a row is worth a closer look as a header: cheap, for every row of a table."""
    exact = _aliases().exact
    return any(
        len(cell) < 16
        and cell.replace(" ", "").replace("\u3000", "").strip("*★:：").lower() in exact
        for cell in cells
    )


def labels(header: str) -> bool:
    """Whether a short word names a property, such as 意见类别 or 紧急程度, whatever its part."""
    text = plain(header)
    return 3 <= len(text) <= 8 and text.endswith((*_aliases().not_text, "程度", "情况", "结果"))


def _asks(text: str, aliases: _Aliases) -> bool:
    """有什么不满意的地方 asks for an opinion; 是否满意 does not."""
    return any(word in text for word in aliases.asks) and "是否" not in text


def _key_and_value(header: str) -> bool:
    """填报单位：区办 is no header."""
    key, colon, value = header.replace("：", ":").partition(":")
    return bool(colon and key.strip() and value.strip() and len(key) <= 8)


@cache
def _aliases() -> _Aliases:
    path = Path(__file__).parent.parent / "data" / "columns.toml"
    tree: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    exact: dict[str, Match] = {}
    for role, body in tree.items():
        for rank, alias in enumerate(body.get("exact", ())):
            exact.setdefault(_TRIMMINGS.sub("", alias), Match(role, True, rank))
        for rank, alias in enumerate(body.get("serial", ())):
            exact.setdefault(alias, Match(SERIAL, True, rank))
    endings = [(end, role) for role in _BY_ENDING for end in tree[role].get("endings", ())]
    return _Aliases(
        exact=exact,
        endings=tuple(endings),
        contains=tuple(tree["text"]["contains"]),
        place=tuple(tree["place"]["contains"]),
        not_text=tuple(tree["text"]["not_endings"]),
        never=tuple(tree["never"]["words"]),
        asks=tuple(tree["text"]["asks"]),
        notes=tuple(tree["never"]["notes"]),
    )


@cache
def _converter() -> object:
    from opencc import OpenCC

    return OpenCC("t2s")


def _simplified(text: str) -> str:
    converted: str = _converter().convert(text)  # type: ignore[attr-defined]
    return converted
