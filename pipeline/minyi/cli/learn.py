"""minyi learn: corrections of a list are kept for retraining, and the list is issued again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minyi.cli import options as o
from minyi.cli.console import exit_code, list_problems, say, tell
from minyi.errors import OutputExistsError, UsageError

if TYPE_CHECKING:
    from minyi.domain import Review, Source
    from minyi.workbook import Change

_SUFFIX = ".复核后.xlsx"
_SHOWN_ROWS = 20


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
    reviewer: Annotated[
        str,
        typer.Option(
            "--reviewer",
            help="没有填“复核人”的更正算谁的；默认用 minyi.toml 的 reviewer",
            metavar="姓名",
        ),
    ] = "",
    force: o.Force = False,
    keep_assigned: o.KeepAssigned = False,
) -> int:
    """读回“待人工复核”中的更正：记入本单位的复核记录.csv，并按更正重新出台账。"""
    from datetime import date

    from minyi.cli.outputs import refuse_office_files
    from minyi.office import load
    from minyi.retraining import rivals_of
    from minyi.reviews import FILE_NAME, append_reviews, load_reviews
    from minyi.workbook import (
        Rules,
        correct,
        open_book,
        read_corrections,
        returned_ids,
        rewritten_ids,
        write_book,
    )

    if book.is_file() and book.suffix.lower() != ".xlsx":
        raise UsageError(
            f"{book}：learn 读的是 minyi run 写出的 .xlsx 台账（在其中的“待人工复核”里填更正），"
            "请给那个文件"
        )
    target = _target(book, out, force)
    opened = open_book(book)
    desk = load(office or Path(), keep_assigned=keep_assigned or None)
    rules = Rules(
        taxonomy=desk.taxonomy,
        directory=desk.directory,
        calendar=desk.calendar,
        keep_assigned=desk.settings.keep_assigned,
    )
    refuse_office_files(target, office or Path(), desk.settings)
    today = date.today()
    read = read_corrections(
        opened, taxonomy=desk.taxonomy, organizations=rules.organizations(), today=today
    )
    store = (office or Path()) / FILE_NAME
    signed = _signed(read.reviews, reviewer.strip() or desk.settings.reviewer.strip())
    returned = returned_ids(opened)
    _remind(returned, signed)
    _tell_rewritten(rewritten_ids(opened), signed)
    undated = {review.source for review in signed if review.reviewed_on is None}
    reissue = correct(
        opened, [replace(one, reviewed_on=one.reviewed_on or today) for one in signed], rules
    )
    problems = [*read.problems, *reissue.problems]
    if not reissue.changes:
        list_problems(problems)
        tell(
            "没有可用的更正，没有写出新台账"
            if problems
            else "“待人工复核”里没有填写更正，没有写出新台账"
        )
        return exit_code(problems)
    learned = [_marked(change.review, returned) for change in reissue.changes]
    added, known = append_reviews(store, _as_stored(learned, undated, load_reviews(store)))
    write_book(reissue.book, desk.taxonomy, target, force=force)
    _summarize(reissue.changes)
    tell(f"{store}：新增 {added} 条" + (f"，另有 {known} 条以前已记过" if known else ""))
    if unclear := rivals_of(load_reviews(store)):
        tell(f"职责不清的单位对 {len(unclear)} 对，用 minyi reviews {store} 查看")
    list_problems(problems)
    say(f"已写出 {target}（只改了以上各件，其余照旧；单元格内嵌的图片和手绘图形仍在原文件里）")
    return exit_code(problems)


def _signed(reviews: Sequence[Review], reviewer: str) -> list[Review]:
    """Every correction has somebody who answers for it.

    Raises:
        UsageError: Some have nobody, and no name was given for them; lists their rows.
    """
    nameless = [review for review in reviews if not review.reviewer]
    if nameless and not reviewer:
        shown = [f"  {review.source} 编号 {review.matter_id}" for review in nameless[:_SHOWN_ROWS]]
        if len(nameless) > _SHOWN_ROWS:
            shown.append(f"  …… 另有 {len(nameless) - _SHOWN_ROWS} 行")
        raise UsageError(
            f"有 {len(nameless)} 行更正没有填“复核人”，什么都没有记入：\n"
            + "\n".join(shown)
            + "\n请在表里补上复核人；若都是同一人复核的，加 --reviewer 姓名 再运行一次"
        )
    return [replace(one, reviewer=one.reviewer or reviewer) for one in reviews]


def _remind(returned: Collection[str], reviews: Sequence[Review]) -> None:
    """Dispatches that were rejected, and nobody said where they belong."""
    told = {review.matter_id for review in reviews if review.new_organization}
    if open_ones := [number for number in returned if number not in told]:
        shown = "、".join(open_ones[:_SHOWN_ROWS])
        tell(
            f"已退单而没有填“正确单位”的 {len(open_ones)} 件：{shown}；"
            "填好再读一次，才学得到该派给谁"
        )


def _tell_rewritten(rewritten: Mapping[str, str], reviews: Sequence[Review]) -> None:
    """Organizations that were changed in the list itself, where nobody answers for it."""
    told = {review.matter_id: review.new_organization for review in reviews}
    if unsaid := [number for number in rewritten if not told.get(number)]:
        shown = "、".join(f"{number}（{rewritten[number]}）" for number in unsaid[:_SHOWN_ROWS])
        more = "……" if len(unsaid) > _SHOWN_ROWS else ""
        tell(
            f"整改台账里直接改了责任单位的 {len(unsaid)} 件：{shown}{more}；照留，但没有记入更正。"
            "请在“待人工复核”里填“正确单位”和复核人（没有那一件的，在表尾加一行写上编号）再读一次"
        )


def _marked(review: Review, returned: Collection[str]) -> Review:
    """A change of the organization after it rejected the matter is a judgement of the route."""
    from minyi.retraining import RETURNED

    moved = review.new_organization and review.new_organization != review.old_organization
    if not moved or review.matter_id not in returned or review.note.startswith(RETURNED):
        return review
    return replace(review, note=f"{RETURNED}；{review.note}" if review.note else RETURNED)


def _as_stored(
    reviews: Sequence[Review], undated: Collection[Source], stored: Sequence[Review]
) -> list[Review]:
    """A correction without a date of its own was made when it was first learned."""

    def key(review: Review) -> tuple[str, ...]:
        return (
            *(review.matter_id, review.reviewer, review.old_category, review.new_category),
            *(review.old_organization, review.new_organization),
            *(review.old_urgency, review.new_urgency),
        )

    first = {key(review): review.reviewed_on for review in reversed(stored)}
    return [
        replace(one, reviewed_on=first.get(key(one)) or one.reviewed_on)
        if one.source in undated
        else one
        for one in reviews
    ]


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
