"""The sheets as an office uses them: order, look, drop-downs, links, counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from minyi.domain import Opinion, Problem, Source
from minyi.workdays import Deadline

LEDGER_COLUMNS = [
    *("序号", "编号", "来源", "收集日期", "意见内容", "类别", "性质", "紧急程度", "责任单位"),
    *(
        "协办单位",
        "责任人",
        "整改期限",
        "期限说明",
        "整改措施",
        "办理状态",
        "反馈情况",
        "派单理由",
        "备注",
    ),
]


def open_sheet(path: Path, name: str):
    return openpyxl.load_workbook(path)[name]


def table(sheet) -> list[dict[str, object]]:
    header, *rows = sheet.iter_rows(min_row=2, values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_the_list_says_all_of_a_matter(make_matter, make_report, written):
    matter = make_matter(
        case="0012",
        urgency="urgent",
        rule="断水",
        words=("停水两天",),
        channel="热线",
        received_on=date(2026, 2, 3),
    )
    sheet = open_sheet(written(make_report(matter)), "整改台账")
    (row,) = table(sheet)
    assert list(row) == LEDGER_COLUMNS
    assert row["编号"] == "0012"
    assert row["来源"] == "热线\n意见箱.xlsx[二月]:3"
    assert row["收集日期"].date() == date(2026, 2, 3)
    assert row["整改期限"].date() == date(2026, 3, 9)
    assert row["类别"] == "供水"
    assert (row["性质"], row["紧急程度"], row["办理状态"]) == ("投诉", "紧急", "未办理")
    assert row["派单理由"] == "类别“供水”由区供水公司主办\n紧急依据：断水“停水两天”"
    assert sheet.cell(3, LEDGER_COLUMNS.index("紧急程度") + 1).font.color.rgb == "FFC00000"
    assert sheet.cell(3, LEDGER_COLUMNS.index("收集日期") + 1).number_format == "yyyy-mm-dd"


def test_urgent_stands_first_then_the_earlier_deadline(make_matter, make_report, written):
    def due(day: int) -> Deadline:
        return Deadline(due=date(2026, 3, day), explanation="", provisional=False)

    matters = [
        make_matter("甲", row=3),
        make_matter("乙", row=4),
        make_matter("丙", row=5, urgency="urgent"),
        make_matter("丁", row=6),
        make_matter("戊", row=7),
    ]
    report = make_report(*matters)
    report = replace(report, deadlines=[due(9), None, due(20), due(2), due(9)])
    rows = table(open_sheet(written(report), "整改台账"))
    assert "".join(row["意见内容"] for row in rows) == "丙丁甲戊乙"
    assert [row["序号"] for row in rows] == [1, 2, 3, 4, 5]


def test_a_provisional_deadline_is_a_date_that_says_so(make_matter, make_report, written):
    report = make_report(make_matter())
    deadline = Deadline(due=date(2030, 1, 4), explanation="…", provisional=True)
    sheet = open_sheet(written(replace(report, deadlines=[deadline])), "整改台账")
    cell = sheet.cell(3, LEDGER_COLUMNS.index("整改期限") + 1)
    assert cell.value.date() == date(2030, 1, 4)
    assert "暂定" in cell.number_format


def test_states_come_from_a_drop_down_and_lateness_shows(make_matter, make_report, written):
    sheet = open_sheet(written(make_report(make_matter(), make_matter(row=4))), "整改台账")
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"未办理,办理中,已办结,已销号"'
    assert str(choice.sqref) == "O3:O4"
    rules = [rule for group in sheet.conditional_formatting for rule in group.rules]
    assert {rule.formula[0] for rule in rules} == {
        'AND(ISNUMBER($L3),$L3<TODAY(),$O3<>"已办结",$O3<>"已销号")'
    }


@pytest.mark.parametrize("name", ["整改台账", "待人工复核", "问题行", "原始意见"])
def test_sheets_are_ready_to_print(name, make_matter, make_report, written):
    problem = Problem(level="notice", source=Source(file="a.csv", row=1), what="w", advice="a")
    report = make_report(make_matter(review="把握不大"), problems=[problem])
    sheet = open_sheet(written(report), name)
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref.startswith("A2:")
    assert sheet.print_title_rows == "$1:$2"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.page_setup.fitToWidth in (None, 1)  # the default is left out
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert any(str(area).startswith("A1:") for area in sheet.merged_cells.ranges)
    assert sheet["A3"].border.left.style == "thin"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("停水", 1),
        ("我们小区从去年冬天开始暖气就不热" * 5, 3),  # 80 Han, 27 in a line
        ("\n".join("一二三四五六七八"), 8),
        ("x" * 300, 6),
    ],
)
def test_a_row_is_high_enough_for_its_opinion(text, lines, make_matter, make_report, written):
    sheet = open_sheet(written(make_report(make_matter(text))), "整改台账")
    assert sheet.row_dimensions[3].height >= lines * 10.75
    assert sheet["E3"].alignment.wrap_text


@pytest.mark.parametrize(("length", "size"), [(500, 8), (800, 7)])
def test_long_opinions_are_set_smaller_to_be_seen_whole(
    length, size, make_matter, make_report, written
):
    sheet = open_sheet(written(make_report(make_matter("水" * length))), "整改台账")
    assert sheet["E3"].font.size == size
    assert sheet.row_dimensions[3].height <= 409
    assert not sheet["R3"].value


def test_an_opinion_too_long_for_any_row_is_printed_whole_on_a_sheet_of_its_own(
    make_matter, make_report, written
):
    text = "".join(f"第{number}句话说了很多事情。" for number in range(900))
    path = written(make_report(make_matter(case="1"), make_matter(text, row=4, case="2")))
    opened = openpyxl.load_workbook(path)
    row = table(opened["整改台账"])[1]
    assert row["意见内容"] == text  # in one cell, for filters and for minyi learn
    assert row["备注"] == "意见较长，本表打印不全，全文印在“长意见全文”第 3 行起"
    sheet = opened["长意见全文"]
    pieces = list(sheet.iter_rows(min_row=3, values_only=True))
    assert "".join(piece for _, _, piece in pieces) == text
    assert {id for id, _, _ in pieces} == {"2"}
    assert [part for _, part, _ in pieces[:2]] == [f"1/{len(pieces)}", f"续 2/{len(pieces)}"]
    assert all(piece.endswith("。") for _, _, piece in pieces)
    heights = [sheet.row_dimensions[row].height for row in range(3, 3 + len(pieces))]
    assert max(heights) < 409
    assert sheet.print_title_rows == "$1:$2"
    top = opened["整改台账"]["E4"]
    assert (top.alignment.vertical, top.font.size) == ("top", 8)


def test_long_slips_of_several_short_matters_are_printed_whole_too(
    make_matter, make_report, written
):
    slip = make_matter("\n".join(f"{number}、路灯不亮。" for number in range(99)), row=3, case="7")
    part = make_matter("路灯不亮。", number=1, opinion=slip.opinion)
    sheet = open_sheet(written(make_report(part)), "长意见全文")
    assert "".join(line[2] for line in sheet.iter_rows(min_row=3, values_only=True)) == (
        slip.opinion.text
    )


def test_without_long_opinions_there_is_no_sheet_for_them(make_matter, make_report, written):
    path = written(make_report(make_matter("水" * 800)))
    assert "长意见全文" not in openpyxl.load_workbook(path).sheetnames


def test_the_list_and_the_slips_lead_to_each_other(make_matter, make_report, written):
    first, second = make_matter(row=3, case="7"), make_matter(row=4, case="8", urgency="urgent")
    sub = make_matter("路灯", number=2, opinion=first.opinion)
    path = written(make_report(first, sub, second))
    links = [row[1].hyperlink.location for row in open_sheet(path, "整改台账").iter_rows(min_row=3)]
    assert links == ["'原始意见'!A4", "'原始意见'!A3", "'原始意见'!A3"]
    back = [row[0].hyperlink.location for row in open_sheet(path, "原始意见").iter_rows(min_row=3)]
    assert back == ["'整改台账'!A4", "'整改台账'!A3"]


def test_a_number_too_long_for_its_column_wraps_and_the_link_stands_beside(
    make_matter, make_report, written
):
    """LibreOffice prints a linked text in one line and cuts it off."""
    path = written(make_report(make_matter(case="春节意见箱〔2026〕东关街道第00012号")))
    sheet = open_sheet(path, "整改台账")
    assert sheet["B3"].alignment.wrap_text
    assert sheet["B3"].hyperlink is None
    assert sheet["A3"].hyperlink.location == "'原始意见'!A3"
    assert sheet["A3"].value == 1
    original = open_sheet(path, "原始意见")
    assert original["A3"].hyperlink is None
    assert original["D3"].hyperlink.location == "'整改台账'!A3"
    assert sheet.row_dimensions[3].height >= 3 * 10.75


def test_slips_of_one_case_number_are_told_apart(make_matter, make_report, written):
    path = written(make_report(make_matter(row=3, case="7"), make_matter(row=4, case="7")))
    links = [row[1].hyperlink.location for row in open_sheet(path, "整改台账").iter_rows(min_row=3)]
    assert links == ["'原始意见'!A3", "'原始意见'!A4"]


def test_links_end_where_excel_ends_them(make_matter, make_report, written, monkeypatch):
    monkeypatch.setattr("minyi.workbook.bulk.MAX_LINKS", 1)
    sheet = open_sheet(
        written(make_report(make_matter(case="1"), make_matter(row=4, case="2"))), "整改台账"
    )
    assert [row[1].hyperlink is None for row in sheet.iter_rows(min_row=3)] == [False, True]


def test_the_review_sheet_offers_every_category_and_organization(make_matter, make_report, written):
    report = make_report(
        make_matter(review="把握不大"),
        make_matter(row=4),
        organizations=["区供水公司", "区供电公司"],
    )
    opened = openpyxl.load_workbook(written(report))
    (row,) = table(opened["待人工复核"])
    assert row["为什么"] == "把握不大"
    assert row["其他可能"] == "供水 62%\n供电 21%"
    offered = {}
    for choice in opened["待人工复核"].data_validations.dataValidation:
        header = opened["待人工复核"].cell(2, next(iter(choice.sqref.ranges)).min_col).value
        sheet, area = choice.formula1.split("!")
        cells = opened[sheet.strip("'")][area.replace("$", "")]
        offered[header] = [cell.value for (cell,) in cells]
    assert offered["正确类别"] == [leaf.name for leaf in report.taxonomy]
    assert offered["正确单位"] == ["区供水公司", "区供电公司"]
    assert offered["正确紧急程度"] == ["紧急", "一般"]


def test_counts_agree_with_the_list(make_matter, make_report, written):
    matters = [
        make_matter(row=3, urgency="urgent", channel="热线", received_on=date(2026, 2, 3)),
        make_matter(row=4, category="utilities.power", organization="区供电公司", place="东关街道"),
        make_matter(row=5, category="utilities.power", organization="区供电公司", review="不清楚"),
    ]
    path = written(
        make_report(*matters, read=5, classified=3, rejected=2, towns=["", "东关街道", ""])
    )
    listed = table(open_sheet(path, "整改台账"))
    sheet = open_sheet(path, "汇总")
    values = list(sheet.iter_rows(values_only=True))
    told = {row[0]: row[1] for row in values if row[0] and isinstance(row[1], int)}
    assert list(told.values())[:6] == [5, 3, 2, 3, 1, 1]
    for title, header, name in [
        ("按类别", "类别", 1),
        ("按责任单位", "责任单位", 0),
        ("按紧急程度", "紧急程度", 0),
        ("按性质", "性质", 0),
        ("按大类", None, 0),
        ("按街道/乡镇", None, 0),
        ("按渠道", None, 0),
        ("按收集日期", None, 0),
    ]:
        top = next(index for index, row in enumerate(values) if row[0] == title) + 2
        counts = {}
        for row in values[top:]:
            if row[0] == "合计":
                assert row[2] == len(listed) == sum(counts.values())
                break
            counts[row[name]] = row[2]
        if header:
            assert counts == Counter(row[header] for row in listed)
        if title == "按街道/乡镇":
            assert counts == {"东关街道": 1, "未注明": 2}
    assert len(sheet._charts) == 8


def test_problems_stand_gravest_first(make_report, written):
    def problem(level, row):
        return Problem(level=level, source=Source(file="a", row=row), what="w", advice="a")

    problems = [problem("skipped", 1), problem("rejected", 2), problem("file", 0)]
    rows = table(open_sheet(written(make_report(problems=problems)), "问题行"))
    assert [row["级别"] for row in rows] == ["文件未读", "未收入", "跳过"]
    assert [row["行"] for row in rows] == [None, 2, 1]


def test_dates_before_excel_are_text(make_report, written):
    opinion = Opinion(text="x", source=Source(file="a"), id="a", received_on=date(1899, 1, 2))
    (row,) = table(open_sheet(written(make_report(opinions=[opinion])), "原始意见"))
    assert row["收集日期"] == "1899-01-02"


@pytest.mark.parametrize("text", ["路灯不亮", "水管爆裂停水两天" * 20, "水" * 500])
def test_the_list_is_never_wider_than_lets_eight_points_print_as_seven(
    text, make_matter, make_report, written
):
    matters = [make_matter(text, row=row, case=f"QH2026020300{row:04}") for row in range(3, 40)]
    sheet = open_sheet(written(make_report(*matters)), "整改台账")
    pixels = sum(
        round(one.width * 7) * (one.max - one.min + 1) for one in sheet.column_dimensions.values()
    )
    printable = (297 / 25.4 - sheet.page_margins.left - sheet.page_margins.right) * 96
    assert sheet["E3"].font.size * min(1, printable / pixels) >= 7


def test_wide_texts_get_the_room_that_short_ones_leave(make_matter, make_report, written):
    def width(text: str) -> float:
        sheet = open_sheet(written(make_report(make_matter(text))), "整改台账")
        return float(sheet.column_dimensions["E"].width)

    assert width("水管爆裂停水两天" * 60) > width("路灯不亮") - 1 > 25


def test_a_remark_does_not_repeat_the_reason_beside_it(make_matter, make_report, written):
    reason = "类别“供水”由区供水公司主办"
    both = make_matter(row=3, case="1", review=f"类别把握不大（30%）；{reason}")
    alone = make_matter(row=4, case="2", review=reason)
    lines = table(open_sheet(written(make_report(both, alone)), "整改台账"))
    assert [one["备注"] for one in lines] == [
        "待人工复核：类别把握不大（30%）",
        "待人工复核：见派单理由",
    ]


def test_how_a_deadline_was_counted_does_not_repeat_the_day(make_matter, make_report, written):
    told = Deadline(
        due=date(2026, 3, 9),
        explanation="2026-02-16 起 15 个工作日 → 2026-03-09",
        provisional=False,
    )
    report = make_report(make_matter(), deadlines=[told])
    (line,) = table(open_sheet(written(report), "整改台账"))
    assert line["期限说明"] == "2026-02-16 起 15 个工作日"
