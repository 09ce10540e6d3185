"""Recognize telephone, identity and card numbers among the digits of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minyi.clean.number_kinds import DATELIKE, RECOGNIZERS, Candidate, Span, is_identity
from minyi.clean.patterns import later
from minyi.clean.skeleton import GAP, NUMERALS, UNSEEN, without_letters

_RUN = later(rf"\d(?:{GAP}\d)*(?:{GAP}[Xx])?")
_GROUP = later(r"\d+")
# A number behind these words names a case or a thing, not a person.
_CASE_LINK = '[ :为是\u200b(\\[【#№“"]{0,4}'
_CASE = later(
    "(?:((?:工单|受理|订单|定单|流水|案件?|件|登记|信访|运单|快递|物流|发票|合同|协议|批文?|文|档案|许可证?|备案|"
    "注册|执照|产权证?|不动产证?|缴费|户|客户|用户|表|设备|出厂|序列|产品|商品|货|项目|标段|招标|投诉|"
    "诉求|留言|事项|答复|转办|交办|督办|型)(?:编号|单号|编码|代码|号|码)"
    "|单号|信用代码|发票号码|条形?码|规格|型号)号?|(?<!证)编号)"
    f"{_CASE_LINK}[A-Za-z0-9][A-Za-z0-9\\-_/.]*"
)
_DATE = later(r"(?<!\d)(?:19|20)\d\d[-.](?:0?[1-9]|1[0-2])(?:[-.](?:0?[1-9]|[12]\d|3[01]))?(?!\d)")


def number_spans(bones: str, numerals: str, blocked: list[Span]) -> Iterator[Span]:
    """Spans of personal numbers in a skeleton, with their masked form.

    A number begins and ends where a group of digits does; a Chinese numeral is a group of its own,
    for words like 一天 may follow it. `blocked` spans are left alone, as are case numbers that are
    named so, hotlines (400, 800), quantities and dates.

    Args:
        bones: The skeleton of a text.
        numerals: The same with numerals as digits.
        blocked: Spans of what is known already.
    """
    numbers = without_letters(numerals)
    runs = [run for run in _RUN().finditer(numbers) if run.end() - run.start() >= 7]
    if not runs:
        return
    kept = bytearray(len(bones))
    for start, end in (*case_spans(bones), *((start, end) for start, end, _ in blocked)):
        kept[start:end] = b"\1" * (end - start)
    dates = [match.span() for match in _DATE().finditer(bones)]
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
    return [match.span() for match in _CASE().finditer(bones) if not _hides_identity(match)]


def _groups(bones: str, numbers: str, run: re.Match[str]) -> list[tuple[int, int]]:
    groups: list[tuple[int, int]] = []
    for match in _GROUP().finditer(numbers, run.start(), run.end()):
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
) -> tuple[Candidate, str] | None:
    """The most telling number that begins with the group `first`, and its masked form."""
    candidates: list[Candidate] = []
    digits = ""
    for last in range(first, len(groups)):
        digits += numbers[slice(*groups[last])].upper()
        if len(digits) > 33:
            break
        if len(digits) >= 7:
            lengths = tuple(end - start for start, end in groups[first : last + 1])
            start, end = groups[first][0], groups[last][1]
            if kept.find(1, start, end) < 0:
                candidates.append(Candidate(digits, lengths, start, end, bones))
    for recognize in RECOGNIZERS:
        for candidate in reversed(candidates):
            masked = recognize(candidate)
            if masked is not None and not (recognize in DATELIKE and _straddles(candidate, dates)):
                return candidate, masked
    return None


def _straddles(candidate: Candidate, dates: list[tuple[int, int]]) -> bool:
    """A date lies across the border of the candidate: 15-2-1301 2024-03."""
    start, end = candidate.start, candidate.end
    return any(begin < start < stop or begin < end < stop for begin, stop in dates)


def _hides_identity(case: re.Match[str]) -> bool:
    """A valid identity number behind the vague word 编号 is one."""
    number = re.search(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])", case.group())
    return (
        case.group(1) is None and number is not None and is_identity(number.group().upper(), True)
    )
