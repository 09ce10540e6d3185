"""Recognize e-mail addresses and accounts of social networks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minyi.clean.number_kinds import Span, is_date
from minyi.clean.patterns import later

_LINK = "[ :为是叫=(\u200b]{0,4}"
_TLD = "(?:com|cn|net|org|edu|gov|cc|vip|info|me|hk|tw|top|xyz)(?![A-Za-z0-9])"
_PROVIDER = (
    "(?:qq|vip|163|126|139|189|21cn|sina|sohu|gmail|foxmail|hotmail|outlook|yeah|aliyun|icloud)"
)
_NAME = "[A-Za-z0-9\u200b-]{1,63}"
# A dot that is none (。点), or has spaces around it, must stand before a known ending.
_DOT = f"(?:\\.(?=[A-Za-z0-9\u200b])|[ \u200b]{{0,2}}(?:[.。,点]|dot)[ \u200b]{{0,2}}(?={_TLD}))"
_EMAIL = later(
    "(?<![A-Za-z0-9._%+*-])([A-Za-z0-9])[A-Za-z0-9._%+\u200b-]{0,63}?"
    f"(?:\\s{{0,3}}(?:@|[(\\[] ?at ?[)\\]]|艾特)\\s{{0,3}}|\\#(?={_PROVIDER}))"
    f"({_NAME}(?:{_DOT}{_NAME}){{1,4}}|{_PROVIDER}(?![A-Za-z0-9.]))",
    re.IGNORECASE,
)
_NOT_DOMAIN = later("dot(?=[ \u200b]{0,2}" + _TLD + ")|[。,点]", re.IGNORECASE)
_QQ = later(
    f"(?:(?<![A-Za-z])(?:QQ|Q(?=[ \u200b]?[:号])|(?<=加)Q)|扣扣|企鹅号?|(?<=加)扣)"
    "(?:号码|群号|账号|帐号|号|群)?"
    f"{_LINK}([1-9](?:[ \u200b-]?[0-9]){{4,11}})(?![0-9])",
    re.IGNORECASE,
)
# What names an account: alone it needs a sign behind it, or a word of joining before it.
_SOCIAL = later(
    "(加一?下?[我你他她个]?本?人?的?|[我他她]的)?"
    "(?:[微薇威维徽]信|抖音|快手|小红书|支付宝|微博|钉钉|陌陌|(?<=加)[微薇]|(?<=我)[微薇]|(?<=[我个下])[微薇]"
    "|(?<![A-Za-z0-9])(?:wechat|weixin|whatsapp|telegram|wx|vx|v信"
    "|v(?=[ \u200b]?[:号])|(?<=加)v|(?<=加我)v))"
    f"((?:号码|账号|帐号|账户|id|号)?{_LINK})"
    "([A-Za-z0-9](?:[A-Za-z0-9_\u200b-]|\\.(?=[A-Za-z0-9])){2,29})(?![A-Za-z0-9_*@-])",
    re.IGNORECASE,
)
# In each of the two above; faster.
_ACCOUNT = later(
    "微|薇|威信|维信|徽信|抖音|快手|小红书|支付宝|钉钉|陌陌|扣|企鹅|v|V|w|W|q|Q|telegram|Telegram"
)
_PLAIN = str.maketrans("", "", "\u200b -")
_NO_ACCOUNT = frozenset(
    [
        "app",
        "vip",
        "id",
        "h5",
        "apps",
        "pay",
        "web",
        "http",
        "https",
        "www",
        "ios",
        "android",
        "sim",
    ]
)


def account_spans(bones: str, numbers: str) -> Iterator[Span]:
    """Spans of addresses and accounts in a skeleton, with their masked form.

    Args:
        bones: The skeleton of a text.
        numbers: The same with numerals as digits.
    """
    if "@" in bones or "at" in bones.lower() or "艾特" in bones or "#" in bones:
        for match in _EMAIL().finditer(bones):
            domain = _NOT_DOMAIN().sub(".", match[2].translate(_PLAIN))
            if domain.rpartition(".")[2][:1].isalpha() or "." not in domain:
                yield (*match.span(), f"{match[1]}***@{domain}")
    if _ACCOUNT().search(bones) is None:
        return
    for match in _SOCIAL().finditer(bones):
        token = match[3].translate(_PLAIN)
        named = bool(match[2].strip(" \u200b"))
        if _is_account(token, named=named, joined=bool(match[1])):
            yield (*match.span(3), f"{token[0]}****")
    for match in _QQ().finditer(numbers):
        digits = match[1].translate(_PLAIN)
        if not is_date(digits):
            yield (*match.span(1), f"{digits[0]}****")


def _is_account(token: str, *, named: bool, joined: bool) -> bool:
    if token.lower() in _NO_ACCOUNT:
        return False
    if token.isdigit():
        mobile = re.fullmatch("1[3-9][0-9]{9}", token)  # known by its digits
        return (named or joined) and len(token) >= 6 and not is_date(token) and not mobile
    if named or joined:
        return True
    return len(token) >= 5 and token[0].isalpha() and any(map(str.isdigit, token))
