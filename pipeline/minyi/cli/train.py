"""minyi train: labelled rows in, a model folder out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minyi.cli.console import say

_SHOWN = 20


def train(
    file: Annotated[
        Path, typer.Argument(help="已标注的表：csv、xlsx、jsonl、parquet", metavar="文件")
    ],
    text: Annotated[str, typer.Option("--text", help="文本所在列的表头", metavar="列")],
    label: Annotated[str, typer.Option("--label", help="标签所在列的表头", metavar="列")],
    out: Annotated[Path, typer.Option("--out", help="模型写到哪个文件夹", metavar="文件夹")],
    title: Annotated[
        str | None, typer.Option("--title", help="标题所在列的表头", metavar="列")
    ] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", help="来源列（如记录人）；校准时按来源整组留出", metavar="列"),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="随机种子；相同则结果相同")] = 0,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的模型文件夹")] = False,
) -> int:
    """用已标注的表训练模型；先检查表，再训练、校准、写出模型文件夹。"""
    from minyi.errors import BadTableError, OutputExistsError
    from minyi.fitting import FitSettings
    from minyi.model_store import save_model
    from minyi.readers import read_columns
    from minyi.retraining import check_rows, with_titles
    from minyi.retraining import train as fit_model

    if out.exists() and not force:
        raise OutputExistsError(f"{out} 已存在，未覆盖；确要覆盖请加 --force，或换一个 --out")
    names = [text, label, *filter(None, (title, group))]
    columns, rows = read_columns(file, names)
    texts = with_titles(columns[text], columns[title] if title else None)
    kept, findings = check_rows(texts, columns[label], rows)
    for finding in findings[:_SHOWN]:
        where = f"第 {finding.row} 行：" if finding.row else ""
        say(f"  {where}{finding.what}；{finding.advice}")
    if len(findings) > _SHOWN:
        say(f"  …… 另有 {len(findings) - _SHOWN} 处")
    if not kept:
        raise BadTableError(f"{file}：没有一行可用于训练，请检查 --text 和 --label")
    say(f"读入 {len(rows)} 行，用于训练 {len(kept)} 行，正在训练……")
    model = fit_model(
        [texts[i] for i in kept],
        {"category": [columns[label][i] for i in kept]},
        settings=FitSettings(seed=seed),
        groups=[columns[group][i] for i in kept] if group else None,
        facts={"file": file.name, "label": label},
    )
    save_model(model, out, force=force)
    say(f"已写出模型 {out}（{len(model.labels('category'))} 个标签，版本 {model.version}）")
    return 0
