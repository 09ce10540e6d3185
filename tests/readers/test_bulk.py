"""Large tables in columns: the same opinions and problems as row by row, in the same order."""

import csv
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minyi.domain import Opinion, Problem
from minyi.readers import ReadOptions, read
from minyi.readers.bulk import read_bulk
from minyi.readers.slips import Slips

OPTIONS = ReadOptions(today=date(2026, 11, 1))
HEADER = ["工单号", "标题", "意见内容", "街道", "姓名", "承办单位"]
ODD = [
    ["", "", "", "", "", ""],
    HEADER,
    ["合计", "", "3件", "", "", ""],
    ["填表人：李经办", "", "", "", "", ""],
    ["X1", "", "停水", "", "", ""],
    ["X2", "", "", "东街", "", ""],
    ["", "", "没有工单号的也要读，楼道灯坏了好几天", "", "", ""],
    ["X3", "标题", "标题重复在正文里，路灯坏了很久没人修", "东街", "张三", "住建局"],
    ["X3", "", "工单号重复的一行，楼道灯坏了好几天", "", "", ""],
    ["X4", "", "多一格的一行，垃圾没有人清运很久了", "", "", "", "多出"],
    ["X5", "", "短一格的一行，垃圾没有人清运很久了"],
    ["007.0", "", "引号“”和,逗号\n还有换行的一行，味道很大", "", "", ""],
    ["一、城南街道", "", "", "", "", ""],
    ["本月", "", "本月物业一直没有来收垃圾，味道很大", "", "", ""],
    ["X6", "", "说明：这一行里有冒号，物业一直没有来收垃圾", "", "", ""],
    ["坏�", "", "有坏字�的一行，物业一直没有来收垃圾", "", "", ""],
]


def usual(number):
    row = [f"G{number:05}", "", f"{number}号楼停水两天了，一直没有人来修", "西街", "", ""]
    return [*row[:1], "停水" if number % 3 == 0 else "", *row[2:]]


def write(path, rows):
    if path.suffix == ".jsonl":
        lines = [
            json.dumps(dict(zip(HEADER, row, strict=False)), ensure_ascii=False) for row in rows
        ]
        path.write_text("\n".join(lines), encoding="utf-8")
        return path
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    return path


def both(path):
    """(columns, problems) of the two ways."""
    one, other = Slips(), Slips()
    problems, others = [], []
    for item in read(path, OPTIONS):
        problems.append(item) if isinstance(item, Problem) else one.add(item)
    blocks = 0
    for item in read_bulk(path, OPTIONS, name=path.name):
        if isinstance(item, Problem):
            others.append(item)
        elif isinstance(item, Opinion):
            other.add(item)
        else:
            blocks += 1
            other.extend(item)
    key = lambda problem: (problem.source.row, problem.what)  # noqa: E731
    return (one, sorted(problems, key=key)), (other, sorted(others, key=key)), blocks


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    odd=st.dictionaries(st.integers(0, 3_000), st.integers(0, len(ODD) - 1), max_size=40),
    runs=st.lists(st.integers(600, 2_900), max_size=2),
)
def test_columns_hold_what_rows_hold(tmp_path_factory, suffix, odd, runs):
    rows = [usual(i) for i in range(3_000)]
    for place, which in sorted(odd.items(), reverse=True):
        rows.insert(place, ODD[which])
    for start in runs:  # odd rows below each other
        rows[start:start] = ODD
    path = write(tmp_path_factory.mktemp("b") / f"大表{suffix}", rows)
    one, other, _ = both(path)
    assert other == one


def test_plain_rows_of_a_large_table_go_by_in_columns(tmp_path):
    path = write(tmp_path / "大表.csv", [usual(i) for i in range(20_000)])
    one, other, blocks = both(path)
    assert blocks > 10
    assert other == one


@pytest.mark.parametrize(
    "header", [["编号", "居民反映的问题", "备注"], ["序号", "反映内容", "联系电话", "来电时间"]]
)
def test_a_further_table_with_other_columns_is_seen(tmp_path, header):
    path = tmp_path / "两张表.csv"
    below = [
        ["1", f"{i}栋的垃圾没有人清运，已经很久了", *[""] * (len(header) - 2)] for i in range(2_000)
    ]
    rows = [HEADER, *(usual(i) for i in range(2_000)), header, *below]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    one, other, blocks = both(path)
    assert blocks
    assert other == one


@pytest.mark.parametrize("texts", [["意见内容"], ["意见"]])
def test_a_table_of_one_column(tmp_path, texts):
    rows = [
        *(f"{i}号楼停水两天了，一直没有人来修" for i in range(2_000)),
        "汇总表",
        "填报单位：城南街道",
        "停水",
        *(f"{i}号楼停水两天了" * 4 for i in range(2_000)),
    ]
    path = tmp_path / "一列.csv"
    path.write_text("\n".join([*texts, *rows]), encoding="utf-8")
    one, other, _ = both(path)
    assert other == one
