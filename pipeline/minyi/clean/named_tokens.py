"""Recognize e-mail addresses, licence plates, passports and accounts of social networks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minyi.clean.personal_numbers import Span, case_spans, is_date

_LINK = "[ :为是=(\u200b]{0,4}"
_EMAIL = re.compile(
    "(?<![A-Za-z0-9._%+*-])([A-Za-z0-9])[A-Za-z0-9._%+\u200b-]{0,63} ?@ ?"
    "([A-Za-z0-9\u200b-]{1,63}(?:\\.[A-Za-z0-9\u200b-]{1,63}){1,4})"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE_LETTER = "[A-HJ-NP-Z]"
_PLATE_SIGN = "[A-HJ-NP-Z0-9]"


def _plate(gap: str) -> str:
    """GA 36: five signs, or six for cars of new energy (a letter first or last)."""
    green = f"[A-HJK]{gap}{_PLATE_SIGN}(?:{gap}[0-9]){{4}}|[0-9](?:{gap}[0-9]){{4}}{gap}[A-HJK]"
    return f"{green}|{_PLATE_SIGN}(?:{gap}{_PLATE_SIGN}){{3}}{gap}[A-HJ-NP-Z0-9警学挂港澳领使试]"


_CLOSE, _APART = _plate("\u200b{0,4}"), _plate("[ .\u200b-]{1,4}")
_PLATES = re.compile(
    f"([{_PROVINCES}]|车牌号?码?{_LINK})[ .\u200b-]{{0,3}}"
    f"({_PLATE_LETTER})[ .\u200b-]{{0,4}}({_CLOSE}|{_APART})"
    "(?![A-Za-z0-9]|-[0-9])",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    "(?<![A-Za-z0-9])(?:E[A-HJ-NP-Z][0-9]{7}|[EGDSPHMC][ \u200b]?(?:[0-9]\u200b*){8}|[HM][0-9]{10})"
    "(?![A-Za-z0-9])"
)
_DOCUMENT = re.compile(
    "(?:护照|通行证|身份证|证件|居住证|居留证|军官证|士兵证|驾驶证|社保卡|医保卡|残疾证|学生证)(?:编号|证号|号码|号)?"
    f"{_LINK}([A-Za-z]{{0,3}}[ \u200b-]?[0-9][0-9A-Za-z\u200b-]{{5,19}})(?![A-Za-z0-9*])"
)
_QQ = re.compile(
    f"(?<![A-Za-z])(?:QQ|扣扣|企鹅号)(?:号码|群号|号|群)?{_LINK}"
    "([1-9](?:[ \u200b-]?[0-9]){4,11})(?![0-9])",
    re.IGNORECASE,
)
_SOCIAL = re.compile(
    "(?:微信|薇信|威信|抖音|快手|小红书|支付宝|(?<![A-Za-z])(?:wechat|weixin|wx|vx|v信))((?:号码|账号|帐号|账户|id|号)?"
    f"{_LINK})([A-Za-z0-9][A-Za-z0-9_\u200b-]{{4,29}})(?![A-Za-z0-9_*@-])",
    re.IGNORECASE,
)
_HALF_MASKED = re.compile("(?<![\\d*])(1[3-9]\\d)[\\dxX×*?]{4}([\\dxX×*?]{4})(?![\\dxX×*])")
_AREA_UNKNOWN = re.compile("(?<![0-9A-Za-z])0[xX×]{2,3}[ -]?([2-9][0-9]{6,7})(?![0-9])")
# Amounts are grouped in threes, so that commas in a number of 3-4-4 are those of a mobile.
_COMMAS = re.compile("(?<![0-9])(1[3-9][0-9])([,/、])[0-9]{4}\\2([0-9]{4})(?![0-9])")
_PLAIN = str.maketrans("", "", "\u200b -")


def token_spans(bones: str) -> Iterator[Span]:
    """Spans of personal tokens in a skeleton, with their masked form."""
    if "@" in bones:
        for match in _EMAIL.finditer(bones):
            yield (*match.span(), f"{match[1]}***@{match[2].translate(_PLAIN)}")
    for match in _SOCIAL.finditer(bones):
        token = match[2].translate(_PLAIN)
        if _is_account(token, explicit=bool(match[1].strip(" \u200b"))):
            yield (*match.span(2), f"{token[0]}****")
    for match in _DOCUMENT.finditer(bones):
        token = match[1].translate(_PLAIN)
        identity = len(token) in (15, 18) and token[:-1].isdigit()  # known by its digits
        if sum(map(str.isdigit, token)) >= 6 and not is_date(token) and not identity:
            yield (*match.span(1), token[0] + "*" * 8)
    for match in _PASSPORT.finditer(bones):
        token = match.group().translate(_PLAIN)
        named = any(start <= match.start() < end for start, end in case_spans(bones))
        if not named and not is_date(token[1:9]):
            yield (*match.span(), token[0] + "*" * 8)
    for match in _QQ.finditer(bones):
        yield (*match.span(1), f"{match[1][0]}****")
    for match in _AREA_UNKNOWN.finditer(bones):
        yield (*match.span(1), "****")
    for match in _HALF_MASKED.finditer(bones):
        if not match.group().isdigit():
            yield (*match.span(), f"{match[1]}****{match[2]}")
    for match in _COMMAS.finditer(bones):
        yield (*match.span(), f"{match[1]}****{match[3]}")


def plate_spans(bones: str) -> Iterator[Span]:
    """Licence plates: 冀A*****; what follows the province and the letter is hidden."""
    for match in _PLATES.finditer(bones):
        signs = re.sub("[ .\u200b-]", "", match[3])
        if sum(map(str.isdigit, signs)) >= 2:
            yield (match.start(2), match.end(), match[2].upper() + "*" * len(signs))


def _is_account(token: str, *, explicit: bool) -> bool:
    if token.isdigit():
        mobile = re.fullmatch("1[3-9][0-9]{9}", token)  # known by its digits
        return explicit and len(token) >= 6 and not is_date(token) and not mobile
    return explicit or (token[0].isalpha() and any(map(str.isdigit, token)))
