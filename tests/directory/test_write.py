"""An office of one's own, written to be filled in."""

import pytest
from openpyxl import load_workbook

from minyi.directory import check_directory, load_directory, write_office
from minyi.errors import OutputExistsError

PAST = [
    *[("供水", "区供水公司")] * 8,
    *[("utilities.water", "区住建局")] * 2,
    *[("供水", "区水利局")] * 1,
    *[("环卫排水", "区城管局、区环卫中心")] * 6,
    *[("环卫排水", "东关街道办事处")] * 4,
    *[("综合建议", "区群众工作办公室")] * 3,
    ("没有这个类别", "区某局"),
    ("供电", "无"),
    ("供电", ""),
]


def table(path, sheet):
    header, *rows = load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_an_empty_office_holds_every_category_and_says_what_to_fill_in(tmp_path, taxonomy):
    folder = tmp_path / "本区"
    write_office(folder, taxonomy, None)
    rows = table(folder / "组织机构.xlsx", "分工")
    assert [row["类别"] for row in rows] == [leaf.name for leaf in taxonomy]
    faults = check_directory(folder, taxonomy)
    assert faults == [
        "组织机构.xlsx［组织］：还没有填单位，请至少填一个单位，并把统筹兜底的单位的“性质”写成“统筹”"
    ]


def test_past_dispatches_fill_in_organizations_and_duties_by_share(tmp_path, taxonomy):
    write_office(tmp_path, taxonomy, PAST)
    office = load_directory(tmp_path, taxonomy)
    assert office.fallback == "区群众工作办公室"
    assert {one.name for one in office.organizations} == {
        "区供水公司", "区住建局", "区水利局", "区城管局", "区环卫中心", "东关街道办事处",
        "区群众工作办公室", "区某局",
    }  # fmt: skip
    duties = [(d.organization, d.categories[0], d.lead, d.places) for d in office.duties]
    assert duties == [
        ("区供水公司", "utilities.water", True, ()),
        ("区住建局", "utilities.water", False, ()),
        ("区城管局", "environment.sanitation", True, ()),
        ("区环卫中心", "environment.sanitation", False, ()),
        ("东关街道办事处", "environment.sanitation", False, ("东关街道",)),
        ("区群众工作办公室", "other.general", True, ()),
    ]
    shown = [row["占比（参考）"] for row in table(tmp_path / "组织机构.xlsx", "分工")]
    assert [share for share in shown if share][:2] == ["73%", "18%"]


def test_past_dispatches_without_a_fallback_leave_one_fault(tmp_path, taxonomy):
    write_office(tmp_path, taxonomy, [("供水", "区供水公司")])
    faults = check_directory(tmp_path, taxonomy)
    assert len(faults) == 1
    assert "没有统筹单位" in faults[0]


@pytest.mark.parametrize("name", ["组织机构.xlsx", "地名.xlsx"])
def test_nothing_is_overwritten(tmp_path, taxonomy, name):
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(OutputExistsError, match=name):
        write_office(tmp_path, taxonomy, None)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == b"mine"


def test_names_that_look_like_formulas_stay_text(tmp_path, taxonomy):
    write_office(tmp_path, taxonomy, [("供水", "=1+1")])
    assert table(tmp_path / "组织机构.xlsx", "组织")[0]["名称"] == "=1+1"
    sheet = load_workbook(tmp_path / "组织机构.xlsx")["组织"]
    assert sheet["A2"].data_type == "s"
