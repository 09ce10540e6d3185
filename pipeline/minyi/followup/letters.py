"""Letters that chase: one to each organization for each rung; 通报 is one for all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from minyi.errors import OutputExistsError
from minyi.followup.due import Due
from minyi.followup.reports import excerpt
from minyi.followup.templates import write_word
from minyi.ledgers import (
    CHASE_LEVELS,
    STATUS_NAMES,
    Actor,
    ForbiddenStepError,
    Ledger,
    StaleMatterError,
)

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
TEMPLATES = {level: f"{level}{'' if level == '通报' else '函'}.docx" for level in CHASE_LEVELS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one letter is about."""

    level: str
    whom: str  # "各承办单位" for 通报
    matters: tuple[Due, ...]


def letters(found: Sequence[Due], *, own: str = "", again: bool = False) -> list[Letter]:
    """Sort what is due into letters; a rung that was used already is not used again.

    Args:
        found: As `due` gives it.
        own: Who sends them: what waits for itself needs no letter.
        again: Write anew what was chased on that rung before.
    """
    sheets: dict[tuple[str, str], list[Due]] = {}
    for one in found:
        if one.whom != own and (one.fresh or (again and one.level and one.chaseable)):
            to_all = one.level == CHASE_LEVELS[-1]
            sheets.setdefault((one.level, "各承办单位" if to_all else one.whom), []).append(one)
    order = sorted(sheets, key=lambda key: (CHASE_LEVELS.index(key[0]), key[1]))
    return [Letter(level=key[0], whom=key[1], matters=tuple(sheets[key])) for key in order]


def write_letters(
    sheets: Sequence[Letter],
    folder: Path,
    *,
    on: date,
    sender: str,
    title: str,
    category: Callable[[str], str],
    organization: Callable[[str], str] = str,
    office: Path | None = None,
    force: bool = False,
) -> list[Path]:
    """Write each letter as a Word file.

    Raises:
        OutputExistsError: One is there and `force` was not given; none is written.
        UsageError: A template of the office has a fault.
    """
    paths = [
        folder / f"{number:02}_{one.level}_{_UNSAFE.sub('_', one.whom)[:60]}_{on:%Y%m%d}.docx"
        for number, one in enumerate(sheets, start=1)
    ]
    present = [path.name for path in paths if path.exists()]
    if present and not force:
        raise OutputExistsError(
            f"{folder}：已有文件 {'、'.join(present[:5])}，为免覆盖没有写入；确要覆盖请加 --force"
        )
    for sheet, path in zip(sheets, paths, strict=True):
        values = {
            "标题": title,
            "级别": sheet.level,
            "单位": organization(sheet.whom),
            "落款": sender,
            "日期": f"{on.year}年{on.month}月{on.day}日",
            "件数": len(sheet.matters),
            "事项": [
                _line(number, one, category, organization)
                for number, one in enumerate(sheet.matters, start=1)
            ],
        }
        write_word(TEMPLATES[sheet.level], values, path, office=office, force=force)
    return paths


def record_chases(
    ledger: Ledger, sheets: Sequence[Letter], actor: Actor, *, at: datetime | None = None
) -> tuple[int, list[str]]:
    """Enter each matter of the letters as chased.

    Returns:
        How many, and what the ledger refused (Chinese): somebody was quicker.
    """
    refused: list[str] = []
    done = 0
    for sheet in sheets:
        for one in sheet.matters:
            try:
                ledger.act(
                    one.id,
                    "chase",
                    actor,
                    at=at,
                    expected=one.version,
                    level=sheet.level,
                )
                done += 1
            except (ForbiddenStepError, StaleMatterError) as error:
                refused.append(str(error))
    return done, refused


def _line(
    number: int, one: Due, category: Callable[[str], str], organization: Callable[[str], str]
) -> dict[str, Any]:
    return {
        "序号": number,
        "编号": one.code,
        "内容": excerpt(one.text),
        "类别": category(one.category),
        "单位": organization(one.organization),
        "责任人": one.person,
        "期限": one.deadline,
        "状态": STATUS_NAMES[one.status],
        "逾期": one.late,
        "情况": f"剩 {-one.late} 个工作日" if one.late <= 0 else f"逾期 {one.late} 个工作日",
        "上次": f"{one.chased_on} {one.chased}" if one.chased else "无",
    }
