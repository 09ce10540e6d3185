"""Written examples: few, telling, small, and only those that the manifest knows."""

import json

import numpy as np
import pytest

from minyi.errors import BadModelError
from minyi.model_store import save_model
from minyi.nearest import (
    EXAMPLES_NAME,
    Example,
    choose_examples,
    load_examples,
    nearest,
    with_examples,
)
from minyi.retraining import train

PLACES = ["东关小区", "西河村口", "北门市场", "南苑大院", "中心街上", "新村三组", "火车站旁"]
MATTERS = {
    "utilities.water": ["停水两天了没人修", "自来水发黄带泥沙", "水压太低上不去五楼"],
    "environment.noise": ["工地半夜施工吵人", "楼下跳舞音响太大", "烧烤摊吵到凌晨两点"],
    "travel.roads": ["路灯坏了一排全黑", "路面塌了个大坑", "井盖丢了没人补上"],
}
ROWS = [(p + m, label) for label, matters in MATTERS.items() for p in PLACES for m in matters]
TEXTS, LABELS = [t for t, _ in ROWS], [label for _, label in ROWS]


@pytest.fixture(scope="module")
def model():
    return train(TEXTS, {"category": LABELS}).model


@pytest.fixture(scope="module")
def examples(model):
    return choose_examples(model, TEXTS, LABELS)


def test_examples_are_written_rows_under_their_own_label(examples):
    assert set(examples) <= {Example(text, label) for text, label in ROWS}
    assert {example.label for example in examples} == set(MATTERS)
    assert len(set(examples)) == len(examples)


def test_the_first_examples_of_a_label_differ_in_matter(model):
    chosen = choose_examples(model, TEXTS, LABELS)
    for label, matters in MATTERS.items():
        first = [example.text for example in chosen if example.label == label][: len(matters)]
        assert {m for m in matters for text in first if m in text} == set(matters)


@pytest.mark.parametrize(
    "text",
    ["短", "字" * 300, "标题一行\n正文另起一行说停水的事", ""],
    ids=["short", "long", "2", "0"],
)
def test_texts_that_make_no_good_example_are_not_taken(model, text):
    chosen = choose_examples(model, [*TEXTS, text], [*LABELS, "travel.roads"])
    assert text not in [example.text for example in chosen]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("我们楼停水了", "utilities.water"),
        ("跳舞的音响吵死了", "environment.noise"),
        ("桥头的路灯坏了", "travel.roads"),
    ],
)
def test_the_nearest_example_is_of_the_same_matter(model, examples, text, label):
    found = nearest(model, text, examples)
    assert found[0].example.label == label
    assert 0 < found[0].similarity <= 1
    assert [each.similarity for each in found] == sorted(
        (each.similarity for each in found), reverse=True
    )


@pytest.mark.parametrize("text", ["", "……", "hello"])
def test_a_text_that_is_like_none_has_none(model, examples, text):
    assert nearest(model, text, examples) == []
    assert nearest(model, "停水了", []) == []


def test_an_example_is_wholly_like_itself(model, examples):
    for example in examples[:5]:
        (best,) = nearest(model, example.text, examples, most=1)
        assert best.similarity == pytest.approx(1, abs=1e-6)


@pytest.fixture
def folder(model, examples, tmp_path):
    known, content = with_examples(model, examples)
    save_model(known, tmp_path / "模型", beside={EXAMPLES_NAME: content})
    return known, tmp_path / "模型"


def test_examples_come_back_as_they_were_saved(folder, examples):
    assert load_examples(*folder) == examples


def test_a_model_without_examples_has_none(model, tmp_path):
    assert load_examples(model, tmp_path) == []


def test_examples_that_were_changed_or_lost_are_refused(folder):
    path = folder[1] / EXAMPLES_NAME
    rows = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps([["张三电话 13800138000", "travel.roads"], *rows]), "utf-8")
    with pytest.raises(BadModelError, match="校验值不符"):
        load_examples(*folder)
    path.unlink()
    with pytest.raises(BadModelError, match="缺少"):
        load_examples(*folder)


def test_the_same_rows_give_the_same_examples(model, examples):
    order = np.random.default_rng(3).permutation(len(TEXTS))
    again = choose_examples(model, [TEXTS[i] for i in order], [LABELS[i] for i in order])
    assert {e.label for e in again} == {e.label for e in examples}
    assert choose_examples(model, TEXTS, LABELS) == examples
