"""One ledger on either store: registering, acting, asking, checking, copying."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from minyi.domain import Opinion, Source
from minyi.errors import UsageError
from minyi.ledgers import (
    Anchor,
    BadLedgerError,
    Filter,
    ForbiddenStepError,
    Ledger,
    MatterState,
    StaleMatterError,
    UnknownMatterError,
    schema,
)

District = Any


def box(district: District, rows: list[str], file: str = "意见箱.xlsx", **more: Any) -> list[Any]:
    return [
        district.matter(text, source=Source(file=file, row=row), id=f"{file}:{row}", **more)
        for row, text in enumerate(rows, start=2)
    ]


# registering


def test_registering_the_same_again_enters_nothing_and_says_so(
    ledger: Ledger, district: District
) -> None:
    rows = ["3号楼停水两天了", "路灯不亮", "路灯不亮"]
    first = ledger.register(box(district, rows), actor=district.clerk, at=district.start)
    again = ledger.register(box(district, rows), actor=district.clerk, at=district.at(1))
    assert (first.slips, first.known, len(first.matters)) == (3, 0, 3)
    assert (again.slips, again.known, again.matters) == (0, 3, [])
    assert again.again == ["意见箱.xlsx:2", "意见箱.xlsx:3", "意见箱.xlsx:4"]
    assert ledger.count() == 3


def test_rows_that_moved_and_spaces_make_no_new_slip(ledger: Ledger, district: District) -> None:
    ledger.register(box(district, ["路灯不亮", "停水"]), actor=district.clerk)
    done = ledger.register(box(district, ["井盖丢了", "停水", "路灯 不亮。"]), actor=district.clerk)
    assert (done.slips, done.known) == (1, 2)


@pytest.mark.parametrize(
    "more",
    [
        {"file": "信箱.xlsx"},
        {"case_number": "2025-002"},
        {"channel": "12345"},
        {"received_on": date(2025, 3, 1)},
    ],
)
def test_the_same_words_from_elsewhere_are_another_slip(
    ledger: Ledger, district: District, more: dict[str, Any]
) -> None:
    ledger.register(box(district, ["路灯不亮"]), actor=district.clerk)
    assert ledger.register(box(district, ["路灯不亮"], **more), actor=district.clerk).slips == 1


def test_a_run_cut_short_is_simply_repeated(ledger: Ledger, district: District) -> None:
    rows = [f"第{n}号楼停水" for n in range(25)]
    matters = box(district, rows)

    def breaks() -> Any:
        yield from matters[:17]
        raise RuntimeError("断电")

    with pytest.raises(RuntimeError):
        ledger.register(breaks(), actor=district.clerk, batch=5)
    assert ledger.count() == 15
    done = ledger.register(matters, actor=district.clerk, batch=5)
    assert (done.slips, done.known) == (10, 15)
    assert ledger.verify().ok


def test_matters_of_one_slip_stay_together(ledger: Ledger, district: District) -> None:
    slip = Opinion(
        text="停水。路灯不亮。",
        source=Source(file="信.docx", row=1),
        id="2025-001",
        case_number="2025-001",
    )
    parts = [
        district.matter("停水。", opinion=slip, number=1),
        district.matter("路灯不亮。", opinion=slip, number=2),
    ]
    done = ledger.register(parts, actor=district.clerk, at=district.start)
    assert (done.slips, len(done.matters)) == (1, 2)
    assert [ledger.entry(id).code for id in done.matters] == ["2025-001", "2025-001#2"]
    assert ledger.find("2025-001") == done.matters
    assert ledger.find("2025-001#2") == done.matters[1:]
    found = ledger.slip(ledger.entry(done.matters[0]).slip)
    assert (found.text, found.matters, found.closed) == (slip.text, tuple(done.matters), False)


def test_a_slip_closes_when_all_its_matters_do(ledger: Ledger, district: District) -> None:
    slip = Opinion(text="停水。路灯不亮。", source=Source(file="信.docx", row=2), id="信.docx:2")
    done = ledger.register(
        [
            district.matter(text, opinion=slip, number=n)
            for n, text in ((1, "停水。"), (2, "路灯。"))
        ],
        actor=district.clerk,
        at=district.start,
    )
    one, other = done.matters
    district.to(ledger, one, "closed")
    assert [found.closed for found in ledger.slips()] == [False]
    district.to(ledger, other, "closed")
    assert [found.id for found in ledger.slips(closed=True)] == [ledger.entry(one).slip]
    assert ledger.slips(closed=False) == []


@pytest.mark.parametrize("text", ["", "空\0字符", "半个\ud83d代理", "表情😀𠮷", "a'b\"c;--"])
def test_any_text_is_kept(ledger: Ledger, district: District, text: str) -> None:
    done = ledger.register([district.matter(text)], actor=district.clerk)
    assert len(done.matters) == 1
    assert ledger.verify().ok


def test_only_a_clerk_registers(ledger: Ledger, district: District) -> None:
    with pytest.raises(ForbiddenStepError):
        ledger.register([district.matter()], actor=district.worker)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (None, "2025-03-24"),
        (date(2025, 2, 24), "2025-03-17"),
        (date(2025, 12, 1), "2025-03-24"),  # a day to come is a slip of the pen
    ],
)
def test_the_deadline_counts_from_receipt(
    ledger: Ledger, district: District, received: date | None, due: str
) -> None:
    state = ledger.state(district.new(ledger, received_on=received))
    assert state.deadline == date.fromisoformat(due)


# acting


def test_the_second_writer_is_told_who_was_quicker(ledger: Ledger, district: District) -> None:
    id = district.new(ledger)
    seen = ledger.state(id).version
    ledger.act(id, "assign", district.clerk, at=district.start, expected=seen)
    with pytest.raises(StaleMatterError, match=r"王岚.*交办.*重新"):
        ledger.act(
            id, "assign", district.clerk, at=district.start, expected=seen, organization="城管队"
        )
    assert ledger.state(id).organization == "水务所"


def test_the_same_step_sent_twice_is_written_once(ledger: Ledger, district: District) -> None:
    id = district.new(ledger)
    details = {"expected": 1, "organization": "水务所", "why": "联系13800001234"}
    first = ledger.act(id, "assign", district.clerk, **details)
    ledger.act(id, "accept", district.worker)
    again = ledger.act(id, "assign", district.clerk, **details)
    assert (first.version, again.version, len(ledger.events(id))) == (2, 3, 3)


def test_a_refused_step_changes_nothing(ledger: Ledger, district: District) -> None:
    id = district.new(ledger)
    before = (ledger.state(id), ledger.anchor())
    with pytest.raises(ForbiddenStepError):
        ledger.act(id, "close", district.clerk)
    with pytest.raises(UsageError):
        ledger.act(id, "merge", district.clerk, lead=id)
    assert (ledger.state(id), ledger.anchor()) == before


def test_what_is_not_there_is_named(ledger: Ledger) -> None:
    for ask in (ledger.state, ledger.entry, ledger.events, ledger.slip):
        with pytest.raises(UnknownMatterError, match="99"):
            ask(99)


# duplicates


def test_duplicates_are_voices_of_one_matter_until_they_are_taken_apart(
    ledger: Ledger, district: District
) -> None:
    lead, one, other = (district.new(ledger) for _ in range(3))
    district.to(ledger, one, "working")
    before = ledger.state(one)
    ledger.merge(one, lead, district.clerk, at=district.at(1))
    assert ledger.merge(other, lead, district.clerk, at=district.at(1)).voices == 3
    assert {e.id for e in ledger.each(Filter(lead=lead))} == {one, other}
    with pytest.raises(ForbiddenStepError, match="已并入"):
        ledger.act(one, "request", district.worker, measures="x", evidence=["x"])
    restored = ledger.unmerge(one, district.clerk, at=district.at(2))
    assert (restored.status, restored.person, restored.lead) == (
        before.status,
        before.person,
        None,
    )
    assert ledger.state(lead).voices == 2
    assert ledger.verify().ok


def test_merging_is_one_level_deep(ledger: Ledger, district: District) -> None:
    lead, one, other = (district.new(ledger) for _ in range(3))
    ledger.merge(one, lead, district.clerk)
    with pytest.raises(ForbiddenStepError, match="名下已有重复件 1 件"):
        ledger.merge(lead, other, district.clerk)
    with pytest.raises(ForbiddenStepError, match="已并入"):
        ledger.merge(other, one, district.clerk)
    with pytest.raises(UsageError):
        ledger.merge(lead, lead, district.clerk)
    with pytest.raises(ForbiddenStepError):
        ledger.unmerge(lead, district.clerk)


def test_a_merged_slip_closes_with_its_lead(ledger: Ledger, district: District) -> None:
    lead, one = district.new(ledger), district.new(ledger)
    ledger.merge(one, lead, district.clerk, at=district.start)
    assert len(ledger.slips(closed=False)) == 2
    district.to(ledger, lead, "closed")
    assert len(ledger.slips(closed=True)) == 2


# asking


def test_filters_pages_and_orders(ledger: Ledger, district: District) -> None:
    ids = [
        district.new(ledger, category=c) for c in ("utilities.water", "roads.lamps", "roads.holes")
    ]
    district.to(ledger, ids[1], "working")
    ledger.act(ids[1], "correct", district.clerk, place="和平社区")

    def found(**which: Any) -> list[int]:
        where = Filter(**which)
        entries = ledger.matters(where)
        assert ledger.count(where) == len(entries)
        assert [e.id for e in ledger.each(where, size=1)] == [e.id for e in entries]
        return [e.id for e in entries]

    assert found() == ids
    assert found(category="roads") == ids[1:]
    assert found(category="roads.lamps") == [ids[1]]
    assert found(category="road") == []
    assert found(statuses=("working",)) == [ids[1]]
    assert found(organization="水务所", person="李工") == [ids[1]]
    assert found(place="和平社区") == [ids[1]]
    assert found(due_before=date(2025, 3, 25)) == ids
    assert found(due_before=date(2025, 3, 24)) == []
    assert found(registered_from=date(2025, 3, 3), registered_to=date(2025, 3, 3)) == ids
    assert found(slip=ledger.entry(ids[2]).slip) == [ids[2]]
    assert found(ids=(ids[0], 999)) == [ids[0]]
    district.to(ledger, ids[0], "closed")
    assert found(open_only=True) == ids[1:]
    assert [e.id for e in ledger.matters(limit=1, offset=1)] == [ids[1]]
    assert [e.id for e in ledger.matters(order="deadline")] == ids
    with pytest.raises(UsageError, match="flying"):
        ledger.count(Filter(statuses=("flying",)))


# checking


def _spoil(ledger: Ledger, statement: str) -> None:
    with ledger.writing() as connection:
        connection.execute(sa.text(statement))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE events SET who = '别人' WHERE number = 5", "第 5 个事件"),
        ("UPDATE events SET why = '改' WHERE number = 1", "第 1 个事件"),
        ("UPDATE events SET at = '2025-03-03T09:00:00.000001+08:00' WHERE number = 2", "第 2 个"),
        ("UPDATE events SET payload = '{}' WHERE number = 3", "第 3 个"),
        ("UPDATE events SET payload = 'oops' WHERE number = 3", "第 3 个"),
        ("DELETE FROM events WHERE number = (SELECT max(number) FROM events)", "末尾"),
        ("DELETE FROM events WHERE number = 4", "第 4 个事件缺失"),
        ("DELETE FROM events WHERE matter = 2", "缺失"),
        ("UPDATE states SET status = 'closed' WHERE id = 2", "事项 2 的状态"),
        ("UPDATE states SET deadline = NULL WHERE id = 1", "deadline"),
        ("DELETE FROM states WHERE id = 1", "没有状态"),
        ("UPDATE matters SET text = '没事' WHERE id = 2", "事项 2 的内容"),
        ("UPDATE chain SET count = count - 1", "链尾"),
    ],
)
def test_every_later_change_shows(
    ledger: Ledger, district: District, statement: str, said: str
) -> None:
    one, _ = district.new(ledger), district.new(ledger)
    district.to(ledger, one, "working")
    assert ledger.verify().ok
    _spoil(ledger, statement)
    found = ledger.verify()
    assert not found.ok
    assert said in "".join(found.faults)


def test_a_chain_rewritten_as_a_whole_shows_against_a_noted_anchor(
    ledger: Ledger, district: District
) -> None:
    district.new(ledger)
    noted = ledger.anchor()
    district.new(ledger)
    assert ledger.verify(noted).ok
    assert not ledger.verify(Anchor(noted.count, "0" * 64)).ok
    assert "末尾" in ledger.verify(Anchor(99, noted.hash)).faults[0]


def test_states_are_rebuilt_from_events(ledger: Ledger, district: District) -> None:
    one, other = district.new(ledger), district.new(ledger)
    district.to(ledger, one, "closed")
    before = [ledger.state(one), ledger.state(other)]
    _spoil(ledger, "UPDATE states SET status = 'working', organization = '乱'")
    _spoil(ledger, f"DELETE FROM states WHERE id = {other}")
    assert ledger.rebuild() == 2
    assert [ledger.state(one), ledger.state(other)] == before
    assert ledger.verify().ok
    _spoil(ledger, "UPDATE events SET who = '别人'")
    with pytest.raises(BadLedgerError, match="备份"):
        ledger.rebuild()


def test_the_table_of_states_has_the_fields_of_a_state() -> None:
    assert {c.name for c in schema.states.c} == {f.name for f in fields(MatterState)}


# proof


def test_proof_is_kept_by_what_it_holds(ledger: Ledger, district: District, tmp_path: Path) -> None:
    photo = tmp_path / "王小明家门口13800001234.jpg"
    photo.write_bytes(b"picture")
    proof = ledger.attachments.put(photo)
    assert proof == ledger.attachments.put_bytes(photo.name, b"picture")
    assert "13800001234" not in proof.name
    id = district.new(ledger)
    district.to(ledger, id, "working")
    with pytest.raises(UnknownMatterError, match="附件"):
        ledger.act(id, "request", district.worker, measures="修", evidence=[{"sha256": "0" * 64}])
    ledger.act(id, "request", district.worker, measures="修", evidence=[proof])
    assert ledger.state(id).evidence == (proof,)
    assert ledger.verify().ok
    ledger.attachments.path(proof.sha256).write_bytes(b"another")
    assert "附件" in ledger.verify().faults[0]
    assert ledger.verify(files=False).ok


# copies


def test_a_backup_restores_everything(ledger: Ledger, district: District, tmp_path: Path) -> None:
    one = district.new(ledger, name="王小明", phone="13800001234")
    proof = ledger.attachments.put_bytes("图.jpg", b"picture")
    district.to(ledger, one, "working")
    ledger.act(one, "request", district.worker, measures="修", evidence=[proof])
    kept = (ledger.anchor(), list(ledger.each()), ledger.events(one))
    copy = tmp_path / "备份" / "三月.db"
    ledger.backup(copy)
    assert [p.name for p in copy.parent.iterdir() if p.is_file()] == ["三月.db"]
    district.new(ledger)
    ledger.act(one, "approve", district.boss)
    ledger.attachments.path(proof.sha256).unlink()
    ledger.restore(copy)
    assert (ledger.anchor(), list(ledger.each()), ledger.events(one)) == kept
    assert ledger.reveal(one, district.clerk, "回访").name == "王小明"
    assert ledger.verify().ok
    ledger.act(one, "approve", district.boss)
    ledger.backup(copy)  # once more, over the old one


def test_a_backup_is_itself_a_ledger(ledger: Ledger, district: District, tmp_path: Path) -> None:
    id = district.new(ledger)
    ledger.backup(tmp_path / "备份.db")
    with Ledger.open(tmp_path / "备份.db", rules=district.rules, create=False) as copy:
        assert copy.state(id) == ledger.state(id)
        assert copy.anchor() == ledger.anchor()


def test_a_restore_shows_to_those_who_have_the_ledger_open_and_waits_for_no_reader(
    ledger: Ledger, target: str, district: District, tmp_path: Path
) -> None:
    first = district.new(ledger)
    district.new(ledger)
    ledger.backup(tmp_path / "备份.db")
    district.to(ledger, first, "working")
    with Ledger.open(target, rules=district.rules) as other:
        assert other.state(first).status == "working"
        reader = other.each(size=1)
        assert next(reader).state.status == "working"
        ledger.restore(tmp_path / "备份.db")
        assert next(reader).id == first + 1
        reader.close()
        assert other.state(first).status == "registered"
        assert other.verify().ok
        other.act(first, "assign", district.clerk)
        assert ledger.state(first).status == "assigned"


@pytest.mark.parametrize("kind", ["text", "other", "spoilt", "missing"])
def test_a_bad_backup_leaves_the_ledger_alone(
    ledger: Ledger, district: District, tmp_path: Path, kind: str
) -> None:
    id = district.new(ledger)
    path = tmp_path / "备份.db"
    if kind == "text":
        path.write_text("不是数据库" * 500)
    elif kind == "other":
        import sqlite3

        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE t (a)")
        connection.commit()
        connection.close()
    elif kind == "spoilt":
        ledger.backup(path)
        with Ledger.open(path, rules=district.rules) as copy:
            _spoil(copy, "UPDATE events SET who = '别人'")
    with pytest.raises((BadLedgerError, UsageError)):
        ledger.restore(path)
    assert ledger.state(id).version == 1


def test_a_backup_over_the_ledger_itself_is_refused(district: District, tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    with Ledger.open(path, rules=district.rules) as ledger, pytest.raises(UsageError):
        ledger.backup(path)


def test_figures_do_not_move_while_they_are_read(ledger: Ledger, district: District) -> None:
    for _ in range(5):
        district.new(ledger)
    reader = ledger.each(size=2)
    next(reader)
    district.new(ledger)
    assert len(list(reader)) == 4
