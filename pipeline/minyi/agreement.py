"""Category and danger of one matter brought into line: a pure decision."""

from __future__ import annotations

from dataclasses import dataclass, replace

from minyi.domain import Prediction, Triage
from minyi.taxonomy import Taxonomy, group_of
from minyi.triage import MODEL, leaves_of, may_be

POSSIBLE = 0.1  # from which probability on another category of the model may be the rule's
# Below these a person says where an urgent matter goes: an hour in the wrong office is dear. The
# lower one holds where the rule expects that very category, and where only the model is alarmed.
CERTAIN, VOUCHED = 0.7, 0.5


@dataclass(frozen=True, slots=True)
class Agreement:
    """What holds once the model and the rules of triage have been heard."""

    prediction: Prediction
    changed: str = ""  # Chinese: which category was changed, and by which rule
    doubt: str = ""  # Chinese: why a person must look


def agree(prediction: Prediction, triage: Triage, taxonomy: Taxonomy) -> Agreement:
    """Correct the category of a matter by the danger that a rule found in it.

    The smell of gas in a kitchen is no matter of the environment office, however much the words
    look like it. Where the model holds a category of the rule possible, that category is taken
    (on held-out rows it is right twice as often as the model's first); else a person decides.
    Categories of one group are not corrected. A person also decides where the model is not sure
    of the category of an urgent matter. The categories of an office's own taxonomy, which lacks
    those of the rule, are not judged but for that.
    """
    was, name = prediction.category, taxonomy.name
    if triage.urgency != "urgent":
        return Agreement(prediction)
    leaves = [leaf for leaf in leaves_of(triage.rule) if leaf in taxonomy]
    if was in taxonomy and group_of(was) in map(group_of, leaves):
        bar = VOUCHED if was in leaves else CERTAIN
        return Agreement(prediction, doubt=_unsure(prediction.score, bar))
    if not leaves or was not in taxonomy or may_be(triage.rule, was):
        bar = VOUCHED if triage.rule == MODEL else CERTAIN
        return Agreement(prediction, doubt=_unsure(prediction.score, bar))
    rule = f"“{triage.rule}”（{'、'.join(triage.words)}）"
    for code, score in prediction.alternatives:
        if code in leaves and score >= POSSIBLE:
            others = [(was, prediction.score), *prediction.alternatives]
            rest = tuple(other for other in others if other[0] != code)
            return Agreement(
                replace(prediction, category=code, score=score, alternatives=rest),
                changed=f"安全规则{rule}把类别由“{name(was)}”改为“{name(code)}”",
                doubt=_unsure(score, VOUCHED),
            )
    usual = "、".join(map(name, leaves))
    return Agreement(prediction, doubt=f"安全规则与分类不一致：{rule}通常属于{usual}")


def _unsure(score: float, bar: float) -> str:
    return "" if score >= bar else f"紧急事项，类别把握不大（{score:.0%}），请人工确认去向"
