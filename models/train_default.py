"""Rebuild models/default from models/data: the same rows and seed give the same weights.

Run by `make train`. The model answers three questions with one weight matrix: category, kind and
urgency. Calibration holds out whole writers, for in use the words are always somebody else's.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from minyi.fitting import FitSettings
from minyi.model_store import save_model
from minyi.readers import read_columns
from minyi.retraining import check_rows, train
from minyi.taxonomy import UNCLEAR, load_taxonomy
from minyi.tokens import TextSettings

HERE = Path(__file__).parent
COLUMNS = ["text", "category", "kind", "urgency", "writer"]


def main() -> None:
    """Read every CSV of models/data, train, write models/default."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    table: dict[str, list[str]] = {name: [] for name in COLUMNS}
    for path in sorted((HERE / "data").glob("*.csv")):
        columns, _ = read_columns(path, COLUMNS)
        for name in COLUMNS:
            table[name] += columns[name]
    kept, findings = check_rows(table["text"], table["category"], range(len(table["text"])))
    for finding in findings:
        logging.info("%s；%s", finding.what, finding.advice)
    rows = {name: [values[i] for i in kept] for name, values in table.items()}
    unknown = set(rows["category"]) - set(load_taxonomy().leaves)
    if unknown:
        raise SystemExit(f"models/data 中有分类表以外的类别：{'、'.join(sorted(unknown))}")
    kinds = [
        "" if category == UNCLEAR else kind  # the kind of a text without a matter means nothing
        for category, kind in zip(rows["category"], rows["kind"], strict=True)
    ]
    model = train(
        rows["text"],
        {"category": rows["category"], "kind": kinds, "urgency": rows["urgency"]},
        text=TextSettings(),
        settings=FitSettings(machine="logistic", cost=10, naive_bayes=1.0),
        groups=rows["writer"],
        facts={"corpus": "models/data, see its README.md"},
    )
    save_model(model, HERE / "default", force=True)
    logging.info("models/default：%d 行，%d 个特征", len(kept), len(model.classifier.buckets))


if __name__ == "__main__":
    main()
