"""minyi ledger due: who must be chased, and the letters to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minyi.cli import options as o
from minyi.cli.console import say, tell, warn
from minyi.cli.ledger import opening
from minyi.errors import UsageError

if TYPE_CHECKING:
    from minyi.followup import Due

_HEADERS = (
    *("情况", "序号", "编号", "期限", "逾期工作日", "应催办", "已催办", "待谁办", "状态"),
    *("提醒日", "催办日", "督办日", "通报日", "内容"),
)
_SHOWN = 20  # of each kind
_BRIEF = (1, 2, 3, 4, 5, 6, 7, 8, 13)


def due(
    on: Annotated[str, typer.Option("--on", help="按哪一天算；默认今天", metavar="日期")] = "",
    organization: Annotated[
        str, typer.Option("--organization", help="只看等这个单位办的", metavar="单位")
    ] = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="以 CSV 输出，全部列出")] = False,
    letters: Annotated[
        Path | None,
        typer.Option(
            "--letters", help="把提醒函、催办函、督办函、通报写到哪个文件夹", metavar="文件夹"
        ),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="同一级已经催过的也再写")] = False,
    record: Annotated[
        bool, typer.Option("--record", help="把函件记入台账（催办），须写 --as")
    ] = False,
    who: opening.WhoIf = "",
    force: o.Force = False,
    office: o.OwnOffice = None,
    ledger: opening.LedgerAt = None,
) -> int:
    """即将到期、逾期、超期三倍的事项；按工作日逐级提醒、催办、督办、通报，可生成函件。"""
    from minyi.followup import due as find_due

    today = opening.today()
    day = opening.day_of(on) if on else today
    if record and not letters:
        raise UsageError("--record 记的是已写的函件，请同时写 --letters 文件夹")
    if record and day > today:
        raise UsageError(f"--on {day} 还没有到，不能把催办记入台账；请去掉 --record")
    desk = opening.open_desk(office)
    actor = desk.actor(who, "clerk", "") if record else None
    with opening.open_ledger(desk, ledger) as book:
        found = find_due(book, day, organization=desk.organization(organization))
        if as_csv:
            _tell_csv(desk, found)
        else:
            _tell(desk, found, day)
        if letters is None:
            return 0
        from minyi.followup.letters import letters as sort_out
        from minyi.followup.letters import record_chases, write_letters

        sheets = sort_out(found, own=desk.rules.coordinating, again=again)
        paths = write_letters(
            sheets,
            letters,
            on=day,
            sender=desk.shown(desk.rules.coordinating),
            title=desk.title,
            category=desk.taxonomy.name,
            organization=desk.shown,
            office=desk.folder,
            force=force,
        )
        say(f"已写出 {len(paths)} 份函件到 {letters}" if paths else "没有要写的函件")
        if actor is None:
            return 0
        done, refused = record_chases(book, sheets, actor)
    say(f"已记入台账 {done} 件次")
    for reason in refused:
        warn(reason)
    return 1 if refused else 0


def _tell(desk: opening.Desk, found: Sequence[Due], day: date) -> None:
    from minyi.cli.ledger.tables import tell_table
    from minyi.followup import KIND_NAMES

    soon, threefold = _count(found, "soon"), _count(found, "threefold")
    tell(
        f"{day}：{KIND_NAMES['soon']} {soon} 件，{KIND_NAMES['overdue']} {len(found) - soon} 件，"
        f"其中{KIND_NAMES['threefold']} {threefold} 件"
    )
    for kind, name in reversed(list(KIND_NAMES.items())):
        chosen = [one for one in found if one.kind == kind]
        if not chosen:
            continue
        rows = [_row(desk, one) for one in chosen[:_SHOWN]]
        tell(f"\n{name} {len(chosen)} 件")
        tell_table([_HEADERS[i] for i in _BRIEF], [[row[i] for i in _BRIEF] for row in rows])
        if len(chosen) > _SHOWN:
            tell(f"…… 另有 {len(chosen) - _SHOWN} 件，用 --csv 看全部")


def _tell_csv(desk: opening.Desk, found: Sequence[Due]) -> None:
    from minyi.cli.ledger.tables import tell_csv

    tell_csv(_HEADERS, [_row(desk, one) for one in found])


def _row(desk: opening.Desk, one: Due) -> list[object]:
    from minyi.followup import KIND_NAMES
    from minyi.followup.reports import excerpt
    from minyi.ledgers import STATUS_NAMES

    return [
        *(KIND_NAMES[one.kind], one.id, one.code, one.deadline, one.late, one.level, one.chased),
        *(desk.shown(one.whom), STATUS_NAMES[one.status], *one.dates),
        excerpt(one.text, 30),
    ]


def _count(found: Sequence[Due], kind: str) -> int:
    return sum(one.kind == kind for one in found)
