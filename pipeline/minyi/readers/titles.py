"""Rows above a header, and facts about the table: 汇总表, 填报单位：区信访局, 审核人：王主任."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minyi.readers.cells import han
from minyi.readers.headers import CHANNELS, answers, match, plain

# Who filled in the form: never the start of an opinion.
SIGNATURE = re.compile(
    r"(?:填表|填报|制表|审核|复核|校对|经办|统计|报送|录入|汇总|整理)(?:人员?|单位|部门|日期|时间|负责人)?"
    r"(?:[（(]?(?:签字|签名|盖章)[）)]?)?\s*[:：]"
)
_TITLE = re.compile(
    r"(?:表|汇总|台账|统计|记录|明细|清单|一览|登记|报告|情况|意见箱|摘录|汇编|纪要)(?:[（(].*[）)])?[一二三\d]?$"
)
_GAP = re.compile(r"[,，;；|\s]+")
_COLON = re.compile(r"[:：]")
_SENTENCE = re.compile(r"[，。！？；,!?;]")
_FULL_STOPS = ("。", "！", "!", "；")
_LABEL = 12  # Chinese characters of a label
_BRACKETS = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")
# 2026年春节群众意见汇总表 is about opinions; 请公开三号楼电费收支的明细 is one
_OFFICIAL = re.compile(
    r"意见|建议|诉求|问题|留言|来信|来电|信访|工单|热线|台账|登记|征求|征集|收集|摸排|走访|座谈|填报|办理"
)
_ASKS = re.compile(r"您|你|是否|有无|多选|单选|必填|选填|\d{1,2}\s*[、.．]")
SECTION = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]|[（(]?\d{1,2}[）)]?[、.．]|第.{1,3}[章节部类]"
)


def heading(cells: Sequence[str], *, alone: bool = False) -> str:
    """`title` for a row as it stands above a header, `note` for a longer one; "" for data.

    Args:
        cells: A row that is not blank.
        alone: The table has but one column, so that a lone cell may be an opinion.
    """
    filled = [cell for cell in cells if cell]
    if all(map(_states, pieces(filled))):
        return "title"
    if len(filled) == 1:
        if alone:
            named = _TITLE.search(filled[0]) or (len(filled[0]) <= 15 and SECTION.match(filled[0]))
            brief = len(filled[0]) <= 40 and not _SENTENCE.search(filled[0])
            return "title" if named and brief else ""
        says = _SENTENCE.search(filled[0]) or tells(filled[0])
        return "note" if says or len(filled[0]) > 40 else "title"
    if max(map(len, filled)) > 12 or any(plain(cell) in CHANNELS for cell in filled):
        return ""
    count = sum(1 for cell in filled if match(cell))
    short = max(map(len, filled)) <= 8
    return "title" if count == len(filled) or (short and count * 2 >= len(filled)) else ""


def tells(cell: str) -> bool:
    """建议：多栽树"""
    key, colon, value = cell.replace("：", ":").partition(":")
    found = match(key) if colon and value.strip() and len(key) <= 12 else None
    return found is not None and found.role == "text"


def says(cell: str) -> bool:
    """Whether a cell holds more than a label: a sentence, or many words that are no header."""
    if len(cell) <= 4:
        return False
    bare = _BRACKETS.sub("", cell) or cell
    sentence = _SENTENCE.search(bare) is not None
    if not sentence and han(bare) <= _LABEL:
        return False
    if (found := match(cell)) is not None:
        return not found.exact and cell.endswith(_FULL_STOPS)
    return sentence or not answers(cell)


def asks(cell: str) -> bool:
    """Whether a longer cell may be the question of a form: 2、您对大厅的服务是否满意？"""
    return len(cell) <= 40 and _ASKS.search(cell) is not None and not _SENTENCE.search(cell[:-1])


def stated(cells: Sequence[str]) -> bool:
    """Whether a title may go unmentioned: facts and names of tables, nothing that somebody says."""
    return all(_brief(piece) for piece in pieces(cells))


def _brief(cell: str) -> bool:
    if _states(cell):
        return not says(_COLON.split(cell, maxsplit=1)[1])
    if _TITLE.search(cell) and _OFFICIAL.search(cell) and not _SENTENCE.search(cell):
        return True
    return not says(cell)


def pieces(cells: Sequence[str]) -> list[str]:
    """Cells, and the parts of one that holds several: 填表人：李经办,,审核人：王主任"""
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 and len(filled[0]) <= 80:
        parts = [part for part in _GAP.split(filled[0]) if part]
        if all(_COLON.search(part) for part in parts):
            return parts
    return filled


def _states(cell: str) -> bool:
    """填报单位：城南街道"""
    key, colon, _ = cell.replace("：", ":").partition(":")
    found = match(key) if colon else None
    known = found is not None and found.role != "text"
    return bool(colon) and fact(cell) and (known or SIGNATURE.match(cell) is not None)


def fact(cell: str) -> bool:
    """审核人：王主任, or the loose 王主任 beside 审核人："""
    return len(cell) <= 24 and not _SENTENCE.search(cell)
