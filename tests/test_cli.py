"""The command line as other programs rely on it: streams, records, exit codes."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

EXAMPLES = Path(__file__).parents[1] / "examples"
FIELDS = [
    "id",
    "text",
    "category",
    "category_name",
    "score",
    "alternatives",
    "kind",
    "kind_name",
    "urgency",
    "urgency_name",
    "organization",
    "reason",
    "needs_review",
    "model_version",
    "source",
]


@pytest.fixture
def box(tmp_path):
    path = tmp_path / "意见.csv"
    path.write_text(
        "工单号,问题描述,联系电话\n"
        "0001,3号楼停水两天了,13800138000\n"
        "0002,,13900139000\n"
        "0003,=1+1 这是什么收费,\n",
        encoding="utf-8",
    )
    return path


def test_run_writes_the_list_and_says_that_rows_were_rejected(minyi, box, tmp_path):
    out = tmp_path / "台账.xlsx"
    code, stdout, stderr = minyi("run", box, "--out", out)
    assert code == 1
    assert "读入 3 条 = 分类 2 条 + 退回 1 条" in stdout
    assert "意见.csv:3" in stderr
    names = load_workbook(out).sheetnames
    assert names[:5] == ["整改台账", "待人工复核", "汇总", "问题行", "原始意见"]


def test_run_over_the_examples_reconciles(minyi, tmp_path):
    out = tmp_path / "list.jsonl"
    code, stdout, _ = minyi("run", EXAMPLES, "--out", out)
    assert code == 1  # one row of the examples has no text
    read, classified, rejected = (
        int(word) for word in stdout.split("读入")[1].split("\n")[0].split() if word.isdigit()
    )
    assert read == classified + rejected
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    slips = {record["id"].partition("#")[0] for record in records}
    assert len(slips) == classified


def test_run_never_overwrites_without_force(minyi, box, tmp_path):
    out = tmp_path / "台账.xlsx"
    out.write_bytes(b"mine")
    code, _, stderr = minyi("run", box, "--out", out)
    assert code == 2
    assert "--force" in stderr
    assert out.read_bytes() == b"mine"
    assert minyi("run", box, "--out", out, "--force")[0] == 1
    assert out.read_bytes()[:2] == b"PK"


def test_run_refuses_a_list_of_its_own_and_points_to_learn(minyi, box, tmp_path):
    own, out = tmp_path / "台账.xlsx", tmp_path / "再来.xlsx"
    minyi("run", box, "--out", own)
    code, _, stderr = minyi("run", own, "--out", out)
    assert code == 2
    assert "minyi learn" in stderr
    assert "台账.xlsx" in stderr
    assert not out.exists()
    assert minyi("run", box, own, "--out", out)[0] == 2


def test_run_over_a_folder_leaves_earlier_lists_out_and_says_so(minyi, box, tmp_path):
    minyi("run", box, "--out", tmp_path / "台账.xlsx")
    out = tmp_path / "再来.xlsx"
    code, stdout, _ = minyi("run", tmp_path, "--out", out)
    assert code == 1
    assert "读入 3 条 = 分类 2 条 + 退回 1 条" in stdout
    problems = list(load_workbook(out)["问题行"].values)
    assert any(row[1] == "台账.xlsx" and "minyi 写出的台账" in row[4] for row in problems)


def test_run_reads_standard_input(minyi, tmp_path):
    out = tmp_path / "台账.xlsx"
    code, stdout, _ = minyi("run", "-", "--out", out, stdin="停水两天了\n路灯不亮\n".encode())
    assert code == 0
    assert "读入 2 条" in stdout
    assert minyi("run", "-", "x.csv", "--out", tmp_path / "o.xlsx")[0] == 2


def test_run_without_one_opinion_writes_nothing(minyi, tmp_path):
    (tmp_path / "a.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    code, _, stderr = minyi("run", tmp_path / "a.csv", "--out", tmp_path / "o.xlsx")
    assert code == 2
    assert "没有读到一条意见" in stderr
    assert not (tmp_path / "o.xlsx").exists()


def test_classify_a_file_gives_records_in_the_fixed_order(minyi, box):
    code, stdout, stderr = minyi("classify", box)
    records = [json.loads(line) for line in stdout.splitlines()]
    assert code == 1
    assert "退回 1 条" in stderr
    assert [list(record) for record in records] == [FIELDS, FIELDS]
    assert [record["id"] for record in records] == ["0001", "0003"]
    assert records[0]["source"] == "意见.csv:2"
    assert records[0]["category_name"] == "供水"


def test_classify_standard_input_line_by_line(minyi):
    lines = "3号楼停水两天了，电话13800138000\n\n一是停水；二是停电；三是路灯不亮\n".encode()
    code, stdout, _ = minyi("classify", "-", stdin=lines)
    records = [json.loads(line) for line in stdout.splitlines()]
    assert code == 0
    assert [record["id"] for record in records] == ["1", "2", "3"]
    assert records[1]["category"] == "other.unclear"
    assert records[1]["needs_review"] is True
    assert "13800138000" not in stdout


def test_classify_to_csv_for_excel(minyi, box, tmp_path):
    out = tmp_path / "out.csv"
    minyi("classify", box, "--out", out)
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert list(rows[0]) == FIELDS
    assert rows[1]["text"].startswith("'=1+1")
    first = rows[0]["alternatives"].split("|")[0].split(":")
    assert "." in first[0]
    assert float(first[1]) >= 0


def test_labels_only(minyi):
    _, stdout, _ = minyi(
        "classify", "-", "--labels-only", "--format", "csv", stdin="停水了\n".encode()
    )
    assert stdout.splitlines()[0] == "id,category,score"
    assert stdout.splitlines()[1].startswith("1,utilities.water,")


def test_parquet_round_trip(minyi, box, tmp_path):
    import pyarrow.parquet as pq

    assert minyi("classify", box, "--out", tmp_path / "o.parquet")[0] == 1
    table = pq.read_table(tmp_path / "o.parquet")
    assert table.column_names == FIELDS
    assert table["id"].to_pylist() == ["0001", "0003"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "没有.csv", "--out", "o.xlsx"], "没有.csv"),
        (["run", "x.csv", "--outt"], "没有选项 --outt"),
        (["run", "x.csv"], "缺少参数"),
        (["run", "x.csv"], "--out"),
        (["nothing"], "没有命令 nothing"),
        (["run", "x.csv", "--out", "o.xlsx", "--office", "没有"], "这里没有本单位的 组织机构.xlsx"),
        (["run", "x.csv", "--out", "o", "--format", "pdf"], "可用：'xlsx'"),
        (["train", "x.csv", "--text"], "--text 后面缺少它的值"),
        (["classify", "-", "x.csv"], "标准输入"),
        (["classify", "x.csv", "--out", "o.docx"], "输出格式"),
        (["run", "x.csv", "--out", "o.pdf"], "输出格式"),
        (["evaluate", "x.csv", "--text", "t", "--label", "l", "--model", "m"], "m 不是模型文件夹"),
    ],
)
def test_unusable_arguments_end_with_2_and_a_chinese_message(minyi, arguments, message):
    code, stdout, stderr = minyi(*arguments)
    assert code == 2
    assert message in stderr
    assert stdout == ""
    assert "Traceback" not in stderr


def labelled(path):
    rows = [("家里停水两天了", "水"), ("自来水发黄", "水"), ("水压太低", "水"), ("水管爆了", "水")]
    rows += [("昨晚又停电了", "电"), ("电压不稳", "电"), ("电表坏了", "电"), ("电费算错", "电")]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["内容", "标签"])
        writer.writerows([*rows, ("", "水"), ("停水了", ""), rows[0], ("电表坏了", "水")])
    return path


def test_train_and_evaluate_on_any_labelled_table(minyi, tmp_path):
    file = labelled(tmp_path / "标注.csv")
    code, _, stderr = minyi(
        "train", file, "--text", "内容", "--label", "标签", "--out", tmp_path / "m"
    )
    assert code == 0
    for finding in ("文本为空", "标签为空", "重复", "标签不同", "只有 4 行"):
        assert finding in stderr
    assert "第 10 行" in stderr
    code, stdout, _ = minyi(
        "evaluate", file, "--text", "内容", "--label", "标签", "--model", tmp_path / "m", "--json"
    )
    figures = json.loads(stdout)
    assert list(figures) == [
        "n",
        "accuracy",
        "accuracy_ci",
        "macro_f1",
        "group_accuracy",
        "ece",
    ]
    assert figures["n"] == 11
    assert figures["accuracy"] > 0.7


def test_training_twice_gives_the_same_bytes(minyi, tmp_path):
    file = labelled(tmp_path / "标注.csv")
    for name in "ab":
        minyi("train", file, "--text", "内容", "--label", "标签", "--out", tmp_path / name)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_explain_names_words_rule_and_route(minyi):
    code, stdout, _ = minyi("explain", "3号楼停水两天了，电话13800138000")
    assert code == 0
    assert "依据：" in stdout
    assert "停水" in stdout
    assert "紧急" in stdout
    assert "理由：" in stdout
    assert "13800138000" not in stdout


def test_help_is_in_chinese(minyi):
    code, stdout, _ = minyi("--help")
    assert code == 0
    for word in ("整改台账", "命令", "选项", "用法"):
        assert word in stdout
    for word in ("Usage", "Options", "Commands", "Show this message"):
        assert word not in stdout


def test_the_installed_program_answers():
    program = Path(sys.executable).with_name("minyi")
    if not program.exists():
        pytest.skip("minyi is not installed in this environment")
    result = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert result.stdout.startswith("minyi ")
