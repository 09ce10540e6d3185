"""Duplicates in the ledger: proposed once, merged by a person or above a strict line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from minyi.errors import UsageError
from minyi.ledgers import ForbiddenStepError, Ledger, UnknownMatterError

District = Any
LAMP = "和平小区3号楼门口的路灯坏了半个月，晚上老人出门看不见路"
AGAIN = "您好，和平小区3号楼门口的路灯坏了半个月了，晚上老人出门看不见路！请尽快处理"
OTHER = "阳光花园5号楼地下车库积水，车子泡了一夜没人抽水"


def enter(ledger: Ledger, district: District, *texts: str, day: int = 0, **more: Any) -> list[int]:
    matters = [district.matter(text, place=more.get("place", "和平社区")) for text in texts]
    return ledger.register(matters, actor=district.clerk, at=district.at(day)).matters


def test_what_an_earlier_matter_tells_is_proposed_with_its_likeness(
    ledger: Ledger, district: District
) -> None:
    lamp, other, again = enter(ledger, district, LAMP, OTHER, AGAIN)
    found = ledger.duplicates.search(district.clerk, at=district.at(hours=1))
    assert found.looked == 3
    assert not found.merged
    (one,) = found.proposed
    assert (one.duplicate, one.lead) == (again, lamp)
    assert 0.9 < one.similarity < 1
    assert ledger.proposals() == [one]
    assert ledger.state(other).status == ledger.state(again).status == "registered"


def test_a_search_goes_on_where_the_last_one_stopped(ledger: Ledger, district: District) -> None:
    (lamp,) = enter(ledger, district, LAMP)
    assert ledger.duplicates.search(district.clerk).looked == 1
    (again,) = enter(ledger, district, AGAIN, day=3)
    found = ledger.duplicates.search(district.clerk)
    assert (found.looked, [(p.duplicate, p.lead) for p in found.proposed]) == (1, [(again, lamp)])
    assert ledger.duplicates.search(district.clerk).looked == 0
    assert len(ledger.proposals()) == 1


def test_accepting_merges_and_unmerging_restores_and_is_never_proposed_again(
    ledger: Ledger, district: District
) -> None:
    lamp, again, third = enter(ledger, district, LAMP, AGAIN, AGAIN + "谢谢")
    ledger.duplicates.search(district.clerk, at=district.at(hours=1))
    before = ledger.state(again)
    assert ledger.merge(again, lamp, district.clerk).voices == 2
    assert [p.duplicate for p in ledger.proposals()] == [third]
    assert ledger.unmerge(again, district.clerk, why="不是同一盏灯").status == before.status
    assert ledger.state(lamp).voices == 1
    assert [p.duplicate for p in ledger.proposals()] == [third]
    ledger.duplicates.search(district.clerk)
    assert [p.duplicate for p in ledger.proposals()] == [third]
    assert ledger.verify().ok


def test_a_refused_pair_is_gone_for_good(ledger: Ledger, district: District) -> None:
    lamp, again = enter(ledger, district, LAMP, AGAIN)
    ledger.duplicates.search(district.clerk)
    with pytest.raises(ForbiddenStepError):
        ledger.duplicates.refuse(again, lamp, district.worker)
    ledger.duplicates.refuse(again, lamp, district.clerk)
    assert ledger.proposals() == []
    with pytest.raises(UnknownMatterError):
        ledger.duplicates.refuse(again, lamp, district.clerk)
    enter(ledger, district, OTHER, day=1)
    assert not ledger.duplicates.search(district.clerk).proposed


def test_above_the_strict_line_matters_are_merged_at_once(
    ledger: Ledger, district: District
) -> None:
    lamp, same, near = enter(ledger, district, LAMP, LAMP.replace("，", " ") + "。谢谢", AGAIN)
    found = ledger.duplicates.search(district.clerk, at=district.at(hours=1), merge_from=0.99)
    assert [p.duplicate for p in found.merged] == [same]
    assert [p.duplicate for p in found.proposed] == [near]
    assert ledger.state(same).lead == lamp
    assert ledger.state(lamp).voices == 2
    assert "相似度" in ledger.events(same)[-1].why
    assert ledger.verify().ok
    assert ledger.unmerge(same, district.clerk).lead is None
    with pytest.raises(UsageError):
        ledger.duplicates.search(district.clerk, merge_from=1.5)


def test_a_proposal_follows_its_lead_where_that_is_merged(
    ledger: Ledger, district: District
) -> None:
    (first,) = enter(ledger, district, OTHER)
    lamp, again = enter(ledger, district, LAMP, AGAIN, day=1)
    ledger.duplicates.search(district.clerk)
    ledger.merge(lamp, first, district.clerk)
    assert [(p.duplicate, p.lead) for p in ledger.proposals()] == [(again, first)]
    ledger.duplicates.refuse(again, first, district.clerk)
    assert ledger.proposals() == []


@pytest.mark.parametrize(
    ("later", "days", "place"),
    [
        (AGAIN, 0, "永安村"),
        (AGAIN.replace("3号楼", "8号楼"), 0, "和平社区"),
        (AGAIN, 40, "和平社区"),
    ],
    ids=["another place", "another house", "long ago"],
)
def test_elsewhere_or_long_ago_is_another_matter(
    ledger: Ledger, district: District, later: str, days: int, place: str
) -> None:
    enter(ledger, district, LAMP)
    enter(ledger, district, later, day=days, place=place)
    assert not ledger.duplicates.search(district.clerk, days=30).proposed


def test_closed_matters_and_matters_of_one_slip_are_not_merged(
    ledger: Ledger, district: District
) -> None:
    (lamp,) = enter(ledger, district, LAMP)
    district.to(ledger, lamp, "closed")
    whole = f"{LAMP}\n{AGAIN}"
    opinion = district.matter(whole, received_on=date(2025, 3, 3)).opinion
    parts = [
        district.matter(text, opinion=opinion, number=n, place="和平社区")
        for n, text in enumerate((LAMP, AGAIN), start=1)
    ]
    ledger.register(parts, actor=district.clerk, at=district.at(1))
    assert not ledger.duplicates.search(district.clerk).proposed


def test_proposals_survive_backup_and_restore(
    ledger: Ledger, district: District, tmp_path: Any
) -> None:
    enter(ledger, district, LAMP, AGAIN)
    ledger.duplicates.search(district.clerk)
    kept = ledger.proposals()
    ledger.backup(tmp_path / "备份.db")
    enter(ledger, district, AGAIN + "为盼", day=1)
    ledger.duplicates.search(district.clerk)
    assert len(ledger.proposals()) == 2
    ledger.restore(tmp_path / "备份.db")
    assert ledger.proposals() == kept
