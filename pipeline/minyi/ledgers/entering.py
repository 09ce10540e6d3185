"""Matters entered into the ledger: in batches, each slip once."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from itertools import chain as chained_lists
from itertools import islice
from typing import Any

import sqlalchemy as sa

from minyi import clean
from minyi.domain import Matter, Opinion, Source
from minyi.ledgers import schema
from minyi.ledgers.applying import apply
from minyi.ledgers.authority import Actor, Rules
from minyi.ledgers.chain import append
from minyi.ledgers.engine import writing
from minyi.ledgers.events import Event, in_china
from minyi.ledgers.faults import ForbiddenStepError
from minyi.ledgers.inserting import insert_all
from minyi.ledgers.sameness import slip_key
from minyi.ledgers.steps import ROLE_NAMES
from minyi.ledgers.writing import state_row, storable

BATCH = 2000  # slips of one transaction
_LONGEST = 200  # characters of what is indexed; PostgreSQL refuses longer keys

Group = tuple[Opinion, list[Matter]]


@dataclass(slots=True, kw_only=True)
class Registered:
    """What registering did."""

    slips: int = 0  # new
    matters: list[int] = field(default_factory=list)  # ids of the new matters, in order
    known: int = 0  # slips that the ledger had already
    again: list[str] = field(default_factory=list)  # where those stood, masked


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """A slip ready to be written; masked but for `person` and `originals`."""

    key: str
    slip: dict[str, Any]
    source: str
    person: dict[str, str]
    texts: list[str]
    originals: list[str]
    codes: list[str]
    payloads: list[dict[str, Any]]


def enter(
    engine: sa.Engine,
    matters: Iterable[Matter],
    *,
    actor: Actor,
    at: datetime,
    rules: Rules,
    batch: int = BATCH,
) -> Registered:
    """Register matters; see `Ledger.register`."""
    if actor.role != "clerk":
        raise ForbiddenStepError(f"登记由{ROLE_NAMES['clerk']}办理，{actor}不能办")
    at = in_china(at)
    done = Registered()
    seen: Counter[str] = Counter()
    groups = _groups(matters)
    while some := list(islice(groups, batch)):
        prepared = _prepare(some, at, rules, seen)
        with writing(engine) as connection:
            _write(connection, prepared, actor, at, done)
    return done


def _groups(matters: Iterable[Matter]) -> Iterator[Group]:
    """Matters of one slip together; they follow each other, as `Flow.matters` gives them."""
    group: list[Matter] = []
    for matter in matters:
        # A number that does not grow: the very same slip a second time.
        if group and (matter.opinion != group[0].opinion or matter.number <= group[-1].number):
            yield group[0].opinion, group
            group = []
        group.append(matter)
    if group:
        yield group[0].opinion, group


def _prepare(
    groups: list[Group], at: datetime, rules: Rules, seen: Counter[str]
) -> list[_Prepared]:
    names = [(storable(opinion.name),) if opinion.name else () for opinion, _ in groups]
    wholes = [storable(opinion.full_text) for opinion, _ in groups]
    whole_masked = clean.mask_all(wholes, names)
    each = list(chained_lists.from_iterable(group for _, group in groups))
    owners = [names[i] for i, (_, group) in enumerate(groups) for _ in group]
    texts = [storable(matter.text) for matter in each]
    masked = clean.mask_all(texts, owners)
    reasons = clean.mask_all([storable(matter.reason) for matter in each], owners)
    known: dict[tuple[str, tuple[str, ...]], str] = {}

    def short(text: str, name: tuple[str, ...] = ()) -> str:
        """A cell that repeats: file, place, channel."""
        pair = (text, name)
        if pair not in known:
            known[pair] = clean.mask_all([storable(text)], [name])[0][:_LONGEST]
        return known[pair]

    bodies = rules.surfaces()
    prepared: list[_Prepared] = []
    i = 0
    for n, (opinion, group) in enumerate(groups):
        name = names[n]
        source = Source(
            file=short(opinion.source.file, name),
            sheet=short(opinion.source.sheet, name),
            row=opinion.source.row,
        )
        code = _code(opinion, source, short)
        received = opinion.received_on
        part = slice(i, i + len(group))
        i += len(group)
        one = len(group) == 1 and texts[part.start] == wholes[n]
        slip = {
            "code": code,
            "case_number": storable(opinion.case_number)[:_LONGEST],
            "file": source.file,
            "sheet": source.sheet,
            "row": source.row,
            "received_on": received,
            "channel": short(opinion.channel),
            "place": short(opinion.place, name),
            "text": "" if one else whole_masked[n],
            "registered_on": at.date(),
            "anonymized_on": None,
        }
        codes = [code if m.number == 1 else f"{code}#{m.number}" for m in group]
        prepared.append(
            _Prepared(
                key=slip_key(whole_masked[n], slip, seen),
                slip=slip,
                source=str(source),
                person=_person(opinion, wholes[n], whole_masked[n]),
                texts=masked[part],
                originals=texts[part],
                codes=codes,
                payloads=[
                    _payload(m, slip, text, reason, short(m.route.place or opinion.place, name))
                    | _term(m, received, at, rules)
                    | {"code": c, "accused": _accused(m, bodies)}
                    for m, text, reason, c in zip(
                        group, masked[part], reasons[part], codes, strict=True
                    )
                ],
            )
        )
    return prepared


def _code(opinion: Opinion, source: Source, short: Any) -> str:
    """The printed number: a case number stays, one made of a file name is masked like it."""
    if opinion.case_number:
        return storable(opinion.id)[:_LONGEST]
    place = str(opinion.source)
    if opinion.id.startswith(place):
        return f"{source}{opinion.id.removeprefix(place)}"
    return str(short(opinion.id))


def _person(opinion: Opinion, whole: str, masked: str) -> dict[str, str]:
    """What only `reveal` shows; {} where there is nothing to hide."""
    person = {
        "name": storable(opinion.name),
        "phone": storable(opinion.phone),
        "title": storable(opinion.title),
        "text": whole if whole != masked else "",
        # Further columns hold anything: addresses, accounts, identity numbers.
        "extra": storable(json.dumps(dict(opinion.extra), ensure_ascii=False))
        if opinion.extra
        else "",
    }
    hidden = person["name"] or person["phone"] or person["text"] or person["extra"]
    return person if hidden else {}


def _payload(
    matter: Matter, slip: dict[str, Any], text: str, reason: str, place: str
) -> dict[str, Any]:
    score = float(matter.score)
    received: date | None = slip["received_on"]
    return {
        "text_sha256": sha256(text.encode()).hexdigest(),
        "category": matter.category,
        "score": round(score, 4) if math.isfinite(score) else 0.0,
        "needs_review": bool(matter.needs_review),
        "kind": matter.kind,
        "urgency": matter.urgency,
        "rule": matter.triage.rule,
        "organization": matter.organization,
        "person": matter.route.contact,
        "assisting": list(matter.route.assisting),
        "reason": reason,
        "place": place,
        "channel": slip["channel"],
        "received_on": received.isoformat() if received else None,
    }


def _accused(matter: Matter, bodies: Mapping[str, str]) -> str:
    """The organization that a 举报 names, if it is not the one that the matter goes to."""
    if matter.kind != "report":
        return ""
    named = ((matter.text.find(each), -len(each), each) for each in bodies if each in matter.text)
    return next(
        (bodies[each] for _, _, each in sorted(named) if bodies[each] != matter.organization), ""
    )


def _term(matter: Matter, received: date | None, at: datetime, rules: Rules) -> dict[str, Any]:
    """Counted from receipt, as the printed list does; a date of receipt to come is a slip."""
    route = matter.route
    days = math.ceil(route.urgent_days if matter.urgency == "urgent" else route.normal_days)
    start = min(received or at.date(), at.date())
    deadline = rules.calendar.add_workdays(start, max(days, 0))
    return {"days": max(days, 0), "deadline": deadline.due.isoformat()}


def _write(
    connection: sa.Connection,
    prepared: list[_Prepared],
    actor: Actor,
    at: datetime,
    done: Registered,
) -> None:
    slips = schema.slips
    keys = [one.key for one in prepared]
    known = set(connection.scalars(sa.select(slips.c.key).where(slips.c.key.in_(keys))))
    slip = connection.scalar(sa.select(sa.func.coalesce(sa.func.max(slips.c.id), 0))) or 0
    top = sa.select(sa.func.coalesce(sa.func.max(schema.matters.c.id), 0))
    matter = connection.scalar(top) or 0
    rows: dict[sa.Table, list[dict[str, Any]]] = {
        table: []
        for table in (slips, schema.people, schema.matters, schema.originals, schema.states)
    }
    events: list[Event] = []
    again: list[str] = []
    for one in prepared:
        if one.key in known:
            again.append(one.source)
            continue
        slip += 1
        rows[slips].append({"id": slip, "key": one.key, **one.slip})
        if one.person:
            rows[schema.people].append({"slip": slip, **one.person})
        for number, (text, original, code, payload) in enumerate(
            zip(one.texts, one.originals, one.codes, one.payloads, strict=True), start=1
        ):
            matter += 1
            rows[schema.matters].append(
                {"id": matter, "slip": slip, "number": number, "code": code, "text": text}
            )
            if text != original:
                rows[schema.originals].append({"matter": matter, "text": original})
            event = Event(
                matter=matter,
                seq=1,
                step="register",
                at=at,
                who=actor.who,
                role=actor.role,
                organization=actor.organization,
                payload=payload,
            )
            events.append(event)
            rows[schema.states].append(state_row(apply(None, event)))
    for table, values in rows.items():
        insert_all(connection, table, values)
    append(connection, events)
    done.slips += len(rows[slips])
    done.matters += [event.matter for event in events]
    done.known += len(again)
    done.again += again
