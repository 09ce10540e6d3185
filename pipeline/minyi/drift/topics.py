"""New topics: what many slips of the new box share, hardly any of the old, and no category fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minyi.drift.box import Bools, Box, Counts, Floats, Indices, Pairs
from minyi.drift.shares import risen_chances

FEWEST = 5  # slips of a topic
_TIMES = 3.0  # as frequent as in the old box
_SURE = 0.02  # chance of any false topic between boxes that differ by chance only
_WIDEST = 0.5  # share of all slips beyond which a word is no topic's own
_TOGETHER = 0.5  # share of a word's slips that hold the topic's word already
_NAMED_BY = 5  # words
_UNSURE = 0.05  # mean score below the box's by this much: the categories fit worse than usual
_WORTH = 0.6  # mean score below which no category fits well, whatever the box's


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A group of slips of the new box that the categories do not foresee."""

    words: tuple[str, ...]  # most telling first
    matters: tuple[int, ...]  # of the new box, the most typical first
    slips: int  # of the new box
    old_slips: int  # of the old box, that hold the first word
    mean_score: float
    p: float  # of its first word, corrected for the number of words looked at


def new_topics(
    old_box: Box, new_box: Box, old: Pairs, new: Pairs, vocabulary: Sequence[str]
) -> tuple[Topic, ...]:
    """Find new topics, the largest first.

    A word stands for a topic where the model is unsure of the slips that hold it, in whichever box
    they lie. Whether such a word has risen is a binomial test that knows nothing of the model,
    corrected for the number of words tested; so boxes that differ by chance seldom show one.
    Risen words that keep company in the same slips are one topic.
    """
    before, after = old.frequency(), new.frequency()
    frequent = (before + after >= FEWEST) & (
        before + after <= _WIDEST * (old.slip_count + new.slip_count)
    )
    tested = frequent & _unsure(old_box, new_box, old, new)
    chances = risen_chances(before, after, old.slip_count, new.slip_count)
    chances *= _hypotheses(
        (before + after)[tested], new.slip_count / (old.slip_count + new.slip_count)
    )
    rates = (after / new.slip_count, before / old.slip_count)
    risen = tested & (chances < _SURE) & (after >= FEWEST) & (rates[0] >= _TIMES * rates[1])
    topics = []
    holders = _holders(new, np.flatnonzero(risen))
    free = np.ones(new.slip_count, bool)
    scores = _slip_scores(new_box)
    for words, slips in _together(holders, chances):
        mine = slips[free[slips]]
        if len(mine) < FEWEST:
            continue
        free[mine] = False
        topics.append(
            Topic(
                words=tuple(vocabulary[word] for word in words[:_NAMED_BY]),
                matters=_typical(mine, words, holders, new_box),
                slips=len(mine),
                old_slips=int(before[words[0]]),
                mean_score=float(scores[mine].mean()),
                p=float(min(chances[words[0]], 1.0)),
            )
        )
    return tuple(sorted(topics, key=lambda topic: (-topic.slips, topic.words)))


def _unsure(old_box: Box, new_box: Box, old: Pairs, new: Pairs) -> Bools:
    """(words,) whether the slips that hold the word have scores below those of the new box.

    The measure is the new box's, for an old box of the model's own training rows is too sure.
    """
    total = np.zeros(old.word_count)
    for box, pairs in ((old_box, old), (new_box, new)):
        scores = _slip_scores(box)
        total += np.bincount(pairs.words, weights=scores[pairs.slips], minlength=pairs.word_count)
    mean = total / np.maximum(old.frequency() + new.frequency(), 1)
    usual = float(_slip_scores(new_box).mean())
    result: Bools = mean < max(usual - _UNSURE, min(_WORTH, usual))
    return result


def _hypotheses(totals: Counts, share: float) -> int:
    """How many words the test is corrected for (Tarone 1990, Biometrics 46:515).

    A word too rare to be significant even if all its slips lay in the new box does not count.
    """
    best = share ** totals.astype(np.float64)
    count = 1
    while int((best <= _SURE / count).sum()) > count:
        count += 1
    return count


def _slip_scores(box: Box) -> Floats:
    """(slips,) score of the matter that the model is least sure of."""
    scores = np.ones(box.slip_count)
    np.minimum.at(scores, box.slips, box.scores)
    return scores


def _holders(pairs: Pairs, words: Indices) -> dict[int, Indices]:
    """Word → slips that hold it, for the words asked for."""
    wanted = np.isin(pairs.words, words)
    slips, held = pairs.slips[wanted], pairs.words[wanted]
    return {int(word): np.sort(slips[held == word]) for word in words}


def _together(holders: dict[int, Indices], chances: Floats) -> list[tuple[list[int], Indices]]:
    """Words in company, the surest first, with the slips that hold any of them."""
    groups: list[tuple[list[int], Indices]] = []
    for word in sorted(holders, key=lambda w: (chances[w], -len(holders[w]), w)):
        slips = holders[word]
        for i, (words, covered) in enumerate(groups):
            if len(np.intersect1d(slips, covered)) >= _TOGETHER * len(slips):
                groups[i] = ([*words, word], np.union1d(covered, slips))
                break
        else:
            groups.append(([word], slips))
    return groups


def _typical(
    slips: Indices, words: Sequence[int], holders: dict[int, Indices], box: Box
) -> tuple[int, ...]:
    """Matters of the slips: those with most of the topic's words first, then the least sure."""
    holding: npt.NDArray[np.int64] = np.zeros(box.slip_count, np.int64)
    for word in words:
        holding[holders[word]] += 1
    matters = np.flatnonzero(np.isin(box.slips, slips))
    order = np.lexsort((matters, box.scores[matters], -holding[box.slips[matters]]))
    return tuple(int(i) for i in matters[order])
