"""A list that people have corrected and written in is issued again; nothing else changes."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from minyi.domain import Opinion, Problem, Source
from minyi.errors import BadTableError, OutputExistsError
from minyi.routing import Directory, Duty, Organization, Place
from minyi.taxonomy import load_taxonomy
from minyi.workbook import Reissue, Rules, correct, open_book, read_corrections, write_book
from minyi.workdays import Calendar, Deadline

DIRECTORY = Directory(
    name="清河区",
    organizations=(
        Organization(name="区群众工作办公室", role="coordinating"),
        Organization(name="区供水公司", contact="李主任"),
        Organization(name="区供电公司", contact="电某", normal_days=10),
        Organization(name="区城管局", aliases=("城管局",), contact="尤某"),
        Organization(name="区环卫中心"),
        Organization(name="东关街道办事处", contact="东某"),
    ),
    duties=(
        Duty(organization="区供水公司", categories=("utilities.water",)),
        Duty(organization="区供电公司", categories=("utilities.power",)),
        Duty(organization="区供电公司", categories=("utilities.gas",), normal_days=3),
        Duty(organization="区城管局", categories=("environment.sanitation",)),
        Duty(organization="区环卫中心", categories=("environment.sanitation",), lead=False),
        Duty(
            organization="东关街道办事处",
            categories=("environment.sanitation",),
            places=("东关街道",),
        ),
    ),
    places=(Place(name="东关街道", kind="街道"),),
)
RULES = Rules(taxonomy=load_taxonomy(), directory=DIRECTORY, calendar=Calendar())
WHO = {"复核人": "张某", "复核日期": date(2026, 3, 2)}

Rows = dict[str, dict[str, object]]


def table(path: Path, name: str) -> Rows:
    """Rows by number, each by header."""
    header, *rows = openpyxl.load_workbook(path)[name].iter_rows(min_row=2, values_only=True)
    return {
        str(row[header.index("编号")]): dict(zip(header, row, strict=True))
        for row in rows
        if any(cell is not None for cell in row)
    }


def changes(before: Rows, after: Rows) -> dict[tuple[str, str], object]:
    """What is different, by number and header."""
    assert before.keys() == after.keys()
    return {
        (id, header): after[id][header]
        for id in before
        for header in before[id] | after[id]
        if before[id][header] != after[id][header]
    }


@pytest.fixture
def office(make_matter, make_report, written) -> Callable[..., Path]:
    """A list of five matters, three of them doubtful."""

    def make(**rest: object) -> Path:
        received = date(2026, 2, 3)
        both = make_matter(
            "门口垃圾没人清运", row=6, case="004", place="东关街道", received_on=received
        )
        matters = [
            make_matter("阀门坏了", row=3, case="001", received_on=received, review="把握不大"),
            make_matter(
                "井盖没了", row=4, case="002", urgency="urgent", rule="坠落", words=("井盖",)
            ),
            make_matter("太臭", row=5, case="003", review="看不出", received_on=received),
            make_matter("门口垃圾没人清运", opinion=both.opinion, review="把握不大"),
            make_matter("路灯也坏了", number=2, opinion=both.opinion),
        ]
        due = [9, 2, 9, 9, 9]
        problems = [
            Problem(level="notice", source=Source(file="a.csv", row=1), what="w", advice="a")
        ]
        lost = Opinion(text="…", source=Source(file="a.txt", row=9), id="a.txt:9")
        report = make_report(
            *matters,
            organizations=[one.name for one in DIRECTORY.organizations],
            problems=problems,
            opinions=[
                matters[0].opinion,
                matters[1].opinion,
                matters[2].opinion,
                lost,
                both.opinion,
            ],
            **rest,
        )
        deadlines = [
            Deadline(due=date(2026, 3, day), explanation="原来的算法", provisional=False)
            for day in due
        ]
        return written(replace(report, deadlines=deadlines))

    return make


def fill(path: Path, rows: Mapping[str, Mapping[str, object]], *edits: Callable) -> None:
    """What people do: corrections by number, then anything else."""
    opened = openpyxl.load_workbook(path)
    sheet = opened["待人工复核"]
    headers = {cell.value: cell.column for cell in sheet[2]}
    numbers = {sheet.cell(row, 1).value: row for row in range(3, sheet.max_row + 1)}
    for id, values in rows.items():
        for header, value in values.items():
            sheet.cell(numbers[id], headers[header]).value = value
    for edit in edits:
        edit(opened)
    opened.save(path)


def learned(path: Path, rules: Rules = RULES, **rest: bool) -> tuple[Path, Reissue]:
    book = open_book(path)
    read = read_corrections(book, taxonomy=rules.taxonomy, organizations=rules.organizations())
    assert read.problems == ()
    reissue = correct(book, read.reviews, rules)
    out = path.with_name("新.xlsx")
    write_book(reissue.book, rules.taxonomy, out, force=True)
    return out, reissue


def test_a_corrected_category_is_dispatched_anew_and_nothing_else_changes(office):
    path = office()
    fill(path, {"003": {"正确类别": "供电", **WHO}})
    out, _ = learned(path)
    assert changes(table(path, "整改台账"), table(out, "整改台账")) == {
        ("003", "类别"): "供电",
        ("003", "责任单位"): "区供电公司",
        ("003", "责任人"): "电某",
        ("003", "整改期限"): datetime(2026, 2, 24),
        ("003", "期限说明"): "2026-02-03 起 10 个工作日，跳过春节 9 天、周末 2 天，含调休上班 1 天",
        ("003", "派单理由"): "人工复核：张某 2026-03-02 由“供水”改为“供电”，改派区供电公司",
        ("003", "备注"): "已复核",
    }
    for name in ("问题行", "原始意见", "词表"):
        before, after = (list(openpyxl.load_workbook(p)[name].values) for p in (path, out))
        assert before == after
    assert list(table(out, "待人工复核")) == ["001", "004"]


@pytest.mark.parametrize("correction", [{}, {"正确单位": "区供电公司"}])
def test_the_deadline_of_the_duty_outranks_that_of_the_organization(correction, office):
    path = office()
    fill(path, {"003": {"正确类别": "燃气", **correction}})
    row = table(learned(path)[0], "整改台账")["003"]
    assert row["责任单位"] == "区供电公司"
    assert row["整改期限"] == datetime(2026, 2, 6)


def test_the_place_decides_as_in_the_first_run(office):
    path = office()
    fill(path, {"004": {"正确类别": "环卫排水", **WHO}})
    row = table(learned(path)[0], "整改台账")["004"]
    assert (row["责任单位"], row["责任人"]) == ("东关街道办事处", "东某")
    assert row["协办单位"] == "区环卫中心"


def test_a_corrected_organization_is_taken_as_it_is(office):
    path = office()
    fill(
        path, {"003": {"正确类别": "环卫排水", "正确单位": "城管局", "复核说明": "在辖区外", **WHO}}
    )
    out, reissue = learned(path)
    row = table(out, "整改台账")["003"]
    assert (row["责任单位"], row["协办单位"], row["责任人"]) == ("区城管局", "区环卫中心", "尤某")
    assert row["备注"] == "已复核：在辖区外"
    assert reissue.changes[0].organization == ("区供水公司", "区城管局")
    assert reissue.changes[0].review.new_organization == "区城管局"


def test_only_the_organization_is_named_in_the_reason_where_only_it_changed(office):
    path = office()
    fill(path, {"003": {"正确单位": "区城管局", **WHO}})
    row = table(learned(path)[0], "整改台账")["003"]
    assert row["派单理由"] == "人工复核：张某 2026-03-02 由区供水公司改派区城管局"
    assert row["类别"] == "供水"
    assert row["期限说明"] == "原来的算法"  # the same number of days


def test_a_matter_made_urgent_keeps_its_place_and_number(office):
    path = office()
    fill(path, {"003": {"正确紧急程度": "紧急", "复核人": "张某"}})
    out, _ = learned(path)
    rows = table(out, "整改台账")
    assert list(rows) == list(table(path, "整改台账")) == ["002", "001", "003", "004", "004#2"]
    assert [row["序号"] for row in rows.values()] == [1, 2, 3, 4, 5]
    row = rows["003"]
    assert row["整改期限"] == datetime(2026, 2, 4)
    assert row["派单理由"].split("\n") == [
        "人工复核：张某 紧急程度由“一般”改为“紧急”",
        "类别“供水”由区供水公司主办",
    ]
    assert (row["责任单位"], row["责任人"]) == ("区供水公司", "李主任")
    sheet = openpyxl.load_workbook(out)["整改台账"]
    assert sheet["H5"].font.color.rgb == "FFC00000"
    links = [line[1].hyperlink.location for line in sheet.iter_rows(min_row=3)]
    assert links == [f"'原始意见'!A{row}" for row in (4, 3, 5, 7, 7)]
    back = [
        line[0].hyperlink for line in openpyxl.load_workbook(out)["原始意见"].iter_rows(min_row=3)
    ]
    assert [one and one.location for one in back] == [
        "'整改台账'!A4", "'整改台账'!A3", "'整改台账'!A5", None, "'整改台账'!A6",
    ]  # fmt: skip


def test_a_matter_that_is_not_urgent_loses_its_grounds(office):
    path = office()

    def add(opened) -> None:
        opened["待人工复核"].append(["002"])

    fill(path, {}, add)
    fill(path, {"002": {"正确紧急程度": "一般"}})
    out, _ = learned(path)
    row = table(out, "整改台账")["002"]
    assert row["派单理由"] == "人工复核：紧急程度由“紧急”改为“一般”\n类别“供水”由区供水公司主办"
    assert row["紧急程度"] == "一般"
    assert row["整改期限"] == datetime(2026, 3, 13)  # of an undated slip: from the day of the list


def test_what_was_right_is_marked_as_reviewed_and_stays(office):
    path = office()
    fill(path, {"001": {"正确类别": "供水", **WHO}})
    out, reissue = learned(path)
    assert changes(table(path, "整改台账"), table(out, "整改台账")) == {
        ("001", "派单理由"): "人工复核：张某 2026-03-02 确认无误\n类别“供水”由区供水公司主办",
        ("001", "备注"): "已复核",
    }
    assert reissue.changes[0].review.old_category == reissue.changes[0].review.new_category


def write_in_the_list(opened) -> None:
    sheet = opened["整改台账"]
    at = {cell.value: cell.column for cell in sheet[2]}
    for row, state in enumerate(("已办结", "办理中", "未办理", "已销号", "办理中"), 3):
        sheet.cell(row, at["整改措施"]).value = f"=措施{row}"
        sheet.cell(row, at["办理状态"]).value = state
        sheet.cell(row, at["反馈情况"]).value = "已回电\n满意"
        sheet.cell(row, at["备注"]).value = f"{sheet.cell(row, at['备注']).value or ''}；已去过"
    sheet.cell(3, at["责任人"]).value = "王副局长"
    sheet.cell(3, at["整改期限"]).value = date(2026, 4, 1)
    sheet.cell(2, 19).value = "领导\n批示"
    values = ["同意", 0.5, 7, True, date(2026, 3, 1), datetime(2026, 3, 1, 8, 30)]
    values += [time(8, 30), timedelta(hours=30), "=1+1", "'x"]
    for row, value in enumerate(values[:5], 3):
        sheet.cell(row, 19).value = value
    sheet.cell(2, 20).value = "回访"
    for row, value in enumerate(values[5:], 3):
        sheet.cell(row, 20).value = value
    sheet.cell(9, 2).value = None
    sheet.cell(9, 5).value = "填表人：赵某"
    own = opened.create_sheet("领导看", 0)
    own["B2"] = "=SUM(整改台账!A3:A7)"
    own["C3"] = "不许外传"


def test_whatever_people_wrote_in_the_list_survives(office):
    path = office()
    fill(path, {"003": {"正确单位": "区城管局", **WHO}}, write_in_the_list)
    out, _ = learned(path)
    before, after = table(path, "整改台账"), table(out, "整改台账")
    assert set(changes(before, after)) == {
        ("003", header) for header in ("责任单位", "责任人", "派单理由", "备注")
    }
    assert after["003"]["备注"] == "已复核；已去过"
    assert after["None"]["意见内容"] == "填表人：赵某"
    opened = openpyxl.load_workbook(out)
    assert opened.sheetnames == openpyxl.load_workbook(path).sheetnames
    assert opened["领导看"]["B2"].value == "=SUM(整改台账!A3:A7)"
    assert opened["领导看"]["C3"].value == "不许外传"
    assert opened["底稿"].sheet_state == "veryHidden"
    (choice,) = opened["整改台账"].data_validations.dataValidation
    assert str(choice.sqref).startswith("O3:")


def test_columns_and_sheets_may_stand_anywhere(office):
    path = office()

    def rearrange(opened) -> None:
        sheet = opened["整改台账"]
        sheet.unmerge_cells("A1:R1")
        sheet.insert_cols(1)
        sheet["A2"], sheet["A4"] = "盯办", "是"
        sheet.insert_cols(8)
        sheet["H2"] = "小类"
        sheet.insert_rows(2)
        sheet["B2"] = "（内部资料）"
        sheet.title = "三月台账"
        opened["待人工复核"].title = "复核"
        opened.move_sheet("复核", -1)

    fill(path, {"003": {"正确类别": "供电", **WHO}}, rearrange)
    out, _ = learned(path)
    opened = openpyxl.load_workbook(out)
    assert opened.sheetnames[:2] == ["复核", "三月台账"]
    sheet = opened["三月台账"]
    assert [cell.value for cell in sheet[3]][:3] == ["盯办", "序号", "编号"]
    assert sheet["B2"].value == "（内部资料）"
    rows = {row[2]: row for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert rows["003"][6] == "供电"
    assert [id for id, row in rows.items() if row[0] == "是"] == ["001"]
    assert opened["原始意见"]["A3"].hyperlink.location.startswith("'三月台账'!A")
    assert opened["复核"]["A3"].hyperlink.location.startswith("'原始意见'!A")


def test_a_list_that_people_have_sorted_stays_sorted_so(office):
    path = office()

    def turn_round(opened) -> None:
        sheet = opened["整改台账"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        for number, row in enumerate(reversed(rows), 3):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value

    fill(path, {"003": {"正确紧急程度": "紧急"}}, turn_round)
    out, _ = learned(path)
    assert list(table(out, "整改台账")) == list(table(path, "整改台账"))
    changed = changes(table(path, "整改台账"), table(out, "整改台账"))
    assert {id for id, _ in changed} == {"003"}


def test_formulas_follow_their_row(office):
    path = office()

    def add(opened) -> None:
        sheet = opened["整改台账"]
        sheet.cell(2, 19).value = "剩余"
        for row in range(3, 8):
            sheet.cell(row, 19).value = f"=L{row}-D{row}+$A$3"

    fill(path, {"003": {"正确紧急程度": "紧急"}}, add)
    rows = table(learned(path)[0], "整改台账")
    assert [row["剩余"] for row in rows.values()] == [f"=L{n}-D{n}+$A$3" for n in range(3, 8)]


def test_an_organization_written_into_the_list_itself_is_kept(office):
    path = office()

    def dispatch(opened) -> None:
        opened["整改台账"]["I5"] = "区环卫中心"

    fill(path, {"003": {"正确类别": "供电"}}, dispatch)
    row = table(learned(path)[0], "整改台账")["003"]
    assert (row["类别"], row["责任单位"]) == ("供电", "区环卫中心")


def test_counts_follow_the_corrections(office):
    path = office()
    fill(path, {"003": {"正确类别": "供电", "正确紧急程度": "紧急"}})
    out, _ = learned(path)
    before, after = (list(openpyxl.load_workbook(p)["汇总"].values) for p in (path, out))
    told = {row[0]: row[1] for row in after if row[0] and row[1] is not None}
    assert (told["其中：紧急（件）"], told["其中：待人工复核（件）"]) == (2, 2)
    assert told["读入意见（条）"] == 5
    assert told["生成时间"] == "2026-02-16 09:30"
    assert {row[1]: row[2] for row in after if row[0] == "水电气暖通信" and row[1]} == {
        "供水": 4,
        "供电": 1,
    }
    charts = openpyxl.load_workbook(out)["汇总"]._charts
    assert len(charts) == 8
    labels = charts[0].series[0].dLbls
    assert (labels.showVal, labels.showSerName, labels.showCatName) == (True, False, False)
    unchanged, _ = learned(path, replace(RULES))
    assert [row for row in before if row[0] == "东关街道"] == [
        row for row in after if row[0] == "东关街道"
    ]
    assert unchanged == out


def test_a_list_without_corrections_is_the_same_list(office):
    path = office(example=True)
    fill(path, {})
    out, reissue = learned(path)
    assert reissue.changes == ()
    before, after = openpyxl.load_workbook(path), openpyxl.load_workbook(out)
    assert before.sheetnames == after.sheetnames
    for sheet in before:
        assert list(sheet.values) == list(after[sheet.title].values)
        assert sheet.sheet_state == after[sheet.title].sheet_state
        for row, again in zip(sheet.rows, after[sheet.title].rows, strict=True):
            assert [cell.number_format for cell in row] == [cell.number_format for cell in again]
            assert [cell.font.color for cell in row] == [cell.font.color for cell in again]


def test_a_reissued_list_is_corrected_again(office):
    path = office()
    fill(path, {"003": {"正确类别": "供电", "复核人": "张某"}}, write_in_the_list)
    once, _ = learned(path)
    fill(once, {"001": {"正确类别": "环卫排水", "复核人": "李某"}})
    again = once.rename(once.with_name("台账.复核后.xlsx"))
    twice, reissue = learned(again)
    assert [change.review.matter_id for change in reissue.changes] == ["001"]
    assert {id for id, _ in changes(table(again, "整改台账"), table(twice, "整改台账"))} <= {
        "001",
        "002",
        "003",
    }
    assert table(twice, "整改台账")["003"] | {"序号": 0} == table(again, "整改台账")["003"] | {
        "序号": 0
    }
    assert list(table(twice, "待人工复核")) == ["004"]


def test_rows_left_out_or_unread_are_left_as_they_are(office):
    path = office()

    def delete(opened) -> None:
        opened["待人工复核"].delete_rows(3)

    fill(path, {"003": {"正确类别": "供电"}, "004": {"复核人": "在看"}}, delete)
    rows = table(learned(path)[0], "待人工复核")
    assert list(rows) == ["004"]
    assert rows["004"]["复核人"] == "在看"


def test_a_number_that_is_not_in_the_list_is_told_with_its_place(office):
    path = office()

    def add(opened) -> None:
        opened["待人工复核"].append(["009", *[None] * 6, "供电"])

    fill(path, {"003": {"正确类别": "供电"}}, add)
    out, reissue = learned(path)
    (problem,) = reissue.problems
    assert (problem.level, problem.source.sheet, problem.source.row) == (
        "rejected",
        "待人工复核",
        6,
    )
    assert "009" in problem.what
    assert list(table(out, "待人工复核")) == ["001", "004", "009"]


def test_two_rows_of_one_number_are_told_apart_by_their_text(make_matter, make_report, written):
    path = written(
        make_report(
            make_matter("甲", row=3, case="7", review="?"),
            make_matter("乙", row=4, case="7", review="?"),
        )
    )

    def correct_the_second(opened) -> None:
        opened["待人工复核"]["H4"] = "供电"

    fill(path, {}, correct_the_second)
    out, _ = learned(path)
    rows = list(openpyxl.load_workbook(out)["整改台账"].iter_rows(min_row=3, values_only=True))
    assert {row[4]: row[5] for row in rows} == {"甲": "供水", "乙": "供电"}


def test_slips_of_one_number_keep_their_links(make_matter, make_report, written):
    first, second = make_matter("甲", row=3, case="7"), make_matter("乙", row=4, case="7")
    path = written(make_report(second, first, opinions=[first.opinion, second.opinion]))
    sheet = openpyxl.load_workbook(learned(path)[0])["整改台账"]
    links = [row[1].hyperlink.location for row in sheet.iter_rows(min_row=3)]
    assert links == ["'原始意见'!A4", "'原始意见'!A3"]


def test_towns_stay_counted(make_matter, make_report, written):
    matter = make_matter(case="1")
    out, _ = learned(written(make_report(matter, towns=["东关街道"])))
    assert ("东关街道", 1) in [
        (row[0], row[2]) for row in openpyxl.load_workbook(out)["汇总"].values
    ]


def test_provisional_deadlines_stay_marked(make_matter, make_report, written):
    deadline = Deadline(due=date(2030, 1, 4), explanation="…（暂定：…）", provisional=True)
    report = replace(make_report(make_matter(), make_matter(row=4)), deadlines=[deadline, None])
    cell = openpyxl.load_workbook(learned(written(report))[0])["整改台账"]["L3"]
    assert "暂定" in cell.number_format


def test_a_category_that_nobody_serves_asks_for_another_look(office):
    path = office()
    fill(path, {"003": {"正确类别": "供暖", **WHO}})
    row = table(learned(path)[0], "整改台账")["003"]
    assert row["责任单位"] == "区群众工作办公室"
    assert "已复核\n责任单位请再确认：没有单位分管“供暖”" in row["备注"]


def test_an_office_may_keep_the_organization_that_the_table_named(
    make_matter, make_report, written
):
    matter = make_matter(case="001", review="?", assigned="区水务局")
    path = written(make_report(matter))
    fill(path, {"001": {"正确类别": "供电"}})
    for keep, organization in ((True, "区水务局"), (False, "区供电公司")):
        out, _ = learned(path, replace(RULES, keep_assigned=keep))
        assert table(out, "整改台账")["001"]["责任单位"] == organization


def test_the_shipped_example_marks_the_new_organization(office):
    path = office(example=True)
    fill(path, {"003": {"正确类别": "环卫排水"}})
    example = replace(RULES, directory=replace(DIRECTORY, example=True))
    row = table(learned(path, example)[0], "整改台账")["003"]
    assert row["责任单位"] == "区城管局（示例）"
    assert row["协办单位"] == "区环卫中心（示例）"


@pytest.mark.parametrize("gone", ["底稿", "整改台账"])
def test_a_list_that_lacks_what_it_rests_on_is_refused(gone, office):
    path = office()
    fill(path, {"003": {"正确类别": "供电"}}, lambda opened: opened.remove(opened[gone]))
    book = open_book(path)
    reviews = read_corrections(book, taxonomy=RULES.taxonomy).reviews
    with pytest.raises(BadTableError, match=gone):
        correct(book, reviews, RULES)


def dress(opened) -> None:
    """What else people do to a list."""
    sheet = opened["整改台账"]
    sheet.column_dimensions["E"].width = 61.5
    sheet.column_dimensions["P"].hidden = True
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[5].height = 77
    sheet["E5"].comment = Comment("先去现场看", "王某")
    sheet["E6"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet.auto_filter.add_filter_column(7, ["紧急"])
    waiting = opened["待人工复核"]
    waiting.column_dimensions["B"].width = 33
    waiting["B4"].comment = Comment("等电话", "李某")
    waiting["B5"].comment = Comment("已核实", "李某")
    waiting["B4"].fill = PatternFill("solid", fgColor="FFFF0000")
    waiting.row_dimensions[5].height = 91
    waiting["N5"] = "=LEN(B5)"
    opened["汇总"].column_dimensions["A"].width = 25


def test_looks_that_people_gave_the_list_survive(office):
    path = office()
    fill(path, {"003": {"正确紧急程度": "紧急"}}, dress)
    assert list(table(path, "待人工复核")) == ["001", "003", "004"]
    out, _ = learned(path)
    opened = openpyxl.load_workbook(out)
    sheet = opened["整改台账"]
    assert sheet.column_dimensions["E"].width == 61.5
    assert sheet.column_dimensions["P"].hidden
    assert sheet.row_dimensions[4].hidden
    assert sheet.row_dimensions[5].height == 77
    assert (sheet["E5"].comment.text, sheet["E5"].comment.author) == ("先去现场看", "王某")
    assert sheet["E6"].fill.fgColor.rgb == "FFFFFF00"
    assert sheet.auto_filter.filterColumn[0].filters.filter == ["紧急"]
    waiting = opened["待人工复核"]
    assert waiting.column_dimensions["B"].width == 33
    assert [waiting.cell(row, 1).value for row in (3, 4, 5)] == ["001", "004", None]
    assert waiting["B4"].comment.text == "已核实"
    assert waiting["B3"].comment is waiting["B5"].comment is None
    assert waiting["B4"].fill.fill_type is None
    assert waiting.row_dimensions[4].height == 91
    assert waiting["N4"].value == "=LEN(B4)"
    assert waiting.auto_filter.ref == "A2:M4"
    assert opened["汇总"].column_dimensions["A"].width == 25


def test_cells_of_other_sheets_stay_to_the_last_style(office):
    path = office()
    fill(path, {"003": {"正确紧急程度": "紧急"}}, dress, write_in_the_list)
    out, _ = learned(path)
    before, after = openpyxl.load_workbook(path), openpyxl.load_workbook(out)
    for name in ("整改台账", "问题行", "原始意见", "领导看", "词表"):
        for row, again in zip(before[name].rows, after[name].rows, strict=True):
            for old, new in zip(row, again, strict=True):
                if name == "整改台账" and old.row == 5:
                    continue
                assert (old.value, old.style_id) == (new.value, new.style_id) or (
                    old.font, old.fill, old.border, old.number_format, old.value
                ) == (new.font, new.fill, new.border, new.number_format, new.value)  # fmt: skip


def test_drop_downs_that_a_program_moved_out_of_sight_come_back(office):
    path = office()

    def drop(opened) -> None:
        opened["待人工复核"].data_validations.dataValidation = []

    fill(path, {"003": {"正确类别": "供电"}}, drop)
    choices = openpyxl.load_workbook(learned(path)[0])["待人工复核"].data_validations
    assert {str(one.sqref): one.formula1 for one in choices.dataValidation} == {
        "H3:H4": f"'词表'!$A$2:$A${len(RULES.taxonomy.leaves) + 1}",
        "I3:I4": "'词表'!$C$2:$C$7",
        "J3:J4": "'词表'!$D$2:$D$3",
    }


def test_the_list_may_have_been_sorted_and_renamed_before(office):
    path = office()

    def sort(opened) -> None:
        sheet = opened["整改台账"]
        first, second = ([cell.value for cell in sheet[row]] for row in (3, 4))
        for column, (one, other) in enumerate(zip(second, first, strict=True), 1):
            sheet.cell(3, column).value, sheet.cell(4, column).value = one, other
        sheet.title = "三月"

    fill(path, {"003": {"正确类别": "供电"}}, sort)
    opened = openpyxl.load_workbook(learned(path)[0])
    assert [opened["三月"].cell(row, 2).value for row in (3, 4)] == ["001", "002"]
    assert opened["三月"]["B3"].hyperlink.location == "'原始意见'!A3"
    assert opened["原始意见"]["A4"].hyperlink.location == "'三月'!A4"


@pytest.mark.parametrize("correction", [{"正确类别": "供电"}, {"正确单位": "区供电公司"}])
def test_a_new_organization_is_logged_whoever_decided_it(correction, office):
    path = office()
    fill(path, {"003": correction})
    review = learned(path)[1].changes[0].review
    assert (review.old_organization, review.new_organization) == ("区供水公司", "区供电公司")


def test_the_deadline_of_an_undated_slip_still_says_from_when_it_runs(office):
    path = office()

    def add(opened) -> None:
        opened["待人工复核"].append(["002"])

    fill(path, {}, add)
    fill(path, {"002": {"正确紧急程度": "一般"}})
    row = table(learned(path)[0], "整改台账")["002"]
    assert row["期限说明"].startswith("收集日期不详，从制表日 2026-02-16 起算")


def test_columns_that_people_removed_are_done_without(office):
    path = office()

    def remove(opened) -> None:
        sheet = opened["整改台账"]
        sheet.unmerge_cells("A1:R1")
        headers = [cell.value for cell in sheet[2]]
        for header in ("备注", "办理状态", "期限说明", "协办单位", "性质", "来源", "序号"):
            sheet.delete_cols(headers.index(header) + 1)

    fill(path, {"003": {"正确类别": "供电"}}, remove)
    row = table(learned(path)[0], "整改台账")["003"]
    assert (row["类别"], row["责任单位"], "备注" in row) == ("供电", "区供电公司", False)


def test_dangerous_words_stay_text(make_matter, make_report, written):
    texts = ["=1+1", "</t></is></c><c><f>1+1</f></c>", "a&b _x0041_ ]]>", "  x \n y\t", "-3℃"]
    matters = [
        make_matter(text, row=row, case=f"{row}", review="?") for row, text in enumerate(texts, 3)
    ]
    path = written(make_report(*matters, show_personal=True))
    book = open_book(path)
    out = path.with_name("新.xlsx")
    write_book(book, RULES.taxonomy, out)
    again = open_book(out)
    assert again.sheets == book.sheets
    with zipfile.ZipFile(out) as package:
        sheets = [package.read(name) for name in package.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_an_existing_file_is_left_alone_without_force(office):
    path = office()
    book = open_book(path)
    with pytest.raises(OutputExistsError):
        write_book(book, RULES.taxonomy, path)
