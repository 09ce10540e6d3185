"""minyi models: which model an office serves with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from minyi.cli import options as o
from minyi.cli.console import say, tell

if TYPE_CHECKING:
    from minyi.model_store import Model
    from minyi.promotion import Comparison

HELP = "本单位的模型：列出、比较、启用、退回。"
_CURRENT, _SHIPPED = "当前", "自带"  # in place of a folder

On = Annotated[Path, typer.Option("--on", help="已标注的表，在它上面比较", metavar="文件")]
OnIfNot = Annotated[
    Path | None,
    typer.Option("--on", help="已标注的表，在它上面与现用模型比较", metavar="文件"),
]
Text = Annotated[str, typer.Option("--text", help="文本所在列的表头", metavar="列")]
TextIf = Annotated[str | None, typer.Option("--text", help="文本所在列的表头", metavar="列")]
Label = Annotated[str, typer.Option("--label", help="标签所在列的表头", metavar="列")]
LabelIf = Annotated[str | None, typer.Option("--label", help="标签所在列的表头", metavar="列")]
Title = Annotated[str | None, typer.Option("--title", help="标题所在列的表头", metavar="列")]
Reason = Annotated[str, typer.Option("--reason", help="理由，记入历史", metavar="文字")]


class _Rows(NamedTuple):
    texts: list[str]
    truth: list[str]
    also: list[str] | None
    origin: Mapping[str, Any]  # file and hash, for the record


def list_models(office: o.OfficeFolder = None) -> int:
    """列出本单位的模型：哪个在用，哪些可退回，哪些已损坏。"""
    from minyi.promotion import catch_up, history, installed, serving

    folder = office or Path()
    catch_up(folder)
    now = serving(folder)
    for one in installed(folder):
        mark = "●" if one.serves else " "
        tell(f"{mark} {one.name or _SHIPPED}：{_facts(one.model) if one.model else one.fault}")
    if now.previous:
        tell(f"退回（minyi models rollback）将改用：{now.previous[-1] or _SHIPPED}")
    for entry in history(folder)[-5:]:
        tell(f"  {_line(entry)}")
    return 0


def compare(
    a: Annotated[str, typer.Argument(help="模型文件夹，或 当前、自带", metavar="A")],
    b: Annotated[str, typer.Argument(help="另一个模型", metavar="B")],
    on: On,
    text: Text,
    label: Label,
    title: Title = None,
    office: o.OfficeFolder = None,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> int:
    """在已标注的表上比较两个模型：各类得失、显著性、校准、快慢。"""
    from json import dumps

    from minyi.model_store import load_model
    from minyi.promotion import compare as weigh
    from minyi.promotion import objections, verdict

    folder = office or Path()
    first, second = load_model(_folder(a, folder)), load_model(_folder(b, folder))
    rows = _rows(on, text, label, title)
    comparison = weigh(first, second, rows.texts, rows.truth, also=rows.also, head=label)
    if json:
        said = {"verdict": verdict(comparison), "objections": objections(comparison)}
        tell(dumps({**comparison.as_dict(), **said}, ensure_ascii=False))
        return 0
    _warn_if_trained_on(rows, {"A": first, "B": second})
    _print(comparison, on)
    return 0


def promote(
    candidate: Annotated[str, typer.Argument(help="候选模型的文件夹", metavar="文件夹")],
    on: OnIfNot = None,
    text: TextIf = None,
    label: LabelIf = None,
    title: Title = None,
    office: o.OfficeFolder = None,
    force: Annotated[
        bool, typer.Option("--force", help="不顾比较结果也启用；须用 --reason 写明理由")
    ] = False,
    reason: Reason = "",
) -> int:
    """启用候选模型；总体变差，或某个 20 行以上的类别下降超过 2 个百分点时拒绝。"""
    from datetime import datetime

    from minyi.errors import UsageError
    from minyi.model_store import load_model
    from minyi.promotion import PromotionRefusedError, promoted_folder, serving
    from minyi.promotion import compare as weigh
    from minyi.promotion import promote as start_serving

    folder = office or Path()
    new = _folder(candidate, folder)
    model = load_model(new)
    now = serving(folder)
    comparison, origin = None, None
    if on is not None:
        if text is None or label is None:
            raise UsageError("--on 须与 --text、--label 一起用，指明文本列和标签列")
        rows = _rows(on, text, label, title)
        old = load_model(promoted_folder(folder) or _folder(_SHIPPED, folder))
        comparison = weigh(old, model, rows.texts, rows.truth, also=rows.also, head=label)
        origin = rows.origin
        _warn_if_trained_on(rows, {"B": model})
        say("A 为现用模型，B 为候选模型")
        _print(comparison, on, to=say)
    try:
        done = start_serving(
            folder,
            new,
            replacing=now,
            comparison=comparison,
            on=origin,
            who=_who(),
            now=datetime.now().astimezone(),
            force=force,
            reason=reason,
        )
    except PromotionRefusedError:
        say("拒绝已记入历史")
        raise
    tell(f"已启用 {done.model}；要退回请用 minyi models rollback")
    return 0


def rollback(office: o.OfficeFolder = None, reason: Reason = "") -> int:
    """退回到上一个模型。"""
    from datetime import datetime

    from minyi.promotion import rollback as go_back

    now = datetime.now().astimezone()
    done = go_back(office or Path(), who=_who(), now=now, reason=reason)
    tell(f"已退回到 {done.model or _SHIPPED}")
    return 0


COMMANDS: dict[str, Callable[..., int]] = {
    "list": list_models,
    "compare": compare,
    "promote": promote,
    "rollback": rollback,
}


def _folder(given: str, office: Path) -> Path:
    """A folder by its path, by its name under the office's models/, or by 当前 and 自带."""
    from minyi.model_store import default_folder
    from minyi.promotion import promoted_folder

    if given == _SHIPPED:
        return default_folder()
    if given == _CURRENT:
        return promoted_folder(office) or default_folder()
    own = office / "models" / given
    return own if not Path(given).exists() and own.is_dir() else Path(given)


