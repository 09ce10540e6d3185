"""The naive program: what a user who knows pandas and scikit-learn would write instead.

    python -m bench.naive IN.csv OUT.csv

Labels only: it knows neither urgency nor organizations, masks nothing and splits nothing. It is
trained on the rows that the shipped model was trained on.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

warnings.filterwarnings("ignore")  # jieba and scikit-learn warn at import

from bench.harness import kept  # noqa: E402


def cut(text: str) -> list[str]:
    """Words of a text."""
    import jieba

    return list(jieba.lcut(text))


def new_model():  # type: ignore[no-untyped-def]
    """Vectorizer and classifier, not yet fitted."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    return make_pipeline(
        TfidfVectorizer(tokenizer=cut, token_pattern=None, lowercase=False), LinearSVC()
    )


def fitted(texts: Sequence[str], labels: Sequence[str]):  # type: ignore[no-untyped-def]
    """A model trained on these rows."""
    return new_model().fit(texts, labels)


def training_rows() -> tuple[list[str], list[str]]:
    """Texts and categories of models/data: opinions and glossary."""
    from bench.texts import corpus, glossary

    rows = corpus() + glossary()
    return [row.text for row in rows], [row.category for row in rows]


def model_file() -> Path:
    """The model on disk, trained if it is not there yet."""
    from bench.texts import SOURCES

    path = kept("naive.joblib", of=(*SOURCES, Path(__file__)))
    if not path.exists():
        import joblib

        joblib.dump(fitted(*training_rows()), path)
    return path


def load():  # type: ignore[no-untyped-def]
    """The trained model."""
    import joblib

    return joblib.load(model_file())


def main(source: str, target: str) -> None:
    import pandas as pd

    frame = pd.read_csv(source)
    frame["category"] = load().predict(frame["意见内容"].fillna(""))
    frame[["编号", "category"]].to_csv(target, index=False)


if __name__ == "__main__":
    # An import under the module's own name: joblib looks for `bench.naive.cut`, not `__main__.cut`.
    from bench import naive

    naive.main(sys.argv[1], sys.argv[2])
