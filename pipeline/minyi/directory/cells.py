"""What single cells of a directory mean, and how a fault in one is told."""

from __future__ import annotations

import math
import re

from minyi.directory.tables import Row

_SEPARATOR = re.compile(r"[、，,；;／/|\s]+")
_DAYS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:个?(?:工作日|天|日))?")
_LONGEST = 365


def split_cell(cell: str) -> tuple[str, ...]:
    """Items of a cell, separated by 、，；/ or space; each once."""
    return tuple(dict.fromkeys(item for item in _SEPARATOR.split(cell) if item))


def fault(row: Row, what: str, advice: str) -> str:
    """One fault as the user reads it: where, what, what to do."""
    return f"{row.at}：{what}，{advice}"


def read_terms(row: Row, faults: list[str]) -> tuple[float | None, int | None]:
    """(紧急期限, 一般期限) in working days; None where the cell is empty or wrong."""
    urgent = _days(row, "紧急期限", faults, whole=False)
    normal = _days(row, "一般期限", faults, whole=True)
    if urgent is not None and normal is not None and urgent > normal:
        told = f"紧急期限{urgent:g}天比一般期限{normal:g}天还长"
        faults.append(fault(row, told, "请对调或改正"))
    return urgent, None if normal is None else int(normal)


def _days(row: Row, column: str, faults: list[str], *, whole: bool) -> float | None:
    cell = row[column]
    if not cell:
        return None
    match = _DAYS.fullmatch(cell)
    days = float(match[1]) if match else math.nan
    if 0 < days <= _LONGEST and (not whole or days.is_integer()):
        return days
    kind = f"1 到 {_LONGEST} 的整数" if whole else f"大于 0、不超过 {_LONGEST} 的数"
    faults.append(fault(row, f"{column}“{cell}”不是合适的天数", f"请填{kind}，单位是工作日"))
    return None
