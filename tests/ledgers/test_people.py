"""Who the citizens are: apart, masked, shown to few, logged, removable."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from minyi.errors import UsageError
from minyi.ledgers import (
    Actor,
    ForbiddenStepError,
    ForbiddenViewError,
    Ledger,
    UnknownMatterError,
    schema,
)

District = Any
TEXT = "我叫欧阳建国，住3栋502，电话13800001234，家里停水"
NUMBERS = count(1)
SECRETS = ("建国", "13800001234", "建设路88号")


def secret(ledger: Ledger, district: District, **more: Any) -> int:
    matter = district.matter(
        TEXT,
        case_number=f"2025-{next(NUMBERS)}",
        name="欧阳建国",
        phone="13800001234",
        extra={"家庭住址": "建设路88号"},
        **more,
    )
    done = ledger.register([matter], actor=district.clerk, at=district.start)
    return int(done.matters[0])


def everything(ledger: Ledger, *without: str) -> str:
    """All cells of all tables but some."""
    with ledger.reading() as connection:
        return "\n".join(
            str(tuple(row))
            for table in schema.metadata.sorted_tables
            if table.name not in without
            for row in connection.execute(sa.text(f"SELECT * FROM {table.name}"))
        )


def test_personal_data_stand_in_their_own_tables_alone(ledger: Ledger, district: District) -> None:
    id = secret(ledger, district)
    district.to(ledger, id, "working")
    ledger.act(id, "note", district.worker, why="已联系欧阳建国13800001234")
    ledger.act(
        id,
        "request",
        district.worker,
        measures="上门给欧阳建国换阀门",
        evidence=[{"text": "欧阳建国已签字"}, "回访13800001234"],
    )
    ledger.act(id, "answer", district.clerk, answer="已答复欧阳建国", satisfaction="satisfied")
    ledger.reveal(id, district.clerk, "给欧阳建国13800001234回电话")
    clear = everything(ledger, "people", "originals")
    assert not [one for one in SECRETS if one in clear]
    entry = ledger.entry(id)
    assert "停水" in entry.text
    assert "13800001234" not in entry.text


def test_a_clerk_and_the_superior_see_the_citizen_and_are_logged(
    ledger: Ledger, district: District
) -> None:
    id = secret(ledger, district)
    district.to(ledger, id, "working")
    for actor in (district.clerk, district.boss):
        person = ledger.reveal(id, actor, "回访", at=district.at(1))
        assert (person.name, person.phone, person.text) == ("欧阳建国", "13800001234", TEXT)
        assert person.extra == {"家庭住址": "建设路88号"}
    assert [(v.who, v.what, v.why, v.at) for v in ledger.views(id)] == [
        ("王岚", "seen", "回访", district.at(1)),
        ("赵局", "seen", "回访", district.at(1)),
    ]


@pytest.mark.parametrize(
    "actor",
    [
        Actor("李工", "organization", "水务所"),
        Actor("孙察", "auditor", "监察室"),
        Actor("周局", "superior", "城管局"),
    ],
)
def test_others_do_not_see_the_citizen_and_the_attempt_is_logged(
    ledger: Ledger, district: District, actor: Actor
) -> None:
    id = secret(ledger, district)
    district.to(ledger, id, "working")
    with pytest.raises(ForbiddenViewError, match="已记录") as refused:
        ledger.reveal(id, actor, "看看")
    assert "欧阳" not in str(refused.value)
    assert [(v.who, v.what) for v in ledger.views(id)] == [(actor.who, "refused")]


def test_nobody_of_the_organization_that_a_report_is_about_sees_who_made_it(
    ledger: Ledger, district: District
) -> None:
    text = "举报城管收了钱不开票"
    matter = district.matter(text, name="欧阳建国", kind="report", organization="城管队")
    id = ledger.register([matter], actor=district.clerk, at=district.start).matters[0]
    ledger.act(id, "assign", district.clerk, at=district.start)
    with pytest.raises(ForbiddenViewError, match="城管局"):
        ledger.reveal(id, Actor("周局", "superior", "城管局"), "了解情况")
    with pytest.raises(ForbiddenViewError):
        ledger.reveal(id, Actor("钱队", "organization", "城管队"), "了解情况")
    assert ledger.reveal(id, district.clerk, "核实").name == "欧阳建国"


def test_the_organization_named_as_accused_and_those_below_it_see_nothing(
    ledger: Ledger, district: District
) -> None:
    id = secret(ledger, district, kind="report")
    ledger.act(id, "correct", district.clerk, accused="城管局")
    for actor in (Actor("周局", "clerk", "城管局"), Actor("钱队", "clerk", "城管队")):
        with pytest.raises(ForbiddenViewError):
            ledger.reveal(id, actor, "核实")
    assert ledger.reveal(id, district.clerk, "核实").name


def test_a_look_needs_a_reason_and_a_matter(ledger: Ledger, district: District) -> None:
    id = secret(ledger, district)
    with pytest.raises(UsageError, match="用途"):
        ledger.reveal(id, district.clerk, " ")
    with pytest.raises(UnknownMatterError):
        ledger.reveal(99, district.clerk, "回访")
    assert ledger.views() == []


def test_what_was_closed_long_ago_is_made_anonymous(
    ledger: Ledger, district: District, target: str
) -> None:
    old, still = secret(ledger, district), secret(ledger, district)
    district.to(ledger, old, "closed")
    day = district.start.date()
    assert ledger.anonymize(day, district.clerk) == 0  # closed on that day, not before it
    assert ledger.anonymize(day + timedelta(days=1), district.clerk, at=district.at(9)) == 1
    assert ledger.anonymize(day + timedelta(days=1), district.clerk) == 0
    person = ledger.reveal(old, district.clerk, "回访")
    assert (person.name, person.phone, dict(person.extra)) == ("", "", {})
    assert person.anonymized_on == date(2025, 3, 12)
    assert "13800001234" not in person.text + person.slip_text
    assert ledger.reveal(still, district.clerk, "回访").name == "欧阳建国"
    assert ledger.views()[0].what == "anonymized"
    assert ledger.verify().ok
    again = ledger.register([district.matter(TEXT)], actor=district.clerk)
    assert again.slips == 1  # of another row and without channel: a new voice


def test_removed_names_are_gone_from_the_file(district: District, tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    with Ledger.open(path, rules=district.rules) as ledger:
        district.to(ledger, secret(ledger, district), "closed")
        assert "建国".encode() in b"".join(p.read_bytes() for p in tmp_path.glob("台账.db*"))
        ledger.anonymize(date(2030, 1, 1), district.clerk)
        left = b"".join(p.read_bytes() for p in tmp_path.glob("台账.db*"))
    assert not [one for one in SECRETS if one.encode() in left]


def test_a_slip_anonymized_is_still_known(ledger: Ledger, district: District) -> None:
    matter = district.matter(TEXT, name="欧阳建国", case_number="2025-7")
    id = ledger.register([matter], actor=district.clerk, at=district.start).matters[0]
    district.to(ledger, id, "closed")
    assert ledger.anonymize(date(2030, 1, 1), district.clerk) == 1
    assert ledger.register([matter], actor=district.clerk).known == 1


def test_only_a_clerk_removes(ledger: Ledger, district: District) -> None:
    with pytest.raises(ForbiddenStepError):
        ledger.anonymize(date(2030, 1, 1), district.boss)


@pytest.mark.parametrize(
    ("text", "kind", "accused"),
    [
        ("举报城管队乱罚款，我是和平街12号住户", "report", "城管队"),
        ("城管收钱不罚，大家都知道", "report", "城管局"),  # by another name
        ("举报水务局，城管队也在场", "report", "城管队"),  # it goes to 水务局: asked, not accused
        ("城管队乱罚款", "complaint", ""),
    ],
)
def test_who_is_denounced_is_known_from_registering_on(
    ledger: Ledger, district: District, text: str, kind: str, accused: str
) -> None:
    matter = district.matter(
        text, kind=kind, organization="水务局", case_number=f"j{next(NUMBERS)}"
    )
    (id,) = ledger.register([matter], actor=district.clerk, at=district.start).matters
    assert ledger.state(id).accused == accused


@pytest.mark.parametrize("step", ["assign", "reassign", "assist"])
def test_a_denunciation_never_reaches_whom_it_is_about(
    ledger: Ledger, district: District, step: str
) -> None:
    matter = district.matter(
        "举报城管队乱罚款", kind="report", organization="水务局", case_number=f"j{next(NUMBERS)}"
    )
    (id,) = ledger.register([matter], actor=district.clerk, at=district.start).matters
    if step != "assign":
        ledger.act(id, "assign", district.clerk, at=district.start)
    before = ledger.state(id)
    given = {"organizations": ["城管队"]} if step == "assist" else {"organization": "城管队"}
    with pytest.raises(ForbiddenStepError, match="举报的正是城管队"):
        ledger.act(id, step, district.clerk, at=district.start, why="请自查", **given)
    assert ledger.state(id) == before
