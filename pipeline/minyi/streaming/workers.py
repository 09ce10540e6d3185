"""Batches to chunks, in one process or several; the chunks come in order and are the same."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Protocol

from minyi.flow import BATCH, Flow
from minyi.readers.slips import Slips
from minyi.streaming.rendering import Chunk, Shape, render

# Workers need about a second to start; before so many opinions are done one process is as quick.
# Measured by `python -m bench.jobs`, see docs/performance.md.
BREAK_EVEN = 5 * BATCH


class HasFlow(Protocol):
    """What a worker loads: an office."""

    @property
    def flow(self) -> Flow: ...


Loader = Callable[[], HasFlow]


def chunks(
    batches: Iterable[Slips],
    flow: Flow,
    shape: Shape,
    *,
    jobs: int = 1,
    loader: Loader | None = None,
) -> Iterator[Chunk]:
    """Render batches, in order.

    Args:
        batches: Consumed in this process, never far ahead of what is asked for.
        flow: For this process.
        shape: Of the records.
        jobs: Processes; they are started once the break-even point is passed.
        loader: Makes the same flow in a process of its own; must be picklable.
    """
    waiting = iter(batches)
    alone = waiting if jobs < 2 or loader is None else islice(waiting, BREAK_EVEN // BATCH)
    for batch in alone:
        yield render(flow, shape, batch)
    first = next(waiting, None)
    if first is None or loader is None:
        return
    from joblib.externals.loky import get_reusable_executor

    executor = get_reusable_executor(
        max_workers=jobs, initializer=_begin, initargs=(loader,), timeout=30
    )
    ahead = deque([executor.submit(_work, shape, first)])
    try:
        for batch in waiting:
            ahead.append(executor.submit(_work, shape, batch))
            if len(ahead) > 2 * jobs:  # keeps all busy and the memory flat
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        executor.shutdown(wait=not ahead, kill_workers=bool(ahead))


_flow: Flow


def _begin(loader: Loader) -> None:
    global _flow
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that writes
    _flow = loader().flow


def _work(shape: Shape, batch: Slips) -> Chunk:
    return render(_flow, shape, batch)
