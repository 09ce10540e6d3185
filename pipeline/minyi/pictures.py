"""Chinese in pictures: a font where one is installed, else Latin letters; never boxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FONTS = (
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
)


def new_figure(width: float, height: float) -> Figure:
    """An empty figure, in inches, that needs no screen."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


class Writing:
    """Writes in a Chinese font where one is installed, else in Latin letters: never boxes."""

    def __init__(self) -> None:
        from matplotlib.font_manager import FontProperties, fontManager
        from matplotlib.ft2font import FT2Font

        installed = {font.name: font.fname for font in reversed(fontManager.ttflist)}
        self.font = next((name for name in FONTS if name in installed), "")
        path = installed.get(self.font)
        self.chinese = path is not None
        self._properties = FontProperties(fname=path)
        self._glyphs = FT2Font(path) if path is not None else None

    def word(self, text: str) -> str:
        """The text as it can be shown: a character that the font lacks makes it pinyin."""
        if text.isascii():
            return text
        if self._glyphs is not None and all(self._glyphs.get_char_index(ord(c)) for c in text):
            return text
        from pypinyin import lazy_pinyin

        latin = " ".join(lazy_pinyin(text))
        return latin.encode("ascii", "replace").decode()

    def on(self, put: Callable[..., Any], chinese: str, english: str, *, size: int = 10) -> Any:
        """Write our own words by a method of matplotlib."""
        text = put(chinese if self.chinese else english)
        self.dress([text], size)
        return text

    def dress(self, texts: Sequence[Any], size: int = 9) -> None:
        """Set the font; what looks like a formula stays as it is written."""
        font = self._properties.copy()
        font.set_size(size)
        for text in texts:
            text.set(fontproperties=font, parse_math=False)
