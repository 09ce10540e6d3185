"""Several processes at once, and processes that are killed: nothing lost, nothing half."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from minyi.ledgers import Ledger

District = Any

_SETUP = """
import sys, random
from datetime import datetime
from minyi.domain import Matter, Opinion, Prediction, Route, Source, Triage
from minyi.ledgers import (
    Actor, ForbiddenStepError, Ledger, Rules, StaleMatterError, CHINA,
)
from minyi.workdays import Calendar

target, seed = sys.argv[1], int(sys.argv[2])
chance = random.Random(seed)
rules = Rules(
    calendar=Calendar(), parents={"水务所": "水务局", "城管队": "城管局"}, coordinating="群工办"
)
clerk = Actor(f"王岚{seed}", "clerk", "群工办")
worker = Actor("李工", "organization", "水务所")
boss = Actor("赵局", "superior", "水务局")

def slip(n, parts=3):
    opinion = Opinion(
        text="。".join(f"{seed}-{n}-{k}停水" for k in range(parts)),
        source=Source(file=f"{seed}.xlsx", row=n), id=f"{seed}-{n}", name="王小明",
    )
    return [
        Matter(
            opinion=opinion, number=k + 1, text=f"{seed}-{n}-{k}停水",
            prediction=Prediction(category="utilities.water", score=0.9),
            triage=Triage(urgency="normal"),
            route=Route(organization="水务所", reason="停水", contact="李工"),
            needs_review=False,
        )
        for k in range(parts)
    ]

def say(*words):
    print(*words, flush=True)

ledger = Ledger.open(target, rules=rules)
"""

# Every writer adds notes to the same matters, having looked first: those that were too late say so.
_NOTES = (
    _SETUP
    + """
say("ready")
sys.stdin.readline()
for n in range(12):
    id = chance.randint(1, 3)
    while True:
        seen = ledger.state(id).version
        try:
            ledger.act(id, "note", clerk, why=f"第{n}次", expected=seen)
            say("done", id)
            break
        except StaleMatterError:
            say("late", id)
"""
)
_REGISTERS = (
    _SETUP
    + """
say("ready")
sys.stdin.readline()
seed = 0  # all writers bring the same box
done = ledger.register(
    [matter for n in range(40) for matter in slip(n)], actor=clerk, batch=7
)
say("done", done.slips, done.known)
"""
)
# Registers, takes steps, says what was acknowledged, until it is killed.
_ENDLESS = (
    _SETUP
    + """
say("ready")
n = 0
while True:
    n += 1
    done = ledger.register([m for k in range(4) for m in slip(10 * n + k)], actor=clerk)
    say("registered", *done.matters)
    for id in done.matters[:4]:
        for step, actor, details in (
            ("assign", clerk, {}), ("accept", worker, {}), ("start", worker, {}),
            ("request", worker, {"measures": "修", "evidence": ["图"]}), ("approve", boss, {}),
            ("answer", worker, {"answer": "好了", "satisfaction": "unsatisfied"}),
        ):
            state = ledger.act(id, step, actor, **details)
            say("acted", id, state.version)
    a, b = done.matters[-2:]
    ledger.merge(a, b, clerk)
    say("acted", a, 2)
"""
)


def start(code: str, target: str, seed: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, target, str(seed)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )


def together(code: str, target: str, writers: int) -> list[list[str]]:
    """Lines that each writer said; all begin at the same moment."""
    processes = [start(code, target, seed) for seed in range(1, writers + 1)]
    for one in processes:
        assert one.stdout is not None
        assert one.stdin is not None
        assert one.stdout.readline() == "ready\n", one.communicate()[1]
    for one in processes:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    said = [one.communicate(timeout=120) for one in processes]
    assert [one.returncode for one in processes] == [0] * writers, said
    return [words.splitlines() for words, _ in said]


def test_writers_at_once_lose_no_update(target: str, district: District) -> None:
    with Ledger.open(target, rules=district.rules) as ledger:
        for _ in range(3):
            district.new(ledger)
        said = together(_NOTES, target, 3)
        words = Counter(line.split()[0] for lines in said for line in lines)
        assert words["done"] == 36
        versions = [ledger.state(id).version for id in (1, 2, 3)]
        assert sum(versions) == 39
        assert ledger.anchor().count == 39
        assert ledger.verify().ok


def test_writers_that_bring_the_same_box_enter_it_once(target: str, district: District) -> None:
    said = together(_REGISTERS, target, 3)
    counts = [tuple(map(int, lines[-1].split()[1:])) for lines in said]
    assert sum(new for new, _ in counts) == 40
    assert sum(known for _, known in counts) == 80
    with Ledger.open(target, rules=district.rules) as ledger:
        assert ledger.count() == 120
        assert ledger.verify().ok


def test_many_processes_may_make_the_ledger_at_once(target: str, district: District) -> None:
    code = _SETUP + "say('ready')\nsys.stdin.readline()\nsay(ledger.count())"
    processes = [start(code, target, seed) for seed in range(3)]
    said = [one.communicate("\n", timeout=60) for one in processes]
    assert [one.returncode for one in processes] == [0] * 3, said


def kill_at_random(target: str, district: District, runs: int, seed: int) -> None:
    chance = random.Random(seed)
    promised: dict[int, int] = {}  # matter → version that was acknowledged
    for run in range(runs):
        process = start(_ENDLESS, target, 1000 * seed + run)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
        # Some way on, however slow the machine is, and then anywhere within the next steps.
        words = "".join(process.stdout.readline() for _ in range(chance.randint(0, 30)))
        time.sleep(chance.uniform(0.0, 0.1))
        process.send_signal(signal.SIGKILL)
        words += process.communicate(timeout=30)[0]
        for line in words.splitlines():
            if not line.endswith(tuple("0123456789")):
                continue  # cut off in the middle of a word
            kind, *numbers = line.split()
            if kind == "registered" and len(numbers) == 12:
                promised |= dict.fromkeys(map(int, numbers), 1)
            elif kind == "acted" and len(numbers) == 2 and int(numbers[0]) in promised:
                id, version = map(int, numbers)
                promised[id] = max(promised[id], version)
    with Ledger.open(target, rules=district.rules) as ledger:
        assert ledger.verify().faults == ()
        states = {entry.id: entry for entry in ledger.each()}
        assert {id for id in promised if states[id].state.version < promised[id]} == set()
        assert set(Counter(entry.slip for entry in states.values()).values()) <= {3}
        # An unsatisfied answer and what it reopens are one step.
        assert not [e for e in states.values() if e.state.status == "reviewed" and e.state.answer]
        assert len(states) >= len(promised)
        assert promised
        with ledger.writing():  # no lock is left behind
            pass


def test_a_killed_writer_leaves_no_half_step(target: str, district: District) -> None:
    kill_at_random(target, district, runs=4, seed=1)


@pytest.mark.slow
def test_two_hundred_killed_writers_leave_no_half_step(target: str, district: District) -> None:
    kill_at_random(target, district, runs=200, seed=2)


def test_a_writer_killed_while_it_makes_the_ledger_leaves_one_that_opens(
    district: District, tmp_path: Path
) -> None:
    chance = random.Random(3)
    for run in range(3):
        path = tmp_path / f"{run}.db"
        process = start(_ENDLESS, str(path), run)
        time.sleep(chance.uniform(0.3, 1.2))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
        with Ledger.open(path, rules=district.rules) as ledger:
            assert ledger.verify().ok
