"""minyi suggest on files: a table that a person fills in and minyi train reads."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from minyi.readers import read_columns

HEADERS = ["编号", "意见内容", "现判类别", "把握", "其他可能", "正确类别"]


@pytest.fixture
def box(tmp_path):
    path = tmp_path / "意见.csv"
    path.write_text(
        "工单号,问题描述\n"
        "0001,3号楼停水两天了没人管\n"
        "0002,3号楼停水两天了没人管！\n"
        "0003,=HYPERLINK(1) 这个东西谁来管，电话13800138000\n"
        "0004,？？？\n"
        "0005,孩子养的蜜蜂飞到楼上阳台去了\n"
        "0006,有人在桥下打鼓\n"
        "0007,小区门口路灯不亮\n",
        encoding="utf-8",
    )
    return path


def table(text):
    return list(csv.reader(io.StringIO(text)))


def test_rows_are_masked_distinct_and_the_most_doubtful_come_first(minyi, box):
    code, stdout, stderr = minyi("suggest", box, "--n", 10)
    header, *rows = table(stdout)
    assert code == 0
    assert header == HEADERS
    assert "minyi train" in stderr
    ids = [row[0] for row in rows]
    assert len({"0001", "0002"} & set(ids)) == 1  # a near copy teaches nothing
    assert "0004" not in ids  # nothing to label
    assert {"0003", "0005", "0006", "0007"} <= set(ids)
    assert "13800138000" not in stdout
    assert all(row[5] == "" for row in rows)
    assert ids.index("0007") > ids.index("0006")
    assert stdout == minyi("suggest", box, "--n", 10)[1]


def test_number_of_rows_is_as_asked(minyi, box):
    assert len(table(minyi("suggest", box, "--n", 2)[1])) == 3


def test_workbook_has_a_drop_down_and_texts_that_stay_texts(minyi, box, tmp_path):
    out = tmp_path / "待标注.xlsx"
    assert minyi("suggest", box, "--n", 5, "--out", out)[0] == 0
    book = load_workbook(out)
    sheet = book["待标注"]
    assert [cell.value for cell in sheet[1]] == HEADERS
    (choice,) = sheet.data_validations.dataValidation
    assert str(choice.sqref) == f"F2:F{sheet.max_row}"
    names = [row[0].value for row in book["类别表"].iter_rows(min_row=2)]
    assert choice.formula1 == f"'类别表'!$A$2:$A${len(names) + 1}"
    assert "供水" in names
    texts = [cell for cell in sheet["B"] if "HYPERLINK" in str(cell.value)]
    assert [cell.data_type for cell in texts] == ["s"]
    assert all(isinstance(cell.value, float) for cell in sheet["D"][1:])


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_filled_table_gives_minyi_train_texts_and_labels(minyi, box, tmp_path, suffix):
    out = tmp_path / f"待标注{suffix}"
    minyi("suggest", box, "--n", 5, "--out", out)
    columns, rows = read_columns(out, ["意见内容", "正确类别"])
    assert len(rows) == 5
    assert any("蜜蜂" in text for text in columns["意见内容"])
    assert columns["正确类别"] == [""] * 5
    if suffix == ".xlsx":
        book = load_workbook(out)
        book["待标注"]["F2"] = "供水"
        book.save(out)
        assert read_columns(out, ["意见内容", "正确类别"])[0]["正确类别"][0] == "供水"


def test_output_is_never_overwritten_unasked(minyi, box, tmp_path):
    out = tmp_path / "待标注.csv"
    out.write_text("mine", encoding="utf-8")
    code, _, stderr = minyi("suggest", box, "--out", out)
    assert (code, "--force" in stderr, out.read_text(encoding="utf-8")) == (2, True, "mine")
    assert minyi("suggest", box, "--out", out, "--force")[0] == 0


def test_output_in_the_folder_that_is_read_is_left_out(minyi, box):
    out = box.parent / "待标注.csv"
    minyi("suggest", box.parent, "--out", out)
    first = out.read_bytes()
    minyi("suggest", box.parent, "--out", out, "--force")
    assert out.read_bytes() == first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["没有.csv"], "没有.csv"),
        (["空.csv"], "没有读到一条"),
        (["问号.csv"], "没有读到一条"),
        (["空.csv", "--out", "表.docx"], ".xlsx 或 .csv"),
        (["空.csv", "-"], "标准输入"),
    ],
)
def test_what_cannot_be_done_is_said(minyi, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    Path("空.csv").write_text("问题描述\n", encoding="utf-8")
    Path("问号.csv").write_text("问题描述\n？？？\n", encoding="utf-8")
    code, _, stderr = minyi("suggest", *arguments)
    assert code == 2
    assert said in stderr
