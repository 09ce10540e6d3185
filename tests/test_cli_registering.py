"""minyi run --ledger and minyi ledger duplicates, hotspots: registered once, merged by a person."""

from __future__ import annotations

import pytest

from minyi.cli.run import with_ledger_value

WATER = "和平小区3号楼停水两天了没有人来修，老人没水喝"


@pytest.fixture
def box(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "意见.csv"
    path.write_text(
        "工单号,问题描述,社区\n"
        f"0001,{WATER},和平社区\n"
        "0002,,和平社区\n"
        f"0003,您好：{WATER}！请尽快处理,和平社区\n"
        "0004,阳光花园的路灯坏了半个月，晚上看不见路,永安社区\n",
        encoding="utf-8",
    )
    return path


def test_running_twice_registers_once_and_says_so(minyi, box, tmp_path):
    code, stdout, _ = minyi("run", box, "--out", tmp_path / "一.xlsx", "--ledger")
    assert code == 1  # the row without a text is rejected: listed, not registered
    assert "新登记 3 件" in stdout
    assert "疑似重复 1 件" in stdout
    assert (tmp_path / "台账.db").is_file()
    _, stdout, _ = minyi("run", "--ledger", "--out", tmp_path / "二.xlsx", box)
    assert "新登记 0 件" in stdout
    assert "已登记过 3 件" in stdout
    code, stdout, _ = minyi("ledger", "list")
    assert (code, "0002" in stdout, "0004" in stdout) == (0, False, True)


def test_where_the_ledger_lies_may_be_named_by_option_or_office(minyi, box, tmp_path):
    own = tmp_path / "另一处" / "甲.db"
    assert "新登记 3 件" in minyi("run", box, "--ledger", own, "--out", tmp_path / "一.xlsx")[1]
    assert own.is_file()
    (tmp_path / "minyi.toml").write_text('ledger = "乙.db"\nmerge_from = 0.99\n', encoding="utf-8")
    _, stdout, _ = minyi("run", box, "--out", tmp_path / "二.xlsx", "--ledger")
    assert "自动并件 1 件" in stdout
    assert (tmp_path / "乙.db").is_file()
    assert not (tmp_path / "台账.db").exists()


def test_without_the_option_nothing_is_registered(minyi, box, tmp_path):
    assert "台账：新登记" not in minyi("run", box, "--out", tmp_path / "一.xlsx")[1]
    assert not (tmp_path / "台账.db").exists()


def test_an_opinion_file_is_no_ledger(minyi, box, tmp_path):
    code, _, stderr = minyi("run", box, "--out", tmp_path / "一.xlsx", "--ledger", box)
    assert code == 2
    assert "不是台账" in stderr
    assert not (tmp_path / "一.xlsx").exists()


def test_a_person_merges_refuses_and_takes_apart(minyi, box, tmp_path):
    minyi("run", box, "--out", tmp_path / "一.xlsx", "--ledger")
    _, stdout, _ = minyi("ledger", "duplicates")
    assert "主件 1（0001" in stdout
    assert "重复件 2（0003）相似度 100%" in stdout
    code, _, stderr = minyi("ledger", "duplicates", "--merge", "2", "1")
    assert code == 2
    assert "姓名" in stderr
    code, stdout, _ = minyi("ledger", "duplicates", "--merge", "0003", "0001", "--as", "王岚")
    assert (code, "现有 2 人反映" in stdout) == (0, True)
    assert minyi("ledger", "duplicates", "--unmerge", "0003", "--as", "王岚")[0] == 0
    assert "没有待定" in minyi("ledger", "duplicates")[2]


def test_a_refused_pair_is_not_shown_again(minyi, box, tmp_path):
    minyi("run", box, "--out", tmp_path / "一.xlsx", "--ledger")
    assert minyi("ledger", "duplicates", "--refuse", "2", "1", "--as", "王岚")[0] == 0
    assert "没有待定" in minyi("ledger", "duplicates", "--search", "--as", "王岚")[2]


def test_hotspots_name_place_category_and_voices(minyi, box, tmp_path):
    minyi("run", box, "--out", tmp_path / "一.xlsx", "--ledger")
    code, stdout, _ = minyi("ledger", "hotspots", "--least", "2", "--csv")
    assert code == 0
    assert "和平社区" in stdout
    assert WATER[:10] in stdout


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (["a", "--ledger"], ["a", "--ledger="]),
        (["--ledger", "--out", "x", "a"], ["--ledger=", "--out", "x", "a"]),
        (["a", "--ledger", "x.db"], ["a", "--ledger", "x.db"]),
        (["a", "--ledger=x.db", "b"], ["a", "--ledger=x.db", "b"]),
        (["a"], ["a"]),
    ],
)
def test_the_option_needs_no_value(given, wanted):
    assert with_ledger_value(given) == wanted
