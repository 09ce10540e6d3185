"""The picture of a drift: categories, confidence, words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minyi.pictures import Writing, new_figure

if TYPE_CHECKING:
    from minyi.drift import Box, Drift

_CATEGORIES = 12
_OLD, _NEW = "#9aa5b1", "#c0504d"
_BINS = 20


def draw(
    found: Drift,
    old: Box,
    new: Box,
    name: Callable[[str], str],
    out: Path,
    *,
    force: bool = False,
) -> None:
    """Write a PNG: shares of the categories that moved most, scores, words.

    Without a Chinese font the categories go by their codes and words by their pinyin.

    Raises:
        OutputExistsError: `out` is there and `force` was not given.
    """
    from minyi.records import replacing

    write = Writing()
    figure = new_figure(13, 7)
    shares, scores, words = figure.subplots(1, 3)
    _draw_shares(shares, found, name, write)
    _draw_scores(scores, old, new, write)
    _draw_words(words, found, write)
    verdict = ("stable", "changed", "marked change: retrain")[found.level]
    write.on(figure.suptitle, f"新旧意见对比：{found.verdict}", f"Drift: {verdict}", size=15)
    with replacing(out, force=force) as partial:
        figure.savefig(partial, format="png", dpi=110, metadata={"Software": None})


def _draw_shares(axes: Any, found: Drift, name: Callable[[str], str], write: Writing) -> None:
    chosen = found.shares.categories[:_CATEGORIES][::-1]
    places = range(len(chosen))
    for shift, key, colour in ((0.2, "old_share", _OLD), (-0.2, "new_share", _NEW)):
        axes.barh(
            [place + shift for place in places],
            [100 * getattr(each, key) for each in chosen],
            height=0.38,
            color=colour,
        )
    arrows = {"up": "+ ", "down": "- ", "": ""}
    shown = [
        arrows[each.direction] + write.word(name(each.category) if write.chinese else each.category)
        for each in chosen
    ]
    axes.set_yticks(places, shown)
    write.dress(axes.get_yticklabels())
    _legend(axes, write)
    write.on(axes.set_xlabel, "占全部事项的 %", "% of matters")
    write.on(
        axes.set_title,
        f"移动最多的类别（PSI {found.shares.psi:.2f}）",
        f"Categories that moved most (PSI {found.shares.psi:.2f})",
        size=11,
    )


def _draw_scores(axes: Any, old: Box, new: Box, write: Writing) -> None:
    import numpy as np

    for box, colour in ((old, _OLD), (new, _NEW)):
        counts, edges = np.histogram(box.scores, _BINS, (0, 1))
        axes.stairs(100 * counts / len(box.scores), edges, color=colour, linewidth=2)
    _legend(axes, write)
    write.on(axes.set_xlabel, "模型把握", "confidence")
    write.on(axes.set_ylabel, "占全部事项的 %", "% of matters")
    write.on(axes.set_title, "模型把握的分布", "Confidence of the model", size=11)


def _draw_words(axes: Any, found: Drift, write: Writing) -> None:
    words = [*found.vocabulary.fallen, *reversed(found.vocabulary.risen)]
    axes.barh(
        range(len(words)),
        [word.z for word in words],
        color=[_NEW if word.z > 0 else _OLD for word in words],
    )
    axes.set_yticks(range(len(words)), [write.word(word.word) for word in words])
    write.dress(axes.get_yticklabels())
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_ylim(-0.6, max(len(words), _CATEGORIES) - 0.4)  # few words make no fat bars
    write.on(axes.set_xlabel, "z（右：增多，左：减少）", "z (right: risen, left: fallen)")
    title = (
        ("增减最明显的词", "Words risen and fallen")
        if words
        else ("没有词明显增减", "No word moved")
    )
    write.on(axes.set_title, *title, size=11)


def _legend(axes: Any, write: Writing) -> None:
    from matplotlib.patches import Patch

    names = ("旧", "新") if write.chinese else ("old", "new")
    handles = [Patch(color=c, label=n) for c, n in zip((_OLD, _NEW), names, strict=True)]
    write.dress(axes.legend(handles=handles, loc="best").get_texts())
