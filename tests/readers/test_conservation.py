"""No sentence of any sheet vanishes or doubles, however the sheet is laid out."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

# A mark names one sentence; nothing masks or converts it.
MARK = re.compile(r"[甲乙丙丁戊己庚辛壬癸]{3}")
DIGITS = "甲乙丙丁戊己庚辛壬癸"
SAID = [
    "三号楼停水两天了，没人来修",
    "路灯坏了一个月没有人来修晚上不敢出门",
    "请问公租房怎么申请？",
    "建议：广场上装几盏路灯",
    "联系人：张三，反映小区停水",
    "希望解决小区停车难的问题！",
    "说明：我们不是闹事，只想把路修好",
    "合计交了三次钱，电梯还是坏的",
    "电话打不通，办事大厅的情况",
    "二、食堂饭菜太贵，老人吃不起",
    "注：楼下饭店的油烟往屋里灌，睡不着",
    "填表人：李四，家门口的垃圾没人清运",
]
LABEL = [
    "编号", "序号", "日期", "姓名", "联系电话", "街道", "来源", "承办单位", "办理情况", "备注",
    "意见内容", "诉求描述", "意见", "建议", "处理结果", "满意度", "标题", "请写几句", "A", "内容：",
]  # fmt: skip
VALUE = [
    "", "", "", "1", "2", "13800138000", "2026-02-03", "2月3日", "张三", "城南街道", "电话", "来信",
    "区城管局", "已办结", "是", "路灯坏了", "3.5", "#N/A", "合计", "小计", "无", "一、城南街道",
]  # fmt: skip
TITLE = [
    "2026年春节群众意见汇总表", "填报单位：城南街道", "填表人：李经办", "审核人：王主任", "说明",
    "合计", "注：本表一式两份", "二、网络留言", "城南街道意见箱",
]  # fmt: skip

CELL = st.one_of(
    st.sampled_from(VALUE), st.sampled_from(LABEL), st.just("*"), st.just("*"), st.just("")
)


@st.composite
def rows_of(draw):
    """Rows in which "*" stands for a sentence."""
    width = draw(st.integers(1, 5))
    rows = []
    for _ in range(draw(st.integers(1, 2))):
        for _ in range(draw(st.integers(0, 2))):
            rows.append([draw(st.sampled_from([*TITLE, "*"]))])
        kind = draw(st.sampled_from(["header", "header", "none", "junk", "form"]))
        if kind == "header":
            rows.append(draw(st.lists(st.sampled_from(LABEL), min_size=width, max_size=width)))
        if kind == "form":
            for _ in range(draw(st.integers(1, 3))):
                rows.append([draw(st.sampled_from(LABEL)), draw(CELL)])
        cell = CELL if kind == "junk" else st.one_of(st.sampled_from(VALUE), st.just("*"))
        rows += draw(
            st.lists(st.lists(cell, min_size=width, max_size=width), min_size=0, max_size=6)
        )
        rows += draw(
            st.sampled_from([[], [], [[]], [["合计", "3"]], [["*"]], [["审核人：王主任"]]])
        )
    return rows or [["*"]]


@st.composite
def sheets(draw):
    """Rows with sentences of their own, and merged ranges (first row, column, last row, column)."""
    rows = draw(rows_of())
    count = 0
    filled = []
    for row in rows:
        line = []
        for cell in row:
            if cell == "*":
                mark = "".join(DIGITS[int(digit)] for digit in f"{count:03}")
                said = draw(st.sampled_from(SAID))
                cut = draw(st.sampled_from([m.end() for m in re.finditer(r"[，：？！]|$", said)]))
                cell = said[:cut] + mark + said[cut:]
                count += 1
            line.append(cell)
        filled.append(line)
    return filled, draw(st.lists(st.tuples(*[st.integers(0, 5)] * 2, *[st.integers(0, 3)] * 2),
                                 max_size=2))  # fmt: skip


def marks_of(rows) -> set[str]:
    return {mark for row in rows for cell in row for mark in MARK.findall(cell)}


def faults(result, marks, lent=frozenset()) -> list[str]:
    """Sentences that vanished, or that were taken twice.

    A sentence is taken as a part of one opinion, or shown by one problem about its row; a notice
    about an opinion may quote it. What a merged cell lends to several rows is shown with each.
    """
    taken: list[str] = []
    for o in result.opinions:
        values = (o.text, o.title, o.channel, o.place, o.name, o.phone, o.assigned, o.case_number)
        taken += MARK.findall(" ".join([*values, *o.extra.values()]))
    noted: list[str] = []
    for p in result.problems:
        shown = MARK.findall(f"{p.what} {p.excerpt}")
        if p.level in ("rejected", "skipped", "file"):
            taken += shown
        else:
            noted += shown
    found = [f"lost: {mark}" for mark in sorted(marks - set(taken) - set(noted))]
    found += [f"doubled: {mark}" for mark in sorted(marks - lent) if taken.count(mark) > 1]
    return found


def shown(rows, result) -> str:
    items = [f"  {o.source.row}: {o}" for o in result.opinions]
    items += [f"  {p.level} {p.source.row}: {p.what} [{p.excerpt}]" for p in result.problems]
    return "\n".join(["", *map(str, rows), *items])


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)
@given(sheet=sheets())
def test_no_sentence_of_any_sheet_vanishes_or_doubles(take, tmp_path: Path, sheet):
    rows, merges = sheet
    path = tmp_path / "a.xlsx"
    lent = set()
    covered = set()
    with Workbook(str(path), {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        for i, line in enumerate(rows):
            for j, value in enumerate(line):
                if value:
                    page.write_string(i, j, value)
        for top, left, height, width in merges:
            block = {(i, j) for i in range(top, top + height + 1)
                     for j in range(left, left + width + 1)}  # fmt: skip
            filled = [(i, j) for i, j in block if i < len(rows) and j < len(rows[i]) and rows[i][j]]
            if len(block) < 2 or filled != [(top, left)] or block & covered:
                continue
            covered |= block
            page.merge_range(top, left, top + height, left + width, rows[top][left])
            lent.update(MARK.findall(rows[top][left]))
    result = take(path)
    assert not faults(result, marks_of(rows), lent), shown(rows, result)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)
@given(sheet=sheets(), delimiter=st.sampled_from(",\t;"), ragged=st.booleans())
def test_no_sentence_of_any_csv_vanishes_or_doubles(take, tmp_path: Path, sheet, delimiter, ragged):
    rows, _ = sheet
    path = tmp_path / "a.csv"
    if ragged:
        rows = [row[: len(row) - i % 2] if len(row) > 1 else row for i, row in enumerate(rows)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    if not path.read_text(encoding="utf-8").strip():
        return
    result = take(path)
    assert not faults(result, marks_of(rows)), shown(rows, result)


ONE, TWO, THREE = (
    "三号楼停水两天了，没人来修甲甲甲",
    "路灯坏了一个月，没人修甲甲乙",
    "请修路！甲甲丙",
)


@pytest.mark.parametrize(
    "content",
    [
        f"{ONE}\n",
        f"{ONE}",
        f"{ONE},{TWO}\n",
        f"意见内容,{ONE}\n",
        f"{ONE}\n{TWO}\n",
        f"张三,{ONE}\n李四,{TWO}\n",
        f'"{ONE}\n{TWO}",{THREE}\n',
        f'编号,意见内容\n1,"{ONE}\n{TWO}"\n2,{THREE}\n',
        f'编号,意见内容\n1,"{ONE}\n2,{TWO}\n3,{THREE}\n',
        f'编号,意见内容\n1,他说"{ONE}"\n2,"{TWO}"的话\n3,"{THREE}"\n',
        f'"编号","意见内容"\n"1","{ONE}""{TWO}"""\n',
        f"编号,意见内容\n1,{ONE},{TWO},{THREE}\n",
        f"编号,街道,意见内容\n{ONE}\n1,{TWO}\n,,,,{THREE}\n",
        f"编号,意见内容\n1,\0{ONE}\0\n\0\n2,{TWO}\n",
        f"\0\0{ONE}\n{TWO}\n",
        f"姓名,电话\n{ONE},138\n",
        f"编号,办理情况\n1,{ONE}\n2,{TWO}\n",
        f"街道,件数\n城南,3\n柳河,4\n{ONE}\n",
        f"编号,意见内容,姓名\n1,,{ONE}\n2,{TWO},李四\n",
        f"{ONE}情况汇总表\n编号,意见内容\n1,{TWO}\n",
        f"编号,意见内容\n1,{ONE}\n\n标题,姓名,{TWO}\n{THREE},张三,1\n",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_no_sentence_of_an_odd_csv_vanishes(text_file, content, newline):
    result = text_file("a.csv", content.replace("\n", newline))
    assert not faults(result, set(MARK.findall(content))), shown([[content]], result)


