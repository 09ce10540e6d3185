"""Steps written: decided on the state as it is now, in the writer's transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from functools import reduce
from typing import Any

import sqlalchemy as sa

from minyi import clean
from minyi.errors import MinyiError, UsageError
from minyi.ledgers import schema
from minyi.ledgers.applying import apply
from minyi.ledgers.authority import Actor, Rules
from minyi.ledgers.chain import append, events_of
from minyi.ledgers.events import CHINA, Event, in_china
from minyi.ledgers.faults import ForbiddenStepError, StaleMatterError, UnknownMatterError
from minyi.ledgers.life import decide
from minyi.ledgers.state import Evidence, MatterState
from minyi.ledgers.steps import STATUS_NAMES, STEPS

_COLUMNS = tuple(column.name for column in schema.states.c)
_FIELDS = tuple(field.name for field in fields(MatterState))
_FREE_TEXTS = ("measures", "answer")  # may hold what a citizen said: masked before it is hashed


def load_state(connection: sa.Connection, id: int) -> MatterState:
    """The stored state of a matter.

    Raises:
        UnknownMatterError: There is none.
    """
    row = connection.execute(sa.select(schema.states).where(schema.states.c.id == id)).first()
    if row is None:
        raise UnknownMatterError(f"台账里没有事项 {id}，请检查编号")
    return to_state(row)


def to_state(row: Any) -> MatterState:
    """A state from a row that begins with all columns of `states`."""
    return MatterState(**dict(zip(_COLUMNS, row, strict=False)))


def state_row(state: MatterState) -> dict[str, Any]:
    """A state as a row of `states`."""
    return {name: getattr(state, name) for name in _FIELDS}


def act(
    connection: sa.Connection,
    rules: Rules,
    id: int,
    step: str,
    actor: Actor,
    *,
    at: datetime | None,
    why: str,
    expected: int | None,
    details: Mapping[str, Any],
) -> MatterState:
    """Take one step of one matter; see `Ledger.act`."""
    if step in STEPS and not STEPS[step].alone:
        raise UsageError(f"“{STEPS[step].name}”不能单独办理")
    state = load_state(connection, id)
    why, details = _masked(connection, id, why, details)
    if expected is not None and expected != state.version:
        if _is_repeat(connection, rules, state, step, actor, why, expected, details):
            return state
        raise _stale(connection, state)
    moment = now(state) if at is None else at
    return record(connection, state, decide(state, step, actor, moment, rules, why, **details))


def record(connection: sa.Connection, state: MatterState, events: Sequence[Event]) -> MatterState:
    """Add the events of one matter and keep its state with them."""
    after = reduce(apply, events, state)
    append(connection, events)
    table = schema.states
    values = state_row(after)
    done = connection.execute(
        table.update().where(table.c.id == state.id, table.c.version == state.version), values
    )
    if done.rowcount != 1:
        raise StaleMatterError(f"事项 {state.id} 同时被别人改动，没有写入，请重试")
    return after


def merge(
    connection: sa.Connection,
    rules: Rules,
    duplicate: int,
    lead: int,
    actor: Actor,
    at: datetime | None,
    why: str,
) -> MatterState:
    """Make one matter a further voice of another; gives the state of the lead."""
    if duplicate == lead:
        raise UsageError(f"事项 {lead} 不能并入它自己")
    one, other = load_state(connection, duplicate), load_state(connection, lead)
    if one.voices > 1:
        raise ForbiddenStepError(
            f"事项 {duplicate} 名下已有重复件 {one.voices - 1} 件，不能再并入别的事项；"
            f"请改为把事项 {lead} 并入事项 {duplicate}，或先拆分"
        )
    why, _ = _masked(connection, duplicate, why, {})
    moment = max(now(one), now(other)) if at is None else at
    absorbed = decide(other, "absorb", actor, moment, rules, why, duplicate=duplicate)
    record(connection, one, decide(one, "merge", actor, moment, rules, why, lead=lead))
    return record(connection, other, absorbed)


def unmerge(
    connection: sa.Connection,
    rules: Rules,
    duplicate: int,
    actor: Actor,
    at: datetime | None,
    why: str,
) -> MatterState:
    """Undo `merge`; gives the restored state of the matter that was merged."""
    one = load_state(connection, duplicate)
    if one.lead is None:
        raise ForbiddenStepError(
            f"事项 {duplicate} 现为“{STATUS_NAMES[one.status]}”，没有并入别的事项，不用拆分"
        )
    other = load_state(connection, one.lead)
    why, _ = _masked(connection, duplicate, why, {})
    moment = max(now(one), now(other)) if at is None else at
    record(
        connection, other, decide(other, "release", actor, moment, rules, why, duplicate=duplicate)
    )
    return record(connection, one, decide(one, "unmerge", actor, moment, rules, why))


def digests(evidence: Any) -> list[str]:
    """SHA-256 of the files among the proof that a step was given."""
    if evidence is None or isinstance(evidence, str):
        return []
    items = [evidence] if isinstance(evidence, Evidence | dict) else list(evidence)
    found = [
        one.sha256 if isinstance(one, Evidence) else one.get("sha256", "")
        for one in items
        if isinstance(one, Evidence | dict)
    ]
    return [digest for digest in found if digest]


def now(state: MatterState | None = None) -> datetime:
    """The present moment; never before the last event, for clocks of two machines differ."""
    moment = datetime.now(CHINA)
    return moment if state is None else max(moment, in_china(state.last_at))


def hiding(connection: sa.Connection, id: int) -> Callable[[str], str]:
    """What masks free text about a matter: the citizen's own name is hidden in it too."""
    query = (
        sa.select(schema.people.c.name)
        .join(schema.matters, schema.matters.c.slip == schema.people.c.slip)
        .where(schema.matters.c.id == id)
    )
    name = connection.scalar(query)
    names = [(name,)] if name else None
    return lambda text: clean.mask_all([storable(text)], names)[0]


