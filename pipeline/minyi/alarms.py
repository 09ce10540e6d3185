"""What the model's alarm rests on; worked out only for the few texts that it calls urgent."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from minyi.model_store import Model
from minyi.segmenting import words_of
from minyi.tokens import BUCKETS, Occurrences, Spans, occurrences, readable

_Share = npt.NDArray[np.float64]  # (characters,)

HEAD, URGENT = "urgency", "urgent"
_SAID = 3  # deciding words that a verdict names


def settled_chances(model: Model, texts: Sequence[str], *, normal: bool = False) -> list[float]:
    """Probability of "urgent" with everything said counted once.

    The length of a text is normed by the root of the sum of its squared occurrences, so a text
    said n times over has √n times the margin; the intercept, which speaks for "normal", stays as
    it is. A person who repeats a plain complaint is angry, not in danger.

    Args:
        model: It has a head of urgency.
        texts: Raw texts.
        normal: The texts are what `tokens.normalized` made of them.
    """
    if not texts:
        return []
    once = [_once(family) for family in occurrences(texts, model.text, normal=normal)]
    chances = model.classifier.probabilities(once, [HEAD])[HEAD]
    urgent: list[float] = chances[:, model.labels(HEAD).index(URGENT)].tolist()
    return urgent


def alarm_words(
    model: Model, texts: Sequence[str], *, normal: bool = False
) -> list[tuple[str, ...]]:
    """The words of each text that speak most for "urgent", as they stand in it, in its order.

    Words are those that the model knows itself: a segmenter takes a second to load.

    Args:
        model: It has a head of urgency.
        texts: Normalized, so that the words are found in them.
        normal: The texts are what `tokens.normalized` made of them.
    """
    shares = _shares(model, texts, HEAD, URGENT, normal=normal)
    return [_strongest(text, *each) for text, each in zip(texts, shares, strict=True)]


def _strongest(text: str, letters: str, share: _Share, known: Spans) -> tuple[str, ...]:
    """A few of the known words, no two of them overlapping."""
    starts, ends = known.T
    weight = np.zeros(len(known))
    for behind in range((ends - starts).max(initial=0)):
        inside = starts + behind < ends
        weight[inside] += share[starts[inside] + behind]
    chosen: list[tuple[int, int]] = []
    said: set[str] = set()
    for at in np.argsort(-weight, kind="stable").tolist():
        start, end = known[at].tolist()
        word = letters[start:end]
        if len(chosen) == _SAID or weight[at] <= 0:
            break
        if word in said or word not in text or not word.isalpha():  # no 灯呢， by a hash collision
            continue
        if all(end <= low or high <= start for low, high in chosen):
            chosen.append((start, end))
            said.add(word)
    return tuple(letters[start:end] for start, end in sorted(chosen))


def deciding_words(
    model: Model, text: str, head: str, label: str, most: int
) -> list[tuple[str, float]]:
    """Words of the text that speak most for the label, with their summed weight.

    The weight of an n-gram is shared out evenly among its characters; a word has what its
    characters have.
    """
    ((letters, share, _),) = _shares(model, [text], head, label)
    total: dict[str, float] = {}
    for start, end in words_of(letters):
        word = letters[start:end]
        total[word] = total.get(word, 0.0) + float(share[start:end].sum())
    ranked = sorted(total.items(), key=lambda item: -item[1])
    return [(word, weight) for word, weight in ranked if weight > 0][:most]


def _shares(
    model: Model, texts: Sequence[str], head: str, label: str, *, normal: bool = False
) -> list[tuple[str, _Share, Spans]]:
    """Each text as it is hashed, its characters' weights, and where words known to the model are.

    Where a model has no lexicon, its longest n-grams pass for words.
    """
    if not texts:
        return []
    families = occurrences(texts, model.text, normal=normal)
    letters, spans = readable(texts, model.text, normal=normal)
    bounds = np.cumsum([0, *map(len, letters)])
    share = np.zeros(bounds[-1])
    words: list[list[Spans]] = [[] for _ in texts]
    pieces: list[list[Spans]] = [[] for _ in texts]
    parts = model.classifier.contributions(families, head, label)
    for family, (_, weights), places in zip(families, parts, spans, strict=True):
        starts, ends = (places + np.repeat(bounds[:-1], np.diff(family.starts))[:, None]).T
        length = ends - starts
        for behind in reversed(range(length.max(initial=0))):
            inside = behind < length
            share[starts[inside] + behind] += weights[inside] / length[inside]
        known = words if family.block in ("lexicon", "words") else pieces
        telling = (weights != 0) & (length > 1)
        for i, (start, end) in enumerate(pairwise(family.starts.tolist())):
            known[i].append(places[start:end][telling[start:end]])
    return [
        (each, share[start:end], _first_filled(words[i], pieces[i]))
        for i, (each, (start, end)) in enumerate(
            zip(letters, pairwise(bounds.tolist()), strict=True)
        )
    ]


def _first_filled(*choices: list[Spans]) -> Spans:
    filled = (each for each in choices if sum(map(len, each)))
    return np.concatenate(next(filled, [np.zeros((0, 2), np.int64)]))


def _once(family: Occurrences) -> Occurrences:
    """The family with every feature of a text counted once."""
    texts = len(family.starts) - 1
    owners = np.repeat(np.arange(texts, dtype=np.int64), np.diff(family.starts))
    pairs = owners * BUCKETS + family.buckets
    pairs.sort()
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # quicker than np.unique, which hashes first
    starts = np.searchsorted(pairs, np.arange(texts + 1, dtype=np.int64) * BUCKETS)
    buckets = (pairs % BUCKETS).astype(np.int32)
    return Occurrences(family.block, buckets, starts.astype(np.int64))
