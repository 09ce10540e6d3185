from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from minyi.readers.encodings import decode, guess_encoding

LINES = [
    "停水了",
    "3号楼停水两天了，没人管",
    "路灯坏了",
    "建议增加公交班次",
    "低保批了三个月一分钱没到",
    "请问驾照期满换证能在镇上办不？",
    "物业乱收费",
    "孩子上学没有学位怎么办",
    "暖气不热，室温只有12度。",
    "12345你好，我要投诉",
]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16-be", "utf-16-le", "utf-16"]
)
@pytest.mark.parametrize("line", LINES)
def test_one_short_line_is_enough(line, encoding):
    if line == "停水了" and encoding.startswith("utf-16-"):
        pytest.skip("six bytes of UTF-16 may be anything")
    assert decode(line.encode(encoding)) == line


@pytest.mark.parametrize("line", LINES)
def test_traditional_line_in_big5(line):
    traditional = OpenCC("s2t").convert(line)
    assert decode(traditional.encode("big5")) == traditional


@pytest.mark.parametrize("text", ["", "hello world", "a,b\n1,2\n", "The price is 5 dollars!!"])
def test_ascii_is_utf8(text):
    assert guess_encoding(text.encode()) == "utf-8"


def test_one_bad_byte_makes_no_other_encoding():
    assert guess_encoding("停水了两天没人管".encode() + b"\xff" + "路灯".encode()) == "utf-8"


def test_short_gbk_that_is_valid_utf8_by_chance():
    assert decode("停水".encode("gbk")) == "停水"


@given(
    st.lists(st.sampled_from(LINES), min_size=2, max_size=6),
    st.sampled_from(["gb18030", "utf-8", "utf-16-le"]),
)
def test_texts_of_common_words_survive(lines, encoding):
    text = "\n".join(lines)
    assert decode(text.encode(encoding)) == text


def test_random_lines_of_the_corpus():
    """At least 99.5 % of single lines, in every encoding."""
    import csv
    import random
    from pathlib import Path

    path = Path(__file__).parents[2] / "models" / "data" / "opinions.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    texts = random.Random(7).sample(texts, 400)
    convert = OpenCC("s2t").convert
    for encoding in ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"):
        right = count = 0
        for text in texts:
            text = convert(text) if encoding == "big5" else text
            if sum("一" <= char <= "鿿" for char in text) < 4:
                continue
            try:
                data = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            count += 1
            right += decode(data) == text
        assert right >= 0.995 * count, encoding
