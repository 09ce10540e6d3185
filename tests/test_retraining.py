"""Training tables: what is wrong with them is said, and held-out figures are honest."""

import csv
import io
import json
import random
import sys
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minyi.cli import main
from minyi.evaluation import intervals
from minyi.fitting import FOLDS, HeldOut
from minyi.machines import FitSettings
from minyi.retraining import (
    Recipe,
    check_rows,
    confusion_picture,
    copy_groups,
    days,
    find_near_copies,
    findings_csv,
    model_card,
    near_findings,
    suspect_labels,
    train,
    train_best,
)
from minyi.tokens import TextSettings, occurrences

PLACES = ["东关小区", "西河村口", "北门市场", "南苑大院", "中心街上", "新村三组", "火车站旁"]
MATTERS = {
    "供水": ["停水两天了", "自来水发黄", "水压太低上不去", "水管爆了没人修"],
    "供电": ["昨晚又停电了", "电压不稳灯闪", "变压器老跳闸", "电表坏了多计电费"],
    "噪声": ["工地半夜施工吵人", "楼下跳舞音响太大", "烧烤摊吵到凌晨", "货车鸣笛睡不着"],
}
ROWS = [
    (f"{place}{matter}", label)
    for label, matters in MATTERS.items()
    for place, matter in product(PLACES, matters)
]
TEXTS = [text for text, _ in ROWS]
LABELS = [label for _, label in ROWS]
HEARING = Recipe(name="字", text=TextSettings(), settings=FitSettings())
DEAF = Recipe(name="聋", text=TextSettings(), settings=FitSettings(cost=1e-6, naive_bayes=0.0))


@pytest.fixture(scope="module")
def trained():
    facts = {"file": "标注.csv", "label": "标签", "rows_read": 90, "findings": {"重复": 6}}
    return train(TEXTS, {"category": LABELS}, facts=facts)


@pytest.fixture
def minyi(capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return stop.value.code, captured.out, captured.err

    return run


def write(path, rows, header=("内容", "标签")):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


# Checks


def test_every_row_left_out_is_named_with_its_row():
    texts = ["停水了", "", "停电了", "停水 了", "停电了", "太吵"]
    labels = ["水", "水", "电", "水", "水", " "]
    kept, findings = check_rows(texts, labels, range(2, 8))
    assert kept == [0, 2]
    assert [(f.row, f.kind) for f in findings] == [
        (3, "文本为空"),
        (5, "重复"),
        (6, "一文两标"),
        (7, "标签为空"),
        (0, "标签行数太少"),
        (0, "标签行数太少"),
    ]
    assert "第 4 行标为“电”" in findings[2].what


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        (
            "3号楼电梯坏了半个月没人修，老人下不了楼",
            "5号楼电梯坏了半个月没人修，老人下不了楼",
            True,
        ),
        ("小区大门口的路灯坏了三个月没人管", "小区大门口的路灯坏了三个月没人管！", True),
        ("小区门口的路灯坏了", "小区门口的路面坏了一大片，车过不去", False),
        ("幸福路APP打不开，注册不了账号", "幸福路app打不开，注册不了账号", True),
        ("我家停水两天了，物业不管，请尽快派人来修", "请尽快派人来修，我家停电，供电所不管", False),
        ("停水了", "停电了", False),
        ("停水了", "停水啦", False),  # too short to tell a copy from another matter
        ("反映" + "小区车位不够，" * 40, "咨询" + "小区车位不够，" * 40, True),
    ],
)
def test_near_copies_are_told_from_other_matters(one, other, near):
    copies = find_near_copies([one, "公交车等了一个小时还不来，怎么回事", other])
    assert [(copy.copy, copy.original) for copy in copies] == ([(2, 0)] if near else [])


@given(st.text("停水电路灯坏了请派人来修小区门口", min_size=8, max_size=60), st.integers(0, 10**9))
@settings(max_examples=50, deadline=None)
def test_other_digits_and_spaces_make_no_other_text(text, number):
    found = find_near_copies([f"{text}3号楼", f"{' '.join(text)}{number}号楼"])
    assert [copy.similarity for copy in found] == [1.0]


