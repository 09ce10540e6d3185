"""Columns of predictions: the objects they stand for, and the order of the labels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from minyi.domain import Prediction
from minyi.predictions import ALTERNATIVES, UNKNOWN, Predictions, best, blank, predicted

NAMES = ["utilities.water", "utilities.power", "travel.roads", "health.care", "aid.care"]
CHANCES = arrays.arrays(
    np.float32,
    st.tuples(st.integers(1, 6), st.just(len(NAMES))),
    elements=st.sampled_from([0.0, 0.125, 0.25, 0.5]),
)


@given(CHANCES)
def test_labels_come_by_probability_and_of_equal_ones_the_first_wins(chances):
    count = len(chances)
    columns = predicted(chances, NAMES, ["request"] * count, [0.0] * count)
    for row, one in zip(chances.tolist(), columns, strict=True):
        ranked = sorted(range(len(NAMES)), key=lambda i: -row[i])[: ALTERNATIVES + 1]
        expected = [(NAMES[i], row[i]) for i in ranked]
        assert [(one.category, one.score), *one.alternatives] == expected
        assert one.kind == "request"
    assert best(chances, NAMES) == (columns.categories, columns.scores)


@pytest.mark.parametrize("labels", [1, 2, 3])
def test_there_are_never_more_alternatives_than_labels(labels):
    chances = np.full((2, labels), 1 / labels, np.float32)
    columns = predicted(chances, NAMES[:labels], ["complaint"] * 2, [0.0] * 2)
    assert [len(one.alternatives) for one in columns] == [labels - 1] * 2


def test_an_empty_batch_has_empty_columns():
    columns = predicted(np.zeros((0, 3), np.float32), NAMES[:3], [], [])
    assert list(columns) == list(Predictions.of([])) == []


def test_columns_give_the_objects_that_were_put_in():
    ones = [
        Prediction(category="utilities.water", score=0.9, kind="request", urgent_score=0.4),
        Prediction(category="aid.care", score=0.5, alternatives=(("health.care", 0.2),)),
        UNKNOWN,
    ]
    columns = Predictions.of(ones)
    assert (len(columns), list(columns)) == (3, ones)
    columns[0] = ones[1]
    assert columns[0] == ones[1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("停水", True),
        ("……1", True),
        ("（a）", True),
        ("𠮷", True),
        ("", False),
        (" \n", False),
        ("_——！😀", False),
    ],
)
def test_a_text_without_letter_digit_or_character_is_blank(text, says):
    assert blank([text, "停水"]) == ([] if says else [0])
