"""A form is a form throughout; a header with rows below it never is one."""

from __future__ import annotations

import pytest

from minyi.readers import table as table_module
from minyi.readers.rows import Reader

A, B, C = "三号楼停水两天了", "路灯坏了没人修", "公交车太少"
STARTS = [
    "建议",
    "意见",
    "问题",
    "诉求",
    "反映",
    "反映问题",
    "投诉",
    "我的建议",
    "个人意见",
    "内容",
]
HEADERS = [
    "您的宝贵意见",
    "群众反映的主要问题",
    "存在的主要问题",
    "来电反映内容",
    "希望解决的问题",
    "提出的意见",
    "意见内容",
    "你有什么想说的",
    "有啥不满意的地方",
]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("start", STARTS)
def test_opinion_that_begins_like_a_field_makes_no_form(workbook, header, start):
    rows = [["工单号", header], ["001", A], ["002", f"{start}：{B}"], ["003", C]]
    result = workbook(rows)
    assert result.texts == [A, f"{start}：{B}", C]
    assert [o.source.row for o in result.opinions] == [2, 3, 4]


@pytest.mark.parametrize("between", [[], ["领导批示"], ["满意度"], ["办理单位"], ["姓名"]])
@pytest.mark.parametrize("header", ["意见内容", "诉求内容", "留言详情", "您的宝贵意见"])
def test_channels_named_like_columns_make_no_form(text_file, between, header):
    rows = [["渠道", *between, header]]
    rows += [[way, *("一般" for _ in between), text] for way, text in
             [("来信", A), ("电话", B), ("留言", C), ("来信", "停电")]]  # fmt: skip
    result = text_file("a.csv", "\n".join(map(",".join, rows)))
    assert result.texts == [A, B, C, "停电"]
    assert [o.channel for o in result.opinions] == ["来信", "电话", "留言", "来信"]


@pytest.mark.parametrize("header", ["问题描述", "您的宝贵意见", "意见"])
def test_list_below_facts_of_the_report_is_no_form(workbook, header):
    result = workbook(
        [
            ["3月汇总表"],
            ["填报单位：城南街道", "", "填报日期：2026年3月1日"],
            [header],
            [A],
            [B],
            [C],
        ]
    )
    assert result.texts == [A, B, C]


def test_form_whose_fields_stand_in_one_cell_each(text_file):
    block = "姓名：{}\n电话：1380013800{}\n意见内容：{}\n\n"
    result = text_file("a.txt", block.format("张三", 1, A) + block.format("李四", 2, B))
    assert [(o.text, o.name, o.phone) for o in result.opinions] == [
        (A, "张三", "13800138001"),
        (B, "李四", "13800138002"),
    ]
    assert not result.problems


def test_lines_that_only_look_like_fields_stay_opinions(text_file):
    lines = ["地址：幸福路没有路灯", "建议：多栽树", "停水了"]
    assert text_file("a.txt", "\n".join(lines)).texts == lines


def test_stacked_forms_beyond_the_rows_looked_at_first(workbook):
    rows = []
    for i in range(120):
        rows += [
            ["姓名", f"张{i}", "电话", f"138001380{i:02}"],
            ["意见内容", f"{A}{i}"],
            ["备注", "无"],
        ]
    assert workbook(rows).texts == [f"{A}{i}" for i in range(120)]


def test_form_above_a_table_loses_neither(workbook):
    result = workbook(
        [
            ["姓名", "", "张三"],
            ["意见", "", A],
            [],
            ["编号", "意见内容", "姓名"],
            ["1", B, "李"],
            ["2", C, "王"],
        ]
    )
    assert {B, C} <= set(result.texts)


def test_two_tables_on_one_sheet(workbook):
    result = workbook(
        [
            ["一、电话来访"],
            ["编号", "内容"],
            ["01", A],
            ["02", B],
            [],
            ["二、网络留言"],
            ["编号", "留言内容", "日期"],
            ["03", C, "3月1日"],
            ["04", "地铁太挤", "3月2日"],
        ]
    )
    assert [(o.case_number, o.text) for o in result.opinions] == [
        ("01", A), ("02", B), ("03", C), ("04", "地铁太挤")
    ]  # fmt: skip
    assert [p.source.row for p in result.of("skipped")] == [6, 5, 7]


def test_list_above_a_wide_table_is_read_too(workbook):
    result = workbook(
        [["问题描述"], [A], [B], [C], [], ["编号", "街道", "意见内容"], ["1", "城南", "停电了"]]
    )
    assert result.texts == [A, B, C, "停电了"]


def test_rows_above_the_header_that_read_like_data_are_kept(workbook):
    result = workbook(
        [["1", "张三", A], ["2", "李四", B], ["序号", "姓名", "意见内容"], ["3", "王五", C]]
    )
    assert result.texts == [A, B, C]
    assert "表头上方" in result.of("notice")[0].what


def test_rows_that_nothing_accounts_for_are_read_again(workbook, monkeypatch):
    """The net below all rules: here titles are made to swallow a row."""
    read = Reader.read
    swallowed = []

    def forgetful(self, rows):
        if not swallowed:
            swallowed.append(rows.next())
        return (yield from read(self, rows))

    monkeypatch.setattr(table_module.Reader, "read", forgetful)
    result = workbook([["编号", "意见内容"], ["1", A], ["2", B]])
    assert sorted(result.texts) == sorted([A, B])
    assert "补读" in result.of("notice")[0].what


@pytest.mark.parametrize(
    "footer",
    [
        ["填表人：李经办", "", "审核人：王主任"],
        ["填表人：李经办"],
        ["制表：李", "日期：2026年3月1日"],
    ],
)
def test_signatures_below_an_opinion_column_are_skipped(workbook, footer):
    result = workbook([["意见内容", "编号", "姓名"], [A, "1", "张三"], footer])
    assert result.texts == [A]
    assert result.levels == ["skipped"]


def test_excerpts_leave_out_names_and_phones(workbook):
    result = workbook(
        [
            ["编号", "姓名", "电话", "意见内容", "备注"],
            ["1", "张三丰", "13800138000", A, ""],
            ["2", "李四光", "13900139000", "", "手机13700137000"],
        ]
    )
    (problem,) = result.of("rejected")
    assert "李四光" not in problem.excerpt
    assert "139" not in problem.excerpt
    assert "13700137000" not in problem.excerpt
    assert "2" in problem.excerpt


def test_dates_that_cannot_be_read_are_kept_and_noticed_once(workbook):
    dates = ["昨天", "正月初三", "2026年2月30日", "2026年2月", "2026 2 3", "2026-02-03"]
    result = workbook(
        [["编号", "日期", "意见内容"]] + [[str(i), day, A] for i, day in enumerate(dates)]
    )
    assert [o.extra.get("日期", "") for o in result.opinions] == [*dates[:4], "", ""]
    (notice,) = result.problems
    assert "4 行的日期" in notice.what


def test_case_number_typed_with_a_point_stays(workbook):
    result = workbook([["编号", "意见内容"], ["007.0", A], ["12345.0", B]])
    assert [o.case_number for o in result.opinions] == ["007.0", "12345"]


def test_missing_text_column_names_those_that_are_there(workbook):
    result = workbook([["街道", "件数"], ["城南街道", "12"]], text_column="心里话")
    (problem,) = result.problems
    assert "没有“心里话”列" in problem.what
    assert "街道、件数" in problem.what
