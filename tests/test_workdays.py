"""Deadlines: holidays and make-up days are counted as the State Council announced them."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minyi.errors import BadDirectoryError, UnreadableFileError, UsageError
from minyi.workdays import Calendar, load_overrides

CALENDAR = Calendar()
YEARS = [year for year in range(1990, 2060) if CALENDAR.known(date(year, 6, 1))]
KNOWN_DAYS = st.dates(date(YEARS[0], 1, 1), date(YEARS[-1], 8, 31))
ANY_DAYS = st.dates(date(1950, 1, 1), date(2090, 1, 1))
EXPLANATION = re.compile(
    r"(?P<start>\d{4}-\d\d-\d\d) (?:起 (?P<days>\d+) 个工作日|当日（遇休息日顺延）)"
    r"(?:，跳过(?P<skipped>[^，→]+))?(?:，含调休上班 (?P<make_up>\d+) 天)?"
    r" → (?P<due>\d{4}-\d\d-\d\d)(?:（暂定：.*）)?"
)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-02-13", 1, "2026-02-14"),  # a Saturday of make-up work
        ("2026-02-13", 2, "2026-02-24"),  # past the nine days of Spring Festival
        ("2026-02-13", 15, "2026-03-12"),
        ("2026-02-16", 15, "2026-03-13"),
        ("2026-02-16", 0, "2026-02-24"),
        ("2026-03-02", 0, "2026-03-02"),
        ("2026-03-02", 5, "2026-03-09"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2025-12-31", 1, "2026-01-04"),  # over the turn of the year to a make-up Sunday
    ],
)
def test_deadline_skips_holidays_and_works_make_up_days(start: str, days: int, due: str) -> None:
    deadline = CALENDAR.add_workdays(date.fromisoformat(start), days)
    assert deadline.due == date.fromisoformat(due)
    assert not deadline.provisional


def test_explanation_reads_like_a_sum() -> None:
    assert CALENDAR.add_workdays(date(2026, 2, 13), 15).explanation == (
        "2026-02-13 起 15 个工作日，跳过春节 9 天、周末 3 天，含调休上班 2 天 → 2026-03-12"
    )
    assert CALENDAR.add_workdays(date(2026, 3, 2), 3).explanation == (
        "2026-03-02 起 3 个工作日 → 2026-03-05"
    )


@given(ANY_DAYS, st.integers(0, 60))
def test_explanation_can_be_recomputed_by_anyone(start: date, days: int) -> None:
    deadline = CALENDAR.add_workdays(start, days)
    parts = EXPLANATION.fullmatch(deadline.explanation)
    assert parts is not None, deadline.explanation
    skipped = sum(int(n) for n in re.findall(r" (\d+) 天", parts["skipped"] or ""))
    assert date.fromisoformat(parts["start"]) == start
    assert date.fromisoformat(parts["due"]) == deadline.due
    assert int(parts["days"] or 0) == days
    assert start + timedelta(days=days + skipped) == deadline.due


@given(ANY_DAYS, st.integers(0, 40))
def test_due_is_a_workday_and_later_with_more_days(start: date, days: int) -> None:
    due = CALENDAR.add_workdays(start, days).due
    assert CALENDAR.is_workday(due)
    assert CALENDAR.add_workdays(start, days + 1).due >= due
    if days:
        assert CALENDAR.add_workdays(start, days + 1).due > due


@given(KNOWN_DAYS, st.integers(1, 60))
def test_workdays_between_undoes_add_workdays(start: date, days: int) -> None:
    due = CALENDAR.add_workdays(start, days).due
    assert CALENDAR.workdays_between(start, due) == days
    assert CALENDAR.workdays_between(due, start) == -days


@given(KNOWN_DAYS)
def test_known_years_agree_with_the_library(day: date) -> None:
    import chinese_calendar

    assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day)


def test_deadline_beyond_the_announced_years_is_provisional() -> None:
    year = YEARS[-1] + 1
    deadline = CALENDAR.add_workdays(date(year, 10, 1), 3)
    assert deadline.provisional
    assert f"暂定：{year} 年放假安排尚未公布" in deadline.explanation
    assert not CALENDAR.known(date(year, 10, 1))
    crossing = CALENDAR.add_workdays(date(year - 1, 12, 28), 15)
    assert crossing.provisional
    within = CALENDAR.add_workdays(date(year - 1, 12, 1), 5)
    assert not within.provisional


def test_overrides_outrank_the_official_calendar_and_unknown_years() -> None:
    far = date(YEARS[-1] + 1, 1, 4)
    while far.weekday():
        far += timedelta(days=1)
    calendar = Calendar({date(2026, 3, 3): False, date(2026, 3, 7): True, far: False})
    deadline = calendar.add_workdays(date(2026, 3, 2), 4)
    assert deadline.due == date(2026, 3, 7)
    assert "自定义休息 1 天" in deadline.explanation
    assert "含调休上班 1 天" in deadline.explanation
    assert calendar.known(far)
    assert not calendar.is_workday(far)


def test_a_datetime_counts_as_its_day() -> None:
    assert CALENDAR.add_workdays(datetime(2026, 2, 13, 9, 15), 1).due == date(2026, 2, 14)


@pytest.mark.parametrize(("start", "days"), [(date(2026, 1, 1), -1), (date(9999, 12, 1), 200)])
def test_impossible_deadlines_are_refused_in_chinese(start: date, days: int) -> None:
    with pytest.raises(UsageError, match="期限"):
        CALENDAR.add_workdays(start, days)


def test_repeated_deadlines_are_computed_once() -> None:
    first = CALENDAR.add_workdays(date(2026, 5, 6), 15)
    assert CALENDAR.add_workdays(date(2026, 5, 6), 15) is first


def test_import_does_not_load_the_calendar_library() -> None:
    code = "import sys, minyi.workdays; raise SystemExit('chinese_calendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_override_file_takes_the_dates_that_people_write(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "调休.csv"
    path.write_text(
        "日期,安排,说明\n2026-03-03,休息,区庆\n2026/3/7,上班,补班\n\n2026年3月8日,放假,\n"
        "# 以下待定\n2026.3.10,休息\n",
        encoding=encoding,
    )
    assert load_overrides(path) == {
        date(2026, 3, 3): False,
        date(2026, 3, 7): True,
        date(2026, 3, 8): False,
        date(2026, 3, 10): False,
    }


def test_override_file_lists_every_bad_line_at_once(tmp_path: Path) -> None:
    path = tmp_path / "调休.csv"
    path.write_text(
        "日期,安排,说明\n2026-02-30,休息,\n2026-03-03,上版,\n三月八日,,\n2026-03-04,上班,\n"
        "2026-03-04,休息,\n",
        encoding="utf-8",
    )
    with pytest.raises(BadDirectoryError) as caught:
        load_overrides(path)
    message = str(caught.value)
    assert "调休.csv" in message
    assert [int(n) for n in re.findall(r"第 (\d+) 行：", message)] == [2, 3, 4, 4, 6]
    assert "与第 5 行矛盾" in message


def test_override_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "调休.csv"
    with pytest.raises(UnreadableFileError, match=r"调休\.csv"):
        load_overrides(path)
    path.write_bytes(b"\xff\xff\x00\x81")
    with pytest.raises(UnreadableFileError, match="GB18030"):
        load_overrides(path)


TODAY = date(2026, 2, 10)


@pytest.mark.parametrize(
    ("received", "start", "said", "provisional"),
    [
        (date(2026, 2, 3), date(2026, 2, 3), "", False),
        (TODAY, TODAY, "", False),
        (None, TODAY, "收集日期不详，从制表日 2026-02-10 起算：", False),
        (date(2026, 2, 11), TODAY, "收集日期 2026-02-11 晚于制表日，请核对", True),
        (date(2206, 2, 3), TODAY, "收集日期 2206-02-03 晚于制表日，请核对", True),
        (date(2025, 2, 10), date(2025, 2, 10), "", False),
        (date(2025, 2, 8), date(2025, 2, 8), "已超过一年，请核对", True),
        (date(2016, 2, 3), date(2016, 2, 3), "已超过一年，请核对", True),
    ],
)
def test_a_doubtful_receipt_is_told_and_the_time_never_runs_from_the_future(
    received, start, said, provisional
):
    deadline = CALENDAR.deadline(received, 5, TODAY)
    counted = CALENDAR.add_workdays(start, 5)
    assert deadline.due == counted.due
    assert counted.explanation in deadline.explanation
    assert said in deadline.explanation
    assert (deadline.explanation == counted.explanation) is (not said)
    assert deadline.provisional is provisional
