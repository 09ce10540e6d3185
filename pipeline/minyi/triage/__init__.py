"""Urgency: a safety net of rules over the model's opinion, in both directions.

A rule that finds danger outranks the model; so does one that finds a look-alike of danger
(a question about policy, an accident long past, a drill, an idiom) and nothing else. Where no rule
has an opinion the model's probability decides. What counts as urgent is laid down in the label
guide; the words are in data/triage.toml.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from minyi.domain import Triage
from minyi.errors import UsageError
from minyi.triage.cues import Cues
from minyi.triage.lexicon import Danger, load_lexicon
from minyi.triage.presence import Presence
from minyi.triage.rules import Rules
from minyi.triage.scan import WordScan

__all__ = ["MODEL", "THRESHOLD", "assess", "assess_all", "because", "leaves_of", "may_be"]

MODEL = "模型"  # the rule of a verdict that is the model's
# From which probability on the model calls urgent what no rule speaks of: on rows of other writers
# it then raises 2 % of the normal ones (docs/experiments.md).
THRESHOLD = 0.35
_NOTHING = Triage(urgency="normal")
_MODEL = Triage(urgency="urgent", rule=MODEL)


@cache
def _machine() -> tuple[WordScan, Rules, Presence]:
    lexicon = load_lexicon()
    cues = Cues(lexicon)
    return (
        WordScan(lexicon.seeds),
        Rules(lexicon, cues),
        Presence({**cues.needs(), **lexicon.mask.lists}),
    )


def assess_all(
    texts: Sequence[str],
    *,
    urgent_scores: Sequence[float] | None = None,
    kinds: Sequence[str] | None = None,
    threshold: float = THRESHOLD,
) -> list[Triage]:
    """Say of each matter how urgent it is, and which rule and words made it so.

    Args:
        texts: Normalized texts (simplified characters, half-width digits), one matter each.
        urgent_scores: The model's probability of "urgent" for each text, in [0, 1].
        kinds: The model's kind for each text; where it is praise and a word of praise stands in the
            text, a mere mention of danger does not count.
        threshold: From which probability on the model may call a matter urgent.

    Returns:
        One Triage per text. `rule` is the rule that decided, "模型" where the model's
        probability made it urgent, "" where neither had anything to say.

    Raises:
        UsageError: Scores or kinds are not as many as the texts.
    """
    for given in (urgent_scores, kinds):
        if given is not None and len(given) != len(texts):
            raise UsageError(f"评分或性质有 {len(given)} 个，文本有 {len(texts)} 条，请一一对应")
    scan, rules, presence = _machine()
    feared = None if urgent_scores is None else [score >= threshold for score in urgent_scores]
    found = [_NOTHING] * len(texts)
    suspicions = []
    for i, hits in scan.find(texts, feared):
        suspicion = rules.suspect(texts[i], hits, feared is not None and feared[i])
        if suspicion is not None:
            suspicions.append((i, suspicion))
    held = presence.find([suspicion.text for _, suspicion in suspicions])
    for (i, suspicion), cues in zip(suspicions, held, strict=True):
        verdict = rules.judge(suspicion, cues, kinds[i] if kinds is not None else "")
        found[i] = verdict or (_MODEL if suspicion.feared else _NOTHING)
    return found


def assess(
    text: str, *, urgent_score: float | None = None, kind: str = "", threshold: float = THRESHOLD
) -> Triage:
    """Say of one matter how urgent it is; see `assess_all`."""
    scores = None if urgent_score is None else [urgent_score]
    return assess_all([text], urgent_scores=scores, kinds=[kind], threshold=threshold)[0]


def leaves_of(rule: str) -> tuple[str, ...]:
    """Categories of a matter that a rule found urgent, the usual one first; () for any."""
    danger = _dangers().get(rule)
    return danger.leaves if danger else ()


def may_be(rule: str, category: str) -> bool:
    """Whether a matter that a rule found urgent can be about a category other than its own."""
    danger = _dangers().get(rule)
    if danger is None or not danger.leaves:
        return True
    return not {category, category.partition(".")[0], "*"}.isdisjoint(danger.may)


@cache
def _dangers() -> dict[str, Danger]:
    return {danger.name: danger for danger in load_lexicon().dangers}


def because(triage: Triage) -> str:
    """What made a matter urgent, or kept it from being so, in Chinese; "" where nothing did."""
    words = "".join(f"“{word}”" for word in triage.words)
    if triage.rule == MODEL:
        return "模型判断为紧急" + (f"：依据{words}" if words else "")
    return f"{triage.rule}：{words}" if words else triage.rule
