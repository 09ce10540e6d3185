"""Formulas of people are found in the package and shifted with their row."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest

from minyi.workbook.cells import Formula
from minyi.workbook.formulas import move_row, read_formulas
from minyi.workbook.opened import open_book


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A5+B5", "A9+B9"),
        ("A$5+$B5", "A$5+$B9"),
        ("SUM(A3:A7)", "SUM(A3:A7)"),
        ("SUM(A5:C5)", "SUM(A9:C9)"),
        ("A4+A50", "A4+A50"),
        ("原始意见!A5+'三 月'!B5+C5", "原始意见!A5+'三 月'!B5+C9"),
        ('IF(A5="B5","逾期","")', 'IF(A9="B5","逾期","")'),
        ("LOG5(A5)", "LOG5(A9)"),
    ],
)
def test_references_to_the_own_row_follow(formula, moved):
    assert move_row(formula, 4, 8) == moved


def write(path, xml: str):
    """A workbook whose sheet holds these cells as another program would write them."""
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = next(name for name in parts if "worksheets/sheet" in name)
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    parts[sheet] = f"{head}<sheetData>{xml}</sheetData></worksheet>".encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def test_formulas_filled_down_are_told_for_every_row(tmp_path):
    path = write(
        tmp_path / "a.xlsx",
        '<row r="3"><c r="B3" s="1"><f t="shared" ref="B3:B5" si="0">A3*$C$1&amp;"A3"</f>'
        '<v>1</v></c></row><row r="4"><c r="A4"><v>2</v></c>'
        '<c r="B4"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="5"><c r="B5"><f t="shared" si="0"></f></c></row>',
    )
    assert read_formulas(path) == {
        "Sheet": {(row, 1): (f'A{row + 1}*$C$1&"A3"', True) for row in (2, 3, 4)}
    }


@pytest.mark.parametrize(
    ("formula", "kept"),
    [
        ("A1+1.5E3", True),
        ("TRUE", True),
        ("_xlfn.CONCAT(A1,原始意见!B2)", True),
        ("VLOOKUP(A1,'三 月'!A:C,2,0)", True),
        ("[1]Sheet1!A1", False),
        ("表1[金额]", False),
        ("SUM(我的区域)", False),
        ("rate*2", False),
    ],
)
def test_formulas_that_rest_on_what_is_not_carried_are_known(formula, kept, tmp_path):
    path = write(tmp_path / "a.xlsx", f'<row r="1"><c r="A1"><f>{formula}</f><v>1</v></c></row>')
    assert read_formulas(path) == {"Sheet": {(0, 0): (formula, kept)}}


def test_array_formulas_cannot_be_carried(tmp_path):
    path = write(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c></row>',
    )
    assert read_formulas(path) == {"Sheet": {(0, 0): ("B1:B2", False)}}


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("<f>A2</f><v>7</v>", Formula("A2", 7)),
        ("<f>A2</f>", Formula("A2", "")),
        ("<f>[1]甲!A2</f><v>7</v>", 7),
        ("<f>[1]甲!A2</f>", "=[1]甲!A2"),
    ],
)
def test_nothing_is_lost_of_a_formula(cell, read, tmp_path):
    path = write(tmp_path / "a.xlsx", f'<row r="1"><c r="A1">{cell}</c></row>')
    assert open_book(path).sheets["Sheet"].rows == [[read]]


def test_a_file_that_is_no_package_has_no_formulas(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    assert read_formulas(path) == {}
