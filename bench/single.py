"""One opinion at a time, warm, through the library: p50 and p99 against naive's p50."""

from __future__ import annotations

from collections.abc import Callable

from bench import naive
from bench.harness import MINYI, NAIVE, Figure, Scale, timed
from bench.texts import texts

ASKED_P50, ASKED_P99 = 6.0, 4.0


def measure(scale: Scale) -> list[Figure]:
    """All fields of one opinion, against naive's label; every text is new to both sides."""
    import numpy as np

    from minyi import load

    office, model = load(), naive.load()
    sides: dict[str, Callable[[str], object]] = {
        MINYI: office.classify,
        NAIVE: lambda text: model.predict([text]),
    }
    count = scale.rows(1_000, 200)
    rows = texts(2 * count + 200, seed=7)
    for text in rows[:200]:
        for work in sides.values():
            work(text)
    taken: dict[str, list[float]] = {MINYI: [], NAIVE: []}
    for one, other in zip(rows[200::2], rows[201::2], strict=True):  # turn by turn
        taken[MINYI].append(timed(lambda one=one: sides[MINYI](one)))
        taken[NAIVE].append(timed(lambda other=other: sides[NAIVE](other)))
    base = float(np.percentile(taken[NAIVE], 50))
    figures = []
    for percent, asked in ((50, ASKED_P50), (99, ASKED_P99)):
        ours = float(np.percentile(taken[MINYI], percent))
        figures.append(
            Figure(
                key=f"single_p{percent}",
                name=f"单条、已载入，p{percent}（对朴素程序的 p50）",
                minyi=ours * 1e3,
                naive=base * 1e3,
                unit="毫秒",
                ratio=base / ours,
                asked=asked,
                note=f"{count} 条",
                spread={side: [each * 1e3 for each in got] for side, got in taken.items()},
            )
        )
    return figures
