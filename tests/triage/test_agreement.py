"""Category and danger brought into line: which is taken, and when a person must look."""

from __future__ import annotations

import pytest

from minyi.agreement import CERTAIN, POSSIBLE, VOUCHED, agree
from minyi.domain import Prediction, Triage
from minyi.taxonomy import Leaf, Taxonomy, load_taxonomy

TAXONOMY = load_taxonomy()
GAS = Triage(urgency="urgent", rule="疑似漏气", words=("臭鸡蛋味", "厨房"))


def seen_as(category: str, score: float, **others: float) -> Prediction:
    alternatives = tuple((code.replace("__", "."), chance) for code, chance in others.items())
    return Prediction(category=category, score=score, alternatives=alternatives)


def test_the_category_of_the_danger_is_taken_where_the_model_holds_it_possible() -> None:
    seen = seen_as("environment.pollution", 0.7, utilities__gas=0.2, supply__quality=0.05)
    agreed = agree(seen, GAS, TAXONOMY)
    assert (agreed.prediction.category, agreed.prediction.score) == ("utilities.gas", 0.2)
    assert agreed.prediction.alternatives == (
        ("environment.pollution", 0.7),
        ("supply.quality", 0.05),
    )
    assert agreed.changed == "安全规则“疑似漏气”（臭鸡蛋味、厨房）把类别由“污染”改为“燃气”"
    assert agreed.doubt == "紧急事项，类别把握不大（20%），请人工确认去向"


@pytest.mark.parametrize(
    ("rule", "category", "score", "sure"),
    [
        ("自伤自杀", "safety.order", VOUCHED, True),  # the rule expects it
        ("自伤自杀", "safety.order", VOUCHED - 0.01, False),
        ("溺水", "safety.structures", CERTAIN, True),  # of the group, another office
        ("溺水", "safety.structures", CERTAIN - 0.01, False),
        ("自伤自杀", "education.school", CERTAIN, True),  # it may be about that
        ("自伤自杀", "education.school", CERTAIN - 0.01, False),
        ("模型", "housing.property", VOUCHED, True),
        ("模型", "housing.property", VOUCHED - 0.01, False),
        ("停水", "服务投诉", CERTAIN - 0.01, False),  # nor where the labels are an office's own
    ],
)
def test_a_person_confirms_where_an_urgent_matter_goes_that_the_model_is_not_sure_of(
    rule: str, category: str, score: float, sure: bool
) -> None:
    seen = seen_as(category, score)
    agreed = agree(seen, Triage(urgency="urgent", rule=rule), TAXONOMY)
    assert agreed.prediction is seen
    assert (agreed.doubt == "") is sure
    assert sure or agreed.doubt.startswith("紧急事项，类别把握不大")


def test_what_is_not_urgent_is_not_judged() -> None:
    seen = seen_as("environment.pollution", 0.1, utilities__gas=0.09)
    assert agree(seen, Triage(urgency="normal", rule="燃气泄漏"), TAXONOMY).doubt == ""


def test_a_category_that_the_danger_cannot_be_about_is_doubted_however_sure_it_is() -> None:
    dam = Triage(urgency="urgent", rule="堤坝险情", words=("大坝", "渗水"))
    agreed = agree(seen_as("housing.property", 0.9), dam, TAXONOMY)
    assert agreed.doubt.startswith("安全规则与分类不一致")
    assert "农田水利" in agreed.doubt


def test_a_person_decides_where_the_model_holds_it_impossible() -> None:
    seen = seen_as("environment.pollution", 0.96, utilities__gas=POSSIBLE / 2)
    agreed = agree(seen, GAS, TAXONOMY)
    assert agreed.prediction == seen
    assert not agreed.changed
    assert agreed.doubt.startswith("安全规则与分类不一致：“疑似漏气”（臭鸡蛋味、厨房）")
    assert "燃气" in agreed.doubt


@pytest.mark.parametrize(
    ("category", "triage"),
    [
        ("utilities.gas", GAS),
        ("safety.production", GAS),  # of a group that is as good
        ("environment.pollution", Triage(urgency="normal")),
        ("labour.wages", Triage(urgency="urgent", rule="自伤自杀", words=("跳楼",))),  # any matter
        ("environment.pollution", Triage(urgency="urgent", rule="模型", words=("味",))),
        ("housing.property", Triage(urgency="urgent", rule="停水", words=("停水",))),
        ("服务投诉", GAS),  # an office's own labels are not judged
    ],
)
def test_nothing_is_said_where_they_agree_or_cannot_be_compared(
    category: str, triage: Triage
) -> None:
    seen = seen_as(category, 0.8, utilities__gas=0.2)
    agreed = agree(seen, triage, TAXONOMY)
    assert (agreed.prediction, agreed.changed, agreed.doubt) == (seen, "", "")


def test_a_taxonomy_without_the_categories_of_the_rule_is_left_alone() -> None:
    own = Taxonomy({"a": "甲"}, {"a.b": Leaf(code="a.b", name="乙")})
    seen = seen_as("a.b", 0.9)
    assert agree(seen, GAS, own).prediction is seen
    assert not agree(seen, GAS, own).doubt
