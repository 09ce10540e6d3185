"""Several processes: rows from which they pay, and how much.

    python -m bench.jobs [--jobs 2] [--rows 20000 …]

Seconds are those of the clock here, and nothing is pinned: the point is to use the other cores. On
a machine with neighbours the figures mean little.
"""

from __future__ import annotations

import argparse
import time

from bench.harness import CACHE, MINYI, alternate, child, medians
from bench.texts import csv_file

# The workers start at once, so that the break-even shows itself.
_CODE = """
from minyi.streaming import workers
workers.BREAK_EVEN = 0
from minyi.cli import main
main()
"""


def seconds(rows: int, jobs: int) -> float:
    """Wall-clock seconds of one whole run."""
    out = CACHE / "jobs.csv"
    start = time.perf_counter()
    child(
        [
            *("-c", _CODE, "classify", str(csv_file(rows))),
            *("--out", str(out), "--force", "--jobs", str(jobs)),
        ]
    )
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, action="append")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    CACHE.mkdir(parents=True, exist_ok=True)
    for rows in asked.rows or [5_000, 10_000, 20_000, 50_000, 100_000]:
        sides = {
            MINYI: lambda rows=rows: seconds(rows, asked.jobs),
            "one": lambda rows=rows: seconds(rows, 1),
        }
        middle = medians(alternate(sides, asked.rounds, warm=False))
        gain = middle["one"] / middle[MINYI]
        print(
            f"{rows:>8,} 行：1 个进程 {middle['one']:6.2f} 秒，{asked.jobs} 个 "
            f"{middle[MINYI]:6.2f} 秒，{gain:.2f} ×",
            flush=True,
        )


if __name__ == "__main__":
    main()
