"""minyi learn: corrections of a list are kept for retraining, and the list is issued again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minyi.cli import options as o
from minyi.cli.console import exit_code, list_problems, say, tell
from minyi.errors import OutputExistsError, UsageError

if TYPE_CHECKING:
    from minyi.workbook import Change

_SUFFIX = ".复核后.xlsx"


def learn(
    book: Annotated[
        Path, typer.Argument(help="填好“待人工复核”的台账", metavar="台账.xlsx", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="重新出的台账写到哪里；默认写在旁边的 台账.复核后.xlsx", metavar="文件"
        ),
    ] = None,
    office: o.OfficeFolder = None,
    force: o.Force = False,
    keep_assigned: o.KeepAssigned = False,
) -> int:
    """读回“待人工复核”中的更正：记入本单位的复核记录.csv，并按更正重新出台账。"""
    from minyi.office import load
    from minyi.reviews import FILE_NAME, append_reviews
    from minyi.workbook import Rules, correct, open_book, read_corrections, write_book

    target = _target(book, out, force)
    opened = open_book(book)
    desk = load(office or Path(), keep_assigned=keep_assigned or None)
    rules = Rules(
        taxonomy=desk.taxonomy,
        directory=desk.directory,
        calendar=desk.calendar,
        keep_assigned=desk.settings.keep_assigned,
    )
    read = read_corrections(opened, taxonomy=desk.taxonomy, organizations=rules.organizations())
    reissue = correct(opened, read.reviews, rules)
    problems = [*read.problems, *reissue.problems]
    if not reissue.changes:
        list_problems(problems)
        tell(
            "没有可用的更正，没有写出新台账"
            if problems
            else "“待人工复核”里没有填写更正，没有写出新台账"
        )
        return exit_code(problems)
    store = (office or Path()) / FILE_NAME
    added, known = append_reviews(store, (change.review for change in reissue.changes))
    write_book(reissue.book, desk.taxonomy, target, force=force)
    _summarize(reissue.changes)
    tell(f"{store}：新增 {added} 条" + (f"，另有 {known} 条以前已记过" if known else ""))
    list_problems(problems)
    say(f"已写出 {target}（文字、数字、公式都已带入；自己加的颜色、批注、图片仍在原文件里）")
    return exit_code(problems)


def _target(book: Path, out: Path | None, force: bool) -> Path:
    """Where the list goes: never over the one that people wrote in."""
    target = out or book.with_name(book.stem + _SUFFIX)
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"{target}：重新出的台账是 .xlsx，请改 --out 的文件名")
    if target.resolve() == book.resolve():
        raise UsageError(f"{target}：这就是填写更正的台账，不会覆盖它，请用 --out 另起文件名")
    if target.exists() and not force:
        raise OutputExistsError(f"{target}：文件已存在，为免覆盖没有写入；确要覆盖请加 --force")
    return target


def _summarize(changes: Sequence[Change]) -> None:
    """Who changed what, one correction a line."""
    from minyi.clean import mask

    tell(f"共 {len(changes)} 件更正：")
    for change in changes:
        review = change.review
        said = [
            f"{what} {old} → {new}" if old != new else ""
            for what, (old, new) in (
                ("类别", change.category),
                ("单位", change.organization),
                ("紧急程度", change.urgency),
            )
        ]
        who = " ".join(filter(None, (review.reviewer, str(review.reviewed_on or ""))))
        parts = [*filter(None, said)] or ["确认无误"]
        tell(
            f"  {review.matter_id}：{'；'.join(parts)}"
            + (f"（{who}）" if who else "")
            + (f" {mask(review.note)}" if review.note else "")
        )
