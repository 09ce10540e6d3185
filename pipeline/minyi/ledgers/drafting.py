"""What the events of each step carry: details checked, deadlines counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from minyi.domain import KIND_NAMES, URGENCY_NAMES
from minyi.errors import UsageError
from minyi.ledgers.authority import Actor, Rules
from minyi.ledgers.events import to_date
from minyi.ledgers.faults import ForbiddenStepError
from minyi.ledgers.state import Evidence, MatterState
from minyi.ledgers.steps import CHASE_LEVELS, CORRECTABLE, SATISFACTION_NAMES, STEPS

Steps = list[tuple[str, dict[str, Any]]]  # step and payload of each event

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A step whose time and person are in order."""

    state: MatterState
    actor: Actor
    at: datetime  # in CHINA
    rules: Rules
    details: Mapping[str, Any]

    def text(self, name: str, default: str = "") -> str:
        value = self.details.get(name)
        return default if value is None else str(value).strip()

    def deadline(self) -> date:
        """The day that was asked for; else the present one, or a new one where that is past."""
        today = self.at.date()
        asked = self.details.get("deadline")
        if asked is not None:
            day = to_date(asked)
            if day < today:
                raise UsageError(f"整改期限 {day} 已经过去，请写今天（{today}）或以后的日期")
            return day
        present = self.state.deadline
        return present if present is not None and present >= today else self.fresh_deadline()

    def fresh_deadline(self) -> date:
        return self.rules.calendar.add_workdays(self.at.date(), self.state.days).due


def _assign(d: Draft) -> Steps:
    # Who sent it back is not asked again by default.
    proposed = d.state.proposed if d.state.status == "registered" else ""
    organization = d.text("organization", proposed)
    if not organization:
        raise UsageError(f"事项 {d.state.id} 交办给谁？请写明承办单位")
    known = d.state.person if organization == d.state.proposed else ""
    person = d.text("person", known)
    _not_accused(d, organization)
    return [("assign", _three(organization, person, d.deadline()))]


def _reassign(d: Draft) -> Steps:
    organization = d.text("organization")
    if not organization:
        raise UsageError(f"事项 {d.state.id} 改派给谁？请写明承办单位")
    if organization == d.state.organization and d.state.status != "returned":
        raise ForbiddenStepError(f"事项 {d.state.id} 已由{organization}承办，不用改派")
    _not_accused(d, organization)
    return [("reassign", _three(organization, d.text("person"), d.deadline()))]


def _three(organization: str, person: str, deadline: date) -> dict[str, Any]:
    return {"organization": organization, "person": person, "deadline": deadline.isoformat()}


def _accept(d: Draft) -> Steps:
    return [("accept", {"person": d.text("person", d.state.person)})]


def _return(d: Draft) -> Steps:
    return [("return", {"organization": d.rules.coordinating, "from": d.state.organization})]


def _assist(d: Draft) -> Steps:
    given = d.details.get("organizations") or ()
    names = [given] if isinstance(given, str) else given
    wanted = [str(one).strip() for one in names if str(one).strip()]
    new = [one for one in dict.fromkeys(wanted) if one != d.state.organization]
    if not new:
        raise UsageError("请写明协办单位（不能是主办单位自己）")
    _not_accused(d, *new)
    return [("assist", {"organizations": new})]


def _not_accused(d: Draft, *organizations: str) -> None:
    """Whom a 举报 is about must not learn of it, let alone who wrote it."""
    if d.state.accused and d.state.accused in organizations:
        raise ForbiddenStepError(
            f"事项 {d.state.id} 举报的正是{d.state.accused}，不能交它办理，请交其上级或纪检；"
            "若认错了，请先更正被举报单位"
        )


def _start(d: Draft) -> Steps:
    person = d.text("person", d.state.person)
    missing = [
        name
        for name, value in (
            ("职责（承办单位）", d.state.organization),
            ("人员（责任人）", person),
            ("时间（整改期限）", d.state.deadline),
        )
        if not value
    ]
    if missing:
        raise ForbiddenStepError(
            f"事项 {d.state.id} 还没有“三定”，缺{'、'.join(missing)}，补上后才能开始办理"
        )
    return [("start", {"person": person})]


def _ask(d: Draft) -> Steps:
    if d.details.get("deadline") is None:
        raise UsageError("申请延期请写明新的期限")
    day = to_date(d.details["deadline"])
    if d.state.deadline is not None and day <= d.state.deadline:
        raise UsageError(f"新期限 {day} 应晚于现在的期限 {d.state.deadline}")
    if day < d.at.date():
        raise UsageError(f"新期限 {day} 已经过去，请写今天或以后的日期")
    return [("ask", {"deadline": day.isoformat()})]


def _grant(d: Draft) -> Steps:
    _other_person(d, d.state.asked_by, "申请延期的人")
    assert d.state.asked_until is not None
    asked = d.state.asked_until
    # The clock may have stood since it was asked: an extension never takes days away.
    deadline = max(asked, d.state.deadline or asked)
    return [("grant", {"deadline": deadline.isoformat()})]