def test_a_sheet_whose_first_row_names_opinions_is_read_to_its_end(workbook):
    """Once this row began one further table after the other, for ever."""
    rows = [["城南街道意见箱", "", ""], ["A", ONE, ""], ["", TWO, THREE], ["合计", "3", ""]]
    result = workbook(rows)
    assert not faults(result, {"甲甲甲", "甲甲乙", "甲甲丙"}), shown(rows, result)


def test_a_long_row_without_opinion_is_shown_whole(workbook):
    note = "楼道里的灯坏了，" * 40 + "甲甲甲"
    result = workbook(
        [["编号", "意见内容", "备注"], ["1", ONE.replace("甲甲甲", ""), ""], ["2", "", note]]
    )
    (problem,) = result.of("rejected")
    assert note in problem.excerpt


@pytest.mark.parametrize(
    "title",
    [
        "2026年春节群众意见汇总表",
        "关于春节期间群众意见建议征集工作情况的汇总表",
        "填报单位：清河区人民政府办公室",
    ],
)
def test_titles_of_tables_are_neither_opinions_nor_worth_a_word(workbook, title):
    result = workbook([[title], ["编号", "意见内容"], ["1", ONE], ["2", TWO]], merges=["A1:B1"])
    assert result.texts == [ONE, TWO]
    assert result.problems == []
