"""Lists handed out, filled in, and taken in again."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from minyi.errors import UsageError
from minyi.followup.exporting import export
from minyi.followup.importing import TakenIn, take_in
from minyi.followup.returned import read_list
from minyi.ledgers import CHINA, Actor, Ledger
from minyi.taxonomy import load_taxonomy

District = Any
CLERK = Actor("王岚", "clerk", "群工办")
FORMATS = ("xlsx", "csv", "jsonl")


def moment(day: int, hour: int = 9) -> datetime:
    return datetime(2025, 3, day, hour, tzinfo=CHINA)


def handed_out(ledger: Ledger, path: Path, **more: Any) -> Path:
    options = {"title": "台账", "category": load_taxonomy().name, "created": datetime(2025, 3, 5)}
    export(ledger, path, **(options | more))
    return path


def fill(path: Path, code: str, **cells: str) -> None:
    """What a person does to one row; a header that is not there becomes a new column."""
    if path.suffix == ".jsonl":
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for record in records:
            record.update(
                cells if record["编号"] == code else dict.fromkeys(cells.keys() - record.keys(), "")
            )
        path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records), "utf-8")
        return
    if path.suffix == ".csv":
        raw = path.read_bytes()
        coding = "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "gb18030"
        rows = list(csv.reader(io.StringIO(raw.decode(coding), newline="")))
        for header in cells:
            if header not in rows[0]:
                rows = [[*row, header if row is rows[0] else ""] for row in rows]
        for row in rows[1:]:
            if row[rows[0].index("编号")] == code:
                for header, text in cells.items():
                    row[rows[0].index(header)] = text
        with path.open("w", encoding="gb18030", newline="") as file:  # as an older Excel saves
            csv.writer(file).writerows(rows)
        return
    book = load_workbook(path)
    sheet = book["整改台账"]
    headers = [cell.value for cell in sheet[2]]
    for header in cells:
        if header not in headers:
            headers.append(header)
            sheet.cell(2, len(headers), header)
    for row in range(3, sheet.max_row + 1):
        if sheet.cell(row, headers.index("编号") + 1).value == code:
            for header, text in cells.items():
                cell = sheet.cell(row, headers.index(header) + 1, text)
                cell.data_type = "s"
    book.save(path)


def cells_of(path: Path, code: str) -> dict[str, str]:
    return next({**row.cells, **row.own} for row in read_list(path) if row.cells["编号"] == code)


def returned(ledger: Ledger, path: Path, **more: Any) -> TakenIn:
    return take_in(ledger, read_list(path), "张三", at=moment(20), **more)


@pytest.fixture
def matter(ledger: Ledger, district: District) -> int:
    """Given to 水务所, not signed yet."""
    id: int = district.new(
        ledger, moment(3), case_number="0001", name="王小明", phone="13800138000"
    )
    ledger.act(id, "assign", district.clerk, at=moment(3), person="")
    return id


@pytest.mark.parametrize("kind", FORMATS)
def test_what_was_filled_in_becomes_steps_and_is_taken_once(
    ledger: Ledger, matter: int, tmp_path: Path, kind: str
) -> None:
    path = handed_out(ledger, tmp_path / f"台账.{kind}")
    fill(
        path,
        "0001",
        责任人="李工",
        整改措施="换了阀门",
        整改凭证="3月18日通水照片",
        办理状态="已办结",
        反馈情况="已电话告知 13800138000",
        满意度="满意",
        备注="=需再巡查",
    )
    done = returned(ledger, path)
    assert (done.conflicts, done.matters) == ((), 1)
    steps = [event.step for event in ledger.events(matter)]
    assert steps == ["register", "assign", "note", "accept", "start", "request", "answer"]
    state = ledger.state(matter)
    assert (state.status, state.person, state.measures) == ("closing", "李工", "换了阀门")
    assert state.evidence[0].text == "3月18日通水照片"
    assert "13800138000" not in state.answer
    assert state.satisfaction == "satisfied"
    version = state.version
    again = returned(ledger, path)
    assert (again.conflicts, again.steps) == ((), 0)
    assert ledger.state(matter).version == version
    other = cells_of(handed_out(ledger, tmp_path / f"新.{kind}"), "0001")
    assert other["整改措施"] == "换了阀门"
    assert (other["备注"], other["办理状态"], other["台账状态"]) == (
        "=需再巡查",
        "已办结",
        "待审核",
    )


@pytest.mark.parametrize("kind", FORMATS)
def test_columns_added_by_the_office_survive_a_later_export(
    ledger: Ledger, district: District, matter: int, tmp_path: Path, kind: str
) -> None:
    district.new(ledger, moment(4), case_number="0002")
    path = handed_out(ledger, tmp_path / f"台账.{kind}")
    fill(path, "0001", 包案领导="刘副区长", 网格="东关三网格 13800138000")
    done = returned(ledger, path)
    assert (done.own, done.steps, done.conflicts) == (1, 0, ())
    fresh = cells_of(handed_out(ledger, tmp_path / f"新.{kind}"), "0001")
    assert fresh["包案领导"] == "刘副区长"
    assert fresh["网格"].startswith("东关三网格")
    assert "13800138000" not in fresh["网格"]
    assert cells_of(tmp_path / f"新.{kind}", "0002").get("包案领导", "") == ""
    fill(path, "0001", 包案领导="陈区长")
    assert "刘副区长 → 陈区长" in returned(ledger, path).notices[0]
    ledger.backup(tmp_path / "备份.db")
    with Ledger.open(tmp_path / "备份.db", rules=district.rules) as copy:
        again = cells_of(handed_out(copy, tmp_path / f"备份.{kind}"), "0001")
    assert again["包案领导"] == "陈区长"


@pytest.mark.parametrize(
    ("cells", "reason", "steps"),
    [
        ({"办理状态": "已办结", "整改措施": "修好"}, "没有填整改凭证", ["accept", "start"]),
        ({"办理状态": "已办结", "整改凭证": "照片"}, "没有填整改措施", ["accept", "start"]),
        ({"整改凭证": "照片"}, "一并把办理状态改为", []),
        ({"办理状态": "完成了"}, "不认识", []),
        ({"反馈情况": "已告知"}, "还没有开始办理", []),
        ({"办理状态": "办理中", "满意度": "满意"}, "没有填反馈情况", ["accept", "start"]),
        (
            {"办理状态": "已销号", "整改措施": "修好", "整改凭证": "照片"},
            "由统筹单位办理",
            ["accept", "start", "request"],
        ),
        ({"责任单位": "供电所", "办理状态": "办理中"}, "责任单位是“供电所”", []),
        ({"台账序号": "99", "办理状态": "办理中"}, "对不上", []),
    ],
)
def test_what_cannot_be_taken_is_listed_and_what_stands_before_it_is_taken(
    ledger: Ledger,
    matter: int,
    tmp_path: Path,
    cells: dict[str, str],
    reason: str,
    steps: list[str],
) -> None:
    ledger.act(matter, "note", CLERK, at=moment(4), why="备忘")
    path = handed_out(ledger, tmp_path / "台账.csv")
    fill(path, "0001", **{"责任人": "李工"} | cells)
    done = returned(ledger, path)
    assert reason in "".join(one.reason for one in done.conflicts)
    assert done.conflicts[0].code == "0001"
    assert done.conflicts[0].row == 2
    written = [event.step for event in ledger.events(matter)][3:]
    assert written == (steps or (["accept"] if done.steps else []))


def test_a_matter_not_handed_over_yet_is_a_conflict(
    ledger: Ledger, district: District, tmp_path: Path
) -> None:
    district.new(ledger, moment(3), case_number="0001")
    path = handed_out(ledger, tmp_path / "台账.xlsx")
    fill(path, "0001", 办理状态="办理中")
    (conflict,) = returned(ledger, path).conflicts
    assert "还没有交办" in conflict.reason
    assert conflict.row == 3


def test_where_both_sides_changed_the_ledger_stands_and_the_conflict_is_told(
    ledger: Ledger, district: District, matter: int, tmp_path: Path
) -> None:
    worker = district.worker("水务所")
    ledger.act(matter, "accept", worker, at=moment(4), person="李工")
    ledger.act(matter, "start", worker, at=moment(4))
    path = handed_out(ledger, tmp_path / "台账.xlsx")
    fill(path, "0001", 反馈情况="已电话答复", 备注="另需巡查")
    ledger.act(
        matter, "answer", district.clerk, at=moment(5), answer="书面答复", satisfaction="unknown"
    )
    done = returned(ledger, path)
    (conflict,) = done.conflicts
    assert "两边都改了" in conflict.reason
    assert "王岚" in conflict.reason
    assert ledger.state(matter).answer == "书面答复"
    assert done.steps == 1  # the remark


def test_an_old_list_left_as_it_was_changes_nothing_whatever_the_ledger_became(
    ledger: Ledger, district: District, matter: int, tmp_path: Path
) -> None:
    path = handed_out(ledger, tmp_path / "台账.xlsx")
    worker = district.worker("水务所")
    ledger.act(matter, "accept", worker, at=moment(4), person="李工")
    ledger.act(matter, "start", worker, at=moment(4))
    done = returned(ledger, path)
    assert (done.steps, done.conflicts) == (0, ())


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("header", "text", "told"),
    [("责任单位", "城管局", "改派"), ("整改期限", "2030-01-02", "延期")],
)
def test_a_change_that_only_a_step_can_make_is_told(
    ledger: Ledger, matter: int, tmp_path: Path, suffix: str, header: str, text: str, told: str
) -> None:
    path = handed_out(ledger, tmp_path / f"台账.{suffix}")
    before = ledger.state(matter)
    fill(path, ledger.entry(matter).code, **{header: text})
    taken = returned(ledger, path)
    assert taken.steps == 0
    assert ledger.state(matter) == before
    (conflict,) = taken.conflicts
    assert header in conflict.reason
    assert told in conflict.reason


def test_what_was_cleared_is_not_deleted(
    ledger: Ledger, district: District, matter: int, tmp_path: Path
) -> None:
    worker = district.worker("水务所")
    ledger.act(matter, "accept", worker, at=moment(4), person="李工")
    ledger.act(matter, "start", worker, at=moment(4))
    ledger.act(matter, "answer", worker, at=moment(4), answer="快了", satisfaction="unknown")
    path = handed_out(ledger, tmp_path / "台账.csv")
    fill(path, "0001", 反馈情况="", 办理状态="未办理")
    reasons = [one.reason for one in returned(ledger, path).conflicts]
    assert any("记录不能删除" in one for one in reasons)
    assert any("不能由表格退回" in one for one in reasons)
    assert ledger.state(matter).answer == "快了"


def test_an_organization_acts_for_its_own_matters_only(
    ledger: Ledger, matter: int, tmp_path: Path
) -> None:
    path = handed_out(ledger, tmp_path / "台账.csv")
    fill(path, "0001", 办理状态="办理中", 责任人="李工")
    (conflict,) = returned(ledger, path, organization="供电所").conflicts
    assert "供电所 张三" in conflict.reason
    assert ledger.state(matter).status == "assigned"


def test_the_exported_sheet_prints_what_the_ledger_holds(lived: Ledger, tmp_path: Path) -> None:
    path = handed_out(lived, tmp_path / "台账.xlsx")
    rows = list(read_list(path))
    entries = list(lived.each())
    assert [row.cells["编号"] for row in rows] == [entry.code for entry in entries]
    for row, entry in zip(rows, entries, strict=True):
        assert row.cells["意见内容"] == entry.text
        assert row.cells["版本"] == str(entry.state.version)
        assert row.cells["整改期限"] == str(entry.state.deadline)
    assert take_in(lived, rows, "张三").conflicts == ()
    with pytest.raises(UsageError, match="不认识的输出格式"):
        handed_out(lived, tmp_path / "台账.pdf")


def test_the_workbook_of_minyi_run_comes_back_as_well(
    ledger: Ledger, district: District, tmp_path: Path
) -> None:
    """Its 办理状态 says 未办理 from the start, and its 备注 holds words of ours."""
    from minyi.domain import Opinion, Source
    from minyi.office import load
    from minyi.workbook import write_workbook

    opinions = [
        Opinion(text=text, source=Source(file="意见.csv", row=row), id=f"意见.csv:{row}")
        for row, text in enumerate(["3号楼停水两天了", "路灯不亮", "。。"], start=2)
    ]
    report = load().report(opinions, created=datetime(2025, 3, 3))
    path = tmp_path / "台账.xlsx"
    write_workbook(report, path)
    ids = ledger.register(report.matters, actor=CLERK, at=moment(3)).matters
    assert returned(ledger, path).conflicts == ()
    assert ledger.state(ids[0]).version == 1
    ledger.act(ids[0], "assign", CLERK, at=moment(4), person="李工")
    fill(path, "意见.csv:2", 办理状态="办理中", 整改措施="正在抢修")
    done = returned(ledger, path)
    assert done.conflicts == ()
    assert [event.step for event in ledger.events(ids[0])][2:] == ["accept", "start", "note"]
    assert returned(ledger, path).steps == 0
