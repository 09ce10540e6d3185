"""Figures against values computed by hand."""

import numpy as np
import pytest
from sklearn.metrics import f1_score

from minyi.evaluation import by_label, calibration_error, confusions, evaluate, intervals

TRUTH = ["a.x", "a.x", "a.y", "b.z", "b.z", "b.w"]
GUESS = ["a.x", "a.y", "a.y", "b.z", "a.x", "b.z"]
SCORES = [0.9, 0.6, 0.8, 0.7, 0.5, 0.4]


def test_accuracy_counts_the_second_label_and_macro_f1_does_not():
    plain = evaluate(TRUTH, GUESS, SCORES)
    with_also = evaluate(TRUTH, GUESS, SCORES, also=["", "a.y", "", "", "", ""])
    assert plain.accuracy == pytest.approx(3 / 6, abs=1e-4)
    assert with_also.accuracy == pytest.approx(4 / 6, abs=1e-4)
    assert plain.macro_f1 == with_also.macro_f1


def test_macro_f1_is_over_labels_present_in_the_truth():
    guess = ["a.x", "c.new", "a.y", "b.z", "a.x", "b.z"]
    expected = f1_score(TRUTH, guess, labels=sorted(set(TRUTH)), average="macro", zero_division=0)
    assert evaluate(TRUTH, guess, SCORES).macro_f1 == pytest.approx(expected, abs=1e-4)


def test_group_accuracy_counts_what_stands_before_the_dot():
    assert evaluate(TRUTH, GUESS, SCORES).group_accuracy == pytest.approx(5 / 6, abs=1e-4)


def test_an_empty_second_label_accepts_nothing():
    assert evaluate(["a.x"], [""], [0.5], also=[""]).group_accuracy == 0


def test_interval_holds_the_accuracy_and_is_seeded():
    first, second = evaluate(TRUTH, GUESS, SCORES), evaluate(TRUTH, GUESS, SCORES)
    assert first == second
    assert first.accuracy_ci[0] <= first.accuracy <= first.accuracy_ci[1]


def test_calibration_error_is_nought_for_honest_scores_and_the_gap_for_boasts():
    right = np.array([True, False] * 150)
    assert calibration_error(right, np.full(300, 0.5)) == pytest.approx(0, abs=0.05)
    assert calibration_error(right, np.full(300, 0.9)) == pytest.approx(0.4, abs=1e-9)


def test_calibration_bins_have_equal_mass():
    scores = 0.5 + np.arange(30) / 1000  # bins of equal width would hold all in one
    right = np.arange(30) >= 15
    gaps = [abs(right[i : i + 2].mean() - scores[i : i + 2].mean()) for i in range(0, 30, 2)]
    assert calibration_error(right, scores) == pytest.approx(np.mean(gaps), abs=1e-9)
    assert calibration_error(right, scores) > 0.4


def test_figures_by_label_and_confusions():
    x = next(f for f in by_label(TRUTH, GUESS) if f.label == "a.x")
    assert (x.rows, x.precision, x.recall, x.f1) == (2, 0.5, 0.5, 0.5)
    assert confusions(TRUTH, GUESS) == {("a.x", "a.y"): 1, ("b.w", "b.z"): 1, ("b.z", "a.x"): 1}


def test_nothing_to_evaluate_is_an_error():
    with pytest.raises(ValueError, match="not empty"):
        evaluate([], [], [])


@pytest.mark.parametrize("groups", [None, ["甲", "甲", "乙", "乙", "丙", "丙"]])
def test_intervals_hold_the_figures_and_are_seeded(groups):
    accuracy, macro_f1 = intervals(TRUTH, GUESS, groups)
    figures = evaluate(TRUTH, GUESS, SCORES)
    assert accuracy[0] <= figures.accuracy <= accuracy[1]
    assert macro_f1[0] <= figures.macro_f1 <= macro_f1[1]
    assert intervals(TRUTH, GUESS, groups) == (accuracy, macro_f1)


def test_the_interval_of_rows_is_that_of_the_plain_bootstrap():
    truth, guess = TRUTH * 50, GUESS * 50
    plain = evaluate(truth, guess, SCORES * 50).accuracy_ci
    assert intervals(truth, guess)[0] == pytest.approx(plain, abs=0.01)


def test_alike_rows_of_one_group_tell_less():
    truth, guess = TRUTH * 20, GUESS * 20
    apart = intervals(truth, guess)[0]
    together = intervals(truth, guess, [str(i % 6) for i in range(120)])[0]
    assert together[1] - together[0] > 2 * (apart[1] - apart[0])


def test_all_right_has_an_interval_without_width():
    assert intervals(TRUTH, TRUTH) == ((1.0, 1.0), (1.0, 1.0))
