"""The life of a matter: which step is possible when, for whom, with what. Pure decisions.

登记 → 交办 → 签收 → 办理中 → 申请销号 → 审核 → 销号. `decide` looks at a state and gives the events
that a step makes, or refuses; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from minyi.errors import UsageError
from minyi.ledgers.authority import Actor, Rules
from minyi.ledgers.drafting import DRAFTS, Draft
from minyi.ledgers.events import Event, in_china
from minyi.ledgers.faults import ForbiddenStepError
from minyi.ledgers.state import MatterState
from minyi.ledgers.steps import ROLE_NAMES, STATUS_NAMES, STEPS, Party

RETURN_WORKDAYS = 2
RETURN_URGENT = timedelta(hours=2)  # by the clock: what is urgent does not wait for office hours


def decide(
    state: MatterState,
    step: str,
    actor: Actor,
    at: datetime,
    rules: Rules,
    why: str = "",
    **details: Any,
) -> list[Event]:
    """The events that a step makes; mostly one.

    Args:
        state: Where the matter stands.
        step: A key of `STEPS`.
        actor: Who acts.
        at: When; aware, not before the last event of the matter.
        rules: Calendar and order of the office.
        why: Reason or remark; compulsory for some steps.
        details: What the step needs, see `STEPS`.

    Raises:
        ForbiddenStepError: Not now or not by this person; the message says what is possible.
        UsageError: A detail is missing, unknown or makes no sense.
    """
    row = STEPS.get(step)
    if row is None:
        names = "、".join(f"{code}（{one.name}）" for code, one in STEPS.items() if one.alone)
        raise UsageError(f"没有“{step}”这一步，可用：{names}")
    unknown = details.keys() - set(row.details)
    if unknown:
        has = "、".join(row.details) or "无"
        raise UsageError(f"“{row.name}”不认识 {'、'.join(sorted(unknown))}，可写：{has}")
    at = in_china(at)
    _check_status(state, step, rules)
    _check_actor(state, step, actor, rules)
    if at < state.last_at:
        raise ForbiddenStepError(
            f"事项 {state.id} 的上一步在 {state.last_at:%Y-%m-%d %H:%M:%S}，"
            f"“{row.name}”不能早于它，请检查时间"
        )
    obstacle = _obstacle(state, step, at, rules)
    if obstacle:
        raise ForbiddenStepError(f"事项 {state.id} 不能“{row.name}”：{obstacle}")
    if row.why and not why.strip():
        raise UsageError(f"“{row.name}”请写明理由")
    draft = Draft(state=state, actor=actor, at=at, rules=rules, details=details)
    steps = DRAFTS[step](draft)
    return [
        Event(
            matter=state.id,
            seq=state.version + n,
            step=one,
            at=at,
            who=actor.who,
            role=actor.role,
            organization=actor.organization,
            why=why.strip() if n == 1 else "群众不满意",
            payload=payload,
        )
        for n, (one, payload) in enumerate(steps, start=1)
    ]


def possible(state: MatterState, rules: Rules, at: datetime | None = None) -> list[tuple[str, str]]:
    """Steps that are possible now, with who may take them (Chinese).

    Args:
        at: When; by default the moment of the last event.
    """
    at = in_china(at or state.last_at)
    return [
        (step, _who(state, step, rules))
        for step, row in STEPS.items()
        if row.alone and state.status in row.statuses and not _obstacle(state, step, at, rules)
    ]


def return_until(state: MatterState, rules: Rules) -> datetime | None:
    """The last moment at which the organization may send the matter back (退单)."""
    if state.assigned_at is None:
        return None
    if state.urgency == "urgent":
        return state.assigned_at + RETURN_URGENT
    last = rules.calendar.add_workdays(state.assigned_at.date(), RETURN_WORKDAYS).due
    return datetime(last.year, last.month, last.day, 23, 59, 59, 999999, state.assigned_at.tzinfo)


def parties(state: MatterState, actor: Actor, rules: Rules) -> frozenset[Party]:
    """As what a person stands to a matter."""
    found: set[Party] = set()
    if actor.role == "clerk":
        found.add("clerk")
    elif actor.role == "organization":
        if actor.organization == state.organization:
            found.add("own")
        if actor.organization in state.assisting:
            found.add("assisting")
    elif actor.role == "superior" and _is_superior(state, actor.organization, rules):
        found.add("superior")
    return frozenset(found)


def _is_superior(state: MatterState, organization: str, rules: Rules) -> bool:
    above = rules.superiors(state.organization)
    # Nobody stands above the coordinating office but its own head: another person all the same.
    return organization in above and bool(state.organization)


def _check_status(state: MatterState, step: str, rules: Rules) -> None:
    row = STEPS[step]
    if state.status in row.statuses:
        return
    now = STATUS_NAMES[state.status]
    where = f"，已并入事项 {state.lead}，请先拆分" if state.lead is not None else ""
    raise ForbiddenStepError(
        f"事项 {state.id} 现为“{now}”{where}，不能“{row.name}”；{_advice(state, rules)}"
    )


def _check_actor(state: MatterState, step: str, actor: Actor, rules: Rules) -> None:
    row = STEPS[step]
    if parties(state, actor, rules) & set(row.parties):
        return
    reads = "，监督员只能查看" if actor.role == "auditor" else ""
    raise ForbiddenStepError(
        f"事项 {state.id} 的“{row.name}”由{_who(state, step, rules)}办理，"
        f"{actor}不能办{reads}；{_advice(state, rules)}"
    )


def _obstacle(state: MatterState, step: str, at: datetime, rules: Rules) -> str:
    """What the state itself still lacks for a step; "" where nothing is in the way."""
    if step == "return":
        until = return_until(state, rules)
        if until is not None and at > until:
            limit = "紧急事项 2 小时" if state.urgency == "urgent" else "2 个工作日"
            return f"已过退单时限（交办后{limit}内，到 {until:%Y-%m-%d %H:%M}），请办理或申请改派"
    elif step == "ask" and state.asked_until is not None:
        return f"已有延期申请（至 {state.asked_until}）待批，请等上级单位批复"
    elif step in ("grant", "refuse") and state.asked_until is None:
        return "没有待批的延期申请"
    elif step == "close" and not state.answer:
        return "还没有向群众反馈，请先“反馈”（答复内容和满意度）"
    return ""


def _advice(state: MatterState, rules: Rules) -> str:
    steps = possible(state, rules)
    told = "、".join(f"“{STEPS[step].name}”（{who}）" for step, who in steps)
    return f"现在可以：{told}"


def _who(state: MatterState, step: str, rules: Rules) -> str:
    """Who may take a step, in Chinese."""
    names: Mapping[Party, str] = {
        "clerk": ROLE_NAMES["clerk"],
        "own": f"{ROLE_NAMES['organization']}{state.organization}",
        "assisting": "协办单位",
        "superior": ROLE_NAMES["superior"] + "或".join(rules.superiors(state.organization)),
    }
    return "、".join(names[party] for party in STEPS[step].parties)
