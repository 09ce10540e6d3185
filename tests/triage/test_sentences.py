"""The safety net on sentences of our own: all danger found, all look-alikes left alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from minyi.triage import assess, assess_all

HERE = Path(__file__).parent
LEARNED = HERE.parents[1] / "models" / "data" / "urgency.csv"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sentences(name: str) -> list[str]:
    return [row["text"] for row in rows(HERE / name)]


URGENT = sentences("urgent.csv")
LOOKALIKES = sentences("lookalikes.csv")


def test_lists_are_long_and_without_repeats() -> None:
    for texts in (URGENT, LOOKALIKES):
        assert len(texts) >= 220
        assert len(set(texts)) == len(texts)
    assert not set(URGENT) & set(LOOKALIKES)


@pytest.mark.parametrize("text", URGENT)
def test_danger_is_found_without_a_model_and_names_rule_and_words(text: str) -> None:
    found = assess(text)
    assert found.urgency == "urgent"
    assert found.rule not in ("", "模型")
    assert found.words
    assert all(word in text for word in found.words)


@pytest.mark.parametrize("text", LOOKALIKES)
def test_lookalike_stays_normal(text: str) -> None:
    assert assess(text).urgency == "normal", assess(text)


def test_sentences_that_the_model_learns_from_are_right_by_rules_alone() -> None:
    learned = rows(LEARNED)
    assert len(learned) > 1800
    found = assess_all([row["text"] for row in learned])
    wrong = [
        row["text"]
        for row, triage in zip(learned, found, strict=True)
        if triage.urgency != row["urgency"]
    ]
    assert not wrong


def test_the_model_learns_from_no_sentence_that_it_is_tested_on() -> None:
    learned = {row["text"] for row in rows(LEARNED)}
    assert not learned & {*URGENT, *LOOKALIKES, *sentences("evidence.csv")}


def test_rules_find_danger_that_the_model_overlooks() -> None:
    found = assess_all(URGENT, urgent_scores=[0.0] * len(URGENT), kinds=["complaint"] * len(URGENT))
    assert all(triage.urgency == "urgent" and triage.rule != "模型" for triage in found)


LETTER = (
    "尊敬的领导：您好！我在这个社区住了二十多年，看着小区从无到有，路宽了，灯亮了，老人们每天在广场上"
    "下棋聊天，孩子们在树荫下追逐，日子过得踏实。平时我也热心公益，帮着社区发过报纸，调解过邻里的小矛盾，"
    "大家都叫我老热心。{0}这些年社区的变化有目共睹，便民服务站办事快了，垃圾分类也做得越来越像样，"
    "我们做居民的看在眼里记在心里。另外小区东门的花坛缺几株月季，要是能补种上就更好看了；图书角的书也旧了，"
    "希望能添一些新的。听说明年要办邻里节，我和几位老伙计商量着排个小合唱，到时候请大家来捧场。"
    "退休以后我报了老年大学的书法班，写的春联送了半个小区，心里高兴。以上是我的一点想法，说得不对的地方请多包涵。此致敬礼。"
)


@pytest.mark.parametrize(
    "clause",
    [
        "只是昨天夜里三号楼的山墙又往外斜了，墙根裂开一道口子。",
        "今天早上七号楼道里有很浓的煤气味。",
        "五单元的老张家从前天起就没水用了。",
        "刚才有人站在楼顶要往下跳。",
    ],
)
def test_one_danger_in_a_long_letter_is_found(clause: str) -> None:
    letter = LETTER.format(clause)
    assert len(letter) > 300
    assert assess(letter).urgency == "urgent"


@pytest.mark.parametrize(
    "clause",
    [
        "",
        "记得1998年发大水，河水漫进了院子，一楼全淹了。",
        "前年六号楼着过火，幸好扑灭得及时。",
        "去年冬天暖气管爆过一次，后来换了新的。",
        "小时候听老人讲，村里有人掉进井里淹死过。",
    ],
)
def test_danger_of_the_past_in_a_long_letter_is_not(clause: str) -> None:
    assert assess(LETTER.format(clause)).urgency == "normal"
