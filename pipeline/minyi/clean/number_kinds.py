"""Telephone, identity, card and account numbers: what tells each kind from other digits."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from minyi.clean.patterns import later
from minyi.clean.skeleton import NUMERALS

Span = tuple[int, int, str]  # start, end, what stands there instead

_UNIT_WORDS = (
    r"[ \u200b]*(?:元(?!旦)|块钱|万元|亿|美元|美金|港币|人民币|吨|公斤|千克|斤|平方|平米"
    r"|㎡|立方|千瓦|度电|%|％|‰|字节|[kK][gGmMwW])"
)
_UNIT = later(_UNIT_WORDS)
_COUNT = later(f"{_UNIT_WORDS}|[遍次户人个件张份台辆套间页条桶袋盒瓶]")
_MONEY = later(r"(?:[¥￥$]|金额|人民币|总价|造价)[ :为是]*$")
_LIST = rf"(?:[\d\-(). {NUMERALS}]{{7,16}}[ 、/或和及,，;；]{{1,3}})*$"
_NAMED_PHONE = later(
    "(?:电话|座机|固话|传真|致电|拨打|联系|来电|热线|手机|联络|号码|tel|phone)[^\\d\\n，。；,;、*了过花交欠付钱费]{0,8}"
    + _LIST,
    re.IGNORECASE,
)
_NAMED_ACCOUNT = later(
    "(?:卡号|银行卡|储蓄卡|信用卡|借记卡|存折|账号|帐号|账户|帐户|户头|[工农中建交招商]行卡?|邮储|农信|我的?卡)[^\\d\\n，。；,;、*]{0,8}"
    + _LIST
)
_NAMED_IDENTITY = later("(?:身份证|身份号|公民身份|证件)[^\\d\\n，。；,;、*]{0,8}" + _LIST)
_PROVINCES = frozenset(
    (
        *(11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46),
        *(50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83),
    )
)
_MOBILE = later(r"((?:00)?86)?0?(1[3-9]\d{9})")
_LANDLINE = later(r"(010|02\d|0[3-9]\d\d)([2-9]\d{6,7})")
_ABROAD = later(r"(?:00)?86(10|2\d|[3-9]\d\d)([2-9]\d{6,7})")
_LOCAL_SHAPES = frozenset({(7,), (8,), (3, 4), (4, 3), (4, 4)})


class Candidate:
    """Consecutive groups of digits of one run."""

    __slots__ = ("bones", "digits", "end", "groups", "start")

    def __init__(
        self, digits: str, groups: tuple[int, ...], start: int, end: int, bones: str
    ) -> None:
        self.digits = digits  # without gaps; may end in X
        self.groups = groups  # their lengths
        self.start = start
        self.end = end
        self.bones = bones  # skeleton of the whole text

    def named(self, pattern: Callable[[], re.Pattern[str]]) -> bool:
        return pattern().search(self.bones, max(0, self.start - 48), self.start) is not None

    def is_quantity(self) -> bool:
        after = _UNIT().match(self.bones, self.end)
        before = _MONEY().search(self.bones, max(0, self.start - 8), self.start)
        return bool(after or before) and not self.named(_NAMED_PHONE)


def is_date(digits: str) -> bool:
    """YYYYMMDD of the 20th or 21st century."""
    if not re.fullmatch(r"(?:19|20)\d{6}", digits):
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def is_identity(digits: str, strict: bool = False) -> bool:
    """GB 11643: region, date of birth, serial; the check digit counts where `strict`."""
    if len(digits) == 15 and digits.isdecimal():
        return int(digits[:2]) in _PROVINCES and is_date("19" + digits[6:12])
    if len(digits) != 18 or not digits[:17].isdecimal() or not is_date(digits[6:14]):
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
    checked = "10X98765432"[total % 11] == digits[17]
    return (checked or not strict) and (
        int(digits[:2]) in _PROVINCES or (checked and digits[0] == "9")
    )


def _passes_luhn(digits: str) -> bool:
    """ISO/IEC 7812."""
    odd, even = digits[-1::-2], digits[-2::-2]
    total = sum(map(int, odd)) + sum(sum(divmod(2 * int(digit), 10)) for digit in even)
    return total % 10 == 0


def _identity(number: Candidate) -> str | None:
    digits = number.digits
    if len(digits) not in (15, 18):
        return None
    # Fifteen digits in pieces are too often something else: they must be named.
    parted = len(digits) == 15 and len(number.groups) > 1 and set(number.groups) != {1}
    if number.named(_NAMED_IDENTITY) or (is_identity(digits) and not parted):
        return digits[:3] + "*" * (len(digits) - 3)
    return None


def _misprint(number: Candidate) -> str | None:
    """Too short or too long, but named an identity number."""
    if 12 <= len(number.digits) <= 20 and number.named(_NAMED_IDENTITY):
        return number.digits[:3] + "*" * (len(number.digits) - 3)
    return None


def _card(number: Candidate) -> str | None:
    digits = number.digits
    if not 16 <= len(digits) <= 19 or not digits.isdecimal() or number.is_quantity():
        return None
    dated = re.match(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])", digits)  # case numbers begin so
    in_fours = len(number.groups) > 3 and set(number.groups[:-1]) == {4} and digits[:2] == "62"
    if digits[0] != "0" and not dated and (_passes_luhn(digits) or in_fours):
        return f"{digits[:4]}********{digits[-4:]}"
    return None


def _mobile(number: Candidate) -> str | None:
    if len(number.digits) in (22, 33) and len(number.groups) == 1:
        pieces = [number.digits[at : at + 11] for at in range(0, len(number.digits), 11)]
        if all(_MOBILE().fullmatch(piece) for piece in pieces):
            return "、".join(f"{piece[:3]}****{piece[-4:]}" for piece in pieces)
    match = _MOBILE().fullmatch(number.digits)
    if match is None or number.is_quantity():
        return None
    if match[1] and number.groups[0] == len(match[1]):
        return None  # the country code is written apart: the number begins after it
    prefix = f"{match[1]} " if match[1] else ""
    return f"{prefix}{match[2][:3]}****{match[2][-4:]}"


def _hotline(number: Candidate) -> str | None:
    return number.digits if re.fullmatch(r"[48]00\d{7}", number.digits) else None


def _landline(number: Candidate) -> str | None:
    match = _LANDLINE().fullmatch(number.digits)
    abroad = _ABROAD().fullmatch(number.digits) if len(number.groups) > 1 else None
    if number.is_quantity():
        return None
    if match:
        return f"{match[1]}-****"
    return f"86 {abroad[1]}-****" if abroad else None


def _account(number: Candidate) -> str | None:
    digits = number.digits
    if 10 <= len(digits) <= 30 and digits.isdecimal() and number.named(_NAMED_ACCOUNT):
        return None if number.is_quantity() else f"{digits[:3]}****{digits[-3:]}"
    return None


def _local(number: Candidate) -> str | None:
    digits = number.digits
    shaped = number.groups in _LOCAL_SHAPES or set(number.groups) == {1}
    if not shaped or not re.fullmatch(r"[2-9]\d{6,7}", digits) or is_date(digits):
        return None
    if number.is_quantity() or _COUNT().match(number.bones, number.end):
        return None
    return f"{digits[:3]}****" if number.named(_NAMED_PHONE) else None


RECOGNIZERS: tuple[Callable[[Candidate], str | None], ...] = (
    _identity, _misprint, _card, _hotline, _mobile, _landline, _account, _local,
)  # fmt: skip
DATELIKE = frozenset({_mobile, _landline, _local})
