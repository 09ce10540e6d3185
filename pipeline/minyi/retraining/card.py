"""The model card: what a person must know before trusting a model, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minyi.budget import NOTHING, Curve, review_line
from minyi.clean import mask
from minyi.model_store import Model
from minyi.tokens import TextSettings

CARD_NAME = "README.md"
_SHOWN_CONFUSIONS = 10
_SHOWN_BUDGETS = (0.01, 0.03, 0.05, 0.1)
_FEW = 20  # rows of a label under which its figures are little more than chance


def model_card(model: Model, *, picture: str = "") -> str:
    """Markdown from what the manifest says; the same model gives the same card.

    Args:
        model: As `train` made it; `facts` may also hold `file`, `label`, `title`, `group`,
            `rows_read` and `findings` (kind → how many).
        picture: File name of the picture of confusions, "" where there is none.
    """
    head = model.main_head
    metrics = model.facts.get("metrics", {}).get(head)
    parts = [
        f"# 模型卡：{_cell(str(model.facts.get('label', head)))}",
        f"版本 `{model.version}`。由 `minyi train` 生成，重新训练时会重写。",
        "## 数据",
        _data(model.facts),
        "## 设置",
        _settings(model),
        "## 留出检验",
        _held_out(metrics) + _tried(model.facts),
        "## 标签",
        _labels(model.labels(head), metrics),
        "## 校准",
        _calibration(metrics, model.classifier.heads[head].temperature),
        "## 易混",
        _confusions(metrics, picture),
        "## 局限",
        _limits(metrics),
    ]
    return "\n\n".join(parts) + "\n"


def _data(facts: Mapping[str, Any]) -> str:
    lines = [f"- 用于训练 {facts['rows']} 行" + _of(facts.get("rows_read"))]
    if "file" in facts:
        lines.insert(0, f"- 文件：{_cell(facts['file'])}")
    for key, name in (
        ("text_column", "文本列"),
        ("title", "标题列"),
        ("group", "来源列"),
        ("date", "日期列"),
    ):
        if facts.get(key):
            lines.append(f"- {name}：{_cell(str(facts[key]))}")
    if reviews := facts.get("reviews"):
        lines.append(
            f"- 复核记录：改正 {reviews['corrected']} 行，确认 {reviews['confirmed']} 行，"
            f"新增 {reviews['added']} 行，权重加倍"
        )
    lines.append(f"- 数据 SHA-256：`{facts['data_sha256']}`")
    if findings := facts.get("findings"):
        found = "、".join(f"{kind} {count}" for kind, count in findings.items())
        lines.append(f"- 检查出的问题：{found}")
    return "\n".join(lines)


def _of(read: int | None) -> str:
    return f"（读入 {read} 行）" if read else ""


def _settings(model: Model) -> str:
    text = model.text
    facts = model.facts.get("settings", {}).get(model.main_head, model.facts)
    share = facts["naive_bayes"]
    bayes = "权重按留出文本选定" if share is None else f"权重 {share}"
    balance = f"按类别行数的 -{facts['balanced']:g} 次方加权" if facts["balanced"] else "不加权"
    prior = "，参考自带模型的判断" if facts.get("prior") else ""
    return "\n".join(
        [
            f"- 特征：{_features(text)}；出现在 {facts['min_texts']} 行以上的才用，"
            f"共 {len(model.classifier.buckets)} 个",
            f"- 分类器：线性支持向量机（C={facts['cost']}）加互补朴素贝叶斯（{bayes}）{prior}，"
            f"{balance}",
            f"- 随机种子：{facts['seed']}；同样的表、设置和种子得到同样的权重",
        ]
    )


def _features(text: TextSettings) -> str:
    kinds = [f"连续 {'、'.join(map(str, text.characters))} 个字"] if text.characters else []
    if text.lexicon:
        kinds.append("结巴词典里的词")
    if text.words:
        kinds.append(f"{text.segmenter} 切出的词")
    if text.title:
        kinds.append("标题另算")
    return "，".join(kinds)


def _held_out(metrics: Mapping[str, Any] | None) -> str:
    if metrics is None:
        return "行数太少，没有做留出检验：这个模型的准确程度未知。"
    if metrics.get("ordered"):
        how = (
            f"把较晚的 {metrics['n']} 行按日期分成 {metrics['folds']} 段，"
            "每段用早于它的全部行训练、在这一段上检验"
        )
    else:
        same = "同一来源（或几乎相同）的行放在同一折" if metrics["grouped"] else "随机分折"
        how = (
            f"把 {metrics['n']} 行分成 {metrics['folds']} 折，轮流用其余各折训练、"
            f"在留出的一折上检验；{same}"
        )
    return "\n".join(
        [
            f"{how}。方括号内是 95 % 区间（自助法）。",
            "",
            "| 指标 | 数值 |",
            "|---|---|",
            f"| 准确率 | {_percent(metrics['accuracy'], metrics['accuracy_ci'])} |",
            f"| 宏平均 F1 | {_percent(metrics['macro_f1'], metrics['macro_f1_ci'])} |",
            f"| 校准误差 ECE | {metrics['ece']:.3f} |",
        ]
    )


def _tried(facts: Mapping[str, Any]) -> str:
    """What else was tried, where there was a choice."""
    if not facts.get("tried"):
        return ""
    lines = ["", "", "试过的做法，取准确率与宏平均 F1 之均值最高者：", ""]
    lines += ["| 做法 | 准确率 | 宏平均 F1 |", "|---|---:|---:|"]
    for name, accuracy, macro_f1 in facts["tried"]:
        mark = "**" if name == facts["recipe"] else ""
        lines.append(f"| {mark}{_cell(name)}{mark} | {accuracy:.1%} | {macro_f1:.1%} |")
    return "\n".join(lines)


def _percent(value: float, interval: list[float]) -> str:
    low, high = interval
    return f"{value:.1%} [{low:.1%}, {high:.1%}]"


def _labels(names: tuple[str, ...], metrics: Mapping[str, Any] | None) -> str:
    if metrics is None:
        return "\n".join(f"{i}. {_cell(name)}" for i, name in enumerate(names, start=1))
    lines = ["| 序号 | 标签 | 行数 | 精确率 | 召回率 | F1 |", "|---:|---|---:|---:|---:|---:|"]
    for i, name in enumerate(names, start=1):
        if each := metrics["labels"].get(name):
            figures = " | ".join(f"{each[key]:.1%}" for key in ("precision", "recall", "f1"))
            lines.append(f"| {i} | {_cell(name)} | {each['rows']} | {figures} |")
        else:
            lines.append(f"| {i} | {_cell(name)} | 0 | – | – | – |")
    return "\n".join(lines)


def _calibration(metrics: Mapping[str, Any] | None, temperature: float) -> str:
    if metrics is None:
        return f"行数太少，没有校准：温度取常用值 {temperature}，所报的把握只供参考。"
    lines = [
        f"温度 {temperature} 和把握的刻度在留出的行上定出。把留出的行按把握从低到高分成几份：",
        "",
        "| 行数 | 平均把握 | 实际正确 |",
        "|---:|---:|---:|",
        *(f"| {n} | {mean:.1%} | {right:.1%} |" for n, mean, right in metrics["reliability"]),
    ]
    return "\n".join(lines) + _budgets(metrics.get("risk"))


def _budgets(curve: Curve | None) -> str:
    """How much a person must read for what error budget."""
    if not curve:
        return ""
    rows = []
    for budget in _SHOWN_BUDGETS:
        line = review_line(curve, budget)
        kept = max((n for level, n, _ in curve if level >= line), default=0)
        shown = f"{line:.1%}" if line < NOTHING else "做不到，全部送人工"
        rows.append(f"| {budget:.0%} | {shown} | {1 - kept / curve[0][1]:.1%} |")
    head = [
        "",
        "",
        "误差预算（`--max-error`）按留出的行定复核线，取错误率区间的上端，宁严勿宽：",
        "",
    ]
    head += ["| 误差预算 | 把握不高于此送人工 | 要人看的份额 |", "|---:|---:|---:|"]
    return "\n".join(head + rows)


def _confusions(metrics: Mapping[str, Any] | None, picture: str) -> str:
    if metrics is None:
        return "行数太少，未统计。"
    lines = [
        f"- {_cell(true)} 被判为 {_cell(said)}：{count} 行"
        for true, said, count in metrics["confusions"][:_SHOWN_CONFUSIONS]
    ] or ["留出检验没有判错的行。"]
    if picture:
        lines += ["", f"![留出检验的混淆矩阵]({picture})"]
    return "\n".join(lines)


def _limits(metrics: Mapping[str, Any] | None) -> str:
    lines = ["- 只认识上面的标签；别的事项也会被归到其中一个，应看把握高低并由人复核。"]
    if metrics is not None:
        few = [name for name, each in metrics["labels"].items() if each["rows"] < _FEW]
        if few:
            names = "、".join(map(_cell, few))
            lines.append(f"- 不足 {_FEW} 行、数字不可靠的标签：{names}。")
        if not metrics["grouped"] and not metrics.get("ordered"):
            lines.append(
                "- 检验用的是同一张表里的行；换一批人的话、换一个时期，准确率通常会低一些。"
                "表中有来源列时可用 --group 整组留出，有日期列时可用 --date 按时间检验。"
            )
    lines.append("- 校验值只能发现损坏，不能证明模型出自何人之手。")
    return "\n".join(lines)


def _cell(text: str) -> str:
    """Masked, on one line, and no mark-up of its own."""
    return " ".join(mask(text).split()).replace("|", "\\|").replace("<", "&lt;")
