"""What each event does to the state: no rules here, for what has happened is not refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from minyi.ledgers.events import Event, in_china
from minyi.ledgers.faults import BadLedgerError
from minyi.ledgers.state import Evidence, MatterState


def apply(state: MatterState | None, event: Event) -> MatterState:
    """The state after an event; pure, and total over what `decide` gives.

    Raises:
        BadLedgerError: The events of a matter do not follow each other.
    """
    version = 0 if state is None else state.version
    if event.seq != version + 1 or (state is not None and state.id != event.matter):
        raise BadLedgerError(
            f"事项 {event.matter} 的第 {version + 1} 个事件缺失，台账被改动过，请用备份恢复"
        )
    payload = event.payload
    try:
        if state is None:
            if event.step != "register":
                raise BadLedgerError(f"事项 {event.matter} 没有登记事件，请用备份恢复")
            return _register(event)
        changed = _CHANGES[event.step](state, event, payload)
        return replace(changed, version=event.seq, last_at=event.at)
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, BadLedgerError):
            raise
        raise BadLedgerError(
            f"事项 {event.matter} 的事件 {event.seq}（{event.step}）读不懂，请升级 minyi"
        ) from error


def _register(event: Event) -> MatterState:
    p = event.payload
    received = p.get("received_on")
    return MatterState(
        id=event.matter,
        version=1,
        status="registered",
        last_at=event.at,
        category=p["category"],
        score=p["score"],
        needs_review=p["needs_review"],
        kind=p["kind"],
        urgency=p["urgency"],
        place=p["place"],
        channel=p["channel"],
        received_on=date.fromisoformat(received) if received else None,
        registered_on=event.at.date(),
        days=p["days"],
        proposed=p["organization"],
        person=p["person"],
        assisting=tuple(p["assisting"]),
        deadline=date.fromisoformat(p["deadline"]),
        accused=p.get("accused", ""),  # events of older ledgers do not say
    )


_Payload = Mapping[str, Any]
_Change = Callable[[MatterState, Event, _Payload], MatterState]


def _assign(state: MatterState, event: Event, p: _Payload) -> MatterState:
    assisting = tuple(one for one in state.assisting if one != p["organization"])
    return replace(
        state,
        status="assigned",
        organization=p["organization"],
        person=p["person"],
        deadline=date.fromisoformat(p["deadline"]),
        assisting=assisting,
        assigned_at=event.at,
        accepted_at=None,
        started_at=None,
        asked_until=None,
        asked_by="",
        chased="",
        chased_on=None,
    )


def _accept(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(state, status="accepted", person=p["person"], accepted_at=event.at)


def _return(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(
        state,
        status="returned",
        organization=p["organization"],
        person="",
        accepted_at=None,
        asked_until=None,
        asked_by="",
        returns=state.returns + 1,
    )


def _assist(state: MatterState, event: Event, p: _Payload) -> MatterState:
    both = dict.fromkeys([*state.assisting, *p["organizations"]])
    return replace(state, assisting=tuple(both))


def _start(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(state, status="working", person=p["person"], started_at=event.at)


def _same(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return state


def _ask(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(state, asked_until=date.fromisoformat(p["deadline"]), asked_by=event.who)


def _grant(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(
        state,
        deadline=date.fromisoformat(p["deadline"]),
        asked_until=None,
        asked_by="",
        extensions=state.extensions + 1,
    )


def _refuse(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(state, asked_until=None, asked_by="")


def _suspend(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(
        state, status="suspended", before=state.status, suspended_on=in_china(event.at).date()
    )


def _resume(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(
        state,
        status=state.before,
        before="",
        suspended_on=None,
        deadline=date.fromisoformat(p["deadline"]),
    )


def _request(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(
        state,
        status="closing",
        measures=p["measures"],
        evidence=tuple(Evidence(**one) for one in p["evidence"]),
        requested_by=event.who,
        requested_at=event.at,
        asked_until=None,  # what asks to be closed needs no more time
        asked_by="",
    )


def _approve(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(state, status="reviewed", reviewer=event.who, reviewed_at=event.at)


def _reject(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(state, status="working", requested_at=None)


def _answer(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(
        state,
        answer=p["answer"],
        satisfaction=p["satisfaction"],
        answered_at=event.at,
        first_answered_at=state.first_answered_at or event.at,
    )


def _redo(state: MatterState, event: Event, p: _Payload) -> MatterState:
    """A new round: it needs its own proof, review and answer; the old ones stay in the events."""
    return replace(
        state,
        status="working",
        deadline=date.fromisoformat(p["deadline"]),
        measures="",
        evidence=(),
        requested_by="",
        reviewer="",
        answer="",
        requested_at=None,
        reviewed_at=None,
        answered_at=None,
        closed_at=None,
        reopened=state.reopened + 1,
    )


def _close(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(state, status="closed", closed_at=event.at)


def _chase(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(state, chased=p["level"], chased_on=in_china(event.at).date())


def _correct(state: MatterState, event: Event, p: _Payload) -> MatterState:
    changes: dict[str, Any] = dict(p["changes"])
    return replace(state, needs_review=False, **changes)


def _merge(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(state, status="merged", before=state.status, lead=p["lead"])


def _unmerge(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(state, status=state.before, before="", lead=None)


def _absorb(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(state, voices=state.voices + 1)


def _release(state: MatterState, event: Event, p: _Payload) -> MatterState:
    return replace(state, voices=state.voices - 1)


_CHANGES: Mapping[str, _Change] = {
    "assign": _assign,
    "reassign": _assign,
    "accept": _accept,
    "return": _return,
    "assist": _assist,
    "start": _start,
    "note": _same,
    "ask": _ask,
    "grant": _grant,
    "refuse": _refuse,
    "suspend": _suspend,
    "resume": _resume,
    "request": _request,
    "approve": _approve,
    "reject": _reject,
    "answer": _answer,
    "redo": _redo,
    "close": _close,
    "chase": _chase,
    "correct": _correct,
    "merge": _merge,
    "unmerge": _unmerge,
    "absorb": _absorb,
    "release": _release,
}
