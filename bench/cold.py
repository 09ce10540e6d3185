"""Cold start: a new process to its first label, and `--help`."""

from __future__ import annotations

from bench.harness import MINYI, NAIVE, Figure, Scale, alternate, child, medians, minyi
from bench.naive import model_file

ASKED, ASKED_HELP = 8.0, 3.0
TEXT = "3号楼停水两天了，打物业电话没人接"
_LIBRARY = f"import minyi; minyi.load().classify({TEXT!r}).category"
_NAIVE = f"""
import warnings; warnings.filterwarnings("ignore")
import pandas, jieba, sklearn, joblib
joblib.load({{path!r}}).predict([{TEXT!r}])
"""
_EMPTY = """
import typer
app = typer.Typer()
@app.command()
def main(name: str = "x") -> None: ...
app(["--help"])
"""


def measure(scale: Scale) -> list[Figure]:
    """Whole processes; the files are in the cache of the operating system on both sides."""
    load_naive = _NAIVE.format(path=str(model_file()))
    first = alternate(
        {
            MINYI: lambda: child(["-c", _LIBRARY]).seconds,
            NAIVE: lambda: child(["-c", load_naive]).seconds,
        },
        scale.rounds,
    )
    help_ = alternate(
        {
            MINYI: lambda: minyi("--help").seconds,
            NAIVE: lambda: child(["-c", _EMPTY]).seconds,
        },
        scale.rounds + 2,
    )
    start, shown = medians(first), medians(help_)
    return [
        Figure(
            key="cold",
            name="冷启动：新进程到第一个标签",
            minyi=start[MINYI],
            naive=start[NAIVE],
            unit="秒",
            ratio=start[NAIVE] / start[MINYI],
            asked=ASKED,
            spread=first,
        ),
        Figure(
            key="help",
            name="minyi --help，对空的 typer 程序",
            minyi=shown[MINYI],
            naive=shown[NAIVE],
            unit="秒",
            ratio=shown[MINYI] / shown[NAIVE],
            asked=ASKED_HELP,
            at_least=False,
            spread=help_,
        ),
    ]
