"""One core, alternating rounds, medians; children measured from outside.

Seconds are those of the processor, not of the clock on the wall: on one core, with files in the
cache of the operating system, they are the same, but for what the neighbours of a busy machine
take.
"""

from __future__ import annotations

import gc
import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
CACHE = ROOT / "out" / "bench"
NAIVE, MINYI = "naive", "minyi"
_MINYI = """
from pathlib import Path
from minyi.cli import main
try:
    main()
finally:
    status = Path("/proc/self/status")
    if status.exists():
        print(*(line for line in status.read_text().splitlines() if line.startswith("VmHWM")))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How much is measured; `--fast` is for a guard, not for figures to print."""

    fast: bool = False
    rounds: int = 5

    def rows(self, full: int, fast: int) -> int:
        return fast if self.fast else full


FULL = Scale()
FAST = Scale(fast=True, rounds=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table: minyi against naive, and what issue 5 asks for."""

    key: str  # stable name, for the guard and the pictures
    name: str  # what is measured
    minyi: float
    naive: float | None
    unit: str
    ratio: float | None  # as `asked` counts it
    asked: float | None  # None where nothing is asked
    at_least: bool = True  # whether the ratio must reach `asked`, or must not pass it
    note: str = ""
    spread: Mapping[str, Sequence[float]] = field(default_factory=dict)  # side → every round

    @property
    def reached(self) -> bool | None:
        if self.asked is None or self.ratio is None:
            return None
        return self.ratio >= self.asked if self.at_least else self.ratio <= self.asked


def kept(name: str, *, of: Sequence[Path]) -> Path:
    """Where something is kept for as long as what it is made `of` stays the same."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in of)).hexdigest()
    folder = CACHE / digest[:12]
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def pin() -> None:
    """Keep this process, and what it starts, on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def alternate(
    sides: Mapping[str, Callable[[], float]], rounds: int, *, warm: bool = True
) -> dict[str, list[float]]:
    """Run the sides in turn, `rounds` times; what each returns, in order.

    The order turns round with every round, so that neither always follows the other.
    """
    names = list(sides)
    if warm:
        for name in names:
            sides[name]()
    taken: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        for name in names if number % 2 == 0 else reversed(names):
            gc.collect()
            taken[name].append(sides[name]())
    return taken


def medians(taken: Mapping[str, Sequence[float]]) -> dict[str, float]:
    return {name: statistics.median(values) for name, values in taken.items()}


def timed(work: Callable[[], object]) -> float:
    """Seconds of the processor that it takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


@dataclass(frozen=True, slots=True)
class Child:
    """What a process took: seconds of the processor, peak resident memory in MiB."""

    seconds: float
    peak: float
    out: str


def child(arguments: Sequence[str]) -> Child:
    """Run a Python process to its end; `arguments` follow the interpreter.

    Raises:
        RuntimeError: It failed; what it said stands in the message.
    """
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'pipeline'}{os.pathsep}{ROOT}"}
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(
            [sys.executable, *arguments], stdout=out, stderr=err, cwd=ROOT, env=environment
        )
        _, status, usage = os.wait4(process.pid, 0)  # the peak of this child alone
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        if process.returncode:
            raise RuntimeError(f"{arguments} 失败（{process.returncode}）：{err.read()[-2000:]}")
        return Child(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read())


def minyi(*arguments: str | Path) -> Child:
    """Run the command line in a process of its own."""
    done = child(["-c", _MINYI, *map(str, arguments)])
    own = done.out.rpartition("VmHWM:")[2].split()
    # What the system says of a child begins with the memory of its parent, which may be larger.
    return replace(done, peak=int(own[0]) / 1024) if own[1:] == ["kB"] else done


def naive(*arguments: str | Path) -> Child:
    """Run the naive program in a process of its own."""
    return child(["-m", "bench.naive", *map(str, arguments)])
