"""Opinions of what the user named, for commands that need no more of a file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from minyi.errors import UsageError

if TYPE_CHECKING:
    from minyi.domain import Opinion, Problem

STDIN = "-"


def opinions_of(
    paths: Sequence[str],
    text_column: str | None,
    problems: list[Problem],
    output: Path | None = None,
) -> Iterator[Opinion]:
    """Opinions of files, folders, globs, or - for standard input; problems are put aside.

    Args:
        paths: As the user named them.
        text_column: Where the user says that the opinions stand.
        problems: Takes what could not be read.
        output: The output of this run: never one of the files that are read.

    Raises:
        UsageError: A path that does not exist or matches nothing, or - beside others.
    """
    from datetime import date

    from minyi.domain import Problem
    from minyi.flow import read_all
    from minyi.readers import ReadOptions, read_stdin_lines

    if STDIN in paths and len(paths) > 1:
        raise UsageError("- 表示从标准输入读，不能和别的路径一起用")
    items: Iterable[Opinion | Problem] = (
        read_stdin_lines(sys.stdin.buffer)
        if list(paths) == [STDIN]
        else read_all(
            paths,
            ReadOptions(text_column=text_column, today=date.today()),
            output=output,
        )
    )
    for item in items:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield item