def _masked(
    connection: sa.Connection, id: int, why: str, details: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """Free text without personal data: events are for ever."""
    hidden = hiding(connection, id)
    new = dict(details)
    for name in _FREE_TEXTS:
        if isinstance(new.get(name), str):
            new[name] = hidden(new[name])
    given = new.get("evidence")
    if given is not None:
        items = [given] if isinstance(given, str | Evidence | Mapping) else list(given)
        new["evidence"] = [_hide_evidence(one, hidden) for one in items]
    return hidden(why), new


def _hide_evidence(one: Any, hidden: Callable[[str], str]) -> Any:
    if isinstance(one, str):
        return hidden(one)
    if isinstance(one, Evidence):
        return replace(one, text=hidden(one.text), name=hidden(one.name))
    if isinstance(one, Mapping):
        return {
            key: hidden(value) if key in ("text", "name") and isinstance(value, str) else value
            for key, value in one.items()
        }
    return one


def storable(text: str) -> str:
    """Text that every store can hold: no NUL, no half of a surrogate pair."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _is_repeat(
    connection: sa.Connection,
    rules: Rules,
    state: MatterState,
    step: str,
    actor: Actor,
    why: str,
    expected: int,
    details: Mapping[str, Any],
) -> bool:
    """Whether just this step was written already: its answer got lost and it was sent again."""
    if not 0 < expected < state.version:
        return False
    events = events_of(connection, state.id)
    then: MatterState | None = None
    for event in events[:expected]:
        then = apply(then, event)
    assert then is not None
    try:
        wanted = decide(then, step, actor, events[expected].at, rules, why, **details)
    except MinyiError:
        return False
    return events[expected : expected + len(wanted)] == wanted


def _stale(connection: sa.Connection, state: MatterState) -> StaleMatterError:
    last = events_of(connection, state.id)[-1]
    return StaleMatterError(
        f"事项 {state.id} 已被{last.who}在 {last.at:%Y-%m-%d %H:%M} 办过“{STEPS[last.step].name}”，"
        f"现为“{STATUS_NAMES[state.status]}”（第 {state.version} 版），与您看到的不同，没有写入；"
        "请重新查看后再办"
    )
