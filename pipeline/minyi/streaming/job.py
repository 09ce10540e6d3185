"""One run: files or standard input, through the flow, to a stream, a file, or a file each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from minyi.flow import Flow
from minyi.readers import ReadOptions
from minyi.readers.slips import Slips
from minyi.records import Format
from minyi.streaming.rendering import Shape
from minyi.streaming.resuming import Done, fingerprint, partial_of, start
from minyi.streaming.sinks import open_sink, refusing
from minyi.streaming.slips import Named, Noted, files_of, slips_of_files, slips_of_lines
from minyi.streaming.workers import Loader, chunks

OnBatch = Callable[[int, int], object]  # opinions done in this batch, rows rejected so far
STDIN = "-"
_OF_INPUT: dict[str, Format] = {".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done."""

    paths: Sequence[str]  # as typed; ["-"] is standard input
    options: ReadOptions
    shape: Shape
    target: Path | TextIO  # a folder takes a file for each input
    folder: bool = False
    named_format: bool = False  # the format was asked for, whatever the inputs are
    choices: object = ()  # what else decides the output: offices, models, options
    resume: bool = False
    force: bool = False
    jobs: int = 1
    loader: Loader | None = None


@dataclass(slots=True)
class Tally:
    """What became of it."""

    records: int = 0
    reviewed: int = 0  # records that a person must look at
    noted: Noted = field(default_factory=Noted)
    done_before: int = 0  # outputs that were whole already


def run(job: Job, flow: Flow, on_batch: OnBatch = lambda opinions, rejected: None) -> Tally:
    """Do it; on Ctrl-C, or any fault, what is whole stays as `.partial` and the fault passes on.

    Raises:
        UsageError: A path that does not exist or matches nothing, an output that is an input or
            cannot be written, an earlier run that does not fit.
        OutputExistsError: The output is there, and neither `force` nor `resume` was given.
    """
    tally = Tally()
    if list(job.paths) == [STDIN]:
        _one(job, flow, slips_of_lines(sys.stdin.buffer, tally.noted), [], tally, on_batch)
        return tally
    output = job.target if isinstance(job.target, Path) else None
    files = files_of(job.paths, output)
    if not job.folder:
        slips = slips_of_files(files, job.paths, job.options, tally.noted)
        _one(job, flow, slips, files, tally, on_batch)
        return tally
    assert output is not None
    for file in files:
        path, name = file
        own: Format = (
            job.shape.format if job.named_format else _OF_INPUT.get(path.suffix.lower(), "csv")
        )
        target = (output / name).with_suffix(f".{own}")
        one = replace(job, target=target, shape=replace(job.shape, format=own))
        slips = slips_of_files([file], job.paths, job.options, tally.noted)
        _one(one, flow, slips, [file], tally, on_batch)
    return tally


def _one(
    job: Job,
    flow: Flow,
    slips: Iterator[Slips],
    files: Sequence[Named],
    tally: Tally,
    on_batch: OnBatch,
) -> None:
    """One output."""
    done = Done()
    if isinstance(job.target, Path):
        mark = fingerprint([path for path, _ in files], (job.shape, job.paths, job.choices))
        if job.resume and job.target.is_file() and not partial_of(job.target).exists():
            tally.done_before += 1
            return
        with refusing(job.target):
            done = start(job.target, mark, resume=job.resume, force=job.force)
    rejected = tally.noted.counts
    for batch in islice(slips, done.batches):  # ids and rejected rows must be known again
        on_batch(len(batch), rejected["rejected"])
    sink = open_sink(job.target, job.shape, done)
    try:
        for chunk in chunks(slips, flow, job.shape, jobs=job.jobs, loader=job.loader):
            sink.append(chunk)
            on_batch(chunk.opinions, rejected["rejected"])
        sink.finish()
    except BaseException:
        sink.stop()
        raise
    tally.records += sink.done.records
    tally.reviewed += sink.done.reviewed
