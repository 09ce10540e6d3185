"""minyi train: labelled rows in, a model folder out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minyi.cli.console import counting, say

if TYPE_CHECKING:
    from minyi.retraining import Finding, Joined, Trained

_SHOWN = 20  # findings of one check; where there are more in all, a file lists them


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
        typer.Option(
            "--group", help="来源列（如记录人）；检验和校准时按来源整组留出", metavar="列"
        ),
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(
            "--date",
            help="日期所在列的表头；按时间先后检验和选做法。不写则认表中常见的日期列"
            "（如 受理日期、received_on），给了 --group 时不认",
            metavar="列",
        ),
    ] = None,
    reviews: Annotated[
        Path | None,
        typer.Option(
            "--reviews",
            help="minyi learn 记下的复核记录.csv；同一文本以最后一次复核为准，权重加倍",
            metavar="复核记录.csv",
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="随机种子；相同则结果相同")] = 0,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的模型文件夹")] = False,
) -> int:
    """用已标注的表训练模型；先检查表，再试几种做法，取留出检验最好的，写出模型文件夹。"""
    from hashlib import sha256

    from minyi.clean import mask
    from minyi.errors import BadTableError, OutputExistsError
    from minyi.fitting import FOLDS
    from minyi.model_store import default_folder, load_model, save_model
    from minyi.readers import read_columns
    from minyi.retraining import (
        RECIPES,
        check_rows,
        copy_groups,
        counts,
        date_column,
        date_headers,
        days,
        find_near_copies,
        is_review_store,
        mostly_titled,
        near_findings,
        stored_columns,
        suspect_labels,
        train_best,
        with_titles,
    )

    if out.exists() and not force:
        raise OutputExistsError(f"{out} 已存在，未覆盖；确要覆盖请加 --force，或换一个 --out")
    with counting("读表", total=len(RECIPES) * (FOLDS + 1) + 4) as bar:
        columns, numbers = (
            stored_columns(file, text, label)
            if is_review_store(file)
            else read_columns(
                file, [text, label, *filter(None, (title, group, day))], optional=date_headers()
            )
        )
        if day is None and group is None:
            day = date_column({k: v for k, v in columns.items() if k not in (text, label, title)})
        written = days(columns[day]) if day else None
        if day and written is None:
            raise BadTableError(f"{file}：“{day}”列认得出的日期太少，无法按时间检验；请检查 --date")
        whole = with_titles(columns[text], columns[title] if title else None)
        answers = [answer.strip() for answer in columns[label]]
        weights, reviewed = None, None
        if reviews is not None:
            joined = _joined(reviews, whole, answers, numbers, written)
            whole, answers, numbers = joined.texts, joined.labels, joined.rows
            written, weights = joined.days, joined.weights
            reviewed = {
                "corrected": joined.corrected,
                "confirmed": joined.confirmed,
                "added": joined.added,
            }
            if group:
                columns[group] += [""] * joined.added
        bar.step("检查")
        kept, findings = check_rows(whole, answers, numbers)
        texts, labels = [whole[i] for i in kept], [answers[i] for i in kept]
        rows = [numbers[i] for i in kept]
        sources = (
            # a row of unknown source is a source of its own
            [columns[group][i].strip() or f"第 {numbers[i]} 行" for i in kept] if group else None
        )
        copies = find_near_copies(texts)
        findings += near_findings(copies, labels, rows, sources)
        _report(findings)
        if not kept:
            raise BadTableError(f"{file}：没有一行可用于训练，请检查 --text 和 --label")
        say(f"读入 {len(numbers)} 行，用于训练 {len(kept)} 行，正在训练……")
        bar.step("训练")
        trained = train_best(
            texts,
            {"category": labels},
            prior=load_model(default_folder()).classifier,
            title=mostly_titled(texts),
            seed=seed,
            groups=sources or copy_groups(len(texts), copies),
            weights=None if weights is None else [weights[i] for i in kept],
            times=[written[i] for i in kept] if written else None,
            facts={
                "file": mask(file.name),
                "file_sha256": sha256(file.read_bytes()).hexdigest(),
                "text_column": text,
                "label": label,
                "title": title,
                "group": group,
                "date": day,
                "reviews": reviewed,
                "rows_read": len(numbers),
                "findings": counts(findings),
            },
            on_step=bar.step,
        )
        bar.step("核对标签")
        if held := trained.held_out.get("category"):
            suspects = suspect_labels(labels, held, trained.model.labels("category"), rows)
            _report(suspects)
            findings += suspects
        bar.step("写出模型卡")
        beside = _beside(trained, labels, findings)
        save_model(trained.model, out, force=force, beside=beside)
    _summarize(trained, out, findings)
    return 0


def _joined(
    store: Path,
    texts: Sequence[str],
    labels: Sequence[str],
    rows: Sequence[int],
    written: Sequence[str] | None,
) -> Joined:
    """The table with what people said of its texts, and of others."""
    from minyi.errors import BadTableError
    from minyi.retraining import asked_of, join_answers, last_answers
    from minyi.reviews import load_reviews
    from minyi.taxonomy import load_taxonomy

    found = load_reviews(store)
    if not found:
        raise BadTableError(f"{store}：没有复核记录，请检查 --reviews，或先用 minyi learn 读回更正")
    taxonomy = load_taxonomy()
    answers = last_answers(found, asked_of(labels, found, taxonomy), taxonomy, labels)
    joined = join_answers(texts, labels, rows, written, answers)
    told = f"复核记录 {len(found)} 条，去重后 {len(answers)} 条：改正表中 {joined.corrected} 行"
    told += f"，确认 {joined.confirmed} 行，新增 {joined.added} 行，权重加倍"
    if joined.added:
        told += f"（新增的接在表后，行号从 {joined.rows[-joined.added]} 起）"
    say(told)
    return joined


def _report(findings: Sequence[Finding]) -> None:
    from minyi.clean import mask

    for finding in findings[:_SHOWN]:
        where = f"第 {finding.row} 行：" if finding.row else ""
        say(f"  {where}{mask(finding.what)}；{finding.advice}")
    if len(findings) > _SHOWN:
        say(f"  …… 另有 {len(findings) - _SHOWN} 处")


def _beside(
    trained: Trained, labels: Sequence[str], findings: Sequence[Finding]
) -> dict[str, bytes | None]:
    """Card, picture and list of findings; None where there is nothing to write."""
    from minyi.retraining import (
        CARD_NAME,
        FINDINGS_NAME,
        PICTURE_NAME,
        confusion_picture,
        findings_csv,
        model_card,
    )

    picture = None
    if held := trained.held_out.get("category"):
        picture = confusion_picture(labels, held, trained.model.labels("category"))
    card = model_card(trained.model, picture=PICTURE_NAME if picture else "")
    return {
        CARD_NAME: card.encode("utf-8", "replace"),
        PICTURE_NAME: picture,
        FINDINGS_NAME: findings_csv(findings) if len(findings) > _SHOWN else None,
    }


def _summarize(trained: Trained, out: Path, findings: Sequence[Finding]) -> None:
    from minyi.retraining import CARD_NAME, FINDINGS_NAME, counts

    model = trained.model
    if findings:
        say("检查结果：" + "、".join(f"{kind} {n}" for kind, n in counts(findings).items()))
    if len(findings) > _SHOWN:
        say(f"全部 {len(findings)} 处问题见 {out / FINDINGS_NAME}")
    if metrics := model.facts["metrics"].get("category"):
        accuracy, macro_f1 = (
            f"{metrics[key]:.1%}（95 % 区间 {low:.1%}–{high:.1%}）"
            for key in ("accuracy", "macro_f1")
            for low, high in [metrics[f"{key}_ci"]]
        )
        for name, right, f1 in model.facts["tried"]:
            chosen = "（采用）" if name == model.facts["recipe"] else ""
            say(f"  {name}：准确率 {right:.1%}，宏平均 F1 {f1:.1%}{chosen}")
        say(f"留出检验：准确率 {accuracy}，宏平均 F1 {macro_f1}，校准误差 {metrics['ece']:.3f}")
    else:
        say("行数太少，没有做留出检验，准确程度未知")
    say(
        f"已写出模型 {out}（{len(model.labels('category'))} 个标签，版本 {model.version}），"
        f"模型卡见 {out / CARD_NAME}"
    )
