"""minyi drift: whether a new box still is what the old one was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minyi.cli import options as o
from minyi.cli.console import counting, exit_code, list_problems, say, tell
from minyi.errors import OutputExistsError, UsageError

if TYPE_CHECKING:
    from minyi.domain import Opinion, Problem
    from minyi.drift import Box, Drift, Topic, WordShift
    from minyi.office import Office

_LEVELS = ("stable", "changed", "marked")
_EXAMPLES = 3  # of a topic
_EXCERPT = 80  # characters of an example
_CATEGORIES = 10  # shown where none moved for sure


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One box as read: what is compared, and what examples are quoted from."""

    box: Box
    owners: list[Opinion]
    numbers: list[int]
    texts: list[str]


def drift(
    old: Annotated[str, typer.Argument(help="原来的意见：文件、文件夹或通配符", metavar="旧")],
    new: Annotated[str, typer.Argument(help="新来的意见：文件、文件夹或通配符", metavar="新")],
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="把图画到哪里（.png）", metavar="文件")
    ] = None,
    model: o.ModelFolder = None,
    office: o.OfficeFolder = None,
    text_column: o.TextColumn = None,
    force: o.Force = False,
) -> int:
    """比较新旧两箱意见：类别占比、用词、模型把握、紧急件有没有变，有没有新话题。"""
    from minyi.drift import compare
    from minyi.office import load

    if out is not None:
        _check(out, force)
    desk = load(office or Path(), model=model)
    problems: list[Problem] = []
    with counting("读入并分类") as bar:
        before = _read(desk, old, text_column, problems, bar)
        after = _read(desk, new, text_column, problems, bar)
    list_problems(problems)
    for path, read in ((old, before), (new, after)):
        if not read.texts:
            raise UsageError(f"{path}：没有读到一条意见，无从比较")
    found = compare(before.box, after.box)
    if json:
        _tell_json(found, after, desk)
    else:
        _tell(found, after, desk, old, new)
    if out is not None:
        from minyi.cli.drift_picture import draw

        draw(found, before.box, after.box, desk.taxonomy.name, out, force=force)
        say(f"已写出 {out}")
    return exit_code(problems)


def _check(out: Path, force: bool) -> None:
    """Refuse what would only fail after minutes of reading."""
    if out.suffix.lower() != ".png":
        raise UsageError(f"{out}：图只画成 .png，请改 --out 的文件名")
    if out.exists() and not force:
        raise OutputExistsError(f"{out}：文件已存在，为免覆盖没有写入；确要覆盖请加 --force")


def _read(
    desk: Office, path: str, text_column: str | None, problems: list[Problem], bar: Any
) -> _Read:
    import numpy as np

    from minyi.clean import mask_all, normalize_all
    from minyi.cli.reading import opinions_of
    from minyi.drift import Box
    from minyi.segmenting import segment
    from minyi.tokens import LONGEST

    owners: list[Opinion] = []
    numbers: list[int] = []
    texts: list[str] = []
    words: list[frozenset[str]] = []
    categories: list[str] = []
    scores: list[float] = []
    urgent: list[bool] = []
    opinions = bar.through(opinions_of([path], text_column, problems))
    for some, which, batch in desk.flow.parts(opinions):
        understood = desk.flow.understand(batch)
        owners += some
        numbers += which
        masked = mask_all(batch)
        texts += masked
        clean = normalize_all([text[:LONGEST] for text in masked])
        words += [frozenset(w for w in segment(text) if len(w) > 1) for text in clean]
        categories += [p.category for p in understood.predictions]
        scores += [p.score for p in understood.predictions]
        urgent += [t.urgency == "urgent" for t in understood.triages]
    begins = np.array([number == 1 for number in numbers], bool)
    box = Box(
        slips=np.cumsum(begins).astype(np.intp) - 1,
        categories=categories,
        scores=np.array(scores, np.float64),
        urgent=np.array(urgent, bool),
        words=words,
    )
    return _Read(box=box, owners=owners, numbers=numbers, texts=texts)


