"""minyi run: from opinion box to rectification list."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from minyi.cli import options as o
from minyi.cli.console import budget_told, counting, exit_code, list_problems, say, tell
from minyi.errors import UsageError

if TYPE_CHECKING:
    from minyi.records import Format as RecordFormat
    from minyi.workbook import Report


class Format(StrEnum):
    xlsx = "xlsx"
    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"


class SplitBy(StrEnum):
    organization = "organization"


def run(
    paths: o.Paths,
    out: Annotated[Path, typer.Option("--out", help="台账写到哪里", metavar="文件")],
    force: o.Force = False,
    office: o.OwnOffice = None,
    model: o.ModelFolder = None,
    text_column: o.TextColumn = None,
    keep_assigned: o.KeepAssigned = False,
    max_error: o.MaxError = None,
    show_personal: o.ShowPersonal = False,
    format: Annotated[
        Format | None, typer.Option("--format", help="输出格式；默认按文件名后缀，否则 xlsx")
    ] = None,
    split_by: Annotated[
        SplitBy | None,
        typer.Option("--split-by", help="organization：每个责任单位一个文件，--out 为文件夹"),
    ] = None,
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger",
            help="同时登记到台账（.db 文件或 postgresql:// 地址）；不写值用 minyi.toml 的 ledger，"
            "再默认本单位文件夹的 台账.db。已登记过的不重复登记",
            metavar="[台账]",
        ),
    ] = None,
) -> int:
    """读入意见箱的各种文件，分类、定急缓、派单，写成整改台账。"""
    from datetime import datetime

    from minyi.cli.outputs import refuse_office_files
    from minyi.cli.reading import items_of, refuse_lists
    from minyi.office import load

    kind = _format(out, format)
    if split_by is not None:
        _refuse_split(out, kind)
    if split_by is None and not force and out.exists():
        from minyi.errors import OutputExistsError

        raise OutputExistsError(f"{out}：文件已存在，为免覆盖没有写入；确要覆盖请加 --force")
    refuse_lists(paths)
    now = datetime.now()
    desk = load(
        office or Path(),
        model=model,
        keep_assigned=keep_assigned or None,
        max_error=max_error,
    )
    refuse_office_files(out, office or Path(), desk.settings, ledger or "")
    book = None
    if ledger is not None:  # what cannot be opened is told before the work
        from minyi.cli.ledger.registering import open_to_register, register

        book = open_to_register(desk, office, ledger)
    with counting("读入并分类") as bar:
        items = bar.through(items_of(paths, text_column, out))
        report = desk.report(items, created=now, show_personal=show_personal)
    if not report.read:
        list_problems(report.problems)
        raise UsageError("没有读到一条意见，没有写出台账")
    if kind is Format.xlsx:
        _write_book(report, out, force, split_by)
    else:
        _write_records(report, out, kind, force)
    _summarize(report, out, budget_told(desk) if desk.settings.max_error else "")
    if book is not None:
        with book:
            register(book, report, desk)
    return exit_code(report.problems)


def with_ledger_value(arguments: list[str]) -> list[str]:
    """`--ledger` without a value gets an empty one: what follows it is an option, or nothing."""
    given: list[str] = []
    for at, word in enumerate(arguments):
        following = arguments[at + 1 : at + 2]
        alone = not following or following[0].startswith("-")
        given += ["--ledger="] if word == "--ledger" and alone else [word]
    return given


def _format(out: Path, asked: Format | None) -> Format:
    if asked is not None:
        return asked
    suffix = out.suffix.lower().lstrip(".")
    if suffix in {"", *Format.__members__}:
        return Format(suffix or "xlsx")
    raise UsageError(f"{out}：不认识的输出格式 .{suffix}，请用 .xlsx、.csv、.jsonl 或 .parquet")


def _refuse_split(out: Path, kind: Format) -> None:
    """One file for each organization needs a folder, and only the list can be divided."""
    if kind is not Format.xlsx:
        raise UsageError("--split-by 只用于 xlsx 台账")
    named_like_a_file = out.suffix.lower().lstrip(".") in Format.__members__
    if out.is_file() or (named_like_a_file and not out.is_dir()):
        raise UsageError(
            f"{out}：用 --split-by 时每个单位一个文件，--out 要写文件夹名，如 --out {out.stem}"
        )


def _write_book(report: Report, out: Path, force: bool, split_by: SplitBy | None) -> None:
    from minyi.workbook import write_split, write_workbook

    if split_by is None:
        write_workbook(report, out, force=force)
    else:
        write_split(report, out, force=force)


def _write_records(report: Report, out: Path, kind: Format, force: bool) -> None:
    from minyi.records import RecordWriter, records

    with RecordWriter(out, cast("RecordFormat", kind.value), force=force) as writer:
        writer.write_many(
            records(
                report.matters,
                report.taxonomy,
                report.model_version,
                show_personal=report.show_personal,
                example=report.example,
            )
        )


def _summarize(report: Report, out: Path, budget: str) -> None:
    """The figures that a clerk reads out; every number agrees with the workbook."""
    from collections import Counter

    from minyi.records import shown_organization
    from minyi.taxonomy import group_of
    from minyi.workbook.model import slip_key

    def ranking(names: list[str]) -> str:
        counted = Counter(names).most_common()
        shown = "  ".join(f"{name} {count}" for name, count in counted[:8])
        return shown + (f"  …共 {len(counted)} 类" if len(counted) > 8 else "")

    matters = report.matters
    urgent = sum(matter.urgency == "urgent" for matter in matters)
    review = sum(matter.needs_review for matter in matters)
    unread = sum(problem.level == "file" for problem in report.problems)
    skipped = sum(problem.level == "skipped" for problem in report.problems)
    example = "（示例：用的是自带的示例区组织机构，本单位的请用 minyi init 建立）"
    tell(f"{report.title}{example if report.example else ''}")
    tell(f"读入 {report.read} 条 = 分类 {report.classified} 条 + 退回 {report.rejected} 条")
    if unread or skipped:
        tell(f"另有 {unread} 个文件读不了，{skipped} 处不是意见而跳过（见“问题行”）")
    tell(f"共 {len(matters)} 件事项：紧急 {urgent} 件，待人工复核 {review} 件")
    if budget:
        slips = len({slip_key(matter.opinion) for matter in matters if matter.needs_review})
        tell(f"{budget}；连同其他原因，要人看的意见共 {slips} 条")
    tell("类别：" + ranking([report.taxonomy.name(group_of(m.category)) for m in matters]))
    tell("单位：" + ranking([shown_organization(m.organization, report.example) for m in matters]))
    list_problems(report.problems)
    say(f"已写出 {out}")
