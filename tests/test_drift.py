"""Whether two boxes differ: by chance hardly ever, by a new topic or a shift of shares surely."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, ks_2samp

from minyi.clean import normalize_all
from minyi.drift import Box, compare
from minyi.drift.box import pair
from minyi.drift.shares import rate_shift, score_shift, share_shift
from minyi.drift.topics import new_topics
from minyi.drift.words import log_odds, vocabulary_shift
from minyi.office import load
from minyi.segmenting import segment

CORPUS = Path(__file__).parents[1] / "models" / "data" / "opinions.csv"


def box(words, *, scores=None, categories=None, urgent=None, slips=None):
    """A box of one matter a slip, unless said otherwise."""
    count = len(words)
    return Box(
        slips=np.arange(count) if slips is None else np.array(slips),
        categories=["utilities.water"] * count if categories is None else categories,
        scores=np.full(count, 0.9) if scores is None else np.array(scores),
        urgent=np.zeros(count, bool) if urgent is None else np.array(urgent),
        words=[frozenset(some.split()) for some in words],
    )


def topics(old, new):
    before, after, vocabulary = pair(old, new)
    return new_topics(old, new, before, after, vocabulary)


# Shares


def test_index_and_chi_square_are_what_the_formulas_say():
    found = share_shift(["a"] * 60 + ["b"] * 40, ["a"] * 30 + ["b"] * 70)
    p, q = np.array([60.5, 40.5]) / 101, np.array([30.5, 70.5]) / 101
    assert found.psi == pytest.approx(float(((q - p) * np.log(q / p)).sum()))
    expected = chi2_contingency([[60, 40], [30, 70]], correction=False)
    assert (found.chi_square, found.degrees) == (pytest.approx(expected.statistic), 1)
    assert found.p == pytest.approx(expected.pvalue)


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        (50, 50, ""),
        (0, 4, ""),  # four are no rise
        (0, 40, "up"),
        (40, 0, "down"),
        (20, 60, "up"),
    ],
)
def test_direction_is_named_only_where_the_counts_tell(old, new, direction):
    rest = ["b", "c", "d"] * 100
    found = share_shift(["a"] * old + rest, ["a"] * new + rest)
    assert {c.category: c.direction for c in found.categories}["a"] == direction


def test_rare_categories_are_added_up_in_the_chi_square_test():
    rare = [f"r{i}" for i in range(30)]
    found = share_shift(["a"] * 100 + ["b"] * 100 + rare, ["a"] * 100 + ["b"] * 100 + rare)
    assert found.degrees == 7  # a, b and six times five of one row each
    assert share_shift(["a", "b"], ["c"]).degrees == 0  # too few for any test
    assert share_shift(rare * 2, rare * 2).degrees == 9  # pairs of 4 would be too few, 6 do
    assert share_shift(["a", "b"], ["c"]).p == 1.0


def test_index_of_small_boxes_is_not_taken_for_a_shift():
    names = [f"c{i}" for i in range(40)]
    draw = np.random.default_rng(0)
    found = share_shift(draw.choice(names, 60).tolist(), draw.choice(names, 60).tolist())
    assert found.psi > 1
    assert found.psi_excess < 0.25
    assert found.p > 0.001


@pytest.mark.parametrize(
    ("old", "new", "sure"),
    [((5, 100), (40, 100), True), ((5, 100), (7, 100), False), ((0, 20), (1, 20), False)],
)
def test_share_of_urgent_matters(old, new, sure):
    found = rate_shift(*(np.arange(size) < hit for hit, size in (old, new)))
    assert (found.old, found.new) == (old[0] / old[1], new[0] / new[1])
    assert (found.p < 0.001) is sure


def test_scores_are_compared_as_kolmogorov_and_smirnov_do():
    draw = np.random.default_rng(1)
    old, new = draw.beta(5, 1, 300), draw.beta(4, 1, 200)
    expected = ks_2samp(old, new, method="asymp")
    found = score_shift(old, new)
    assert found.distance == pytest.approx(expected.statistic)
    assert found.p == pytest.approx(expected.pvalue, rel=0.15)


# Words


def test_unseen_words_are_held_against_those_of_the_old_box_itself():
    old = box(["停水 水管", "停水 水压", "停水 水表"])
    new = box(["停水 无人机", "停水 偷拍"])
    found = vocabulary_shift(*pair(old, new))
    assert found.unseen == pytest.approx(0.5)
    assert found.expected == pytest.approx(0.5)  # 水管, 水压 and 水表 are new to the other slips


def test_words_of_one_slip_count_once_however_many_matters_it_has():
    old = box(["停水"] * 20)
    new = box(["无人机"] * 20, slips=[0] * 20)
    found = topics(old, new)
    assert found == ()
    assert pair(old, new)[1].frequency().tolist() == [0, 1]


def test_risen_and_fallen_words_are_named_with_their_counts():
    old = box(["停水 小区"] * 60 + ["暖气 小区"] * 40)
    new = box(["停水 小区"] * 60 + ["空调 小区"] * 40)
    found = vocabulary_shift(*pair(old, new))
    assert [(w.word, w.old, w.new) for w in found.risen] == [("空调", 0, 40)]
    assert [(w.word, w.old, w.new) for w in found.fallen] == [("暖气", 40, 0)]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=20))
def test_log_odds_of_boxes_exchanged_change_their_sign(counts):
    before, after = (np.array(some, float) for some in zip(*counts, strict=True))
    assert log_odds(before, after) == pytest.approx(-log_odds(after, before))
    assert log_odds(before, before) == pytest.approx(np.zeros(len(before)))


# New topics

USUAL = ["停水 小区", "路灯 街道", "学校 名额", "医保 报销"] * 50


def with_topic(slips, score, words="无人机 上空"):
    return box(USUAL + [words] * slips, scores=[0.9] * len(USUAL) + [score] * slips)


def test_new_topic_is_found_and_named_with_its_slips():
    (found,) = topics(box(USUAL), with_topic(20, 0.3))
    assert set(found.words) == {"无人机", "上空"}
    assert (found.slips, found.old_slips) == (20, 0)
    assert found.matters == tuple(range(200, 220))
    assert found.mean_score == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (box(USUAL), with_topic(20, 0.95)),  # the model knows where these go
        (box(USUAL), with_topic(4, 0.3)),  # too few
        (with_topic(18, 0.3), with_topic(20, 0.3)),  # not new
        (with_topic(20, 0.3), box(USUAL)),  # gone, not come
    ],
)
def test_what_is_no_new_topic(old, new):
    assert topics(old, new) == ()


def test_two_topics_are_kept_apart_and_the_larger_comes_first():
    new = box(
        USUAL + ["无人机 上空"] * 15 + ["剧本 尖叫"] * 25,
        scores=[0.9] * len(USUAL) + [0.3] * 40,
    )
    assert [set(topic.words) for topic in topics(box(USUAL), new)] == [
        {"剧本", "尖叫"},
        {"无人机", "上空"},
    ]


# Verdict


def test_verdict_names_its_reasons_gravest_first():
    old = box(USUAL)
    found = compare(old, with_topic(60, 0.2))
    assert found.verdict == "明显变化，建议重新训练"
    levels = [signal.level for signal in found.signals]
    assert levels == sorted(levels, reverse=True)
    assert "topics" in {signal.name for signal in found.signals}


def test_box_of_another_kind_is_markedly_changed():
    water = box(USUAL, categories=["utilities.water", "travel.roads"] * 100)
    schools = box(USUAL, categories=["education.school", "travel.roads"] * 100)
    assert compare(water, schools).level == 2


def test_few_matters_are_said_to_be_few():
    assert compare(box(["停水"] * 3), box(["停水"] * 4)).too_few
    assert not compare(box(USUAL), box(USUAL)).too_few


def test_empty_box_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        compare(box([]), box(USUAL))


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c.d"]),
        st.floats(0, 1),
        st.booleans(),
        st.frozensets(st.sampled_from(["停水", "路灯", "学校", "医保"])),
    ),
    min_size=1,
    max_size=30,
)


def made(rows):
    return Box(
        slips=np.arange(len(rows)),
        categories=[row[0] for row in rows],
        scores=np.array([row[1] for row in rows]),
        urgent=np.array([row[2] for row in rows]),
        words=[row[3] for row in rows],
    )


@settings(max_examples=50, deadline=None)
@given(ROWS, ROWS)
def test_any_two_boxes_can_be_compared_and_one_with_itself_is_stable(old, new):
    found = compare(made(old), made(new))
    assert found.level in {0, 1, 2}
    assert np.isfinite(
        [found.shares.psi, found.shares.p, found.confidence.p, found.urgency.p]
    ).all()
    assert compare(made(new), made(new)).verdict == "稳定"


@pytest.fixture(scope="module")
def corpus():
    """The written corpus as the shipped model understands it."""
    with CORPUS.open(encoding="utf-8-sig", newline="") as stream:
        texts = [row["text"] for row in csv.DictReader(stream)]
    understood = load().flow.understand(texts)
    clean = normalize_all(texts)
    return Box(
        slips=np.arange(len(texts)),
        categories=[p.category for p in understood.predictions],
        scores=np.array([p.score for p in understood.predictions]),
        urgent=np.array([t.urgency == "urgent" for t in understood.triages]),
        words=[frozenset(w for w in segment(text) if len(w) > 1) for text in clean],
    )


def part(whole, rows):
    return Box(
        slips=np.arange(len(rows)),
        categories=[whole.categories[i] for i in rows],
        scores=whole.scores[rows],
        urgent=whole.urgent[rows],
        words=[whole.words[i] for i in rows],
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (500, 500),
        (900, 100),
        pytest.param(3700, 3700, marks=pytest.mark.slow),
    ],
)
def test_random_parts_of_one_box_are_stable(corpus, old, new):
    verdicts = Counter()
    for seed in range(100):
        order = np.random.default_rng(seed).permutation(len(corpus.categories))[: old + new]
        verdicts[compare(part(corpus, order[:old]), part(corpus, order[old:])).verdict] += 1
    assert verdicts["稳定"] >= 95


def test_corpus_with_one_group_doubled_has_changed(corpus):
    order = np.random.default_rng(0).permutation(len(corpus.categories))
    more = [i for i in order[1000:] if corpus.categories[i].startswith("utilities.")][:150]
    found = compare(part(corpus, order[:1000]), part(corpus, np.array([*order[1000:1850], *more])))
    assert found.level >= 1
    assert [c.category for c in found.groups.categories if c.direction == "up"] == ["utilities"]
