"""Error budget: what no person sees is wrong at most as often as the office allows."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minyi
from minyi.budget import LEVELS, NOTHING, highest_share, line_of, review_line, risk_curve
from minyi.errors import UsageError
from minyi.model_store import Model, default_folder, load_model, save_model

RNG = np.random.default_rng(7)


def drawn(rows, seed):
    """Scores of a calibrated model, and whether it was right."""
    rng = np.random.default_rng(seed)
    scores = rng.beta(4, 1, rows)
    return scores, rng.random(rows) < scores


@pytest.mark.parametrize("budget", [0.02, 0.03, 0.05, 0.1])
def test_on_other_rows_of_the_same_kind_the_budget_is_kept(budget):
    line = review_line(risk_curve(*drawn(6000, 1)), budget)
    scores, right = drawn(20_000, 2)
    kept = scores > line
    assert kept.mean() > 0.05
    assert 1 - right[kept].mean() <= budget + 0.005


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=400),
    st.floats(0.001, 0.999),
)
@settings(max_examples=60, deadline=None)
def test_a_line_always_keeps_the_budget_on_the_rows_that_it_was_chosen_on(rows, budget):
    scores, right = np.array([s for s, _ in rows]), np.array([r for _, r in rows])
    line = review_line(risk_curve(scores, right), budget)
    kept = scores > line
    assert not kept.any() or 1 - right[kept].mean() <= budget + 1e-9


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=600))
@settings(max_examples=60, deadline=None)
def test_a_curve_is_compact_and_its_counts_fall(rows):
    curve = risk_curve(np.array([s for s, _ in rows]), np.array([r for _, r in rows], dtype=bool))
    assert len(curve) <= LEVELS + 1
    for (low, kept, wrong), (high, fewer, right) in pairwise(curve):
        assert low < high
        assert kept >= fewer
        assert wrong >= right
    json.dumps(curve)


@pytest.mark.parametrize(("rows", "proven"), [(10, False), (40, False), (60, True), (1000, True)])
def test_few_rows_without_a_mistake_prove_nothing(rows, proven):
    curve = risk_curve(np.full(rows, 0.9), np.ones(rows, bool))
    assert (review_line(curve, 0.03) < NOTHING) == proven


def test_a_stricter_budget_sends_no_fewer_rows_to_a_person():
    curve = risk_curve(*drawn(3000, 3))
    lines = [review_line(curve, budget) for budget in (0.5, 0.2, 0.1, 0.05, 0.03, 0.01, 0.001)]
    assert lines == sorted(lines)
    assert lines[0] == 0
    assert lines[-1] == NOTHING


def test_rows_that_a_person_sees_anyway_do_not_count():
    scores, right = np.array([0.9] * 200), np.array([True] * 100 + [False] * 100)
    curve = risk_curve(scores, right, seen_anyway=~right)
    assert review_line(curve, 0.03) == 0


def test_wrong_rows_count_by_how_often_they_are_met():
    scores, right = np.full(1000, 0.9), np.arange(1000) >= 100
    rare = risk_curve(scores, right, np.where(right, 1.0, 0.01))
    assert review_line(risk_curve(scores, right), 0.03) == NOTHING
    assert review_line(rare, 0.03) == 0


@given(st.integers(1, 5000), st.floats(0, 1))
def test_the_upper_end_lies_above_the_share_and_below_one(rows, share):
    wrong = share * rows
    assert share - 1e-9 <= highest_share(wrong, rows) <= 1 + 1e-9


@pytest.mark.parametrize("share", [0, 1, -0.1, 3, float("nan")])
def test_what_is_no_share_is_refused(share):
    with pytest.raises(UsageError, match="0 与 1 之间"):
        line_of({}, "category", share)


def test_a_model_without_a_curve_says_how_to_get_one():
    with pytest.raises(UsageError, match="minyi train"):
        line_of({"metrics": {"category": {"accuracy": 0.8}}}, "category", 0.03)


def with_curve(folder, curve):
    model = load_model(default_folder())
    facts = {**model.facts, "metrics": {model.main_head: {"risk": curve}}}
    save_model(Model(model.classifier, model.text, model.version, facts), folder)
    return folder


CURVE = [[0.0, 1000, 200.0], [0.5, 800, 60.0], [0.97, 500, 5.0], [0.999, 100, 0.0]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return with_curve(tmp_path_factory.mktemp("模型") / "有曲线", CURVE)


def test_the_library_sends_to_a_person_what_lies_under_the_line(folder):
    office = minyi.load(model=folder, max_error=0.03)
    assert office.flow.review_below == 0.97
    unsure = office.classify("3号楼停水两天了")
    assert unsure.needs_review == (unsure.score <= 0.97 or unsure.route.needs_review)


def test_an_office_sets_its_budget_once_and_a_command_may_differ(folder, tmp_path):
    (tmp_path / "minyi.toml").write_text("max_error = 0.1\n", encoding="utf-8")
    assert minyi.load(tmp_path, model=folder).flow.review_below == 0.5
    assert minyi.load(tmp_path, model=folder, max_error=0.03).flow.review_below == 0.97


@pytest.fixture
def command(capsys):
    from minyi.cli import main

    def run(*arguments):
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        return stop.value.code, *capsys.readouterr()

    return run


@pytest.fixture
def box(tmp_path):
    path = tmp_path / "意见.csv"
    path.write_text("意见内容\n3号楼停水两天了\n办证窗口态度很差\n路灯不亮\n", encoding="utf-8")
    return path


def test_run_says_the_budget_and_how_many_a_person_must_read(command, folder, box, tmp_path):
    out = tmp_path / "表.jsonl"
    code, told, _ = command("run", box, "--out", out, "--model", folder, "--max-error", "0.03")
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    waiting = sum(record["needs_review"] for record in records)
    assert code == 0
    assert "误差预算 3.0%：类别把握不高于 97.0% 的送人工复核" in told
    assert f"要人看的意见共 {waiting} 条" in told


def test_classify_says_the_same(command, folder, box, tmp_path):
    out = tmp_path / "表.csv"
    _, _, said = command("classify", box, "--out", out, "--model", folder, "--max-error", "0.03")
    rows = out.read_text("utf-8-sig").splitlines()[1:]
    assert f"要人看的记录共 {sum(',true,' in row for row in rows)} 条" in said
    assert "不高于 97.0%" in said


def test_a_budget_that_cannot_be_kept_sends_everything_to_a_person(command, folder, box, tmp_path):
    out = tmp_path / "表.jsonl"
    _, told, _ = command("run", box, "--out", out, "--model", folder, "--max-error", "0.001")
    assert "全部送人工复核" in told
    assert all(json.loads(line)["needs_review"] for line in out.read_text("utf-8").splitlines())


@pytest.mark.parametrize("bad", ["0", "1", "3", "-1"])
def test_a_wrong_share_is_told_in_chinese(command, box, tmp_path, bad):
    code, _, said = command("classify", box, "--max-error", bad)
    assert code == 2
    assert "请填 0 与 1 之间的数" in said


def test_labels_only_has_no_column_for_a_person(command, box):
    code, _, said = command("classify", box, "--labels-only", "--max-error", "0.03")
    assert code == 2
    assert "--labels-only" in said


def test_evaluate_says_whether_the_budget_is_kept_on_a_file(command, folder, tmp_path):
    path = tmp_path / "标注.csv"
    rows = ["3号楼停水两天了,utilities.water", "路灯不亮,travel.roads", "停水了,travel.roads"]
    path.write_text("text,category\n" + "\n".join(rows) + "\n", encoding="utf-8")
    options = ("--text", "text", "--label", "category", "--model", folder)
    _, plain, _ = command("evaluate", path, *options, "--json")
    _, told, _ = command("evaluate", path, *options, "--max-error", "0.3", "--json")
    figures = json.loads(told)
    assert list(figures)[: len(json.loads(plain))] == list(json.loads(plain))
    assert figures["review_below"] == 0
    assert figures["unseen"] == 1
    assert figures["unseen_error"] == pytest.approx(1 / 3, abs=1e-3)
    _, told, _ = command("evaluate", path, *options, "--max-error", "0.3")
    assert "其中判错 33.3%" in told
