"""Made-up boxes: every row carries a mark of its own, and each mark must come back once.

Headers, neighbours, titles, footers, blank rows, dates and formats are drawn by seed, so that a
failure can be repeated: ``MINYI_SEEDS=0:200 pytest tests/readers/test_fuzz.py`` runs many.
"""

from __future__ import annotations

import csv
import io
import os
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from xlsxwriter import Workbook

SEEDS = range(*map(int, os.environ.get("MINYI_SEEDS", "0:4").split(":")))
TEXT = [
    "群众反映的主要问题",
    "诉求描述",
    "您的宝贵意见",
    "事项内容",
    "反映情况",
    "意见内容",
    "诉求内容",
    "来信内容",
    "留言详情",
    "问题描述",
    "意见和建议",
    "反映问题",
    "反映的具体问题",
    "群众意见建议",
    "来电反映内容",
    "您对我们工作的意见",
    "问题及建议",
    "主要诉求",
    "存在的主要问题",
    "意见建议内容",
    "你有什么想说的",
    "建议",
    "希望解决的问题",
    "需要解决的困难",
    "提出的意见",
    "有啥不满意的地方",
    "想对政府说的话",
    "您最关心的事",
]
OTHER = {
    "no": ["编号", "工单号", "序号", "受理编号", "工单编号", "NO."],
    "date": ["日期", "来电时间", "收集日期", "受理时间", "登记时间"],
    "channel": ["渠道", "来源", "受理渠道", "反映方式"],
    "place": ["街道", "社区", "乡镇", "单位", "所属社区", "村（社区）"],
    "name": ["姓名", "反映人", "来电人", "联系人"],
    "phone": ["电话", "联系电话", "手机号"],
    "office": ["承办单位", "责任单位", "办理单位"],
    "state": [
        "办理状态",
        "备注",
        "处理结果",
        "是否办结",
        "领导批示",
        "反馈情况",
        "意见类别",
        "紧急程度",
        "满意度",
    ],
}
VALUES = {
    "date": [
        "2月3日",
        "2026.2.3",
        "2026-02-03",
        "2026/2/3 10:30",
        "20260203",
        "二月三日",
        "46056",
        "上午",
        "",
        "2026-2",
        "昨天",
        "正月初三",
    ],
    "channel": ["电话", "来信", "网络", "留言", ""],
    "place": ["城南街道", "东关社区", "", "柳河镇"],
    "name": ["张三", "李四", ""],
    "phone": ["13800138000", "", "010-62223333"],
    "office": ["区城管局", ""],
    "state": ["已办结", "正在办理", "不满意", "一般", ""],
}
SAID = [
    "路灯坏了一个月没人修",
    "希望增加早班公交车",
    "自来水有股味道，不敢喝",
    "医保报销流程太复杂",
    "孩子上学太远",
    "楼上半夜装修吵死人",
    "物业收费不透明",
    "低保申请石沉大海",
    "建议：在广场装健身器材",
    "意见：大厅排队太久",
    "反映：村口垃圾堆成山",
    "诉求：尽快通天然气",
    "问题：停车难",
    "我的建议：多栽树",
    "内容：没水",
    "无",
    "公交",
    "快递柜收费",
    "我家住三楼，楼下饭店油烟直往屋里灌，找了好几次都没人管，请领导重视",
    "姓名：张三 反映：水费太高",
    "请问公租房怎么申请？",
    "工资拖欠半年，老板电话也打不通",
    "宅基地证十年没办下来",
    "法院执行不力",
]
MARK = re.compile(r"ZQ\d{5}号")


@dataclass
class Box:
    name: str
    rows: list[list[str]]
    marks: dict[str, int] = field(default_factory=dict)  # mark → row
    numbers: dict[str, str] = field(default_factory=dict)  # mark → case number


