"""The picture of confusions: which label is taken for which."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence

import numpy as np

from minyi.clean import mask
from minyi.extras import extra
from minyi.fitting import HeldOut

PICTURE_NAME = "confusion.png"
_FONTS = (
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
)
_MOST_WITH_FIGURES = 20  # labels; beyond, numbers in the squares would be too small to read


def confusion_picture(truth: Sequence[str], held: HeldOut, names: Sequence[str]) -> bytes:
    """PNG of the held-out rows: a line a true label, a column a predicted one, shares of the line.

    Labels are written out where a Chinese font is installed; else they go by their number in the
    model card.

    Args:
        truth: Label of every training text.
        held: What the head said of the texts held out.
        names: Labels, as the columns of the probabilities.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    with extra("notebook"):
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.colors import PowerNorm
        from matplotlib.figure import Figure
        from matplotlib.font_manager import FontProperties, fontManager

    column = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(names), len(names)))
    true = [column[truth[i]] for i in held.texts]
    np.add.at(table, (true, held.probabilities.argmax(axis=1)), 1)
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)

    installed = {font.name: font.fname for font in reversed(fontManager.ttflist)}
    chinese = next((installed[name] for name in _FONTS if name in installed), None)
    font = FontProperties(fname=chinese)
    written = [mask(name) for name in names] if chinese else _numbers(names)
    side = min(3 + 0.35 * len(names), 24)
    figure = Figure(figsize=(side + 1, side), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.imshow(shares, cmap="Blues", norm=PowerNorm(0.5, 0, 1))  # a few in a hundred show
    axes.set_xticks(range(len(names)), written, rotation=90)
    axes.set_yticks(range(len(names)), written)
    for text in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        text.set(fontproperties=font, parse_math=False)  # a $ in a label is a $
    axes.set_xlabel("模型判为" if chinese else "predicted", fontproperties=font)
    axes.set_ylabel("标为" if chinese else "true", fontproperties=font)
    if len(names) <= _MOST_WITH_FIGURES:
        for (line, col), count in np.ndenumerate(table):
            if count:
                colour = "white" if shares[line, col] > 0.5 else "black"
                axes.text(col, line, f"{count:.0f}", ha="center", va="center", color=colour)
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # one that the font lacks is a box
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def _numbers(names: Sequence[str]) -> list[str]:
    return [str(i) for i in range(1, len(names) + 1)]
