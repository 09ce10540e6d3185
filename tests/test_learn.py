"""minyi learn: the clerk's story on real files, from the box to the corrected list."""

from __future__ import annotations

import csv
import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from minyi.cli import main
from minyi.reviews import load_reviews

BOX = (
    "工单号,问题描述,联系电话,街道,时间\n"
    "0001,3号楼停水两天了，请打13800138000,13800138000,东关街道,2026-02-03\n"
    "0002,小区门口垃圾堆成山没人清运,13900139000,东关街道,2026-02-03\n"
    "0003,夜市烧烤油烟太大,,东关街道,2026-02-04\n"
    "0004,问问医保怎么报销,,,2026-02-05\n"
    "0005,路灯不亮,,,2026-02-05\n"
)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    """A list in which every matter waits for review."""
    folder = tmp_path_factory.mktemp("收件")
    (folder / "minyi.toml").write_text("review_below = 1.0\n", encoding="utf-8")
    (folder / "意见箱.csv").write_text(BOX, encoding="utf-8")
    out = folder / "台账.xlsx"
    with pytest.raises(SystemExit):
        main(["run", str(folder / "意见箱.csv"), "--office", str(folder), "--out", str(out)])
    return out


@pytest.fixture
def book(fresh, tmp_path) -> Path:
    return Path(shutil.copy(fresh, tmp_path / "三月台账.xlsx"))


@pytest.fixture
def office(tmp_path) -> Path:
    folder = tmp_path / "本单位"
    folder.mkdir()
    return folder


def rows(path: Path, name: str) -> dict[str, dict[str, object]]:
    header, *lines = openpyxl.load_workbook(path)[name].iter_rows(min_row=2, values_only=True)
    at = header.index("编号")
    return {str(line[at]): dict(zip(header, line, strict=True)) for line in lines if line[at]}


def fill(path: Path, corrections: dict[str, dict[str, object]], edit=None) -> None:
    opened = openpyxl.load_workbook(path)
    sheet = opened["待人工复核"]
    at = {cell.value: cell.column for cell in sheet[2]}
    numbers = {sheet.cell(row, 1).value: row for row in range(3, sheet.max_row + 1)}
    for id, values in corrections.items():
        for header, value in ({"复核人": "张某"} | values).items():
            sheet.cell(numbers[id], at[header]).value = value
    if edit:
        edit(opened)
    opened.save(path)


def test_the_whole_story(minyi, book, office):
    before = rows(book, "整改台账")

    def work(opened) -> None:
        sheet = opened["整改台账"]
        at = {cell.value: cell.column for cell in sheet[2]}
        sheet.cell(2, 19).value = "领导批示"
        for row in range(3, sheet.max_row + 1):
            sheet.cell(row, at["整改措施"]).value = f"第{row}行的措施"
            sheet.cell(row, at["办理状态"]).value = "办理中"
            sheet.cell(row, 19).value = f"批{row}"

    fill(
        book,
        {
            "0003": {
                "正确类别": "环卫排水",
                "正确单位": "区城管局",
                "复核人": "张某",
                "复核日期": date(2026, 3, 2),
                "复核说明": "联系13700137000核实",
            },
            "0005": {"正确紧急程度": "紧急", "复核人": "李某"},
        },
        work,
    )
    written = rows(book, "整改台账")
    code, told, said = minyi("learn", book, "--office", office)
    out = book.with_name("三月台账.复核后.xlsx")
    assert code == 0
    assert "0003：类别 " in told
    assert "→ 环卫排水；单位 " in told
    assert "→ 区城管局（张某 2026-03-02）" in told
    assert f"0005：紧急程度 一般 → 紧急（李某 {date.today()}）" in told
    assert "13700137000" not in told + said
    assert str(out) in said

    after = rows(out, "整改台账")
    assert after.keys() == before.keys()
    follows = {"类别", "责任单位", "协办单位", "责任人", "紧急程度", "派单理由", "备注"}
    follows |= {"整改期限", "期限说明"}
    for id, row in after.items():
        different = {header for header in row if row[header] != written[id][header]}
        assert different <= (follows if id in {"0003", "0005"} else set())
    assert after["0003"]["责任单位"] == "区城管局（示例）"
    assert after["0005"]["紧急程度"] == "紧急"
    assert "2026-02-05 起" in after["0005"]["期限说明"]
    assert after["0003"]["领导批示"] == written["0003"]["领导批示"]
    assert rows(out, "待人工复核").keys() == before.keys() - {"0003", "0005"}

    stored = load_reviews(office / "复核记录.csv")
    assert [(one.matter_id, one.new_category, one.new_urgency) for one in stored] == [
        ("0003", "environment.sanitation", ""),
        ("0005", "", "urgent"),
    ]
    assert "13700137000" not in (office / "复核记录.csv").read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(out) as package:
        parts = b"\n".join(package.read(name) for name in package.namelist())
    assert b"13800138000" not in parts
    assert b"13900139000" not in parts


