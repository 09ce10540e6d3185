"""OpinionClassifier: raw texts in, labels out, in the manners of scikit-learn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin

from minyi.classifier import LinearClassifier
from minyi.errors import NotFittedError
from minyi.fitting import fit
from minyi.machines import FitSettings
from minyi.segmenting import dictionary_hash
from minyi.tokens import TextSettings, known_words, occurrences

HEAD = "category"


class OpinionClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Linear classifier of Chinese texts over character n-grams and, if asked, jieba words.

    Args:
        cost: C of the linear support vector machine; more fits closer.
        characters: Lengths of the character n-grams.
        lexicon: Use the words of jieba's dictionary, wherever they stand.
        words: Use the segmenter's words as well.
        segmenter: "rjieba" or "jieba"; matters only with words.
        title: Take the first line of a text with a newline as a field of its own.
        min_texts: Drop features that occur in fewer texts.
        class_weight: None, or "balanced" to weigh classes by inverse frequency.
        random_state: Seed of fitting and of the folds that calibrate.

    Attributes:
        classes_: (labels,) labels in sorted order, of the type they came in.
    """

    def __init__(
        self,
        cost: float = 1.0,
        characters: tuple[int, ...] = (1, 2),
        lexicon: bool = True,
        words: bool = False,
        segmenter: str = "rjieba",
        title: bool = False,
        min_texts: int = 2,
        class_weight: str | None = None,
        random_state: int = 0,
    ) -> None:
        self.cost = cost
        self.characters = characters
        self.lexicon = lexicon
        self.words = words
        self.segmenter = segmenter
        self.title = title
        self.min_texts = min_texts
        self.class_weight = class_weight
        self.random_state = random_state

    def fit(
        self, X: Iterable[str], y: Sequence[Any], groups: Sequence[str] | None = None
    ) -> OpinionClassifier:
        """Fit on raw texts.

        Args:
            X: Raw texts (list, array or pandas Series of str).
            y: One label a text.
            groups: Provenance a text; calibration then holds out whole groups.

        Raises:
            ValueError: Lengths differ, not texts, or fewer than two labels.
        """
        texts = _texts(X)
        labels = np.asarray(y)
        if len(texts) != len(labels):
            raise ValueError(f"{len(texts)} texts but {len(labels)} labels")
        self.classes_, codes = np.unique(labels, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("need at least two labels to tell apart (one class given)")
        names = [f"{code:09d}" for code in codes]
        self.classifier_: LinearClassifier = fit(
            known_words(occurrences(texts, self.text_settings())),
            {HEAD: names},
            FitSettings(
                cost=self.cost,
                min_texts=self.min_texts,
                balanced=self.class_weight == "balanced",
                seed=int(self.random_state or 0),
            ),
            groups,
        ).classifier
        return self

    def predict(self, X: Iterable[str]) -> npt.NDArray[Any]:
        """(texts,) most probable label of every text."""
        best = self.decision_function(X, raw=True).argmax(axis=1)
        result: npt.NDArray[Any] = self.classes_[best]
        return result

    def predict_proba(self, X: Iterable[str]) -> npt.NDArray[np.float32]:
        """(texts, labels) calibrated probabilities, columns as in `classes_`."""
        return self._fitted().probabilities(occurrences(_texts(X), self.text_settings()))[HEAD]

    def decision_function(self, X: Iterable[str], raw: bool = False) -> npt.NDArray[np.float32]:
        """(texts, labels) margins; (texts,) for two labels, as scikit-learn has it."""
        scores = self._fitted().scores(occurrences(_texts(X), self.text_settings()))[HEAD]
        return scores if raw or scores.shape[1] > 2 else scores[:, 1]

    def text_settings(self) -> TextSettings:
        """How this classifier turns texts into features."""
        return TextSettings(
            characters=tuple(self.characters),
            lexicon=self.lexicon,
            words=self.words,
            title=self.title,
            segmenter=self.segmenter,
            dictionary=dictionary_hash(self.segmenter) if self.words else "",
        )

    def _fitted(self) -> LinearClassifier:
        if not hasattr(self, "classifier_"):
            raise NotFittedError("分类器尚未训练，请先调用 fit")
        return self.classifier_


def _texts(X: Iterable[str]) -> list[str]:
    if isinstance(X, str):
        raise ValueError("expected several texts, got one string; wrap it in a list")
    texts = list(X)
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("expected texts (str); got other values, perhaps empty cells")
    return texts
