"""The store of corrections: each once, all or none, readable by people and by us."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import minyi.reviews as reviews
from minyi.clean import mask
from minyi.domain import Review, Source
from minyi.errors import BadTableError, UnreadableFileError
from minyi.reviews import append_reviews, load_reviews

REVIEW = Review(
    matter_id="0012",
    text="下水道堵了",
    source=Source(file="台账.xlsx"),
    reviewer="张某",
    reviewed_on=date(2026, 3, 2),
    old_category="utilities.water",
    new_category="environment.sanitation",
    old_organization="区供水公司",
    old_urgency="normal",
    new_urgency="urgent",
    note="实为污水",
)


@pytest.fixture
def store(tmp_path) -> Path:
    return tmp_path / "本单位" / "复核记录.csv"


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_the_store_is_a_table_that_a_spreadsheet_opens(store):
    assert append_reviews(store, [REVIEW]) == (1, 0)
    assert store.read_bytes().startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(store.read_text(encoding="utf-8-sig").splitlines())
    assert row == {
        "编号": "0012",
        "意见内容": "下水道堵了",
        "原类别": "utilities.water",
        "新类别": "environment.sanitation",
        "原单位": "区供水公司",
        "新单位": "",
        "原紧急程度": "normal",
        "新紧急程度": "urgent",
        "复核人": "张某",
        "复核日期": "2026-03-02",
        "说明": "实为污水",
        "来源文件": "台账.xlsx",
    }


def test_what_is_stored_is_loaded(store):
    append_reviews(store, [REVIEW])
    assert load_reviews(store) == [REVIEW]


def test_no_store_holds_no_reviews(store):
    assert load_reviews(store) == []
    assert append_reviews(store, []) == (0, 0)
    assert not store.exists()


def test_the_same_correction_is_stored_once_whatever_its_file_is_called(store):
    again = replace(REVIEW, source=Source(file="改名.xlsx", sheet="复核", row=9))
    assert append_reviews(store, [REVIEW, REVIEW]) == (1, 1)
    before = store.read_bytes()
    assert append_reviews(store, [again]) == (0, 1)
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    "other",
    [
        {"matter_id": "0013"},
        {"text": "另一个箱子里的 0012"},
        {"new_category": "utilities.power"},
        {"new_organization": "区城管局"},
        {"new_urgency": ""},
        {"reviewer": "李某"},
        {"reviewed_on": date(2026, 3, 3)},
        {"reviewed_on": None},
        {"note": ""},
    ],
)
def test_another_correction_is_added_at_the_end(other, store):
    append_reviews(store, [REVIEW])
    assert append_reviews(store, [replace(REVIEW, **other)]) == (1, 0)
    assert load_reviews(store) == [REVIEW, replace(REVIEW, **other)]


def test_personal_data_is_masked(store):
    personal = replace(
        REVIEW,
        text="请打13812345678",
        note="已联系13912345678",
        source=Source(file="来信13712345678.xlsx"),
    )
    assert append_reviews(store, [personal]) == (1, 0)
    text = store.read_text(encoding="utf-8-sig")
    assert not any(number in text for number in ("13812345678", "13912345678", "13712345678"))
    assert append_reviews(store, [personal]) == (0, 1)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-3℃", "@x", "'=x", "''", "\t=x"])
def test_no_cell_is_run_as_a_formula(text, store):
    append_reviews(store, [replace(REVIEW, text=text, note=text, reviewer="=x")])
    rows = lines(store)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row)
    (loaded,) = load_reviews(store)
    assert (loaded.text, loaded.note, loaded.reviewer) == (text, text, "=x")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_any_text_is_stored_and_known_again(text, store):
    store.unlink(missing_ok=True)
    review = replace(REVIEW, text=text)
    append_reviews(store, [review])
    assert load_reviews(store)[0].text == mask(text)
    assert append_reviews(store, [review]) == (0, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\r\n", "\n", ""])
def test_a_store_saved_by_a_spreadsheet_goes_on(encoding, end, store):
    headers = ["来源文件", "编号", "意见内容", "新类别", "新单位", "新紧急程度", "批注"]
    headers += ["原类别", "原单位", "原紧急程度", "复核人", "复核日期", "说明"]
    row = ["a.xlsx", "0012", "下水道堵了", "environment.sanitation", "", "紧急", "我写的"]
    row += ["utilities.water", "区供水公司", "一般", "张某", "2026/3/2", "实为污水"]
    store.parent.mkdir()
    store.write_bytes(("\n".join([",".join(headers), ",".join(row)]) + end).encode(encoding))
    assert append_reviews(store, [REVIEW]) == (0, 1)
    assert append_reviews(store, [replace(REVIEW, matter_id="0013")]) == (1, 0)
    assert [one.matter_id for one in load_reviews(store)] == ["0012", "0013"]
    kept = lines(store)
    assert kept[0] == headers
    assert kept[1] == row
    assert kept[2][headers.index("批注")] == ""


def test_a_file_of_another_kind_is_left_alone(store):
    store.parent.mkdir()
    store.write_text("姓名,电话\n甲,1\n", encoding="utf-8")
    with pytest.raises(BadTableError, match="编号"):
        append_reviews(store, [REVIEW])
    store.write_bytes(b"\x81\xff\x00")
    with pytest.raises(UnreadableFileError, match=r"复核记录\.csv"):
        load_reviews(store)
    assert store.read_bytes() == b"\x81\xff\x00"


def test_an_interrupted_append_leaves_the_store_as_it_was(store, monkeypatch):
    append_reviews(store, [REVIEW])
    before = store.read_bytes()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reviews.Path, "write_bytes", interrupt)
    with pytest.raises(KeyboardInterrupt):
        append_reviews(store, [replace(REVIEW, matter_id="0013")])
    assert store.read_bytes() == before
    assert list(store.parent.iterdir()) == [store]
