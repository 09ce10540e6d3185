"""minyi classify: opinions in, records out, in order."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minyi.cli import options as o
from minyi.cli.console import counting, exit_code, list_problems, say
from minyi.errors import UsageError

if TYPE_CHECKING:
    from minyi.domain import Matter, Opinion, Problem
    from minyi.office import Office
    from minyi.records import RecordWriter


class Format(StrEnum):
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


def classify(
    paths: o.Paths,
    out: o.Out = None,
    model: o.ModelFolder = None,
    format: Annotated[
        Format | None, typer.Option("--format", help="默认按 --out 的后缀，否则 jsonl")
    ] = None,
    labels_only: Annotated[
        bool, typer.Option("--labels-only", help="只输出 id、category、score（快得多）")
    ] = False,
    force: o.Force = False,
    office: o.OwnOffice = None,
    text_column: o.TextColumn = None,
    keep_assigned: o.KeepAssigned = False,
    show_personal: o.ShowPersonal = False,
) -> int:
    """给意见分类并派单，逐条输出记录（不写 --out 时输出到屏幕，可接管道）。"""
    from minyi.cli.reading import opinions_of
    from minyi.office import load
    from minyi.records import RecordWriter

    kind = _format(out, format)
    desk = load(office or Path(), model=model, keep_assigned=keep_assigned or None)
    problems: list[Problem] = []
    target = out if out is not None else sys.stdout
    count = 0
    with (
        counting("分类") as bar,
        RecordWriter(target, kind.value, labels_only=labels_only, force=force) as writer,
    ):
        opinions = bar.through(opinions_of(paths, text_column, problems, output=out))
        if labels_only:
            count = _write_labels(desk, opinions, writer, split=paths != ["-"])
        else:
            count = _write_records(desk, opinions, writer, show_personal, split=paths != ["-"])
    list_problems(problems)
    rejected = sum(problem.level == "rejected" for problem in problems)
    say(f"输出 {count} 条记录，退回 {rejected} 条" + (f"，已写出 {out}" if out else ""))
    return exit_code(problems)


def _format(out: Path | None, asked: Format | None) -> Format:
    if asked is not None:
        return asked
    suffix = out.suffix.lower().lstrip(".") if out is not None else "jsonl"
    if suffix in Format.__members__:
        return Format(suffix)
    raise UsageError(f"{out}：不认识的输出格式，请用 .csv、.jsonl 或 .parquet，或写明 --format")


def _write_records(
    desk: Office,
    opinions: Iterable[Opinion],
    writer: RecordWriter,
    show_personal: bool,
    *,
    split: bool,
) -> int:
    from minyi.flow import BATCH, batches
    from minyi.records import records

    count = 0
    matters: Iterator[Matter] = desk.flow.matters(opinions, split=split)
    for batch in batches(matters, BATCH):
        writer.write_many(
            records(
                batch,
                desk.taxonomy,
                desk.model.version,
                show_personal=show_personal,
                example=desk.directory.example,
            )
        )
        count += len(batch)
    return count


def _write_labels(
    desk: Office, opinions: Iterable[Opinion], writer: RecordWriter, *, split: bool
) -> int:
    from minyi.clean import mask
    from minyi.domain import matter_id

    count = 0
    for owners, numbers, texts in desk.flow.parts(opinions, split=split):
        categories, scores = desk.flow.labels(texts)
        ids = [matter_id(owner, n) for owner, n in zip(owners, numbers, strict=True)]
        writer.write_many(
            {
                "id": own if owner.case_number else mask(own),
                "category": category,
                "score": round(score, 4),
            }
            for owner, own, category, score in zip(owners, ids, categories, scores, strict=True)
        )
        count += len(texts)
    return count
