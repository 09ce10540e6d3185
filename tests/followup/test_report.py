"""The figures of a period, counted a second time, by other means, from the events."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from minyi.errors import OutputExistsError, UsageError
from minyi.followup import Period, figures
from minyi.followup.hotspots import Hotspot
from minyi.followup.reports import change, make_report, write_report
from minyi.ledgers import CHINA, Ledger, MatterState, apply
from minyi.taxonomy import load_taxonomy
from minyi.workdays import Calendar

District = Any
MARCH = Period(date(2025, 3, 1), date(2025, 3, 31))
RESPONSES = {"accept", "return"}


def recount(ledger: Ledger, start: date, end: date) -> Counter[str]:
    """Every number of the report from the events alone, matter by matter."""
    opens = datetime(start.year, start.month, start.day, tzinfo=CHINA)
    closes = datetime(end.year, end.month, end.day, tzinfo=CHINA) + timedelta(days=1)
    calendar = Calendar()
    n: Counter[str] = Counter()
    slips = set()
    for entry in ledger.each():
        events = [event for event in ledger.events(entry.id) if event.at < closes]
        if not events:
            continue
        state: MatterState | None = None
        for event in events:
            state = apply(state, event)
        assert state is not None
        new = opens <= events[0].at
        if new:
            slips.add(entry.slip)
        within = [event for event in events if event.at >= opens]
        ends = [event.step for event in within if event.step in ("close", "redo")]
        n["完成"] += bool(ends) and ends[-1] == "close"
        ratings = [e.payload["satisfaction"] for e in within if e.step == "answer"]
        rated = [one for one in ratings if one != "unknown"]
        n["评价"] += bool(rated)
        n["满意"] += bool(rated) and rated[-1] != "unsatisfied"
        for event in within:
            if event.step == "chase":
                n[event.payload["level"]] += 1
        for one in events:
            if one.step not in ("assign", "reassign"):
                continue
            later = [e for e in events if e.seq > one.seq]
            response = next((e for e in later if e.step in RESPONSES), None)
            taken = next((e for e in later if e.step in ("reassign", "assign", "merge")), None)
            if state.urgency == "urgent":
                until = one.at + timedelta(hours=2)
            else:
                last = calendar.add_workdays(one.at.date(), 2).due + timedelta(days=1)
                until = datetime(last.year, last.month, last.day, tzinfo=CHINA)
                until -= timedelta(microseconds=1)
            if taken is not None and (response is None or taken.seq < response.seq):
                if taken.at <= until or taken.step == "merge":
                    continue
                response = None
            in_time = response is not None and response.at <= until
            decided = response.at if in_time and response else until
            if opens <= decided < closes:
                n["应响应"] += 1
                n["按时响应"] += in_time
        if state.status == "merged":
            n["重复件"] += new
            continue
        n["问题"] += new
        n["紧急"] += new and state.urgency == "urgent"
        if state.status == "closed":
            continue
        n["在办"] += 1
        late = state.deadline is not None and state.deadline < end
        if late and state.status != "suspended":
            n["逾期"] += 1
            assert state.deadline is not None
            waited = calendar.workdays_between(state.deadline, end)
            n["超期三倍"] += waited >= max(3, 2 * max(1, state.days) + 1)
    n["意见"] = len(slips)
    return n


def numbers(path: Path) -> dict[str, int]:
    """The numbers as a reader finds them in the text of the document."""
    said = "".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    patterns = {
        "意见": r"共收集群众意见 (\d+) 条",
        "问题": r"查摆问题 (\d+) 个",
        "紧急": r"其中紧急 (\d+) 个",
        "完成": r"完成整改 (\d+) 件；",
        "在办": r"期末在办 (\d+) 件",
        "逾期": r"其中逾期 (\d+) 件",
        "超期三倍": r"超期三倍 (\d+) 件",
        "重复件": r"重复反映 (\d+) 件",
        "应响应": r"应响应 (\d+) 件",
        "按时响应": r"按时响应 (\d+) 件",
        "应解决": r"应解决 (\d+) 件",
        "评价": r"参与评价 (\d+) 件",
        "满意": r"满意和基本满意 (\d+) 件",
        "提醒": r"提醒 (\d+) 件次",
        "催办": r"催办 (\d+) 件次",
        "督办": r"督办 (\d+) 件次",
        "通报": r"通报 (\d+) 件次",
    }
    return {name: int(re.findall(pattern, said)[0]) for name, pattern in patterns.items()}


def made(ledger: Ledger, period: Period, **more: Any) -> Any:
    return make_report(ledger, period, title="清河区", category=load_taxonomy().name, **more)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2025, 3, 1), date(2025, 3, 31)),
        (date(2025, 2, 10), date(2025, 2, 23)),
        (date(2025, 4, 1), date(2025, 12, 31)),
        (date(2025, 1, 1), date(2025, 1, 31)),
    ],
)
def test_every_number_of_the_document_is_found_again_in_the_events(
    lived: Ledger, tmp_path: Path, start: date, end: date
) -> None:
    word, excel = write_report(made(lived, Period(start, end)), tmp_path)
    wanted = recount(lived, start, end)
    wanted["应解决"] = wanted["完成"] + wanted["逾期"]
    found = numbers(word)
    assert found == {name: wanted[name] for name in found}
    sheet = load_workbook(excel)["汇总"]
    rows = {row[0]: row[1] for row in sheet.iter_rows(min_row=4, values_only=True) if row[0]}
    assert rows["收集意见（条）"] == wanted["意见"]
    assert rows["完成整改（件）"] == wanted["完成"]
    part, whole = wanted["按时响应"], wanted["应响应"]
    assert rows["响应率"] == (pytest.approx(part / whole) if whole else "—")


def test_parts_sum_up_to_the_whole_in_figures_and_tables(lived: Ledger, tmp_path: Path) -> None:
    report = made(lived, MARCH)
    now = report.now
    for tallies in (now.organizations, now.categories):
        for name in ("problems", "completed", "open", "overdue", "threefold", "to_respond"):
            assert sum(getattr(one, name) for one in tallies.values()) == getattr(now.total, name)
    word, excel = write_report(report, tmp_path)
    tables = Document(str(word)).tables
    channels, categories, organizations = tables[0], tables[1], tables[2]
    assert sum(int(row.cells[1].text) for row in channels.rows[1:]) == now.slips
    for table in (categories, organizations):
        assert sum(int(row.cells[1].text) for row in table.rows[1:]) == now.total.problems
    book = load_workbook(excel)
    for name in ("各单位", "各类别"):
        column = [row[1] for row in book[name].iter_rows(min_row=4, values_only=True)]
        assert sum(column) == now.total.problems
    assert [row[0].value for row in book["渠道"].iter_rows(min_row=4)] == [
        row.cells[0].text for row in channels.rows[1:]
    ]
    assert len(book["图_类别"]._images) == 1


def test_neighbouring_periods_count_nothing_twice_and_leave_nothing_out(lived: Ledger) -> None:
    whole = figures(lived, Period(date(2025, 2, 1), date(2025, 5, 31)))
    parts = [
        figures(lived, Period(start, end))
        for start, end in [
            (date(2025, 2, 1), date(2025, 2, 19)),
            (date(2025, 2, 20), date(2025, 4, 2)),
            (date(2025, 4, 3), date(2025, 5, 31)),
        ]
    ]
    assert sum(one.slips for one in parts) == whole.slips
    assert sum(one.total.to_respond for one in parts) == whole.total.to_respond
    assert sum(one.total.responded for one in parts) == whole.total.responded
    assert sum((one.chases for one in parts), Counter()) == whole.chases
    assert parts[-1].total.overdue == whole.total.overdue


def test_a_report_of_the_past_is_the_same_after_later_steps(
    ledger: Ledger, district: District
) -> None:
    district.live(ledger, seed=3, matters=30)
    before = figures(ledger, MARCH)
    for entry in list(ledger.each()):
        if entry.state.status in ("registered", "returned"):
            step = "assign" if entry.state.status == "registered" else "reassign"
            why = {} if step == "assign" else {"why": "改派"}
            ledger.act(entry.id, step, district.clerk, organization="城管局", **why)
        ledger.act(entry.id, "correct", district.clerk, category="safety.fire")
    assert figures(ledger, MARCH) == before


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ("2025-03-01", "2025-03-31", "2025-02-01 2025-02-28"),
        ("2025-01-01", "2025-03-31", "2024-10-01 2024-12-31"),
        ("2024-01-01", "2024-12-31", "2023-01-01 2023-12-31"),
        ("2025-03-03", "2025-03-09", "2025-02-24 2025-03-02"),
        ("2025-03-05", "2025-03-05", "2025-03-04 2025-03-04"),
    ],
)
def test_the_period_before_has_as_many_months_or_days(start: str, end: str, wanted: str) -> None:
    before = Period(date.fromisoformat(start), date.fromisoformat(end)).before()
    assert f"{before.start} {before.end}" == wanted


@pytest.mark.parametrize(
    ("now", "before", "wanted"),
    [
        (12, 10, "增加 2 条，上升 20.0%"),
        (8, 10, "减少 2 条，下降 20.0%"),
        (5, 0, "增加 5 条"),
        (0, 0, "持平"),
    ],
)
def test_changes_are_told_in_words(now: int, before: int, wanted: str) -> None:
    assert change(now, before, "条") == wanted


def test_an_empty_ledger_and_no_chinese_font_still_give_a_report(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A glyph that the font lacks would be a warning, and warnings are errors here."""
    monkeypatch.setattr("minyi.pictures.FONTS", ())
    monkeypatch.setattr("minyi.followup.charts.FONTS", ("Noto Sans CJK SC",))
    word, excel = write_report(made(ledger, MARCH), tmp_path)
    assert numbers(word)["意见"] == 0
    said = "".join(paragraph.text for paragraph in Document(str(word)).paragraphs)
    assert "本期没有收到意见" in said
    assert "期末没有逾期事项" in said
    assert "—" in said
    assert load_workbook(excel)["各单位"].max_row >= 3


