"""Near-duplicates: what is the same matter again, and above all what is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minyi.duplicates import find_duplicates, named_places
from minyi.errors import UsageError

LAMP = "和平小区3号楼门口的路灯坏了半个月，晚上老人出门看不见路，已经摔了两个人"


def pairs(texts: list[str], **options: object) -> list[tuple[int, int]]:
    return [(one.index, one.lead) for one in find_duplicates(texts, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "again",
    [
        LAMP,
        "尊敬的区领导您好：我想反映一下，" + LAMP + "。请有关部门尽快处理，谢谢！",
        LAMP.replace("，", "\n") + "！！！",
        "晚上老人出门看不见路，已经摔了两个人，和平小区3号楼门口的路灯坏了半个月",
        LAMP.replace("路灯坏了", "路灯坏掉了").replace("晚上", "夜里"),
        LAMP.replace("出门", "出们").replace("看不见", "看不间"),
        LAMP.replace("3号楼", "３号楼"),
        LAMP.replace("3号楼", ""),
    ],
)
def test_the_same_matter_in_a_little_other_words_is_found(again: str) -> None:
    (found,) = find_duplicates([LAMP, "路边的窨井盖没了，很危险，请派人看看是哪家的", again])
    assert (found.index, found.lead) == (2, 0)
    assert 0.8 <= found.similarity <= 1


@pytest.mark.parametrize(
    "other",
    [
        LAMP.replace("3号楼", "5号楼"),
        LAMP.replace("和平小区", "阳光花园"),
        LAMP.replace("路灯坏了半个月", "电梯停了一星期").replace("看不见路", "爬不动楼"),
        "和平小区3号楼门口的垃圾桶满了没人清，夏天味道很大，苍蝇乱飞",
    ],
)
def test_another_place_or_another_matter_is_not(other: str) -> None:
    assert pairs([LAMP, other]) == []


def test_what_all_letters_say_makes_none_alike() -> None:
    frame = "尊敬的领导您好，我想反映一下，{}。恳请相关部门尽快协调处理，谢谢！"
    texts = [frame.format(said) for said in ("楼道灯不亮", "自来水发黄", "公交不停站")]
    assert pairs(texts, places=["和平社区"] * 3) == []


def test_short_texts_need_a_place_on_both_sides() -> None:
    assert pairs(["路灯坏了", "路灯坏了"]) == []
    assert pairs(["路灯坏了", "路灯坏了"], places=["和平社区", ""]) == []
    assert pairs(["路灯坏了", "路灯坏了"], places=["和平社区", "和平社区"]) == [(1, 0)]


def test_places_days_and_labels_keep_texts_apart() -> None:
    texts = [LAMP, LAMP + "啊"]
    assert pairs(texts, places=["和平社区", ""]) == [(1, 0)]
    assert pairs(texts, places=["永丰街道", "永丰街道和平社区"]) == [(1, 0)]
    assert pairs(texts, places=["永丰街道", "柳浪街道"]) == []
    early, late = date(2025, 3, 1), date(2025, 4, 10)
    assert pairs(texts, days=[early, late], window=30) == []
    assert pairs(texts, days=[early, late], window=40) == [(1, 0)]
    assert pairs(texts, days=[early, None]) == [(1, 0)]
    other = [LAMP, LAMP.replace("已经摔了两个人", "昨天有人摔倒")]
    assert pairs(other, labels=["roads.lamps", "roads.lamps"]) == [(1, 0)]
    assert pairs(other, labels=["roads.lamps", "other.unclear"]) == []


def test_many_voices_have_one_lead_and_known_texts_stay_leads() -> None:
    texts = [LAMP, LAMP + "啊", LAMP + "。请处理", LAMP + "谢谢"]
    assert pairs(texts) == [(1, 0), (2, 0), (3, 0)]
    assert {index for index, _ in pairs(texts, known=2)} == {2, 3}


@pytest.mark.parametrize(
    "texts", [[], [""], ["", ""], ["。。。", "！！"], ["好", "好"], ["****", "****"]]
)
def test_nothing_to_tell_is_like_nothing(texts: list[str]) -> None:
    assert pairs(texts) == []


@pytest.mark.parametrize("floor", [0, -1, 1.1])
def test_a_floor_that_makes_no_sense_is_refused(floor: float) -> None:
    with pytest.raises(UsageError):
        find_duplicates([LAMP], floor=floor)


@given(
    st.lists(st.text(alphabet="停水路灯坏了，。 3号楼和平小区\n*", max_size=40), max_size=30),
    st.data(),
)
def test_each_text_has_at_most_one_lead_and_no_lead_has_one(
    texts: list[str], data: st.DataObject
) -> None:
    known = data.draw(st.integers(0, len(texts)))
    found = find_duplicates(texts, known=known)
    followers = [one.index for one in found]
    assert followers == sorted(set(followers))
    assert all(one.index >= known and one.lead < one.index for one in found)
    assert not {one.lead for one in found} & set(followers)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("我家住在和平小区，门口建设路一直在修", ("和平小区", "建设路")),
        ("我们小区没有路灯", ()),
        ("关于阳光花园二期业主的投诉", ("阳光花园二期",)),
        ("马路上到处是坑", ()),
    ],
)
def test_named_places_are_read_from_a_text(text: str, places: tuple[str, ...]) -> None:
    assert named_places(text) == places
