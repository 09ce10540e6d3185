"""Pure labelling through the library, against the naive model in memory."""

from __future__ import annotations

from bench import naive
from bench.harness import MINYI, NAIVE, Figure, Scale, alternate, medians, timed
from bench.texts import texts

ASKED = 40.0


def measure(scale: Scale) -> list[Figure]:
    """`classify_table(labels_only=True)` over a frame in memory, both sides loaded and warm."""
    import pandas as pd

    from minyi import load

    office, model = load(), naive.load()
    figures = []
    for key, count, long in (
        ("labels", scale.rows(20_000, 8_000), False),
        ("labels_long", scale.rows(4_000, 0), True),
    ):
        if not count:
            continue
        # Other texts every round: nothing may be remembered from the one before.
        rounds = iter(
            [
                pd.DataFrame({"意见内容": texts(count, seed, long=long)})
                for seed in range(2 * (scale.rounds + 1))
            ]
        )
        taken = alternate(
            {
                MINYI: lambda rounds=rounds: _seconds(
                    lambda frame: office.classify_table(frame, labels_only=True), next(rounds)
                ),
                NAIVE: lambda rounds=rounds: _seconds(
                    lambda frame: model.predict(frame["意见内容"]), next(rounds)
                ),
            },
            scale.rounds,
        )
        middle = medians(taken)
        figures.append(
            Figure(
                key=key,
                name="只要标签：classify_table(labels_only=True)"
                + ("，长文（约 400 字）" if long else ""),
                minyi=count / middle[MINYI],
                naive=count / middle[NAIVE],
                unit="条/秒",
                ratio=middle[NAIVE] / middle[MINYI],
                asked=None if long else ASKED,
                note=f"每轮 {count} 条，两边都已载入",
                spread={side: [count / each for each in got] for side, got in taken.items()},
            )
        )
    return figures


def _seconds(work, frame) -> float:  # type: ignore[no-untyped-def]
    return timed(lambda: work(frame))
