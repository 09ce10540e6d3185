"""Traditional characters to simplified ones, by opencc, where there is something to convert."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

# Characters of GB 2312 that opencc `t2s` changes, alone or (瞭解, 答覆, 藉口) in phrases.
AMBIGUOUS = frozenset("乾菸薹拚捱摺吒後徵夥榘於袷麴醣麽瞭覆藉")


@cache
def gb2312_han() -> frozenset[str]:
    """The 6763 ideographs of GB 2312: what an ordinary simplified text is made of."""
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return frozenset("".join(pair.decode("gb2312", errors="ignore") for pair in pairs))


@cache
def unusual_han() -> re.Pattern[str]:
    """One character that a simplified text seldom has: outside GB 2312, or in `AMBIGUOUS`."""
    usual = "".join(sorted(gb2312_han() - AMBIGUOUS))
    return re.compile(f"[^\x00-\u33ff{usual}\ua000-\udfff\uf900-\U0001ffff\U000e0000-\U0010ffff]")


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """`text` in simplified characters, of the same length; lone surrogates must be gone before.

    A text without `unusual_han()` is simplified already.
    """
    if unusual_han().search(text) is None:
        return text
    converted: str = _converter().convert(text)
    if "坯" in converted and len(converted) == len(text):
        # opencc takes 坏 for the old form of 坯 (打坏 → 打坯); today it is 壞 wherever people write
        return "".join(
            old if old == "坏" else new for old, new in zip(text, converted, strict=True)
        )
    return converted
