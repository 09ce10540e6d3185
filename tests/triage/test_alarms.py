"""What the model's alarm rests on, and that anger is no danger."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import minyi
from minyi.alarms import alarm_words, settled_chances
from minyi.clean import normalize_all
from minyi.domain import Prediction
from minyi.flow import Flow
from minyi.model_store import Model, default_folder, load_model
from minyi.predictions import Predictions
from minyi.triage import MODEL, THRESHOLD, assess_all

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(default_folder())


@pytest.fixture(scope="module")
def flow() -> Flow:
    return minyi.load().flow


PLAIN = [
    "路灯坏了没人修。",
    "物业费收了不干活！",
    "楼下唱歌吵得睡不着，",
    "办证窗口态度差。",
    "垃圾没人清运，臭气熏天！",
    "公交车等了半小时不来。",
]


@pytest.mark.parametrize("text", PLAIN)
@pytest.mark.parametrize("times", [2, 10, 60])
def test_a_plain_complaint_stays_plain_however_often_it_is_repeated(
    flow: Flow, text: str, times: int
) -> None:
    assert flow.understand([text * times]).triages[0].urgency == "normal"


def test_repetition_does_not_make_it_likelier(model: Model) -> None:
    once, often = settled_chances(model, ["井里有味，快来人。", "井里有味，快来人。" * 30])
    # only the pair of characters across the seam is new
    assert often == pytest.approx(once, abs=0.1)


def test_of_a_text_that_repeats_nothing_the_probability_is_the_models(model: Model) -> None:
    text = "救命火烧来"
    column = model.labels("urgency").index("urgent")
    plain = float(model.probabilities([text])["urgency"][0, column])
    assert settled_chances(model, [text]) == pytest.approx([plain], abs=1e-5)
    assert settled_chances(model, []) == []


def test_an_alarm_of_the_model_names_words_of_the_text_in_their_order(model: Model) -> None:
    text = "一位老人在桥洞发抖，意识模糊，气温零下，请求救助站立即派车"
    (words,) = alarm_words(model, [text])
    assert 1 <= len(words) <= 3
    assert len(set(words)) == len(words)
    places = [text.index(word) for word in words]
    assert places == sorted(places)
    assert all(len(word) > 1 and word.isalpha() for word in words)


@pytest.mark.parametrize("text", ["", "。", "a", "😀"])
def test_a_text_without_known_words_has_no_deciding_words(model: Model, text: str) -> None:
    assert alarm_words(model, [text]) == [()]


def test_of_many_texts_each_names_its_own_words(model: Model) -> None:
    texts = ["老人在桥洞发抖，意识模糊", "", "小孩掉进河里，快救命", "路灯坏了3次", "救命救命！"]
    assert alarm_words(model, texts) == [alarm_words(model, [text])[0] for text in texts]
    assert alarm_words(model, []) == []


def test_what_the_model_calls_urgent_says_the_words(flow: Flow) -> None:
    """A model that is sure of danger, asked about a text that no rule speaks of."""
    text = "门口的花坛缺几株月季"
    bold = replace(flow)
    classifier = flow.model.classifier
    at = 0
    for name, head in classifier.heads.items():
        if name == "urgency":
            break
        at += len(head.labels) if len(head.labels) > 2 else 1
    intercepts = classifier.intercepts.copy()
    sign = 1 if head.labels.index("urgent") else -1
    intercepts[at] += np.float32(50 * sign)
    sure = replace(flow.model, classifier=replace(classifier, intercepts=intercepts))
    bold = replace(flow, model=sure, base=sure)
    (triage,) = bold.understand([text]).triages
    assert (triage.urgency, triage.rule) == ("urgent", MODEL)
    assert all(word in text for word in triage.words)


def test_a_smell_of_gas_at_home_never_goes_to_the_environment_office_unseen(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "家里一股臭鸡蛋味，厨房管道附近最浓，头昏"
    for chance, category in ((0.2, "utilities.gas"), (0.01, "environment.pollution")):
        seen = Prediction(
            category="environment.pollution",
            score=0.7,
            alternatives=(("utilities.gas", chance),),
        )
        columns = Predictions.of([seen])
        monkeypatch.setattr(Flow, "_predict", lambda self, texts, clean, seen=columns: seen)
        understood = flow.understand([text])
        assert understood.predictions[0].category == category
        assert understood.triages[0].urgency == "urgent"
        if category == "utilities.gas":
            assert "改为“燃气”" in understood.routes[0].reason
            assert "燃气" in understood.routes[0].organization
        else:
            assert "安全规则与分类不一致" in understood.review_reasons[0]


# Floors a little below what is reached on sentences that nobody tuned anything on
# (docs/experiments.md, "Urgency"): share of danger found, share of look-alikes called urgent.
FLOORS = {"rules": (0.60, 0.04), "model": (0.90, 0.03), "both": (0.91, 0.05)}


@pytest.mark.parametrize("who", FLOORS)
def test_urgency_of_unseen_sentences_is_as_good_as_measured(flow: Flow, who: str) -> None:
    with (HERE / "evidence.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [row["text"] for row in rows]
    danger = np.array([row["urgency"] == "urgent" for row in rows])
    if who == "rules":
        found = [triage.urgency == "urgent" for triage in assess_all(normalize_all(texts))]
    elif who == "model":
        column = flow.model.labels("urgency").index("urgent")
        chances = flow.model.probabilities(texts)["urgency"][:, column]
        found = (chances >= THRESHOLD).tolist()
    else:
        found = [triage.urgency == "urgent" for triage in flow.understand(texts).triages]
    said = np.array(found)
    least, most = FLOORS[who]
    assert said[danger].mean() >= least
    assert said[~danger].mean() <= most
