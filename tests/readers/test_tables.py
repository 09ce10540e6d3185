"""Workbooks as offices make them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

A, B, C = (
    "3号楼停水两天了",
    "路灯坏了一个月没人修，晚上不敢出门",
    "建议增加公交班次，早高峰挤不上去",
)


def test_title_rows_header_dates_and_contact_are_told_apart(workbook):
    result = workbook(
        [
            ["清河区2026年春节意见汇总表"],
            ["填报单位：区群众工作办公室", None, None, "填报日期：2026年2月24日"],
            [
                "序号",
                "收集日期",
                "收集渠道",
                "所在街道\n（乡镇）",
                "意见内容*",
                "联系人",
                "联系电话",
            ],
            [1, date(2026, 2, 17), "电话", "城南街道", A, "张某", 13800001234.0],
            [2, "2月3日", "意见箱", "柳河镇", B, "", "0311-5550123"],
            [3, datetime(2026, 2, 16, 9, 15), "座谈会", "", C],
        ],
        merges=["A1:G1"],
    )
    first, second, third = result.opinions
    assert (first.text, first.case_number, first.id) == (A, "1", "1")
    assert (first.channel, first.place, first.name) == ("电话", "城南街道", "张某")
    assert first.phone == "13800001234"
    assert [o.received_on for o in result.opinions] == [
        date(2026, 2, 17),
        date(2026, 2, 3),
        date(2026, 2, 16),
    ]
    assert (first.source.sheet, first.source.row) == ("Sheet1", 4)
    assert str(third.source) == "汇总.xlsx[Sheet1]:6"
    assert second.phone == "0311-5550123"
    assert result.problems == []


@pytest.mark.parametrize(
    "header",
    [
        "意见内容",
        "意見內容",
        " 诉 求 内 容 ",
        "群众反映的主要问题及意见（请如实填写）",
        "3、您对社区工作有什么意见和建议？（必填）",
        "来信内容：",
        "【留言详情】",
        "具体问题描述",
        "TEXT",
        "message",
    ],
)
def test_header_variants_of_the_opinion_column(workbook, header):
    result = workbook([["编号", header, "办理情况"], ["W1", A, "已办结"], ["W2", B, "正在办理中"]])
    assert result.texts == [A, B]
    assert result.opinions[0].extra == {"办理情况": "已办结"}
    assert result.problems == []


@pytest.mark.parametrize(
    "header", ["办理情况", "处理结果", "答复内容", "回复内容", "办理意见", "领导批示", "意见类型"]
)
def test_answers_of_the_office_are_never_the_opinion(workbook, header):
    answer = "经核实，已责成相关单位于3日内整改到位，并电话回复来电人，对方表示满意。"
    result = workbook([["编号", header, "意见内容"], ["1", answer, A], ["2", answer + "！", B]])
    assert result.texts == [A, B]
    assert result.opinions[0].extra[header] == answer


def test_specific_case_number_wins_over_row_number(workbook):
    result = workbook([["序号", "工单号", "意见内容"], [1, "00012", A], [2, "00013", B]])
    assert [o.case_number for o in result.opinions] == ["00012", "00013"]
    assert result.opinions[1].extra == {"序号": "2"}


def test_repeated_case_number_keeps_ids_apart(workbook):
    result = workbook([["编号", "意见内容"], ["A1", A], ["A1", B], [12345.0, C]])
    assert [o.id for o in result.opinions] == ["A1", "汇总.xlsx[Sheet1]:3", "12345"]
    assert result.opinions[1].case_number == "A1"


def test_two_opinion_columns_are_joined_problem_first(workbook):
    result = workbook([["意见建议", "问题描述"], ["", B], [A, B], [C, ""]])
    assert result.texts == [B, f"{A}\n{B}", C]
    result = workbook([["建议内容", "问题描述"], [A, B]])
    assert result.texts == [f"{B}\n{A}"]


def test_street_and_community_make_one_place(workbook):
    result = workbook([["街道", "社区", "意见内容"], ["城南街道", "文庙社区", A]])
    assert result.opinions[0].place == "城南街道 文庙社区"


def test_group_header_above_the_real_one(workbook):
    result = workbook(
        [
            ["2026年汇总表"],
            ["序号", "来信人信息", "", "意见内容", "承办单位"],
            ["", "姓名", "电话", "", ""],
            [1, "张三", "13800001234", A, "城管局"],
        ],
        merges=["A1:E1", "A2:A3", "B2:C2", "D2:D3", "E2:E3"],
    )
    (opinion,) = result.opinions
    assert (opinion.name, opinion.phone, opinion.text) == ("张三", "13800001234", A)
    assert (opinion.assigned, opinion.source.row) == ("城管局", 4)


def test_group_header_without_merges(workbook):
    result = workbook(
        [
            ["群众信息", "", "诉求信息", ""],
            ["姓名", "电话", "标题", "内容"],
            ["张三", "1", "停水", A],
        ]
    )
    (opinion,) = result.opinions
    assert (opinion.name, opinion.title, opinion.text) == ("张三", "停水", A)


def test_merged_data_cells_are_lent_downwards(workbook):
    result = workbook(
        [
            ["日期", "街道", "意见内容"],
            ["2026.2.3", "城南街道", A],
            ["", "", B],
            ["", "", C],
        ],
        merges=["A2:A4", "B2:B3"],
    )
    assert [o.received_on for o in result.opinions] == [date(2026, 2, 3)] * 3
    assert [o.place for o in result.opinions] == ["城南街道", "城南街道", ""]


def test_opinion_merged_over_rows_is_one(workbook):
    result = workbook(
        [["姓名", "意见内容"], ["张三", A], ["李四", ""], ["", ""], ["王五", B]], merges=["B2:B4"]
    )
    assert result.texts == [A, B]
    assert [p.source.row for p in result.of("skipped")] == [3]
    assert result.of("rejected") == []


def test_rows_that_are_no_opinions_are_reported(workbook):
    result = workbook(
        [
            ["序号", "街道", "意见内容"],
            [1, "城南街道", A],
            [],
            ["序号", "街道", "意见内容"],
            [2, "柳河镇", ""],
            ["小计", "", "2件"],
            ["二、柳河镇"],
            [3, "石桥乡", B],
            [4, "", ""],
            ["合 计", 3],
            [],
            ["填表人：张三", "", "审核人：李四"],
        ]
    )
    assert result.texts == [A, B]
    assert [(p.level, p.source.row) for p in result.problems] == [
        ("skipped", 4),
        ("rejected", 5),
        ("skipped", 6),
        ("skipped", 7),
        ("skipped", 9),
        ("skipped", 10),
        ("skipped", 12),
        ("skipped", 3),
    ]
    assert "2 个空行（第 3、11 行）" in result.problems[-1].what


def test_blank_rows_at_the_end_are_nobodys_business(workbook):
    assert workbook([["意见内容", "备注"], [A], [], []]).problems == []


@pytest.mark.parametrize(
    "text",
    [
        "合计交了三次钱，电梯还是坏的",
        "总计三百户没有暖气，请尽快解决",
        "联系人：张三，反映小区停水",
        "说明：我们不是闹事，只想把路修好",
        "备注栏写不下，我说说停水的事",
    ],
)
def test_opinions_that_begin_like_furniture_are_kept(workbook, text):
    result = workbook([["编号", "意见内容"], ["1", A], ["2", text]])
    assert result.texts == [A, text]
    assert workbook([["意见内容"], [A], [text], [B]]).texts == [A, text, B]


def test_sheets_without_opinions_are_named(workbook):
    result = workbook(
        {
            "意见": [["意见内容", "街道"], [A, "城南街道"]],
            "说明": [["本表仅供内部使用"]],
            "统计": [["街道", "件数"], ["城南街道", 12], ["柳河镇", 3]],
            "空": [],
            "备份": [["意见内容"], [B]],
        },
        hidden=["备份"],
    )
    assert result.texts == [A, B]
    assert [(p.level, p.source.sheet) for p in result.problems] == [
        ("skipped", "说明"),
        ("skipped", "统计"),
        ("notice", "备份"),
    ]


def test_workbook_without_opinions_is_one_file_problem(workbook):
    result = workbook({"统计": [["街道", "件数"], ["城南街道", 12]], "空": []})
    assert result.levels == ["file"]
    assert result.opinions == []


def test_unknown_header_falls_back_on_content(workbook):
    result = workbook(
        [["序号", "姓名", "请写几句"], [1, "张三", A], [2, "李四", B], [3, "王五", C]]
    )
    assert result.texts == [A, B, C]
    (notice,) = result.problems
    assert "请写几句" in notice.what
    assert "--text-column" in notice.advice
    assert result.opinions[0].name == "张三"


def test_table_without_header(workbook):
    result = workbook(
        [
            ["A001", "2026-02-03", "城南街道", A, "13800001234"],
            ["A002", "2026-02-04", "柳河镇", B, "13800001235"],
        ]
    )
    assert result.texts == [A, B]
    first = result.opinions[0]
    assert (first.case_number, first.received_on) == ("A001", date(2026, 2, 3))
    assert (first.phone, first.source.row) == ("13800001234", 1)
    assert result.levels == ["notice"]


@pytest.mark.parametrize("column", ["心里话", "C", "c", "3", " 心里话（可不填）"])
def test_text_column_by_header_letter_or_number(workbook, column):
    rows = [["序号", "意见内容", "心里话"], [1, "x", A], [2, "y", B]]
    assert workbook(rows, text_column=column).texts == [A, B]


def test_text_column_that_is_missing_is_noticed(workbook):
    result = workbook([["编号", "意见内容"], ["1", A]], text_column="心里话")
    assert result.texts == [A]
    assert "心里话" in result.of("notice")[0].what


def test_cells_are_data_never_formulas(workbook):
    result = workbook(
        [
            ["编号", "意见内容"],
            ["1", "=1+1"],
            ["2", '=HYPERLINK("http://x","点这里")'],
            ["3", "#N/A"],
        ]
    )
    assert result.texts == ["=1+1", '=HYPERLINK("http://x","点这里")']
    assert result.levels == ["rejected"]


def test_long_opinion_is_kept_whole_and_noticed(workbook):
    result = workbook([["编号", "意见内容"], ["1", "停水" * 60]], max_characters=100)
    assert len(result.texts[0]) == 120
    assert result.levels == ["notice"]


def test_table_that_starts_away_from_the_corner(workbook):
    result = workbook([[], [], ["", "", "编号", "意见内容"], ["", "", "7", A]])
    (opinion,) = result.opinions
    assert (opinion.text, opinion.case_number, opinion.source.row) == (A, "7", 4)


def test_filled_in_form_is_one_opinion(workbook):
    result = workbook(
        [
            ["群众意见征求表"],
            ["姓名", "张三", "联系电话", "13800001234"],
            ["所在社区", "文庙社区", "日期", "2026年2月3日"],
            ["职业", "教师"],
            ["意见建议", A],
            ["处理意见", "转住建局"],
        ],
        merges=["A1:D1", "B5:D5"],
    )
    (opinion,) = result.opinions
    assert (opinion.text, opinion.name, opinion.phone) == (A, "张三", "13800001234")
    assert (opinion.place, opinion.received_on) == ("文庙社区", date(2026, 2, 3))
    assert opinion.extra == {"职业": "教师", "处理意见": "转住建局"}
    assert opinion.source.row == 5


def test_questionnaire_joins_its_free_answers(workbook):
    result = workbook(
        [
            [
                "序号",
                "提交答卷时间",
                "1、您对办事大厅是否满意",
                "2、您反映的问题",
                "3、您的改进建议",
            ],
            [1, "2026/2/3 10:00:00", "满意", A, C],
            [2, "2026/2/3 11:00:00", "不满意", B, ""],
        ]
    )
    assert result.texts == [f"{A}\n{C}", B]
    assert result.opinions[0].received_on == date(2026, 2, 3)


def test_unreadable_date_stays_in_extra(workbook):
    result = workbook([["日期", "意见内容"], ["腊月二十八", A], ["2026.2.3", B]])
    assert result.opinions[0].received_on is None
    assert result.opinions[0].extra == {"日期": "腊月二十八"}


def test_year_comes_from_the_title_then_from_today(workbook):
    rows = [["日期", "意见内容"], ["2月3日", A], ["12月30日", B]]
    assert [o.received_on for o in workbook(rows).opinions] == [
        date(2026, 2, 3),
        date(2025, 12, 30),
    ]
    titled = workbook([["2024年意见汇总表"], *rows], merges=["A1:B1"])
    assert [o.received_on for o in titled.opinions] == [date(2024, 2, 3), date(2024, 12, 30)]


def test_list_without_header_loses_no_first_opinion(workbook):
    assert workbook([[A], [B], [C]]).texts == [A, B, C]


def test_what_the_office_did_is_never_guessed_to_be_the_opinion(workbook):
    did = "经核实，已责成相关单位于3日内整改到位，并电话回复来电人。"
    result = workbook([["编号", "办理情况"], ["1", did], ["2", did + "！"], ["3", did + "？"]])
    assert result.levels == ["file"]


def test_sections_and_signatures_are_skipped(workbook):
    result = workbook(
        [
            ["街道", "意见内容", "姓名"],
            ["城南街道片区"],
            ["城南街道", A, "张三"],
            ["单位负责人（签字）：", "", "填表人："],
            ["注：本表一式两份"],
        ],
        merges=["A2:C2"],
    )
    assert result.texts == [A]
    assert [(p.level, p.source.row) for p in result.problems] == [
        ("skipped", 2),
        ("skipped", 4),
        ("skipped", 5),
    ]


def test_two_level_opinion_header(workbook):
    result = workbook(
        [
            ["序号", "意见内容", "", "姓名"],
            ["", "问题", "建议", ""],
            [1, A, C, "张三"],
            [2, B, "", ""],
        ],
        merges=["A1:A2", "B1:C1", "D1:D2"],
    )
    assert result.texts == [f"{A}\n{C}", B]


def test_stacked_forms_are_opinions_of_their_own(workbook):
    form = [["姓名", "张三", "电话", "138"], ["意见", A], []]
    result = workbook([*form, ["姓名", "李四", "电话", "139"], ["意见", B]])
    assert [(o.text, o.name) for o in result.opinions] == [(A, "张三"), (B, "李四")]


@pytest.mark.parametrize(
    "rows", [[["意见建议", "姓名"], [A, "张三"]], [["姓名", "意见建议"], ["张三", A]]]
)
def test_smallest_table_is_no_form(workbook, rows):
    (opinion,) = workbook(rows).opinions
    assert (opinion.text, opinion.name, opinion.source.row) == (A, "张三", 2)


def test_old_binary_workbook(take):
    """A file written by LibreOffice: nothing in Python writes xls."""
    result = take(Path(__file__).parent / "files" / "旧版.xls")
    assert [(o.text, o.case_number, o.place) for o in result.opinions] == [
        ("3号楼停水两天了", "007", "城南街道"),
        ("路灯坏了没人修", "008", "城南街道"),
    ]
    assert result.opinions[0].received_on == date(2026, 2, 3)
    assert str(result.opinions[0].source) == "旧版.xls[意见]:3"
