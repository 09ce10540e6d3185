"""The pictures of a report: categories, organizations, channels."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from minyi.followup.counting import Figures
from minyi.pictures import FONTS, Writing, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MOST = 12  # bars
_NOW, _BEFORE = "#2f5b8c", "#b8c4d2"
_DONE, _OPEN, _LATE = "#5b9a68", "#b8c4d2", "#c0504d"


def category_chart(now: Figures, before: Figures, name: Callable[[str], str]) -> bytes:
    """PNG: problems by category, beside those of the period before."""
    counts = {code: tally.problems for code, tally in now.categories.items() if tally.problems}
    chosen = _highest(counts)
    old = before.categories
    earlier = [old[code].problems if code in old else 0 for code in chosen]
    write = Writing()
    figure, axes = _bars(write, [name(code) for code in chosen], two=True)
    places = range(len(chosen))
    now_bars = axes.barh([p - 0.2 for p in places], [counts[c] for c in chosen], 0.38, color=_NOW)
    axes.barh([p + 0.2 for p in places], earlier, 0.38, color=_BEFORE)
    write.dress(axes.bar_label(now_bars, padding=3))
    _finish(axes, write, ("各类问题（个）", "Problems by category"))
    _legend(axes, write, (("本期", "now", _NOW), ("上期", "before", _BEFORE)))
    return _png(figure)


def organization_chart(now: Figures, name: Callable[[str], str]) -> bytes:
    """PNG: completed, in time and overdue matters of the organizations with the most."""
    tallies = now.organizations
    chosen = _highest({one: t.completed + t.open for one, t in tallies.items()})
    write = Writing()
    figure, axes = _bars(write, [name(one) for one in chosen])
    left = [0] * len(chosen)
    for values, colour in (
        ([tallies[one].completed for one in chosen], _DONE),
        ([tallies[one].open - tallies[one].overdue for one in chosen], _OPEN),
        ([tallies[one].overdue for one in chosen], _LATE),
    ):
        bars = axes.barh(range(len(chosen)), values, 0.6, left=left, color=colour)
        shown = [str(value) if value else "" for value in values]
        write.dress(axes.bar_label(bars, labels=shown, label_type="center"))
        left = [a + b for a, b in zip(left, values, strict=True)]
    _finish(axes, write, ("各单位办理情况（件）", "Matters by organization"))
    parts = (
        ("完成整改", "completed", _DONE),
        ("在办未到期", "in time", _OPEN),
        ("逾期", "overdue", _LATE),
    )
    _legend(axes, write, parts)
    return _png(figure)


def font_note() -> str:
    """What the document says where no Chinese font is installed; "" where one is."""
    if Writing().chinese:
        return ""
    return f"本机没有中文字体，图中名称用拼音；安装以下任一字体后重做即为汉字：{'、'.join(FONTS)}。"


def _highest(counts: Mapping[str, int]) -> list[str]:
    wanted = [one for one in counts if counts[one]]
    return sorted(wanted, key=lambda one: (-counts[one], one))[:_MOST]


def _bars(write: Writing, names: Sequence[str], *, two: bool = False) -> tuple[Figure, Any]:
    figure = new_figure(8, max(2.2, 1.2 + (0.42 if two else 0.34) * len(names)))
    axes = figure.subplots()
    axes.set_yticks(range(len(names)), [write.word(name) for name in names])
    write.dress(axes.get_yticklabels(), 10)
    axes.set_ylim(max(len(names), 1) - 0.4, -0.6)  # the first on top
    return figure, axes


def _finish(axes: Any, write: Writing, title: tuple[str, str]) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlim(left=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.08)
    write.on(axes.set_title, *title, size=12)


def _legend(axes: Any, write: Writing, parts: Sequence[tuple[str, str, str]]) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(color=c, label=zh if write.chinese else en) for zh, en, c in parts]
    legend = axes.legend(
        handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=3, frameon=False
    )
    write.dress(legend.get_texts())


def _png(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=150, metadata={"Software": None})
    return buffer.getvalue()
