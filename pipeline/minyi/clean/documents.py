"""Recognize numbers of passports, permits and other documents, and identity numbers by name."""

from __future__ import annotations

from collections.abc import Iterator

from minyi.clean.number_kinds import Span, is_date
from minyi.clean.patterns import later
from minyi.clean.personal_numbers import case_spans

_LINK = "[ :为是=(\u200b]{0,4}"
_SIGNS = "[0-9*×]"
_PASSPORT = later(
    "(?<![A-Za-z0-9])(?:E[A-HJ-NP-Z][0-9]{7}|[EGDSPHMC][ \u200b]?(?:[0-9]\u200b*){8}|[HM][0-9]{10})"
    "(?![A-Za-z0-9])"
)
_DOCUMENT = later(
    "(?:护照|護照|通行证|身份证|证件|居住证|暂住证|居留证|台胞证|回乡证|[军士警]官证|士兵证|军人证|文职证|退[役伍]军?人?证|优待证|"
    "[驾行]驶证|驾照|社会?保障?卡|医保卡|残疾人?证|学生证|准考证|户口[簿本]|户籍|低保证|老[年人]人?[证卡]|结婚证|离婚证|"
    "出生[证医][^\\W\\d]{0,4}|(?:社保|医保|社会保[障险]|公积金|学籍|参保|参合|合作医疗|新农合|养老保险|医疗保险)(?:个人)?(?=[编账帐证卡号]))"
    "(?:个人)?(?:编号|证号|卡号|账号|帐号|号码|号)?"
    f"{_LINK}(?:[\u3400-\u9fff]{{0,2}}字)?第?[ ]?"
    "([A-Za-z]{0,3}[ \u200b-]?[0-9]"
    "(?:[0-9A-Za-z\u200b-]|[ ](?=[0-9]{2,6}(?![0-9]))){5,22})(?![A-Za-z0-9*])"
)
_ANY = later("[照证證卡本簿籍医保险农公]")  # in each of these names; faster
# Between the signs of an identity number.
_GAP = "[ \\-._/()\u200b\n]{0,3}"
_NAMED_IDENTITY = later(
    f"(?:身份[证號号]|身分[证證]|身份證|公民身份|证件)(?:编号|证号|號碼|号码|号)?{_LINK}"
    f"({_SIGNS}(?:{_GAP}{_SIGNS}){{11,18}}(?:{_GAP}[Xx])?)(?![0-9A-Za-z*×])"
)
# Half masked already, but the date of birth still shows.
_HALF_MASKED = later(
    f"(?<![0-9A-Za-z*×])([1-9][0-9]{{5}}{_GAP}(?:19|20)[0-9]{{2}}(?:{_GAP}{_SIGNS}){{7}}{_GAP}[0-9Xx*×])"
    "(?![0-9A-Za-z*×])"
)
_GAPS = str.maketrans("", "", "\u200b -._/()\n")


def document_spans(bones: str) -> Iterator[Span]:
    """Spans of document numbers in a skeleton, with their masked form."""
    if "证" in bones or "身" in bones or "證" in bones:
        for match in _NAMED_IDENTITY().finditer(bones):
            if masked := _identity(match[1]):
                yield (*match.span(1), masked)
    if "*" in bones or "×" in bones:
        for match in _HALF_MASKED().finditer(bones):
            if masked := _identity(match[1]):
                yield (*match.span(1), masked)
    named = _DOCUMENT().finditer(bones) if _ANY().search(bones) else ()
    for match in named:
        token = match[1].translate(_GAPS)
        identity = len(token) in (15, 18) and token[:-1].isdigit()  # known by its digits
        mobile = len(token) == 11 and token[0] == "1" and token.isdigit()
        if sum(map(str.isdigit, token)) >= 6 and not (is_date(token) or identity or mobile):
            yield (*match.span(1), token[0] + "*" * 8)
    for match in _PASSPORT().finditer(bones):
        token = match.group().translate(_GAPS)
        case = any(start <= match.start() < end for start, end in case_spans(bones))
        if not case and not is_date(token[1:9]):
            yield (*match.span(), token[0] + "*" * 8)


def _identity(written: str) -> str | None:
    """Three signs stay; None for what is hidden already, a date, or too short."""
    signs = written.translate(_GAPS)
    shown = sum(map(str.isdecimal, signs))
    short = shown == len(signs) < 14
    if shown < 4 or short or is_date(signs[:8]):
        return None
    head = signs[:3] if signs[:3].isdecimal() else ""
    return head + "*" * (len(signs) - len(head))
