"""Cells of a form: which are names, and which values fit them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from minyi.readers.cells import han
from minyi.readers.headers import CHANNELS, answers, labels, match, plain

KEY = 12  # characters of a name that is no alias
SENTENCE = re.compile(r"[，。！？；,!?;]")
_NO_PHONE = re.compile(r"[无没有未留填不详便透露保密匿名暂空\s/—–-]*")
_LONGEST_VALUE = 60  # characters of anything but an opinion


def role_of(key: str) -> str:
    found = match(key)
    return found.role if found else ""


def is_name(cell: str) -> bool:
    """Whether a cell can be the name of a field."""
    if len(cell) > 40:
        return False
    if cell.endswith((":", "：")) and len(cell) <= 20:
        return True
    return match(cell) is not None or (len(cell) <= KEY and answers(cell))


def plausible(role: str, value: str) -> bool:
    """Whether a value is what the name of its field promises."""
    noted = len(value) <= 8 and "满意" not in value and (answers(value) or labels(value))
    if role == "text" and noted:
        return False
    if role in ("text", "", "title"):
        found = match(value) if len(value) <= 20 else None
        return not (role == "text" and found and found.exact and found.role != "text")
    if role == "phone":
        digits = sum(map(str.isdecimal, value))
        few = han(value) < max(5, digits)
        return (digits > 0 and few) or bool(_NO_PHONE.fullmatch(value))
    if role_of(value) == "text" and not (role == "channel" and plain(value) in CHANNELS):
        return False  # a header
    return len(value) <= _LONGEST_VALUE


def inline(cell: str) -> tuple[str, str]:
    """姓名：张三 in one cell."""
    key, colon, value = cell.replace("：", ":", 1).partition(":")
    found = match(key) if colon and value.strip() and len(key) <= KEY else None
    # 联系人：张三，反映小区停水 is an opinion
    # and so is 姓名：张三 反映：停水
    if found and (
        found.role == "text" or not (SENTENCE.search(value) or ":" in value.replace("：", ":"))
    ):
        return key, value.strip()
    return "", ""


def is_next_name(cell: str, before: str) -> bool:
    """Whether the cell right of a name is the next name: its own value was left empty."""
    if before == "channel" or len(cell) > 20:
        return False
    found = match(cell)
    return found is not None and (found.exact or cell.endswith((":", "：")))


def is_header(filled: Sequence[tuple[int, str]]) -> bool:
    """Two known names in neighbouring cells are the header of a table."""
    known: list[tuple[int, str, str, bool]] = []
    for column, cell in filled:
        found = match(cell) if len(cell) <= 40 else None
        if found is None or cell.endswith((":", "：")) or han(cell) >= 12:
            continue
        if found.exact or found.role == "text":
            known.append((column, found.role, cell, found.exact))
    return any(
        right == left + 1
        and one != other
        and exact
        and (sure or one == "text")
        and not (one == "channel" and cell in CHANNELS)
        for (left, one, _, sure), (right, other, cell, exact) in pairwise(known)
    )
