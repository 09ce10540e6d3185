"""Recognize telephone, identity and card numbers among the digits of a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from minyi.clean.skeleton import GAP, NUMERALS, UNSEEN, with_numerals

Span = tuple[int, int, str]  # start, end, what stands there instead

_RUN = re.compile(rf"\d(?:{GAP}\d)*(?:{GAP}[Xx])?")
_GROUP = re.compile(r"\d+")
# A number behind these words names a case or a thing, not a person.
_CASE_LINK = '[ :为是\u200b(\\[【#№“"]{0,4}'
_CASE = re.compile(
    "(?:((?:工单|受理|订单|定单|流水|案件?|件|登记|信访|运单|快递|物流|发票|合同|协议|批文?|文|档案|许可证?|备案|"
    "注册|执照|产权证?|不动产证?|缴费|户|客户|用户|表|设备|出厂|序列|产品|商品|货|项目|标段|招标|投诉|"
    "诉求|留言|事项|答复|转办|交办|督办|型)(?:编号|单号|编码|代码|号|码)"
    "|单号|信用代码|发票号码|条形?码|规格|型号)号?|(?<!证)编号)"
    f"{_CASE_LINK}[A-Za-z0-9][A-Za-z0-9\\-_/.]*"
)
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d[-.](?:0?[1-9]|1[0-2])(?:[-.](?:0?[1-9]|[12]\d|3[01]))?(?!\d)"
)
_UNIT = re.compile(
    r"[ \u200b]*(?:元(?!旦)|块钱|万元|亿|美元|美金|港币|人民币|吨|公斤|千克|斤|平方|平米"
    r"|㎡|立方|千瓦|度电|%|％|‰|字节|[kK][gGmMwW])"
)
_COUNT = re.compile(f"{_UNIT.pattern}|[遍次户人个件张份台辆套间页条桶袋盒瓶]")
_MONEY = re.compile(r"(?:[¥￥$]|金额|人民币|总价|造价)[ :为是]*$")
_LIST = rf"(?:[\d\-(). {NUMERALS}]{{7,16}}[ 、/或和及,，;；]{{1,3}})*$"
_NAMED_PHONE = re.compile(
    "(?:电话|座机|固话|传真|致电|拨打|联系|来电|热线|手机|联络|号码|tel|phone)[^\\d\\n，。；,;、*了过花交欠付钱费]{0,8}"
    + _LIST,
    re.IGNORECASE,
)
_NAMED_ACCOUNT = re.compile(
    "(?:卡号|银行卡|储蓄卡|信用卡|借记卡|存折|账号|帐号|账户|帐户|户头)[^\\d\\n，。；,;、*]{0,8}"
    + _LIST
)
_NAMED_IDENTITY = re.compile("(?:身份证|身份号|公民身份|证件)[^\\d\\n，。；,;、*]{0,8}" + _LIST)
_PROVINCES = frozenset(
    (
        *(11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46),
        *(50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83),
    )
)
_MOBILE = re.compile(r"((?:00)?86)?0?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d\d)([2-9]\d{6,7})")
_ABROAD = re.compile(r"(?:00)?86(10|2\d|[3-9]\d\d)([2-9]\d{6,7})")
_LOCAL_SHAPES = frozenset({(7,), (8,), (3, 4), (4, 3), (4, 4)})


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Consecutive groups of digits of one run."""

    digits: str  # without gaps; may end in X
    groups: tuple[int, ...]  # their lengths
    start: int
    end: int
    bones: str  # skeleton of the whole text

    def named(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self.bones, max(0, self.start - 48), self.start) is not None

    def is_quantity(self) -> bool:
        after = _UNIT.match(self.bones, self.end)
        before = _MONEY.search(self.bones, max(0, self.start - 8), self.start)
        return bool(after or before) and not self.named(_NAMED_PHONE)


def number_spans(bones: str, blocked: list[Span]) -> Iterator[Span]:
    """Spans of personal numbers in a skeleton, with their masked form.

    A number begins and ends where a group of digits does; a Chinese numeral is a group of its own,
    for words like 一天 may follow it. `blocked` spans are left alone, as are case numbers that are
    named so, hotlines (400, 800), quantities and dates.
    """
    numbers = with_numerals(bones)
    runs = [run for run in _RUN.finditer(numbers) if run.end() - run.start() >= 7]
    if not runs:
        return
    kept = bytearray(len(bones))
    for start, end in (*case_spans(bones), *((start, end) for start, end, _ in blocked)):
        kept[start:end] = b"\1" * (end - start)
    dates = [match.span() for match in _DATE.finditer(bones)]
    for run in runs:
        groups = _groups(bones, numbers, run)
        first = 0
        while first < len(groups):
            found = _longest(bones, numbers, groups, first, kept, dates)
            if found is None:
                first += 1
                continue
            candidate, masked = found
            if masked != candidate.digits:
                start, end = candidate.start, candidate.end
                if start and bones[start - 1] == "(" and ")" in bones[start:end]:
                    start -= 1  # (0311)5550123
                while bones.startswith(UNSEEN, end):
                    end += 1  # the rest of a keycap emoji
                yield start, end, masked
            first += len(candidate.groups)


def case_spans(bones: str) -> list[tuple[int, int]]:
    """Where a skeleton names a case, an order or a thing by its number."""
    return [match.span() for match in _CASE.finditer(bones) if not _hides_identity(match)]


