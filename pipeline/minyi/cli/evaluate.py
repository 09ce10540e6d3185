"""minyi evaluate: how good a model is on labelled rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minyi.cli import options as o
from minyi.cli.console import say, tell


def evaluate(
    file: Annotated[Path, typer.Argument(help="已标注的表", metavar="文件")],
    text: Annotated[str, typer.Option("--text", help="文本所在列的表头", metavar="列")],
    label: Annotated[
        str,
        typer.Option(
            "--label", help="标签所在列；kind、urgency 列评自带模型的性质和急缓", metavar="列"
        ),
    ],
    title: Annotated[
        str | None, typer.Option("--title", help="标题所在列的表头", metavar="列")
    ] = None,
    model: o.ModelFolder = None,
    max_error: o.MaxError = None,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> int:
    """在已标注的表上评估模型；表中有 also 列时，它是也算对的第二标签。"""
    from json import dumps

    import numpy as np

    from minyi.budget import line_of
    from minyi.errors import BadTableError
    from minyi.evaluation import by_label, confusions
    from minyi.evaluation import evaluate as figures
    from minyi.model_store import default_folder, load_model
    from minyi.readers import read_columns
    from minyi.retraining import with_titles
    from minyi.taxonomy import UNCLEAR

    chosen = load_model(model if model is not None else default_folder())
    names = [text, label, *filter(None, [title])]
    columns, rows = read_columns(file, names, optional=["also"])
    also = columns.get("also")
    used = [i for i, answer in enumerate(columns[label]) if answer.strip()]
    if not used:
        raise BadTableError(f"{file}：“{label}”列没有一个标签")
    if len(used) < len(rows):
        say(f"{len(rows) - len(used)} 行没有标签，未评估")
    texts = with_titles(columns[text], columns[title] if title else None)
    head = label if label in chosen.classifier.heads else chosen.main_head
    chances = chosen.probabilities([texts[i] for i in used])[head]
    best = chances.argmax(axis=1)
    predicted = [chosen.labels(head)[i] for i in best]
    truth = [columns[label][i].strip() for i in used]
    second = [also[i].strip() for i in used] if also is not None and head != "kind" else None
    strange = sorted(set(truth) - set(chosen.labels(head)))
    if strange:
        say(f"提示：模型不认识这些标签，只能判错：{'、'.join(strange[:10])}")
    result = figures(truth, predicted, chances[np.arange(len(best)), best].tolist(), second)
    budget: dict[str, float] = {}
    if max_error is not None:
        line = line_of(chosen.facts, head, max_error)
        unseen = (chances.max(axis=1) > line) & (np.array(predicted) != UNCLEAR)
        pairs = zip(truth, predicted, second or truth, strict=True)
        right = np.array([p in (t, a) for t, p, a in pairs])
        wrong = float(1 - right[unseen].mean()) if unseen.any() else 0.0
        budget = {
            "max_error": max_error,
            "review_below": line,
            "unseen": round(float(unseen.mean()), 4),
            "unseen_error": round(wrong, 4),
        }
    if json:
        tell(dumps({**result.as_dict(), **budget}, ensure_ascii=False))
        return 0
    low, high = result.accuracy_ci
    tell(f"{file.name}：{result.n} 行，标签“{label}”，模型 {chosen.version}")
    tell(f"准确率 {result.accuracy:.1%}（95 % 区间 {low:.1%}–{high:.1%}）")
    tell(f"宏平均 F1 {result.macro_f1:.3f}")
    tell(f"大类准确率 {result.group_accuracy:.1%}，校准误差 ECE {result.ece:.3f}")
    if budget:
        tell(
            f"误差预算 {max_error:.1%}：把握高于 {budget['review_below']:.1%} 的不送人工，"
            f"占 {budget['unseen']:.1%}，其中判错 {budget['unseen_error']:.1%}"
        )
    tell("标签                      行数  精确率  召回率     F1")
    for each in by_label(truth, predicted):
        tell(
            f"{each.label:<24}{each.rows:>6}{each.precision:>8.2f}{each.recall:>8.2f}{each.f1:>7.2f}"
        )
    confused = confusions(truth, predicted, second)
    for (true, guess), count in list(confused.items())[:10]:
        tell(f"  {true} 被判为 {guess}：{count} 行")
    return 0
