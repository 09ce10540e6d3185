"""What the model's alarm rests on; worked out only for the few texts that it calls urgent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from minyi.model_store import Model
from minyi.segmenting import words_of
from minyi.tokens import BUCKETS, Occurrences, occurrences, readable

HEAD, URGENT = "urgency", "urgent"
_SAID = 3  # deciding words that a verdict names


def settled_chances(model: Model, texts: Sequence[str]) -> list[float]:
    """Probability of "urgent" with everything said counted once.

    The length of a text is normed by the root of the sum of its squared occurrences, so a text
    said n times over has √n times the margin; the intercept, which speaks for "normal", stays as
    it is. A person who repeats a plain complaint is angry, not in danger.
    """
    once = [_once(family) for family in occurrences(texts, model.text)]
    chances = model.classifier.probabilities(once)[HEAD]
    return [float(chance) for chance in chances[:, model.labels(HEAD).index(URGENT)]]


def alarm_words(model: Model, text: str) -> tuple[str, ...]:
    """The words of a text that speak most for "urgent", as they stand in it, in its order.

    Words are those that the model knows itself: a segmenter takes a second to load.

    Args:
        model: It has a head of urgency.
        text: Normalized, so that the words are found in it.
    """
    letters, share, known = _shares(model, text, HEAD, URGENT)
    ranked = sorted(known, key=lambda span: -float(share[span[0] : span[1]].sum()))
    chosen: list[tuple[int, int]] = []
    said: set[str] = set()
    for start, end in ranked:
        word = letters[start:end]
        if len(chosen) == _SAID or share[start:end].sum() <= 0:
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
    letters, share, _ = _shares(model, text, head, label)
    total: dict[str, float] = {}
    for start, end in words_of(letters):
        word = letters[start:end]
        total[word] = total.get(word, 0.0) + float(share[start:end].sum())
    ranked = sorted(total.items(), key=lambda item: -item[1])
    return [(word, weight) for word, weight in ranked if weight > 0][:most]


def _shares(
    model: Model, text: str, head: str, label: str
) -> tuple[str, npt.NDArray[np.float64], list[tuple[int, int]]]:
    """The text as it is hashed, each character's weight, and where words known to the model are.

    Where a model has no lexicon, its longest n-grams pass for words.
    """
    families = occurrences([text], model.text)
    letters, spans = readable(text, model.text)
    share = np.zeros(len(letters))
    words: list[tuple[int, int]] = []
    pieces: list[tuple[int, int]] = []
    parts = model.classifier.contributions(families, head, label)
    for family, (_, weights), places in zip(families, parts, spans, strict=True):
        known = words if family.block in ("lexicon", "words") else pieces
        for (start, end), weight in zip(places, weights.tolist(), strict=True):
            share[start:end] += weight / (end - start)
            if weight and end - start > 1:
                known.append((start, end))
    return letters, share, words or pieces


def _once(family: Occurrences) -> Occurrences:
    """The family with every feature of a text counted once."""
    texts = len(family.starts) - 1
    owners = np.repeat(np.arange(texts, dtype=np.int64), np.diff(family.starts))
    pairs = np.unique(owners * BUCKETS + family.buckets)
    starts = np.searchsorted(pairs, np.arange(texts + 1, dtype=np.int64) * BUCKETS)
    buckets = (pairs % BUCKETS).astype(np.int32)
    return Occurrences(family.block, buckets, starts.astype(np.int64))
