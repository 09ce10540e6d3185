"""Columns or rows: the records are the same."""

import io

import pytest

import minyi
from minyi.domain import Opinion, Source
from minyi.readers.slips import Slips
from minyi.records import RecordWriter, records
from minyi.streaming.rendering import Shape, columns_of, render

TEXTS = [
    ("=1+1 这是什么收费", "张三"),
    ("张三说3号楼停水两天了，电话13800138000", "张三"),
    ("第一行\r第二行，路灯不亮", ""),
    ("坏字\ud800，垃圾没人清", ""),
    ('分隔\u2028符，"引号"，逗号,都有', ""),
    ("一是停水三天没人管；二是垃圾没人清运臭气熏天", ""),
    ("", ""),
]


@pytest.fixture(scope="module")
def office():
    return minyi.load()


@pytest.fixture
def opinions():
    return [
        Opinion(
            text=text,
            name=name,
            source=Source(file="张三13800138000.csv", row=row),
            id=f"张三13800138000.csv:{row}" if row % 2 else f"00{row}",
            case_number="" if row % 2 else f"00{row}",
        )
        for row, (text, name) in enumerate(TEXTS, 2)
    ]


@pytest.mark.parametrize("format", ["csv", "jsonl"])
@pytest.mark.parametrize("personal", [False, True])
def test_a_chunk_is_what_the_writer_of_records_writes(office, opinions, format, personal):
    stream = io.StringIO()
    matters = list(office.flow.matters(opinions))
    with RecordWriter(stream, format) as writer:
        writer.write_many(
            records(
                matters,
                office.taxonomy,
                office.model.version,
                show_personal=personal,
                example=office.directory.example,
            )
        )
    shape = Shape(format=format, show_personal=personal)
    chunk = render(office.flow, shape, Slips.of(opinions))
    assert shape.head + chunk.payload == stream.getvalue()
    assert (chunk.opinions, chunk.records) == (len(opinions), len(matters))


def test_the_number_of_a_row_is_never_masked(office):
    opinion = Opinion(
        text="停水了", source=Source(file="a.csv", row=13800138000), id="a.csv:13800138000"
    )
    columns = columns_of(office.flow, Shape(format="csv"), Slips.of([opinion]))
    assert columns["id"] == columns["source"] == ["a.csv:13800138000"]


def test_labels_only_gives_three_columns(office, opinions):
    shape = Shape(format="csv", labels_only=True, split=False)
    chunk = render(office.flow, shape, Slips.of(opinions))
    assert shape.head == "id,category,score\n"
    assert chunk.records == len(opinions)


def test_no_opinions_give_a_table_without_rows(office):
    assert len(render(office.flow, Shape(format="parquet"), Slips()).payload) == 0
