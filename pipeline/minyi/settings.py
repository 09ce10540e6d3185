"""What an office may set in its minyi.toml."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields
from pathlib import Path

from minyi.causes import cause, near, read_toml
from minyi.errors import UsageError

FILE_NAME = "minyi.toml"
_PATHS = {
    "model": '模型文件夹的路径，如 model = "models/mine"',
    "dispatch_model": '派单模型文件夹的路径，如 dispatch_model = "派单模型"',
    "taxonomy": '分类文件的路径，如 taxonomy = "taxonomy.toml"',
    "workdays": '调休表的路径，如 workdays = "workdays.csv"',
}
_MODES = ("fallback", "first")
_TEXTS = {"title": "台账的标题", "reviewer": "复核人的姓名"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of one office; paths are relative to the folder of its minyi.toml."""

    title: str = "群众意见整改台账"  # of the printed list
    model: Path | None = None  # folder; None is the shipped model
    taxonomy: Path | None = None  # None is the shipped label tree
    workdays: Path | None = None  # CSV of days that differ from the public calendar
    review_below: float = 0.4  # a category not more probable than this goes to a person
    max_error: float | None = None  # of what no person sees; sets review_below by held-out rows
    dispatch_model: Path | None = None  # folder; trained on past dispatches, None: none is used
    dispatch_mode: str = "fallback"  # where no duty is known; "first": before the duties
    keep_assigned: bool = False  # the table's own 承办单位 outranks the directory
    ledger: str | None = None  # file or postgresql://…; None is 台账.db in the folder
    merge_from: float | None = None  # likeness of duplicates merged unasked; None: a person decides
    reviewer: str = ""  # who corrects where a correction does not say; "" demands a name


def load_settings(folder: Path) -> Settings:
    """Read the office's minyi.toml; defaults where there is none.

    Raises:
        UsageError: Not TOML, an unknown key, or a value of the wrong kind; lists all of them.
    """
    settings, faults = read_settings(folder)
    if faults:
        raise UsageError("\n".join(f"{folder / FILE_NAME}：{fault}" for fault in faults))
    return settings


def read_settings(folder: Path) -> tuple[Settings, list[str]]:
    """The settings as far as they are right, and all faults of minyi.toml without its name."""
    path = folder / FILE_NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        return Settings(), [f"打不开（{cause(error)}），请检查这个文件"]
    tree, fault = read_toml(data)
    if fault:
        return Settings(), [f"{fault}，请改正"]
    lines = data.decode("utf-8-sig").splitlines()
    faults: list[str] = []
    values: dict[str, object] = {}
    for key, value in tree.items():
        at = _line(lines, key)
        what = _value(key, value, folder, values)
        if what:
            faults.append(at + what)
    return Settings(**values), faults  # type: ignore[arg-type]


def _value(key: str, value: object, folder: Path, values: dict[str, object]) -> str:
    """Take one setting into `values`; in Chinese what is wrong with it, or ""."""
    names = [field.name for field in fields(Settings)]
    if key not in names:
        what = "段" if isinstance(value, dict) else "设置"
        return f"没有“{key}”这个{what}{near(key, names)}，可用：{'、'.join(names)}；请改正或删去"
    shown = f"{key} 的值“{str(value)[:40]}”不对"
    if key in _PATHS:
        if not isinstance(value, str) or not value.strip() or "\0" in value:
            return f"{shown}，请填{_PATHS[key]}"
        values[key] = folder / value
    elif key == "review_below":
        number = _number(value)
        if number is None or not 0 <= number <= 1:
            return f"{shown}，请填 0 与 1 之间的数，如 {key} = 0.4"
        values[key] = number
    elif key == "max_error":
        number = _number(value)
        if number is None or not 0 < number < 1:
            return f"{shown}，请填 0 与 1 之间的数，如 {key} = 0.03 表示至多错 3%"
        values[key] = number
    elif key == "dispatch_mode":
        if value not in _MODES:
            return (
                f'{shown}，请填 {key} = "fallback"（没有单位分管时才用派单模型）'
                '或 "first"（先用派单模型）'
            )
        values[key] = value
    elif key == "merge_from":
        number = _number(value)
        if number is None or not 0 < number <= 1:
            return f"{shown}，请填 0 与 1 之间的数，如 {key} = 0.98 表示相似度 98% 起自动并件"
        values[key] = number
    elif key == "ledger":
        if not isinstance(value, str) or not value.strip() or "\0" in value:
            return f'{shown}，请填台账文件或地址，如 {key} = "台账.db"'
        values[key] = value if "://" in value else str(folder / value)
    elif key == "keep_assigned":
        if str(value).lower() not in ("true", "false"):
            return f"{shown}，请填 true（是）或 false（否），不加引号"
        values[key] = str(value).lower() == "true"
    elif not isinstance(value, str) or (key == "title" and not value.strip()):
        return f"{shown}，请填{_TEXTS[key]}，并加英文双引号"
    else:
        values[key] = value
    return ""


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return None if math.isnan(number) else number


def _line(lines: list[str], key: str) -> str:
    """第 3 行， where a key stands."""
    start = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[]=.]""")
    number = next((i for i, line in enumerate(lines, 1) if start.match(line)), 0)
    return f"第 {number} 行，" if number else ""
