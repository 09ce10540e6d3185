"""minyi ledger hotspots: the same kind of matter at the same place by many people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer

from minyi.cli import options as o
from minyi.cli.console import say
from minyi.cli.ledger import opening as l

_HEADERS = ("地点", "类别", "人数", "预期", "趋势", "突出", "具体位置", "首件")


def hotspots(
    start: l.From = "",
    end: l.To = "",
    least: Annotated[
        int, typer.Option("--least", help="至少几人反映才列出", min=1, metavar="人数")
    ] = 3,
    limit: Annotated[int, typer.Option("--limit", help="最多列几处", min=1, metavar="处")] = 10,
    as_csv: Annotated[bool, typer.Option("--csv", help="以 CSV 输出")] = False,
    office: o.OwnOffice = None,
    ledger: l.LedgerAt = None,
) -> int:
    """列出热点：同一地点、同一类别、多人反映；默认最近 30 天，按登记日期。"""
    from minyi.cli.ledger.tables import tell_csv, tell_table
    from minyi.followup.hotspots import hotspots as find
    from minyi.ledgers import CHINA

    desk = l.open_desk(office)
    last = l.day_of(end) if end else datetime.now(CHINA).date()
    first = l.day_of(start) if start else last - timedelta(days=29)
    with l.open_ledger(desk, ledger) as book:
        found = find(book, first, last, least=least, limit=limit)
    rows = [
        [
            one.place,
            desk.taxonomy.name(one.category),
            one.voices,
            f"{one.expected:.1f}",
            one.trend,
            "是" if one.unusual else "",
            "、".join(f"{name} {count}" for name, count in one.words),
            one.first,
        ]
        for one in found
    ]
    if as_csv:
        tell_csv(_HEADERS, rows)
    elif rows:
        tell_table(_HEADERS, rows)
    say(f"{first} 至 {last}：{len(found)} 处热点（至少 {least} 人反映，最突出的在前）")
    return 0
