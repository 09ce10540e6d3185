"""Which model serves: figures of a comparison, the gate, and a switch that no crash can spoil."""

import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from itertools import count, product
from types import SimpleNamespace

import numpy as np
import pytest

import minyi
from minyi.cli import main
from minyi.errors import BadModelError, UsageError
from minyi.model_store import save_model
from minyi.promotion import (
    Comparison,
    LabelChange,
    PromotionRefusedError,
    Serving,
    Side,
    compare,
    history,
    objections,
    promote,
    promoted_folder,
    rollback,
    serving,
    verdict,
)
from minyi.retraining import train

PLACES = ["东关小区", "西河村", "北门市场", "南苑", "中心街", "新村三组"]
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
NOW = datetime(2026, 3, 2, 9, 0)
RECORD = {"on": None, "who": "张三", "now": NOW}


@pytest.fixture(scope="module")
def good():
    return train(TEXTS, {"category": LABELS}).model


@pytest.fixture(scope="module")
def bad():
    """Takes half of the 噪声 matters for 供电."""
    wrong = ["供电" if "吵" in text else label for text, label in ROWS]
    return train(TEXTS, {"category": wrong}).model


@pytest.fixture(scope="module")
def folders(good, bad, tmp_path_factory):
    root = tmp_path_factory.mktemp("candidates")
    for name, model in {"good": good, "bad": bad}.items():
        save_model(model, root / name, beside={"README.md": b"card"})
    return root


@pytest.fixture
def office(tmp_path):
    (tmp_path / "本单位").mkdir()
    return tmp_path / "本单位"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "标注.csv"
    lines = [f"{text},{label}" for text, label in ROWS]
    path.write_text("\n".join(["内容,标签", *lines]), encoding="utf-8")
    return path


def start(office, folder, **changes):
    """Promote without questions."""
    settings = {"replacing": serving(office), "comparison": None, "force": True, "reason": "试用"}
    return promote(office, folder, **{**settings, **RECORD, **changes})


class Oracle:
    """A model that answers what it is told, with a probability of 0.9."""

    def __init__(self, answers, labels=("供水", "供电", "噪声"), version="v"):
        self.answers, self.names, self.version = answers, labels, version
        self.classifier = SimpleNamespace(heads={"category": None})
        self.main_head = "category"

    def labels(self, head):
        return self.names

    def probabilities(self, texts):
        chances = np.full((len(texts), len(self.names)), 0.1 / (len(self.names) - 1))
        for i, text in enumerate(texts):
            chances[i, self.names.index(self.answers[text])] = 0.9
        return {"category": chances}


def oracles(truth, said_a, said_b, **settings):
    texts = [str(i) for i in range(len(truth))]
    a, b = (Oracle(dict(zip(texts, said, strict=True))) for said in (said_a, said_b))
    return compare(a, b, texts, truth, **settings)


def changed(rows, f1_a, f1_b, only_a=0, only_b=0, p=1.0):
    """A comparison with one label of these figures."""
    side = Side(
        version="v",
        accuracy=0.9,
        accuracy_ci=(0.8, 1.0),
        macro_f1=0.9,
        macro_f1_ci=(0.8, 1.0),
        ece=0.02,
        texts_per_second=1000.0,
    )
    change = LabelChange(label="供水", rows=rows, f1=(f1_a, f1_b), recall=(f1_a, f1_b))
    return Comparison(
        n=100,
        a=side,
        b=side,
        labels=(change,),
        only_a_right=only_a,
        only_b_right=only_b,
        p_value=p,
        speed_ratio=1.0,
        speed_range=(1.0, 1.0),
        notes=(),
    )


# Figures