def test_each_copy_of_a_form_points_to_the_first():
    forms = [f"尊敬的领导，我是{name}小区业主，恳请尽快办理房产证" for name in "甲乙丙丁戊"]
    copies = find_near_copies(["公交车太少了，等一个小时", *forms])
    assert [(copy.copy, copy.original) for copy in copies] == [(i, 1) for i in range(2, 6)]
    groups = copy_groups(6, copies)
    assert len(set(groups)) == 2
    assert len(set(groups[1:])) == 1
    assert copy_groups(3, []) is None


def test_near_copies_of_two_labels_or_two_sources_are_said():
    copies = find_near_copies(["小区大门口的路灯坏了三个月", "小区大门口的路灯坏了四个月"])
    plain = near_findings(copies, ["灯", "灯"], [2, 3])
    assert (plain[0].kind, plain[0].row) == ("相近", 3)
    assert "第 2 行" in plain[0].what
    crossed = near_findings(copies, ["灯", "路"], [2, 3], ["甲", "乙"])
    assert crossed[0].kind == "相近而标签不同"
    assert "“路”与“灯”" in crossed[0].what
    assert "分属不同来源" in crossed[0].what


@pytest.mark.parametrize("with_cleanlab", [True, False])
def test_swapped_labels_are_suspected(monkeypatch, with_cleanlab):
    if with_cleanlab:
        pytest.importorskip("cleanlab")
    else:
        monkeypatch.setitem(sys.modules, "cleanlab.filter", None)
    labels = list(LABELS)
    swapped = {3: "供电", 40: "噪声", 70: "供水"}
    for i, label in swapped.items():
        labels[i] = label
    model = train(TEXTS, {"category": labels})
    rows = [i + 2 for i in range(len(TEXTS))]
    names = model.model.labels("category")
    findings = suspect_labels(labels, model.held_out["category"], names, rows)
    assert {i + 2 for i in swapped} <= {finding.row for finding in findings}
    assert len(findings) < 10
    assert "标为“供电”，留出检验时模型认为是“供水”" in next(f.what for f in findings if f.row == 5)


def test_findings_are_masked_in_the_table():
    texts = ["停水了，电话13800138000", "停水了，电话13800138000"]
    _, findings = check_rows(texts, ["张三13800138000", "李四"], [2, 3])
    rows = list(csv.reader(io.StringIO(findings_csv(findings).decode("utf-8-sig"))))
    assert rows[0] == ["行号", "问题", "建议"]
    assert rows[1][0] == "3"
    assert "13800138000" not in str(rows)
    assert rows[-1][0] == ""  # about the whole table


# Held-out figures


def test_what_cannot_be_learned_is_not_known_of_held_out_rows():
    rng = random.Random(0)
    labels = [rng.choice(["甲", "乙", "丙"]) for _ in TEXTS]
    model = train(TEXTS, {"category": labels}, settings=FitSettings(cost=10, min_texts=1))
    seen = model.model.probabilities(TEXTS)["category"].argmax(axis=1)
    names = model.model.labels("category")
    assert np.mean([names[i] == label for i, label in zip(seen, labels, strict=True)]) > 0.9
    assert model.model.facts["metrics"]["category"]["accuracy"] < 0.6


def test_the_manifest_holds_figures_with_their_intervals(trained):
    metrics = trained.model.facts["metrics"]["category"]
    assert (metrics["n"], metrics["folds"], metrics["grouped"]) == (84, FOLDS, False)
    for key in ("accuracy", "macro_f1"):
        low, high = metrics[f"{key}_ci"]
        assert low <= metrics[key] <= high
    assert {name: each["rows"] for name, each in metrics["labels"].items()} == dict.fromkeys(
        sorted(MATTERS), 28
    )
    assert sum(n for n, _, _ in metrics["reliability"]) == 84
    json.dumps(metrics)


def test_held_out_probabilities_are_what_the_figures_are_made_of(trained):
    held = trained.held_out["category"]
    assert sorted(held.texts) == list(range(84))
    np.testing.assert_allclose(held.probabilities.sum(axis=1), 1, atol=1e-5)
    names = trained.model.labels("category")
    said = [names[i] for i in held.probabilities.argmax(axis=1)]
    right = np.mean([said[k] == LABELS[i] for k, i in enumerate(held.texts)])
    assert trained.model.facts["metrics"]["category"]["accuracy"] == pytest.approx(right, abs=1e-4)


