"""A slip with several matters becomes several; a single matter told at length stays one."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minyi.splitting import split, split_all

# Number of matters, "clear" where the caller's judgement must not count, slip with \\n for lines.
_TABLE = (Path(__file__).parent / "splitting" / "slips.tsv").read_text(encoding="utf-8")
_ROWS = [
    (int(count), note, re.sub(r"\\(.)", lambda escape: "\n" if escape[1] == "n" else "\\", slip))
    for count, note, slip in (row.split("\t") for row in _TABLE.splitlines())
]
SEVERAL = [(count, slip) for count, _, slip in _ROWS if count > 1]
ONE = [slip for count, _, slip in _ROWS if count == 1]
CLEAR = [slip for _, note, slip in _ROWS if note == "clear"]
# 另外 and 还有 whose words leave doubt: the caller's judgement decides.
DOUBTFUL = [
    "天然气表走得飞快。另外，天台上有人搭了彩钢房，风一吹哐哐响。",
    "水费单子上多了五十方，我一个人住哪用那么多。此外，楼下修车铺整天喷漆，味道呛人。",
    "窗口办事员爱答不理，让我跑了三趟。另外大厅门口停车要收十块钱。",
    "建议：1.合并后药品目录与主城社区统一；2.血透病人三次往返太苦，设一个透析点。",
]
# All that may be left out between and around the parts: list numbers, one within another too.
MARKER = re.compile(
    r"[\W_]*(?:(?:[0-9０-９]{1,2}|[第头]?[一二三四五六七八九十]{1,2}(?:个|件)?(?:问题|事情?)?"
    r"|[①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿Ⅰ-Ⅻ]|其[一二三四]|首先|其次|再次|最后|然后|接着|再就是|再有|[先再]说"
    r"|(?:再|另外?|还有)?一?[个件桩](?:问题|事情?)?|[一二三四]来|[A-Ha-h]|[壹贰叁甲乙丙]|i{1,3}"
    r"|(?:问题|事项|反映|建议|诉求|Q)[一二1-9]|[a-zāáǎàēéěèīíǐìōóǒòūúǔù]+)(?:就?是|则是)?[\W_]*){0,3}"
)
PIECES = [
    "一是",
    "二是",
    "三是",
    "1、",
    "2、",
    "2.",
    "（一）",
    "（二）",
    "①",
    "②",
    "第一，",
    "第二，",
    "首先",
    "其次",
    "然后",
    "最后",
    "其一",
    "其二",
    "一来",
    "二来",
    "A. ",
    "B. ",
    "甲、",
    "乙、",
    "一个是",
    "再一个是",
    "反映两个问题：",
    "路灯什么时候修？",
    "低保怎么申请？",
    "/",
    "、",
    "另外，",
    "还有个事，",
    "再就是",
    "顺便反映",
    "路灯坏了没人修",
    "自来水又停了两天",
    "垃圾堆成山",
    "物业乱收费",
    "诉求：",
    "反映以下问题：",
    "原因有二：",
    "。",
    "；",
    "，",
    "2026.2.16",
    "3号楼",
    "还(hái)有",
    "還有",
    "谢谢",
    "•",
    "12345",
    "𠮷",
    "😀",
    "１．",
    "２．",
    "\n",
    " ",
]


@pytest.mark.parametrize(("count", "slip"), SEVERAL)
def test_a_slip_with_several_matters_becomes_several(count: int, slip: str) -> None:
    assert len(split(slip)) == count, split(slip)


@pytest.mark.parametrize("slip", ONE)
def test_one_matter_stays_one_and_unchanged(slip: str) -> None:
    assert split(slip) == [slip]


@pytest.mark.parametrize("slip", DOUBTFUL)
def test_doubt_is_decided_by_the_callers_judgement(slip: str) -> None:
    assert len(split(slip)) == 1
    assert len(split(slip, same_matter=lambda left, right: True)) == 1
    assert len(split(slip, same_matter=lambda left, right: False)) == 2


@pytest.mark.parametrize("slip", CLEAR)
def test_clear_cases_do_not_hang_on_the_callers_judgement(slip: str) -> None:
    """Counting, pointing back and lists of reasons are no question for a model."""
    doubted = split(slip, same_matter=lambda left, right: False)
    assert len(doubted) <= 2
    assert split(slip, same_matter=lambda left, right: True) == [slip]


def test_parts_are_passages_as_written_without_their_numbers() -> None:
    slip = "反映以下问题：１．路燈壞了，沒人修；２．水壓低\n"
    assert split(slip) == ["反映以下问题：１．路燈壞了，沒人修", "水壓低"]
    assert split("1、3号楼停水；2、5号楼电梯困人。") == ["3号楼停水", "5号楼电梯困人。"]
    assert split("家里停气。還(hái)有個事，路灯坏了") == ["家里停气。", "還(hái)有個事，路灯坏了"]


def test_a_title_stays_with_the_first_matter() -> None:
    assert split("小区的几个问题\n1、路灯坏了三盏\n2、小广告贴满楼道") == [
        "小区的几个问题\n1、路灯坏了三盏",
        "小广告贴满楼道",
    ]


def test_lists_within_items_are_split_too() -> None:
    slip = (
        "一、交通方面：1、公交车太少；2、学校门口乱停车。"
        "二、环境方面：1、垃圾没人清；2、广场舞太吵。"
    )
    assert split(slip) == [
        "交通方面：1、公交车太少",
        "学校门口乱停车。",
        "环境方面：1、垃圾没人清",
        "广场舞太吵。",
    ]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.booleans())
def test_nothing_but_list_numbers_is_left_out(slip: str, same: bool) -> None:
    parts = split(slip, same_matter=lambda left, right: same)
    assert parts
    position = 0
    for part in parts:
        found = slip.index(part, position)
        assert MARKER.fullmatch(slip[position:found]), (slip[position:found], parts)
        position = found + len(part)
    assert MARKER.fullmatch(slip[position:]), (slip[position:], parts)


def test_two_questions_hang_on_the_callers_judgement() -> None:
    slip = "低保怎么申请？村口的路灯什么时候修？"
    assert split(slip) == [slip]
    assert split(slip, same_matter=lambda left, right: True) == [slip]
    assert split(slip, same_matter=lambda left, right: False) == [
        "低保怎么申请？",
        "村口的路灯什么时候修？",
    ]


@pytest.mark.parametrize(
    "passages",
    [
        ("想反映两个问题：路灯不亮", "、", "垃圾没人清"),
        ("除了路灯不亮", "，", "还有个事就是垃圾没人清"),
        ("路灯不亮", "／", "垃圾没人清", "／", "狗太多"),
        ("路燈不亮", "，", "還有垃圾沒人清", "，", "再就是狗太多"),
        ("Ａ．", "路灯不亮", "；Ｂ．", "垃圾没人清"),
    ],
)
def test_a_row_is_cut_at_its_stops(passages: tuple[str, ...]) -> None:
    parts = [passage for passage in passages if re.search("[一-鿿]", passage)]
    assert split("".join(passages)) == parts


@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    assert "".join(split(text)) or not text


@given(st.lists(st.sampled_from([slip for _, slip in SEVERAL] + ONE), max_size=6))
def test_a_batch_equals_its_slips_one_by_one(slips: list[str]) -> None:
    assert split_all(slips) == [split(slip) for slip in slips]


@pytest.mark.parametrize(
    "slip", ["", " ", "\n", "1、", "一是", "另外", "1、1、1、", "一是。二是。"]
)
def test_slips_of_markers_alone_stay_as_they_are(slip: str) -> None:
    assert split(slip) == [slip]


@pytest.mark.parametrize(
    "slip",
    [
        "一是停水二是停电" * 2000,
        "还有" * 8000,
        "\n" * 16000 + "二是停水",
        "另外停水没人管，" * 2000,
        "停水怎么办？" * 3000,
        "路灯不亮，" * 4000,
        "反映两个问题：" + "路灯不亮，停水了；" * 2000,
        "A.停水B.停电" * 2000,
    ],
    ids=["lists", "connectives", "lines", "matters", "questions", "row", "announced", "letters"],
)
def test_endless_slips_end(slip: str) -> None:
    assert split(slip)


@pytest.mark.parametrize(("name", "most"), [("opinions", 0.002), ("opinions-2", 0.005)])
def test_few_single_matters_of_the_corpus_are_torn_apart(name: str, most: float) -> None:
    """Every row of the written corpora is one matter by construction, or nearly so."""
    path = Path(__file__).parent.parent / "models" / "data" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    torn = sum(len(parts) > 1 for parts in split_all(texts))
    assert torn <= most * len(texts)
