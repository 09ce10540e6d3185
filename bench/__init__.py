"""Side-by-side benchmarks: minyi against the program a user would write instead.

    python -m bench                  all of issue 5's table; writes docs/performance.md, pictures
    python -m bench --fast           smaller inputs, fewer rounds, nothing written (CI)
    python -m bench classify labels  some of them
    python -m bench --list           their names and what they measure
    python -m bench.stages           µs per text of every stage of minyi: where the time goes
    python -m bench.jobs             rows from which several processes pay
    python -m bench.memory --rows N  peak memory of one run over N rows, kind by kind

Where things are:

    harness.py    one core, alternating rounds, medians, peak memory of a child
    texts.py      the texts: written corpus with variation, no two alike, by seed
    naive.py      the naive program: pandas, jieba, TfidfVectorizer, LinearSVC, to_csv
    report.py     docs/performance.md     pictures.py   docs/images/*.png
    <the rest>    one benchmark a file: `measure(scale) -> list[Figure]`

Both sides are measured in the same minutes, turn by turn, on one core each, and what is reported
is the ratio of medians. Files that take long to make (texts, the naive model) are kept in
out/bench; they are made anew when what they are made of changes.
"""

import os
import sys
from pathlib import Path

# One core for everybody; numpy and its friends read these when they are imported.
for _name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM"):
    os.environ.setdefault(f"{_name}_NUM_THREADS", "1")

_pipeline = str(Path(__file__).parents[1] / "pipeline")
if _pipeline not in sys.path:  # so that a checkout is measured, not what is installed elsewhere
    sys.path.insert(0, _pipeline)
