"""The classifier on arrays: batch = single, quantization and pruning keep the answer."""

import numpy as np
import pytest

from minyi.classifier import softmax
from minyi.errors import BadTableError
from minyi.fitting import FOLDS, design, fit
from minyi.machines import FitSettings
from minyi.tokens import TextSettings, occurrences

WATER = "家里停水两天 自来水发黄 水压太低 水管爆了没水用 水费突然涨了 停水不通知"
POWER = "昨晚又停电了 电压不稳 电费算错了 变压器老跳闸 电表坏了 停电没通知"
HEALTH = "医院挂号排长队 医生态度不好 看病太贵 急诊等三小时 没有专家号 药房发错药"
TEXTS = f"{WATER} {POWER} {HEALTH}".split()
LABELS = ["water"] * 6 + ["power"] * 6 + ["health"] * 6
SETTINGS = TextSettings(characters=(1, 2))


@pytest.fixture(scope="module")
def families():
    return occurrences(TEXTS, SETTINGS)


@pytest.fixture(scope="module")
def model(families):
    urgent = ["urgent" if "停" in text else "normal" for text in TEXTS]
    return fit(
        families, {"category": LABELS, "urgency": urgent}, FitSettings(min_texts=1)
    ).classifier


def test_learns_what_it_is_shown(model, families):
    chances = model.probabilities(families)
    best = [model.heads["category"].labels[i] for i in chances["category"].argmax(axis=1)]
    assert best == LABELS
    assert chances["category"].shape == (18, 3)
    assert chances["urgency"].shape == (18, 2)
    for head in chances.values():
        np.testing.assert_allclose(head.sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("lexicon", [False, True])
def test_a_large_batch_scores_bit_by_bit_as_single_texts_do(model, lexicon):
    settings = TextSettings(characters=(1, 2), lexicon=lexicon)
    many = [*TEXTS, "", "ＸＹＺ"] * 10  # beyond the size where the sparse product takes over
    together = model.scores(occurrences(many, settings))
    for i in (0, 7, 18, 19, 100, 179):
        alone = model.scores(occurrences([many[i]], settings))
        for head, margins in together.items():
            assert margins[i].tolist() == alone[head][0].tolist()


@pytest.mark.parametrize("times", [1, 10])
@pytest.mark.parametrize("heads", [["category"], ["urgency"], ["urgency", "category"]])
def test_heads_asked_for_alone_score_as_among_all(model, heads, times):
    families = occurrences(TEXTS * times, SETTINGS)
    every, some = model.scores(families), model.scores(families, heads)
    assert set(some) == set(heads)
    for head in heads:
        assert some[head].tolist() == every[head].tolist()


def test_scores_are_the_matrix_that_was_fitted_times_the_weights(model, families):
    matrix = design(families, model.buckets, model.idf)
    weights = model.weights * model.scales[:, None]
    expected = matrix @ weights[:, :3] + model.intercepts[:3]
    np.testing.assert_allclose(model.scores(families)["category"], expected, atol=1e-4)


def test_contributions_add_up_to_the_margin(model, families):
    one = occurrences([TEXTS[0]], SETTINGS)
    margin = model.scores(one)["category"][0, model.heads["category"].labels.index("water")]
    total = sum(
        float(weights.sum()) for _, weights in model.contributions(one, "category", "water")
    )
    intercept = model.intercepts[model.heads["category"].labels.index("water")]
    assert total + intercept == pytest.approx(margin, abs=1e-4)


def test_contributions_of_a_batch_are_those_of_its_texts(model, families):
    together = model.contributions(families, "category", "water")
    for i, text in enumerate(TEXTS):
        alone = model.contributions(occurrences([text], SETTINGS), "category", "water")
        for family, (_, every), (_, own) in zip(families, together, alone, strict=True):
            assert every[slice(*family.starts[i : i + 2])].tolist() == own.tolist()


def test_rows_without_a_label_are_left_out_of_their_head_only(families):
    partly = ["" if i % 3 == 0 else label for i, label in enumerate(LABELS)]
    fitted = fit(families, {"category": LABELS, "kind": partly}, FitSettings(min_texts=1))
    assert fitted.classifier.heads["kind"].labels == ("health", "power", "water")


def test_same_rows_and_seed_give_the_same_bytes(families):
    first = fit(families, {"category": LABELS}, FitSettings(seed=3)).classifier
    second = fit(families, {"category": LABELS}, FitSettings(seed=3)).classifier
    for name in ("buckets", "idf", "weights", "scales", "intercepts"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()
    assert first.heads == second.heads


def test_an_unknown_text_gets_the_intercepts(model):
    scores = model.scores(occurrences(["ＸＹＺ"], SETTINGS))["category"][0]
    np.testing.assert_allclose(scores, model.intercepts[:3], atol=1e-6)


def test_softmax_survives_large_scores():
    assert softmax(np.array([[1000.0, 0.0]], np.float32)).tolist() == [[1.0, 0.0]]


def test_every_text_is_held_out_once_and_every_step_told(families):
    many = occurrences([f"{text}{i}" for text in TEXTS for i in "甲乙丙"], SETTINGS)
    labels = [label for label in LABELS for _ in range(3)]
    partly = ["" if i % 5 == 0 else label for i, label in enumerate(labels)]
    steps = []
    fitted = fit(
        many,
        {"category": labels, "few": partly[:20] + [""] * 34},
        FitSettings(min_texts=1),
        on_step=lambda: steps.append(1),
    )
    assert list(fitted.held_out) == ["category"]  # the other has too few rows
    held = fitted.held_out["category"]
    assert held.texts.tolist() == list(range(54))
    assert held.probabilities.shape == (54, 3)
    assert len(steps) == FOLDS + 2


def test_held_out_texts_are_counted_among_all_texts():
    many = occurrences([f"{text}{i}" for text in TEXTS for i in "甲乙丙丁"], SETTINGS)
    labels = ["" if i % 6 == 1 else LABELS[i // 4] for i in range(72)]
    held = fit(many, {"category": labels}, FitSettings(min_texts=1)).held_out["category"]
    assert held.texts.tolist() == [i for i in range(72) if i % 6 != 1]


def test_texts_with_nothing_in_common_are_refused():
    families = occurrences(["停水", "电灯"], SETTINGS)
    with pytest.raises(BadTableError, match="没有任何字词"):
        fit(families, {"category": ["a", "b"]})
