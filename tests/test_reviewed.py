"""Corrections feed the next training; pairs of organizations that they move between are named."""

import csv
import json
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minyi.domain import Review, Source
from minyi.errors import BadTableError
from minyi.retraining import (
    asked_by,
    asked_of,
    is_review_store,
    join_answers,
    last_answers,
)
from minyi.reviews import append_reviews, load_reviews
from minyi.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()


def review(text, new="", old="utilities.water", *, org=("", ""), day=None, id="1", note=""):
    return Review(
        matter_id=id,
        text=text,
        source=Source(file="台账.xlsx"),
        reviewer="李某",
        reviewed_on=date(2026, 3, day) if day else None,
        old_category=old,
        new_category=new,
        old_organization=org[0],
        new_organization=org[1],
        note=note,
    )


def labels_of(reviews, asked="category", labels=()):
    return {each.text: each.label for each in last_answers(reviews, asked, TAXONOMY, labels)}


def test_the_last_word_on_a_text_counts_whatever_the_order_of_the_store():
    said = [
        review("停水了", "utilities.power", day=9),
        review("停 水了\n", "utilities.heating", day=3),
        review("灯不亮", "travel.roads", day=2),
        review("灯不亮", "utilities.power", day=2),
    ]
    assert labels_of(said) == {"停水了": "utilities.power", "灯不亮": "utilities.power"}


def test_what_was_left_as_it_was_is_confirmed():
    said = [review("停水了", org=("区供水公司", "区住建局"))]
    assert labels_of(said) == {"停水了": "utilities.water"}
    assert labels_of(said, "organization") == {"停水了": "区住建局"}
    assert labels_of([review("停水了", "travel.roads")], "organization") == {}


def test_a_table_that_writes_names_gets_names():
    name = TAXONOMY.name("utilities.power")
    said = [review("停水了", "utilities.power")]
    assert labels_of(said, labels=[name, "其他"]) == {"停水了": name}
    assert labels_of(said, labels=["utilities.power"]) == {"停水了": "utilities.power"}


@pytest.mark.parametrize(
    ("labels", "asked"),
    [
        (["utilities.power", "travel.roads"], "category"),
        ([TAXONOMY.name("utilities.power")], "category"),
        (["区供水公司", "区住建局"], "organization"),
    ],
)
def test_what_the_labels_of_a_table_are_is_seen_from_them(labels, asked):
    said = [review("停水了", "utilities.power", org=("区供水公司", "区住建局"))]
    assert asked_of(labels, said, TAXONOMY) == asked


def test_labels_that_no_review_speaks_of_are_refused():
    with pytest.raises(BadTableError, match="对不上"):
        asked_of(["甲", "乙"], [review("停水了", "utilities.power")], TAXONOMY)


@pytest.mark.parametrize(
    ("column", "asked"),
    [("新类别", "category"), (" 类别 ", "category"), ("新单位", "organization")],
)
def test_columns_of_the_store_are_known_by_name(column, asked):
    assert asked_by(column) == asked
    with pytest.raises(BadTableError, match="新类别"):
        asked_by("复核人")


def test_an_answer_outweighs_the_row_of_the_same_text_and_a_new_one_is_added():
    answers = last_answers(
        [
            review("电话13800138000停水了", "utilities.power"),
            review("灯不亮", "travel.roads", day=5),
        ],
        "category",
        TAXONOMY,
    )
    texts = ["电话13800138000停水了", "狗叫"]
    joined = join_answers(texts, ["utilities.water", "甲"], [2, 3], ["2026-01-01", ""], answers)
    assert joined.texts == [*texts, "灯不亮"]
    assert joined.labels == ["utilities.power", "甲", "travel.roads"]
    assert joined.weights == [2, 1, 2]
    assert joined.rows == [2, 3, 4]
    assert joined.days == ["2026-01-01", "", "2026-03-05"]
    assert (joined.corrected, joined.confirmed, joined.added) == (1, 0, 1)


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from("子丑"))), st.data())
@settings(max_examples=40, deadline=None)
def test_joining_loses_no_row_and_invents_none(rows, data):
    said = data.draw(st.lists(st.sampled_from("甲乙戊己"), unique=True))
    answers = last_answers([review(text, "travel.roads") for text in said], "category", TAXONOMY)
    texts, labels = [t for t, _ in rows], [label for _, label in rows]
    joined = join_answers(texts, labels, range(2, 2 + len(rows)), None, answers)
    assert joined.texts[: len(rows)] == texts
    assert set(joined.texts) == {*texts, *said}
    assert len(joined.texts) == len(joined.labels) == len(joined.rows) == len(joined.weights)
    assert len(set(joined.rows)) == len(joined.rows)


def moved(old, new, id, **more):
    return review(f"事{id}", org=(old, new), id=str(id), **more)


# Commands