def _groups(bones: str, numbers: str, run: re.Match[str]) -> list[tuple[int, int]]:
    groups: list[tuple[int, int]] = []
    for match in _GROUP.finditer(numbers, run.start(), run.end()):
        start = match.start()
        for position in range(match.start(), match.end()):
            if bones[position] in NUMERALS:
                if start < position:
                    groups.append((start, position))
                groups.append((position, position + 1))
                start = position + 1
        if start < match.end():
            groups.append((start, match.end()))
    if numbers[run.end() - 1] in "Xx" and not re.match(
        "[A-Za-z0-9]", bones[run.end() : run.end() + 1]
    ):
        groups.append((run.end() - 1, run.end()))
    return groups


def _longest(
    bones: str,
    numbers: str,
    groups: list[tuple[int, int]],
    first: int,
    kept: bytearray,
    dates: list[tuple[int, int]],
) -> tuple[_Candidate, str] | None:
    """The most telling number that begins with the group `first`, and its masked form."""
    candidates: list[_Candidate] = []
    digits = ""
    for last in range(first, len(groups)):
        digits += numbers[slice(*groups[last])].upper()
        if len(digits) > 33:
            break
        if len(digits) >= 7:
            lengths = tuple(end - start for start, end in groups[first : last + 1])
            start, end = groups[first][0], groups[last][1]
            if kept.find(1, start, end) < 0:
                candidates.append(_Candidate(digits, lengths, start, end, bones))
    for recognize in _RECOGNIZERS:
        for candidate in reversed(candidates):
            masked = recognize(candidate)
            if masked is not None and not (recognize in _DATELIKE and _straddles(candidate, dates)):
                return candidate, masked
    return None


def _straddles(candidate: _Candidate, dates: list[tuple[int, int]]) -> bool:
    """A date lies across the border of the candidate: 15-2-1301 2024-03."""
    start, end = candidate.start, candidate.end
    return any(begin < start < stop or begin < end < stop for begin, stop in dates)


def _hides_identity(case: re.Match[str]) -> bool:
    """A valid identity number behind the vague word 编号 is one."""
    number = re.search(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])", case.group())
    return (
        case.group(1) is None and number is not None and _is_identity(number.group().upper(), True)
    )


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
def _is_identity(digits: str, strict: bool = False) -> bool:
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


def _identity(number: _Candidate) -> str | None:
    digits = number.digits
    if len(digits) not in (15, 18):
        return None
    # Fifteen digits in pieces are too often something else: they must be named.
    parted = len(digits) == 15 and len(number.groups) > 1 and set(number.groups) != {1}
    if number.named(_NAMED_IDENTITY) or (_is_identity(digits) and not parted):
        return digits[:3] + "*" * (len(digits) - 3)
    return None


def _card(number: _Candidate) -> str | None:
    digits = number.digits
    if not 16 <= len(digits) <= 19 or not digits.isdecimal() or number.is_quantity():
        return None
    dated = re.match(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])", digits)  # case numbers begin so
    in_fours = len(number.groups) > 3 and set(number.groups[:-1]) == {4} and digits[:2] == "62"
    if digits[0] != "0" and not dated and (_passes_luhn(digits) or in_fours):
        return f"{digits[:4]}********{digits[-4:]}"
    return None


def _mobile(number: _Candidate) -> str | None:
    if len(number.digits) in (22, 33) and len(number.groups) == 1:
        pieces = [number.digits[at : at + 11] for at in range(0, len(number.digits), 11)]
        if all(_MOBILE.fullmatch(piece) for piece in pieces):
            return "、".join(f"{piece[:3]}****{piece[-4:]}" for piece in pieces)
    match = _MOBILE.fullmatch(number.digits)
    if match is None or number.is_quantity():
        return None
    if match[1] and number.groups[0] == len(match[1]):
        return None  # the country code is written apart: the number begins after it
    prefix = f"{match[1]} " if match[1] else ""
    return f"{prefix}{match[2][:3]}****{match[2][-4:]}"


def _hotline(number: _Candidate) -> str | None:
    return number.digits if re.fullmatch(r"[48]00\d{7}", number.digits) else None


def _landline(number: _Candidate) -> str | None:
    match = _LANDLINE.fullmatch(number.digits)
    abroad = _ABROAD.fullmatch(number.digits) if len(number.groups) > 1 else None
    if number.is_quantity():
        return None
    if match:
        return f"{match[1]}-****"
    return f"86 {abroad[1]}-****" if abroad else None


def _account(number: _Candidate) -> str | None:
    digits = number.digits
    if 10 <= len(digits) <= 30 and digits.isdecimal() and number.named(_NAMED_ACCOUNT):
        return None if number.is_quantity() else f"{digits[:3]}****{digits[-3:]}"
    return None


def _local(number: _Candidate) -> str | None:
    digits = number.digits
    shaped = number.groups in _LOCAL_SHAPES or set(number.groups) == {1}
    if not shaped or not re.fullmatch(r"[2-9]\d{6,7}", digits) or is_date(digits):
        return None
    if number.is_quantity() or _COUNT.match(number.bones, number.end):
        return None
    return f"{digits[:3]}****" if number.named(_NAMED_PHONE) else None


_RECOGNIZERS: tuple[Callable[[_Candidate], str | None], ...] = (
    _identity, _card, _hotline, _mobile, _landline, _account, _local,
)  # fmt: skip
_DATELIKE = frozenset({_mobile, _landline, _local})
