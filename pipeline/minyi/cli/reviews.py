"""minyi reviews: what the corrections of an office come to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minyi.cli.console import tell

_SHOWN = 15


def reviews(
    store: Annotated[
        Path | None,
        typer.Argument(
            help="复核记录；默认当前文件夹的 复核记录.csv",
            metavar="复核记录.csv",
            show_default=False,
        ),
    ] = None,
) -> int:
    """汇总复核记录：常改的类别、改派的单位，以及职责不清的单位对。"""
    from collections import Counter

    from minyi.errors import UsageError
    from minyi.retraining import rivals_of
    from minyi.reviews import FILE_NAME, load_reviews
    from minyi.taxonomy import load_taxonomy

    path = store or Path(FILE_NAME)
    found = load_reviews(path)
    if not found:
        raise UsageError(
            f"{path}：没有复核记录；先在台账的“待人工复核”里更正，再用 minyi learn 读回"
        )
    name = load_taxonomy().name
    texts = len({" ".join(review.text.split()) for review in found})
    tell(f"{path}：{len(found)} 条更正，{texts} 件不同的事项")
    moved = Counter(
        (name(one.old_category), name(one.new_category))
        for one in found
        if one.old_category and one.new_category and one.old_category != one.new_category
    )
    if moved:
        tell("常改的类别：")
    for (old, new), count in moved.most_common(_SHOWN):
        tell(f"  {old} → {new}：{count} 条")
    unclear = rivals_of(found)
    if not unclear:
        tell("职责不清的单位对：没有（没有来回改派、退单，也没有同向改派 3 条以上的）")
        return 0
    tell("职责不清的单位对：")
    for pair in unclear[:_SHOWN]:
        said = f"{pair.one} → {pair.other} {pair.there} 条，反向 {pair.back} 条"
        if not pair.there:
            said = f"{pair.other} → {pair.one} {pair.back} 条"
        elif not pair.back:
            said = f"{pair.one} → {pair.other} {pair.there} 条"
        returned = f"，其中退单 {pair.returned} 条" if pair.returned else ""
        about = "、".join(name(code) for code, _ in pair.categories.most_common(3))
        tell(f"  {said}{returned}" + (f"；多为{about}" if about else ""))
    if len(unclear) > _SHOWN:
        tell(f"  …… 另有 {len(unclear) - _SHOWN} 对")
    tell("请在 组织机构.xlsx 的分工里写清这些类别由谁主办")
    return 0
