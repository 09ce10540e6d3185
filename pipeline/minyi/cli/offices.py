"""minyi init, minyi check: an office of one's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from minyi.cli import options as o
from minyi.cli.console import say, tell

_T = TypeVar("_T")
_TOML = """\
# 本单位的设置。去掉行首的 # 即生效；路径相对于本文件所在的文件夹。
title = "群众意见整改台账"        # 台账的标题
# review_below = 0.4              # 类别把握低于此数的事项交人工复核
# keep_assigned = false           # true：沿用来件上的承办单位，不另派
# reviewer = "张某"               # 更正没有写复核人时，算谁复核的
# ledger = "台账.db"              # 台账放在哪里：文件，或 postgresql:// 地址
# model = "models/mine"           # 用自己训练的模型
# max_error = 0.03                # 误差预算：不送人工的事项里类别至多错 3%，代替 review_below
# dispatch_model = "派单模型"     # 用以往派单记录训练的模型（minyi train --label 承办单位）
# dispatch_mode = "fallback"      # fallback：没有单位分管时才用；first：先于分工
# taxonomy = "taxonomy.toml"      # 用自己的分类表
# workdays = "workdays.csv"       # 与国家放假安排不同的日子：日期,上班|休息,说明
"""
_SHOWN_STRANGERS = 10


def init(
    folder: Annotated[Path, typer.Argument(help="新建在哪个文件夹", metavar="文件夹")],
    past: Annotated[
        Path | None,
        typer.Option("--from", help="以往的派单记录（表），据此预填单位和分工", metavar="文件"),
    ] = None,
    text_column: o.TextColumn = None,
) -> int:
    """建立本单位的文件夹：minyi.toml、组织机构.xlsx、地名.xlsx，打开填写即可。"""
    from datetime import date

    from minyi.directory import write_office
    from minyi.flow import read_all
    from minyi.office import load, past_dispatches
    from minyi.readers import ReadOptions
    from minyi.settings import FILE_NAME
    from minyi.taxonomy import load_taxonomy

    dispatches = None
    if past is not None:
        reading = ReadOptions(text_column=text_column, today=date.today())
        dispatches = past_dispatches(read_all([str(past)], reading), load().flow)
    write_office(folder, load_taxonomy(), dispatches)
    settings = folder / FILE_NAME
    if not settings.exists():
        settings.write_text(_TOML, encoding="utf-8")
    say(f"已建立 {folder}：请填写 组织机构.xlsx 和 地名.xlsx，再用 minyi check {folder} 检查")
    return 0


def check(
    folder: Annotated[Path, typer.Argument(help="本单位的文件夹", metavar="文件夹")] = Path(),
) -> int:
    """检查本单位的设置、分类、调休表、模型、组织机构和地名，一次列出全部错误。"""
    from minyi.errors import UsageError

    if not folder.is_dir():
        raise UsageError(f"{folder}：没有这个单位文件夹，请检查路径，或用 minyi init 新建")
    faults = _faults(folder)
    for fault in faults:
        tell(fault)
    if not faults:
        _name_strangers(folder)
        _name_gaps(folder)
    say(f"共 {len(faults)} 处错误，改正后再用" if faults else "没有发现错误，可以使用")
    return 2 if faults else 0


def _name_strangers(folder: Path) -> None:
    """Organizations of the dispatch model to which nothing will be sent."""
    from minyi.office import load

    desk = load(folder)
    if desk.flow.dispatcher and (names := desk.flow.dispatcher.strangers(desk.directory)):
        shown = "、".join(names[:_SHOWN_STRANGERS]) + ("……" if names[_SHOWN_STRANGERS:] else "")
        say(
            f"提示：派单模型里有 {len(names)} 个单位不在组织机构表里，不会派给它们：{shown}；"
            "名称不同的，请把旧名填进“简称”"
        )


def _name_gaps(folder: Path) -> None:
    """What the tables of an office leave open."""
    from minyi.directory import find_gaps, load_directory
    from minyi.settings import read_settings
    from minyi.taxonomy import load_taxonomy
    from minyi.workdays import load_overrides

    settings, _ = read_settings(folder)
    taxonomy = load_taxonomy(settings.taxonomy)
    notices = find_gaps(folder, load_directory(folder, taxonomy), taxonomy)
    if (days := settings.workdays) is not None and not load_overrides(days):
        notices.append(f"{days.name}（调休表）里一天也没有，只按国家放假安排计算期限")
    for notice in notices:
        say(f"提示：{notice}")


def _faults(folder: Path) -> list[str]:
    """What is wrong with an office, in the order in which it is read; one fault a line."""
    from minyi.budget import line_of
    from minyi.directory import check_directory
    from minyi.errors import MinyiError
    from minyi.model_store import default_folder, load_model
    from minyi.promotion import promoted_folder
    from minyi.settings import FILE_NAME, read_settings
    from minyi.taxonomy import load_taxonomy
    from minyi.workdays import load_overrides

    settings, wrong = read_settings(folder)
    faults = [f"{FILE_NAME}：{fault}" for fault in wrong]

    def reads(work: Callable[[], _T]) -> _T | None:
        try:
            return work()
        except MinyiError as error:
            faults.extend(str(error).splitlines())
            return None

    taxonomy = reads(lambda: load_taxonomy(settings.taxonomy))
    if (days := settings.workdays) is not None:
        reads(lambda: load_overrides(days))
    model = settings.model or reads(lambda: promoted_folder(folder))
    own = reads(lambda: load_model(model or default_folder()))
    if own is not None and (share := settings.max_error) is not None:
        reads(lambda: line_of(own.facts, own.main_head, share))
    if (learned := settings.dispatch_model) is not None:
        reads(lambda: load_model(learned))
    faults += check_directory(folder, taxonomy)
    if taxonomy is None:
        faults.append("分类文件改好之前，“分工”表没有检查：改好后请再运行一次")
    return faults
