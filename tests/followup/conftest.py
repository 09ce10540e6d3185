"""A district whose ledger has lived through two months."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from minyi.domain import Matter, Opinion, Prediction, Route, Source, Triage
from minyi.ledgers import CHINA, Actor, ForbiddenStepError, Ledger, Rules
from minyi.workdays import Calendar

CHANNELS = ("意见箱", "12345热线", "座谈会", "")
KINDS = (
    ("utilities.water", "水务所", "{}号楼停水两天了"),
    ("utilities.power", "供电所", "{}号楼一到晚上就停电"),
    ("environment.sanitation", "城管队", "{}号院门口垃圾没人清运"),
    ("travel.roads", "城管局", "{}路上有个大坑"),
)
PARENTS = {"水务所": "水务局", "供电所": "水务局", "城管队": "城管局"}


class District:
    """Who is who, and what they do."""

    rules = Rules(calendar=Calendar(), parents=PARENTS, coordinating="群工办")
    clerk = Actor("王岚", "clerk", "群工办")
    rows = count(1)

    def worker(self, organization: str) -> Actor:
        return Actor("李工", "organization", organization)

    def boss(self, organization: str) -> Actor:
        return Actor("赵局", "superior", PARENTS.get(organization, "群工办"))

    def matter(
        self,
        text: str = "",
        kind: int = 0,
        number: int = 1,
        opinion: Opinion | None = None,
        **more: Any,
    ) -> Matter:
        row = next(self.rows)
        category, organization, pattern = KINDS[kind]
        text = text or pattern.format(row)
        urgency = more.pop("urgency", "normal")
        label = more.pop("kind_code", "complaint")
        if opinion is None:
            case = more.pop("case_number", f"A{row:05}")
            opinion = Opinion(
                text=text,
                source=Source(file="意见箱.xlsx", row=row),
                id=case,
                case_number=case,
                **{"channel": "意见箱", "received_on": date(2025, 3, 1)} | more,
            )
        return Matter(
            opinion=opinion,
            number=number,
            text=text,
            prediction=Prediction(category=category, score=0.9, kind=label),
            triage=Triage(urgency=urgency),
            route=Route(organization=organization, reason="按分工", contact="李工"),
            needs_review=False,
        )

    def new(self, ledger: Ledger, at: datetime, **more: Any) -> int:
        return ledger.register([self.matter(**more)], actor=self.clerk, at=at).matters[0]

    def live(self, ledger: Ledger, seed: int, matters: int = 60) -> None:
        """Matters registered from February to April, each as far on its way as chance has it."""
        chance = random.Random(seed)
        ids: list[int] = []
        moments = sorted(
            moment(2, 1) + timedelta(hours=chance.randrange(0, 24 * 75)) for _ in range(matters)
        )
        for at in moments:
            two = chance.random() < 0.2
            first = self.matter(
                kind=chance.randrange(4),
                channel=chance.choice(CHANNELS),
                urgency=chance.choice(["normal", "normal", "urgent"]),
            )
            slip = [first]
            if two:
                slip.append(self.matter(kind=chance.randrange(4), number=2, opinion=first.opinion))
            new = ledger.register(slip, actor=self.clerk, at=at).matters
            for id in new:
                self._walk(ledger, id, at, chance, ids)
            ids += new

    def _walk(
        self, ledger: Ledger, id: int, at: datetime, chance: random.Random, others: list[int]
    ) -> None:
        """Let chance take steps that a real office might take."""
        for _ in range(chance.randrange(0, 14)):
            at += timedelta(hours=chance.choice([1, 5, 30, 60, 200]))
            state = ledger.state(id)
            holder = state.organization or state.proposed
            worker, boss = self.worker(holder), self.boss(holder)
            usual: dict[str, tuple[str, Actor, dict[str, Any]]] = {
                "registered": ("assign", self.clerk, {}),
                "assigned": ("accept", worker, {}),
                "accepted": ("start", worker, {}),
                "working": ("request", worker, {"measures": "已修", "evidence": ["照片"]}),
                "closing": ("approve", boss, {}),
                "reviewed": ("close", self.clerk, {}),
                "returned": ("reassign", self.clerk, {"organization": "供电所", "why": "应归供电"}),
                "suspended": ("resume", self.clerk, {}),
                "closed": ("redo", self.clerk, {"why": "又坏了"}),
            }
            odd: list[tuple[str, Actor, dict[str, Any]]] = [
                ("return", worker, {"why": "不归我们管"}),
                ("suspend", self.clerk, {"why": "等专项资金"}),
                ("chase", self.clerk, {"level": chance.choice(["提醒", "催办", "督办"])}),
                ("reject", boss, {"why": "没修好"}),
                ("ask", worker, {"why": "要采购", "deadline": at.date() + timedelta(days=40)}),
                ("grant", boss, {}),
                ("correct", self.clerk, {"category": chance.choice(KINDS)[0]}),
            ]
            if state.status == "closed" and chance.random() < 0.8:
                return
            step = chance.choice(odd) if chance.random() < 0.35 else usual.get(state.status)
            if step is None:
                return
            if state.status == "reviewed" and not state.answer:
                said = chance.choice(["satisfied", "basically", "unsatisfied", "unknown"])
                step = ("answer", worker, {"answer": "已答复", "satisfaction": said})
            name, actor, details = step
            try:
                ledger.act(id, name, actor, at=at, **details)
            except ForbiddenStepError:
                continue
            except ValueError:
                continue
        if others and chance.random() < 0.1:
            lead = chance.choice(others)
            later = max(at, ledger.state(lead).last_at) + timedelta(hours=1)
            try:
                ledger.merge(id, lead, self.clerk, at=later)
            except ForbiddenStepError:
                return


def moment(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=CHINA)


@pytest.fixture(scope="session")
def district() -> District:
    return District()


@pytest.fixture
def ledger(district: District, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "台账.db", rules=district.rules) as opened:
        yield opened


@pytest.fixture(scope="session")
def lived(district: District, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """One full of life, for reading only."""
    path = tmp_path_factory.mktemp("lived") / "台账.db"
    with Ledger.open(path, rules=district.rules) as opened:
        district.live(opened, seed=7, matters=160)
        yield opened
