"""minyi ledger duplicates: matters that seem to be one, for a person to decide."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from minyi.cli import options as o
from minyi.cli.console import say, tell
from minyi.cli.ledger import opening as l
from minyi.errors import UsageError

if TYPE_CHECKING:
    from minyi.ledgers import Actor, Ledger, Proposal

_WIDTH = 50  # characters of a text


def duplicates(
    merge: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--merge", help="把重复件并入主件（两个台账序号或编号）", metavar="重复件 主件"
        ),
    ] = None,
    refuse: Annotated[
        tuple[str, str] | None,
        typer.Option("--refuse", help="不是同一件事，以后不再提示", metavar="重复件 主件"),
    ] = None,
    unmerge: Annotated[
        str, typer.Option("--unmerge", help="把已并入的事项拆出来，恢复原状", metavar="重复件")
    ] = "",
    search: Annotated[
        bool, typer.Option("--search", help="先在还没比对过的事项里查找重复件")
    ] = False,
    merge_from: Annotated[
        float | None,
        typer.Option(
            "--merge-from",
            help="与 --search 同用：相似度不低于它的直接并件，如 0.98；默认按 minyi.toml",
            metavar="相似度",
        ),
    ] = None,
    why: Annotated[str, typer.Option("--why", help="理由", metavar="文字")] = "",
    who: l.WhoIf = "",
    role: l.AsRole = "",
    organization: l.OfOrganization = "",
    office: o.OwnOffice = None,
    ledger: l.LedgerAt = None,
) -> int:
    """列出疑似重复件及相似度，由人决定并件（--merge）或不并（--refuse）；--unmerge 拆分。"""
    desk = l.open_desk(office)
    if sum((merge is not None, refuse is not None, bool(unmerge))) > 1:
        raise UsageError("--merge、--refuse、--unmerge 一次只能用一个")
    writes = merge or refuse or unmerge or search
    actor = desk.actor(who, role, organization) if writes else None
    with l.open_ledger(desk, ledger) as book:
        if actor is not None:
            if search:
                _search(desk, book, actor, merge_from)
            if merge:
                one, lead = (_id(book, word) for word in merge)
                state = book.merge(one, lead, actor, why=why)
                tell(f"事项 {one} 已并入事项 {lead}，现有 {state.voices} 人反映")
            elif refuse:
                one, lead = (_id(book, word) for word in refuse)
                book.duplicates.refuse(one, lead, actor)
                tell(f"事项 {one} 与事项 {lead} 不是同一件事，已记下，不再提示")
            elif unmerge:
                one = _id(book, unmerge)
                book.unmerge(one, actor, why=why)
                tell(f"事项 {one} 已拆出，恢复原状")
        if not (merge or refuse or unmerge):
            _list(book, book.proposals())
    return 0


def _search(desk: l.Desk, book: Ledger, actor: Actor, merge_from: float | None) -> None:
    line = merge_from if merge_from is not None else desk.settings.merge_from
    found = book.duplicates.search(actor, merge_from=line)
    say(f"比对了新登记的 {found.looked} 件：自动并件 {len(found.merged)} 件")


def _list(book: Ledger, proposals: list[Proposal]) -> None:
    for lead, some in groupby(proposals, key=lambda one: one.lead):
        group = list(some)
        entry = book.entry(lead)
        voices = entry.state.voices
        tell(f"主件 {lead}（{entry.code}，现有 {voices} 人反映）{_short(entry.text)}")
        for one in group:
            other = book.entry(one.duplicate)
            tell(
                f"  重复件 {other.id}（{other.code}）相似度 {one.similarity:.0%}  "
                f"{_short(other.text)}"
            )
        tell(f"  全部并入后共 {voices + len(group)} 人反映")
    said = f"疑似重复 {len(proposals)} 件" if proposals else "没有待定的疑似重复件"
    say(
        f"{said}；并件用 --merge 重复件 主件，不是同一件用 --refuse 重复件 主件"
        if proposals
        else said
    )


def _id(book: Ledger, word: str) -> int:
    ids = l.ids_of(book, word)
    if len(ids) > 1:
        raise UsageError(f"“{word}”是 {len(ids)} 件事项，请写其中一件的台账序号")
    return ids[0]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"
