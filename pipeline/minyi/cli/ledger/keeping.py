"""minyi ledger verify, backup, restore, anonymize."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minyi.cli import options as o
from minyi.cli.console import say, tell
from minyi.cli.ledger import opening
from minyi.errors import UsageError

if TYPE_CHECKING:
    from minyi.ledgers import Anchor

_SHOWN = 20  # faults


def verify(
    anchor: Annotated[
        str,
        typer.Option("--anchor", help="以前记下的校验点，如 120:9f86…", metavar="校验点"),
    ] = "",
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="先按办理经过重算每一件的状态")
    ] = False,
    files: Annotated[bool, typer.Option("--files/--no-files", help="是否核对附件")] = True,
    office: o.OwnOffice = None,
    ledger: opening.LedgerAt = None,
) -> int:
    """核对台账：校验链、状态、内容、附件有没有被改动；有问题时退出码为 1。"""
    desk = opening.open_desk(office)
    with opening.open_ledger(desk, ledger) as book:
        if rebuild:
            say(f"重算了状态，{book.rebuild()} 件与原来不同")
        found = book.verify(_anchor(anchor), files=files)
    tell(f"事项 {found.matters} 件，办理经过 {found.events} 条")
    tell(f"校验点 {found.anchor}（请另存；以后用 --anchor 可查出整本改写）")
    for fault in found.faults[:_SHOWN]:
        tell(f"  {fault}")
    if len(found.faults) > _SHOWN:
        tell(f"  …… 另有 {len(found.faults) - _SHOWN} 处")
    tell("完好" if found.ok else f"有 {len(found.faults)} 处问题")
    return 0 if found.ok else 1


def backup(
    path: Annotated[Path, typer.Argument(help="备份写到哪里", metavar="文件")],
    force: o.Force = False,
    office: o.OwnOffice = None,
    ledger: opening.LedgerAt = None,
) -> int:
    """备份台账和附件；别人可以同时使用。"""
    from minyi.errors import OutputExistsError

    desk = opening.open_desk(office)
    if path.exists() and not force:
        raise OutputExistsError(f"{path}：文件已存在，为免覆盖没有写入；确要覆盖请加 --force")
    if path.resolve() == Path(opening.ledger_target(desk, ledger)).resolve():
        raise UsageError(f"{path}：这就是台账本身，请把备份写到别处")
    with opening.open_ledger(desk, ledger) as book:
        book.backup(path)
    say(f"已备份到 {path}")
    return 0


def restore(
    path: Annotated[Path, typer.Argument(help="备份文件", metavar="文件")],
    force: Annotated[
        bool, typer.Option("--force", help="台账里已有内容时，用备份全部替换")
    ] = False,
    office: o.OwnOffice = None,
    ledger: opening.LedgerAt = None,
) -> int:
    """用备份恢复台账；损坏的备份不会采用。"""
    if not path.is_file():
        raise UsageError(f"{path}：没有这个备份文件，请检查路径")
    desk = opening.open_desk(office)
    with opening.open_ledger(desk, ledger, create=True) as book:
        count = book.count()
        if count and not force:
            raise UsageError(
                f"台账里已有 {count} 件事项，恢复会全部替换；确要恢复请加 --force（建议先备份）"
            )
        book.restore(path)
        say(f"已恢复，共 {book.count()} 件事项")
    return 0


def anonymize(
    who: opening.Who,
    months: Annotated[
        int | None,
        typer.Option("--months", help="来件全部销号满几个月的", min=0, metavar="月数"),
    ] = None,
    before: Annotated[
        str, typer.Option("--before", help="或：在这一天以前全部销号的", metavar="日期")
    ] = "",
    office: o.OwnOffice = None,
    ledger: opening.LedgerAt = None,
) -> int:
    """清除已办结来件的姓名、电话和原文，不能恢复；遮盖后的内容和办理经过保留。"""
    if (months is None) == (not before):
        raise UsageError("请写 --months 月数 或 --before 日期，二者选一")
    day = opening.day_of(before) if before else _months_ago(opening.today(), months or 0)
    if day > opening.today():
        raise UsageError(f"--before {day} 还没有到，请写今天或以前的日期")
    desk = opening.open_desk(office)
    with opening.open_ledger(desk, ledger) as book:
        gone = book.anonymize(day, desk.actor(who, "clerk", ""))
    say(f"已清除 {day} 以前销号的 {gone} 件来件的群众信息；更早的备份里仍有，请一并处理")
    return 0


def _months_ago(today: date, months: int) -> date:
    from calendar import monthrange

    year, month = divmod(12 * today.year + today.month - 1 - months, 12)
    if year < 1:
        raise UsageError(f"--months {months} 太大")
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _anchor(text: str) -> Anchor | None:
    from minyi.ledgers import Anchor

    count, colon, hash = text.strip().partition(":")
    if not text.strip():
        return None
    if not colon or not count.isdecimal():
        raise UsageError(f"校验点“{text}”看不懂，应是 verify 打印的样子，如 120:9f86…")
    return Anchor(int(count), hash)