def test_learning_the_same_list_twice_adds_nothing_and_says_so(minyi, book, office):
    fill(book, {"0003": {"正确类别": "环卫排水"}})
    minyi("learn", book, "--office", office)
    stored = (office / "复核记录.csv").read_bytes()
    renamed = book.rename(book.with_name("改名.xlsx"))
    code, told, _ = minyi("learn", renamed, "--office", office)
    assert code == 0
    assert "新增 0 条，另有 1 条以前已记过" in told
    assert (office / "复核记录.csv").read_bytes() == stored


def test_the_reissued_list_is_learned_again(minyi, book, office, tmp_path):
    fill(book, {"0003": {"正确类别": "环卫排水"}})
    once, twice = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    minyi("learn", book, "--office", office, "--out", once)
    code, told, _ = minyi("learn", once, "--office", office)
    assert (code, "没有填写更正" in told) == (0, True)
    fill(once, {"0004": {"正确类别": "供电"}})
    code, told, _ = minyi("learn", once, "--office", office, "--out", twice)
    assert code == 0
    assert "新增 1 条" in told
    again = rows(twice, "整改台账")
    assert (again["0003"]["类别"], again["0004"]["类别"]) == ("环卫排水", "供电")
    assert rows(twice, "待人工复核").keys() == {"0001", "0002", "0005"}


def test_bad_rows_are_told_and_stay_while_good_ones_are_taken(minyi, book, office):
    def add(opened) -> None:
        opened["待人工复核"].append(["9999", *[None] * 6, "供电", None, None, "张某"])

    fill(
        book,
        {
            "0001": {"正确类别": "不存在的类别"},
            "0002": {"正确单位": "区城官局"},
            "0003": {"正确类别": "环卫排水"},
            "0004": {"正确紧急程度": "十万火急"},
        },
        add,
    )
    code, told, said = minyi("learn", book, "--office", office)
    assert code == 1
    lines = {row["编号"]: number for number, row in enumerate(
        csv.DictReader(["编号", *rows(book, "待人工复核")]), 3)}  # fmt: skip
    for id, word in (
        ("0001", "不存在的类别"),
        ("0002", "区城官局"),
        ("0004", "十万火急"),
        ("9999", "9999"),
    ):
        assert any(
            f"[待人工复核]:{lines[id]}" in line and word in line for line in said.split("\n")
        )
    assert "共 1 件更正" in told
    out = book.with_name("三月台账.复核后.xlsx")
    left = rows(out, "待人工复核")
    assert left.keys() == {"0001", "0002", "0004", "0005", "9999"}
    assert left["0002"]["正确单位"] == "区城官局"
    assert [one.matter_id for one in load_reviews(office / "复核记录.csv")] == ["0003"]


def test_corrections_that_nobody_answers_for_are_refused_with_their_rows(minyi, book, office):
    fill(
        book,
        {
            "0001": {"正确类别": "供电"},
            "0003": {"正确类别": "环卫排水", "复核人": None},
            "0004": {"正确紧急程度": "紧急", "复核人": " "},
        },
    )
    code, _, said = minyi("learn", book, "--office", office)
    assert code == 2
    listed = list(rows(book, "待人工复核"))
    for id in ("0003", "0004"):
        assert f"[待人工复核]:{listed.index(id) + 3} 编号 {id}" in said
    assert "0001" not in said
    assert "--reviewer" in said
    assert "复核人" in said
    assert list(office.iterdir()) == []
    assert not book.with_name("三月台账.复核后.xlsx").exists()