def _rows(file: Path, text: str, label: str, title: str | None) -> _Rows:
    from hashlib import sha256

    from minyi.errors import BadTableError
    from minyi.readers import read_columns
    from minyi.retraining import with_titles

    columns, numbers = read_columns(file, [text, label, *filter(None, [title])], optional=["also"])
    whole = with_titles(columns[text], columns[title] if title else None)
    truth = [answer.strip() for answer in columns[label]]
    used = [i for i, answer in enumerate(truth) if answer]
    if not used:
        raise BadTableError(f"{file}：“{label}”列没有一个标签")
    if len(used) < len(numbers):
        say(f"{len(numbers) - len(used)} 行没有标签，未用于比较")
    also = columns.get("also") if label != "kind" else None  # as `minyi evaluate` has it
    return _Rows(
        texts=[whole[i] for i in used],
        truth=[truth[i] for i in used],
        also=[also[i].strip() for i in used] if also is not None else None,
        origin={"file": file.name, "sha256": sha256(file.read_bytes()).hexdigest()},
    )


def _warn_if_trained_on(rows: _Rows, models: Mapping[str, Model]) -> None:
    for side, model in models.items():
        if model.facts.get("file_sha256") == rows.origin["sha256"]:
            say(f"注意：{side} 就是用这张表训练的，它的数字偏高，不能作数；请换一张没用过的表")


def _print(comparison: Comparison, file: Path, to: Callable[[str], None] = tell) -> None:
    from minyi.promotion import verdict

    a, b = comparison.a, comparison.b
    to(f"{file.name}：{comparison.n} 行；A {a.version}，B {b.version}")
    for note in comparison.notes:
        to(f"注意：{note}")
    for name, key in (("准确率", "accuracy"), ("宏平均 F1", "macro_f1")):
        figures = [
            f"{getattr(side, key):.1%}（95 % 区间 {low:.1%}–{high:.1%}）"
            for side in (a, b)
            for low, high in [getattr(side, f"{key}_ci")]
        ]
        to(f"{name}：A {figures[0]}，B {figures[1]}")
    to(f"校准误差 ECE：A {a.ece:.3f}，B {b.ece:.3f}")
    slow, fast = comparison.speed_range
    to(
        f"速度：A 每秒 {a.texts_per_second:.0f} 条，B 每秒 {b.texts_per_second:.0f} 条，"
        f"B 是 A 的 {comparison.speed_ratio:.2f} 倍（各轮 {slow:.2f}–{fast:.2f}）"
    )
    to(
        f"McNemar 检验（精确）：只有 A 对 {comparison.only_a_right} 行，"
        f"只有 B 对 {comparison.only_b_right} 行，p = {comparison.p_value:.3g}"
    )
    to("标签                      行数        F1 A → B      增减      召回率 A → B")
    for each in sorted(comparison.labels, key=lambda each: each.gain):
        to(
            f"{each.label:<24}{each.rows:>6}{each.f1[0]:>9.1%} →{each.f1[1]:>7.1%}"
            f"{each.gain * 100:>+9.1f}{each.recall[0]:>11.1%} →{each.recall[1]:>7.1%}"
        )
    to(f"结论：{verdict(comparison)}")


def _facts(model: Model) -> str:
    metrics = model.facts.get("metrics", {}).get(model.main_head)
    parts = [f"版本 {model.version}", f"{len(model.labels(model.main_head))} 个标签"]
    if rows := model.facts.get("rows"):
        parts.append(f"训练 {rows} 行")
    if metrics:
        parts.append(f"留出检验准确率 {metrics['accuracy']:.1%}")
    return "，".join(parts)


def _line(entry: Mapping[str, Any]) -> str:
    actions = {"promote": "启用", "force": "强制启用", "refuse": "拒绝启用", "rollback": "退回到"}
    what = actions.get(str(entry.get("action")), "？")
    model = entry.get("model", entry.get("version", "")) or _SHIPPED
    reason = f"：{entry['reason']}" if entry.get("reason") else ""
    return f"{entry.get('time', '')} {entry.get('who', '')} {what} {model}{reason}"


def _who() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError, ImportError):  # no name of the user to be had
        return "未知"
