"""minyi classify: opinions in, records out, in order, whatever the size."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minyi.cli import options as o
from minyi.cli.console import budget_told, list_problems, say
from minyi.cli.progress import rows_done
from minyi.errors import UsageError

if TYPE_CHECKING:
    from minyi.streaming import Tally


class Format(StrEnum):
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


def classify(
    paths: o.Paths,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            help="写到哪里；已有的文件夹，或以 / 结尾的名字，每个输入各得一个文件",
            metavar="文件|文件夹/",
        ),
    ] = None,
    model: o.ModelFolder = None,
    format: Annotated[
        Format | None,
        typer.Option("--format", help="默认按 --out 的后缀；文件夹按输入的格式；否则 jsonl"),
    ] = None,
    labels_only: Annotated[
        bool, typer.Option("--labels-only", help="只输出 id、category、score（快得多）")
    ] = False,
    jobs: Annotated[
        int,
        typer.Option("--jobs", min=1, help="用几个进程；行数少时仍只用一个", metavar="N"),
    ] = 1,
    resume: Annotated[
        bool, typer.Option("--resume", help="接着上次没做完的 .partial 继续，不重不漏")
    ] = False,
    force: o.Force = False,
    office: o.OwnOffice = None,
    text_column: o.TextColumn = None,
    keep_assigned: o.KeepAssigned = False,
    max_error: o.MaxError = None,
    show_personal: o.ShowPersonal = False,
) -> int:
    """给意见分类并派单，逐条输出记录（不写 --out 时输出到屏幕，可接管道）。"""
    from datetime import date
    from functools import partial

    from minyi.cli.reading import STDIN
    from minyi.office import load
    from minyi.readers import ReadOptions
    from minyi.streaming import Job, Shape, rows_of, run

    if STDIN in paths and len(paths) > 1:
        raise UsageError("- 表示从标准输入读，不能和别的路径一起用")
    whole = Path(out) if out is not None else None
    folder = whole is not None and (whole.is_dir() or str(out).endswith(("/", os.sep)))
    if paths == [STDIN] and folder:
        raise UsageError(f"{out}：标准输入只有一份结果，请写明输出文件名")
    if resume and (whole is None or paths == [STDIN]):
        raise UsageError("--resume 要有 --out，且输入是文件")
    if labels_only and max_error is not None:
        raise UsageError("--labels-only 不输出是否复核，不能和 --max-error 一起用")
    loader = partial(
        load,
        office or Path(),
        model=model,
        keep_assigned=keep_assigned or None,
        max_error=max_error,
    )
    desk = loader()
    job = Job(
        paths=paths,
        options=ReadOptions(text_column=text_column, today=date.today()),
        shape=Shape(
            format=_format(None if folder else whole, format).value,
            labels_only=labels_only,
            split=paths != [STDIN],
            show_personal=show_personal,
        ),
        target=whole if whole is not None else sys.stdout,
        folder=folder,
        named_format=format is not None,
        choices=(
            desk.model.version,
            dict(desk.model.facts),
            desk.flow.dispatcher.model.version if desk.flow.dispatcher else "",
            desk.settings,
            text_column,
            _stamps(office),
        ),
        resume=resume,
        force=force,
        jobs=jobs,
        loader=loader,
    )
    with rows_done("分类", lambda: rows_of(paths)) as on_batch:
        try:
            tally = run(job, desk.flow, on_batch)
        except KeyboardInterrupt:
            if whole is None or paths == [STDIN]:
                raise
            say("已中断；做完的部分留在 .partial 里，同一命令加 --resume 接着做")
            raise SystemExit(130) from None
    if desk.settings.max_error is not None and not labels_only:
        say(f"{budget_told(desk)}；连同其他原因，要人看的记录共 {tally.reviewed} 条")
    return _told(tally, whole)


def _told(tally: Tally, out: Path | None) -> int:
    """Say what became of it; the exit code."""
    noted = tally.noted
    list_problems(noted.first)
    for level, name in (("rejected", "退回"), ("file", "读不了")):
        if more := noted.counts[level] - sum(p.level == level for p in noted.first):
            say(f"  …… 另有 {more} 条{name}")
    if tally.done_before:
        say(f"{tally.done_before} 个输出先前已经完整，没有重做")
    written = f"，已写出 {out}" if out else ""
    say(f"输出 {tally.records} 条记录，退回 {noted.counts['rejected']} 条{written}")
    return 1 if noted.counts["rejected"] or noted.counts["file"] else 0


def _format(out: Path | None, asked: Format | None) -> Format:
    if asked is not None:
        return asked
    suffix = out.suffix.lower().lstrip(".") if out is not None else "jsonl"
    if suffix in Format.__members__:
        return Format(suffix)
    raise UsageError(f"{out}：不认识的输出格式，请用 .csv、.jsonl 或 .parquet，或写明 --format")


def _stamps(office: Path | None) -> list[tuple[str, int, int]]:
    """Names, sizes and times of an office's files: with others the output would differ."""
    return sorted(
        (path.name, path.stat().st_size, path.stat().st_mtime_ns)
        for path in (office or Path()).glob("*")
        if path.name in o.OFFICE_FILES or path.name == "地名.xlsx"
    )
