"""`minyi classify` CSV → CSV, all fields, against the naive program's labels only."""

from __future__ import annotations

from bench.harness import CACHE, MINYI, NAIVE, Figure, Scale, alternate, medians, minyi, naive
from bench.naive import model_file
from bench.texts import csv_file

ASKED = 15.0


def measure(scale: Scale) -> list[Figure]:
    """Whole processes, start included, on the same file; for short texts and long ones."""
    model_file()
    figures = []
    for long, key, rows in (
        (False, "classify", scale.rows(50_000, 12_000)),
        (True, "classify_long", scale.rows(8_000, 0)),
    ):
        if rows:
            figures.append(_figure(key, rows, scale, long=long))
    return figures


def _figure(key: str, rows: int, scale: Scale, *, long: bool) -> Figure:
    source = csv_file(rows, long=long)
    out = CACHE / "out.csv"
    taken = alternate(
        {
            MINYI: lambda: minyi("classify", source, "--out", out, "--force").seconds,
            NAIVE: lambda: naive(source, CACHE / "naive.csv").seconds,
        },
        scale.rounds,
        warm=False,
    )
    middle = medians(taken)
    return Figure(
        key=key,
        name="minyi classify，CSV → CSV，全部字段" + ("，长文（约 400 字）" if long else ""),
        minyi=rows / middle[MINYI],
        naive=rows / middle[NAIVE],
        unit="条/秒",
        ratio=middle[NAIVE] / middle[MINYI],
        asked=None if long else ASKED,
        note=f"{rows} 条，含启动",
        spread={side: [rows / each for each in values] for side, values in taken.items()},
    )
