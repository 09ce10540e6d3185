"""Opinions in batches, ids unique in the run, problems put aside: whatever the size, flat."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from minyi.domain import Opinion, Problem, Source
from minyi.errors import UsageError
from minyi.flow import BATCH
from minyi.readers import ReadOptions, expand_named, read_stdin_lines
from minyi.readers.bulk import read_bulk
from minyi.readers.seen import Seen
from minyi.readers.slips import Slips
from minyi.workbook import is_our_book

SHOWN = 20  # problems of one level that are kept; the others are counted


@dataclass(slots=True)
class Noted:
    """The first problems of every level, and how many there were."""

    first: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, problem: Problem) -> None:
        self.counts[problem.level] += 1
        if self.counts[problem.level] <= SHOWN:
            self.first.append(problem)


Named = tuple[Path, str]  # a file and the name that its opinions show


def files_of(paths: Sequence[str], output: Path | None) -> list[Named]:
    """Files that the user named, and how sources call them.

    Raises:
        UsageError: A path does not exist or matches nothing, or the output is an input.
    """
    files = expand_named(paths)
    if output is not None and output.is_file():
        for path, _ in files:
            if path.samefile(output):
                raise UsageError(f"{output}：这是要读的文件，不能拿来当输出，请换一个 --out")
    return files


def slips_of_files(
    files: Sequence[Named], named: Sequence[str], options: ReadOptions, noted: Noted
) -> Iterator[Slips]:
    """Batches of BATCH opinions over all files, in order.

    Args:
        files: See `files_of`.
        named: Paths as typed: a list that minyi wrote is read only where it is named itself.
        options: For the readers.
        noted: Takes the problems.
    """
    return _batches(_read(files, named, options, noted), noted)


def slips_of_lines(stream: BinaryIO, noted: Noted) -> Iterator[Slips]:
    """Batches of standard input, one opinion a line."""
    return _batches(read_stdin_lines(stream), noted)


def _batches(items: Iterable[Opinion | Problem | Slips], noted: Noted) -> Iterator[Slips]:
    waiting = Slips()
    for item in items:
        if isinstance(item, Problem):
            noted.add(item)
        elif isinstance(item, Opinion):
            waiting.add(item)
        else:
            waiting.extend(item)
        while len(waiting) >= BATCH:
            yield waiting.take(BATCH)
    if len(waiting):
        yield waiting


def _read(
    files: Sequence[Named], named: Sequence[str], options: ReadOptions, noted: Noted
) -> Iterator[Opinion | Problem | Slips]:
    typed = {os.path.realpath(path) for path in named}
    numbers, longer = Seen(), Seen()
    for place, (path, name) in enumerate(files):
        if os.path.realpath(path) not in typed and is_our_book(path):
            yield Problem(
                level="skipped",
                source=Source(file=name),
                what="这是 minyi 写出的台账，没有当作意见读入",
                advice="确要读入请直接写出它的文件名",
            )
            continue
        last = place == len(files) - 1
        for item in read_bulk(path, options, name=name):
            if isinstance(item, Problem):
                yield item
                continue
            slips = Slips.of([item]) if isinstance(item, Opinion) else item
            _tell_apart(slips, numbers, longer, keep=not last)
            yield slips


def _tell_apart(slips: Slips, numbers: Seen, longer: Seen, *, keep: bool) -> None:
    """The numbers of two boxes may both begin with 1; the file, or the row, tells them apart.

    Within a file the reader tells doubles apart, so that the numbers of a last one need not be
    kept.
    """
    if not keep and not len(numbers) and slips.cases == slips.ids:
        return
    for i, case in enumerate(slips.cases):
        if not case:
            continue
        if slips.ids[i] == case and case not in numbers:
            if keep:
                numbers.add(case)
            continue
        id = f"{case}@{slips.files[i]}"
        if id in longer:
            id = f"{id}:{slips.rows[i]}"
        longer.add(id)
        slips.ids[i] = id
