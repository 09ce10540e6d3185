"""Reading a directory, and telling all of its faults at once."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from minyi.directory import check_directory, load_directory
from minyi.errors import BadDirectoryError
from minyi.routing import route

ORGANIZATIONS = [
    ["名称", "简称", "上级", "责任人", "电话", "性质", "紧急期限", "一般期限"],
    ["区群众工作部", "群工部", "", "周某", "", "统筹"],
    ["区住建局", "住建局、建设局", "区群众工作部", "杨某"],
    ["区供水公司", "自来水公司", "住建局", "水某", "", "", "0.5", "7"],
    ["东关街道办事处"],
]
DUTIES = [
    ["组织", "类别", "地点", "分工", "紧急期限", "一般期限"],
    ["区供水公司", "供水", "", "主办", "", "5"],
    ["区住建局", "housing、供水", "", "协办"],
    ["东关街道办事处", "环卫排水", "东关", "主办"],
]
PLACES = [
    ["名称", "类型", "所属", "别名"],
    ["临水区", "区"],
    ["东关街道", "街道"],
    ["柳河镇", "镇"],
    ["文庙社区", "社区", "东关街道", "文庙大院"],
    ["崔马坊村", "村", "柳河"],
]
Grid = Sequence[Sequence[object]]
Writer = Callable[..., Path]


@pytest.fixture
def workbooks(tmp_path: Path) -> Writer:
    """Write 组织机构.xlsx and 地名.xlsx; a table given as None is left out."""

    def write(
        organizations: Grid | None = ORGANIZATIONS,
        duties: Grid | None = DUTIES,
        places: Grid | None = PLACES,
    ) -> Path:
        books = {
            "组织机构.xlsx": {"组织": organizations, "分工": duties},
            "地名.xlsx": {"地名": places},
        }
        for file, sheets in books.items():
            with xlsxwriter.Workbook(tmp_path / file) as book:
                book.add_worksheet("说明")
                for name, grid in sheets.items():
                    if grid is None:
                        continue
                    sheet = book.add_worksheet(name)
                    for number, line in enumerate(grid):
                        sheet.write_row(number, 0, line)
        return tmp_path

    return write


def test_a_good_directory_loads_with_all_that_it_says(workbooks, taxonomy):
    office = load_directory(workbooks(), taxonomy)
    assert office.name == "临水区"
    assert office.fallback == "区群众工作部"
    assert not office.example
    water = office.organizations[2]
    assert (water.parent, water.contact, water.urgent_days, water.normal_days) == (
        "区住建局",
        "水某",
        0.5,
        7,
    )
    assert office.duties[1].categories == ("housing", "utilities.water")
    assert not office.duties[1].lead
    assert office.duties[2].places == ("东关街道",)
    assert office.places[3].parent == "柳河镇"
    assert route("崔马坊停水", "utilities.water", office).normal_days == 5


def test_csv_files_do_as_well_as_workbooks_in_any_chinese_encoding(tmp_path, taxonomy, workbooks):
    for name, grid in (("组织", ORGANIZATIONS), ("分工", DUTIES), ("地名", PLACES)):
        with (tmp_path / f"{name}.csv").open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(grid)
    from_csv = load_directory(tmp_path, taxonomy)
    assert from_csv == load_directory(workbooks(), taxonomy)


def test_title_rows_units_and_other_headers_are_understood(workbooks, taxonomy):
    organizations = [
        ["临水区组织机构表"],
        [],
        [
            "单位名称",
            "简称",
            "上级单位",
            "联系人",
            "性质*",
            "紧急期限（工作日）",
            "一般期限(工作日)",
        ],
        ["区群众工作部", "", "", "周某", "统筹/兜底", 2.0, "10个工作日"],
        ["区供水公司"],
        ["东关街道办事处"],
        ["区住建局"],
    ]
    office = load_directory(workbooks(organizations), taxonomy)
    first = office.organizations[0]
    assert (first.contact, first.urgent_days, first.normal_days) == ("周某", 2, 10)


@pytest.mark.parametrize("written", ["供水", "utilities.water", "UTILITIES.WATER", " 供水 "])
def test_categories_are_given_by_code_or_by_chinese_name(workbooks, taxonomy, written):
    office = load_directory(workbooks(duties=[DUTIES[0], ["区供水公司", written]]), taxonomy)
    assert office.duties[0].categories == ("utilities.water",)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("全部", ("*",)),
        ("水电气暖通信", ("utilities",)),
        ("utilities", ("utilities",)),
        ("供水，供电；燃气", ("utilities.water", "utilities.power", "utilities.gas")),
        ("供水 供电", ("utilities.water", "utilities.power")),
        ("涉法涉诉", ("justice.disputes",)),
    ],
)  # fmt: skip
def test_groups_lists_and_all_categories_are_understood(workbooks, taxonomy, written, codes):
    office = load_directory(workbooks(duties=[DUTIES[0], ["区住建局", written]]), taxonomy)
    assert office.duties[0].categories == codes


def test_a_row_without_an_organization_is_still_to_be_given_out(workbooks, taxonomy):
    folder = workbooks(duties=[*DUTIES, ["", "供电", "", "主办"]])
    assert check_directory(folder, taxonomy) == []


def test_an_office_without_places_has_only_district_wide_duties(workbooks, taxonomy):
    folder = workbooks(duties=DUTIES[:3])
    (folder / "地名.xlsx").unlink()
    assert load_directory(folder, taxonomy).places == ()


FAULTS = [
    (
        "duties",
        [*DUTIES, ["区住建局", "供水", "", "主办"]],
        "组织机构.xlsx［分工］第5行：“供水”在全区已由“区供水公司”主办（第2行），"
        "一类一地只能有一个主办，请把“区住建局”改为协办或改正地点",
    ),
    (
        "duties",
        [*DUTIES, ["区住建局", "环卫排水", "东关街道"]],
        "第5行：“环卫排水”在东关街道已由“东关街道办事处”主办（第4行）",
    ),
    ("duties", [*DUTIES, ["区供水公司", "供水"]], "第5行：“供水”在全区已由“区供水公司”主办"),
    ("duties", [*DUTIES, ["区住建局", "供气"]], "第5行：类别“供气”不认识，请改成类别的代码"),
    ("duties", [*DUTIES, ["区住建局", "供水与"]], "（是不是“供水”？）"),
    ("duties", [*DUTIES, ["区住建局", ""]], "第5行：缺“类别”"),
    ("duties", [*DUTIES, ["区主建局", "供电"]], "组织“区主建局”不在组织表里"),
    ("duties", [*DUTIES, ["区主建局", "供电"]], "（是不是“区住建局”？）"),
    ("duties", [*DUTIES, ["区住建局", "供电", "北关"]], "地点“北关”不在地名表里"),
    ("duties", [*DUTIES, ["区住建局", "供电", "", "主管"]], "分工“主管”不认识，请填“主办”或“协办”"),
    ("duties", [*DUTIES, ["区住建局", "供电", "", "", "三天"]], "紧急期限“三天”不是合适的天数"),
    ("duties", [*DUTIES, ["区住建局", "供电", "", "", "", "7.5"]], "一般期限“7.5”不是合适的天数"),
    ("duties", [*DUTIES, ["区住建局", "供电", "", "", "0", ""]], "紧急期限“0”不是合适的天数"),
    ("duties", [*DUTIES, ["区住建局", "供电", "", "", "9", "3"]], "紧急期限9天比一般期限3天还长"),
    ("duties", [["组织", "地点"], ["区住建局"]], "组织机构.xlsx［分工］：缺少列“类别”"),
    ("duties", None, "组织机构.xlsx：缺少工作表“分工”"),
    (
        "organizations",
        [*ORGANIZATIONS, ["区民政局", "", "区政府"]],
        "组织机构.xlsx［组织］第6行：上级“区政府”不在组织表里，请补上该单位或改正名称",
    ),
    (
        "organizations",
        [*ORGANIZATIONS[:2], ["区住建局", "", "区供水公司"], ["区供水公司", "", "区住建局"],
         ["东关街道办事处"]],
        "第3行：上级绕成了圈：区住建局→区供水公司→区住建局",
    ),
    (
        "organizations",
        [*ORGANIZATIONS, ["区民政局", "", "区民政局"]],
        "上级绕成了圈：区民政局→区民政局",
    ),
    (
        "organizations",
        [ORGANIZATIONS[0], ["区群众工作部"], *ORGANIZATIONS[2:]],
        "组织机构.xlsx［组织］：没有统筹单位，请在一个单位（如群众工作办公室）的“性质”列填“统筹”",
    ),
    (
        "organizations",
        [*ORGANIZATIONS, ["区信访局", "", "", "", "", "统筹"]],
        "第6行：“区群众工作部”（第2行）已是统筹单位，只能有一个",
    ),
    ("organizations", [*ORGANIZATIONS, ["区住建局"]], "第6行：“区住建局”与第3行重名"),
    (
        "organizations",
        [*ORGANIZATIONS, ["区规建局", "建设局"]],
        "第6行：简称“建设局”已是第3行“区住建局”的名称或简称",
    ),
    ("organizations", [*ORGANIZATIONS, ["", "某局"]], "第6行：缺“名称”"),
    ("organizations", [*ORGANIZATIONS, ["区某局", "", "", "", "", "领导"]], "性质“领导”不认识"),
    ("organizations", [ORGANIZATIONS[0]], "还没有填单位，请至少填一个单位"),
    (
        "places",
        [*PLACES, ["崔马坊村", "村", "东关街道"]],
        "地名.xlsx［地名］第7行：“崔马坊村”同时归“柳河”（第6行）和“东关街道”",
    ),
    ("places", [*PLACES, ["文庙社区", "社区", "东关街道"]], "第7行：“文庙社区”与第5行重复"),
    ("places", [*PLACES, ["新桥村", "村", "石桥乡"]], "所属“石桥乡”不是本表里的街道、镇或乡"),
    ("places", [*PLACES, ["新桥村", "庄"]], "类型“庄”不认识，请填街道、镇、乡、社区、村之一"),
    ("places", [*PLACES, ["新桥村"]], "第7行：缺“类型”"),
    ("places", [*PLACES, ["新城街道", "街道", "柳河镇"]], "“新城街道”是街道，不能再归“柳河镇”"),
    (
        "places",
        [*PLACES, ["孔庙社区", "社区", "东关街道", "文庙大院"]],
        "第7行：别名“文庙大院”已是第5行“文庙社区”的名称或别名",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("table", "grid", "wanted"), FAULTS)
def test_each_fault_is_told_with_its_row_and_what_to_do(workbooks, taxonomy, table, grid, wanted):
    faults = check_directory(workbooks(**{table: grid}), taxonomy)
    assert any(wanted in fault for fault in faults), faults
    assert all("请" in fault for fault in faults)


def test_all_faults_are_listed_at_once_and_the_directory_is_refused(workbooks, taxonomy):
    folder = workbooks(
        [*ORGANIZATIONS, ["区民政局", "", "区政府"]],
        [*DUTIES, ["区住建局", "供气"], ["区主建局", "供电"]],
        [*PLACES, ["新桥村", "庄"]],
    )
    faults = check_directory(folder, taxonomy)
    assert len(faults) == 4
    with pytest.raises(BadDirectoryError) as caught:
        load_directory(folder, taxonomy)
    assert str(caught.value).splitlines() == faults


def test_homonymous_villages_carry_the_name_of_their_town(workbooks, taxonomy):
    places = [
        *PLACES,
        ["石桥乡", "乡"],
        ["柳河镇新桥村", "村", "柳河镇"],
        ["石桥乡新桥村", "村", "石桥乡"],
    ]
    duties = [*DUTIES, ["区住建局", "农田水利与人居", "石桥乡新桥村"]]
    office = load_directory(workbooks(duties=duties, places=places), taxonomy)
    found = route("新桥村的井坏了", "rural.works", office, place_hint="石桥乡")
    assert found.organization == "区住建局"
    ambiguous = [*DUTIES, ["区住建局", "农田水利与人居", "新桥村"]]
    faults = check_directory(workbooks(duties=ambiguous, places=places), taxonomy)
    assert "地点“新桥村”可能是柳河镇新桥村、石桥乡新桥村，请写全称" in faults[0]


def test_an_empty_folder_says_how_to_begin(tmp_path, taxonomy):
    with pytest.raises(BadDirectoryError, match="minyi init"):
        load_directory(tmp_path, taxonomy)


def test_a_file_that_is_no_workbook_is_told_once(workbooks, taxonomy):
    folder = workbooks()
    (folder / "组织机构.xlsx").write_bytes(b"not a workbook")
    faults = check_directory(folder, taxonomy)
    assert len(faults) == 1
    assert faults[0].startswith("组织机构.xlsx：打不开")
