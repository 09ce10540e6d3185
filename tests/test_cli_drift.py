"""minyi drift on files: what a clerk reads, what a program reads, and the picture."""

import csv
import json
import random
from pathlib import Path

import pytest

from minyi.cli import main

CORPUS = Path(__file__).parents[1] / "models" / "data" / "opinions.csv"
DRONES = """\
有人用无人机在小区上空飞来飞去，窗帘都不敢拉开
无人机整天在楼顶嗡嗡叫，怕哪天掉下来砸到人
送外卖的无人机从我家阳台边飞过，老人吓得不轻，这个归谁管
建议划一块地方专门飞无人机，别在学校上空飞
孩子在广场放风筝，被一架无人机缠了线，两边吵起来
想问问在本区飞无人机要不要登记，去哪里登记
晚上十点还有无人机亮着灯在窗外悬停，是不是偷拍
公园里无人机太多，跳舞的队伍头顶上来回转
我家的鸽子被无人机惊飞了十几只没回来
无人机表演那天封了三条路，提前也没通知
有人拿无人机往河里扔鱼饵，弄得钓鱼的都围过来
楼上住户把无人机停在公共天台充电，线拉得到处都是
无人机掉在我车顶上砸了个坑，机身上没有编号
航拍的无人机飞进幼儿园操场，老师赶也赶不走
我在江边散步被无人机跟着拍了一路，很不舒服
请明确无人机能飞多高，低到三楼窗口也太过分
培训无人机的那家机构占着足球场，孩子没地方踢球
申请无人机飞行空域，网上填了表一个月没人回
有人卖二手无人机，买回来飞不起来，店主不退
节日里无人机编队掉了好几架，落在人堆里
""".splitlines()


@pytest.fixture
def minyi(capsys):
    """Run a command; returns (exit code, stdout, stderr)."""

    def run(*arguments):
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return stop.value.code, captured.out, captured.err

    return run


def write(path, texts):
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["工单号", "问题描述"])
        writer.writerows((f"{i:04d}", text) for i, text in enumerate(texts, start=1))
    return path


@pytest.fixture(scope="module")
def boxes(tmp_path_factory):
    """Two random boxes of 300 slips of the written corpus, and the second with a new topic."""
    with CORPUS.open(encoding="utf-8-sig", newline="") as stream:
        texts = [row["text"] for row in csv.DictReader(stream) if row["text"].strip()]
    texts = [text for text in texts if "无人机" not in text and len(text) > 8]
    random.Random(1).shuffle(texts)
    folder = tmp_path_factory.mktemp("boxes")
    return (
        write(folder / "旧.csv", texts[:300]),
        write(folder / "新.csv", texts[300:600]),
        write(folder / "新话题.csv", texts[300:600] + [f"{line}13800138000" for line in DRONES]),
    )


def test_two_halves_of_one_box_are_stable(minyi, boxes):
    old, new, _ = boxes
    code, stdout, _ = minyi("drift", old, new)
    assert code == 0
    assert "旧：旧.csv，300 条意见" in stdout
    assert "结论：稳定\n" in stdout
    assert "新话题：没有发现" in stdout


def test_new_topic_is_shown_with_masked_examples(minyi, boxes):
    old, _, new = boxes
    code, stdout, _ = minyi("drift", old, new)
    assert code == 0
    assert "结论：稳定" not in stdout
    assert "无人机：20 条（旧 0 条）" in stdout
    assert stdout.count("无人机") > 3
    assert "13800138000" not in stdout


def test_json_holds_verdict_figures_and_topics(minyi, boxes):
    old, _, new = boxes
    code, stdout, _ = minyi("drift", old, new, "--json")
    found = json.loads(stdout)
    assert code == 0
    assert found["level"] == "marked"  # 20 of 320 slips
    assert found["verdict"] == "明显变化，建议重新训练"
    assert {signal["name"] for signal in found["signals"]} >= {"topics"}
    (topic,) = found["topics"]
    assert (topic["words"][0], topic["slips"]) == ("无人机", 20)
    assert [set(example) for example in topic["examples"]] == [{"id", "text"}] * 3
    assert found["shares"]["categories"][0]["category_name"]
    assert {"psi", "psi_excess", "chi_square", "p"} <= set(found["shares"])
    assert "13800138000" not in stdout


def test_json_of_a_box_without_a_new_topic_is_stable(minyi, boxes):
    old, new, _ = boxes
    found = json.loads(minyi("drift", old, new, "--json")[1])
    assert (found["level"], found["signals"], found["topics"]) == ("stable", [], [])


def test_picture_is_drawn_and_never_overwritten_unasked(minyi, boxes, tmp_path):
    old, _, new = boxes
    out = tmp_path / "漂移.png"
    assert minyi("drift", old, new, "--out", out)[0] == 0
    assert out.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    code, _, stderr = minyi("drift", old, new, "--out", out)
    assert (code, "--force" in stderr) == (2, True)
    assert minyi("drift", old, new, "--out", out, "--force")[0] == 0


@pytest.mark.parametrize("fonts", [None, ()])
def test_picture_has_no_boxes_with_or_without_a_chinese_font(
    minyi, boxes, tmp_path, monkeypatch, fonts
):
    """A glyph that the font lacks would be a warning, and warnings are errors here."""
    if fonts is not None:
        monkeypatch.setattr("minyi.pictures.FONTS", fonts)
    old, _, new = boxes
    assert minyi("drift", old, new, "--out", tmp_path / "a.png")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["没有.csv"], "没有.csv"),
        (["空.csv"], "没有读到一条意见"),
        (["新.csv", "--out", "图.jpg"], ".png"),
    ],
)
def test_what_cannot_be_compared_is_refused(minyi, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "旧.csv", ["3号楼停水两天了"])
    write(tmp_path / "新.csv", ["小区路灯不亮"])
    write(tmp_path / "空.csv", [])
    code, _, stderr = minyi("drift", "旧.csv", *arguments)
    assert code == 2
    assert said in stderr


def test_few_and_odd_rows_are_compared_and_rejected_ones_told(minyi, tmp_path):
    old = write(tmp_path / "旧.csv", ["停水了", "？？？", "hello"])
    new = write(tmp_path / "新.csv", ["路灯不亮", "", "=1+1"])
    code, stdout, stderr = minyi("drift", old, new)
    assert code == 1
    assert "结论：稳定" in stdout
    assert "意见较少" in stdout
    assert "新.csv:3" in stderr
