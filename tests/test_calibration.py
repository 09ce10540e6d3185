"""What a probability says is how often it is right."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minyi.calibration import confidence_curve, read_off, temperature
from minyi.classifier import softmax


def drawn(rows: int, sharpness: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Margins, and labels that are drawn by what the margins truly mean."""
    chance = np.random.default_rng(seed)
    margins = chance.normal(size=(rows, 5)).astype(np.float32) * 3
    true = softmax(margins)
    index = np.array([chance.choice(5, p=row / row.sum()) for row in true.astype(np.float64)])
    return margins * np.float32(sharpness), index


def gap(probabilities: np.ndarray, index: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal size."""
    said = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == index
    bins = np.array_split(np.argsort(said), 10)
    return float(np.mean([abs(said[each].mean() - right[each].mean()) for each in bins]))


@pytest.mark.parametrize("sharpness", [0.2, 1.0, 4.0])
def test_the_temperature_undoes_how_sharp_the_margins_are(sharpness: float) -> None:
    margins, index = drawn(4000, sharpness)
    assert temperature(margins, index, np.ones(4000)) == pytest.approx(sharpness, rel=0.1)


def test_a_curve_mends_on_unseen_rows_what_a_temperature_cannot() -> None:
    margins, index = drawn(6000, 1.0)
    bent = softmax(np.sign(margins) * np.abs(margins) ** np.float32(1.7) / 3)
    curve = confidence_curve(bent[:3000], index[:3000], np.ones(3000))
    assert gap(read_off(bent, curve)[3000:], index[3000:]) < gap(bent[3000:], index[3000:]) / 2


def test_rows_that_count_more_bend_the_curve_more() -> None:
    said = np.full((600, 3), 0.2, np.float32)
    said[:, 0] = 0.6
    index = np.array([0, 1] * 300)
    importance = np.where(index == 0, 3.0, 1.0)
    curve = confidence_curve(said, index, importance)
    assert [meant for _, meant in curve] == pytest.approx([0.75] * len(curve), abs=0.02)


@pytest.mark.parametrize(("rows", "labels"), [(299, 3), (2000, 2)])
def test_few_rows_and_two_labels_have_no_curve(rows: int, labels: int) -> None:
    said = softmax(np.random.default_rng(1).normal(size=(rows, labels)).astype(np.float32))
    assert confidence_curve(said, np.zeros(rows, np.intp), np.ones(rows)) == ()


@settings(deadline=None)
@given(
    st.lists(st.lists(st.floats(-8, 8, width=32), min_size=4, max_size=4), min_size=1, max_size=9),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
)
def test_reading_off_keeps_the_order_of_labels(
    margins: list[list[float]], knots: list[float], shares: list[float]
) -> None:
    said = softmax(np.array(margins, np.float32))
    curve = tuple(zip(sorted(knots), sorted(shares), strict=True))
    meant = read_off(said, curve)
    assert meant.sum(axis=1) == pytest.approx(np.ones(len(said)), abs=1e-4)
    rows = np.arange(len(said))
    first = said.argmax(axis=1)
    assert (meant[rows, first] >= meant.max(axis=1) - 1e-6).all()
    for before, after in zip(said, meant, strict=True):
        others = np.delete(before, before.argmax()), np.delete(after, before.argmax())
        assert (np.diff(others[1][np.argsort(others[0])]) >= -1e-6).all()


def test_without_a_curve_nothing_changes() -> None:
    said = softmax(np.array([[1, 2, 3]], np.float32))
    assert read_off(said, ()) is said