def test_figures_are_those_of_each_model_on_the_same_rows():
    truth = ["供水"] * 4 + ["供电"] * 4
    comparison = oracles(truth, ["供水"] * 8, ["供水"] * 3 + ["供电"] * 5)
    assert (comparison.a.accuracy, comparison.b.accuracy) == (0.5, 0.875)
    assert (comparison.only_a_right, comparison.only_b_right) == (1, 4)
    water, power = sorted(comparison.labels, key=lambda each: each.label == "供电")
    assert water.recall == (1.0, 0.75)
    assert water.f1 == (pytest.approx(2 / 3, abs=1e-4), pytest.approx(6 / 7, abs=1e-4))
    assert power.f1 == (0.0, pytest.approx(8 / 9, abs=1e-4))
    assert comparison.a.ece == pytest.approx(0.5, abs=1e-6)  # bins of one row
    assert comparison.b.macro_f1_ci[0] <= comparison.b.macro_f1 <= comparison.b.macro_f1_ci[1]


@pytest.mark.parametrize(
    ("only_a", "only_b", "p"),
    [
        (0, 0, 1.0),
        (3, 3, 1.0),
        (0, 5, 0.0625),  # 2 / 2 ** 5
        (1, 9, 0.021484375),  # 2 × (1 + 10) / 2 ** 10
        (10, 40, 2.386e-05),
    ],
)
def test_mcnemar_is_exact(only_a, only_b, p):
    truth = ["供水"] * (only_a + only_b + 2)
    said_a = ["供水"] * only_a + ["供电"] * only_b + ["供水", "供电"]
    said_b = ["供电"] * only_a + ["供水"] * only_b + ["供水", "供电"]
    comparison = oracles(truth, said_a, said_b)
    assert (comparison.only_a_right, comparison.only_b_right) == (only_a, only_b)
    assert comparison.p_value == pytest.approx(p, rel=1e-3)


def test_a_second_accepted_label_counts_as_right():
    comparison = oracles(["供水", "供水"], ["供水", "供水"], ["供水", "供电"], also=["", "供电"])
    assert comparison.b.accuracy == 1.0
    assert comparison.only_a_right == 0


def test_models_of_other_labels_are_compared_on_those_of_the_file():
    texts, truth = ["1", "2"], ["供水", "噪声"]
    a = Oracle({"1": "供水", "2": "供电"}, labels=("供水", "供电"))
    b = Oracle({"1": "供水", "2": "噪声"})
    comparison = compare(a, b, texts, truth)
    assert [each.label for each in comparison.labels] == sorted(truth)
    assert comparison.b.accuracy == 1.0
    said = "".join(comparison.notes)
    assert "标签不同" in said
    assert "只有 B 有：噪声" in said
    assert "A 不认识文件中的标签 噪声" in said


def test_speed_is_taken_in_alternating_rounds():
    order = []
    ticks = count()

    class Timed(Oracle):
        def probabilities(self, texts):
            order.append(self.version)
            for _ in range(3 if self.version == "慢" else 0):
                next(ticks)
            return super().probabilities(texts)

    slow, fast = (Timed({"1": "供水"}, version=version) for version in ("慢", "快"))
    comparison = compare(slow, fast, ["1"], ["供水"], clock=lambda: float(next(ticks)))
    assert comparison.speed_ratio == 4
    rounds = order[2:]
    assert set(map(tuple, np.reshape(rounds, (-1, 2)).tolist())) == {("快", "慢"), ("慢", "快")}


# The gate


@pytest.mark.parametrize(
    ("comparison", "reasons"),
    [
        (changed(20, 0.90, 0.95, only_b=3), []),
        (changed(20, 0.90, 0.88), []),  # 2 points are borne
        (changed(20, 0.90, 0.879), ["“供水”（20 行）F1 90.0% → 87.9%，下降 2.1 个百分点"]),
        (changed(19, 0.90, 0.50), []),  # of few rows, chance may be to blame
        (changed(20, 0.90, 0.90, only_a=3, only_b=2), ["总体变差"]),
        (changed(20, 0.90, 0.80, only_a=3), ["总体变差", "供水"]),
    ],
)
def test_the_gate_weighs_labels_of_enough_rows_and_the_whole(comparison, reasons):
    found = objections(comparison)
    assert len(found) == len(reasons)
    assert all(reason in one for reason, one in zip(reasons, found, strict=True))


