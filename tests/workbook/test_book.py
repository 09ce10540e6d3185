"""The workbook as a file: safe to open, silent on persons, whole or absent."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import minyi.workbook.book as book
from minyi.domain import Opinion, Problem, Source
from minyi.errors import OutputExistsError
from minyi.workbook import write_split, write_workbook
from minyi.workbook.examples import marking

SHEETS = ["整改台账", "待人工复核", "汇总", "问题行", "原始意见", "词表", "底稿"]

DANGEROUS = [
    '=HYPERLINK("http://a.example","点我")',
    "=1+1",
    "+86 停水",
    "-3℃还没暖气",
    "@SUM(A1)",
    "{=1}",
    "http://a.example/x",
    "mailto:x",
    "internal:Sheet!A1",
    "external:c:\\a.xlsx",
    "<r><t>注入</t></r>",
    "</t></is></c><c><f>1+1</f></c>",
    "a&b <b>粗</b> _x0041_ ]]>",
    "2026021500012345678",
    "0012",
    "1e5",
    "TRUE",
    "#REF!",
    "  前后有空格  ",
    "第一行\n第二行\t制表",
]


def cells(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(min_row=2, values_only=True))


def column(path: Path, sheet: str, header: str) -> list[object]:
    header_row, *rows = cells(path, sheet)
    return [row[header_row.index(header)] for row in rows]


def test_all_sheets_are_there_in_order_and_the_words_are_hidden(make_matter, make_report, written):
    opened = openpyxl.load_workbook(written(make_report(make_matter())))
    assert opened.sheetnames == SHEETS
    assert opened["词表"].sheet_state == "hidden"
    assert opened["底稿"].sheet_state == "veryHidden"


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_stays_text_whatever_it_says(text, make_matter, make_report, written, everything):
    matter = make_matter(
        text, case=text, title=text, channel=text, place=text, extra={text: text, "备注": text}
    )
    problem = Problem(level="notice", source=Source(file=text), what=text, advice="", excerpt=text)
    path = written(make_report(matter, problems=[problem], show_personal=True, title=text))
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None or (cell.hyperlink.location and not cell.hyperlink.id)
    package = everything(path)
    assert "<f>" not in package.replace("<c:f>", "").replace("<formula>", "")
    assert "externalLink" not in package
    assert 'TargetMode="External"' not in package


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_is_read_back_as_it_was(text, make_matter, make_report, written):
    from python_calamine import CalamineWorkbook

    path = written(make_report(make_matter(text), show_personal=True))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("原始意见").to_python()
    read = rows[2][rows[1].index("意见原文")]
    assert re.sub("_x005F_", "_", read) == text


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None
)
@given(text=st.text(st.characters(), min_size=1))
def test_no_character_breaks_the_file(text, make_matter, make_report, written):
    path = written(make_report(make_matter(text, extra={text: text}), show_personal=True))
    assert openpyxl.load_workbook(path).sheetnames == SHEETS


def test_long_numbers_and_leading_zeros_stay_text(make_matter, make_report, written):
    path = written(make_report(make_matter(case="0020260215001234567")))
    for sheet in ("整改台账", "原始意见"):
        assert column(path, sheet, "编号") == ["0020260215001234567"]


def test_a_text_beyond_the_limit_of_a_cell_is_cut_and_says_so(make_matter, make_report, written):
    path = written(make_report(make_matter("𠀀水" * 12_000)))
    (text,) = column(path, "整改台账", "意见内容")
    assert str(text).endswith("…（全文见源文件）")
    assert len(str(text).encode("utf-16-le")) <= 2 * 32_767
    assert "截断" in str(column(path, "整改台账", "备注")[0])


PERSONAL = {
    "手机": "13812345678",
    "身份证": "110101199003074514",
    "姓名": "欧阳建国",
    "邮箱": "zhangsan1990@example.com",
    "微信": "wx_zhangsan",
    "住址": "东关街道幸福里3号楼2单元401",
}


@pytest.fixture
def personal(make_matter, make_report):
    text = f"停水，请打{PERSONAL['手机']}，证号{PERSONAL['身份证']}，{PERSONAL['邮箱']}"
    matter = make_matter(
        text,
        review=f"电话{PERSONAL['手机']}",
        urgency="urgent",
        rule="断水",
        words=(PERSONAL["手机"],),
        source=Source(file=f"来信{PERSONAL['手机']}.xlsx", sheet=PERSONAL["手机"], row=3),
        title=f"来电{PERSONAL['手机']}",
        name=PERSONAL["姓名"],
        phone=PERSONAL["手机"],
        place=f"东关{PERSONAL['手机']}",
        channel=PERSONAL["手机"],
        assigned=PERSONAL["手机"],
        extra={
            "联系人": PERSONAL["姓名"],
            "联系电话": f"{PERSONAL['手机']} {PERSONAL['姓名']}",
            "身份证号码": PERSONAL["身份证"],
            "微信号": PERSONAL["微信"],
            "家庭住址": PERSONAL["住址"],
            "备注": f"{PERSONAL['手机']} {PERSONAL['邮箱']}",
            f"列{PERSONAL['手机']}": "1",
        },
    )
    problem = Problem(
        level="rejected",
        source=Source(file=f"{PERSONAL['手机']}.csv", row=9),
        what=f"看不懂 {PERSONAL['手机']}",
        advice=PERSONAL["手机"],
        excerpt=f"{PERSONAL['身份证']} | {PERSONAL['手机']}",
    )
    return make_report(matter, problems=[problem])


def test_no_part_of_the_package_gives_a_person_away(personal, written, everything):
    package = everything(written(personal))
    assert [what for what, value in PERSONAL.items() if value in package] == []
    assert "13812" not in package


def test_the_office_may_see_persons_when_it_asks_to(personal, written, everything):
    package = everything(written(replace(personal, show_personal=True)))
    assert [what for what, value in PERSONAL.items() if value not in package] == []


def test_the_name_of_the_citizen_stands_nowhere_in_the_package(
    make_matter, make_report, written, everything
):
    name = "赵明亮"
    matter = make_matter(
        f"{name}家停水，赵 明亮多次反映，{name}的邻居也停水",
        review=f"{name}说法不一",
        urgency="urgent",
        rule="断水",
        words=(name,),
        source=Source(file=f"{name}来信.docx", sheet=f"{name}表", row=3),
        title=f"{name}反映停水",
        name=f"{name}、钱多",
        place=f"{name}家",
        channel=f"{name}来电",
        assigned=f"转{name}",
        extra={
            "备注": f"回访{name}和钱多",
            "登记人": name,
            "家庭成员": name,
            "办理情况": f"已答复{name}",
        },
    )
    matter = replace(
        matter, route=replace(matter.route, reason=f"“{name}”由区供水公司主办", place=f"{name}家")
    )
    same_row = Problem(
        level="notice", source=matter.opinion.source, what=f"{name}", advice="请核对", excerpt=name
    )
    other = Problem(
        level="rejected",
        source=Source(file="乙.csv", row=9),
        what="没有意见",
        advice="请补",
        excerpt=f"7 | {name} | 清河街道",
    )
    report = make_report(matter, problems=[same_row, other])
    package = everything(written(report))
    assert name not in package
    assert "钱多" not in package
    assert "赵**家停水" in package
    assert name in everything(written(replace(report, show_personal=True)))


@pytest.mark.parametrize(
    "header",
    [
        *("姓名", "市民姓名", "法人代表", "法定代表人", "家庭成员", "登记人", "户主", "当事人"),
        *("监护人", "反映人", "来电人", "来访人", "信访人", "诉求人", "举报人", "申请人", "联系人"),
        *("投诉人", "户名", "承租人", "车主", "患者", "收款人"),
    ],
)
def test_columns_of_citizens_are_masked(header, make_matter, make_report, written):
    path = written(make_report(make_matter(extra={header: "王小明"})))
    (shown,) = column(path, "原始意见", header if header != "姓名" else "姓名（原表）")
    assert shown == "王**"


@pytest.mark.parametrize("header", ["受理人", "经办人", "责任人", "登记人数", "投诉人次"])
def test_columns_of_staff_and_counts_stay(header, make_matter, make_report, written):
    path = written(make_report(make_matter(extra={header: "王小明"})))
    assert column(path, "原始意见", header) == ["王小明"]


def test_the_place_of_the_incident_is_no_home_and_stays(make_matter, make_report, written):
    extra = {"事发地址": "东关街道幸福里3号楼", "是否电话回访": "是"}
    path = written(make_report(make_matter(extra=extra)))
    assert column(path, "原始意见", "事发地址") == ["东关街道幸福里3号楼"]
    assert column(path, "原始意见", "是否电话回访") == ["是"]


def test_every_extra_column_is_kept_however_many(make_matter, make_report, written):
    extra = {f"问题{number}": f"答{number}号" for number in range(60)} | {"编号": "内部7"}
    path = written(make_report(make_matter(extra=extra)))
    text = "\n".join(map(str, cells(path, "原始意见")))
    assert all(f"答{number}号" in text for number in range(60))
    assert "内部7" in text


def test_an_existing_file_is_left_alone_without_force(tmp_path, make_matter, make_report):
    path = tmp_path / "台账.xlsx"
    path.write_text("办公室改过的台账", encoding="utf-8")
    report = make_report(make_matter())
    with pytest.raises(OutputExistsError, match="--force"):
        write_workbook(report, path)
    assert path.read_text(encoding="utf-8") == "办公室改过的台账"
    write_workbook(report, path, force=True)
    assert zipfile.is_zipfile(path)


@pytest.mark.parametrize("broken", ["write_summary", "write_words"])
def test_an_interrupted_write_leaves_nothing(
    broken, tmp_path, monkeypatch, make_matter, make_report
):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(book, broken, interrupt)
    path = tmp_path / "out" / "台账.xlsx"
    with pytest.raises(KeyboardInterrupt):
        write_workbook(make_report(make_matter()), path)
    assert list(path.parent.iterdir()) == []


def test_an_interrupted_write_leaves_the_old_file(tmp_path, monkeypatch, make_matter, make_report):
    path = tmp_path / "台账.xlsx"
    path.write_text("旧", encoding="utf-8")
    monkeypatch.setattr(book, "write_words", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_workbook(make_report(make_matter()), path, force=True)
    assert path.read_text(encoding="utf-8") == "旧"
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_report_still_opens(make_report, written):
    assert openpyxl.load_workbook(written(make_report())).sheetnames == SHEETS


def test_split_gives_each_organization_its_matters_and_slips_only(
    tmp_path, make_matter, make_report
):
    water, power = (
        make_matter("停水", row=3),
        make_matter("停电", row=4, organization="区供电/公司:一", category="utilities.power"),
    )
    both = make_matter("又停水", row=5)
    second = make_matter("路灯", number=2, opinion=both.opinion, organization="区供电/公司:一")
    report = make_report(water, power, both, second)
    paths = write_split(report, tmp_path / "分册")
    assert [path.name for path in paths] == ["区供水公司.xlsx", "区供电_公司_一.xlsx"]
    assert column(paths[0], "整改台账", "意见内容") == ["停水", "又停水"]
    assert column(paths[1], "整改台账", "意见内容") == ["停电", "路灯"]
    assert column(paths[1], "原始意见", "行") == [4, 5]


def test_split_writes_nothing_where_one_file_would_be_overwritten(
    tmp_path, make_matter, make_report
):
    report = make_report(make_matter(), make_matter(row=4, organization="区供电公司"))
    (tmp_path / "区供电公司.xlsx").write_text("旧", encoding="utf-8")
    with pytest.raises(OutputExistsError, match="区供电公司"):
        write_split(report, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["区供电公司.xlsx"]


@pytest.mark.parametrize(
    ("names", "files"),
    [
        (["CON", "con"], ["_CON", "_con_2"]),
        (["..", " "], ["未定单位", "未定单位_2"]),
        (["../../etc/x"], ["_.._etc_x"]),
        (["甲" * 300], ["甲" * 60]),
    ],
)
def test_split_names_are_fit_for_every_file_system(
    names, files, tmp_path, make_matter, make_report
):
    matters = [make_matter(row=row, organization=name) for row, name in enumerate(names, 3)]
    paths = write_split(make_report(*matters), tmp_path)
    assert [path.stem for path in paths] == files


def test_the_shipped_example_says_so_everywhere(make_matter, make_report, written):
    path = written(make_report(make_matter(review="把握不大"), example=True))
    opened = openpyxl.load_workbook(path)
    for name in SHEETS[:-2]:
        assert "示例" in opened[name]["A1"].value
    assert column(path, "整改台账", "责任单位") == ["区供水公司（示例）"]
    assert column(path, "待人工复核", "现责任单位") == ["区供水公司（示例）"]
    summary = [value for row in cells(path, "汇总") for value in row if value]
    assert "区供水公司（示例）" in summary
    assert column(path, "整改台账", "派单理由") == ["类别“供水”由区供水公司（示例）主办"]
    assert any("minyi init" in str(value) for value in summary)


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("类别“供水”由区供水公司主办", "类别“供水”由区供水公司（示例）主办"),
        (
            "来信请区供水公司处理，但“供电”平时由区供电公司主办，不归区供水公司",
            "来信请区供水公司（示例）处理，但“供电”平时由区供电公司（示例）主办，不归区供水公司",
        ),
        ("由区供水公司营业厅主办", "由区供水公司营业厅（示例）主办"),
        ("由区供水公司（示例）主办", "由区供水公司（示例）主办"),
        ("地点不能确定", "地点不能确定"),
    ],
)
def test_every_organization_of_a_reason_is_marked_once(reason, shown):
    names = ["区供水公司", "区供电公司", "区供水公司营业厅", ""]
    assert marking(names, example=True)(reason) == shown
    assert marking(names, example=False)(reason) == reason


def test_slips_without_a_matter_are_listed_too(make_matter, make_report, written):
    lost = Opinion(text="…", source=Source(file="a.txt", row=9), id="a.txt:9")
    kept = make_matter()
    path = written(make_report(kept, opinions=[lost, kept.opinion]))
    assert column(path, "原始意见", "行") == [9, 3]
