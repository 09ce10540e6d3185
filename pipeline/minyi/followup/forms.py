"""登记表: one matter on paper, with all that happened to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from minyi.domain import KIND_NAMES, URGENCY_NAMES
from minyi.followup.telling import actor_of, proof, told
from minyi.followup.templates import write_word
from minyi.ledgers import SATISFACTION_NAMES, STATUS_NAMES, STEP_NAMES, Entry, Ledger

FORM = "登记表.docx"  # name of the template


def form_values(
    ledger: Ledger,
    entry: Entry,
    category: Callable[[str], str],
    organization: Callable[[str], str] = str,
) -> dict[str, Any]:
    """What a form tells of a matter, masked, by Chinese names."""
    state = entry.state
    slip = ledger.slip(entry.slip)
    return {
        "编号": entry.code,
        "序号": entry.id,
        "状态": STATUS_NAMES[state.status],
        "登记日期": state.registered_on,
        "来源": entry.source,
        "渠道": state.channel,
        "收集日期": state.received_on or "",
        "地点": state.place or slip.place,
        "类别": category(state.category),
        "性质": KIND_NAMES.get(state.kind, state.kind),
        "紧急程度": URGENCY_NAMES.get(state.urgency, state.urgency),
        "内容": entry.text,
        "承办单位": organization(state.organization or state.proposed),
        "责任人": state.person,
        "协办单位": "、".join(map(organization, state.assisting)),
        "整改期限": state.deadline,
        "整改措施": state.measures,
        "整改凭证": "\n".join(map(proof, state.evidence)),
        "申请人": state.requested_by,
        "审核人": state.reviewer,
        "销号日期": state.closed_at.date() if state.closed_at else "",
        "反馈": state.answer,
        "满意度": SATISFACTION_NAMES.get(state.satisfaction, ""),
        "件数": state.voices,
        "重办": state.reopened,
        "经过": [
            {
                "时间": f"{event.at:%Y-%m-%d %H:%M}",
                "步骤": STEP_NAMES[event.step],
                "经办": actor_of(event),
                "说明": told(event, category),
            }
            for event in ledger.events(entry.id)
        ],
    }


def write_form(
    ledger: Ledger,
    id: int,
    out: Path,
    *,
    title: str,
    category: Callable[[str], str],
    organization: Callable[[str], str] = str,
    office: Path | None = None,
    force: bool = False,
) -> None:
    """Write the form of one matter as Word.

    Raises:
        UnknownMatterError: There is no such matter.
        OutputExistsError, UsageError: As `write_word`.
    """
    values = form_values(ledger, ledger.entry(id), category, organization)
    write_word(FORM, {"标题": title, **values}, out, office=office, force=force)