def _resume(d: Draft) -> Steps:
    since, deadline = d.state.suspended_on, d.state.deadline
    assert since is not None
    assert deadline is not None
    stood = d.rules.calendar.workdays_between(since, d.at.date())
    if stood:
        deadline = d.rules.calendar.add_workdays(deadline, stood).due
    return [("resume", {"deadline": deadline.isoformat(), "workdays": stood})]


def _request(d: Draft) -> Steps:
    measures = d.text("measures")
    if not measures:
        raise UsageError("申请销号请写明采取的措施")
    proof = _evidence(d.details.get("evidence"))
    if not proof:
        raise UsageError("申请销号请附整改凭证：文字说明，或照片、文件")
    return [("request", {"measures": measures, "evidence": proof})]


def _evidence(given: Any) -> list[dict[str, str]]:
    if given is None:
        return []
    items: Sequence[Any] = [given] if isinstance(given, str | Evidence | Mapping) else list(given)
    proof: list[dict[str, str]] = []
    for one in items:
        if isinstance(one, str):
            one = Evidence(text=one)
        elif isinstance(one, Mapping):
            try:
                one = Evidence(**one)
            except TypeError as error:
                raise UsageError("凭证只能写 text、sha256、name") from error
        if not isinstance(one, Evidence):
            raise UsageError("凭证应是文字，或带 SHA-256 的文件")
        if one.sha256 and not _SHA256.fullmatch(one.sha256):
            raise UsageError(f"凭证的 SHA-256“{one.sha256}”应是 64 位小写十六进制数")
        if one.text.strip() or one.sha256:
            proof.append({"text": one.text.strip(), "sha256": one.sha256, "name": one.name})
    return proof


def _approve(d: Draft) -> Steps:
    _other_reviewer(d)
    return [("approve", {})]


def _reject(d: Draft) -> Steps:
    _other_reviewer(d)
    return [("reject", {})]


def _other_reviewer(d: Draft) -> None:
    _other_person(d, d.state.requested_by, "申请销号的人")
    _other_person(d, d.state.person, "责任人")


def _other_person(d: Draft, who: str, role: str) -> None:
    if d.actor.who.strip() == who.strip():
        raise ForbiddenStepError(
            f"事项 {d.state.id} 的{role}就是{who}，不能自己批自己，请由上级单位的另一人办理"
        )


def _answer(d: Draft) -> Steps:
    answer, satisfaction = d.text("answer"), d.text("satisfaction")
    if not answer:
        raise UsageError("反馈请写明给群众的答复")
    if satisfaction not in SATISFACTION_NAMES:
        codes = "、".join(f"{code}（{name}）" for code, name in SATISFACTION_NAMES.items())
        raise UsageError(f"满意度“{satisfaction}”不认识，可用：{codes}")
    steps: Steps = [("answer", {"answer": answer, "satisfaction": satisfaction})]
    # Before the request the work goes on anyway; from then on it starts again.
    if satisfaction == "unsatisfied" and d.state.status != "working":
        steps += _redo(d)
    return steps


def _redo(d: Draft) -> Steps:
    present = d.state.deadline
    deadline = d.fresh_deadline()
    if present is not None:
        deadline = max(deadline, present)
    return [("redo", {"deadline": deadline.isoformat()})]


def _chase(d: Draft) -> Steps:
    level = d.text("level")
    if level not in CHASE_LEVELS:
        raise UsageError(f"催办的级别“{level}”不认识，可用：{'、'.join(CHASE_LEVELS)}")
    return [("chase", {"level": level})]


def _correct(d: Draft) -> Steps:
    changes = {name: d.text(name) for name in CORRECTABLE if d.details.get(name) is not None}
    if not changes:
        raise UsageError(f"请写明更正什么：{'、'.join(CORRECTABLE)}")
    for name, codes in (("kind", KIND_NAMES), ("urgency", URGENCY_NAMES)):
        if name in changes and changes[name] not in codes:
            raise UsageError(f"{name} 没有“{changes[name]}”，可用：{'、'.join(codes)}")
    if not changes.get("category", "-"):
        raise UsageError("类别不能为空")
    return [("correct", {"changes": changes})]


def _plain(step: str) -> Callable[[Draft], Steps]:
    def draft(d: Draft) -> Steps:
        names = STEPS[step].details
        if missing := [name for name in names if d.details.get(name) is None]:
            raise UsageError(f"“{STEPS[step].name}”还要写明：{'、'.join(missing)}")
        return [(step, {name: d.details[name] for name in names})]

    return draft


DRAFTS: Mapping[str, Callable[[Draft], Steps]] = {
    "assign": _assign,
    "reassign": _reassign,
    "accept": _accept,
    "return": _return,
    "assist": _assist,
    "start": _start,
    "ask": _ask,
    "grant": _grant,
    "resume": _resume,
    "request": _request,
    "approve": _approve,
    "reject": _reject,
    "answer": _answer,
    "redo": _redo,
    "chase": _chase,
    "correct": _correct,
} | {
    step: _plain(step)
    for step in ("note", "refuse", "suspend", "close", "merge", "unmerge", "absorb", "release")
}
