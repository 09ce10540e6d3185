"""docs/performance.md: the table and its pictures, generated."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench.harness import ROOT, Figure
from bench.pictures import ratios, rounds

PAGE = ROOT / "docs" / "performance.md"
IMAGES = ROOT / "docs" / "images"

_HEAD = """# 性能

<!-- 由 make bench 生成，请勿手改：要改数字请重跑，要改文字请改 bench/report.py。 -->

`make bench` 把 minyi 与“朴素程序”（用户自己会写的那种：pandas.read_csv、jieba.lcut、
TfidfVectorizer、LinearSVC、to_csv，用同样的训练数据）轮流各跑几轮，各占一个核，取中位数相比。
文本由 models/data 的语料变化而来，互不相同（平均 55 字；长文约 400 字），缓存帮不上忙。
时间是处理器时间，所以机器上别的程序影响不大；绝对值随机器而变，看比值。
"""
_TAIL = """
## 自己跑

```
make bench                        # 全部，写出本页
python -m bench --fast            # 小规模，几分钟
python -m bench classify labels   # 只跑几项
python -m bench.stages            # 每一步每条用几微秒
python -m bench.jobs              # 多进程从多少行起划算
python -m bench.memory --rows 1000000 --rows 5000000
```

百万行内存、中断续跑的长测试在 `make slow`。持续集成里 `tests/test_speed_guard.py` 用同样的比值、
留足余量，防止变慢而没人发觉。
"""


def write(figures: Sequence[Figure]) -> None:
    """Write the page and its pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    ratios(figures, IMAGES / "性能_倍数.png")
    rounds(figures, IMAGES / "性能_各轮.png")
    PAGE.write_text(
        f"{_HEAD}\n{_where()}\n\n{table(figures)}\n\n"
        "![达到要求的多少](images/性能_倍数.png)\n\n![各轮](images/性能_各轮.png)\n"
        f"{_TAIL}",
        encoding="utf-8",
    )


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = [
        "| 项目 | minyi | 朴素程序 | 比值 | 要求 | 达到 | 说明 |",
        "|---|---:|---:|---:|---|:-:|---|",
    ]
    marks = {True: "✓", False: "✗", None: ""}
    for each in figures:
        naive = f"{_number(each.naive)} {each.unit}".strip() if each.naive is not None else "—"
        lines.append(
            f"| {each.name} | {_number(each.minyi)} {each.unit} | {naive} | {_ratio(each)} "
            f"| {_asked(each)} | {marks[each.reached]} | {each.note} |"
        )
    return "\n".join(lines)


def _ratio(figure: Figure) -> str:
    if figure.naive is None or figure.ratio is None:
        return ""
    return f"{figure.ratio:.3f}" if not figure.unit else f"{figure.ratio:.2f} ×"


def _asked(figure: Figure) -> str:
    if figure.asked is None:
        return ""
    sign = "≥" if figure.at_least else "≤"
    return f"{sign} {figure.asked:g} {figure.unit if figure.naive is None else '×'}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _where() -> str:
    """Day, machine and versions that the figures are of."""
    from importlib.metadata import version

    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    used = "、".join(f"{name} {version(name)}" for name in ("numpy", "scikit-learn", "jieba"))
    return (
        f"{date.today()}，提交 {commit or '—'}，{_processor()}，"
        f"Python {platform.python_version()}，{used}。"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
