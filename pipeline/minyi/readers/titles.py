"""Rows above a header, and facts about the table: 汇总表, 填报单位：区信访局, 审核人：王主任."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minyi.readers.headers import CHANNELS, match, plain

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
