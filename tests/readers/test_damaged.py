"""Whatever a file is, reading it never raises."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

A = "3号楼停水两天了"


@pytest.mark.parametrize(
    ("name", "content", "hint"),
    [
        ("空.xlsx", b"", "空"),
        ("空.csv", b"", "空"),
        ("空.txt", b"\xef\xbb\xbf \r\n", "空"),
        ("坏.xlsx", b"PK\x03\x04" + b"junk" * 50, "损坏"),
        ("坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "损坏"),
        ("坏.docx", b"not a document", "损坏"),
        ("坏.pdf", b"%PDF-1.4 broken", "损坏"),
        ("坏.parquet", b"PAR1" + b"x" * 50, "损坏"),
        ("坏.jsonl", b"[1, 2", "JSON"),
        ("图.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 30, "图片"),
        ("图.PNG", b"\x89PNG\r\n\x1a\n" + b"\0" * 30, "图片"),
        (
            "旧.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "Word",
        ),
        (
            "密.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "密码",
        ),
        ("包.zip", b"Rar!\x1a\x07", "压缩包"),
    ],
)
def test_unreadable_file_is_one_problem_with_advice(text_file, name, content, hint):
    result = text_file(name, content)
    assert result.levels == ["file"]
    problem = result.problems[0]
    assert hint in problem.what
    assert problem.advice
    assert result.opinions == []


def test_missing_file_and_folder_are_problems(take, tmp_path: Path):
    assert take(tmp_path / "没有.csv").levels == ["file"]
    assert take(tmp_path).levels == ["file"]


def test_workbook_under_the_name_of_a_csv(take, tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.append(["编号", "意见内容"])
    book.active.append(["1", A])
    data = io.BytesIO()
    book.save(data)
    for name in ("a.csv", "a.xls", "A.XLSX", "a.txt"):
        (tmp_path / name).write_bytes(data.getvalue())
        assert take(tmp_path / name).texts == [A]


def test_zip_bomb_is_refused(take, tmp_path: Path):
    path = tmp_path / "a.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(120):
            part.write(b"\0" * (1 << 20))
    result = take(path)
    assert result.levels == ["file"]
    assert "大得不正常" in result.problems[0].what


def test_stray_cell_at_the_far_corner_does_not_fill_the_memory(take, tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.append(["编号", "意见内容"])
    book.active.append(["1", A])
    book.active.cell(1_048_576, 16_384, "x")
    book.save(tmp_path / "a.xlsx")
    assert take(tmp_path / "a.xlsx").levels == ["file"]


def test_damage_is_no_reason_to_raise(take, tmp_path: Path):
    book = openpyxl.Workbook()
    for row in (["编号", "意见内容"], ["1", A], ["2", A]):
        book.active.append(row)
    whole = io.BytesIO()
    book.save(whole)
    data = whole.getvalue()
    for i in range(0, len(data), 97):
        path = tmp_path / "a.xlsx"
        path.write_bytes(data[:i] + bytes([data[i] ^ 0xFF]) + data[i + 1 :])
        result = take(path)
        assert result.opinions or result.levels == ["file"]
        path.write_bytes(data[:i])
        assert take(path).levels == ["file"]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(
    data=st.binary(max_size=300),
    suffix=st.sampled_from(
        [".csv", ".txt", ".xlsx", ".xls", ".docx", ".pdf", ".jsonl", ".parquet", ""]
    ),
)
def test_random_bytes_never_raise(take, tmp_path: Path, data, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    result = take(path)
    assert result.opinions or result.problems


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(
    record=st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_is_read(take, tmp_path: Path, record):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": A}) + "\n" + json.dumps(record) + "\n", encoding="utf-8")
    assert take(path).texts[0] == A


@pytest.mark.parametrize("suffix", [".csv", ".txt", ".jsonl"])
def test_bytes_that_are_no_text_are_refused(text_file, suffix):
    import random

    result = text_file(f"a{suffix}", random.Random(7).randbytes(3000))
    assert result.levels == ["file"]
    assert not result.opinions


@pytest.mark.parametrize(
    ("name", "content", "level", "hint"),
    [
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "file", "docx"),
        ("minyi.toml", b"[office]\nname = 'x'\n", "skipped", "txt"),
        ("README.md", "# 说明\n".encode(), "skipped", "txt"),
        ("包.zip", b"PK\x05\x06" + b"\0" * 18, "file", "解压"),
    ],
)
def test_file_that_holds_no_opinions_says_so(text_file, name, content, level, hint):
    (problem,) = text_file(name, content).problems
    assert problem.level == level
    assert hint in problem.advice


def test_text_without_suffix_is_read_with_a_notice(text_file):
    result = text_file("意见", "路灯坏了\n")
    assert result.texts == ["路灯坏了"]
    assert result.levels == ["notice"]
