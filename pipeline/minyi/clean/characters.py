"""Single characters: what they are folded to for reading by machine, and what people may see."""

from __future__ import annotations

import unicodedata
from functools import cache

from minyi.clean.patterns import later

# CJK radicals that PDF and OCR text carries in place of the ideographs; Unicode gives them no
# decomposition, hence a table (source: EquivalentUnifiedIdeograph.txt of the UCD).
_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺌小⺍小⺎兀⺒巳⺓幺⺔彑⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺"
    "⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺫目⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹"
    "⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑长⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页"
    "⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龟⻲亀⻳龟"
)
_SPACES = (0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
_BREAKS = (0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029)
# Carried by no screen: zero width, bidi controls, byte order mark, fillers, tags, non-characters.
_UNSEEN = (
    0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x180F),
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, 0xFEFF, 0xFFA0,
    *range(0xFFF9, 0xFFFC), 0xFFFE, 0xFFFF, *range(0xE0000, 0xE0080),
)  # fmt: skip
_CONTROLS = (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))
_SELECTORS = (*range(0xFE00, 0xFE10), 0x20E3)  # variation selectors, keycap: matter to emoji only
# Full width forms that stay: they are Chinese punctuation.
_STAY = frozenset("，！？；：（）")
_PUNCTUATION = dict(
    zip(
        "｡､｢｣「」『』﹐﹑﹒﹔﹕﹖﹗﹙﹚︰¥‐‑−–﹣―⋯⁓〜￣․‧・•･",
        "。、“”“”‘’，、.；：？！（）：￥-----—…~~~.····",
        strict=True,
    )
)


def _char_class(codes: tuple[int, ...]) -> str:
    return "".join(f"\\U{code:08x}" for code in codes)


@cache
def folding() -> dict[int, str | None]:
    """Translation table to the canonical character; no entry makes a text longer.

    Full width letters, digits and symbols become ASCII, except Chinese punctuation; ㎡, ℃ and ①
    have no entry and stay (NFKC would spell them out).
    """
    table: dict[int, str | None] = {}
    table |= dict.fromkeys((*_CONTROLS, *_UNSEEN, *_SELECTORS, *range(0xD800, 0xE000)), None)
    table |= dict.fromkeys(_SPACES, " ")
    table |= dict.fromkeys(_BREAKS, "\n")
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _STAY}
    table |= {ord(old): new for old, new in _PUNCTUATION.items()}
    radicals = iter(_RADICALS)
    table |= {ord(radical): next(radicals) for radical in radicals}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        whole = unicodedata.normalize("NFKC", chr(code))
        if len(whole) == 1 and whole != chr(code):
            table[code] = whole
    return table


_NOT_SHOWN = later(
    "(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"  # it joins emoji; elsewhere it hides
    f"|[{_char_class((*_CONTROLS, *(code for code in _UNSEEN if code != 0x200D)))}\ud800-\udfff]"
)
_BREAK = later("\r\n|[\x0b\x0c\r\x85\u2028\u2029]")
_SUSPECT = later(f"[{_char_class((*_BREAKS, *_CONTROLS, *_UNSEEN))}\ud800-\udfff]")


def shown(text: str) -> str:
    r"""What people read: the text as written, without what no file format or screen can carry.

    Control characters (but newline and tab), lone surrogates, zero-width characters, bidi controls
    and byte order marks go; every kind of line break becomes "\n". Applied twice it is the same.
    """
    if _SUSPECT().search(text) is None:
        return text
    return _BREAK().sub("\n", _NOT_SHOWN().sub("", text))
