"""Laws that hold after any history whatever: pure, and stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minyi.errors import MinyiError, UsageError
from minyi.ledgers import (
    CHASE_LEVELS,
    CHINA,
    SATISFACTION_NAMES,
    STEP_NAMES,
    Actor,
    Event,
    ForbiddenStepError,
    Ledger,
    MatterState,
    Rules,
    apply,
    decide,
    possible,
)
from minyi.workdays import Calendar

RULES = Rules(
    calendar=Calendar(),
    parents={"水务所": "水务局", "城管队": "城管局"},
    coordinating="群工办",
)
ORGANIZATIONS = ("水务所", "城管队", "群工办")
ACTORS = [
    Actor("王岚", "clerk", "群工办"),
    Actor("李工", "organization", "水务所"),
    Actor("钱队", "organization", "城管队"),
    Actor("何办", "organization", "群工办"),
    Actor("赵局", "superior", "水务局"),
    Actor("李工", "superior", "水务局"),
    Actor("周局", "superior", "城管局"),
    Actor("冯主任", "superior", "群工办"),
    Actor("孙察", "auditor", "监察室"),
]
START = datetime(2025, 12, 22, 9, 0, tzinfo=CHINA)  # New Year and make-up days lie ahead

# One move: a seed for what to do, hours that pass, a seed for details; -1 tries any step at all.
MOVES = st.lists(
    st.tuples(
        st.integers(-1, 10**6), st.sampled_from([0, 0, 1, 3, 30, 200]), st.integers(0, 10**6)
    ),
    min_size=4,
    max_size=60,
)
FORWARD = ("assign", "accept", "start", "request", "approve", "close", "resume")
ROUND = ("answer", "reject", "ask", "grant", "suspend", "redo")
STRAIGHT: list[tuple[str, Actor, dict[str, Any]]] = [
    ("assign", ACTORS[0], {"organization": "水务所", "person": "李工"}),
    ("accept", ACTORS[1], {}),
    ("start", ACTORS[1], {}),
    ("request", ACTORS[1], {"measures": "修好了", "evidence": ["照片"]}),
    ("approve", ACTORS[4], {}),
    ("answer", ACTORS[1], {"answer": "已办", "satisfaction": "satisfied"}),
    ("close", ACTORS[0], {}),
]
AHEAD = st.integers(0, len(STRAIGHT))
Act = Callable[[MatterState, str, Actor, datetime, dict[str, Any]], MatterState]


def details_of(step: str, state: MatterState, at: datetime, seed: int) -> dict[str, Any]:
    """Something that the step may need; now and then something that it refuses."""
    organization = ORGANIZATIONS[seed % 3]
    later = (state.deadline or at.date()) + timedelta(days=seed % 9 - 1)
    options: dict[str, dict[str, Any]] = {
        "assign": {"organization": organization, "person": ("李工", "")[seed % 4 == 0]},
        "reassign": {"organization": organization},
        "accept": {"person": ("李工", "钱队", None, None)[seed % 4]},
        "start": {"person": ("李工", "钱队", "", "何办")[seed % 4]},
        "assist": {"organizations": [organization]},
        "ask": {"deadline": later},
        "request": {
            "measures": ("修好了", "")[seed % 5 == 0],
            "evidence": [("照片", "")[seed % 7 == 0]],
        },
        "answer": {"answer": "已办", "satisfaction": list(SATISFACTION_NAMES)[seed % 4]},
        "chase": {"level": CHASE_LEVELS[seed % 4]},
        "correct": {"urgency": ("urgent", "normal")[seed % 2]},
    }
    return options.get(step, {})


def walk(
    state: MatterState, ahead: int, moves: list[tuple[int, int, int]], act: Act
) -> MatterState:
    """Go some way straight ahead, then play the moves; what is refused is passed over."""
    at = state.last_at
    for step, actor, details in STRAIGHT[:ahead]:
        state = act(state, step, actor, at, details)
    for choice, hours, seed in moves:
        at += timedelta(hours=hours)
        # The way forward is taken more often, or no history would ever come to an end.
        steps = [
            step
            for step, _ in possible(state, RULES, at)
            for _ in range(8 if step in FORWARD else 2 if step in ROUND else 1)
        ]
        if choice < 0 or not steps:
            step, actor = list(STEP_NAMES)[seed % len(STEP_NAMES)], ACTORS[seed % len(ACTORS)]
        else:
            step = steps[choice % len(steps)]
            fit = [one for one in ACTORS if _may(state, step, one)]
            actor = fit[seed % len(fit)] if fit and seed % 10 else ACTORS[seed % len(ACTORS)]
        details = details_of(step, state, at, seed) | {"why": "按规定"}
        try:
            state = act(state, step, actor, at, details)
        except (ForbiddenStepError, UsageError):
            continue
    return state


def _may(state: MatterState, step: str, actor: Actor) -> bool:
    try:
        decide(state, step, actor, state.last_at, RULES, "x")
    except ForbiddenStepError as error:
        return "由" not in str(error)
    except MinyiError:
        pass
    return True


def first_event() -> Event:
    payload = {
        "category": "utilities.water",
        "score": 0.9,
        "needs_review": False,
        "kind": "complaint",
        "urgency": "normal",
        "place": "",
        "channel": "",
        "received_on": None,
        "days": 5,
        "organization": "水务所",
        "person": "",
        "assisting": [],
        "deadline": "2025-12-29",
    }
    return Event(
        matter=1, seq=1, step="register", at=START, who="王岚", role="clerk",
        organization="群工办", payload=payload,
    )  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(ahead=AHEAD, moves=MOVES)
def test_laws_of_every_history(ahead: int, moves: list[tuple[int, int, int]]) -> None:
    first = first_event()
    events: list[Event] = [first]

    def act(
        state: MatterState, step: str, actor: Actor, at: datetime, details: dict[str, Any]
    ) -> MatterState:
        new = decide(state, step, actor, at, RULES, **details)
        after = reduce(apply, new, state)
        events.extend(new)
        holds_between(state, after, new)
        return after

    state = walk(apply(None, first), ahead, moves, act)
    assert reduce(apply, events[1:], apply(None, events[0])) == state
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.at for event in events] == sorted(event.at for event in events)


def holds_between(before: MatterState, after: MatterState, events: list[Event]) -> None:
    """What must hold across every single step."""
    steps = [event.step for event in events]
    assert after.version == before.version + len(events)
    assert events[0].role != "auditor"
    if after.status == "working":
        assert after.organization
        assert after.person
        assert after.deadline
    if after.status == "closed":
        assert after.evidence
        assert after.measures
        assert after.answer
        assert after.reviewer
        assert after.reviewer not in (after.requested_by, after.person)
    if not {"assign", "reassign"} & set(steps):
        # granted, resumed, reopened: a deadline is only ever put off
        assert before.deadline is None or (after.deadline or before.deadline) >= before.deadline
    if steps == ["grant"] and before.asked_until is not None:
        assert after.deadline is not None
        assert after.deadline >= before.asked_until
    if steps == ["suspend"]:
        assert after.before == before.status


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(histories=st.lists(st.tuples(AHEAD, MOVES), min_size=1, max_size=2))
def test_the_stored_state_is_the_derived_one(
    ledger: Ledger, district: Any, histories: list[tuple[int, list[tuple[int, int, int]]]]
) -> None:
    for ahead, moves in histories:
        id = district.new(ledger)

        def act(
            state: MatterState, step: str, actor: Actor, at: datetime, details: dict[str, Any]
        ) -> MatterState:
            try:
                return ledger.act(state.id, step, actor, at=at, expected=state.version, **details)
            except MinyiError:
                assert ledger.state(state.id) == state
                raise

        state = walk(ledger.state(id), ahead, moves, act)
        events = ledger.events(id)
        assert reduce(apply, events[1:], apply(None, events[0])) == state == ledger.state(id)
    found = ledger.verify()
    assert found.faults == ()
    assert ledger.rebuild() == 0