def test_a_name_on_the_command_line_answers_for_those_without(minyi, book, office):
    fill(
        book,
        {
            "0001": {"正确类别": "供电"},
            "0003": {"正确类别": "环卫排水", "复核人": None},
            "0004": {"正确类别": "供电", "复核人": None, "复核日期": date(2026, 3, 2)},
        },
    )
    code, told, _ = minyi("learn", book, "--office", office, "--reviewer", "李某")
    assert code == 0
    stored = load_reviews(office / "复核记录.csv")
    assert {(one.matter_id, one.reviewer, one.reviewed_on) for one in stored} == {
        ("0001", "张某", date.today()),
        ("0003", "李某", date.today()),
        ("0004", "李某", date(2026, 3, 2)),
    }
    assert f"李某 {date.today()}" in told
    out = rows(book.with_name("三月台账.复核后.xlsx"), "整改台账")
    assert f"人工复核：李某 {date.today()} " in out["0003"]["派单理由"]


def test_the_office_may_say_who_answers(minyi, book, office):
    (office / "minyi.toml").write_text('reviewer = "赵某"\n', encoding="utf-8")
    fill(book, {"0003": {"正确类别": "环卫排水", "复核人": None}})
    assert minyi("learn", book, "--office", office)[0] == 0
    assert [one.reviewer for one in load_reviews(office / "复核记录.csv")] == ["赵某"]


def test_an_undated_correction_learned_on_another_day_is_the_same_one(minyi, book, office):
    fill(book, {"0003": {"正确类别": "环卫排水"}})
    minyi("learn", book, "--office", office)
    store = office / "复核记录.csv"
    text = store.read_text(encoding="utf-8-sig").replace(str(date.today()), "2026-01-05")
    store.write_text(text, encoding="utf-8-sig")
    _, told, _ = minyi("learn", book, "--office", office, "--force")
    assert "新增 0 条，另有 1 条以前已记过" in told
    assert len(load_reviews(store)) == 1


def test_an_organization_that_follows_from_the_category_is_logged(minyi, book, office):
    fill(book, {"0003": {"正确类别": "供电"}})
    minyi("learn", book, "--office", office)
    (stored,) = load_reviews(office / "复核记录.csv")
    assert stored.new_organization == "区供电公司"
    assert stored.old_organization != stored.new_organization


def test_nothing_to_learn_writes_nothing(minyi, book, office):
    code, told, _ = minyi("learn", book, "--office", office)
    assert code == 0
    assert "没有填写更正" in told
    assert not book.with_name("三月台账.复核后.xlsx").exists()
    assert list(office.iterdir()) == []


def test_an_existing_output_stays_without_force_and_nothing_is_stored(minyi, book, office):
    fill(book, {"0003": {"正确类别": "环卫排水"}})
    out = book.with_name("三月台账.复核后.xlsx")
    out.write_text("已有的", encoding="utf-8")
    code, _, said = minyi("learn", book, "--office", office)
    assert code == 2
    assert "--force" in said
    assert out.read_text(encoding="utf-8") == "已有的"
    assert list(office.iterdir()) == []
    assert minyi("learn", book, "--office", office, "--force")[0] == 0
    assert zipfile.is_zipfile(out)


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_the_list_that_people_wrote_in_is_never_overwritten(force, minyi, book, office):
    fill(book, {"0003": {"正确类别": "环卫排水"}})
    before = book.read_bytes()
    code, _, said = minyi("learn", book, "--office", office, "--out", book, *force)
    assert (code, book.read_bytes()) == (2, before)
    assert "--out" in said


def test_the_store_lies_in_the_current_folder_where_no_office_is_named(
    minyi, book, office, monkeypatch
):
    monkeypatch.chdir(office)
    fill(book, {"0003": {"正确类别": "环卫排水"}})
    assert minyi("learn", book)[0] == 0
    assert len(load_reviews(office / "复核记录.csv")) == 1


