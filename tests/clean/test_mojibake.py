"""Wrongly decoded Chinese is read again; everything else is left alone."""

from __future__ import annotations

import csv
import random
from functools import cache
from pathlib import Path

import pytest

from minyi.clean.mojibake import mend

CORPUS = Path(__file__).parents[2] / "models" / "data" / "opinions.csv"
UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


@cache
def corpus() -> tuple[str, ...]:
    with CORPUS.open(encoding="utf-8-sig", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    ordinary = [text for text in texts if len(text) >= 8 and "鈥" not in text]
    return tuple(random.Random(11).sample(ordinary, 400))


def as_latin(text: str, encoding: str, *, windows: bool) -> str:
    raw = text.encode(encoding)
    if not windows:
        return raw.decode("latin-1")
    return "".join(
        chr(byte) if byte in UNDEFINED else bytes((byte,)).decode("cp1252") for byte in raw
    )


@pytest.mark.parametrize("windows", [False, True], ids=["latin-1", "cp1252"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_corpus_read_as_latin_is_mended(encoding: str, windows: bool) -> None:
    texts = [text for text in corpus() if text.encode("gbk", "ignore").decode("gbk") == text]
    mended = [mend(as_latin(text, encoding, windows=windows)) == text for text in texts]
    assert sum(mended) >= 0.98 * len(texts)


def test_corpus_read_as_gbk_is_mended_but_for_lost_bytes() -> None:
    whole = lossy = 0
    for text in corpus():
        raw = text.encode()
        try:
            assert mend(raw.decode("gbk")) == text
            whole += 1
        except UnicodeDecodeError:
            lossy += len(mend(raw.decode("gbk", "replace"))) > 0.6 * len(text) * 0.9
    assert whole + lossy == len(corpus())


def test_corpus_itself_is_untouched() -> None:
    from opencc import OpenCC

    traditional = OpenCC("s2t").convert
    for text in corpus():
        assert mend(text) == text
        assert mend(traditional(text)) == traditional(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3ºÅÂ¥Í£Ë®", "3号楼停水"),
        ("å\x81\x9cæ°´", "停水"),
        ("鍋滄按", "停水"),
        ("标题：3ºÅÂ¥Í£Ë®\n正文", "标题：3号楼停水\n正文"),
        ("鍋滄按\n正常的一行", "停水\n正常的一行"),
        ("鈥滄垜浠\ue102殑鏉戔€�", "“我们的村"),
    ],
)
def test_known_mojibake_is_mended(text: str, expected: str) -> None:
    assert mend(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "café", "naïve résumé", "±5℃", "Müller, Größe, Ärger", "电话1390000××××", "“好”“坏”……——",
        "°C°C",
        "·····", "联通", "大塱村冇水", "請領導處理", "Привет", "ÄÖÜäöüß", "价格￥5×3", "", "�",
        "\ud800é\udc00",
    ],
)  # fmt: skip
def test_other_texts_stay(text: str) -> None:
    assert mend(text) == text
