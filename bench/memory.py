"""Peak memory of `minyi classify` over millions of rows.

    python -m bench.memory --rows 1000000 [--rows 2000000 …] [--kind parquet]

Naive is not run: it holds the whole table, so its peak grows with the rows.
"""

from __future__ import annotations

import argparse

from bench.harness import CACHE, Figure, Scale, minyi, pin
from bench.texts import csv_file, jsonl_file, parquet_file

ASKED = 500.0
FILES = {"csv": csv_file, "jsonl": jsonl_file, "parquet": parquet_file}


def measure(scale: Scale) -> list[Figure]:
    """Two sizes: what is flat does not grow from one to the other."""
    small, large = scale.rows(100_000, 20_000), scale.rows(400_000, 60_000)
    figures = []
    for kind in ("csv", "parquet"):
        before, _ = peak(kind, small)
        after, rate = peak(kind, large)
        figures.append(
            Figure(
                key=f"memory_{kind}",
                name=f"内存峰值，{kind} → parquet，{large:,} 行",
                minyi=after,
                naive=None,
                unit="MiB",
                ratio=after,
                asked=ASKED,
                at_least=False,
                note=f"{small:,} 行时 {before:.0f} MiB；{rate:,.0f} 条/秒",
            )
        )
    return figures


def peak(kind: str, rows: int) -> tuple[float, float]:
    """Peak MiB and opinions a second of one whole run."""
    source, out = FILES[kind](rows), CACHE / "memory.parquet"
    done = minyi("classify", source, "--out", out, "--force")
    out.unlink()
    return done.peak, rows / done.seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, action="append")
    parser.add_argument("--kind", choices=[*FILES], action="append")
    asked = parser.parse_args()
    pin()
    for kind in asked.kind or ["csv", "parquet"]:
        for rows in asked.rows or [1_000_000, 2_000_000, 5_000_000]:
            mib, rate = peak(kind, rows)
            print(f"{kind} → parquet  {rows:>9,} 行  {mib:4.0f} MiB  {rate:,.0f} 条/秒", flush=True)


if __name__ == "__main__":
    main()