@pytest.mark.parametrize(
    ("comparison", "said"),
    [
        (changed(20, 0.9, 0.95, only_b=9, p=0.004), "B 更好"),
        (changed(20, 0.9, 0.95, only_a=9, p=0.004), "B 更差"),
        (changed(20, 0.9, 0.95, only_a=1, only_b=2), "分不出高下"),
        (changed(20, 0.9, 0.8, only_b=9, p=0.004), "不宜启用 B：“供水”"),
        (changed(20, 0.9, 0.95, only_b=9), "可以启用 B"),
    ],
)
def test_the_verdict_says_what_is_better_and_what_may_be_done(comparison, said):
    assert said in verdict(comparison)


# The switch


def test_an_office_serves_with_the_model_that_it_promoted(office, folders, good):
    assert minyi.load(office).model.version != good.version
    start(office, folders / "good")
    assert minyi.load(office).model.version == good.version
    assert promoted_folder(office) == office / "models" / good.version
    assert (promoted_folder(office) / "README.md").read_bytes() == b"card"


def test_the_settings_of_the_office_outrank_a_promotion(office, folders, bad):
    start(office, folders / "good")
    bad_folder = (folders / "bad").as_posix()
    (office / "minyi.toml").write_text(f'model = "{bad_folder}"\n', encoding="utf-8")
    assert minyi.load(office).model.version == bad.version
    with pytest.raises(UsageError, match="不会生效"):
        start(office, folders / "good")
    with pytest.raises(UsageError, match="不会生效"):
        rollback(office, who="张三", now=NOW)


def test_training_into_the_candidate_does_not_touch_what_serves(office, folders, good, bad):
    mine = office / "models" / "mine"
    save_model(good, mine)
    start(office, mine)
    save_model(bad, mine, force=True)
    assert minyi.load(office).model.version == good.version


def test_a_worse_candidate_is_refused_and_the_refusal_recorded(office, folders, good, bad):
    comparison = compare(good, bad, TEXTS, LABELS)
    start(office, folders / "good")
    with pytest.raises(PromotionRefusedError, match="噪声"):
        start(office, folders / "bad", comparison=comparison, force=False)
    assert serving(office).model == good.version
    last = history(office)[-1]
    assert last["action"] == "refuse"
    assert last["version"] == bad.version
    assert any("噪声" in one for one in last["objections"])
    assert last["figures"]["only_a_right"] > 0


def test_force_needs_a_reason_that_is_kept(office, folders, good, bad):
    comparison = compare(good, bad, TEXTS, LABELS)
    with pytest.raises(UsageError, match="--reason"):
        start(office, folders / "bad", comparison=comparison, reason=" ")
    with pytest.raises(UsageError, match="--on"):
        start(office, folders / "bad", force=False)
    start(office, folders / "bad", comparison=comparison, reason="旧模型不认识新标签")
    assert serving(office).model == bad.version
    last = history(office)[-1]
    assert (last["action"], last["reason"]) == ("force", "旧模型不认识新标签")
    assert (last["who"], last["time"]) == ("张三", "2026-03-02T09:00:00")


def test_rollback_goes_back_step_by_step_to_the_shipped_model(office, folders, good, bad):
    start(office, folders / "good")
    start(office, folders / "bad")
    assert rollback(office, who="李四", now=NOW).model == good.version
    assert minyi.load(office).model.version == good.version
    assert rollback(office, who="李四", now=NOW).model == ""
    assert promoted_folder(office) is None
    with pytest.raises(UsageError, match="没有可退回的模型"):
        rollback(office, who="李四", now=NOW)
    actions = [entry["action"] for entry in history(office)]
    assert actions == ["force", "force", "rollback", "rollback"]


def test_rollback_refuses_a_model_that_was_damaged_meanwhile(office, folders, good, bad):
    start(office, folders / "good")
    start(office, folders / "bad")
    (office / "models" / good.version / "weights.npy").write_bytes(b"")
    with pytest.raises(BadModelError, match="校验值"):
        rollback(office, who="李四", now=NOW)
    assert minyi.load(office).model.version == bad.version


