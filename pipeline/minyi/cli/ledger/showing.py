"""minyi ledger list, show."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minyi.cli import options as o
from minyi.cli.console import say, tell
from minyi.cli.ledger import opening

if TYPE_CHECKING:
    from minyi.ledgers import Actor, Entry, Ledger

_HEADERS = ("序号", "编号", "状态", "期限", "急", "类别", "承办单位", "责任人", "内容")
_WIDTH = 30  # characters of a text


def list_matters(
    status: Annotated[
        str, typer.Option("--status", help="状态，如 办理中；几种用逗号分开", metavar="状态")
    ] = "",
    organization: Annotated[
        str, typer.Option("--organization", help="承办单位", metavar="单位")
    ] = "",
    person: Annotated[str, typer.Option("--person", help="责任人", metavar="姓名")] = "",
    category: Annotated[
        str, typer.Option("--category", help="类别的名称或代码，或大类", metavar="类别")
    ] = "",
    start: opening.From = "",
    end: opening.To = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="只看逾期未办结的")] = False,
    open_only: Annotated[bool, typer.Option("--open", help="只看未销号的")] = False,
    limit: Annotated[int, typer.Option("--limit", help="最多列几件", min=1, metavar="件数")] = 50,
    as_csv: Annotated[bool, typer.Option("--csv", help="以 CSV 输出，全部列出")] = False,
    office: o.OwnOffice = None,
    ledger: opening.LedgerAt = None,
) -> int:
    """列出台账里的事项；--from、--to 按登记日期。"""
    from minyi.cli.ledger.tables import tell_csv, tell_table
    from minyi.ledgers import Filter

    desk = opening.open_desk(office)
    where = Filter(
        statuses=_statuses(status),
        organization=desk.organization(organization),
        person=person,
        category=_category(desk, category),
        registered_from=opening.day_of(start) if start else None,
        registered_to=opening.day_of(end) if end else None,
        due_before=opening.today() if overdue else None,
        open_only=open_only or overdue,
    )
    with opening.open_ledger(desk, ledger) as book:
        count = book.count(where)
        entries = book.each(where) if as_csv else book.matters(where, limit=limit)
        rows = [_row(desk, entry) for entry in entries]
    if as_csv:
        tell_csv(_HEADERS, rows)
    elif rows:
        tell_table(_HEADERS, [[*row[:-1], _short(str(row[-1]))] for row in rows])
    say(f"共 {count} 件" + ("" if as_csv or count <= limit else f"，列出前 {limit} 件"))
    return 0


def show(
    matter: Annotated[
        str, typer.Argument(help="台账序号或工单编号；几件用逗号分开", metavar="事项")
    ],
    personal: Annotated[
        bool, typer.Option("--personal", help="显示群众的姓名、电话和原文；须写 --as 和 --why")
    ] = False,
    who: opening.WhoIf = "",
    role: opening.AsRole = "",
    organization: opening.OfOrganization = "",
    why: Annotated[
        str, typer.Option("--why", help="查看群众信息的用途，会记录", metavar="文字")
    ] = "",
    office: o.OwnOffice = None,
    ledger: opening.LedgerAt = None,
) -> int:
    """显示一件事项的全部情况、办理经过和现在可以办的步骤。"""
    desk = opening.open_desk(office)
    actor = desk.actor(who, role, organization) if personal else None
    with opening.open_ledger(desk, ledger) as book:
        for id in opening.ids_of(book, matter):
            _show(desk, book, id, actor, why)
    return 0


def _show(desk: opening.Desk, book: Ledger, id: int, actor: Actor | None, why: str) -> None:
    from minyi.followup.forms import form_values
    from minyi.ledgers import CHINA, STEP_NAMES, possible

    entry = book.entry(id)
    values: dict[str, Any] = form_values(book, entry, desk.taxonomy.name, desk.shown)
    tell(f"事项 {id}（{values['编号']}）  {values['状态']}")
    for name, value in values.items():
        if name not in ("编号", "状态", "经过") and value not in ("", None):
            tell(f"  {name}：{value}")
    if actor is not None:
        person = book.reveal(id, actor, why)
        tell(f"  群众姓名：{person.name}\n  电话：{person.phone}\n  原文：{person.text}")
        for header, cell in person.extra.items():
            tell(f"  {header}：{cell}")
    tell("经过：")
    for one in values["经过"]:
        tell(f"  {one['时间']}  {one['步骤']}  {one['经办']}  {one['说明']}".rstrip())
    steps = possible(entry.state, book.rules, max(datetime.now(CHINA), entry.state.last_at))
    tell("现在可以：" + "、".join(f"{STEP_NAMES[step]}（{by}）" for step, by in steps))


def _row(desk: opening.Desk, entry: Entry) -> list[object]:
    from minyi.ledgers import STATUS_NAMES

    state = entry.state
    return [
        entry.id,
        entry.code,
        STATUS_NAMES[state.status],
        state.deadline,
        "急" if state.urgency == "urgent" else "",
        desk.taxonomy.name(state.category),
        desk.shown(state.organization or state.proposed),
        state.person,
        entry.text,
    ]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"


def _statuses(words: str) -> tuple[str, ...]:
    from minyi.ledgers import STATUS_NAMES

    codes = {name: code for code, name in STATUS_NAMES.items()}
    parts = [word.strip() for word in words.replace("，", ",").split(",") if word.strip()]
    return tuple(codes.get(part, part) for part in parts)


def _category(desk: opening.Desk, word: str) -> str:
    from minyi.causes import near
    from minyi.errors import UsageError

    tree = desk.taxonomy
    groups = {word: code for code, name in tree.groups.items() for word in (code, name)}
    found = tree.code(word) or groups.get(word.strip(), "")
    if word and not found:
        names = [leaf.name for leaf in tree] + list(tree.groups.values())
        raise UsageError(f"没有“{word}”这个类别{near(word, names)}")
    return found
