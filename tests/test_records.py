"""Records: one schema, three formats, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minyi.domain import Matter, Opinion, Prediction, Route, Source, Triage
from minyi.errors import OutputExistsError, UsageError
from minyi.records import RECORD_FIELDS, RecordWriter, record, records
from minyi.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()


def make(text: str = "3号楼停水两天了", *, number: int = 1, case: str = "", **route: Any) -> Matter:
    source = Source(file="意见箱.xlsx", sheet="二月", row=3)
    return Matter(
        opinion=Opinion(text=text, source=source, id=case or str(source), case_number=case),
        number=number,
        text=text,
        prediction=Prediction(
            category="utilities.water",
            score=0.98765,
            alternatives=(("utilities.power", 0.00649), ("other.unclear", 0.001)),
            kind="request",
        ),
        triage=Triage(urgency="urgent"),
        route=Route(organization="区供水公司", reason="类别“供水”由区供水公司主办", **route),
        needs_review=False,
    )


def listed(*matters: Matter, **options: Any) -> list[dict[str, Any]]:
    return records(matters, TAXONOMY, "v1", **options)


def text_of(format: Any, *matters: Matter, **options: Any) -> str:
    stream = io.StringIO()
    with RecordWriter(stream, format, **options) as writer:
        writer.write_many(listed(*matters))
    return stream.getvalue()


def test_a_record_has_the_fields_in_their_order():
    row = record(make(case="0012"), TAXONOMY, "v1")
    assert " ".join(row) == (
        "id text category category_name score alternatives kind kind_name urgency urgency_name "
        "organization reason needs_review model_version source"
    )
    assert tuple(row) == RECORD_FIELDS
    assert row == {
        "id": "0012",
        "text": "3号楼停水两天了",
        "category": "utilities.water",
        "category_name": "供水",
        "score": 0.9877,
        "alternatives": [
            {"category": "utilities.power", "score": 0.0065},
            {"category": "other.unclear", "score": 0.001},
        ],
        "kind": "request",
        "kind_name": "求助",
        "urgency": "urgent",
        "urgency_name": "紧急",
        "organization": "区供水公司",
        "reason": "类别“供水”由区供水公司主办",
        "needs_review": False,
        "model_version": "v1",
        "source": "意见箱.xlsx[二月]:3",
    }


def test_the_second_matter_of_a_slip_has_its_own_id():
    assert [row["id"] for row in listed(make(case="7"), make(case="7", number=2))] == ["7", "7#2"]


def test_personal_data_is_masked_unless_asked_for():
    matter = make("停水，请打13812345678")
    assert "13812345678" not in json.dumps(record(matter, TAXONOMY, "v1"), ensure_ascii=False)
    assert record(matter, TAXONOMY, "v1", show_personal=True)["text"] == matter.text


def test_the_name_of_the_citizen_is_masked_in_every_field():
    source = Source(file="赵明亮来信.docx")
    opinion = Opinion(text="", source=source, id=str(source), name="赵明亮")
    matter = replace(make("赵明亮家停水，反映人赵 明亮"), opinion=opinion)
    matter = replace(matter, route=replace(matter.route, reason="“赵明亮”由区供水公司主办"))
    row = record(matter, TAXONOMY, "v1")
    assert "赵明亮" not in json.dumps(row, ensure_ascii=False)
    assert (row["id"], row["text"]) == ("赵**来信.docx", "赵**家停水，反映人赵**")
    assert record(matter, TAXONOMY, "v1", show_personal=True)["text"] == matter.text


def test_a_case_number_that_looks_like_a_card_stays():
    assert record(make(case="6222021234567890123"), TAXONOMY, "v1")["id"] == "6222021234567890123"


def test_organizations_of_the_shipped_example_say_so():
    assert record(make(), TAXONOMY, "v1", example=True)["organization"] == "区供水公司（示例）"


def test_csv_has_the_agreed_shape():
    (row,) = csv.DictReader(io.StringIO(text_of("csv", make(case="0012"))))
    assert tuple(row) == RECORD_FIELDS
    assert row["id"] == "0012"
    assert row["score"] == "0.9877"
    assert row["alternatives"] == "utilities.power:0.0065|other.unclear:0.0010"
    assert row["needs_review"] == "false"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_csv_cell_is_a_formula(start):
    text = f"{start}1+1"
    (row,) = csv.DictReader(io.StringIO(text_of("csv", make(text, case=text)), newline=""))
    assert row["text"] == row["id"] == f"'{text}"


def test_only_cells_that_need_it_are_quoted():
    lines = text_of("csv", make("停水,停电"), make("停水")).splitlines()
    assert '"停水,停电"' in lines[1]
    assert '"' not in lines[2]


def test_jsonl_is_one_object_a_line_whatever_the_text():
    texts = ["=1+1", "第一行\n第二行", "分\u2028隔\u2029符\x85号\x1c", "引\"号'", "\ud800孤"]
    lines = text_of("jsonl", *map(make, texts)).splitlines()
    read = [json.loads(line) for line in lines]
    assert [row["text"] for row in read] == [*texts[:-1], "\ufffd孤"]
    assert tuple(read[0]) == RECORD_FIELDS
    assert read[0]["alternatives"][0] == {"category": "utilities.power", "score": 0.0065}


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("csv", "id,category,score\n7,utilities.water,0.9877\n"),
        ("jsonl", '{"id": "7", "category": "utilities.water", "score": 0.9877}\n'),
    ],
)
def test_labels_only(format, text):
    assert text_of(format, make(case="7"), labels_only=True) == text


def test_a_csv_file_tells_excel_its_encoding_and_a_stream_does_not(tmp_path: Path):
    path = tmp_path / "out.csv"
    with RecordWriter(path, "csv") as writer:
        writer.write_many(listed(make()))
    assert path.read_bytes().startswith("\ufeffid,text".encode())
    assert path.read_text(encoding="utf-8-sig") == text_of("csv", make())


@pytest.mark.parametrize("labels_only", [False, True])
def test_parquet_holds_native_lists(labels_only, tmp_path: Path):
    path = tmp_path / "out.parquet"
    rows = listed(make("停水"), make("\ud800"))
    with RecordWriter(path, "parquet", labels_only=labels_only) as writer:
        writer.write_many(rows)
        writer.write_many(rows)
    read = pq.read_table(path).to_pylist()
    assert len(read) == 4
    if labels_only:
        assert list(read[0]) == ["id", "category", "score"]
    else:
        assert read[0] == rows[0]
        assert read[1]["text"] == "\ufffd"


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet"])
def test_no_records_make_a_valid_file(format, tmp_path: Path):
    path = tmp_path / f"out.{format}"
    with RecordWriter(path, format):
        pass
    if format == "parquet":
        assert pq.read_table(path).column_names == list(RECORD_FIELDS)
    else:
        header = ",".join(RECORD_FIELDS) + "\n" if format == "csv" else ""
        assert path.read_text(encoding="utf-8-sig") == header


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet"])
def test_an_interrupted_write_leaves_what_was_there(format, tmp_path: Path):
    path = tmp_path / "out"
    path.write_text("旧", encoding="utf-8")

    def interrupted():
        yield from listed(make())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), RecordWriter(path, format, force=True) as writer:
        writer.write_many(interrupted())
    assert path.read_text(encoding="utf-8") == "旧"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_stands_under_the_final_name_before_the_end(tmp_path: Path):
    path = tmp_path / "neu" / "out.csv"
    with RecordWriter(path, "csv") as writer:
        writer.write_many(listed(make()))
        assert not path.exists()
    assert [entry.name for entry in path.parent.iterdir()] == ["out.csv"]


def test_an_existing_file_is_left_alone_without_force(tmp_path: Path):
    path = tmp_path / "out.csv"
    path.write_text("旧", encoding="utf-8")
    with pytest.raises(OutputExistsError, match="--force"), RecordWriter(path, "csv"):
        pass
    assert path.read_text(encoding="utf-8") == "旧"


def test_what_cannot_be_written_is_refused_at_once(tmp_path: Path):
    with pytest.raises(UsageError, match="parquet"):
        RecordWriter(io.StringIO(), "parquet")
    with pytest.raises(UsageError, match="xml"):
        RecordWriter(tmp_path / "a", "xml")  # type: ignore[arg-type]
    with pytest.raises(OutputExistsError), RecordWriter(tmp_path, "csv"):
        pass


def test_a_folder_that_cannot_be_is_refused(tmp_path: Path):
    (tmp_path / "文件").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="写不进去"), RecordWriter(tmp_path / "文件" / "a.csv"):
        pass


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1)))
def test_texts_survive_the_way_through_both_text_formats(texts):
    rows = [record(make(text), TAXONOMY, "v1", show_personal=True) for text in texts]
    for format in ("csv", "jsonl"):
        stream = io.StringIO(newline="")
        with RecordWriter(stream, format) as writer:
            writer.write_many(rows)
        stream.seek(0)
        if format == "csv":
            read = [row["text"].removeprefix("'") for row in csv.DictReader(stream)]
            assert read == [text.removeprefix("'") for text in texts]
        else:
            assert [json.loads(line)["text"] for line in stream] == texts
