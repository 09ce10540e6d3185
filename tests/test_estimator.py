"""OpinionClassifier keeps the manners of scikit-learn that apply to texts."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline

from minyi import OpinionClassifier
from minyi.errors import NotFittedError

TEXTS = ["家里停水两天了", "自来水发黄", "水压太低", "昨晚又停电了", "电压不稳", "电表坏了"] * 3
LABELS = ["供水", "供水", "供水", "供电", "供电", "供电"] * 3


@pytest.fixture(scope="module")
def fitted():
    return OpinionClassifier().fit(TEXTS, LABELS)


def test_predicts_labels_of_the_type_they_came_in(fitted):
    assert fitted.predict(["停水了"]).tolist() == ["供水"]
    assert fitted.score(TEXTS, LABELS) == 1
    numbers = OpinionClassifier().fit(TEXTS, [7 if label == "供水" else 2 for label in LABELS])
    assert numbers.predict(["停水了"]).tolist() == [7]
    assert numbers.classes_.tolist() == [2, 7]


def test_probabilities_go_with_the_classes(fitted):
    chances = fitted.predict_proba(["停水了", "停电了"])
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-5)
    assert fitted.classes_[chances.argmax(axis=1)].tolist() == ["供水", "供电"]
    assert fitted.decision_function(["停水了"]).shape == (1,)


def test_clone_and_parameters():
    model = OpinionClassifier(cost=3, characters=(1, 2))
    assert clone(model).get_params() == model.get_params()


def test_grid_search_and_pipeline():
    search = GridSearchCV(
        Pipeline([("model", OpinionClassifier())]), {"model__characters": [(1,), (1, 2)]}, cv=2
    )
    search.fit(np.array(TEXTS), LABELS)
    assert search.best_score_ > 0.8
    assert search.predict(pd.Series(["停水了"])).tolist() == ["供水"]


def test_same_seed_same_weights():
    one, two = (OpinionClassifier(random_state=1).fit(TEXTS, LABELS) for _ in range(2))
    assert one.classifier_.weights.tobytes() == two.classifier_.weights.tobytes()


def test_predicting_before_fitting_is_refused():
    with pytest.raises(NotFittedError, match="先调用 fit"):
        OpinionClassifier().predict(["停水"])


@pytest.mark.parametrize(
    ("texts", "labels", "message"),
    [
        ("停水", ["a"], "wrap it in a list"),
        (["停水", None], ["a", "b"], "empty cells"),
        (["停水"], ["a", "b"], "1 texts but 2 labels"),
        (["停水", "停电"], ["a", "a"], "two labels"),
    ],
)
def test_unusable_rows_are_refused(texts, labels, message):
    with pytest.raises(ValueError, match=message):
        OpinionClassifier().fit(texts, labels)
