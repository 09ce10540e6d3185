"""Whatever the writing, a personal number does not come through."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from minyi.clean import has_personal_data, mask

HAN = st.text(alphabet="停水小区领导我们楼下没人管请处理谢了的在三天一直，。！？、\n", max_size=12)
DIGITS = st.text(alphabet="0123456789", min_size=8, max_size=8)
CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
SPOKEN = str.maketrans("0123456789", "〇幺二三四五六七八九")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
GAPS = ["", " ", "-", "·", ".", "\u200b", "\ufeff", "\u3000", " \u200b", "－"]


def luhn_digit(payload: str) -> str:
    total = 0
    for position, digit in enumerate(reversed(payload)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    return draw(st.sampled_from("3456789").map(lambda second: f"1{second}")) + "5" + draw(DIGITS)


@st.composite
def identities(draw: st.DrawFn) -> str:
    born = draw(st.dates(min_value=date(1930, 1, 1), max_value=date(2024, 12, 31)))
    region = draw(st.sampled_from(["110101", "130102", "440305", "650102"]))
    serial = draw(st.text(alphabet="0123456789", min_size=3, max_size=3))
    return f"{region}{born:%Y%m%d}{serial}{draw(st.sampled_from('0123456789X'))}"


@st.composite
def cards(draw: st.DrawFn) -> str:
    length = draw(st.integers(15, 18))
    rest = draw(st.text(alphabet="0123456789", min_size=length - 4, max_size=length - 4))
    payload = draw(st.sampled_from(["6222", "4367", "5187", "9558"])) + rest
    return payload + luhn_digit(payload)


@st.composite
def disguised(draw: st.DrawFn, number: str) -> str:
    """The number in some style of digits, with gaps at some places."""
    styles = [
        lambda digit: digit,
        *(lambda digit, t=t: digit.translate(t) for t in (CHINESE, SPOKEN, WIDE)),
    ]
    style = draw(st.sampled_from([*styles, None]))
    written = [(style or draw(st.sampled_from(styles)))(digit) for digit in number]
    gap = draw(st.sampled_from(GAPS))
    places = draw(st.sets(st.integers(1, len(number) - 1)))
    every = draw(st.booleans())
    return "".join(
        (gap if position and (every or position in places) else "") + digit
        for position, digit in enumerate(written)
    )


def bare_digits(text: str) -> str:
    """All digits of a text run together, in whatever style they stand."""
    written = "０１２３４５６７８９零一二三四五六七八九〇幺"
    folded = text.translate(str.maketrans(written, "0123456789" * 2 + "01"))
    return re.sub(r"[^\dX]", "", folded)


@given(HAN, mobiles().flatmap(lambda number: st.tuples(st.just(number), disguised(number))), HAN)
def test_no_mobile_comes_through(before: str, number: tuple[str, str], after: str) -> None:
    masked = mask(before + number[1] + after)
    assert number[0] not in bare_digits(masked)
    assert "****" in masked


@given(HAN, identities().flatmap(lambda number: st.tuples(st.just(number), disguised(number))), HAN)
def test_no_identity_number_comes_through(before: str, number: tuple[str, str], after: str) -> None:
    assert number[0][3:] not in bare_digits(mask(before + number[1] + after))


@given(HAN, cards().flatmap(lambda number: st.tuples(st.just(number), disguised(number))), HAN)
def test_no_bank_card_comes_through(before: str, number: tuple[str, str], after: str) -> None:
    assert number[0][4:] not in bare_digits(mask(before + number[1] + after))


@given(
    HAN,
    st.sampled_from("京冀粤新"),
    st.sampled_from("ABDK"),
    st.text(alphabet="0123456789", min_size=5, max_size=5),
    st.sampled_from(["", "D", "F"]),
    st.sampled_from(["", " ", "·", "-", "\u200b"]),
    st.booleans(),
    HAN,
)
def test_no_plate_comes_through(
    before: str,
    province: str,
    letter: str,
    signs: str,
    green: str,
    gap: str,
    wide: bool,
    after: str,
) -> None:
    written = province + letter + gap + green + (signs.translate(WIDE) if wide else signs)
    masked = mask(before + written + after)
    assert signs not in bare_digits(masked)
    assert f"{province}{letter}{'*' * (5 + len(green))}" in masked


@given(
    HAN,
    st.from_regex(r"[a-z][a-z0-9._]{2,12}@[a-z0-9]{2,8}\.(com|cn|com\.cn)", fullmatch=True),
    HAN,
)
def test_no_address_comes_through(before: str, address: str, after: str) -> None:
    assert address not in mask(before + address + after)


NOISE = st.text(
    alphabet="0123456789１一二三八零停电话证号编微信冀京AEXxQ@.-·*（） ,、/\n\u200b元", max_size=40
)


@given(st.one_of(st.text(), NOISE))
def test_masking_twice_is_masking_once(text: str) -> None:
    masked = mask(text)
    assert mask(masked) == masked
    assert not has_personal_data(masked)


@given(st.text(alphabet="停水小区领导我们楼下没人管，。！？、\n“”", max_size=60))
def test_words_are_not_touched(text: str) -> None:
    assert mask(text) == text
