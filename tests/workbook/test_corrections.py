"""What people write into 待人工复核 comes back as reviews."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from minyi.errors import BadTableError, UnreadableFileError
from minyi.workbook import read_corrections

Fill = Callable[..., Path]


@pytest.fixture
def fill(make_matter, make_report, written) -> Fill:
    """A workbook of three doubtful matters in which a person has written by row number."""

    def make(*rows: Mapping[str, object], example: bool = False, change=None) -> Path:
        matters = [
            make_matter(f"停水{number}天", row=number + 3, case=f"00{number}", review="把握不大")
            for number in range(3)
        ]
        path = written(make_report(*matters, example=example))
        opened = openpyxl.load_workbook(path)
        sheet = opened["待人工复核"]
        columns = {cell.value: cell.column for cell in sheet[2]}
        for number, values in enumerate(rows, start=3):
            for header, value in values.items():
                sheet.cell(number, columns[header]).value = value
        if change:
            change(sheet)
        opened.save(path)
        return path

    return make


def test_nothing_written_is_nothing_read(fill):
    read = read_corrections(fill({"复核人": "王敏"}))
    assert (read.reviews, read.problems) == ((), ())


def test_who_when_old_and_new_come_back(fill):
    read = read_corrections(
        fill(
            {},
            {
                "正确类别": "供电",
                "正确单位": "区供水公司",
                "正确紧急程度": "紧急",
                "复核人": "王敏",
                "复核日期": datetime(2026, 2, 20),
                "复核说明": "是停电引起的",
            },
        )
    )
    assert read.problems == ()
    (review,) = read.reviews
    assert review.matter_id == "001"
    assert review.text == "停水1天"
    assert (review.old_category, review.new_category) == ("utilities.water", "utilities.power")
    assert (review.old_organization, review.new_organization) == ("区供水公司", "区供水公司")
    assert (review.old_urgency, review.new_urgency) == ("normal", "urgent")
    assert (review.reviewer, review.reviewed_on) == ("王敏", date(2026, 2, 20))
    assert review.note == "是停电引起的"
    assert (review.source.sheet, review.source.row) == ("待人工复核", 4)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("供电", "utilities.power"),
        (" 供 电 ", "utilities.power"),
        ("utilities.power", "utilities.power"),
        ("ｕtilities.Power", "utilities.power"),
    ],
)
def test_names_and_codes_are_understood(answer, code, fill):
    (review,) = read_corrections(fill({"正确类别": answer})).reviews
    assert review.new_category == code
    assert review.new_organization == review.new_urgency == ""


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2026, 2, 3), date(2026, 2, 3)),
        ("2026-02-03", date(2026, 2, 3)),
        ("2026.2.3", date(2026, 2, 3)),
        ("2026/2/3", date(2026, 2, 3)),
        ("2026年2月3日", date(2026, 2, 3)),
        ("20260203", date(2026, 2, 3)),
        (20260203, date(2026, 2, 3)),
    ],
)
def test_days_are_understood_in_every_spelling(cell, day, fill):
    read = read_corrections(fill({"正确类别": "供电", "复核日期": cell}))
    assert [review.reviewed_on for review in read.reviews] == [day]
    assert read.problems == ()


@pytest.mark.parametrize("cell", ["昨天", "2026-02-30"])
def test_a_day_that_is_none_is_left_out_with_a_notice(cell, fill):
    read = read_corrections(fill({"正确类别": "供电", "复核日期": cell}))
    assert [review.reviewed_on for review in read.reviews] == [None]
    assert [problem.level for problem in read.problems] == ["notice"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"正确类别": "供水供电"}, "供水供电"),
        ({"正确类别": "供电", "正确紧急程度": "十万火急"}, "十万火急"),
        ({"正确类别": "供电", "编号": None}, "没有编号"),
    ],
)
def test_a_row_that_cannot_be_understood_is_rejected_with_its_place(row, said, fill):
    read = read_corrections(fill(row, {"正确类别": "供电"}))
    assert [review.matter_id for review in read.reviews] == ["001"]
    (problem,) = read.problems
    assert problem.level == "rejected"
    assert said in problem.what
    assert problem.source.row == 3


def test_a_number_corrected_twice_alike_is_taken_once(fill):
    read = read_corrections(fill({"正确类别": "供电"}, {"正确类别": "供电", "编号": "000"}))
    assert [review.new_category for review in read.reviews] == ["utilities.power"]
    assert [(one.level, one.source.row) for one in read.problems] == [("rejected", 4)]


def test_of_corrections_that_contradict_each_other_none_is_taken_and_all_are_listed(fill):
    read = read_corrections(
        fill(
            {"正确类别": "供电"},
            {"正确类别": "燃气", "编号": "000"},
            {"正确类别": "供电", "编号": "000"},
        )
    )
    assert read.reviews == ()
    assert [(one.level, one.source.row) for one in read.problems] == [
        ("rejected", 3),
        ("rejected", 4),
        ("rejected", 5),
    ]
    assert "第 4、5 行" in read.problems[0].what


@pytest.mark.parametrize(("day", "taken"), [("2026-03-02", 1), ("2026-03-03", 0)])
def test_nobody_has_reviewed_in_the_future(day, taken, fill):
    book = fill({"正确类别": "供电", "复核日期": day})
    read = read_corrections(book, today=date(2026, 3, 2))
    assert len(read.reviews) == taken
    assert [(one.level, one.source.row) for one in read.problems] == [("rejected", 3)] * (1 - taken)


def test_an_organization_outside_the_list_is_rejected_with_the_nearest_name(fill):
    read = read_corrections(fill({"正确单位": "区供水公诉"}))
    assert read.reviews == ()
    (problem,) = read.problems
    assert (problem.level, problem.source.row) == ("rejected", 3)
    assert "区供水公司" in problem.advice


@pytest.mark.parametrize("answer", ["区水务局", "水务局", "水务 局"])
def test_an_organization_of_the_directory_may_be_told_by_its_alias(answer, fill):
    known = {"区水务局": "区水务局", "水务局": "区水务局"}
    read = read_corrections(fill({"正确单位": answer}), organizations=known)
    assert [review.new_organization for review in read.reviews] == ["区水务局"]
    assert read.problems == ()


def test_the_mark_of_the_example_is_no_part_of_a_name(fill):
    read = read_corrections(fill({"正确单位": "区供水公司（示例）"}, example=True))
    (review,) = read.reviews
    assert (review.old_organization, review.new_organization) == ("区供水公司", "区供水公司")
    assert read.problems == ()


def test_sheets_that_people_have_rearranged_are_read(fill):
    def rearrange(sheet) -> None:
        sheet.unmerge_cells("A1:M1")
        sheet.insert_cols(1)
        sheet.insert_rows(1)
        sheet["A3"] = "打勾"
        sheet["I3"] = "正确\n类别"
        sheet.title = "复核完成"

    read = read_corrections(fill({"正确类别": "供电"}, change=rearrange))
    assert [(one.matter_id, one.new_category) for one in read.reviews] == [
        ("000", "utilities.power")
    ]


def test_without_the_hidden_words_the_shipped_categories_are_meant(fill):
    path = fill({"正确类别": "供电"})
    opened = openpyxl.load_workbook(path)
    del opened["词表"]
    opened.save(path)
    assert [one.new_category for one in read_corrections(path).reviews] == ["utilities.power"]


def test_a_workbook_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(BadTableError, match="待人工复核"):
        read_corrections(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", "编号,正确类别".encode()])
def test_a_file_that_is_no_workbook_is_refused(content, tmp_path):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=r"台账\.xlsx"):
        read_corrections(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UnreadableFileError):
        read_corrections(tmp_path / "没有.xlsx")
