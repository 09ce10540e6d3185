"""The library as an application uses it."""

import subprocess
import sys

import pandas as pd
import pytest

import minyi
from minyi.errors import BadTableError, UsageError


@pytest.fixture(scope="module")
def office():
    return minyi.load()


def test_one_opinion(office):
    matter = office.classify("3号楼停水两天了")
    assert matter.category == "utilities.water"
    assert matter.urgency == "urgent"
    assert 0.4 < matter.score <= 1
    assert "供水" in matter.organization
    assert "供水" in matter.reason


def test_a_table_keeps_its_rows_index_and_columns(office):
    frame = pd.DataFrame(
        {"意见内容": ["停水两天了", None, 12345], "category": ["甲", "乙", "丙"]}, index=[7, 3, 9]
    )
    table = office.classify_table(frame, text="意见内容")
    assert list(table.index) == [7, 3, 9]
    assert table["category"].tolist()[:2] == ["utilities.water", "other.unclear"]
    assert table["category_原"].tolist() == ["甲", "乙", "丙"]
    assert table.loc[3, "needs_review"]
    assert list(frame.columns) == ["意见内容", "category"]


def test_labels_only_gives_two_columns(office):
    frame = pd.DataFrame({"t": ["停水两天了"]})
    table = office.classify_table(frame, text="t", labels_only=True)
    assert list(table.columns) == ["t", "category", "score"]


def test_an_empty_table_stays_empty(office):
    table = office.classify_table(pd.DataFrame({"意见内容": []}))
    assert len(table) == 0
    assert "organization" in table.columns


def test_a_missing_column_is_named_with_those_that_there_are(office):
    with pytest.raises(BadTableError, match="没有“意见内容”列，现有列：内容、日期"):
        office.classify_table(pd.DataFrame({"内容": ["停水"], "日期": ["x"]}))


def test_settings_of_an_office_are_read_and_checked(tmp_path):
    (tmp_path / "minyi.toml").write_text('title = "东关街道台账"\n', encoding="utf-8")
    assert minyi.load(tmp_path).settings.title == "东关街道台账"
    (tmp_path / "minyi.toml").write_text('titel = "x"\nreview_below = "高"\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"minyi\.toml") as error:
        minyi.load(tmp_path)
    assert "titel" in str(error.value)
    assert "review_below" in str(error.value)


def test_an_office_may_bring_its_own_label_tree(tmp_path):
    (tmp_path / "minyi.toml").write_text('taxonomy = "mine.toml"\n', encoding="utf-8")
    tree = '[utilities]\nname = "公用"\n[utilities.water]\nname = "自来水"\n'
    (tmp_path / "mine.toml").write_text(tree, encoding="utf-8")
    office = minyi.load(tmp_path)
    frame = office.classify_table(pd.DataFrame({"意见内容": ["3号楼停水两天了"]}))
    assert frame["category_name"].tolist() == ["自来水"]


def run_python(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout.split()


def test_importing_minyi_loads_nothing_heavy():
    heavy = {"numpy", "pandas", "sklearn", "scipy", "pydantic", "typer"}
    loaded = run_python("import minyi, sys; print(*sys.modules)")
    assert not heavy & set(loaded)


def test_serving_needs_neither_scikit_learn_nor_pandas():
    code = "import minyi, sys; minyi.load().classify('停水了'); print(*sys.modules)"
    assert not {"pandas", "sklearn", "scipy", "pyarrow", "docx"} & set(run_python(code))


def test_public_names_are_all_there():
    assert {"load", "Office", "OpinionClassifier", "MinyiError"} <= set(minyi.__all__)
    for name in minyi.__all__:
        assert getattr(minyi, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = minyi.nothing
