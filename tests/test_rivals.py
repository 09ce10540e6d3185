"""Pairs of organizations with an unclear division of labour are named, single slips are not."""

from minyi.domain import Review, Source
from minyi.retraining import rivals_of


def moved(old, new, id, *, note="", category="utilities.water"):
    return Review(
        matter_id=str(id),
        text=f"事{id}",
        source=Source(file="台账.xlsx"),
        old_category=category,
        old_organization=old,
        new_organization=new,
        note=note,
    )


def test_matters_that_go_back_and_forth_make_a_pair():
    found = rivals_of(
        [moved("甲局", "乙局", 1), moved("乙局", "甲局", 2), moved("丙局", "甲局", 3)]
    )
    assert [(p.one, p.other, p.there + p.back, p.both_ways) for p in found] == [
        ("乙局", "甲局", 2, True)
    ]


def test_one_rejected_dispatch_is_enough_and_a_single_correction_is_not():
    assert rivals_of([moved("甲局", "乙局", 1)]) == []
    (pair,) = rivals_of([moved("甲局", "乙局", 1, note="退单；不归我们")])
    assert pair.returned == pair.total == 1


def test_several_corrections_in_one_direction_make_a_pair():
    (pair,) = rivals_of([moved("甲局", "乙局", i) for i in range(3)])
    assert (pair.total, pair.both_ways) == (3, False)
    assert pair.categories == {"utilities.water": 3}


def test_a_correction_that_was_stored_twice_counts_once():
    twice = [moved("甲局", "乙局", 1, note="退单"), moved("甲局", "乙局", 1)]
    (pair,) = rivals_of(twice)
    assert (pair.total, pair.returned) == (1, 1)


def test_changes_of_the_category_alone_and_blanks_make_no_pair():
    assert rivals_of([moved("", "", 1), moved("甲局", "甲局", 1)] * 5) == []
    assert rivals_of([moved("", "乙局", 1, note="退单")]) == []
