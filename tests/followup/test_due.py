"""Who is chased when, and what the letters say."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from minyi.errors import OutputExistsError, UsageError
from minyi.followup import Ladder, due
from minyi.followup.letters import letters, record_chases, write_letters
from minyi.followup.templates import template_path
from minyi.ledgers import CHASE_LEVELS, CHINA, Ledger
from minyi.workdays import Calendar

District = Any
LADDER = Ladder(Calendar())


def text_of(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.mark.parametrize(
    ("deadline", "days", "wanted"),
    [
        # Fifteen working days: three before, one, five and thirty-one after.
        ("2025-03-12", 15, ("2025-03-07", "2025-03-13", "2025-03-19", "2025-04-25")),
        # A term of one day: nothing is skipped.
        ("2025-03-04", 1, ("2025-03-03", "2025-03-05", "2025-03-06", "2025-03-07")),
        # Before National Day: it and the Sunday and Saturday worked instead are counted right.
        ("2025-09-30", 15, ("2025-09-26", "2025-10-09", "2025-10-14", "2025-11-19")),
        # New Year: 26 January, a Sunday, and 8 February, a Saturday, are worked.
        ("2025-01-27", 3, ("2025-01-26", "2025-02-05", "2025-02-07", "2025-02-12")),
    ],
)
def test_rungs_stand_on_working_days(deadline: str, days: int, wanted: tuple[str, ...]) -> None:
    found = LADDER.dates(date.fromisoformat(deadline), days)
    assert tuple(day.isoformat() for day in found) == wanted


@settings(max_examples=50, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 40))
def test_no_rung_is_before_the_one_below_it(deadline: date, days: int) -> None:
    dates = LADDER.dates(deadline, days)
    assert len(dates) == len(CHASE_LEVELS)
    assert list(dates) == sorted(set(dates))
    assert dates[0] <= deadline < dates[1]
    assert all(map(Calendar().is_workday, dates))
    levels = [LADDER.level(deadline, days, deadline + timedelta(days=n)) for n in range(-90, 150)]
    assert [CHASE_LEVELS.index(one) for one in levels if one] == sorted(
        CHASE_LEVELS.index(one) for one in levels if one
    )


def at(day: int, hour: int = 9) -> Any:
    from datetime import datetime

    return datetime(2025, 3, day, hour, tzinfo=CHINA)


@pytest.fixture
def matter(ledger: Ledger, district: District) -> int:
    """At work, due on 24 March."""
    id: int = district.new(ledger, at(3), received_on=date(2025, 3, 3))
    worker = district.worker("水务所")
    ledger.act(id, "assign", district.clerk, at=at(3))
    ledger.act(id, "accept", worker, at=at(3))
    ledger.act(id, "start", worker, at=at(3))
    assert ledger.state(id).deadline == date(2025, 3, 24)
    return id


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        (date(2025, 3, 18), None),
        (date(2025, 3, 19), ("soon", "提醒", -3)),
        (date(2025, 3, 24), ("soon", "提醒", 0)),
        (date(2025, 3, 25), ("overdue", "催办", 1)),
        (date(2025, 3, 31), ("overdue", "督办", 5)),
        (date(2025, 5, 8), ("overdue", "督办", 30)),
        (date(2025, 5, 9), ("threefold", "通报", 31)),
    ],
)
def test_a_matter_climbs_the_ladder(ledger: Ledger, matter: int, on: date, wanted: Any) -> None:
    found = [(one.kind, one.level, one.late) for one in due(ledger, on)]
    assert found == ([] if wanted is None else [wanted])


def test_overdue_on_a_day_of_rest_is_overdue(ledger: Ledger, district: District) -> None:
    id = district.new(ledger, at(3))
    friday = date(2025, 3, 14)
    ledger.act(id, "assign", district.clerk, at=at(3), deadline=friday)
    (one,) = due(ledger, date(2025, 3, 15))  # a Saturday
    assert (one.kind, one.level, one.late) == ("overdue", "提醒", 0)


def test_a_suspended_matter_is_not_chased_and_an_extension_moves_all_rungs(
    ledger: Ledger, district: District, matter: int
) -> None:
    ledger.act(matter, "suspend", district.clerk, at=at(10), why="等专项资金")
    assert due(ledger, date(2025, 6, 1)) == []
    ledger.act(matter, "resume", district.clerk, at=at(12))
    worker, boss = district.worker("水务所"), district.boss("水务所")
    ledger.act(matter, "ask", worker, at=at(13), why="采购", deadline=date(2025, 5, 30))
    ledger.act(matter, "grant", boss, at=at(13))
    assert due(ledger, date(2025, 5, 20)) == []
    assert due(ledger, date(2025, 6, 3))[0].level == "催办"


def test_each_status_waits_for_the_right_office(ledger: Ledger, district: District) -> None:
    id = district.new(ledger, at(3))
    worker, boss = district.worker("水务所"), district.boss("水务所")
    late = date(2025, 4, 10)
    seen = [due(ledger, late)[0].whom]
    for step, actor, details in [
        ("assign", district.clerk, {}),
        ("accept", worker, {}),
        ("start", worker, {}),
        ("request", worker, {"measures": "换阀门", "evidence": ["已通水"]}),
        ("approve", boss, {}),
        ("answer", worker, {"answer": "已恢复", "satisfaction": "satisfied"}),
        ("close", district.clerk, {}),
    ]:
        ledger.act(id, step, actor, at=at(3), **details)
        seen += [one.whom for one in due(ledger, late)]
    assert seen == ["群工办", "水务所", "水务所", "水务所", "水务局", "水务所", "群工办"]
    assert due(ledger, late, organization="水务所") == []


def write(found: Any, folder: Path, on: date, **more: Any) -> list[Path]:
    options = {"on": on, "sender": "群工办", "title": "清河区", "category": str} | more
    return write_letters(letters(found, own="群工办"), folder, **options)


def test_letters_name_matters_and_rungs_and_are_recorded_once(
    ledger: Ledger, district: District, matter: int, tmp_path: Path
) -> None:
    on = date(2025, 3, 26)
    (path,) = write(due(ledger, on), tmp_path, on)
    said = text_of(path)
    for part in ("催办函", "水务所：", "1 件", "停水两天了", "2025-03-24", "逾期 2 个工作日"):
        assert part in said
    assert "2025年3月26日" in said
    sheets = letters(due(ledger, on))
    assert record_chases(ledger, sheets, district.clerk, at=at(26)) == (1, [])
    assert ledger.state(matter).chased == "催办"
    assert letters(due(ledger, on)) == []
    assert [one.level for one in letters(due(ledger, on), again=True)] == ["催办"]
    assert [one.level for one in letters(due(ledger, date(2025, 3, 31)))] == ["督办"]


def test_a_letter_that_came_too_late_is_told_not_recorded(
    ledger: Ledger, district: District, matter: int
) -> None:
    sheets = letters(due(ledger, date(2025, 3, 26)))
    ledger.act(matter, "note", district.clerk, at=at(26), why="今天去看了")
    done, refused = record_chases(ledger, sheets, district.clerk, at=at(27))
    assert done == 0
    assert "办过" in refused[0]
    assert ledger.state(matter).chased == ""


def test_the_public_letter_is_one_for_all(
    ledger: Ledger, district: District, tmp_path: Path
) -> None:
    for kind in (0, 2):
        id = district.new(ledger, at(3), kind=kind)
        ledger.act(id, "assign", district.clerk, at=at(3))
    on = date(2025, 6, 30)
    (path,) = write(due(ledger, on), tmp_path, on)
    said = text_of(path)
    assert path.name.startswith("01_通报_各承办单位")
    assert "水务所" in said
    assert "城管队" in said


def test_what_citizens_write_stays_text(ledger: Ledger, district: District, tmp_path: Path) -> None:
    text = "<b>&{{ 7*7 }}{% raw %}\x0b 停水 =1+1"
    id = district.new(ledger, at(3), text=text)
    ledger.act(id, "assign", district.clerk, at=at(3))
    on = date(2025, 3, 25)
    (path,) = write(due(ledger, on), tmp_path, on)
    assert "<b>&{{ 7*7 }}{% raw %} 停水 =1+1" in text_of(path)


def test_an_offices_own_template_outranks_the_shipped_and_its_faults_are_told(
    ledger: Ledger, matter: int, tmp_path: Path
) -> None:
    on = date(2025, 3, 26)
    own = tmp_path / "模板" / "催办函.docx"
    own.parent.mkdir()
    shutil.copy(template_path("催办函.docx", None), own)
    document = Document(str(own))
    document.add_paragraph("本单位自己的抬头 {{ 件数 }}")
    document.save(str(own))
    (path,) = write(due(ledger, on), tmp_path / "函", on, office=tmp_path)
    assert "本单位自己的抬头 1" in text_of(path)
    with pytest.raises(OutputExistsError, match="--force"):
        write(due(ledger, on), tmp_path / "函", on, office=tmp_path)
    document.add_paragraph("{{ 件树 }}")
    document.save(str(own))
    with pytest.raises(UsageError, match=r"件树.*可用的名称.*件数"):
        write(due(ledger, on), tmp_path / "函2", on, office=tmp_path)
    assert not list((tmp_path / "函2").glob("*"))
    own.write_bytes(b"no zip")
    with pytest.raises(UsageError, match="模板打不开"):
        write(due(ledger, on), tmp_path / "函2", on, office=tmp_path)
