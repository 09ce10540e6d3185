"""minyi ledger act: one step of one matter, or of several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minyi.cli import options as o
from minyi.cli.console import say, tell, warn
from minyi.cli.ledger import opening
from minyi.errors import MinyiError, UsageError

if TYPE_CHECKING:
    from minyi.ledgers import Actor, Ledger, MatterState

_PAIR = ("merge", "unmerge")
_CORRECTED = {"category": "类别", "kind": "性质", "urgency": "紧急程度", "place": "地点"}

Matters = Annotated[
    str,
    typer.Argument(help="台账序号（12、12,15、20-30）或工单编号", metavar="事项"),
]
Step = Annotated[
    str,
    typer.Argument(
        help="assign 交办、accept 签收、start 办理、request 申请销号、approve 审核通过、"
        "reject 审核不通过、answer 反馈、close 销号、return 退单、reassign 改派、assist 协办、"
        "note 办理记录、ask 延期申请、grant 批准延期、refuse 不予延期、suspend 挂起、resume 恢复、"
        "redo 复核重办、chase 催办、correct 更正、merge 并件、unmerge 拆分；中英文都可以",
        metavar="步骤",
    ),
]


def act(
    matter: Matters,
    step: Step,
    who: opening.Who,
    role: opening.AsRole = "",
    organization: opening.OfOrganization = "",
    why: Annotated[str, typer.Option("--why", help="理由或说明", metavar="文字")] = "",
    to: Annotated[str, typer.Option("--to", help="交办、改派给哪个单位", metavar="单位")] = "",
    helpers: Annotated[
        list[str] | None, typer.Option("--with", help="协办单位，可写几次", metavar="单位")
    ] = None,
    person: Annotated[str, typer.Option("--person", help="责任人", metavar="姓名")] = "",
    deadline: Annotated[
        str, typer.Option("--deadline", help="整改期限，或申请延到哪天", metavar="日期")
    ] = "",
    measures: Annotated[str, typer.Option("--measures", help="整改措施", metavar="文字")] = "",
    evidence: Annotated[
        list[str] | None,
        typer.Option("--evidence", help="整改凭证的文字说明，可写几次", metavar="文字"),
    ] = None,
    file: Annotated[
        list[Path] | None,
        typer.Option("--file", help="整改凭证的文件（照片等），可写几次", metavar="文件"),
    ] = None,
    answer: Annotated[str, typer.Option("--answer", help="给群众的答复", metavar="文字")] = "",
    satisfaction: Annotated[
        str,
        typer.Option("--satisfaction", help="满意、基本满意、不满意、未评价", metavar="满意度"),
    ] = "",
    level: Annotated[
        str, typer.Option("--level", help="提醒、催办、督办、通报", metavar="级别")
    ] = "",
    corrections: Annotated[
        list[str] | None,
        typer.Option(
            "--set", help="更正：类别=供水、性质=投诉、紧急程度=紧急、地点=…", metavar="项=值"
        ),
    ] = None,
    lead: Annotated[
        str, typer.Option("--lead", help="并入哪一件（步骤为并件时）", metavar="事项")
    ] = "",
    expected: Annotated[
        int | None,
        typer.Option("--expected", help="您看到的版本号；别人先办了就不写入", metavar="版本"),
    ] = None,
    office: o.OwnOffice = None,
    ledger: opening.LedgerAt = None,
) -> int:
    """办理一步：如 minyi ledger act 12 签收 --as 张三 --organization 水务局。"""
    from minyi.followup.telling import step_of
    from minyi.ledgers import SATISFACTION_NAMES

    desk = opening.open_desk(office)
    actor = desk.actor(who, role, organization)
    code = step_of(step)
    ratings = {name: key for key, name in SATISFACTION_NAMES.items()}
    details: dict[str, Any] = {
        "organization": desk.organization(to),
        "organizations": [desk.organization(one) for one in helpers or ()],
        "person": person.strip(),
        "deadline": opening.day_of(deadline) if deadline else None,
        "measures": measures,
        "answer": answer,
        "satisfaction": ratings.get(satisfaction.strip(), satisfaction.strip()),
        "level": level.strip(),
        **_corrections(desk, corrections or ()),
    }
    given = {name: value for name, value in details.items() if value}
    with opening.open_ledger(desk, ledger) as book:
        ids = opening.ids_of(book, matter)
        if evidence or file:
            files = [book.attachments.put(path) for path in file or ()]
            given["evidence"] = [*(evidence or ()), *files]
        if code in _PAIR:
            return _each(ids, lambda id: _pair(book, code, id, lead, actor, why), desk)
        if expected is not None and len(ids) > 1:
            raise UsageError("--expected 只用于一件事项")
        return _each(
            ids,
            lambda id: book.act(id, code, actor, why=why, expected=expected, **given),
            desk,
        )


def _each(ids: Sequence[int], do: Any, desk: opening.Desk) -> int:
    """Take the step for each; one alone fails as a whole, of several each is told."""
    if len(ids) == 1:
        _tell(do(ids[0]), desk)
        return 0
    failed = 0
    for id in ids:
        try:
            _tell(do(id), desk)
        except MinyiError as error:
            warn(str(error))
            failed += 1
    say(f"办成 {len(ids) - failed} 件，没办成 {failed} 件")
    return 1 if failed else 0


def _pair(book: Ledger, step: str, id: int, lead: str, actor: Actor, why: str) -> MatterState:
    if step == "unmerge":
        return book.unmerge(id, actor, why=why)
    if not lead:
        raise UsageError("并件请用 --lead 写明并入哪一件")
    leads = opening.ids_of(book, lead)
    if len(leads) > 1:
        raise UsageError(f"--lead {lead} 有 {len(leads)} 件，请写台账序号")
    return book.merge(id, leads[0], actor, why=why)


def _tell(state: MatterState, desk: opening.Desk) -> None:
    from minyi.ledgers import STATUS_NAMES

    holder = desk.shown(state.organization or state.proposed)
    person = f" {state.person}" if state.person else ""
    due = f"，期限 {state.deadline}" if state.deadline else ""
    tell(
        f"事项 {state.id}：{STATUS_NAMES[state.status]}（{holder}{person}{due}，"
        f"第 {state.version} 版）"
    )


def _corrections(desk: opening.Desk, pairs: Sequence[str]) -> dict[str, str]:
    from minyi.domain import KIND_NAMES, URGENCY_NAMES

    codes = {word: code for code, name in _CORRECTED.items() for word in (code, name)}
    codes |= {"accused": "accused", "被举报单位": "accused"}
    kinds = {name: code for code, name in KIND_NAMES.items()}
    urgencies = {name: code for code, name in URGENCY_NAMES.items()}
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.replace("＝", "=").partition("="))
        field = codes.get(name)
        if not equals or field is None:
            raise UsageError(f"--set “{pair}”看不懂，请写成 类别=供水，可改：{'、'.join(codes)}")
        if field == "category":
            code = desk.taxonomy.code(value)
            if code is None:
                raise UsageError(f"没有“{value}”这个类别")
            value = code
        elif field == "accused":
            value = desk.organization(value)
        found[field] = urgencies.get(value, kinds.get(value, value))
    return found