PLACES = ["东关小区", "西河村口", "北门市场", "南苑大院", "中心街上", "新村三组", "火车站旁"]
MATTERS = {
    "utilities.water": ["停水两天了没人修", "自来水发黄带泥沙"],
    "environment.noise": ["工地半夜施工吵人", "楼下跳舞音响太大"],
}
ROWS = [(p + m, label) for label, matters in MATTERS.items() for p in PLACES for m in matters]


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "复核记录.csv"
    new = dict(ROWS)
    said = [
        review(f"{place}门前的井盖丢了{i}", "travel.roads", id=f"{place}{i}")
        for place in PLACES
        for i in "甲乙丙"
    ]
    wrong = ROWS[0][0]
    said += [review(wrong, "environment.noise", new[wrong], day=2, id="w")]
    said += [review(wrong, "travel.roads", new[wrong], day=4, id="w")]
    append_reviews(path, said)
    return path


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "标注.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("内容", "标签"), *ROWS])
    return path


def facts(folder):
    return json.loads((folder / "manifest.json").read_text("utf-8"))["facts"]


def test_train_takes_the_corrections_in(minyi, table, store, tmp_path):
    out = tmp_path / "模型"
    options = ("--text", "内容", "--label", "标签", "--out", out, "--reviews", store)
    code, _, said = minyi("train", table, *options)
    assert code == 0
    assert "复核记录 23 条，去重后 22 条：改正表中 1 行，确认 0 行，新增 21 行" in said
    assert "行号从 30 起" in said
    assert facts(out)["reviews"] == {"corrected": 1, "confirmed": 0, "added": 21}
    assert facts(out)["rows"] == len(ROWS) + 21


def test_the_store_alone_is_a_training_table(minyi, store, tmp_path):
    append_reviews(store, [review(text, label, id=text) for text, label in ROWS[1:]])
    assert is_review_store(store)
    out = tmp_path / "模型"
    code, _, said = minyi("train", store, "--text", "意见内容", "--label", "新类别", "--out", out)
    assert code == 0, said
    assert facts(out)["rows"] == 22 + len(ROWS) - 1
    code, _, said = minyi(
        "train", store, "--text", "意见内容", "--label", "复核人", "--out", tmp_path / "b"
    )
    assert code == 2
    assert "新类别" in said


def test_another_table_is_no_store(table, tmp_path):
    assert not is_review_store(table)
    assert not is_review_store(tmp_path / "没有.csv")
    (tmp_path / "坏.csv").write_bytes(b"\xff\xff\x00\n")
    assert not is_review_store(tmp_path / "坏.csv")


def test_an_empty_store_is_told(minyi, table, tmp_path):
    options = ("--text", "内容", "--label", "标签", "--out", tmp_path / "模型")
    code, _, said = minyi("train", table, *options, "--reviews", tmp_path / "没有.csv")
    assert code == 2
    assert "没有复核记录" in said
    assert not (tmp_path / "模型").exists()


def test_reviews_names_unclear_pairs(minyi, tmp_path):
    path = tmp_path / "复核记录.csv"
    append_reviews(
        path,
        [moved("区城管局", "区住建局", i, note="退单" if i else "") for i in range(3)]
        + [moved("区住建局", "区城管局", 9, day=3)],
    )
    code, told, _ = minyi("reviews", path)
    assert code == 0
    assert "职责不清的单位对" in told
    assert "区住建局 → 区城管局 1 条，反向 3 条，其中退单 2 条" in told
    assert TAXONOMY.name("utilities.water") in told


def test_reviews_without_a_store_says_where_it_comes_from(minyi, tmp_path):
    code, _, said = minyi("reviews", tmp_path / "没有.csv")
    assert code == 2
    assert "minyi learn" in said


@pytest.fixture
def returned(minyi, tmp_path):
    """A list with two rejected dispatches, of which one has a new organization."""
    (tmp_path / "minyi.toml").write_text("review_below = 1.0\n", encoding="utf-8")
    box = tmp_path / "意见箱.csv"
    box.write_text(
        "工单号,意见内容\n0001,3号楼停水两天了\n0002,路灯不亮\n0003,垃圾没人清\n", "utf-8"
    )
    book = tmp_path / "台账.xlsx"
    minyi("run", box, "--office", tmp_path, "--out", book)
    opened = openpyxl.load_workbook(book)
    ledger, waiting = opened["整改台账"], opened["待人工复核"]
    for sheet, header, cells in (
        (ledger, "办理状态", {"0001": "已退单", "0002": "退单", "0003": "办理中"}),
        (waiting, "正确单位", {"0001": "区住建局", "0003": "区住建局"}),
        (waiting, "复核人", {"0001": "李某", "0003": "李某"}),
    ):
        at = {cell.value: cell.column for cell in sheet[2]}
        for row in range(3, sheet.max_row + 1):
            if value := cells.get(str(sheet.cell(row, at["编号"]).value)):
                sheet.cell(row, at[header], value)
    opened.save(book)
    return book


def test_a_rejected_dispatch_is_a_review_of_the_route(minyi, returned, tmp_path):
    code, told, said = minyi("learn", returned, "--office", tmp_path)
    assert code == 0, said
    stored = {one.matter_id: one for one in load_reviews(tmp_path / "复核记录.csv")}
    assert stored["0001"].note == "退单"
    assert (stored["0001"].old_organization, stored["0001"].new_organization) == (
        "区供水公司",
        "区住建局",
    )
    assert stored["0003"].note == ""
    assert "已退单而没有填“正确单位”的 1 件：0002" in told
    assert "职责不清的单位对 1 对" in told
    _, summary, _ = minyi("reviews", tmp_path / "复核记录.csv")
    assert "区供水公司 → 区住建局 1 条，其中退单 1 条" in summary