def test_whole_groups_are_held_out_where_they_are_known():
    """Each place has words of its own for the three matters: only a neighbour could tell them."""
    texts, labels, places = [], [], []
    for place, label, number in product("甲乙丙丁戊己", "水电路", "一二三四"):
        code = f"{place}{label}"
        texts.append(f"{code}{code}{number}")
        labels.append({"水": "1", "电": "2", "路": "3"}[label] if place in "甲乙丙" else label)
        places.append(place)
    mixed = train(texts, {"category": labels}).model.facts["metrics"]["category"]
    grouped = train(texts, {"category": labels}, groups=places)
    apart = grouped.model.facts["metrics"]["category"]
    assert apart["grouped"]
    assert not mixed["grouped"]
    assert apart["accuracy"] < mixed["accuracy"]
    names = grouped.model.labels("category")
    said = [names[i] for i in grouped.held_out["category"].probabilities.argmax(axis=1)]
    assert tuple(apart["accuracy_ci"]) == intervals(labels, said, places)[0]
    assert tuple(apart["accuracy_ci"]) != intervals(labels, said)[0]


def test_tables_too_small_to_hold_out_say_so():
    model = train(TEXTS[::4], {"category": LABELS[::4]})
    assert model.held_out == {}
    assert model.model.facts["metrics"] == {}
    assert "准确程度未知" in model_card(model.model)


def test_the_version_goes_with_the_weights():
    one, two = (train(TEXTS, {"category": LABELS}).model for _ in range(2))
    assert one.version == two.version
    fewer = train(TEXTS[1:], {"category": LABELS[1:]}).model
    assert fewer.version != one.version


# Card and picture


def test_the_card_tells_data_labels_settings_figures_and_limits(trained):
    card = model_card(trained.model, picture="confusion.png")
    for part in (
        "# 模型卡：标签",
        "标注.csv",
        "用于训练 84 行（读入 90 行）",
        "重复 6",
        "线性支持向量机",
        "| 准确率 |",
        "95 % 区间",
        "| 1 | 供水 | 28 |" if sorted(MATTERS)[0] == "供水" else "| 供水 | 28 |",
        "平均把握",
        "](confusion.png)",
        "## 局限",
        "--group",
    ):
        assert part in card
    assert card == model_card(trained.model, picture="confusion.png")


def test_the_card_tells_the_settings_of_the_first_head():
    each = {"category": FitSettings(cost=2.0, naive_bayes=0.75), "kind": FitSettings()}
    kinds = ["投诉" if i % 2 else "求助" for i in range(len(TEXTS))]
    model = train(TEXTS, {"category": LABELS, "kind": kinds}, settings=each).model
    assert "C=2.0）加互补朴素贝叶斯（权重 0.75）" in model_card(model)


def test_a_label_cannot_break_the_card_or_show_a_phone_number():
    labels = [f"{label}|<b>13800138000" for label in LABELS]
    card = model_card(train(TEXTS, {"category": labels}).model)
    assert "13800138000" not in card
    assert "<b>" not in card
    row = next(line for line in card.splitlines() if line.startswith("| 1 |"))
    assert row.replace("\\|", "").count("|") == 7


@pytest.mark.parametrize("fonts", ["as installed", "none"])
def test_the_picture_is_drawn_with_any_label_and_any_font(trained, monkeypatch, fonts):
    if fonts == "none":
        monkeypatch.setattr("minyi.pictures.FONTS", ())
    held, names = trained.held_out["category"], trained.model.labels("category")
    first = confusion_picture(LABELS, held, names)
    assert first.startswith(b"\x89PNG")
    assert first == confusion_picture(LABELS, held, names)
    strange = {"供水": "$x_$", "供电": "\U0001f4a7\u0378", "噪声": "_"}
    labels = [strange[label] for label in LABELS]
    assert confusion_picture(labels, held, [strange[name] for name in names])[:4] == b"\x89PNG"


