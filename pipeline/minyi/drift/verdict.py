"""Whether the new box still is what the old one was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from minyi.drift.box import Box, pair
from minyi.drift.shares import (
    RateShift,
    ScoreShift,
    ShareShift,
    rate_shift,
    score_shift,
    share_shift,
)
from minyi.drift.topics import Topic, new_topics
from minyi.drift.words import VocabularyShift, vocabulary_shift
from minyi.taxonomy import group_of

VERDICTS = ("稳定", "有变化", "明显变化，建议重新训练")
FEW = 100  # matters of the smaller box, below which only great changes can show

# A shift counts where it is both sure and large: with many matters any trifle is sure, with few
# anything looks large. Measured on random halves: docs/experiments.md.
_SURE = 0.001
_SURE_Z = 3.3  # of the same chance, two-sided
_PSI = (0.1, 0.25)  # population stability index (Siddiqi 2006, Credit Risk Scorecards)
_CATEGORY = (0.05, 0.15)  # gain or loss of one category or group, as a share of all
_UNSEEN = (0.02, 0.08)  # unseen words, beyond those to be expected
_DISTANCE = 0.1  # of the distributions of scores
_SCORE_LOSS = 0.1  # of the mean score: the model understands less
_URGENT = 0.05
_TOPICS = 0.05  # of the new box's slips, in new topics


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One reason for the verdict."""

    level: int  # 1 changed, 2 markedly changed
    name: str  # shares, vocabulary, confidence, urgency or topics
    text: str  # Chinese


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Everything that differs between two boxes."""

    old_slips: int
    new_slips: int
    old_matters: int
    new_matters: int
    groups: ShareShift  # of the groups of categories
    shares: ShareShift
    vocabulary: VocabularyShift
    confidence: ScoreShift
    urgency: RateShift
    topics: tuple[Topic, ...]
    signals: tuple[Signal, ...]  # gravest first

    @property
    def level(self) -> int:
        """0 stable, 1 changed, 2 markedly changed."""
        return max((signal.level for signal in self.signals), default=0)

    @property
    def verdict(self) -> str:
        return VERDICTS[self.level]

    @property
    def too_few(self) -> bool:
        """Whether a smaller change could not have shown."""
        return min(self.old_matters, self.new_matters) < FEW


def compare(old: Box, new: Box) -> Drift:
    """Compare two boxes.

    Raises:
        ValueError: A box without matters.
    """
    if not len(old.categories) or not len(new.categories):
        raise ValueError("both boxes must hold at least one matter")
    before, after, vocabulary = pair(old, new)
    shares = share_shift(old.categories, new.categories)
    groups = share_shift([*map(group_of, old.categories)], [*map(group_of, new.categories)])
    words = vocabulary_shift(before, after, vocabulary)
    confidence = score_shift(old.scores, new.scores)
    urgency = rate_shift(old.urgent, new.urgent)
    topics = new_topics(old, new, before, after, vocabulary)
    signals = [
        *_of_shares(groups, shares),
        *_of_words(words),
        *_of_confidence(confidence),
        *_of_urgency(urgency),
        *_of_topics(topics, new.slip_count),
    ]
    return Drift(
        old_slips=old.slip_count,
        new_slips=new.slip_count,
        old_matters=len(old.categories),
        new_matters=len(new.categories),
        groups=groups,
        shares=shares,
        vocabulary=words,
        confidence=confidence,
        urgency=urgency,
        topics=topics,
        signals=tuple(sorted(signals, key=lambda signal: -signal.level)),
    )


def _grade(value: float, bounds: tuple[float, float]) -> int:
    return sum(value >= bound for bound in bounds)


def _of_shares(groups: ShareShift, leaves: ShareShift) -> Iterator[Signal]:
    """A shift may be sure of the groups while each of their many leaves has too few matters."""
    graded = []
    for what, shift in (("类别", leaves), ("大类", groups)):
        surely = max(
            (abs(c.new_share - c.old_share) for c in shift.categories if c.direction), default=0.0
        )
        level = max(_grade(shift.psi_excess, _PSI), _grade(surely, _CATEGORY))
        if shift.p < _SURE and level:
            most = max(abs(c.new_share - c.old_share) for c in shift.categories)
            text = (
                f"{what}占比移动（PSI 超出随机波动 {shift.psi_excess:.2f}，"
                f"最多的一类移动 {most:.1%}）"
            )
            graded.append(Signal(level=level, name="shares", text=text))
    if graded:
        yield max(graded, key=lambda signal: signal.level)


def _of_words(shift: VocabularyShift) -> Iterator[Signal]:
    beyond = shift.unseen - shift.expected
    if shift.z >= _SURE_Z and (level := _grade(beyond, _UNSEEN)):
        what = f"没见过的词占 {shift.unseen:.1%}，比原来应有的 {shift.expected:.1%} 多"
        yield Signal(level=level, name="vocabulary", text=what)


def _of_confidence(shift: ScoreShift) -> Iterator[Signal]:
    loss = shift.old_mean - shift.new_mean
    if shift.p >= _SURE or (shift.distance < _DISTANCE and abs(loss) < _SCORE_LOSS):
        return
    way = "下降" if loss > 0 else "上升"
    what = f"模型把握{way}（平均 {shift.old_mean:.0%} → {shift.new_mean:.0%}）"
    yield Signal(level=2 if loss >= _SCORE_LOSS else 1, name="confidence", text=what)


def _of_urgency(shift: RateShift) -> Iterator[Signal]:
    # more that is urgent is news for the office, but nothing that training would mend
    if shift.p < _SURE and abs(shift.new - shift.old) >= _URGENT:
        yield Signal(level=1, name="urgency", text=f"紧急件占比 {shift.old:.1%} → {shift.new:.1%}")


def _of_topics(topics: tuple[Topic, ...], slips: int) -> Iterator[Signal]:
    if topics:
        held = sum(topic.slips for topic in topics)
        what = f"出现 {len(topics)} 个现有类别概括不了的新话题，共 {held} 条"
        yield Signal(level=2 if held >= _TOPICS * slips else 1, name="topics", text=what)
