"""Who answered in time, and what a duplicate counts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from minyi.errors import UsageError
from minyi.followup import Ladder, Period, Thresholds, figures
from minyi.ledgers import CHINA, Ledger

District = Any
MARCH = Period(date(2025, 3, 1), date(2025, 3, 31))


def moment(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2025, 3, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("urgency", "answered", "wanted"),
    [
        ("normal", moment(5, 23, 59), (1, 1)),  # assigned on Monday the 3rd: until Wednesday
        ("normal", moment(6, 0, 0), (0, 1)),
        ("urgent", moment(3, 11, 0), (1, 1)),
        ("urgent", moment(3, 11, 1), (0, 1)),
    ],
)
def test_a_response_is_in_time_to_the_minute(
    ledger: Ledger, district: District, urgency: str, answered: datetime, wanted: Any
) -> None:
    id = district.new(ledger, moment(3), urgency=urgency)
    ledger.act(id, "assign", district.clerk, at=moment(3))
    ledger.act(id, "accept", district.worker("水务所"), at=answered)
    total = figures(ledger, MARCH).total
    assert (total.responded, total.to_respond) == wanted


def test_who_is_not_late_yet_is_not_judged_and_who_lost_it_in_time_neither(
    ledger: Ledger, district: District
) -> None:
    waiting = district.new(ledger, moment(31))
    ledger.act(waiting, "assign", district.clerk, at=moment(31))
    moved = district.new(ledger, moment(3))
    ledger.act(moved, "assign", district.clerk, at=moment(3))
    ledger.act(
        moved, "reassign", district.clerk, at=moment(4), organization="供电所", why="分工调整"
    )
    found = figures(ledger, MARCH)
    assert found.total.to_respond == 1  # 供电所, who let it lie
    assert found.organizations["供电所"].to_respond == 1
    april = figures(ledger, Period(date(2025, 4, 1), date(2025, 4, 30)))
    assert april.organizations["水务所"].to_respond == 1


def test_a_duplicate_is_one_problem_and_owes_no_response(
    ledger: Ledger, district: District
) -> None:
    lead, other = (district.new(ledger, moment(3)) for _ in range(2))
    ledger.act(other, "assign", district.clerk, at=moment(3))
    ledger.merge(other, lead, district.clerk, at=moment(4))
    found = figures(ledger, MARCH)
    assert (found.slips, found.total.problems, found.duplicates) == (2, 1, 1)
    assert found.total.to_respond == 0
    ledger.unmerge(other, district.clerk, at=moment(5))
    assert figures(ledger, MARCH).total.problems == 2
    assert figures(ledger, Period(date(2025, 3, 1), date(2025, 3, 4))).total.problems == 1


def test_ladder_of_ones_own_is_heard(lived: Ledger) -> None:
    strict = Ladder(lived.rules.calendar, Thresholds(fold=1))
    assert figures(lived, MARCH, ladder=strict).total.threefold > (
        figures(lived, MARCH).total.threefold
    )


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UsageError, match="早于起期"):
        Period(date(2025, 3, 2), date(2025, 3, 1))
