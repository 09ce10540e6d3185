"""minyi ledger rates, report, form."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minyi.cli import options as o
from minyi.cli.console import say, tell
from minyi.cli.ledger import opening

if TYPE_CHECKING:
    from minyi.followup import Period, Tally

_HEADERS = (
    *("问题", "完成", "在办", "逾期", "超期三倍"),
    *("响应率", "解决率", "满意率"),
)
OutFolder = Annotated[Path, typer.Option("--out", help="写到哪个文件夹", metavar="文件夹")]


def rates(
    start: opening.From = "",
    end: opening.To = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="以 CSV 输出")] = False,
    office: o.OwnOffice = None,
    ledger: opening.LedgerAt = None,
) -> int:
    """各单位、各类别的响应率、解决率、满意率；不写日期为近 30 天。"""
    from minyi.cli.ledger.tables import tell_csv, tell_table
    from minyi.followup import figures

    desk = opening.open_desk(office)
    with opening.open_ledger(desk, ledger) as book:
        found = figures(book, _period(start, end))
    rows: list[list[object]] = [["合计", "", *_cells(found.total)]]
    rows += [
        ["单位", desk.shown(name), *_cells(tally)]
        for name, tally in sorted(found.organizations.items())
    ]
    rows += [
        ["类别", desk.taxonomy.name(code), *_cells(tally)]
        for code, tally in sorted(found.categories.items())
    ]
    if as_csv:
        tell_csv(("范围", "名称", *_HEADERS), rows)
    else:
        tell(str(found.period))
        tell_table(("范围", "名称", *_HEADERS), rows)
    return 0


def report(
    start: opening.From,
    end: opening.To,
    out: OutFolder,
    force: o.Force = False,
    office: o.OwnOffice = None,
    ledger: opening.LedgerAt = None,
) -> int:
    """某一期间的办理情况报告：Word 和 Excel，与上期比较，带图；模板可以自己改。"""
    from minyi.followup.hotspots import hotspots
    from minyi.followup.reports import make_report, write_report

    desk = opening.open_desk(office)
    period = _period(start, end)
    with opening.open_ledger(desk, ledger) as book:
        made = make_report(
            book,
            period,
            title=desk.title,
            category=desk.taxonomy.name,
            organization=desk.shown,
            hotspots=hotspots(book, period.start, period.end),
        )
    paths = write_report(made, out, office=desk.folder, force=force)
    now = made.now
    tell(
        f"{period}，共收集群众意见 {now.slips} 条，查摆问题 {now.total.problems} 个，"
        f"完成整改 {now.total.completed} 件；期末在办 {now.total.open} 件，"
        f"其中逾期 {now.total.overdue} 件"
    )
    tell(
        f"响应率 {now.total.response}，解决率 {now.total.solution}，满意率 {now.total.satisfaction}"
    )
    for path in paths:
        say(f"已写出 {path}")
    return 0


def form(
    matter: Annotated[str, typer.Argument(help="台账序号或工单编号，一件", metavar="事项")],
    out: Annotated[Path, typer.Option("--out", help="写到哪里（.docx）", metavar="文件")],
    force: o.Force = False,
    office: o.OwnOffice = None,
    ledger: opening.LedgerAt = None,
) -> int:
    """一件事项的登记表（Word），可以打印。"""
    from minyi.errors import UsageError
    from minyi.followup.forms import write_form

    if out.suffix.lower() != ".docx":
        raise UsageError(f"{out}：登记表是 Word 文件，请把 --out 写成 .docx")
    desk = opening.open_desk(office)
    with opening.open_ledger(desk, ledger) as book:
        ids = opening.ids_of(book, matter)
        if len(ids) > 1:
            shown = "、".join(f"#{id}" for id in ids)
            raise UsageError(f"“{matter}”有 {len(ids)} 件，请写其中一件：{shown}")
        write_form(
            book,
            ids[0],
            out,
            title=desk.title,
            category=desk.taxonomy.name,
            organization=desk.shown,
            office=desk.folder,
            force=force,
        )
    say(f"已写出 {out}")
    return 0


def _period(start: str, end: str) -> Period:
    from minyi.followup import Period

    today = opening.today()
    last = opening.day_of(end) if end else today
    if last > today:  # nobody knows yet what will be overdue then
        say(f"{last} 还没有到，统计截至今天（{today}）")
        last = today
    return Period(opening.day_of(start) if start else last - timedelta(days=29), last)


def _cells(tally: Tally) -> list[object]:
    return [
        *(tally.problems, tally.completed, tally.open, tally.overdue, tally.threefold),
        *map(str, (tally.response, tally.solution, tally.satisfaction)),
    ]
