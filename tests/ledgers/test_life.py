"""The steps of a matter: which are possible when, for whom, and what they need."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any

import pytest

from minyi.errors import UsageError
from minyi.ledgers import (
    CHINA,
    STATUS_NAMES,
    STEP_NAMES,
    Actor,
    Event,
    ForbiddenStepError,
    MatterState,
    Rules,
    apply,
    decide,
    possible,
)
from minyi.workdays import Calendar

RULES = Rules(
    calendar=Calendar(),
    parents={"水务所": "水务局", "水务局": "区政府", "城管队": "城管局"},
    coordinating="群工办",
)
CLERK = Actor("王岚", "clerk", "群工办")
WORKER = Actor("李工", "organization", "水务所")
BOSS = Actor("赵局", "superior", "水务局")
START = datetime(2025, 3, 3, 9, 0, tzinfo=CHINA)  # a Monday
PROOF: dict[str, Any] = {"measures": "换阀门", "evidence": ["已通水，附照片"]}
HAPPY = {"answer": "已恢复供水", "satisfaction": "satisfied"}


def registered(at: datetime = START, **more: Any) -> MatterState:
    payload = {
        "category": "utilities.water",
        "score": 0.9,
        "needs_review": False,
        "kind": "complaint",
        "urgency": "normal",
        "place": "和平社区",
        "channel": "意见箱",
        "received_on": None,
        "days": 15,
        "organization": "水务所",
        "person": "",
        "assisting": [],
        "deadline": RULES.calendar.add_workdays(at.date(), 15).due.isoformat(),
    } | more
    return apply(
        None,
        Event(
            matter=7,
            seq=1,
            step="register",
            at=at,
            who="王岚",
            role="clerk",
            organization="群工办",
            payload=payload,
        ),
    )


def take(
    state: MatterState,
    step: str,
    actor: Actor,
    at: datetime | None = None,
    rules: Rules = RULES,
    **details: Any,
) -> MatterState:
    events = decide(state, step, actor, at or state.last_at, rules, **details)
    return reduce(apply, events, state)


def reach(status: str, at: datetime = START, **more: Any) -> MatterState:
    state = registered(at, **more)
    ways: list[tuple[str, Actor, dict[str, Any]]] = [
        ("assign", CLERK, {}),
        ("accept", WORKER, {"person": "李工"}),
        ("start", WORKER, {}),
        ("request", WORKER, PROOF),
        ("approve", BOSS, {}),
        ("answer", WORKER, HAPPY),
        ("close", CLERK, {}),
    ]
    for step, actor, details in ways:
        if state.status == status:
            return state
        state = take(state, step, actor, **details)
    assert state.status == status
    return state


def test_the_straight_way_leads_from_registering_to_closing() -> None:
    closed = reach("closed")
    assert closed.organization == "水务所"
    assert closed.person == "李工"
    assert closed.reviewer == "赵局"
    assert closed.answer == "已恢复供水"
    assert closed.evidence[0].text == "已通水，附照片"
    assert closed.version == 8


@pytest.mark.parametrize(
    ("status", "step", "actor", "possible_instead"),
    [
        ("registered", "accept", WORKER, "交办"),
        ("registered", "close", CLERK, "交办"),
        ("assigned", "start", WORKER, "签收"),
        ("accepted", "request", WORKER, "办理"),
        ("working", "close", CLERK, "申请销号"),
        ("working", "approve", BOSS, "申请销号"),
        ("closing", "close", CLERK, "审核通过"),
        ("closed", "assign", CLERK, "复核重办"),
        ("closed", "request", WORKER, "复核重办"),
        ("working", "return", WORKER, "延期申请"),
    ],
)
def test_a_step_out_of_turn_is_refused_and_says_what_is_possible(
    status: str, step: str, actor: Actor, possible_instead: str
) -> None:
    with pytest.raises(ForbiddenStepError, match=possible_instead) as refused:
        take(reach(status), step, actor, why="理由")
    assert STATUS_NAMES[status] in str(refused.value)


@pytest.mark.parametrize(
    ("status", "step", "actor"),
    [
        ("registered", "assign", WORKER),
        ("registered", "assign", Actor("孙察", "auditor")),
        ("assigned", "accept", Actor("钱队", "organization", "城管队")),
        ("assigned", "accept", CLERK),
        ("working", "request", BOSS),
        ("closing", "approve", WORKER),
        ("closing", "approve", CLERK),
        ("closing", "approve", Actor("周局", "superior", "城管局")),
        ("closing", "approve", Actor("吴工", "superior", "水务所")),  # its own organization
        ("reviewed", "close", WORKER),
        ("working", "note", Actor("孙察", "auditor", "监察室")),
        ("working", "suspend", WORKER),
    ],
)
def test_a_step_of_another_role_or_organization_is_refused(
    status: str, step: str, actor: Actor
) -> None:
    with pytest.raises(ForbiddenStepError, match=f"“{STEP_NAMES[step]}”由"):
        take(reach(status), step, actor, why="理由", **(PROOF if step == "request" else {}))


def test_any_organization_above_may_review() -> None:
    mayor = Actor("郑区长", "superior", "区政府")
    assert take(reach("closing"), "approve", mayor).status == "reviewed"


def test_the_coordinating_office_stands_above_what_has_no_parent() -> None:
    rules = Rules(calendar=RULES.calendar, coordinating="群工办")
    assert (
        take(
            reach("closing"), "approve", Actor("冯主任", "superior", "群工办"), rules=rules
        ).reviewer
        == "冯主任"
    )


@pytest.mark.parametrize("name", ["李工", " 李工 "])
def test_nobody_reviews_what_they_asked_for_or_are_responsible_for(name: str) -> None:
    with pytest.raises(ForbiddenStepError, match="另一人"):
        take(reach("closing"), "approve", Actor(name, "superior", "水务局"))


@pytest.mark.parametrize(
    ("details", "message"),
    [
        ({}, "措施"),
        ({"measures": "  ", "evidence": ["图"]}, "措施"),
        ({"measures": "换阀门"}, "凭证"),
        ({"measures": "换阀门", "evidence": ["", {"text": " "}]}, "凭证"),
        ({"measures": "换阀门", "evidence": [{"sha256": "abc"}]}, "SHA-256"),
    ],
)
def test_asking_to_close_needs_measures_and_evidence(details: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        take(reach("working"), "request", WORKER, **details)


def test_work_does_not_start_without_a_responsible_person() -> None:
    state = take(take(registered(), "assign", CLERK), "accept", WORKER)
    with pytest.raises(ForbiddenStepError, match=r"三定.*人员"):
        take(state, "start", WORKER)
    assert take(state, "start", WORKER, person="李工").status == "working"


def test_closing_needs_the_answer_to_the_citizen() -> None:
    with pytest.raises(ForbiddenStepError, match="反馈"):
        take(reach("reviewed"), "close", CLERK)


@pytest.mark.parametrize(
    ("urgency", "assigned", "last", "too_late"),
    [
        ("normal", "2025-03-03T09:00", "2025-03-05T23:59", "2025-03-06T00:00"),
        # Friday before the long holiday of May: Monday 28 April is no day later than counted
        ("normal", "2025-04-30T17:00", "2025-05-07T23:59", "2025-05-08T00:00"),
        # 26 and 28 September: the Sunday is worked (调休), 1 to 8 October is not
        ("normal", "2025-09-26T09:00", "2025-09-29T23:59", "2025-09-30T00:00"),
        ("normal", "2025-12-30T09:00", "2026-01-04T23:59", "2026-01-05T00:00"),
        ("urgent", "2025-03-03T09:00", "2025-03-03T11:00", "2025-03-03T11:01"),
        ("urgent", "2025-12-31T23:30", "2026-01-01T01:30", "2026-01-01T01:31"),
    ],
)
def test_a_matter_can_be_sent_back_for_two_working_days_or_two_hours(
    urgency: str, assigned: str, last: str, too_late: str
) -> None:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=CHINA)

    state = reach("assigned", moment(assigned), urgency=urgency)
    back = take(state, "return", WORKER, moment(last), why="不归我们管")
    assert back.status == "returned"
    assert back.organization == "群工办"
    with pytest.raises(ForbiddenStepError, match="退单时限"):
        take(state, "return", WORKER, moment(too_late), why="不归我们管")


def test_what_was_sent_back_is_assigned_to_a_named_organization() -> None:
    state = take(reach("assigned"), "return", WORKER, why="不归我们管")
    with pytest.raises(UsageError, match="承办单位"):
        take(state, "assign", CLERK)
    again = take(state, "assign", CLERK, organization="城管队")
    assert (again.organization, again.person, again.returns) == ("城管队", "", 1)


@pytest.mark.parametrize("step", ["return", "reassign", "suspend", "ask", "note"])
def test_some_steps_need_a_reason(step: str) -> None:
    status = "assigned" if step in ("return", "reassign") else "working"
    actor = CLERK if step in ("reassign", "suspend") else WORKER
    with pytest.raises(UsageError, match="理由"):
        take(reach(status), step, actor, why=" ")


def test_an_extension_counts_once_it_is_granted_by_a_superior() -> None:
    state = reach("working")
    before = state.deadline
    assert before is not None
    asked = take(state, "ask", WORKER, why="等管件", deadline=before + timedelta(days=10))
    assert asked.deadline == before
    with pytest.raises(ForbiddenStepError, match="待批"):
        take(asked, "ask", WORKER, why="再等", deadline=before + timedelta(days=20))
    refused = take(asked, "refuse", BOSS, why="抓紧办")
    assert (refused.deadline, refused.asked_until) == (before, None)
    granted = take(asked, "grant", BOSS)
    assert granted.deadline == before + timedelta(days=10)
    assert granted.extensions == 1


@pytest.mark.parametrize("days", [0, -1])
def test_an_extension_to_no_later_day_is_refused(days: int) -> None:
    state = reach("working")
    assert state.deadline is not None
    with pytest.raises(UsageError, match="晚于"):
        take(state, "ask", WORKER, why="等", deadline=state.deadline + timedelta(days=days))


def test_an_extension_granted_after_a_pause_takes_no_days_away() -> None:
    state = reach("working")
    assert state.deadline is not None
    state = take(state, "ask", WORKER, why="等", deadline=state.deadline + timedelta(days=1))
    state = take(state, "suspend", CLERK, why="汛期停工")
    state = take(state, "resume", CLERK, START + timedelta(days=30))
    paused = state.deadline
    assert take(state, "grant", BOSS).deadline == paused


@pytest.mark.parametrize(
    ("suspended", "resumed", "before", "after"),
    [
        ("2025-03-03", "2025-03-03", "2025-03-24", "2025-03-24"),  # the same day: nothing
        ("2025-03-03", "2025-03-10", "2025-03-24", "2025-03-31"),  # a week: five working days
        # the Spring Festival: 28 January to 4 February rest; Sunday 26 January and Saturday 8
        # February are worked
        ("2025-01-26", "2025-02-08", "2025-02-10", "2025-02-17"),
        ("2025-12-31", "2026-01-04", "2026-01-09", "2026-01-12"),  # Sunday 4 January is worked
    ],
)
def test_the_clock_stands_while_a_matter_is_suspended(
    suspended: str, resumed: str, before: str, after: str
) -> None:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(hour=10, tzinfo=CHINA)

    state = registered(moment(suspended))
    state = take(state, "assign", CLERK, deadline=before, person="李工")
    state = take(take(state, "accept", WORKER), "start", WORKER)
    assert state.deadline == date.fromisoformat(before)
    paused = take(state, "suspend", CLERK, why="等审批")
    with pytest.raises(ForbiddenStepError, match="恢复"):
        take(paused, "request", WORKER, **PROOF)
    again = take(paused, "resume", WORKER, moment(resumed))
    assert (again.status, again.deadline) == ("working", date.fromisoformat(after))


def test_a_review_not_passed_sends_the_matter_back_to_work() -> None:
    state = take(reach("closing"), "reject", BOSS, why="照片看不清")
    assert state.status == "working"
    with pytest.raises(ForbiddenStepError):
        take(state, "close", CLERK)


@pytest.mark.parametrize("status", ["closing", "reviewed", "closed"])
def test_an_unsatisfied_citizen_reopens_the_matter_for_a_whole_new_round(status: str) -> None:
    later = START + timedelta(days=40)
    state = take(
        reach(status), "answer", WORKER, later, answer="已恢复", satisfaction="unsatisfied"
    )
    assert (state.status, state.satisfaction, state.reopened) == ("working", "unsatisfied", 1)
    assert (state.evidence, state.reviewer, state.answer, state.closed_at) == ((), "", "", None)
    assert state.deadline is not None
    assert state.deadline > later.date()
    state = take(state, "request", WORKER, **PROOF)
    state = take(state, "approve", BOSS)
    with pytest.raises(ForbiddenStepError, match="反馈"):
        take(state, "close", CLERK)
    assert take(take(state, "answer", WORKER, **HAPPY), "close", CLERK).status == "closed"


def test_a_reassigned_matter_starts_again_elsewhere() -> None:
    state = take(reach("working"), "reassign", CLERK, why="属城管", organization="城管队")
    assert (state.status, state.organization, state.person) == ("assigned", "城管队", "")
    with pytest.raises(ForbiddenStepError):
        take(state, "accept", WORKER)


def test_assisting_organizations_may_note_but_not_lead() -> None:
    helper = Actor("钱队", "organization", "城管队")
    state = take(reach("working"), "assist", CLERK, organizations=["城管队"])
    assert take(state, "note", helper, why="已清理现场").version == state.version + 1
    with pytest.raises(ForbiddenStepError):
        take(state, "request", helper, **PROOF)


def test_a_deadline_that_passed_before_assigning_is_counted_anew() -> None:
    state = registered(deadline="2024-12-02", days=15)
    assigned = take(state, "assign", CLERK)
    assert assigned.deadline == RULES.calendar.add_workdays(START.date(), 15).due
    with pytest.raises(UsageError, match="已经过去"):
        take(state, "assign", CLERK, deadline="2024-12-31")


def test_a_step_before_the_last_one_is_refused() -> None:
    with pytest.raises(ForbiddenStepError, match="早于"):
        take(reach("assigned"), "accept", WORKER, START - timedelta(seconds=1))


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(UsageError, match="时区"):
        take(registered(), "assign", CLERK, datetime(2025, 3, 3, 9, 0))


def test_an_evening_in_london_is_the_next_day_here() -> None:
    state = take(registered(), "assign", CLERK, datetime.fromisoformat("2025-03-03T23:00+00:00"))
    assert state.assigned_at is not None
    assert state.assigned_at.date() == date(2025, 3, 4)


@pytest.mark.parametrize(
    ("step", "details", "message"),
    [
        ("fly", {}, "没有“fly”这一步"),
        ("assign", {"organisation": "水务所"}, "不认识 organisation"),
        ("correct", {}, "更正什么"),
        ("correct", {"kind": "song"}, "song"),
    ],
)
def test_what_a_step_does_not_know_is_named(
    step: str, details: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        take(registered(), step, CLERK, **details)


@pytest.mark.parametrize(("who", "role"), [("", "clerk"), (" ", "clerk"), ("王岚", "king")])
def test_an_actor_has_a_name_and_a_role(who: str, role: str) -> None:
    with pytest.raises(UsageError):
        Actor(who, role)


@pytest.mark.parametrize("status", [s for s in STATUS_NAMES if s not in ("merged",)])
def test_every_possible_step_names_who_may_take_it(status: str) -> None:
    state = (
        take(reach("working"), "suspend", CLERK, why="等")
        if status == "suspended"
        else take(reach("assigned"), "return", WORKER, why="不归我们管")
        if status == "returned"
        else reach(status)
    )
    steps = possible(state, RULES)
    assert steps
    assert all(who for _, who in steps)
