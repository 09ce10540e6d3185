"""Readings behind characters go, other brackets stay."""

from __future__ import annotations

import pytest

from minyi.clean.pinyin_notes import without_pinyin_notes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("領(lǐng)導(dǎo)點評", "領導點評"),
        ("领（lǐng）导（dǎo）", "领导"),
        ("结果評(píng)了三年", "结果評了三年"),
        ("領(lin\u030cg)導(da\u030co)", "領(lin\u030cg)導"),  # the first is no reading
        ("領(li\u030cng)導", "領導"),
        ("领(lǐnɡ)导", "领导"),
        ("领(LǏNG)导", "领导"),
        ("领(ling3)导", "领导"),
        ("绿(lǜ)化，女(nǚ)士，女(nv3)人", "绿化，女士，女人"),
        ("行(háng)长(zhǎng)出行(xíng)", "行长出行"),
        ("请领导(lǐng dǎo)重视", "请领导重视"),
        ("请领导(lǐngdǎo)重视", "请领导重视"),
        ("西安(xī'ān)", "西安"),
        ("一(yí)个，不(bú)去", "一个，不去"),
        ("领(ling)导(dao)", "领导"),
        ("领[lǐng]导[dǎo]", "领导"),
        ("電 (diàn)話", "電話"),
    ],
)
def test_a_reading_goes(text: str, expected: str) -> None:
    assert without_pinyin_notes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "小区(APP)", "收到（ok）", "标准(GB 50016)", "五G(wǔ)网络", "领(kāi)导", "选项 (a) 不对",
        "选项(a)", "啊(a)",
        "选A(A)、选B(B)", "公里(km)", "开(kai)收", "导(lǐngdǎo)", "没有括号lǐng", "(lǐng)导", "",
    ],
)  # fmt: skip
def test_what_is_no_reading_stays(text: str) -> None:
    assert without_pinyin_notes(text) == text