def test_pictures_without_a_chinese_font_are_in_pinyin_and_the_document_says_so(
    lived: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minyi.pictures.FONTS", ())
    word, _ = write_report(made(lived, MARCH), tmp_path)
    said = "".join(paragraph.text for paragraph in Document(str(word)).paragraphs)
    assert "没有中文字体" in said
    assert "Noto Sans CJK SC" in said


def test_hotspots_are_listed(lived: Ledger, tmp_path: Path) -> None:
    spot = Hotspot(
        place="东关街道",
        category="utilities.water",
        voices=12,
        matters=12,
        before=6,
        expected=4.0,
        chance=0.001,
        first="停水",
    )
    word, excel = write_report(made(lived, MARCH, hotspots=[spot]), tmp_path)
    cells = [cell.text for table in Document(str(word)).tables for cell in table._cells]
    assert {"东关街道", "供水", "12", spot.trend} <= set(cells)
    assert load_workbook(excel)["热点"]["A4"].value == "东关街道"


def test_overdue_matters_are_listed_oldest_first_as_they_stood(
    lived: Ledger, tmp_path: Path
) -> None:
    report = made(lived, MARCH)
    listed = report.values["逾期事项"]
    assert len(listed) == min(30, report.now.total.overdue)
    assert [one["期限"] for one in listed] == sorted(one["期限"] for one in listed)
    assert all(one["期限"] < MARCH.end for one in listed)


def test_nothing_is_overwritten_unasked_and_nothing_half_written(
    lived: Ledger, tmp_path: Path
) -> None:
    report = made(lived, MARCH)
    _, excel = write_report(report, tmp_path / "报告")
    excel.unlink()
    with pytest.raises(OutputExistsError, match="--force"):
        write_report(report, tmp_path / "报告")
    assert not excel.exists()
    own = tmp_path / "模板"
    own.mkdir()
    (own / "办理情况报告.docx").write_bytes(b"no zip")
    with pytest.raises(UsageError, match="模板打不开"):
        write_report(report, tmp_path / "新", office=tmp_path)
    assert not list((tmp_path / "新").glob("*"))
