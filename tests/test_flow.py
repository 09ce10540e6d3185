"""Rows in = rows out; batch = single; nothing to read is said so."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minyi
from minyi.domain import Opinion, Problem, Source
from minyi.errors import UsageError
from minyi.flow import batches, read_all
from minyi.readers import ReadOptions
from minyi.taxonomy import group_of
from minyi.workbook import write_workbook

READING = ReadOptions(today=date(2026, 3, 1))
TEXTS = st.lists(st.text(alphabet="停水电医院的了 \n1，。？", max_size=40), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def office():
    return minyi.load()


def opinion(text, **fields):
    return Opinion(text=text, source=Source(file="a.txt", row=1), id="a.txt:1", **fields)


@given(TEXTS)
@settings(deadline=None, max_examples=30)
def test_a_text_is_understood_in_a_batch_as_alone(texts):
    office = minyi.load()
    for together, text in zip(office.classify_many(texts), texts, strict=True):
        alone = office.classify(text)
        assert together.prediction == alone.prediction  # to the last bit
        assert (together.triage, together.route) == (alone.triage, alone.route)


@given(TEXTS)
@settings(deadline=None, max_examples=30)
def test_labels_alone_are_the_labels_of_the_whole_where_no_rule_corrects_them(texts):
    office = minyi.load()
    categories, scores = office.flow.labels(texts)
    for category, score, matter in zip(
        categories, scores, office.classify_many(texts), strict=True
    ):
        if "安全规则" not in matter.reason:  # which is no matter of the model alone
            assert (category, score) == (matter.category, matter.score)


def test_a_large_batch_is_understood_as_its_texts_alone(office):
    said = "停水两天 煤气味很重头晕 请街道来修路 村主任骂人 谢谢民警 电梯困人了 …… 医保局不给报销"
    texts = [f"{text}，{i}号楼" if i % 3 else text for i in range(20) for text in said.split()]
    understood = office.flow.understand(texts)
    assert len(texts) > 64  # where arrays take over
    for i, text in enumerate(texts):
        alone = office.flow.understand([text])
        assert understood.predictions[i] == alone.predictions[0]
        assert understood.triages[i] == alone.triages[0]
        assert understood.routes[i] == alone.routes[0]
        assert understood.review_reasons[i] == alone.review_reasons[0]


@pytest.mark.parametrize("text", ["", "   ", "\n", "……", "？！。", "---"])
def test_a_text_without_a_word_is_unclear_and_goes_to_a_person(office, text):
    matter = office.classify(text)
    assert matter.category == "other.unclear"
    assert matter.needs_review
    assert matter.organization


def test_leaf_scores_sum_to_group_scores_and_groups_to_one(office):
    chances = office.model.probabilities(["小区停水三天没人管"])["category"][0]
    groups: dict[str, float] = {}
    for label, chance in zip(office.model.labels("category"), chances, strict=True):
        groups[group_of(label)] = groups.get(group_of(label), 0) + float(chance)
    assert sum(groups.values()) == pytest.approx(1, abs=1e-5)
    assert len(groups) == 15


def test_several_matters_of_a_slip_follow_each_other_with_their_own_category(office):
    text = "一是村口路坑太多，孩子摔跤；二是自来水隔三差五停；三是低保名单没有公示。"
    matters = list(office.split([opinion(text), opinion("楼道灯不亮")]))
    assert [matter.id for matter in matters] == [
        "a.txt:1",
        "a.txt:1#2",
        "a.txt:1#3",
        "a.txt:1",
    ]
    assert len({matter.category for matter in matters[:3]}) == 3


def test_the_place_column_decides_where_the_text_is_silent(office):
    towns = [place.name for place in office.directory.places if not place.parent]
    here, there = office.classify_many(["垃圾没人清运，臭气熏天"] * 2, [towns[0], towns[1]])
    assert here.route.place != there.route.place


def test_the_tables_own_organization_is_kept_only_when_asked():
    given = opinion("3号楼停水两天了", assigned="区水务集团")
    decided = next(iter(minyi.load().split([given])))
    kept = next(iter(minyi.load(keep_assigned=True).split([given])))
    assert decided.organization != "区水务集团"
    assert kept.organization == "区水务集团"
    assert "承办单位" in kept.reason


def test_a_long_text_is_kept_whole_and_classified_on_its_beginning(office):
    text = "家里停水两天了。" * 2_500 + "医院挂号排队。" * 5_000
    matter = next(iter(office.split([opinion(text)])))
    assert matter.text == text
    assert matter.category == "utilities.water"


def test_ids_are_unique_over_the_boxes_of_a_run(tmp_path):
    for name in ("a.csv", "b.csv"):
        content = "编号,意见内容\n001,停水了没人管\n002,路灯不亮了\n"
        (tmp_path / name).write_text(content, encoding="utf-8")
    items = list(read_all([str(tmp_path)], READING))
    ids = [item.id for item in items if isinstance(item, Opinion)]
    assert ids == ["001", "002", "001@b.csv", "002@b.csv"]
    assert not [item for item in items if isinstance(item, Problem)]


def test_a_list_of_an_earlier_run_is_no_box(tmp_path):
    (tmp_path / "a.txt").write_text("停水了没人管\n", encoding="utf-8")
    report = minyi.load().report(read_all([str(tmp_path)], READING), created=datetime(2026, 3, 1))
    write_workbook(report, tmp_path / "台账.xlsx")
    again = list(read_all([str(tmp_path)], READING, output=tmp_path / "台账.xlsx"))
    assert [item.text for item in again if isinstance(item, Opinion)] == ["停水了没人管"]
    assert [item.source.file for item in again if isinstance(item, Problem)] == ["台账.xlsx"]
    assert [i for i in read_all([str(tmp_path / "台账.xlsx")], READING) if isinstance(i, Opinion)]


@pytest.mark.parametrize("given", ["in.csv", "", "../c/in.csv"])
def test_an_input_never_becomes_the_output(tmp_path, given):
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "in.csv").write_text("意见内容\n路灯不亮\n", encoding="utf-8")
    with pytest.raises(UsageError, match="不能拿来当输出"):
        list(read_all([str(tmp_path / "c" / given)], READING, output=tmp_path / "c" / "in.csv"))


@given(st.lists(st.integers()), st.integers(1, 5))
def test_batches_lose_nothing(items, size):
    parts = list(batches(items, size))
    assert [item for part in parts for item in part] == items
    assert all(1 <= len(part) <= size for part in parts)
