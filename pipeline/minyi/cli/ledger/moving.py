"""minyi ledger export, import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minyi.cli import options as o
from minyi.cli.console import say, tell
from minyi.cli.ledger import opening
from minyi.errors import UsageError

_SHOWN = 50  # conflicts


def export(
    out: Annotated[
        Path, typer.Option("--out", help="写到哪里：.xlsx、.csv 或 .jsonl", metavar="文件")
    ],
    organization: Annotated[
        str, typer.Option("--organization", help="只要这个承办单位的", metavar="单位")
    ] = "",
    open_only: Annotated[bool, typer.Option("--open", help="只要未销号的")] = False,
    force: o.Force = False,
    office: o.OwnOffice = None,
    ledger: opening.LedgerAt = None,
) -> int:
    """导出台账，交各单位填写措施、凭证、状态、反馈、备注；自己加的列导入后会保留。"""
    from datetime import datetime

    from minyi.followup.exporting import export as write
    from minyi.ledgers import Filter

    desk = opening.open_desk(office)
    where = Filter(organization=desk.organization(organization), open_only=open_only)
    title = desk.settings.title
    with opening.open_ledger(desk, ledger) as book:
        count = write(
            book,
            out,
            title=f"{title}（示例）" if desk.directory.example else title,
            category=desk.taxonomy.name,
            organization=desk.shown,
            where=where,
            created=datetime.now(),
            force=force,
        )
    say(f"已写出 {out}，共 {count} 件")
    return 0


def import_(
    path: Annotated[Path, typer.Argument(help="填好的表：.xlsx、.csv 或 .jsonl", metavar="文件")],
    who: opening.Who,
    role: Annotated[
        str,
        typer.Option("--role", help="以什么身份，默认 organization（承办单位）", metavar="身份"),
    ] = "organization",
    organization: Annotated[
        str,
        typer.Option(
            "--organization", help="经办人所在单位；不写则每件按其承办单位办理", metavar="单位"
        ),
    ] = "",
    office: o.OwnOffice = None,
    ledger: opening.LedgerAt = None,
) -> int:
    """读回各单位填好的表：能办的步骤依次记入台账，冲突逐条列出，不覆盖已有的内容。"""
    from minyi.followup.importing import take_in
    from minyi.followup.returned import read_list

    if not path.is_file():
        raise UsageError(f"{path}：没有这个文件，请检查路径")
    desk = opening.open_desk(office)
    actor = desk.actor(who, role, organization or desk.rules.coordinating)
    own = desk.organization(organization) or (
        "" if actor.role == "organization" else actor.organization
    )
    with opening.open_ledger(desk, ledger) as book:
        done = take_in(book, read_list(path), actor.who, role=actor.role, organization=own)
    tell(
        f"读入 {done.rows} 行：{done.matters} 件记入 {done.steps} 步，"
        f"自加列 {done.own} 件，冲突 {len(done.conflicts)} 处"
    )
    for one in done.conflicts[:_SHOWN]:
        say(f"  [冲突] 第 {one.row} 行 {one.code}：{one.reason}")
    if len(done.conflicts) > _SHOWN:
        say(f"  …… 另有 {len(done.conflicts) - _SHOWN} 处")
    for notice in done.notices[:_SHOWN]:
        say(f"  [提示] 自加列已更新 {notice}")
    return 1 if done.conflicts else 0
