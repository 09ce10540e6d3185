"""Mask personal data in running text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from minyi.clean.accounts import account_spans
from minyi.clean.batches import FEW, Guard, members
from minyi.clean.broken_numbers import broken_spans
from minyi.clean.documents import document_spans
from minyi.clean.labelled_names import MAY_NAME, hide_names, label_spans, may_name
from minyi.clean.number_kinds import Span
from minyi.clean.patterns import later
from minyi.clean.personal_numbers import number_spans
from minyi.clean.plates import plate_spans
from minyi.clean.skeleton import NUMERALS, skeleton, skeletons, with_numerals

_FILLER = " .\\-()_·•（）．－—–,，、/百十\\n\\r\u2000-\u200f\u2028\u2029\u2060\ufeff\u3000\u00ad"
_LATIN = "A-Za-zＡ-Ｚａ-ｚ"
_DIGITS = later(rf"[\d{NUMERALS}百][\d{NUMERALS}百十\W_]{{6}}|\d{{5}}")
_FEW_NUMERALS = later(f"[{NUMERALS}][{NUMERALS}{_FILLER}]{{3}}")
_LETTERS = later(
    rf"[@＠]|[{_LATIN}][\W_]{{0,8}}[\d{NUMERALS}](?:[\W_]{{0,8}}[{_LATIN}\d{NUMERALS}]){{2}}"
    "|[微薇威维徽][信博]|[加我个下][微薇]|[QqＱｑ][QqＱｑ]|[WVwvＷＶｗｖ][XxＸｘ信Ee]"
    "|加[我你他她个下]?[VvＶｖQqＱｑ扣]|[VvQqＶｖＱｑ]\\s?[:：号]|[（(\\[]\\s?[aA][tT]\\s?[）)\\]]|艾特"
    "|[#＃][A-Za-z]|[WwＷｗ][JjＪｊ]|抖音|快手|支付宝|小红书|钉钉|陌陌|whats|telegram"
)


def _latin() -> str:
    return members(f"[{_LATIN}]")


def _digits() -> str:
    return members(r"\d") + NUMERALS + "百"


def _digits_and_marks() -> str:
    return _digits() + "十" + members(r"[\W_]")


# What the two expressions need, whatever else they need: for batches.
_MAY_HOLD_NUMBERS = Guard(
    [
        [_digits, *[_digits_and_marks] * 3],
        ["@＠"],
        [_latin, _digits_and_marks],
        ["微薇威维徽", "信博"],
        ["加我个下", "微薇VvＶｖQqＱｑ扣"],
        ["加", "我你他她个下", "VvＶｖQqＱｑ扣"],
        ["QqＱｑ", "QqＱｑ"],
        ["WVwvＷＶｗｖ", "XxＸｘ信Ee"],
        ["VvQqＶｖＱｑ", "号"],
        ["（([", lambda: members(r"[aA\s]")],
        ["#＃", _latin],
        ["WwＷｗ", "JjＪｊ"],
        *["艾特", "抖音", "快手", "支付", "小红", "钉钉", "陌陌", "wh", "te"],
    ]
)


def mask(text: str, names: Sequence[str] = ()) -> str:
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
    | name behind 反映人, 姓名, 我叫 … | surname | 张* |

    Digits may be full width, Chinese numerals, mixed, and parted by spaces, dots, dashes or
    invisible characters. Numbers named 工单号, 订单号, 编号 … stay, and so do amounts with a unit,
    dates, standards, and service numbers. mask(mask(x)) == mask(x).

    Args:
        text: As written.
        names: Cells of name columns that go with the text, "赵明亮" or "赵明亮、钱多"; these names
            are hidden wherever they stand.
    """
    return mask_all((text,), (names,))[0]


def mask_all(texts: Sequence[str], names: Sequence[Sequence[str]] | None = None) -> list[str]:
    """`mask` of each text; a fraction of a microsecond for a text without anything to hide.

    Args:
        texts: As written.
        names: For each text the cells of name columns that go with it.
    """
    masked = list(texts)
    numbered = named = np.ones(len(texts), bool)
    if len(texts) >= FEW:
        numbered, named = _MAY_HOLD_NUMBERS(texts), MAY_NAME(texts)
    suspects: list[int] = []
    kinds: list[tuple[bool, bool]] = []
    for i in np.flatnonzero(numbered | named).tolist():
        kind = (numbered[i] and _has_numbers(texts[i]), named[i] and may_name(texts[i]))
        if any(kind):
            suspects.append(i)
            kinds.append(kind)
    bones = skeletons([texts[i] for i in suspects])
    for i, each, kind in zip(suspects, bones, kinds, strict=True):
        masked[i] = _mask_some(texts[i], each, *kind)
    if names is None:
        return masked
    return [
        _mask_named(text, cells) if cells else text
        for text, cells in zip(masked, names, strict=True)
    ]


def has_personal_data(text: str) -> bool:
    """Whether `mask` would hide something; what is masked already counts as hidden."""
    return mask(text) != text


def _mask_named(text: str, cells: Sequence[str]) -> str:
    while (hidden := hide_names(text, cells)) != text:
        text = mask(hidden)
    return text


def _has_numbers(text: str) -> bool:
    return bool(_DIGITS().search(text) or _LETTERS().search(text))


def _mask_some(text: str, bones: str, numbered: bool, named: bool) -> str:
    # What a mask uncovers (the end of one number and the start of the next) is masked in turn; it
    # ends, for every mask leaves fewer letters and digits, or what it found.
    while (masked := _mask_once(text, bones, numbered, named)) != text:
        text, bones = masked, skeleton(masked)
        numbered, named = _has_numbers(text), may_name(text)
    return text


def _mask_once(text: str, bones: str, numbered: bool, named: bool) -> str:
    spans: list[Span] = []
    if numbered:
        numbers = with_numerals(bones)
        found = [*account_spans(bones, numbers), *document_spans(bones)]
        found += (*broken_spans(bones, numbers), *plate_spans(bones))
        if _FEW_NUMERALS().search(bones):
            found += plate_spans(numbers)
        spans = _apart(found, len(bones))
        spans += number_spans(bones, numbers, spans)
    if named:
        spans = _apart((*spans, *label_spans(bones)), len(bones))
    if not spans:
        return text
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
