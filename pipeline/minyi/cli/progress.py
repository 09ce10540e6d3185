"""The progress bar of long runs: rows, rate, time left, rejected rows; only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def rows_done(label: str, total: Callable[[], int | None]) -> Iterator[Callable[[int, int], None]]:
    """Yield what is told of every batch: how many rows it had, how many are rejected so far.

    Args:
        label: What is being done.
        total: How many rows there are, about; None where that is not known. Asked only where
            there is a terminal to show it.
    """
    if not sys.stderr.isatty():
        yield lambda rows, rejected: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Rows done of about so many, and how many a second."""

        def render(self, task: Task) -> Text:
            of = f" / 约 {task.total:,.0f}" if task.total else ""
            speed = task.finished_speed or task.speed
            rate = f"，{speed:,.0f} 条/秒" if speed else ""
            return Text(f"{task.completed:,.0f}{of} 条{rate}")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        Rate(),
        TextColumn("剩"),
        TimeRemainingColumn(),
        TextColumn("退回 {task.fields[rejected]}"),
    )
    with Progress(
        *columns, console=Console(stderr=True), transient=True, speed_estimate_period=60
    ) as progress:
        task = progress.add_task(label, total=total(), rejected=0)
        yield lambda rows, rejected: progress.update(task, advance=rows, rejected=rejected)
