"""Which rows are worth a person's time: those in doubt, and no two alike."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minyi.fitting import fit
from minyi.machines import FitSettings
from minyi.selection import diverse, doubts, shortlist
from minyi.tokens import TextSettings, occurrences

PAIRS = TextSettings(characters=(1, 2))
TEXTS = [
    "3号楼停水两天了没人管",
    "3号楼停水两天了没人管！",
    "小区门口路灯不亮",
    "孩子上学名额怎么申请",
    "夜市烧烤油烟太大",
]


@pytest.mark.parametrize(
    ("chances", "doubt"),
    [
        ([0.5, 0.5, 0.0], 1.0),
        ([1.0, 0.0, 0.0], 0.0),
        ([0.6, 0.3, 0.1], 0.7),
        ([1.0], 0.0),  # one label leaves no doubt
    ],
)
def test_doubt_is_what_the_two_best_labels_leave(chances, doubt):
    assert doubts(np.array([chances], np.float32))[0] == pytest.approx(doubt, abs=1e-6)


def test_shortlist_takes_the_most_doubtful_and_every_text_once():
    doubt = np.array([0.2, 0.9, 0.5, 0.7, 0.8])
    texts = ["停水了", "停 水 了！", "路灯不亮", "？？", "停电了"]
    assert shortlist(doubt, texts).tolist() == [1, 4, 2]
    assert shortlist(doubt, texts, size=2).tolist() == [1, 4]


def test_shortlist_of_equal_doubts_depends_on_the_seed_alone():
    doubt, texts = np.ones(200), [f"第{'一二三四五六七八九十'[i % 10]}{i}" for i in range(200)]
    first = shortlist(doubt, texts, 20, seed=3).tolist()
    assert first == shortlist(doubt, texts, 20, seed=3).tolist()
    assert first != shortlist(doubt, texts, 20, seed=4).tolist()


def test_picks_leave_out_what_repeats_a_pick():
    picks = diverse(np.ones(5), occurrences(TEXTS, PAIRS), 5)
    assert sorted(pick.row for pick in picks) == [0, 2, 3, 4]
    assert picks[0].novelty == 1.0


def test_picks_prefer_doubt_where_all_is_new():
    doubt = np.array([0.1, 0.0, 0.9, 0.3, 0.5])
    rows = [pick.row for pick in diverse(doubt, occurrences(TEXTS, PAIRS), 3)]
    assert rows == [2, 4, 3]


def test_a_new_matter_outranks_more_doubt_about_a_known_one():
    texts = ["路灯坏了三盏，晚上看不见路", "路灯坏了两盏，晚上看不清路", "养老金少发了一个月"]
    rows = [pick.row for pick in diverse(np.array([1.0, 0.9, 0.6]), occurrences(texts, PAIRS), 2)]
    assert rows == [0, 2]


def test_nothing_to_pick_from_gives_nothing():
    assert diverse(np.zeros(0), occurrences([], PAIRS), 3) == []


@given(
    st.lists(st.tuples(st.text(max_size=12), st.floats(0, 1)), min_size=1, max_size=12),
    st.integers(1, 15),
)
def test_picks_are_distinct_rows_and_always_the_same(rows, count):
    texts, doubt = [text for text, _ in rows], np.array([d for _, d in rows])
    families = occurrences(texts, PAIRS)
    picks = diverse(doubt, families, count)
    assert picks == diverse(doubt, families, count)
    assert len({pick.row for pick in picks}) == len(picks) <= min(count, len(texts))


@pytest.mark.slow
def test_suggested_rows_teach_more_than_random_ones():
    """Half of the corpus learned, 300 rows added of a quarter, judged on the last quarter."""
    path = Path(__file__).parents[1] / "models" / "data" / "opinions.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    texts = np.array([row["text"] for row in rows], object)
    labels = np.array([row["category"] for row in rows])
    settings = TextSettings()

    def learned(chosen):
        targets = {"category": labels[chosen].tolist()}
        fitted = fit(occurrences(texts[chosen].tolist(), settings), targets, FitSettings())
        return getattr(fitted, "classifier", fitted)

    def right(classifier, chosen):
        chances = classifier.probabilities(occurrences(texts[chosen].tolist(), settings))
        names = np.array(classifier.heads["category"].labels)
        return (names[chances["category"].argmax(axis=1)] == labels[chosen]).mean()

    gains = []
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(rows))
        known, pool, judged = np.split(order, [len(rows) // 2, len(rows) * 3 // 4])
        unsure = doubts(
            learned(known).probabilities(occurrences(texts[pool].tolist(), settings))["category"]
        )
        short = shortlist(unsure, texts[pool].tolist())
        picks = diverse(unsure[short], occurrences(texts[pool[short]].tolist(), PAIRS), 300)
        suggested = pool[short[[pick.row for pick in picks]]]
        gains.append(
            right(learned(np.concatenate([known, suggested])), judged)
            - np.mean(
                [
                    right(learned(np.concatenate([known, some])), judged)
                    for some in (pool[:300], pool[-300:])
                ]
            )
        )
    assert np.mean(gains) > 0
