"""Lists that are none, and rows that belong to no matter."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from minyi.errors import BadTableError, UnreadableFileError
from minyi.followup.exporting import export
from minyi.followup.importing import take_in
from minyi.followup.returned import read_list
from minyi.ledgers import CHINA, Ledger

District = Any


def test_rows_without_number_of_unknown_number_and_totals(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text("编号,办理状态,合计\n9999,办理中,\n,办理中,\n,,共 2 件\n\n", encoding="utf-8")
    done = take_in(ledger, read_list(path), "张三")
    assert [one.row for one in done.conflicts] == [2, 3]
    assert "没有编号“9999”" in done.conflicts[0].reason
    assert "请补上编号" in done.conflicts[1].reason


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("台账.csv", "甲,乙\n1,2\n", BadTableError),
        ("台账.csv", "", BadTableError),
        ("台账.jsonl", "[1]\n", UnreadableFileError),
        ("台账.jsonl", "{", UnreadableFileError),
        ("台账.xlsx", "no zip", UnreadableFileError),
    ],
)
def test_what_is_no_list_is_refused(
    tmp_path: Path, name: str, content: str, error: type[Exception]
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(error):
        list(read_list(path))


def test_formulas_of_citizens_do_not_run(
    ledger: Ledger, district: District, tmp_path: Path
) -> None:
    district.new(
        ledger, datetime(2025, 3, 3, tzinfo=CHINA), text="=HYPERLINK(1) 停水", case_number="0001"
    )

    def written(name: str) -> Path:
        path = tmp_path / name
        export(ledger, path, title="台账", category=str, created=datetime(2025, 3, 5))
        return path

    book = load_workbook(written("台账.xlsx"))
    cell = book["整改台账"]["E3"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1) 停水", "s")
    path = written("台账.csv")
    assert "'=HYPERLINK" in path.read_text(encoding="utf-8-sig")
    (row,) = read_list(path)
    assert row.cells["意见内容"] == "=HYPERLINK(1) 停水"