def test_a_label_without_held_out_rows_leaves_its_line_empty():
    held = HeldOut(
        texts=np.array([0]), probabilities=np.array([[0.9, 0.1]], np.float32), grouped=False
    )
    assert confusion_picture(["甲"], held, ["甲", "乙"]).startswith(b"\x89PNG")


# The command


def train_table(minyi, file, out, *more):
    return minyi("train", file, "--text", "内容", "--label", "标签", "--out", out, *more)


def test_train_writes_card_picture_and_figures(minyi, tmp_path):
    code, stdout, stderr = train_table(minyi, write(tmp_path / "t.csv", ROWS), tmp_path / "m")
    assert (code, stdout) == (0, "")
    assert "留出检验：准确率" in stderr
    names = {path.name for path in (tmp_path / "m").iterdir()}
    assert {"README.md", "confusion.png", "manifest.json", "weights.npy"} <= names
    assert "检查结果.csv" not in names
    facts = manifest(tmp_path / "m")["facts"]
    assert facts["metrics"]["category"]["accuracy"] > 0.5
    assert len(facts["file_sha256"]) == 64


def test_all_files_of_two_trainings_are_the_same(minyi, tmp_path):
    file = write(tmp_path / "t.csv", [*ROWS, *ROWS[:25]])
    for name in "ab":
        train_table(minyi, file, tmp_path / name, "--seed", "7")
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert "检查结果.csv" in names
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_many_findings_go_to_a_table_that_a_clean_training_takes_away(minyi, tmp_path):
    out = tmp_path / "m"
    again = [(f"{text} ", label) for text, label in ROWS[:25]]
    _, _, stderr = train_table(minyi, write(tmp_path / "t.csv", [*ROWS, *again]), out)
    assert "检查结果.csv" in stderr
    listed = (out / "检查结果.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(listed)))
    assert [row["行号"] for row in rows[:25]] == [str(i) for i in range(86, 111)]
    assert manifest(out)["facts"]["findings"]["重复"] == 25
    (out / "备注.txt").write_text("mine", encoding="utf-8")
    train_table(minyi, write(tmp_path / "t.csv", ROWS), out, "--force")
    assert not (out / "检查结果.csv").exists()
    assert (out / "备注.txt").exists()


def test_near_copies_are_reported_and_held_out_together(minyi, tmp_path):
    file = write(tmp_path / "t.csv", [*ROWS, ("东关小区水压太低上不去了", "供水")])
    _, _, stderr = train_table(minyi, file, tmp_path / "m")
    assert "第 86 行：与第 4 行几乎相同" in stderr
    assert manifest(tmp_path / "m")["facts"]["metrics"]["category"]["grouped"]


def test_groups_are_held_out_whole(minyi, tmp_path):
    rows = [(text, label, text[:2]) for text, label in ROWS]
    file = write(tmp_path / "t.csv", rows, ("内容", "标签", "记录人"))
    train_table(minyi, file, tmp_path / "m", "--group", "记录人")
    facts = manifest(tmp_path / "m")["facts"]
    assert facts["group"] == "记录人"
    assert facts["metrics"]["category"]["grouped"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("停水", "水"), ("电灯", "电")], "没有任何字词"),
        ([("停水", "水"), ("水黄", "水")], "只有一种标签"),
        ([("", "水"), ("停电", "")], "没有一行可用于训练"),
    ],
)
def test_a_table_that_teaches_nothing_is_refused(minyi, tmp_path, rows, message):
    code, _, stderr = train_table(minyi, write(tmp_path / "t.csv", rows), tmp_path / "m")
    assert code == 2
    assert message in stderr
    assert not (tmp_path / "m").exists()


# Choosing


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([f"2026-03-{i:02}" for i in range(1, 13)], [f"2026-03-{i:02}" for i in range(1, 13)]),
        ([f"3月{i}日" for i in range(1, 13)], [f"2000-03-{i:02}" for i in range(1, 13)]),
        ([*(f"2026.3.{i}" for i in range(1, 12)), "不详"], None),
        (["2026-03-01", "2026-03-02"] * 20, None),
        ([], None),
    ],
    ids=["iso", "no year", "many are illegible", "two days", "empty"],
)
def test_dates_order_rows_where_they_are_legible_and_many(cells, expected):
    if expected is None and cells and cells[-1] == "不详":
        cells = [*cells, "不详"]
    assert days(cells) == expected


