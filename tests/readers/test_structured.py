"""jsonl, Parquet, standard input, columns for training, paths."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from minyi.errors import BadTableError, UnreadableFileError, UsageError
from minyi.readers import expand, expand_named, read_columns, read_stdin_lines

A, B = "3号楼停水两天了", "路灯坏了一个月没人修"


def test_json_lines_with_a_bad_one(text_file):
    lines = [
        json.dumps(
            {"工单号": 12345678901234567890, "诉求内容": A, "score": 1.5}, ensure_ascii=False
        ),
        "{not json",
        "",
        json.dumps({"工单号": "007", "诉求内容": B, "标签": ["水", "电"]}),
        json.dumps({"工单号": "008", "诉求内容": None}),
    ]
    result = text_file("a.jsonl", "\n".join(lines))
    assert result.texts == [A, B]
    first, second = result.opinions
    assert (first.case_number, first.source.row, first.extra) == (
        "12345678901234567890",
        1,
        {"score": "1.5"},
    )
    assert (second.case_number, second.source.row) == ("007", 4)
    assert second.extra == {"标签": '["水", "电"]'}
    assert [(p.level, p.source.row) for p in result.problems] == [("rejected", 2), ("rejected", 5)]


def test_parquet_in_batches(take, tmp_path: Path):
    path = tmp_path / "a.parquet"
    count = 10_000
    table = pa.table(
        {
            "编号": [f"{i:05}" for i in range(count)],
            "日期": [date(2026, 2, 3)] * count,
            "意见内容": [f"{A}{i}" for i in range(count)],
        }
    )
    parquet.write_table(table, path)
    result = take(path)
    assert len(result.opinions) == count
    last = result.opinions[-1]
    assert (last.case_number, last.source.row) == ("09999", count)
    assert last.received_on == date(2026, 2, 3)


def test_stdin_gives_one_opinion_per_line():
    stream = io.TextIOWrapper(io.BytesIO(f"\ufeff{A}\n\n  \r\n{B}".encode()), encoding="ascii")
    found = list(read_stdin_lines(stream))
    assert [(o.id, o.text) for o in found] == [("1", A), ("2", ""), ("3", ""), ("4", B)]
    assert str(found[0].source) == "-:1"
    assert [o.text for o in read_stdin_lines(io.StringIO("停水\n\n"))] == ["停水", ""]


@pytest.mark.parametrize("suffix", ["csv", "tsv", "xlsx", "jsonl", "parquet"])
def test_columns_for_training(tmp_path: Path, suffix):
    path = tmp_path / f"a.{suffix}"
    rows = [{"text": A, "label": "水"}, {"text": B, "label": ""}]
    if suffix in ("csv", "tsv"):
        mark = "," if suffix == "csv" else "\t"
        lines = [["text", "label"], *([row["text"], row["label"]] for row in rows)]
        path.write_text("\n".join(mark.join(line) for line in lines), encoding="utf-8-sig")
    elif suffix == "xlsx":
        book = openpyxl.Workbook()
        book.active.append(["训练数据"])
        book.active.append(["text", "label"])
        for row in rows:
            book.active.append(list(row.values()))
        book.save(path)
    elif suffix == "jsonl":
        path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    else:
        parquet.write_table(pa.Table.from_pylist(rows), path)
    first = {"csv": 2, "tsv": 2, "xlsx": 3, "jsonl": 1, "parquet": 1}[suffix]
    columns, numbers = read_columns(path, ["text", "label"], optional=["also"])
    assert columns == {"text": [A, B], "label": ["水", ""]}
    assert numbers == [first, first + 1]
    with pytest.raises(BadTableError, match=r"标签.*text"):
        read_columns(path, ["text", "标签"])


def test_columns_of_no_table(tmp_path: Path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04junk")
    with pytest.raises(UnreadableFileError, match=r"a\.xlsx"):
        read_columns(tmp_path / "a.xlsx", ["text"])
    with pytest.raises(UnreadableFileError):
        read_columns(tmp_path / "没有.csv", ["text"])


def test_folders_globs_and_files(tmp_path: Path, monkeypatch):
    for name in ("b.csv", "A.XLSX", "~$b.xlsx", ".hidden.csv", "x.py", "下级/c.docx", ".git/d.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    names = [name for _, name in expand_named([str(tmp_path)])]
    assert names == ["A.XLSX", "b.csv", "x.py", "下级/c.docx"]
    monkeypatch.chdir(tmp_path)
    Path("空").mkdir()
    assert expand(["*.csv", "b.csv"]) == [Path("b.csv")]
    assert expand(["**/*.docx"]) == [Path("下级/c.docx")]
    assert expand(["x.py"]) == [Path("x.py")]
    for missing in ("没有.csv", "*.pdf", "空", ""):
        with pytest.raises(UsageError) as error:
            expand(["b.csv", missing])
        assert missing in str(error.value)


def test_files_of_one_name_are_told_apart(tmp_path: Path):
    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.csv").write_text("x", encoding="utf-8")
    names = [name for _, name in expand_named([str(tmp_path / "甲"), str(tmp_path / "乙")])]
    assert len(set(names)) == 2


def test_file_whose_name_is_a_glob(tmp_path: Path):
    path = tmp_path / "意见[1].csv"
    path.write_text("x", encoding="utf-8")
    assert expand([str(path)]) == [path]
