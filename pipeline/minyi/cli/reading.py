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


def items_of(
    paths: Sequence[str], text_column: str | None, output: Path | None = None
) -> Iterable[Opinion | Problem]:
    """Opinions and problems of files, folders, globs, or - for standard input, in order.

    Args:
        paths: As the user named them.
        text_column: Where the user says that the opinions stand.
        output: The output of this run: never one of the files that are read.

    Raises:
        UsageError: A path that does not exist or matches nothing, or - beside others.
    """
    from datetime import date

    from minyi.flow import read_all
    from minyi.readers import ReadOptions, read_stdin_lines

    if STDIN in paths and len(paths) > 1:
        raise UsageError("- 表示从标准输入读，不能和别的路径一起用")
    if list(paths) == [STDIN]:
        return read_stdin_lines(sys.stdin.buffer)
    options = ReadOptions(text_column=text_column, today=date.today())
    return read_all(paths, options, output=output)


def opinions_of(
    paths: Sequence[str],
    text_column: str | None,
    problems: list[Problem],
    output: Path | None = None,
) -> Iterator[Opinion]:
    """`items_of` without its problems, which are put aside."""
    from minyi.domain import Problem

    for item in items_of(paths, text_column, output):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield item


def refuse_lists(paths: Sequence[str]) -> None:
    """A list that minyi wrote is no box: its rows would be registered a second time.

    Raises:
        UsageError: One of the paths is such a list; folders and globs leave them out themselves.
    """
    from minyi.workbook import is_our_book

    for path in map(Path, paths):
        if path.is_file() and is_our_book(path):
            raise UsageError(
                f"{path}：这是 minyi 写出的台账，不是意见箱，再登记一遍会重复；"
                f"要读回其中的更正请用 minyi learn {path}，要重新整理请给原来的意见文件"
            )