def _tell(found: Drift, after: _Read, desk: Office, old: str, new: str) -> None:
    from minyi.clean import mask

    for what, path, slips, matters in (
        ("旧", old, found.old_slips, found.old_matters),
        ("新", new, found.new_slips, found.new_matters),
    ):
        tell(f"{what}：{mask(Path(path).name or path)}，{slips} 条意见，{matters} 件事项")
    tell(f"结论：{found.verdict}")
    for signal in found.signals:
        tell(f"  · {signal.text}")
    if found.too_few:
        tell("  （意见较少，只看得出很大的变化）")
    _tell_shares(found, desk)
    _tell_rest(found)
    tell("新话题：" + ("" if found.topics else "没有发现"))
    for number, topic in enumerate(found.topics, start=1):
        tell(
            f"  {number}. {'、'.join(topic.words)}：{topic.slips} 条"
            f"（旧 {topic.old_slips} 条），平均把握 {topic.mean_score:.0%}"
        )
        for example in _examples(topic, after):
            tell(f"     {example['id']}：{_short(example['text'])}")


def _tell_shares(found: Drift, desk: Office) -> None:
    shares = found.shares
    tell(
        f"类别占比：PSI {shares.psi:.3f}（超出随机波动 {shares.psi_excess:.3f}），"
        f"卡方 {shares.chi_square:.1f}，自由度 {shares.degrees}，p {_chance(shares.p)}"
    )
    several = len(found.groups.categories) < len(shares.categories)
    groups = [c for c in found.groups.categories if c.direction] if several else []
    leaves = [c for c in shares.categories if c.direction]
    chosen = leaves if leaves or groups else list(shares.categories[:_CATEGORIES])
    for kind, some in (("大类 ", groups), ("", chosen)):
        for each in some:
            sign = {"up": "↑", "down": "↓"}.get(each.direction, " ")
            tell(
                f"  {sign} {kind}{desk.taxonomy.name(each.category)} "
                f"{each.old_share:.1%} → {each.new_share:.1%}（{each.old} → {each.new} 件）"
            )
    moved = bool(leaves or groups)
    tell("  其余增减都在随机波动以内" if moved else "  以上增减都在随机波动以内")


def _tell_rest(found: Drift) -> None:
    words, confidence, urgency = found.vocabulary, found.confidence, found.urgency
    tell(f"用词：没见过的词占 {words.unseen:.1%}（原来应有 {words.expected:.1%}）")
    for what, some in (("增多", words.risen), ("减少", words.fallen)):
        if some:
            tell(f"  {what}：" + "、".join(map(_shift, some)))
    tell(
        f"把握：平均 {confidence.old_mean:.1%} → {confidence.new_mean:.1%}，"
        f"KS {confidence.distance:.3f}，p {_chance(confidence.p)}"
    )
    tell(f"紧急：{urgency.old:.1%} → {urgency.new:.1%}，p {_chance(urgency.p)}")


def _shift(word: WordShift) -> str:
    return f"{word.word}（{word.old} → {word.new}）"


def _chance(p: float) -> str:
    return f"{p:.3f}" if p >= 0.001 else "<0.001"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"


def _examples(topic: Topic, after: _Read) -> list[dict[str, str]]:
    """The topic's most typical texts, masked, no text twice."""
    from minyi.clean import mask
    from minyi.domain import matter_id

    chosen: dict[str, str] = {}
    for i in topic.matters:
        own = matter_id(after.owners[i], after.numbers[i])
        chosen.setdefault(after.texts[i], own if after.owners[i].case_number else mask(own))
        if len(chosen) == _EXAMPLES:
            break
    return [{"id": own, "text": text} for text, own in chosen.items()]


def _tell_json(found: Drift, after: _Read, desk: Office) -> None:
    from json import dumps

    figures = asdict(found)
    for each in (*figures["groups"]["categories"], *figures["shares"]["categories"]):
        each["category_name"] = desk.taxonomy.name(each["category"])
    for each, topic in zip(figures["topics"], found.topics, strict=True):
        del each["matters"]
        each["examples"] = _examples(topic, after)
    head: dict[str, Any] = {"verdict": found.verdict, "level": _LEVELS[found.level]}
    for signal in figures["signals"]:
        signal["level"] = _LEVELS[signal["level"]]
    tell(dumps(_rounded({**head, **figures}), ensure_ascii=False))


def _rounded(value: Any) -> Any:
    """Floats with four significant digits: more would claim too much."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_rounded(each) for each in value]
    return value
