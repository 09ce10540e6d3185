"""The normal form that classification sees, and the form that people see."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minyi.clean import normalize, normalize_all, shown
from minyi.clean.characters import folding
from minyi.clean.normal_form import _one_pass
from minyi.clean.traditional import AMBIGUOUS, gb2312_han, simplified

CASES = [
    # width
    ("３号楼Ａ座５０％", "3号楼A座50%"),
    ("面积５０㎡，气温－５℃，①供水", "面积50㎡，气温-5℃，①供水"),
    ("停水了｡没人管", "停水了。没人管"),
    # Chinese marks next to Chinese, ASCII marks inside numbers and words
    ("停水了,没人管!怎么办?急;烦:累", "停水了，没人管！怎么办？急；烦：累"),
    ("缴费1,200元,每吨3.5元,12:30来", "缴费1,200元，每吨3.5元，12:30来"),
    ("12：30到，比分3：2", "12:30到，比分3:2"),
    ("请看(附件1)和f(x)", "请看（附件1）和f(x)"),
    ("小区(APP)不好用", "小区（APP）不好用"),
    ("停水了.没人管.", "停水了。没人管。"),
    ("1．建议修路", "1.建议修路"),
    ("「好」『坏』", "“好”‘坏’"),
    # repetition
    ("急！！！！！！", "急！"),
    ("急!!!!!!", "急！"),
    ("等了三年，。。。。", "等了三年。"),
    ("唉……没人管", "唉…没人管"),
    ("唉......没人管", "唉…没人管"),
    ("真的吗？？？！！！", "真的吗？！"),
    ("分割----------线", "分割-线"),
    ("138****1234", "138****1234"),
    # spaces and lines
    ("  停水 两天　了 ", "停水两天了"),
    ("停水  GB 50016   标准", "停水 GB 50016 标准"),
    ("停水。 没人管", "停水。没人管"),
    ("路灯不亮 \r\n\r\n  请派人修\t一下\n", "路灯不亮\n请派人修一下"),
    # compatibility forms
    ("停⽔，⻓期没⼈管，⻋位", "停水，长期没人管，车位"),
    ("金豈\uf90a", "金岂金"),
    # invisible
    ("停\u200b水\ufeff了\u00ad没\u202e人\x07管\ud800", "停水了没人管"),
    # traditional
    ("建議把平價菜店的價格貼在小區", "建议把平价菜店的价格贴在小区"),
    ("乾淨的裡面，著名的乾隆", "干净的里面，著名的乾隆"),
    ("請瞭解情況並答覆", "请了解情况并答复"),
    ("裡面的燈被打坏了，一坏就是半年", "里面的灯被打坏了，一坏就是半年"),
    ("塆里冇得水", "塆里冇得水"),
    # pinyin notes before conversion
    ("領(lǐng)導(dǎo)點評", "领导点评"),
    ("", ""),
    ("   \n ", ""),
]  # fmt: skip
UGLY = (
    "停水领導領(lǐng)（）dǎo dao,.!?;:，。！？；：…—·-=~_#+*\n\t\r 　3１ＡaAé×±"
    "ÃÂåæ£¬€\x81\x9c\u200b\ufeff\ud800"
    '⽔⻓坏裡沈默覆瞭「」『』“”"鍋滄按锛銆�①㎡℃¥–〜'
)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_texts_take_their_normal_form(text: str, expected: str) -> None:
    assert normalize(text) == expected
    assert normalize(expected) == expected


@given(st.one_of(st.text(), st.text(alphabet=UGLY, max_size=30)))
def test_normalizing_twice_is_normalizing_once(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert _one_pass(once) == once, "the quick check passes what a step would change"


@given(st.lists(st.text(alphabet=UGLY, max_size=20)))
def test_a_batch_is_its_texts_one_by_one(texts: list[str]) -> None:
    assert normalize_all(texts) == [normalize(text) for text in texts]


def test_every_folding_is_final() -> None:
    table = folding()
    for code, char in table.items():
        assert char is None or (len(char) == 1 and ord(char) not in table), chr(code)
        if char is not None and unicodedata.name(chr(code), "").startswith("CJK RADICAL"):
            assert unicodedata.name(char).startswith("CJK UNIFIED IDEOGRAPH")


def test_simplified_texts_need_no_converter() -> None:
    from opencc import OpenCC

    converter = OpenCC("t2s")
    changed = {char for char in gb2312_han() if converter.convert(char) != char}
    assert changed <= AMBIGUOUS


def test_conversion_keeps_the_length() -> None:
    text = "領導點評鬱悶麵條乾淨裡外沈默"
    assert len(simplified(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("領導，您好!!!  ３号楼", "領導，您好!!!  ３号楼"),
        ("停\x00水\x1b[31m了", "停水[31m了"),
        ("停\u200b水\ufeff\ud800\u202e", "停水"),
        ("一\r\n二\r三\u2028四\x0b五\n\t六", "一\n二\n三\n四\n五\n\t六"),
        ("一家👨\u200d👩\u200d👧，停\u200d水", "一家👨\u200d👩\u200d👧，停水"),
        ("⻓期停⽔㎡", "⻓期停⽔㎡"),
    ],
)
def test_people_see_what_was_written(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(
    st.one_of(st.text(), st.text(alphabet="停👨\u200d\u200b\r\n\x0b\x00\u2028\ud800a", max_size=12))
)
def test_showing_twice_is_showing_once(text: str) -> None:
    once = shown(text)
    assert shown(once) == once
    once.encode("utf-8")