def test_only_later_texts_are_held_out_where_dates_are_known():
    order = list(range(len(TEXTS)))
    times = [f"{i:04d}" for i in reversed(order)]  # the first row is the latest
    held = train(TEXTS, {"category": LABELS}, times=times).held_out["category"]
    assert held.ordered
    assert sorted(held.texts) == order[: len(held.texts)]
    assert len(held.texts) == pytest.approx(len(order) / 2, abs=FOLDS)


def test_the_best_recipe_is_kept_and_all_tried_are_told():
    trained = train_best(TEXTS, {"category": LABELS}, recipes=[DEAF, HEARING])
    facts = trained.model.facts
    assert facts["recipe"] == "字"
    assert [name for name, *_ in facts["tried"]] == ["聋", "字"]
    assert facts["tried"][1][1] == facts["metrics"]["category"]["accuracy"]
    card = model_card(trained.model)
    assert "| 聋 |" in card
    assert "| **字** |" in card


def test_of_equal_recipes_the_first_is_kept():
    twin = replace(HEARING, name="又")
    trained = train_best(TEXTS, {"category": LABELS}, recipes=[twin, HEARING])
    assert trained.model.facts["recipe"] == "又"


def test_an_earlier_model_helps_with_words_that_few_rows_have():
    """Two rows a label teach little; a model that knows the matters from elsewhere knows more."""
    prior = train(TEXTS, {"category": LABELS}).model.classifier
    few = [i for i, text in enumerate(TEXTS) if i % 9 == 0]
    texts, labels = [TEXTS[i] for i in few], {"category": [LABELS[i] for i in few]}
    settings = FitSettings(naive_bayes=0.0, min_texts=1)
    alone = train(texts, labels, settings=settings).model
    helped = train(texts, labels, settings=replace(settings, prior=2.0), prior=prior).model

    def margin(model):
        chances = model.classifier.scores(occurrences(TEXTS, model.text))["category"]
        names = model.labels("category")
        own = [names.index(label) for label in LABELS]
        rest = chances.copy()
        rest[np.arange(len(own)), own] = -np.inf
        return float((chances[np.arange(len(own)), own] - rest.max(axis=1)).mean() / chances.std())

    assert margin(helped) > margin(alone)


def test_a_model_is_no_witness_for_rows_that_it_may_have_learned_from():
    prior = train(TEXTS, {"category": LABELS}).model.classifier
    informed = Recipe(name="参考", text=TextSettings(), settings=FitSettings(prior=1.0))
    others = [f"{label}科" for label in LABELS]
    tried = [
        [
            name
            for name, *_ in train_best(
                TEXTS, {"category": labels}, recipes=[HEARING, informed], prior=prior
            ).model.facts["tried"]
        ]
        for labels in (LABELS, others)
    ]
    assert tried == [["字"], ["字", "参考"]]


def test_train_orders_by_a_date_column_that_it_knows(minyi, tmp_path):
    dated = [
        (text, label, f"2026-{1 + i % 9:02}-{1 + i % 27:02}")
        for i, (text, label) in enumerate(zip(TEXTS, LABELS, strict=True))
    ]
    file = write(tmp_path / "标注.csv", dated, ("内容", "标签", "受理日期"))
    code, _, said = minyi(
        "train", file, "--text", "内容", "--label", "标签", "--out", tmp_path / "m"
    )
    assert code == 0
    facts = manifest(tmp_path / "m")["facts"]
    assert facts["date"] == "受理日期"
    assert facts["metrics"]["category"]["ordered"]
    assert "（采用）" in said
    assert "日期列：受理日期" in (tmp_path / "m" / "README.md").read_text(encoding="utf-8")


def test_a_date_column_without_dates_is_refused(minyi, tmp_path):
    file = write(tmp_path / "标注.csv", zip(TEXTS, LABELS, strict=True))
    arguments = ("--text", "内容", "--label", "标签", "--date", "标签", "--out", tmp_path / "m")
    code, _, said = minyi("train", file, *arguments)
    assert code == 2
    assert "--date" in said
