"""May the candidate take over? Pure decisions on a comparison."""

from __future__ import annotations

from minyi.errors import MinyiError
from minyi.promotion.comparison import Comparison

LARGEST_LOSS = 0.02  # of F1, in a label of enough rows
ENOUGH_ROWS = 20  # of a label in the file; with fewer, chance alone moves F1 by more
_SIGNIFICANT = 0.05


class PromotionRefusedError(MinyiError, ValueError):
    """The candidate is worse than the model in use; the message says where."""


def objections(comparison: Comparison) -> list[str]:
    """Why the second model must not replace the first; empty where it may.

    It must not get fewer rows right, nor lose more than 2 points of F1 in a label that has 20 rows
    or more in the file. F1 rather than recall: a label that swallows its neighbours gains recall.
    """
    found = []
    if comparison.only_b_right < comparison.only_a_right:
        before, after = comparison.a.accuracy, comparison.b.accuracy
        found.append(f"总体变差：准确率 {before:.1%} → {after:.1%}")
    found += [
        f"“{each.label}”（{each.rows} 行）F1 {each.f1[0]:.1%} → {each.f1[1]:.1%}，"
        f"下降 {-each.gain * 100:.1f} 个百分点"
        for each in sorted(comparison.labels, key=lambda each: each.gain)
        if each.rows >= ENOUGH_ROWS and -each.gain > LARGEST_LOSS + 1e-9
    ]
    return found


def verdict(comparison: Comparison) -> str:
    """One Chinese sentence: is B better, and may it be promoted?"""
    ahead = comparison.only_b_right - comparison.only_a_right
    points = f"{abs(ahead) / comparison.n * 100:.1f} 个百分点（p = {comparison.p_value:.3g}）"
    if comparison.p_value < _SIGNIFICANT:
        said = f"B {'更好' if ahead > 0 else '更差'}：准确率{'高' if ahead > 0 else '低'} {points}"
    elif ahead:
        said = f"分不出高下：B 的准确率{'高' if ahead > 0 else '低'} {points}，差别可能出于偶然"
    else:
        said = "分不出高下：两个模型判对的行一样多"
    against = objections(comparison)
    return f"{said}。" + (f"不宜启用 B：{'；'.join(against)}" if against else "可以启用 B")
