"""Licence plates of civil, official, armed police and cross-border vehicles (GA 36)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minyi.clean.number_kinds import Span
from minyi.clean.patterns import later

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬遼魯蘇贛陝閩貴寧"
_SIGN = "[A-HJ-Z0-9]"
_LAST = "[A-HJ-Z0-9警学學挂掛港澳领領使试試超]"
_SPACES = "[ .\u200b-]{0,4}"


def _green(gap: str) -> str:
    """Six signs of a car of new energy: a letter first or last."""
    return f"[A-HJK]{gap}{_SIGN}(?:{gap}[0-9]){{4}}|[0-9](?:{gap}[0-9]){{4}}{gap}[A-HJK]"


def _usual(gap: str) -> str:
    return f"{_SIGN}(?:{gap}{_SIGN}){{3}}(?:{gap}{_LAST}|应急)"


# Signs written together, all apart, or in a few pieces, which is the weakest evidence.
_CLOSE, _APART, _PIECES = "\u200b{0,4}", "[ .\u200b-]{1,4}", "[ .\u200b]{0,2}"
_NO_PLATE = "(?![A-Za-z0-9]|-[0-9]| ?[号楼栋单室层区座#])"
_PLATES = later(
    f"([{_PROVINCES}](?:牌照?号?|字)?|(?<![\u3400-\u9fff])[军軍海空]"
    "|车牌号?码?[ :为是=(\u200b]{0,4}|(?:车号|牌照号?|牌号)[ :为是]{1,3})"
    f"[ .\u200b-]{{0,3}}([A-HJ-Z]){_SPACES}"
    f"((?:{_green(_PIECES)}){_NO_PLATE}"
    f"|(?:{_green(_CLOSE)}|{_usual(_CLOSE)}|{_green(_APART)}|{_usual(_APART)})(?![A-Za-z0-9]|-[0-9])"
    f"|(?:{_usual(_PIECES)}){_NO_PLATE})",
    re.IGNORECASE,
)
# WJ京1234X, WJ 01-12345: armed police; 使 224·578: embassies.
_ARMED = later(
    f"(?<![A-Za-z])WJ{_SPACES}([{_PROVINCES}]|[0-3][0-9]){_SPACES}"
    "([0-9](?:[ .\u200b-]?[0-9]){3}(?:[ .\u200b-]?[0-9A-HJ-NP-Z])?)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_EMBASSY = later(
    "(?<![0-9])[0-9]{3}[ .-]?[0-9]{3}(?=使(?![\u3400-\u9fff]))"
    "|(?<=[牌是为:“ (]使)[ .-]?[0-9]{3}[ .-]?[0-9]{3}(?![0-9])"
)
_GAPS = str.maketrans("", "", " .\u200b-")


def plate_spans(bones: str) -> Iterator[Span]:
    """Plates: 冀A*****; what follows the province and the letter is hidden."""
    for match in _PLATES().finditer(bones):
        signs = match[3].translate(_GAPS)
        if sum(map(str.isdigit, signs)) >= 2:
            yield (match.start(2), match.end(), match[2].upper() + "*" * len(signs))
    if "J" in bones or "j" in bones:
        for match in _ARMED().finditer(bones):
            yield (*match.span(2), "*" * len(match[2].translate(_GAPS)))
    if "使" in bones:
        for match in _EMBASSY().finditer(bones):
            yield (*match.span(), "*" * 6)
