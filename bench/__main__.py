"""All benchmarks, one after the other; see `bench`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict

from bench import classify, cold, fitting, labels, ledger, memory, quality, single, workbook
from bench.harness import CACHE, FAST, FULL, Figure, Scale, pin

BENCHMARKS: dict[str, Callable[[Scale], list[Figure]]] = {
    "classify": classify.measure,
    "labels": labels.measure,
    "workbook": workbook.measure,
    "quality": quality.measure,
    "memory": memory.measure,
    "cold": cold.measure,
    "single": single.measure,
    "fit": fitting.measure,
    "ledger": ledger.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help="; ".join(BENCHMARKS))
    parser.add_argument("--fast", action="store_true", help="small inputs, for a guard")
    parser.add_argument("--json", action="store_true", help="figures to stdout, nothing written")
    parser.add_argument("--write", action="store_true", help="write the page, whatever was run")
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args()
    if asked.list:
        for name, measure in BENCHMARKS.items():
            print(f"{name:<10} {(sys.modules[measure.__module__].__doc__ or '').splitlines()[0]}")
        return
    if unknown := set(asked.names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    pin()
    CACHE.mkdir(parents=True, exist_ok=True)
    figures = []
    for name in asked.names or BENCHMARKS:
        print(f"{name} …", file=sys.stderr, flush=True)
        figures += BENCHMARKS[name](FAST if asked.fast else FULL)
    if asked.json:
        print(json.dumps([asdict(figure) for figure in figures], ensure_ascii=False))
    elif (asked.fast or asked.names) and not asked.write:
        from bench.report import table

        print(table(figures))
    else:
        from bench.report import write

        write(figures)


if __name__ == "__main__":
    main()
