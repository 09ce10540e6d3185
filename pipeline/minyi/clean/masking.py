"""Mask personal data in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from minyi.clean.named_tokens import plate_spans, token_spans
from minyi.clean.personal_numbers import Span, number_spans
from minyi.clean.skeleton import NUMERALS, skeleton, with_numerals

_SIGNAL = re.compile(r"[\d@＠A-Za-zＡ-Ｚａ-ｚ]")
_FILLER = " .\\-()_·•（）．－—–\u2000-\u200f\u2060\ufeff\u3000\u00ad"
_NUMERAL_RUN = re.compile(f"[{NUMERALS}][{NUMERALS}{_FILLER}]{{6}}")
_FEW_NUMERALS = re.compile(f"[{NUMERALS}][{NUMERALS}{_FILLER}]{{3}}")
_WORTH = re.compile(
    rf"[\d{NUMERALS}][\d{NUMERALS}\W_]{{6}}|[@＠]|\d{{4}}|[A-Za-zＡ-Ｚａ-ｚ][\W_]{{0,8}}[\d{NUMERALS}]"
    r"|[微薇威]信|[QqＱｑ][QqＱｑ]|[WwVvＷｗＶｖ][XxＸｘ信Ee]|抖音|快手|支付宝|小红书|证"
)


def mask(text: str) -> str:
    """Personal data of a text hidden but for a hint; everything else as written.

    | data | masked | as in |
    |---|---|---|
    | mobile | first 3, last 4 | 138****1234 |
    | landline | area code | 0311-**** |
    | local number, named 电话 and the like | first 3 | 555**** |
    | identity number, 18 or 15 signs | first 3 | 130*************** |
    | bank card | first 4, last 4 | 6222********5678 |
    | account named 账号 and the like | first 3, last 3 | 130****789 |
    | passport, permit | first sign | E******** |
    | licence plate | province and letter | 冀A***** |
    | e-mail address | first sign, domain | z***@qq.com |
    | QQ, 微信 | first sign | a**** |

    Digits may be full width, Chinese numerals, mixed, and parted by spaces, dots, dashes or
    invisible characters. Numbers named 工单号, 订单号, 编号 … stay, and so do amounts with a unit,
    dates, standards, and service numbers. mask(mask(x)) == mask(x).
    """
    return mask_all((text,))[0]


def mask_all(texts: Sequence[str]) -> list[str]:
    """`mask` of each text; about a microsecond for one without digits and letters."""
    signal, numerals = _SIGNAL.search, _NUMERAL_RUN.search
    return [
        text if signal(text) is None and numerals(text) is None else _mask_some(text)
        for text in texts
    ]


def has_personal_data(text: str) -> bool:
    """Whether `mask` would hide something; what is masked already counts as hidden."""
    return mask(text) != text


def _mask_some(text: str) -> str:
    if _WORTH.search(text) is None:
        return text
    # What a mask uncovers (the end of one number and the start of the next) is masked in turn; it
    # ends, for every mask leaves fewer letters and digits, or what it found.
    while (masked := _mask_once(text)) != text:
        text = masked
    return text


def _mask_once(text: str) -> str:
    bones = skeleton(text)
    spans = _apart((*token_spans(bones), *plate_spans(bones)), len(bones))
    if _FEW_NUMERALS.search(bones):
        spans = _apart((*spans, *plate_spans(with_numerals(bones))), len(bones))
    spans += number_spans(bones, spans)
    pieces: list[str] = []
    position = 0
    for start, end, masked in sorted(spans):
        pieces += (text[position:start], masked)
        position = end
    return "".join(pieces) + text[position:]


def _apart(found: Iterable[Span], length: int) -> list[Span]:
    """Without those that overlap an earlier one."""
    spans: list[Span] = []
    taken = bytearray(length)
    for start, end, masked in found:
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            spans.append((start, end, masked))
    return spans
