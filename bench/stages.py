"""Where the time goes: µs per text of every stage, on one core.

    python -m bench.stages [--rows 8192] [--long] [--rounds 3] [--profile STAGE]

Every round has texts of its own. The stages are called as the flow calls them; `sum` adds what
`minyi classify` does with a text, so that what is missing to its real time is the glue.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
from collections.abc import Callable
from pathlib import Path

from bench.harness import CACHE, pin, timed
from bench.texts import csv_file, texts

Stage = tuple[str, Callable[[], object]]


def stages(rows: list[str], source: Path) -> list[Stage]:
    """Every stage as a call without arguments, in the order of the flow."""
    from datetime import date

    from minyi import load
    from minyi.clean import mask_all, normalize_all
    from minyi.domain import Opinion
    from minyi.readers import ReadOptions, read
    from minyi.records import RecordWriter, records
    from minyi.routing import route_all
    from minyi.splitting import split_all
    from minyi.tokens import occurrences
    from minyi.triage import assess_all

    office = load()
    flow, model = office.flow, office.model
    options = ReadOptions(today=date(2026, 1, 1))
    opinions = [item for item in read(source, options) if isinstance(item, Opinion)]
    clean = normalize_all(rows)
    families = occurrences(rows, model.text)
    understood = flow.understand(rows)
    predictions = understood.predictions
    matters = list(flow.matters(opinions))
    reasons = [route.reason for route in understood.routes]
    flat = records(matters, office.taxonomy, model.version)

    def write(kind: str) -> None:
        with RecordWriter(CACHE / f"stages.{kind}", kind, force=True) as writer:  # type: ignore[arg-type]
            writer.write_many(flat)

    return [
        ("read csv", lambda: list(read(source, options))),
        ("split", lambda: split_all(rows, same_matter=flow._same_matter)),
        ("normalize", lambda: normalize_all(rows)),
        ("tokens (with normalize)", lambda: occurrences(rows, model.text)),
        ("scores", lambda: model.classifier.probabilities(families)),
        ("labels (all three above)", lambda: flow.labels(rows)),
        ("predict (labels and alternatives)", lambda: flow._predict(rows, clean)),
        (
            "triage",
            lambda: assess_all(
                clean,
                urgent_scores=[p.urgent_score for p in predictions],
                kinds=[p.kind for p in predictions],
            ),
        ),
        (
            "route",
            lambda: route_all(
                clean,
                [p.category for p in predictions],
                office.directory,
                kinds=[p.kind for p in predictions],
            ),
        ),
        ("understand (normalize … route)", lambda: flow.understand(rows)),
        ("mask texts", lambda: mask_all(rows)),
        ("mask reasons", lambda: mask_all(reasons)),
        ("records (masks included)", lambda: records(matters, office.taxonomy, model.version)),
        ("write csv", lambda: write("csv")),
        ("write jsonl", lambda: write("jsonl")),
        ("write parquet", lambda: write("parquet")),
    ]


SUM = ("read csv", "split", "understand (normalize … route)", "records (masks included)")
SUM = (*SUM, "write csv")


def measure(count: int, rounds: int, *, long: bool) -> dict[str, float]:
    """Stage → median µs per text."""
    taken: dict[str, list[float]] = {}
    for seed in range(100, 101 + rounds):  # the first warms up
        source = csv_file(count, long=long, seed=seed)
        for name, work in stages(texts(count, seed, long=long), source):
            taken.setdefault(name, []).append(timed(work) / count * 1e6)
    return {name: statistics.median(values[1:]) for name, values in taken.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=8_192)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--profile", metavar="STAGE", help="the calls of stages that begin so")
    asked = parser.parse_args()
    pin()
    if asked.profile:
        source = csv_file(asked.rows, long=asked.long)
        for name, work in stages(texts(asked.rows, long=asked.long), source):
            if name.startswith(asked.profile):
                work()
                with cProfile.Profile() as profile:
                    work()
                print(f"== {name}")
                pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return
    found = measure(asked.rows, asked.rounds, long=asked.long)
    for name, each in found.items():
        print(f"{name:<36}{each:8.2f} µs")
    print(
        f"{'sum: ' + ', '.join(n.split(' (')[0] for n in SUM)}: {sum(found[n] for n in SUM):.2f} µs"
    )


if __name__ == "__main__":
    main()
