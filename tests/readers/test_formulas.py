"""Text that a program stored as a formula is read as text, never computed, never lost."""

from datetime import date

import pytest
from openpyxl import Workbook

from minyi.domain import Opinion, Problem
from minyi.readers import ReadOptions, read

OPTIONS = ReadOptions(today=date(2026, 3, 1))


def texts(path):
    return [item.text for item in read(path, OPTIONS) if isinstance(item, Opinion)]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1 这笔钱怎么算的？",
        '=HYPERLINK("http://example.com","点我领红包")',
        "=停水三天了<没人管>&",
    ],
)
def test_a_formula_with_words_and_no_value_is_read_as_text(tmp_path, text):
    book = Workbook()
    book.active.append(["编号", "意见内容"])
    book.active.append(["1", "路灯不亮没人修"])
    book.active.append(["2", text])
    book.save(tmp_path / "a.xlsx")
    assert texts(tmp_path / "a.xlsx") == ["路灯不亮没人修", text]


def test_formulas_of_numbers_stay_what_they_were(tmp_path):
    book = Workbook()
    book.active.append(["序号", "意见内容"])
    book.active.append(["=ROW()-1", "路灯不亮没人修"])
    book.active.append(["=ROW()-1", "=A1&B2"])
    book.save(tmp_path / "a.xlsx")
    items = list(read(tmp_path / "a.xlsx", OPTIONS))
    assert [i.text for i in items if isinstance(i, Opinion)] == ["路灯不亮没人修"]
    assert all(not i.case_number for i in items if isinstance(i, Opinion))
    assert not any("ROW" in str(i) for i in items if isinstance(i, Problem))


def test_formulas_of_a_second_sheet_are_found_by_its_name(tmp_path):
    book = Workbook()
    book.active.append(["说明"])
    sheet = book.create_sheet("意见 & 建议")
    sheet.append(["意见内容"])
    sheet.append(["=垃圾没人收"])
    book.save(tmp_path / "a.xlsx")
    assert texts(tmp_path / "a.xlsx") == ["=垃圾没人收"]
