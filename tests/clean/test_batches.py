"""A batch gives what each of its texts gives alone, whatever the cheap tests before it say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minyi.clean import FEW, CharacterMap, Guard, mask_all, normalize_all
from minyi.splitting import split_all

WORDS = """
路灯不亮 垃圾没人清 ， , 。 . ： : （ ( ） ) [ ] 、 ； ; ？ ? ！ ! 一是 二是 2 ２ ② 第二 另外 还有
國 電話 13800001234 138 0000 一三八 百 十 冀A12345 A B2 QQ 微信 wx 加我 @ qq.com 身份证 E12345678
反映人 姓名： 我叫张三 本人 我是 户主 领(lǐng)导 \u200b \ufeff … —— --- ~~~ 😀 𠮷 \ud800
Í£Ë® 3.5 12:30
"""
PIECES = st.sampled_from([*WORDS.split(), " ", "\t", "\n", "\u3000", "\0"])
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=FEW, max_size=FEW + 4))
@pytest.mark.parametrize("function", [normalize_all, mask_all])
def test_a_text_comes_out_of_a_batch_as_it_does_alone(
    function: Callable[[Sequence[str]], list[str]], texts: list[str]
) -> None:
    assert function(texts) == [function([text])[0] for text in texts]


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=FEW, max_size=FEW + 4))
def test_a_slip_is_split_in_a_batch_as_it_is_alone(texts: list[str]) -> None:
    texts = [text.replace("\ud800", "") for text in texts]  # readers give none
    assert split_all(texts) == [split_all([text])[0] for text in texts]


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("二是", True),
        ("说二是", True),
        ("二", False),  # what follows is the next text
        ("是二", False),
        ("二不是", False),
        ("看见@", True),
        ("甲，乙", True),
        ("甲二", False),
        ("𠮷", True),  # beyond the basic plane everything may be
        ("", False),
    ],
)
def test_a_guard_passes_texts_that_hold_one_of_its_shapes(text: str, passes: bool) -> None:
    guard = Guard([["二", "是来"], ["@"], ["甲", "^一二三"]])
    around = ["是一二", "甲"]
    assert guard([around[0], text, around[1]]).tolist() == [False, passes, False]


@given(st.lists(TEXTS, min_size=FEW))
def test_characters_are_replaced_in_a_batch_as_in_a_text(texts: list[str]) -> None:
    upper = CharacterMap(lambda char: {"一": "1", "😀": "x"}.get(char, char))
    assert upper.all(texts) == [upper(text) for text in texts]
    assert list(map(len, upper.all(texts))) == list(map(len, texts))
