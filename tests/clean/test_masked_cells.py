"""Cells of name and telephone columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minyi.clean import mask_cell, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王**"), ("李明", "李*"), ("欧阳明", "欧阳*"), ("司马相如", "司马**"),
        ("张　三", "张*"),
        ("阿卜杜拉·买买提", "阿*******"), ("王小明先生", "王**先生"), ("王小明、李红", "王**、李*"),
        ("王小明　李红", "王**　李*"), ("王小明（13800001234）", "王**（138****1234）"),
        ("John Smith", "J***"), ("Zhang San", "Z***"), (" 王小明 ", "王**"),
    ],
)  # fmt: skip
def test_names_keep_their_surname(name: str, masked: str) -> None:
    assert mask_name(name).strip() == masked
    assert mask_name(masked) == masked


@pytest.mark.parametrize(
    "name",
    [
        "张某某", "张某", "张师傅", "王先生", "诸葛先生", "刘主任", "老王", "小李", "张X",
        "匿名", "无", "", "群众代表甲",
        "个体户丙", "村民戊", "业主", "清河社区", "柳河镇居委会", "顺田农机有限公司",
        "区住房和城乡建设局", "王**", "J***", "-",
    ],
)  # fmt: skip
def test_what_names_no_person_stays(name: str) -> None:
    assert mask_name(name) == name


@pytest.mark.parametrize(
    ("cell", "masked"),
    [
        ("13800001234", "138****1234"),
        ("13800001234.0", "138****1234"),
        ("1.3800001234E+10", "138****1234"),
        ("5550123", "555****"),
        ("8555 0123", "855****"),
        ("0311-5550123", "0311-****"),
        ("13800001234/0311-5550123", "138****1234/0311-****"),
        ("王女士13800001234", "王女士138****1234"),
        ("12345678901", "123****"),
        ("12345", "12345"),
        ("无", "无"),
        ("", ""),
    ],
)
def test_a_telephone_cell_is_masked(cell: str, masked: str) -> None:
    assert mask_phone(cell) == masked
    assert mask_phone(masked) == masked
    assert mask_cell(cell) == masked


@pytest.mark.parametrize(
    "cell", ["2026-02-16", "20260216", "120000元", "00202602160001", "3号楼1单元502"]
)
def test_a_cell_of_unknown_meaning_keeps_dates_and_amounts(cell: str) -> None:
    assert mask_cell(cell) == cell


@given(
    st.one_of(st.text(), st.text(alphabet="王小明欧阳先生老张某、 （）*x01３8-.J o", max_size=12))
)
def test_masking_a_cell_twice_is_masking_it_once(value: str) -> None:
    for masking in (mask_name, mask_phone, mask_cell):
        assert masking(masking(value)) == masking(value)
