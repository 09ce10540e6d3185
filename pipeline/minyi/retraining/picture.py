"""The picture of confusions: which label is taken for which."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence

import numpy as np

from minyi.clean import mask
from minyi.fitting import HeldOut
from minyi.pictures import Writing, new_figure

PICTURE_NAME = "confusion.png"
_MOST_WITH_FIGURES = 20  # labels; beyond, numbers in the squares would be too small to read


def confusion_picture(truth: Sequence[str], held: HeldOut, names: Sequence[str]) -> bytes:
    """PNG of the held-out rows: a line a true label, a column a predicted one, shares of the line.

    Labels are written out where a Chinese font is installed; else they go by their number in the
    model card.

    Args:
        truth: Label of every training text.
        held: What the head said of the texts held out.
        names: Labels, as the columns of the probabilities.
    """
    from matplotlib.colors import PowerNorm

    column = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(names), len(names)))
    true = [column[truth[i]] for i in held.texts]
    np.add.at(table, (true, held.probabilities.argmax(axis=1)), 1)
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)

    write = Writing()
    written = [mask(name) for name in names] if write.chinese else _numbers(names)
    side = min(3 + 0.35 * len(names), 24)
    figure = new_figure(side + 1, side)
    axes = figure.subplots()
    axes.imshow(shares, cmap="Blues", norm=PowerNorm(0.5, 0, 1))  # a few in a hundred show
    axes.set_xticks(range(len(names)), written, rotation=90)
    axes.set_yticks(range(len(names)), written)
    write.dress([*axes.get_xticklabels(), *axes.get_yticklabels()], 10)
    write.on(axes.set_xlabel, "模型判为", "predicted")
    write.on(axes.set_ylabel, "标为", "true")
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
