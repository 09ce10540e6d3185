"""Hotspots: many people, one kind of matter, one place; more than chance and more than before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from minyi.domain import Matter, Opinion, Prediction, Route, Source, Triage
from minyi.errors import UsageError
from minyi.followup.hotspots import Hotspot, binomial_tail, hotspots, hypergeometric_tail
from minyi.ledgers import CHINA, Actor, Ledger, Rules
from minyi.workdays import Calendar

CLERK = Actor("王岚", "clerk", "群工办")
MARCH = date(2025, 3, 1), date(2025, 3, 31)
ROWS = count(1)
Enter = Callable[..., list[int]]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(
        tmp_path / "台账.db", rules=Rules(calendar=Calendar(), coordinating="群工办")
    )


@pytest.fixture
def enter(ledger: Ledger) -> Enter:
    def enter(
        times: int,
        category: str,
        place: str,
        day: date = date(2025, 3, 10),
        text: str = "这里的路灯坏了，第{}次说了",
        kind: str = "complaint",
    ) -> list[int]:
        matters = []
        for _ in range(times):
            row = next(ROWS)
            said = text.format(row)
            source = Source(file="意见箱.xlsx", row=row)
            matters.append(
                Matter(
                    opinion=Opinion(text=said, source=source, id=str(source), place=place),
                    number=1,
                    text=said,
                    prediction=Prediction(category=category, score=0.9, kind=kind),
                    triage=Triage(urgency="normal"),
                    route=Route(organization="城管局", reason="照明归城管局"),
                    needs_review=False,
                )
            )
        at = datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)
        return ledger.register(matters, actor=CLERK, at=at).matters

    return enter


def named(found: list[Hotspot]) -> list[tuple[str, str]]:
    return [(one.place, one.category) for one in found]


def test_a_busy_category_everywhere_is_no_hotspot_but_a_rare_one_at_one_place_is(
    ledger: Ledger, enter: Enter
) -> None:
    for place in ("和平社区", "永安社区", "春晖社区", "翠湖社区"):
        enter(25, "sanitation.garbage", place, text="垃圾没人清，第{}次说了")
    enter(8, "roads.lamps", "永安社区", text="幸福路的路灯坏了，第{}次说了")
    first = hotspots(ledger, *MARCH)[0]
    assert (first.place, first.category) == ("永安社区", "roads.lamps")
    assert (first.voices, first.matters) == (8, 8)
    assert first.unusual
    assert first.expected < 3
    assert first.first.startswith("幸福路的路灯坏了")
    assert first.words == (("幸福路", 8),)
    assert not any(one.unusual for one in hotspots(ledger, *MARCH)[1:])


def test_what_rises_at_a_single_place_is_found_by_the_period_before(
    ledger: Ledger, enter: Enter
) -> None:
    february = date(2025, 2, 10)
    enter(20, "sanitation.garbage", "和平社区", day=february)
    enter(2, "roads.lamps", "和平社区", day=february)
    enter(20, "sanitation.garbage", "和平社区")
    enter(16, "roads.lamps", "和平社区")
    lamps, garbage = hotspots(ledger, *MARCH)
    assert (lamps.category, lamps.before, lamps.trend) == ("roads.lamps", 2, "上升 700%（上期 2）")
    assert lamps.chance < 0.05 < garbage.chance
    assert garbage.trend == "持平（上期 20）"


def test_a_merged_matter_is_a_voice_where_its_lead_is(ledger: Ledger, enter: Enter) -> None:
    lead, *others = enter(3, "roads.lamps", "和平社区")
    (elsewhere,) = enter(1, "other.unclear", "永安社区", text="和平社区那盏灯{}")
    ledger.merge(elsewhere, lead, CLERK)
    ledger.merge(others[0], lead, CLERK)
    (found,) = hotspots(ledger, *MARCH)
    assert (found.place, found.category, found.voices) == ("和平社区", "roads.lamps", 4)
    assert found.before is None
    assert found.trend == "上期无数据"


def test_matters_without_a_place_meet_at_what_their_texts_name(
    ledger: Ledger, enter: Enter
) -> None:
    enter(4, "roads.lamps", "", text="我们住在阳光花园，路灯坏了{}")
    enter(2, "roads.lamps", "", text="路灯坏了，不说在哪里{}")
    (found,) = hotspots(ledger, *MARCH)
    assert (found.place, found.voices) == ("阳光花园", 4)


def test_few_voices_praise_and_other_days_do_not_count(ledger: Ledger, enter: Enter) -> None:
    enter(2, "roads.lamps", "和平社区")
    enter(5, "government.service", "和平社区", kind="praise")
    enter(5, "roads.lamps", "和平社区", day=MARCH[1] + timedelta(days=1))
    assert hotspots(ledger, *MARCH) == []
    assert named(hotspots(ledger, *MARCH, least=2)) == [("和平社区", "roads.lamps")]
    with pytest.raises(UsageError):
        hotspots(ledger, MARCH[1], MARCH[0])
    with pytest.raises(UsageError):
        hotspots(ledger, *MARCH, least=0)


@pytest.mark.parametrize(
    ("k", "total", "marked", "drawn"), [(8, 30, 10, 10), (0, 5, 2, 2), (3, 3, 3, 3)]
)
def test_the_tails_are_those_of_scipy(k: int, total: int, marked: int, drawn: int) -> None:
    from scipy.stats import binom, hypergeom

    exact = hypergeom.sf(k - 1, total, marked, drawn)
    assert hypergeometric_tail(k, total, marked, drawn) == pytest.approx(exact)
    assert binomial_tail(k, total, 0.3) == pytest.approx(binom.sf(k - 1, total, 0.3))
