"""A slow path must not come back unnoticed: ratios against the naive program, wide margins."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Least (or, for "most", greatest) ratio that passes: about a third of what was reached last, so
# that a busy machine never fails. Raise them when `make bench` says more.
LEAST = {
    "classify": 0.6,
    "labels": 3.5,
    "workbook": 0.4,
    "cold": 1.9,
    "single_p50": 0.6,
}
MOST = {"help": 6.0}


@pytest.fixture(scope="module")
def ratios():
    """Ratios of the fast benchmarks, by key."""
    names = ["classify", "labels", "workbook", "cold", "single"]
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--fast", "--json", *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    return {figure["key"]: figure["ratio"] for figure in json.loads(done.stdout)}


@pytest.mark.parametrize("key", LEAST)
def test_minyi_is_quicker_than_the_naive_program(ratios, key):
    assert ratios[key] >= LEAST[key]


@pytest.mark.parametrize("key", MOST)
def test_minyi_costs_no_more_than_a_few_times_what_it_must(ratios, key):
    assert ratios[key] <= MOST[key]
