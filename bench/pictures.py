"""The pictures of docs/performance.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.harness import MINYI, NAIVE, Figure

_FONTS = (
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
    "SimHei",
)
_GOOD, _BAD, _PLAIN = "#2a7f62", "#b5482f", "#8a8f98"
Named = tuple[str, Figure]


def ratios(figures: Sequence[Figure], path: Path) -> None:
    """How far each figure is past what is asked; 1 is just reached."""
    chinese = _prepare()
    shown = [figure for figure in figures if figure.asked is not None and figure.ratio]
    reach = [
        f.ratio / f.asked if f.at_least else f.asked / f.ratio  # type: ignore[operator]
        for f in shown
    ]
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(9, 0.42 * len(shown) + 1.2), layout="constrained")
    axes = canvas.subplots()
    colours = [_GOOD if each >= 1 else _BAD for each in reach]
    axes.barh(range(len(shown)), reach, color=colours)
    axes.set_yticks(range(len(shown)), [_name(f, chinese) for f in shown])
    axes.invert_yaxis()
    axes.axvline(1, color="black", linewidth=1)
    _logarithmic(axes)
    axes.set_xlabel("是要求的几倍（1 为刚好达到）" if chinese else "times what is asked")
    for place, each in enumerate(reach):
        axes.annotate(f" {each:.2f}", (each, place), va="center")
    axes.margins(x=0.15)
    canvas.savefig(path, dpi=120)


def rounds(figures: Sequence[Figure], path: Path) -> None:
    """Every round of every figure of speed: how far they lie apart."""
    chinese = _prepare()
    shown = [figure for figure in figures if figure.unit == "条/秒" and figure.spread]
    if not shown:
        return
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(9, 0.8 * len(shown) + 1.2), layout="constrained")
    axes = canvas.subplots()
    for place, figure in enumerate(shown):
        for side, shift, colour in ((MINYI, -0.15, _GOOD), (NAIVE, 0.15, _PLAIN)):
            values = figure.spread[side]
            axes.scatter(
                values,
                [place + shift] * len(values),
                color=colour,
                label=_side(side, chinese) if not place else None,
            )
    axes.set_yticks(range(len(shown)), [_name(f, chinese) for f in shown])
    axes.invert_yaxis()
    _logarithmic(axes)
    axes.set_xlabel("条/秒，每点一轮" if chinese else "opinions a second, one dot a round")
    axes.legend()
    canvas.savefig(path, dpi=120)


def _prepare() -> bool:
    """Set the fonts; whether one with Chinese characters was found."""
    import matplotlib
    from matplotlib import font_manager

    have = {font.name for font in font_manager.fontManager.ttflist}
    found = [name for name in _FONTS if name in have]
    matplotlib.rcParams["font.sans-serif"] = [*found[:1], "DejaVu Sans"]
    matplotlib.rcParams["axes.unicode_minus"] = False
    return bool(found)


def _logarithmic(axes) -> None:  # type: ignore[no-untyped-def]
    """A logarithmic axis with plain numbers: powers need a minus that Chinese fonts lack."""
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.xaxis.set_minor_formatter(lambda value, _: "")


def _name(figure: Figure, chinese: bool) -> str:
    return figure.name if chinese else figure.key


def _side(side: str, chinese: bool) -> str:
    return {MINYI: "minyi", NAIVE: "朴素程序" if chinese else "naive"}[side]
