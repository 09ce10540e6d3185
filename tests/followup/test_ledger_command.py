"""minyi ledger …, as a clerk uses it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from minyi.cli.ledger.opening import open_desk
from minyi.ledgers import CHINA, Actor, Ledger

District = Any
Run = Callable[..., tuple[int, str, str]]
CLERK = Actor("王岚", "clerk", "区群众工作办公室")


@pytest.fixture
def run(minyi: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, district: District) -> Run:
    """Runs `minyi ledger` in a folder whose ledger has three matters of the 示例区."""
    monkeypatch.chdir(tmp_path)
    Path("minyi.toml").write_text('ledger = "数据/台账.db"\n', encoding="utf-8")
    opened = Ledger.open("数据/台账.db", rules=open_desk(Path()).rules)
    with opened as ledger:
        for case in ("0001", "0002", "77"):
            matter = district.matter(case_number=case, name="王小明", phone="13800138000")
            ledger.register([matter], actor=CLERK, at=datetime(2025, 3, 3, 9, tzinfo=CHINA))

    def command(*arguments: object) -> tuple[int, str, str]:
        return minyi("ledger", *arguments)

    return command


def done(result: tuple[int, str, str]) -> str:
    code, stdout, stderr = result
    assert code == 0, stderr
    return stdout


def test_a_matter_is_taken_from_registering_to_closing(run: Run, tmp_path: Path) -> None:
    photo = tmp_path / "通水.jpg"
    photo.write_bytes(b"\xff\xd8\xff")
    worker = ("--as", "李工", "--organization", "区城管局")
    boss = ("--as", "赵主任", "--role", "上级单位", "--organization", "区政府办公室")
    steps: list[tuple[object, ...]] = [
        ("1", "交办", "--as", "王岚", "--to", "区城管局", "--person", "李工"),
        ("0001", "accept", *worker, "--role", "organization"),
        ("#1", "办理", *worker),
        (
            "1",
            "申请销号",
            *worker,
            "--measures",
            "换了阀门",
            "--file",
            photo,
            "--evidence",
            "已通水",
        ),
        ("1", "审核通过", *boss),
        ("1", "反馈", *worker, "--answer", "已恢复供水", "--satisfaction", "基本满意"),
        ("1", "close", "--as", "王岚"),
    ]
    for step in steps:
        said = done(run("act", *step))
    assert "已销号" in said
    shown = done(run("show", "1"))
    for part in ("换了阀门", "通水.jpg", "已恢复供水", "基本满意", "赵主任", "现在可以"):
        assert part in shown
    assert "13800138000" not in shown
    assert "完好" in done(run("verify"))


def test_a_forbidden_step_says_which_are_possible(run: Run) -> None:
    code, stdout, stderr = run("act", "1", "销号", "--as", "王岚")
    assert (code, stdout) == (2, "")
    assert "现在可以：“交办”" in stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("act", "1", "飞", "--as", "王岚"), "没有“飞”这一步"),
        (("act", "9999", "交办", "--as", "王岚"), "没有事项 9999"),
        (("act", "甲-1", "交办", "--as", "王岚"), "没有编号“甲-1”"),
        (("act", "1", "交办", "--as", "王岚", "--to", "区住建"), "组织机构里没有“区住建”"),
        (("act", "1", "交办", "--as", "王岚", "--deadline", "明天"), "2026-02-14"),
        (("act", "1", "交办"), "--as"),
        (("act", "1", "交办", "--as", "王岚", "--role", "领导"), "没有“领导”这个角色"),
        (("act", "1", "更正", "--as", "王岚", "--set", "类别=水务"), "没有“水务”这个类别"),
        (("list", "--status", "忙"), "没有“忙”这种状态"),
        (("due", "--record", "--as", "王岚"), "--letters"),
        (("report", "--from", "2025-03-02", "--to", "2025-03-01", "--out", "x"), "早于起期"),
        (("form", "1", "--out", "x.pdf"), ".docx"),
        (("export", "--out", "x.pdf"), ".xlsx"),
        (("import", "没有.xlsx", "--as", "张三"), "没有这个文件"),
        (("restore", "没有.db"), "没有这个备份文件"),
        (("anonymize", "--as", "王岚"), "二者选一"),
        (("verify", "--anchor", "abc"), "看不懂"),
        (("list", "--ledger", "别处.db"), "没有这个台账"),
        (("list", "--office", "没有"), "没有"),
    ],
)
def test_unusable_arguments_are_refused_in_chinese(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    code, stdout, stderr = run(*arguments)
    assert (code, stdout) == (2, "")
    assert said in stderr
    assert "Traceback" not in stderr
    assert not Path("别处.db").exists()


def test_several_matters_are_told_one_by_one(run: Run) -> None:
    done(run("act", "2", "交办", "--as", "王岚"))
    code, stdout, stderr = run("act", "1-3", "交办", "--as", "王岚")
    assert code == 1
    assert stdout.count("待签收") == 2
    assert "事项 2 现为“待签收”" in stderr
    assert "办成 2 件，没办成 1 件" in stderr


def test_duplicates_are_merged_and_taken_apart(run: Run) -> None:
    done(run("act", "2", "并件", "--as", "王岚", "--lead", "1"))
    assert "并入事项 1" in done(run("show", "2"))
    done(run("act", "2", "拆分", "--as", "王岚"))
    assert "待交办" in done(run("list", "--status", "待交办"))


def test_a_number_that_may_mean_two_matters_is_not_guessed(run: Run, district: District) -> None:
    with Ledger.open("数据/台账.db", rules=open_desk(Path()).rules, create=False) as ledger:
        ledger.register([district.matter(case_number="1")], actor=CLERK)
    code, _, stderr = run("show", "1")
    assert code == 2
    assert "#1" in stderr
    assert "#4" in stderr
    assert "事项 4" in done(run("show", "#4"))
    assert "事项 3" in done(run("show", "77"))


def test_list_filters_and_csv_hold_all(run: Run) -> None:
    done(run("act", "2", "更正", "--as", "王岚", "--set", "类别=供电", "--set", "紧急程度=紧急"))
    assert done(run("list", "--category", "供电")).count("\n") == 2
    assert done(run("list", "--category", "utilities", "--limit", "1")).count("\n") == 2
    rows = list(csv.reader(io.StringIO(done(run("list", "--csv")))))
    assert [row[1] for row in rows[1:]] == ["0001", "0002", "77"]
    assert done(run("list", "--from", "2025/03/04")) == ""


def test_personal_data_are_shown_to_clerks_with_a_reason_only(run: Run) -> None:
    code, _, stderr = run("show", "1", "--personal")
    assert code == 2
    assert "经办人" in stderr
    code, _, stderr = run("show", "1", "--personal", "--as", "王岚")
    assert code == 2
    assert "用途" in stderr
    assert "13800138000" in done(run("show", "1", "--personal", "--as", "王岚", "--why", "回访"))
    code, _, stderr = run(
        *("show", "1", "--personal", "--as", "李工", "--organization", "区城管局", "--why", "看看")
    )
    assert code == 2
    assert "13800138000" not in stderr


def test_due_lists_writes_letters_and_records_once(run: Run) -> None:
    done(run("act", "1", "交办", "--as", "王岚", "--to", "区城管局"))
    tomorrow = (date.today() + timedelta(days=400)).isoformat()
    said = done(run("due", "--on", tomorrow))
    assert "逾期 3 件，其中超期三倍 3 件" in said
    rows = list(csv.DictReader(io.StringIO(done(run("due", "--on", tomorrow, "--csv")))))
    assert {row["应催办"] for row in rows} == {"通报"}
    code, _, stderr = run(*("due", "--on", tomorrow, "--letters", "函", "--record", "--as", "王岚"))
    assert code == 2
    assert "还没有到" in stderr
    done(run("due", "--on", tomorrow, "--letters", "函"))
    assert len(list(Path("函").glob("*.docx"))) == 1


def test_recorded_letters_are_not_written_again(run: Run) -> None:
    with Ledger.open("数据/台账.db", rules=open_desk(Path()).rules) as ledger:
        before = datetime(2025, 3, 3, 10, tzinfo=CHINA)
        ledger.act(1, "assign", CLERK, organization="区城市管理局", at=before)
    code, _, stderr = run("due", "--letters", "函", "--record", "--as", "王岚")
    assert code == 0, stderr
    assert "已记入台账 1 件次" in stderr
    assert "通报" in done(run("show", "1"))
    code, _, stderr = run("due", "--letters", "函二", "--record", "--as", "王岚")
    assert "没有要写的函件" in stderr


def test_reports_forms_and_rates_are_written(run: Run) -> None:
    march = ("--from", "2025-03-01", "--to", "2025-03-31")
    said = done(run("report", *march, "--out", "报告"))
    assert "共收集群众意见 3 条，查摆问题 3 个，完成整改 0 件" in said
    assert sorted(path.suffix for path in Path("报告").iterdir()) == [".docx", ".xlsx"]
    assert run("report", *march, "--out", "报告")[0] == 2
    done(run("report", *march, "--out", "报告", "--force"))
    assert "合计" in done(run("rates", *march))
    done(run("form", "0001", "--out", "登记表.docx"))
    document = Document("登记表.docx")
    cells = [cell.text for table in document.tables for cell in table._cells]
    assert "0001" in cells
    assert any("停水两天了" in cell for cell in cells)
    assert "登记" in cells
    assert not any("13800138000" in cell or "王小明" in cell for cell in cells)


def test_a_list_goes_out_and_comes_back(run: Run) -> None:
    done(run("act", "1", "交办", "--as", "王岚", "--to", "区城管局", "--person", "李工"))
    done(run("export", "--out", "台账.xlsx"))
    book = load_workbook("台账.xlsx")
    sheet = book["整改台账"]
    headers = [cell.value for cell in sheet[2]]
    sheet.cell(3, headers.index("办理状态") + 1, "办理中")
    sheet.cell(4, headers.index("办理状态") + 1, "办理中")
    sheet.cell(2, len(headers) + 1, "包案领导")
    sheet.cell(3, len(headers) + 1, "刘副区长")
    book.save("台账.xlsx")
    code, stdout, stderr = run("import", "台账.xlsx", "--as", "张三")
    assert code == 1
    assert "1 件记入 2 步" in stdout
    assert "第 4 行 0002：还没有交办" in stderr
    assert "办理中" in done(run("list", "--status", "办理中"))
    done(run("export", "--out", "新.csv"))
    assert "刘副区长" in Path("新.csv").read_text(encoding="utf-8-sig")


def test_backup_restore_and_removal_of_names(run: Run) -> None:
    done(run("backup", "备份.db"))
    assert run("backup", "备份.db")[0] == 2
    assert run("backup", "数据/台账.db", "--force")[0] == 2
    done(run("act", "1", "交办", "--as", "王岚"))
    code, _, stderr = run("restore", "备份.db")
    assert code == 2
    assert "--force" in stderr
    done(run("restore", "备份.db", "--force"))
    assert done(run("list", "--status", "待签收")) == ""
    done(run("restore", "备份.db", "--ledger", "另一本.db"))
    assert "0001" in done(run("list", "--ledger", "另一本.db"))
    assert run("anonymize", "--as", "王岚", "--months", "0")[0] == 0


def test_a_ledger_setting_that_is_no_place_is_told(run: Run) -> None:
    Path("minyi.toml").write_text("ledger = 3\n", encoding="utf-8")
    code, _, stderr = run("list")
    assert code == 2
    assert 'ledger = "台账.db"' in stderr


def test_a_changed_ledger_is_found_out(run: Run) -> None:
    import sqlite3
    from contextlib import closing

    anchor = next(part for part in done(run("verify")).split() if ":" in part).split("（")[0]
    with closing(sqlite3.connect("数据/台账.db")) as connection, connection:
        connection.execute("UPDATE states SET status = 'closed' WHERE id = 2")
    code, stdout, _ = run("verify", "--anchor", anchor)
    assert code == 1
    assert "事项 2" in stdout
    assert "完好" in done(run("verify", "--rebuild"))


def test_a_period_that_is_not_over_is_told_as_of_today(run: Run) -> None:
    code, stdout, stderr = run("rates", "--from", "2025-03-01", "--to", "2999-12-31")
    assert code == 0
    assert "2999-12-31 还没有到" in stderr
    assert "2999" not in stdout
