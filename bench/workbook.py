"""The whole `minyi run` to the workbook, against naive classification alone."""

from __future__ import annotations

from bench.harness import CACHE, MINYI, NAIVE, Figure, Scale, alternate, medians, minyi, naive
from bench.naive import model_file
from bench.texts import csv_file

ASKED = 1.0


def measure(scale: Scale) -> list[Figure]:
    """Whole processes on the same file."""
    model_file()
    rows = scale.rows(50_000, 5_000)
    source, out = csv_file(rows), CACHE / "台账.xlsx"
    taken = alternate(
        {
            MINYI: lambda: minyi("run", source, "--out", out, "--force").seconds,
            NAIVE: lambda: naive(source, CACHE / "naive.csv").seconds,
        },
        min(scale.rounds, 3),
        warm=False,
    )
    middle = medians(taken)
    return [
        Figure(
            key="workbook",
            name="minyi run 到台账.xlsx，对朴素程序仅分类",
            minyi=rows / middle[MINYI],
            naive=rows / middle[NAIVE],
            unit="条/秒",
            ratio=middle[NAIVE] / middle[MINYI],
            asked=ASKED,
            note=f"{rows} 条，含启动",
            spread={side: [rows / each for each in got] for side, got in taken.items()},
        )
    ]
