"""Rows of a table that are no opinions: totals, signatures, repeated headers, section titles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minyi.readers.cells import han
from minyi.readers.headers import plain
from minyi.readers.layout import Layout
from minyi.readers.titles import SECTION, SIGNATURE, fact, pieces

_TOTAL = re.compile(
    r"(?:本页|本表|全区|全县|全市|累)?[合总小共]?\s*计(?:数|件数)?\s*[:：]?[^，。！？]{0,12}"
)
_TOTAL_WORD = re.compile(r"(?:本页|本表|累|全[区县市])?(?:合|总|小|共|累)\s*计")
_QUANTITY = re.compile(r"[共计约]*[\d.,\s一二三四五六七八九十百千]*[件条个份项人次户%％]?")
# These may start one, so that they count as a footer only outside the opinion column.
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填报说明|附注|附件|单位(?:负责人|领导)?|负责人|联系人|联系电话|主管领导|分管领导"
    r"|单位[（(]盖章[）)]|[（(]?盖章[）)]?|签字|签名|日期|第\s*\d+\s*页)\s*[:：共/]?"
)


def furniture(
    cells: Sequence[str], layout: Layout, header: Sequence[str], *, wide: bool = False
) -> str:
    """In Chinese what the row is if it is no opinion and never was meant as one; "" otherwise.

    Args:
        cells: The row without what merged cells lend it.
        layout: Parts of the columns.
        header: `plain` names of the columns.
        wide: A cell of the row is merged over the opinion column.
    """
    filled = [i for i, cell in enumerate(cells) if cell]
    if not filled:
        return ""
    first = cells[filled[0]]
    texts = [i for i in filled if i in layout.text]
    if repeats(cells, filled, header):
        return "重复的表头行"
    if len(first) > 60:
        return ""
    squeezed = first.replace(" ", "").replace("\u3000", "")
    if (
        _TOTAL_WORD.match(squeezed)
        and _TOTAL.fullmatch(squeezed)
        and all(_QUANTITY.fullmatch(cells[i]) or i == filled[0] for i in texts)
        and all(han(cells[i]) <= 12 for i in filled[1:])
    ):
        return "合计行"
    if SIGNATURE.match(squeezed) and all(map(fact, pieces(cells))):
        return "填表、审核等落款行"
    lone = filled == texts and len(layout.headers) > 1 and filled[0] == 0
    if SIGNATURE.match(squeezed) and (not texts or lone or filled[0] not in layout.text):
        return "填表、审核等落款行"
    if texts:
        return ""
    if _NOTE.match(squeezed) and (len(filled) <= 3 or _signed(cells, filled)):
        return "备注或落款行"
    if len(filled) == 1 and han(first) >= 2:
        in_serial = layout.serial and filled == [layout.case]
        if wide or in_serial or (filled[0] == 0 and SECTION.match(squeezed)):
            return "分段标题行"
    if layout.serial and filled == [layout.case]:
        return "只有序号的空行"
    return ""


def repeats(cells: Sequence[str], filled: Sequence[int], header: Sequence[str]) -> bool:
    """Whether a row is the header again, as after a page break."""
    if len(filled) < 2 and len(header) > 1:
        return False
    other = 0
    for i in filled:
        cell = cells[i]
        if len(cell) > 60 or i >= len(header) or plain(cell) != header[i]:
            other += 1
            if other > 0.2 * len(filled):
                return False
    return True


def _signed(cells: Sequence[str], filled: Sequence[int]) -> bool:
    """负责人： | 张三 | 联系电话： | …"""
    return sum(1 for i in filled if cells[i].endswith((":", "："))) * 2 >= len(filled)
