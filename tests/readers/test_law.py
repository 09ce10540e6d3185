"""Every row with something in it is accounted for."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

CELL = st.sampled_from(
    ["", "", "1", "合计", "小计", "填表人：张三", "停水了两天没人管", "路灯坏了，请修", "城南街道",
     "2026-02-03", "意见内容", "备注：无", "一、城南街道", "=1+1", "#N/A", "序号", "电话",
     "第一行\n第二行", '他说"停水"了']
)  # fmt: skip
TABLE = st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=12)
HEADER = ["序号", "收集日期", "街道", "意见内容"]
FIXED = ["1", "2026-02-03", "城南街道", "三号楼停水两天了，没人来修"]


def reconcile(result, rows, first):
    """Opinions, rejected and skipped rows are the rows that are not blank, each exactly once."""
    accounted = [o.source.row for o in result.opinions]
    accounted += [
        p.source.row
        for p in result.problems
        if p.level in ("rejected", "skipped") and "空行（" not in p.what
    ]
    filled = [
        number
        for number, cells in enumerate(rows, first)
        if any(cell and cell != "#N/A" for cell in cells)
    ]
    assert sorted(accounted) == filled


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None
)
@given(rows=TABLE)
def test_rows_of_a_workbook_reconcile(take, tmp_path: Path, rows):
    path = tmp_path / "a.xlsx"
    rows = [FIXED, *rows]
    with Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for i, line in enumerate([["汇总表"], HEADER, *rows]):
            for j, value in enumerate(line):
                sheet.write_string(i, j, value)
    reconcile(take(path), rows, 3)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None
)
@given(rows=TABLE)
def test_rows_of_a_csv_reconcile(take, tmp_path: Path, rows):
    import csv

    path = tmp_path / "a.csv"
    rows = [FIXED, *rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    reconcile(take(path), rows, 2)
