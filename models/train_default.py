"""Rebuild models/default from models/data: the same rows and seed give the same weights.

Run by `make train`; `python models/train_default.py FOLDER` writes the model elsewhere. The model
answers three questions with one weight matrix: category, kind and urgency. Calibration holds out
whole writers, for in use the words are always somebody else's.
"""

from __future__ import annotations

import logging
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from minyi.machines import FitSettings
from minyi.model_store import save_model
from minyi.nearest import EXAMPLES_NAME, choose_examples, with_examples
from minyi.readers import read_columns
from minyi.retraining import check_rows, train
from minyi.taxonomy import UNCLEAR, load_taxonomy
from minyi.tokens import TextSettings

HERE = Path(__file__).parent
DATA = HERE / "data"
COLUMNS = ["text", "category", "kind", "urgency", "writer"]
SETTINGS = {
    "category": FitSettings(cost=1.0, naive_bayes=0.75),
    "kind": FitSettings(cost=1.0, naive_bayes=0.0),
    "urgency": FitSettings(cost=1.0, naive_bayes=0.0),
}
USUAL_LENGTH = 80  # characters of a hotline message; the corpus is shorter than real boxes
HARD_WRITERS = frozenset("stuvwxyz")  # a quarter of their rows are hard cases of a boundary
HARD_WEIGHT = 0.5  # of their rows: real boxes hold fewer such cases
TERM_WEIGHT = 0.3  # of a term of the glossary against an opinion, at TERMS terms a leaf
TERMS = 200
LETTER_WEIGHT = 3.0  # of a long letter, for its kind
ALARM_WEIGHT = 1.0  # of a sentence of danger, or its look-alike, against an opinion

Rows = dict[str, list[str]]


def main() -> None:
    """Read models/data, train, write models/default or the folder named."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    rows, weights = training_rows()
    trained = train(
        rows["text"],
        {head: rows[head] for head in SETTINGS},
        text=TextSettings(),
        settings=SETTINGS,
        groups=rows["writer"],
        weights=weights,
        facts={"corpus": "models/data, see its README.md"},
    )
    opinions = [i for i, writer in enumerate(rows["writer"]) if writer]
    examples = choose_examples(
        trained.model,
        [rows["text"][i] for i in opinions],
        [rows["category"][i] for i in opinions],
    )
    model, beside = with_examples(trained.model, examples)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "default"
    save_model(model, folder, force=True, beside={EXAMPLES_NAME: beside})
    logging.info("%s：%d 行，%d 个特征", folder, len(weights), len(model.classifier.buckets))


def training_rows() -> tuple[Rows, list[float]]:
    """Opinions and what teaches a single question, as rows to train on, and how much each counts.

    A term of the glossary has a category only, a sentence of danger or its look-alike an urgency
    only, a long letter a kind only; they are never held out, so that held-out figures are those of
    opinions.
    """
    table: Rows = {name: [] for name in COLUMNS}
    for path in sorted(DATA.glob("opinions*.csv")):
        columns, _ = read_columns(path, COLUMNS)
        for name in COLUMNS:
            table[name] += columns[name]
    kept, findings = check_rows(table["text"], table["category"], range(len(table["text"])))
    for finding in findings:
        logging.info("%s；%s", finding.what, finding.advice)
    rows = {name: [values[i] for i in kept] for name, values in table.items()}
    rows["kind"] = [
        "" if category == UNCLEAR else kind  # the kind of a text without a matter means nothing
        for category, kind in zip(rows["category"], rows["kind"], strict=True)
    ]
    weights = opinion_weights(rows["text"], rows["category"], rows["writer"])
    of_leaf = Counter(_add(rows, "terms.csv", "category"))
    weights += [TERM_WEIGHT * TERMS / of_leaf[leaf] for leaf in rows["category"][len(weights) :]]
    weights += [ALARM_WEIGHT] * len(_add(rows, "urgency.csv", "urgency"))
    weights += [LETTER_WEIGHT] * len(_add(rows, "kinds.csv", "kind"))
    if unknown := set(rows["category"]) - {"", *load_taxonomy().leaves}:
        raise SystemExit(f"models/data 中有分类表以外的类别：{'、'.join(sorted(unknown))}")
    return rows, weights


def _add(rows: Rows, file: str, answer: str) -> list[str]:
    """Append the rows of a file that answers one question; its answers."""
    columns, _ = read_columns(DATA / file, ["text", answer])
    for name in COLUMNS:
        rows[name] += columns.get(name, [""] * len(columns["text"]))
    return columns[answer]


def opinion_weights(
    texts: Sequence[str], categories: Sequence[str], writers: Sequence[str]
) -> list[float]:
    """Weights of mean 1: leaves as often as in a hotline, messages of usual length most."""
    shares: Mapping[str, float] = tomllib.loads((DATA / "shares.toml").read_text("utf-8"))
    count = Counter(categories)
    weights = [
        shares.get(category, 1.0)
        / count[category]
        * min(max(len(text) / USUAL_LENGTH, 0.4), 1.5)
        * (HARD_WEIGHT if writer in HARD_WRITERS else 1.0)
        for text, category, writer in zip(texts, categories, writers, strict=True)
    ]
    mean = sum(weights) / len(weights)
    return [weight / mean for weight in weights]


if __name__ == "__main__":
    main()
