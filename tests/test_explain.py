"""minyi explain: the reasons of one matter, with written examples and nobody's own words."""

import pytest

from minyi.model_store import default_folder, load_model, save_model
from minyi.nearest import EXAMPLES_NAME, Example, with_examples

WRITTEN = [
    Example("小区停水三天了，物业不管", "utilities.water"),
    Example("自来水停了，打13800138000没人接", "utilities.water"),
    Example("路灯坏了没人修", "travel.roads"),
]


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """The shipped model with three examples."""
    model, content = with_examples(load_model(default_folder()), WRITTEN)
    folder = tmp_path / "自带"
    save_model(model, folder, beside={EXAMPLES_NAME: content})
    for module in ("minyi.model_store", "minyi.office"):
        monkeypatch.setattr(f"{module}.default_folder", lambda: folder)
    return folder


def test_the_nearest_written_examples_are_told_with_their_category(minyi, shipped):
    code, told, _ = minyi("explain", "3号楼停水两天了")
    assert code == 0
    lines = told.splitlines()
    at = lines.index("  相近的例句（为训练编写，不是来信原文）：")
    assert lines[at + 1].startswith("    供水，相似 ")
    assert lines[at + 1].endswith("小区停水三天了，物业不管")
    assert "13800138000" not in told


def test_a_text_like_no_example_has_none(minyi, shipped):
    _, told, _ = minyi("explain", "hello")
    assert "相近的例句" not in told


def test_a_damaged_store_of_examples_is_refused(minyi, shipped):
    (shipped / EXAMPLES_NAME).write_text("[]", encoding="utf-8")
    code, _, said = minyi("explain", "3号楼停水两天了")
    assert code == 2
    assert "校验值不符" in said


def test_the_rule_and_the_words_that_decided_are_told(minyi, shipped):
    _, told, _ = minyi("explain", "家里煤气泄漏，有浓烈的煤气味")
    assert "依据：" in told
    assert "紧急程度：紧急（" in told
    assert "理由：" in told
