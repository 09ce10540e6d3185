"""minyi explain: why a text is classified, triaged and routed as it is."""

from __future__ import annotations

from typing import Annotated

import typer

from minyi.cli import options as o
from minyi.cli.console import tell


def explain(
    text: Annotated[str, typer.Argument(help="一条意见", metavar="意见")],
    office: o.OwnOffice = None,
    model: o.ModelFolder = None,
) -> int:
    """说明一条意见为什么这样分类、定急缓、派单。"""
    from pathlib import Path

    from minyi.clean import mask
    from minyi.domain import KIND_NAMES, URGENCY_NAMES
    from minyi.model_store import default_folder
    from minyi.nearest import load_examples, nearest
    from minyi.office import load
    from minyi.records import shown_organization
    from minyi.taxonomy import load_taxonomy
    from minyi.triage import because

    desk = load(office or Path(), model=model)
    matter = desk.classify(text)
    name = desk.taxonomy.name
    tell(f"意见：{mask(text)}")
    tell(f"类别：{name(matter.category)}（{matter.category}），把握 {matter.score:.0%}")
    words = desk.flow.deciding_words(text, matter.category)
    if words:
        tell("  依据：" + "、".join(f"{mask(word)} {weight:+.2f}" for word, weight in words))
    others = "、".join(
        f"{name(code)} {score:.0%}" for code, score in matter.prediction.alternatives
    )
    tell(f"  其他可能：{others or '无'}")
    examples = nearest(desk.model, text, load_examples(desk.flow.base, default_folder()))
    if examples:
        shipped = load_taxonomy()
        tell("  相近的例句（为训练编写，不是来信原文）：")
    for (written, label), alike in examples:
        called = name(label) if label in desk.taxonomy else shipped.name(label)
        tell(f"    {called}，相似 {alike:.0%}：{mask(written)}")
    tell(f"性质：{KIND_NAMES.get(matter.kind, matter.kind)}")
    rule = because(matter.triage)
    tell(f"紧急程度：{URGENCY_NAMES[matter.urgency]}" + (f"（{mask(rule)}）" if rule else ""))
    organization = shown_organization(matter.organization, desk.directory.example)
    tell(f"责任单位：{organization}")
    tell(f"  理由：{mask(matter.reason)}")
    if matter.needs_review:
        tell(f"需人工复核：{mask(matter.review_reason)}")
    return 0