def test_a_list_of_an_older_version_is_told_so(minyi, book, office):
    fill(book, {"0003": {"正确类别": "环卫排水"}}, lambda opened: opened.remove(opened["底稿"]))
    code, _, said = minyi("learn", book, "--office", office)
    assert code == 2
    assert "minyi run" in said
    assert list(office.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", "编号,正确类别\n".encode()])
def test_a_file_that_is_no_list_is_refused(content, minyi, tmp_path):
    path = tmp_path / "坏的.xlsx"
    path.write_bytes(content)
    code, _, said = minyi("learn", path)
    assert code == 2
    assert "坏的.xlsx" in said


def test_a_missing_file_is_refused(minyi, tmp_path):
    assert minyi("learn", tmp_path / "没有.xlsx")[0] == 2


def set_cells(cells: dict[tuple[str, str], object]):
    """What a clerk writes into the list itself, by number and header."""

    def edit(opened) -> None:
        sheet = opened["整改台账"]
        at = {cell.value: cell.column for cell in sheet[2]}
        for row in range(3, sheet.max_row + 1):
            for (number, header), value in cells.items():
                if sheet.cell(row, at["编号"]).value == number:
                    sheet.cell(row, at[header]).value = value

    return edit


@pytest.mark.parametrize("day", [date(2027, 1, 1), "2027-01-01", "年底前"])
def test_a_deadline_that_a_clerk_set_stays_and_is_told(day, minyi, book, office, tmp_path):
    fill(book, {"0005": {"正确紧急程度": "紧急"}}, set_cells({("0005", "整改期限"): day}))
    before = rows(book, "整改台账")["0005"]
    once, twice = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    code, told, said = minyi("learn", book, "--office", office, "--out", once)
    after = rows(once, "整改台账")["0005"]
    assert code == 0
    assert (after["紧急程度"], after["整改期限"]) == ("紧急", before["整改期限"])
    assert after["期限说明"] == before["期限说明"]
    assert "编号 0005 的整改期限" in told + said
    assert "手工改的，没有动" in told + said

    def again(opened) -> None:
        opened["待人工复核"].append(["0005", *[None] * 8, "一般", "张某"])

    fill(once, {}, again)
    minyi("learn", once, "--office", office, "--out", twice)
    assert rows(twice, "整改台账")["0005"]["整改期限"] == before["整改期限"]


def test_a_person_that_a_clerk_set_stays_and_is_told(minyi, book, office):
    fill(book, {"0003": {"正确单位": "区城管局"}}, set_cells({("0003", "责任人"): "欧阳某"}))
    _, told, said = minyi("learn", book, "--office", office)
    row = rows(book.with_name("三月台账.复核后.xlsx"), "整改台账")["0003"]
    assert (row["责任单位"], row["责任人"]) == ("区城管局（示例）", "欧阳某")
    assert "责任人“欧阳某”" in told + said


def test_what_nobody_changed_by_hand_is_not_told(minyi, book, office):
    fill(book, {"0003": {"正确类别": "环卫排水"}, "0005": {"正确紧急程度": "紧急"}})
    _, told, said = minyi("learn", book, "--office", office)
    assert "手工" not in told + said
    assert "直接改了" not in told + said


@pytest.mark.parametrize("corrections", [{}, {"0003": {"正确类别": "环卫排水"}}])
def test_organizations_changed_in_the_list_are_named(corrections, minyi, book, office):
    fill(book, corrections, set_cells({("0001", "责任单位"): "区城管局"}))
    _, told, said = minyi("learn", book, "--office", office)
    assert "直接改了责任单位的 1 件：0001（区城管局）" in told + said
    assert "正确单位" in told + said


def test_learn_says_that_it_reads_the_list(minyi, office, tmp_path):
    box = tmp_path / "意见箱.csv"
    box.write_text(BOX, encoding="utf-8")
    code, told, said = minyi("learn", box, "--office", office)
    assert code == 2
    assert ".xlsx 台账" in told + said


@pytest.mark.parametrize("name", ["组织机构.xlsx", "地名.xlsx"])
def test_learn_never_writes_over_files_of_the_office(name, minyi, book, office):
    fill(book, {"0003": {"正确类别": "环卫排水"}})
    (office / "minyi.toml").write_text("", encoding="utf-8")
    code, _, said = minyi("learn", book, "--office", office, "--out", office / name, "--force")
    assert (code, (office / name).exists()) == (2, False)
    assert "本单位自己的文件" in said