def test_a_damaged_copy_is_replaced_when_its_model_is_promoted_again(office, folders, good):
    start(office, folders / "good")
    rollback(office, who="李四", now=NOW)
    (office / "models" / good.version / "weights.npy").write_bytes(b"")
    start(office, folders / "good")
    assert minyi.load(office).model.version == good.version


def test_two_models_of_one_version_get_two_folders(office, folders, good, bad, tmp_path):
    start(office, folders / "good")
    save_model(replace(bad, version=good.version), tmp_path / "twin")
    start(office, tmp_path / "twin")
    assert serving(office).model == f"{good.version}-2"


def test_the_version_of_a_candidate_cannot_lead_out_of_the_office(office, good, tmp_path):
    save_model(replace(good, version="../../evil"), tmp_path / "evil")
    start(office, tmp_path / "evil")
    assert promoted_folder(office).parent == office / "models"


def test_what_serves_already_is_not_promoted_again(office, folders):
    start(office, folders / "good")
    with pytest.raises(UsageError, match="就是现在用的模型"):
        start(office, folders / "good")
    assert len(serving(office).previous) == 1


def test_a_promotion_in_the_meantime_stops_the_other(office, folders, good):
    before = serving(office)
    start(office, folders / "good")
    with pytest.raises(UsageError, match="刚被别人改过"):
        start(office, folders / "bad", replacing=before)
    assert minyi.load(office).model.version == good.version


def truncated(folder):
    path = folder / "weights.npy"
    path.write_bytes(path.read_bytes()[:-10])


def without_manifest(folder):
    (folder / "manifest.json").unlink()


def edited(**changes):
    def edit(folder):
        path = folder / "manifest.json"
        manifest = {**json.loads(path.read_text(encoding="utf-8")), **changes}
        del manifest["checksum"]
        path.write_text(json.dumps(manifest), encoding="utf-8")

    return edit


def with_another_label(folder):
    path = folder / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace("供水", "供气"), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (truncated, "校验值"),
        (without_manifest, "不是模型文件夹"),
        (with_another_label, "校验值"),
        (edited(format=99), "升级"),
        (edited(text={"characters": [1], "segmenter": "other"}), "分词器"),
        (edited(text={"characters": [1], "words": True, "dictionary": "1" * 64}), "分词词典"),
    ],
)
def test_an_unusable_candidate_is_refused_even_by_force(office, good, tmp_path, damage, message):
    save_model(good, tmp_path / "m")
    damage(tmp_path / "m")
    with pytest.raises(BadModelError, match=message):
        start(office, tmp_path / "m")
    assert serving(office) == Serving()
    assert not history(office)


@pytest.mark.parametrize(
    "pointer",
    [
        "",
        "{",
        "[]",
        '{"model": 1, "previous": [], "change": {}}',
        '{"model": "..", "previous": [], "change": {}}',
        '{"model": "../../x", "previous": [], "change": {}}',
        '{"model": "gone", "previous": [], "change": {}}',
    ],
)
def test_a_damaged_pointer_is_said_never_passed_over(office, pointer):
    (office / "models").mkdir()
    (office / "models" / "当前.json").write_text(pointer, encoding="utf-8")
    with pytest.raises(BadModelError, match=r"当前\.json"):
        minyi.load(office)