def table(r: random.Random, name: str, start: int, fewest: int = 0) -> Box:
    """One table as an office might keep it, below `start` - 1 rows that stand there already."""
    pool = [part for part in OTHER if part != "no"]
    r.shuffle(pool)
    order = (["no"] if r.random() < 0.8 else []) + pool[: r.randint(fewest, 6)]
    order.insert(r.randint(0, len(order)), "text")
    header = [r.choice(TEXT) if part == "text" else r.choice(OTHER[part]) for part in order]
    box = Box(name, [])
    if r.random() < 0.4:
        box.rows.append([f"关于{r.randint(1, 12)}月群众意见的汇总表"])
        if r.random() < 0.4:
            box.rows.append(["填报单位：城南街道", "", "填报日期：2026年3月1日"])
    box.rows.append(header)
    for i in range(r.randint(1, 12)):
        mark = f"ZQ{r.randint(0, 999):03}{(start + i) % 100:02}号"
        while mark in box.marks:
            mark = f"ZQ{r.randint(0, 99999):05}号"
        number = f"{r.randint(0, 99):02}{r.randint(0, 99999):05}{i:02}"
        row = {part: r.choice(values) for part, values in VALUES.items()}
        row |= {"no": number, "text": r.choice(SAID) + mark}
        box.rows.append([row[part] for part in order])
        box.marks[mark] = start + len(box.rows) - 1
        if "no" in order:
            box.numbers[mark] = number
        if r.random() < 0.1:
            box.rows.append([])
        if r.random() < 0.05 and order[0] != "text":
            box.rows.append(["小计"])
    if r.random() < 0.3 and order[0] != "text":
        box.rows.append(["合计", str(len(box.marks))])
    if r.random() < 0.2:
        box.rows.append(["填表人：李经办", "", "审核人：王主任"])
    return box


def two_tables(r: random.Random, name: str) -> Box:
    """Two tables below each other on one sheet."""
    one = table(r, name, 1)
    if len(one.marks) < 3:  # 意见 and a few words above a header may be its title
        return one
    gap = [[] for _ in range(r.randint(0, 2))] + [["二、网络留言"]] * r.randint(0, 1)
    two = table(r, name, len(one.rows) + len(gap) + 1, fewest=1)
    if set(one.marks) & set(two.marks):
        return one
    return Box(name, one.rows + gap + two.rows, one.marks | two.marks, one.numbers | two.numbers)


def written(box: Box, folder: Path, r: random.Random) -> Path:
    kind = r.choice(["xlsx", "xlsx", "utf-8", "utf-8-sig", "gb18030", "utf-16", "tsv"])
    if kind == "xlsx":
        path = folder / f"{box.name}.xlsx"
        with Workbook(str(path)) as book:
            sheet = book.add_worksheet("表")
            for i, row in enumerate(box.rows):
                for j, value in enumerate(row):
                    if value:
                        sheet.write_string(i, j, value)
        return path
    stream = io.StringIO()
    csv.writer(stream, delimiter="\t" if kind == "tsv" else ",").writerows(box.rows)
    path = folder / f"{box.name}.{'tsv' if kind == 'tsv' else 'csv'}"
    path.write_bytes(stream.getvalue().encode("utf-8" if kind == "tsv" else kind))
    return path


def faults(box: Box, result) -> list[str]:
    """What is lost, doubled, merged, misplaced or made up."""
    found = []
    counts: Counter[str] = Counter()
    for opinion in result.opinions:
        marks = MARK.findall(opinion.text)
        counts.update(marks)
        if len(marks) != 1:
            found.append(f"{'merged' if marks else 'made up'}: {opinion.text[:60]}")
        elif box.marks[marks[0]] != opinion.source.row:
            found.append(f"row {opinion.source.row} of {opinion.text}")
        elif marks[0] in box.numbers and opinion.case_number != box.numbers[marks[0]]:
            found.append(f"case number {opinion.case_number!r} of {opinion.text}")
    found += [f"{counts[mark]} times: {mark}" for mark in box.marks if counts[mark] != 1]
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_of_a_made_up_table_comes_back_once(take, tmp_path: Path, seed: int):
    r = random.Random(seed)
    for i in range(40):
        box = table(r, f"f{i:03}", 1)
        path = written(box, tmp_path, r)
        shown = "\n".join(map(str, box.rows[:8]))
        assert not faults(box, take(path)), f"{path.name}\n{shown}"


@pytest.mark.parametrize("seed", SEEDS)
def test_two_tables_on_one_sheet_are_both_read(take, tmp_path: Path, seed: int):
    r = random.Random(seed + 10_000)
    for i in range(15):
        box = two_tables(r, f"t{i:03}")
        path = written(box, tmp_path, r)
        assert not faults(box, take(path)), f"{path.name}\n" + "\n".join(map(str, box.rows))
