"""What the commands say: data to stdout, everything else to stderr."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from minyi.domain import Problem

if TYPE_CHECKING:
    from minyi.office import Office

_T = TypeVar("_T")
_SHOWN_PROBLEMS = 20
_LEVELS = {"file": "读不了", "rejected": "退回", "notice": "提示", "skipped": "跳过"}


def say(text: str = "") -> None:
    """To a person."""
    print(text, file=sys.stderr)


def warn(text: str) -> None:
    """To a person, about something wrong."""
    print(f"minyi：{text}", file=sys.stderr)


def tell(text: str) -> None:
    """Data: to stdout."""
    print(text)


def list_problems(problems: Sequence[Problem]) -> None:
    """Name what was rejected or unreadable, with its place and what to do; count the rest."""
    from minyi.clean import mask

    grave = [p for p in problems if p.level in {"file", "rejected"}]
    for problem in grave[:_SHOWN_PROBLEMS]:
        where = mask(str(problem.source))
        say(f"  [{_LEVELS[problem.level]}] {where}：{mask(problem.what)}；{problem.advice}")
    if len(grave) > _SHOWN_PROBLEMS:
        say(f"  …… 另有 {len(grave) - _SHOWN_PROBLEMS} 条")
    notices = [p for p in problems if p.level == "notice"]
    for problem in notices[:_SHOWN_PROBLEMS]:
        say(f"  [提示] {mask(str(problem.source))}：{mask(problem.what)}；{problem.advice}")
    if len(notices) > _SHOWN_PROBLEMS:
        say(f"  …… 另有 {len(notices) - _SHOWN_PROBLEMS} 条提示")


def exit_code(problems: Iterable[Problem]) -> int:
    """0 where everything was taken, 1 where rows or files were not."""
    levels = Counter(problem.level for problem in problems)
    return 1 if levels["rejected"] or levels["file"] else 0


def budget_told(office: Office) -> str:
    """The error budget of an office and what follows from it."""
    from minyi.budget import NOTHING

    line, share = office.flow.review_below, office.settings.max_error
    if line >= NOTHING:
        return f"误差预算 {share:.1%}：留出检验里没有一条把握线做得到，全部送人工复核"
    if line <= 0:
        return f"误差预算 {share:.1%}：留出检验的错误已不超过，不因把握大小送人工复核"
    return f"误差预算 {share:.1%}：类别把握不高于 {line:.1%} 的送人工复核"


@contextmanager
def counting(label: str, total: int | None = None) -> Iterator[_Bar]:
    """A progress bar on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        yield _Bar(None, None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Bar(progress, progress.add_task(label, total=total))


class _Bar:
    """Counts items that pass through."""

    def __init__(self, progress: object, task: object) -> None:
        self._progress = progress
        self._task = task

    def through(self, items: Iterable[_T]) -> Iterator[_T]:
        """The same items, counted."""
        if self._progress is None:
            yield from items
            return
        for item in items:
            self.step()
            yield item

    def step(self, label: str | None = None) -> None:
        """One more is done; and what comes next, where it has another name."""
        if self._progress is not None:
            self._progress.update(self._task, advance=1, description=label)  # type: ignore[attr-defined]