def test_a_torn_line_of_the_history_costs_no_other(office, folders):
    start(office, folders / "good")
    with (office / "models" / "历史.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"time": "2026-')
    start(office, folders / "bad")
    assert [entry["action"] for entry in history(office)] == ["force", "force"]


KILLED = """
import os, shutil, signal, sys
from datetime import datetime
from pathlib import Path
from minyi.promotion import promote, serving
import minyi.promotion.switching as steps

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def half(source, target):
    target.write_bytes(Path(source).read_bytes()[:100])
    die()

point = sys.argv[3]
if point == "copy":
    shutil.copyfile = half
elif point == "copied":
    Path.rename = die
elif point == "installed":
    steps.write_serving = die
elif point == "pointer":
    os.replace = die
else:
    calls = []
    steps.catch_up = lambda office: die() if calls else calls.append(office)
office = Path(sys.argv[1])
promote(office, Path(sys.argv[2]), replacing=serving(office), comparison=None, on=None,
        who="张三", now=datetime(2026, 3, 2), force=True, reason="试用")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("point", ["copy", "copied", "installed", "pointer", "switched"])
def test_a_kill_in_the_middle_leaves_one_whole_model_serving(office, folders, good, bad, point):
    start(office, folders / "good")
    arguments = [sys.executable, "-c", KILLED, office, folders / "bad", point]
    assert subprocess.run(arguments, check=False).returncode == -9
    switched = point == "switched"
    assert minyi.load(office).model.version == (bad if switched else good).version
    assert len(history(office)) == 1  # nothing came of the other yet
    if switched:
        rollback(office, who="李四", now=NOW)  # and what happened is entered after all
        actions = [entry["version"] for entry in history(office)]
        assert actions == [good.version, bad.version, good.version]
    else:
        start(office, folders / "bad")
        assert minyi.load(office).model.version == bad.version
        assert len(history(office)) == 2


# The commands


@pytest.fixture
def command(capsys, monkeypatch):
    def run(*arguments):
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        with pytest.raises(SystemExit) as stop:
            main(["models", *map(str, arguments)])
        captured = capsys.readouterr()
        return stop.value.code, captured.out, captured.err

    return run


def on(table):
    return ["--on", table, "--text", "内容", "--label", "标签"]


def test_compare_prints_gains_test_calibration_speed_and_verdict(command, folders, table):
    code, stdout, _ = command("compare", folders / "good", folders / "bad", *on(table))
    assert code == 0
    for word in ("准确率", "宏平均 F1", "95 % 区间", "校准误差", "McNemar", "速度", "噪声", "结论"):
        assert word in stdout
    assert "不宜启用 B" in stdout
    code, stdout, _ = command("compare", folders / "bad", folders / "good", *on(table), "--json")
    figures = json.loads(stdout)
    assert figures["objections"] == []
    assert figures["only_b_right"] > figures["only_a_right"]


def test_promote_list_and_rollback(command, office, folders, table, good, bad):
    here = ["--office", office]
    code, stdout, stderr = command("promote", folders / "good", *on(table), *here)
    assert code == 0
    assert good.version in stdout
    assert "结论" in stderr
    code, _, stderr = command("promote", folders / "bad", *on(table), *here)
    assert code == 2
    assert "没有启用" in stderr
    assert "噪声" in stderr
    code, _, stderr = command("promote", folders / "bad", *here)
    assert code == 2
    assert "--on" in stderr
    assert command("promote", folders / "bad", *here, "--force")[0] == 2
    assert command("promote", folders / "bad", *here, "--force", "--reason", "试用")[0] == 0
    code, stdout, _ = command("list", *here)
    assert code == 0
    assert f"● {bad.version}" in stdout
    assert "试用" in stdout
    assert "拒绝启用" in stdout
    assert command("rollback", *here)[0] == 0
    assert serving(office).model == good.version
    assert command("promote", bad.version, *here, "--force", "--reason", "按名字")[0] == 0
    code, stdout, _ = command("compare", "自带", "当前", *on(table), *here)
    assert bad.version in stdout
    assert "标签不同" in stdout


def test_list_names_a_damaged_model(command, office, folders, good):
    start(office, folders / "good")
    truncated(office / "models" / good.version)
    code, stdout, _ = command("list", "--office", office)
    assert code == 0
    assert f"● {good.version}：模型文件" in stdout


def test_a_table_that_a_model_was_trained_on_is_no_proof(command, office, table, tmp_path, capsys):
    arguments = ["train", table, "--text", "内容", "--label", "标签", "--out", tmp_path / "m"]
    with pytest.raises(SystemExit):
        main(list(map(str, arguments)))
    capsys.readouterr()
    _, _, stderr = command("promote", tmp_path / "m", *on(table), "--office", office)
    assert "就是用这张表训练的" in stderr
